-- Corrections that stand in a file of their own beside a document's file, by the path of the latter.
CREATE TABLE corrections_beside (
    path TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) WITHOUT ROWID;
