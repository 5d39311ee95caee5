-- A file inside another one, an archive or a mail: the path of that one. Its own path goes on from it.
ALTER TABLE files ADD COLUMN container TEXT;
CREATE INDEX files_by_container ON files (container) WHERE container IS NOT NULL;
