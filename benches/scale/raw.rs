//! The limit to stay close to: the search library by itself, over the same passages, with no facets,
//! no counts and no snippets.

use std::path::Path;
use std::time::{Duration, Instant};

use probity_model::Document;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions, Value,
};
use tantivy::tokenizer::TokenStream;
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term, doc};

use crate::questions::Words;

const ANALYSER: &str = "en_stem";
const TEXT: &str = "text";

/// An index being filled.
pub(crate) struct Filling {
    text: Field,
    writer: IndexWriter,
    took: Duration,
}

impl Filling {
    pub(crate) fn new(folder: &Path, memory: usize) -> Self {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(ANALYSER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let text = TextOptions::default().set_indexing_options(indexing) | STORED;
        let text = schema.add_text_field(TEXT, text);
        let index = Index::create_in_dir(folder, schema.build()).expect("an index");
        let writer = index.writer_with_num_threads(1, memory).expect("a writer");
        Self {
            text,
            writer,
            took: Duration::ZERO,
        }
    }

    pub(crate) fn put(&mut self, documents: &[Document]) {
        let begun = Instant::now();
        for passage in documents.iter().flat_map(|document| &document.passages) {
            let entry = doc!(self.text => passage.text.as_str());
            let put = self.writer.add_document(entry);
            put.expect("a passage can be put");
        }
        self.took += begun.elapsed();
    }

    /// Ends the filling, with all merges; gives how long all of it took.
    pub(crate) fn finish(mut self) -> Duration {
        let begun = Instant::now();
        self.writer.commit().expect("a commit");
        self.writer.wait_merging_threads().expect("merges that end");
        self.took + begun.elapsed()
    }
}

/// An index being asked.
pub(crate) struct Raw {
    index: Index,
    text: Field,
}

impl Raw {
    pub(crate) fn open(folder: &Path) -> Self {
        let index = Index::open_in_dir(folder).expect("an index");
        let text = index.schema().get_field(TEXT).expect("its field");
        Self { index, text }
    }

    pub(crate) fn searcher(&self) -> Searcher {
        self.index.reader().expect("a reader").searcher()
    }

    /// Asks for the twenty best passages and reads them.
    pub(crate) fn ask(&self, searcher: &Searcher, words: &Words) -> tantivy::Result<usize> {
        let query = self.query(words)?;
        let best = searcher.search(&query, &TopDocs::with_limit(20).order_by_score())?;
        let mut read = 0;
        for (_, address) in &best {
            let entry: TantivyDocument = searcher.doc(*address)?;
            read += entry
                .get_first(self.text)
                .and_then(|text| text.as_str())
                .map_or(0, str::len);
        }
        std::hint::black_box(read);
        Ok(best.len())
    }

    fn query(&self, words: &Words) -> tantivy::Result<Box<dyn Query>> {
        let terms = |words: &[String]| self.terms(&words.join(" "));
        let term = |term: Term| -> Box<dyn Query> {
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
        };
        Ok(match words {
            Words::All(words) => {
                let terms = terms(words)?.into_iter().map(term);
                Box::new(BooleanQuery::intersection(terms.collect()))
            }
            Words::Phrase(words) => Box::new(PhraseQuery::new(terms(words)?)),
            Words::Prefix(prefix) => {
                Box::new(RegexQuery::from_pattern(&format!("{prefix}.*"), self.text)?)
            }
        })
    }

    fn terms(&self, text: &str) -> tantivy::Result<Vec<Term>> {
        let mut analyser = self.index.tokenizer_for_field(self.text)?;
        let mut terms = Vec::new();
        let mut stream = analyser.token_stream(text);
        while stream.advance() {
            terms.push(Term::from_field_text(self.text, &stream.token().text));
        }
        Ok(terms)
    }
}
