-- Times are microseconds since 1970 (UTC). Names of states are those of the API.

CREATE TABLE files (
    -- Relative to the watch folder, "/" between names, bytes that are no UTF-8 as %XX.
    path TEXT PRIMARY KEY,
    -- The path in lower case, to look for a part of it.
    folded TEXT NOT NULL,
    state TEXT NOT NULL,
    -- What the folder said of the file when it was last taken up; another stamp, another look.
    stamp TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    modified INTEGER,
    content_hash BLOB,
    -- The document the content is, from the claim on; none for a failed or ignored file.
    document_id TEXT,
    -- The document of the content before, which stays until the new content is dealt with.
    replaces TEXT,
    media_type TEXT,
    error TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_attempt INTEGER,
    updated_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX files_by_state ON files (state);
-- One content can have very many files; each question about it is of one state.
CREATE INDEX files_by_document ON files (document_id, state, path) WHERE document_id IS NOT NULL;
CREATE INDEX files_by_replaced ON files (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX files_by_attempt ON files (next_attempt) WHERE next_attempt IS NOT NULL;

CREATE TABLE documents (
    id TEXT PRIMARY KEY,
    content_hash BLOB NOT NULL,
    rules_version INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    -- The document as it was read, and the version of that form.
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    -- Taken from the body, corrections applied, to find and order documents by.
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    published TEXT,
    ingested_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);

-- The units a document is about, corrections applied.
CREATE TABLE document_units (
    document_id TEXT NOT NULL,
    name TEXT NOT NULL,
    level TEXT NOT NULL,
    inspected INTEGER NOT NULL,
    rating TEXT,
    PRIMARY KEY (document_id, name, level)
) WITHOUT ROWID;

CREATE INDEX document_units_by_name ON document_units (name);

CREATE TABLE pages (
    document_id TEXT NOT NULL,
    page INTEGER NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (document_id, page)
);

-- Corrections outlive their document: it may come back.
CREATE TABLE corrections (
    document_id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) WITHOUT ROWID;

-- The latest change of each document that the index has to follow. A document that is no longer in
-- "documents" has to leave the index.
CREATE TABLE changes (
    document_id TEXT PRIMARY KEY,
    sequence INTEGER NOT NULL UNIQUE
) WITHOUT ROWID;

CREATE TABLE notes (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;

-- Sequence numbers begin at the time of creation, so that an index that belongs to another ledger
-- shows by its number.
INSERT INTO notes (name, value) VALUES ('first_sequence', CAST(unixepoch('subsec') * 1000000 AS INTEGER));
INSERT INTO notes (name, value) SELECT 'sequence', value FROM notes WHERE name = 'first_sequence';
INSERT INTO notes (name, value) VALUES ('committed', 0);
