//! The reference a person would reach for first: SQLite FTS5 over the same passages, ranked, with
//! snippets and a count for every facet.

use std::path::Path;
use std::time::{Duration, Instant};

use probity_model::Document;
use rusqlite::{Connection, params};

use crate::questions::Words;

/// The database in its folder.
pub(crate) const FILE: &str = "passages.sqlite";

const SCHEMA: &str = "
    PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;
    CREATE TABLE document (id INTEGER PRIMARY KEY, region TEXT, pdu TEXT, rating TEXT, year TEXT,
        kind TEXT, publisher TEXT, level TEXT);
    CREATE TABLE passage (id INTEGER PRIMARY KEY, document INTEGER, standard TEXT,
        standard_rating TEXT, polarity TEXT, text TEXT);
    CREATE VIRTUAL TABLE words USING fts5 (text, content = 'passage', content_rowid = 'id',
        tokenize = 'porter unicode61');";

const FOUND: &str = "
    INSERT INTO found SELECT d.region, d.pdu, d.rating, d.year, d.kind, d.publisher, d.level,
        p.standard, p.standard_rating, p.polarity
    FROM words JOIN passage p ON p.id = words.rowid JOIN document d ON d.id = p.document
    WHERE words MATCH ?1";

const PAGE: &str = "
    SELECT rowid, snippet(words, 0, '<mark>', '</mark>', '…', 40), bm25(words) FROM words
    WHERE words MATCH ?1 ORDER BY rank LIMIT 20";

const FACETS: [&str; 10] = [
    "region",
    "pdu",
    "rating",
    "year",
    "kind",
    "publisher",
    "level",
    "standard",
    "standard_rating",
    "polarity",
];

/// A database being filled.
pub(crate) struct Filling {
    connection: Connection,
    pub(crate) took: Duration,
    documents: i64,
}

impl Filling {
    pub(crate) fn new(file: &Path) -> Self {
        let connection = Connection::open(file).expect("a database");
        connection.execute_batch(SCHEMA).expect("its tables");
        Self {
            connection,
            took: Duration::ZERO,
            documents: 0,
        }
    }

    pub(crate) fn put(&mut self, documents: &[Document]) {
        let begun = Instant::now();
        let transaction = self.connection.transaction().expect("a transaction");
        for document in documents {
            self.documents += 1;
            put(&transaction, self.documents, document).expect("a document can be put");
        }
        transaction.commit().expect("a commit");
        self.took += begun.elapsed();
    }
}

fn put(connection: &Connection, id: i64, document: &Document) -> rusqlite::Result<()> {
    let row = "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    connection.prepare_cached(row)?.execute(params![
        id,
        document.regions.first(),
        document.pdus.first(),
        document.rating.map_or("Not rated", |rating| rating.name()),
        document.year().map(|year| year.to_string()),
        document.kind.as_str(),
        document.publisher,
        document.level.as_str(),
    ])?;
    for passage in &document.passages {
        let row = "INSERT INTO passage VALUES (NULL, ?, ?, ?, ?, ?)";
        connection.prepare_cached(row)?.execute(params![
            id,
            passage.standard,
            passage
                .standard_rating
                .map_or("Not rated", |rating| rating.name()),
            passage.polarity.as_str(),
            passage.text,
        ])?;
        let words = "INSERT INTO words (rowid, text) VALUES (?, ?)";
        let rowid = connection.last_insert_rowid();
        connection
            .prepare_cached(words)?
            .execute(params![rowid, passage.text])?;
    }
    Ok(())
}

/// A client's connection.
pub(crate) fn open(file: &Path) -> Connection {
    let connection = Connection::open(file).expect("the database");
    let columns = FACETS.join(", ");
    let setup = format!("PRAGMA cache_size = -65536; CREATE TEMP TABLE found ({columns})");
    connection.execute_batch(&setup).expect("a table of hits");
    connection
}

/// Asks for a page with snippets, and for counts of every facet; gives the number of hits.
pub(crate) fn ask(connection: &Connection, words: &Words) -> rusqlite::Result<usize> {
    let query = match words {
        Words::All(words) => words.join(" AND "),
        Words::Phrase(words) => format!("\"{}\"", words.join(" ")),
        Words::Prefix(prefix) => format!("{prefix}*"),
    };
    connection
        .prepare_cached("DELETE FROM found")?
        .execute([])?;
    let found = connection.prepare_cached(FOUND)?.execute([&query])?;
    for facet in FACETS {
        let counts = format!("SELECT {facet}, count(*) FROM found GROUP BY {facet}");
        let mut counts = connection.prepare_cached(&counts)?;
        let rows = counts.query_map([], |row| row.get::<_, i64>(1))?;
        rows.collect::<Result<Vec<_>, _>>()?;
    }
    let mut page = connection.prepare_cached(PAGE)?;
    let rows = page.query_map([&query], |row| row.get::<_, String>(1))?;
    rows.collect::<Result<Vec<_>, _>>()?;
    Ok(found)
}
