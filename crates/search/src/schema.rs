//! The fields of the index. Any change here, or in how text becomes words, needs a new [`VERSION`].

use tantivy::schema::{
    FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use crate::analysis::TOKENIZER;
use crate::{Facet, Scope};

/// Goes into every commit's payload: an index of another version must be made again.
pub(crate) const VERSION: u32 = 4;

/// Names of columns that are read by name.
pub(crate) mod column {
    pub(crate) const DOCUMENT: &str = "document_key";
    pub(crate) const PLACE: &str = "place";
    pub(crate) const PRIOR: &str = "prior";
    pub(crate) const SECTION_NUMBER: &str = "section_number";
    pub(crate) const TITLE_KEY: &str = "title_key";
    pub(crate) const PUBLISHED_FIRST: &str = "published_first";
    pub(crate) const PUBLISHED_LAST: &str = "published_last";
    pub(crate) const FIELDWORK_FIRST: &str = "fieldwork_first";
    pub(crate) const FIELDWORK_LAST: &str = "fieldwork_last";
}

/// Handles of the index's fields. What is of a document (its title, names, dates, facets) is kept with the
/// document's own entry only: see [`crate::blocks`].
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    /// The id of the entry's document.
    pub(crate) document: Field,
    /// The id of a document as a column.
    pub(crate) document_key: Field,
    /// The entry's scope's name.
    pub(crate) scope: Field,
    /// Its number within the document, for a stable order.
    pub(crate) place: Field,
    /// Its weight in the ranking, in hundredths.
    pub(crate) prior: Field,
    /// Of a finding, the number of the first in a row under the same headings; 0 of other entries.
    pub(crate) section_number: Field,
    /// What a hit shows, as JSON. Text, because stored bytes are read one by one.
    pub(crate) record: Field,
    /// The folded title, for sorting.
    pub(crate) title_key: Field,
    /// The document's title, for `title:`.
    pub(crate) title: Field,
    /// Headings above a finding.
    pub(crate) section: Field,
    /// The entry's own words, a field for each scope so that statistics are of like with like.
    words: [Field; 3],
    /// What a person would call the document: title, units, kind, year, rating.
    pub(crate) context: Field,
    /// Whom a recommendation is made to, and what became of it.
    pub(crate) remarks: Field,
    facets: [Field; Facet::ALL.len()],
    pub(crate) published_first: Field,
    pub(crate) published_last: Field,
    pub(crate) fieldwork_first: Field,
    pub(crate) fieldwork_last: Field,
}

impl Fields {
    /// The entry's own words.
    pub(crate) const fn words(&self, scope: Scope) -> Field {
        self.words[scope as usize]
    }

    /// The words and names of a scope's entries.
    pub(crate) fn words_and_names(&self, scope: Scope) -> Vec<Field> {
        let mut fields = vec![self.words(scope), self.context];
        if scope == Scope::Recommendations {
            fields.push(self.remarks);
        }
        fields
    }

    /// A facet's raw values.
    pub(crate) const fn facet(&self, facet: Facet) -> Field {
        self.facets[facet as usize]
    }

    /// The first and the last day that a document's date of publication can mean.
    pub(crate) const fn published(&self) -> (Field, Field) {
        (self.published_first, self.published_last)
    }

    /// As [`Self::published`], of the day its fieldwork began.
    pub(crate) const fn fieldwork(&self) -> (Field, Field) {
        (self.fieldwork_first, self.fieldwork_last)
    }

    /// Whether only documents' own entries have the field, and it holds words.
    pub(crate) fn is_of_document(&self, field: Field) -> bool {
        field == self.context || field == self.title
    }
}

/// The schema and its handles.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let number = FAST;
    let fields = Fields {
        document: builder.add_text_field("document", STRING),
        document_key: builder.add_text_field(column::DOCUMENT, FAST),
        scope: builder.add_text_field("scope", STRING),
        place: builder.add_u64_field(column::PLACE, number.clone()),
        prior: builder.add_u64_field(column::PRIOR, number.clone()),
        section_number: builder.add_u64_field(column::SECTION_NUMBER, number.clone()),
        record: builder.add_text_field("record", STORED),
        title_key: builder.add_text_field(column::TITLE_KEY, FAST),
        title: builder.add_text_field("title", words(true)),
        section: builder.add_text_field("section", words(true)),
        words: Scope::ALL
            .map(|scope| builder.add_text_field(&format!("{}_words", scope.name()), words(true))),
        context: builder.add_text_field("context", words(false)),
        remarks: builder.add_text_field("remarks", words(false)),
        facets: Facet::ALL.map(|facet| builder.add_text_field(facet.name(), STRING | FAST)),
        published_first: builder.add_u64_field(column::PUBLISHED_FIRST, number.clone()),
        published_last: builder.add_u64_field(column::PUBLISHED_LAST, number.clone()),
        fieldwork_first: builder.add_u64_field(column::FIELDWORK_FIRST, number.clone()),
        fieldwork_last: builder.add_u64_field(column::FIELDWORK_LAST, number),
    };
    (builder.build(), fields)
}

/// Analysed text with positions. Without norms a long list of units weighs no less than a short one.
fn words(norms: bool) -> TextOptions {
    TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(TOKENIZER)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions)
            .set_fieldnorms(norms),
    )
}
