-- What inspections found, to be compared over units. Taken from the documents' bodies.

CREATE TABLE document_standards (
    document_id TEXT NOT NULL,
    -- Printed order, from 0.
    place INTEGER NOT NULL,
    number TEXT NOT NULL,
    name TEXT NOT NULL,
    rating TEXT,
    page INTEGER,
    PRIMARY KEY (document_id, place)
) WITHOUT ROWID;

CREATE TABLE document_key_questions (
    document_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    standard TEXT NOT NULL,
    question TEXT NOT NULL,
    percent INTEGER NOT NULL,
    page INTEGER,
    PRIMARY KEY (document_id, place)
) WITHOUT ROWID;

INSERT INTO document_standards (document_id, place, number, name, rating, page)
SELECT documents.id, item.key, item.value ->> 'id', item.value ->> 'name',
    CASE item.value ->> 'rating'
        WHEN 'outstanding' THEN 'Outstanding'
        WHEN 'good' THEN 'Good'
        WHEN 'requires_improvement' THEN 'Requires improvement'
        WHEN 'inadequate' THEN 'Inadequate'
    END,
    item.value ->> 'page'
FROM documents, json_each(documents.body, '$.standards') AS item;

INSERT INTO document_key_questions (document_id, place, standard, question, percent, page)
SELECT documents.id, item.key, item.value ->> 'standard', item.value ->> 'question', item.value ->> 'percent',
    item.value ->> 'page'
FROM documents, json_each(documents.body, '$.key_questions') AS item;

-- The files that changed last, of a state.
CREATE INDEX files_by_time ON files (state, updated_at);
