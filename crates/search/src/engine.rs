//! The seam between Probity and a search engine: what may be asked, and what comes back.

use std::collections::BTreeMap;
use std::ops::Range;

use probity_model::{Document, DocumentId, PartialDate};
use serde::{Deserialize, Serialize};

use crate::{Breakdowns, BreakdownsWanted, SearchError};

/// A search engine that holds the entries of documents.
///
/// Every answer is computed on one snapshot of the index, so hits, counts and snippets agree.
pub trait Engine: Send + Sync {
    /// Answers a search.
    ///
    /// # Errors
    /// [`SearchError`] for a malformed query or cursor, a budget overrun, or a failing index.
    fn search(&self, request: &SearchRequest) -> Result<SearchResponse, SearchError>;

    /// Finds recommendations or findings that say nearly the same, most similar first.
    ///
    /// # Errors
    /// As [`Engine::search`], and [`SearchError::UnknownEntry`] for an id that is not in the index.
    fn similar(&self, request: &SimilarRequest) -> Result<SearchResponse, SearchError>;

    /// Completions of what is being typed, best first.
    ///
    /// # Errors
    /// [`SearchError`] for a failing index.
    fn suggest(&self, prefix: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError>;

    /// What of a query names a unit, year or rating in plain words: to be offered as filters.
    ///
    /// # Errors
    /// As [`Engine::search`].
    fn interpret(&self, query: &str) -> Result<Interpreted, SearchError>;

    /// Where the query's words and phrases stand in texts of a person's choice: for each text, the
    /// ranges of bytes to mark, in order and without overlaps.
    ///
    /// # Errors
    /// As [`Engine::search`].
    fn highlight(
        &self,
        _query: &str,
        texts: &[&str],
    ) -> Result<Vec<Vec<Range<usize>>>, SearchError> {
        Ok(vec![Vec::new(); texts.len()])
    }

    /// Size and shape of the index, for metrics.
    ///
    /// # Errors
    /// [`SearchError`] for a failing index.
    fn stats(&self) -> Result<IndexStats, SearchError>;
}

/// The one writer of an index. Nothing is visible to searches, or durable, before a commit.
pub trait Writer: Send {
    /// Adds a document's entries in place of all that are in the index under its id.
    ///
    /// # Errors
    /// [`SearchError`] where the index cannot be written. The writer is useless then: drop it.
    fn put(&mut self, document: &Document) -> Result<(), SearchError>;

    /// Removes a document's entries.
    ///
    /// # Errors
    /// As [`Writer::put`].
    fn remove(&mut self, id: &DocumentId) -> Result<(), SearchError>;

    /// Makes everything so far durable and visible, marked with the ledger's sequence number.
    ///
    /// # Errors
    /// As [`Writer::put`]. What was put since the last commit must be assumed lost.
    fn commit(&mut self, sequence: u64) -> Result<(), SearchError>;
}

/// What a hit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Whole documents.
    #[default]
    Documents,
    /// Passages of documents.
    Findings,
    /// Recommendations, past ones from progress tables included.
    Recommendations,
}

impl Scope {
    /// All scopes.
    pub const ALL: [Self; 3] = [Self::Documents, Self::Findings, Self::Recommendations];

    /// The scope's name in the API and the index.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Findings => "findings",
            Self::Recommendations => "recommendations",
        }
    }

    /// The scope of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }

    /// The facets that fit what hits of this scope are.
    #[must_use]
    pub const fn facets(self) -> &'static [Facet] {
        use Facet::{
            Addressee, Kind, Level, Pdu, Polarity, Progress, Publisher, Rating, Region, Standard,
            StandardRating, Year,
        };
        match self {
            Self::Documents => &[Region, Pdu, Rating, Year, Kind, Publisher, Level],
            Self::Findings => &[
                Region,
                Pdu,
                Rating,
                Year,
                Kind,
                Publisher,
                Level,
                Standard,
                StandardRating,
                Polarity,
            ],
            Self::Recommendations => &[
                Region, Pdu, Rating, Year, Kind, Publisher, Level, Addressee, Progress,
            ],
        }
    }
}

/// A search.
#[derive(Clone, Debug, Default)]
pub struct SearchRequest {
    /// What was typed, in the query language; empty for everything.
    pub query: String,
    /// What a hit is.
    pub scope: Scope,
    /// What hits are narrowed to.
    pub filters: Filters,
    /// The order of hits; `None` for relevance with a query, newest first without.
    pub sort: Option<Sort>,
    /// Hits wanted, up to 10,000; 0 for the counts only.
    pub limit: usize,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// Facets to count; `None` for those that fit the scope.
    pub facets: Option<Vec<Facet>>,
    /// Values wanted of each facet.
    pub facet_limit: usize,
    /// Counts wanted besides those of single facets.
    pub breakdowns: BreakdownsWanted,
    /// Where nothing has all words of a row, offer what has most of them; where little has them all (the
    /// more words, the more hits are little), offer such after what has them all, with a warning.
    pub relax: bool,
    /// Say of each hit why it stands where it does. For hits by relevance.
    pub explain: bool,
}

/// A search for what is nearly the same.
#[derive(Clone, Debug)]
pub struct SimilarRequest {
    /// What hits shall be similar to.
    pub to: SimilarTo,
    /// What a hit is: [`Scope::Recommendations`] or [`Scope::Findings`].
    pub scope: Scope,
    /// What hits are narrowed to.
    pub filters: Filters,
    /// Hits wanted, at least 1.
    pub limit: usize,
    /// Leave out everything of the given item's document, not the item alone.
    pub exclude_document: bool,
}

/// What hits shall be similar to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SimilarTo {
    /// A draft or pasted text.
    Text(String),
    /// An entry of the index.
    Entry(String),
}

/// A dimension that hits can be narrowed to and counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// Name of a region.
    Region,
    /// Name of a PDU.
    Pdu,
    /// Overall rating, or `Not rated`.
    Rating,
    /// Year of publication, or `Undated`.
    Year,
    /// Kind of document.
    Kind,
    /// Publisher.
    Publisher,
    /// Level of the inspection.
    Level,
    /// Name of the standard of a finding.
    Standard,
    /// Rating of that standard, or `Not rated`.
    StandardRating,
    /// Polarity of a finding.
    Polarity,
    /// Kind of addressee of a recommendation.
    Addressee,
    /// What became of a past recommendation.
    Progress,
}

impl Facet {
    /// All facets, in the order they are shown.
    pub const ALL: [Self; 12] = [
        Self::Region,
        Self::Pdu,
        Self::Rating,
        Self::Year,
        Self::Kind,
        Self::Publisher,
        Self::Level,
        Self::Standard,
        Self::StandardRating,
        Self::Polarity,
        Self::Addressee,
        Self::Progress,
    ];

    /// The facet's name in the API, the query language and the index.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Pdu => "pdu",
            Self::Rating => "rating",
            Self::Year => "year",
            Self::Kind => "kind",
            Self::Publisher => "publisher",
            Self::Level => "level",
            Self::Standard => "standard",
            Self::StandardRating => "standard_rating",
            Self::Polarity => "polarity",
            Self::Addressee => "addressee",
            Self::Progress => "progress",
        }
    }

    /// The facet of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }

    /// Whether it is of documents: all entries of one have the same values.
    #[must_use]
    pub const fn is_of_document(self) -> bool {
        match self {
            Self::Region
            | Self::Pdu
            | Self::Rating
            | Self::Year
            | Self::Kind
            | Self::Publisher
            | Self::Level => true,
            Self::Standard
            | Self::StandardRating
            | Self::Polarity
            | Self::Addressee
            | Self::Progress => false,
        }
    }
}

/// What hits are narrowed to. Values of one facet are alternatives; different facets all hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    /// Chosen values of each facet, by their exact names (case does not matter).
    pub facets: BTreeMap<Facet, Vec<String>>,
    /// Only entries of these documents; empty for all.
    pub documents: Vec<DocumentId>,
    /// Published on or after the first day of this.
    pub from: Option<PartialDate>,
    /// Published on or before the last day of this.
    pub to: Option<PartialDate>,
    /// Fieldwork begun on or after the first day of this.
    pub fieldwork_from: Option<PartialDate>,
    /// Fieldwork begun on or before the last day of this.
    pub fieldwork_to: Option<PartialDate>,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Best match first.
    Relevance,
    /// Latest publication first, undated last.
    Newest,
    /// Earliest publication first, undated last.
    Oldest,
    /// By title, then date.
    Title,
}

/// The answer to a search.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchResponse {
    /// How many entries match, exactly.
    pub total: u64,
    /// The hits of this page.
    pub hits: Vec<Hit>,
    /// Counts of each facet wanted, in the order asked for.
    pub facets: Vec<(Facet, Vec<FacetCount>)>,
    /// Other counts asked for.
    pub breakdowns: Breakdowns,
    /// Where the next page begins; `None` at the end. Going on shows every hit that was there at the
    /// first page once, and none twice, while documents are added: for relevance, scores stay those
    /// of the first page's counts.
    pub next: Option<String>,
    /// The order the hits are in.
    pub sort: Sort,
    /// No entry had all words; these have most of them.
    pub relaxed: bool,
    /// The query in a spelling that matches, where nothing has all of its words.
    pub did_you_mean: Option<String>,
    /// The query as it was understood, in readable form.
    pub parsed: String,
    /// What of the query was ignored or changed, as sentences for a person.
    pub warnings: Vec<String>,
}

/// One hit. Fields that do not fit its scope are empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The entry's id: a document's own, or `…-f3`, `…-r0`, `…-p2`.
    pub id: String,
    /// The document it belongs to.
    pub document_id: DocumentId,
    /// What it is.
    pub scope: Scope,
    /// How well it matches; comparable within one answer only.
    pub score: f32,
    /// 0 to 1, for answers of [`Engine::similar`].
    pub similarity: Option<f32>,
    /// The document's title.
    pub title: String,
    /// The document's kind.
    pub kind: String,
    /// The document's publisher.
    pub publisher: Option<String>,
    /// Names of the document's regions.
    pub regions: Vec<String>,
    /// Names of the document's PDUs.
    pub pdus: Vec<String>,
    /// The document's overall rating.
    pub rating: Option<String>,
    /// When the document was published.
    pub published: Option<PartialDate>,
    /// Headings above it, outermost first.
    pub section: Vec<String>,
    /// Name of its standard.
    pub standard: Option<String>,
    /// Rating of its standard.
    pub standard_rating: Option<String>,
    /// Polarity of a finding.
    pub polarity: Option<String>,
    /// Form of a finding in its document: `paragraph`, `bullet`, `quotation`, …
    pub form: Option<String>,
    /// Its page.
    pub page: Option<u32>,
    /// Whom a recommendation is made to, as printed.
    pub addressee: Option<String>,
    /// A recommendation's number.
    pub number: Option<u32>,
    /// What became of a past recommendation.
    pub progress: Option<String>,
    /// The whole passage or recommendation; `None` for a document.
    pub text: Option<String>,
    /// HTML-escaped text of the best fragment, matches in `<mark>`.
    pub snippet: String,
    /// For answers of [`Engine::similar`]: other places where the same words stand.
    pub occurrences: Vec<Elsewhere>,
    /// For answers of [`Engine::similar`]: the row of a later report that says what became of a
    /// recommendation.
    pub outcome: Option<Elsewhere>,
    /// Why it stands where it does, where that was asked for.
    pub explanation: Option<Explanation>,
}

/// Why a hit stands where it does: its score is that of the parts together, times its weight.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Explanation {
    /// 1 for running text; less for notes, captions and what stands in every report, and for further hits
    /// of a section.
    pub weight: f32,
    /// The parts of the query that it has.
    pub parts: Vec<Part>,
}

/// A part of a query that a hit has, and what it adds to the score.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// What was asked for, in readable form.
    pub words: String,
    /// `words`: a word or expression; `near`: two words near one another; `condition`: a phrase, a field,
    /// alternatives; `all_words`: it has all words, and others do not.
    pub kind: &'static str,
    /// What it adds to the score.
    pub score: f32,
    /// Each way in which a word or expression was found. In one place they add up; of a word and other
    /// words for it, the best counts.
    pub found: Vec<Evidence>,
}

/// One way in which a hit has what was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What stands there, as stems.
    pub words: String,
    /// `exact`: as typed; `inflected`: in any form; `meaning`: in other words; `about`: the document is
    /// about the unit.
    pub how: &'static str,
    /// Where: `text`, `section` (headings), `names` (title, units, kind and date of the document), or the
    /// facet of a unit.
    pub place: &'static str,
    /// What it is worth.
    pub score: f32,
}

/// A recommendation or passage at another place than a hit's.
#[derive(Clone, Debug, PartialEq)]
pub struct Elsewhere {
    /// The entry's id.
    pub id: String,
    /// The document it belongs to.
    pub document_id: DocumentId,
    /// The document's title.
    pub title: String,
    /// Names of the document's regions.
    pub regions: Vec<String>,
    /// Names of the document's PDUs.
    pub pdus: Vec<String>,
    /// When the document was published.
    pub published: Option<PartialDate>,
    /// Its page.
    pub page: Option<u32>,
    /// A recommendation's number.
    pub number: Option<u32>,
    /// Whom a recommendation is made to, as printed.
    pub addressee: Option<String>,
    /// What became of a past recommendation.
    pub progress: Option<String>,
    /// Its words.
    pub text: String,
}

/// A value of a facet and how many hits have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    /// The value.
    pub value: String,
    /// Hits that have it, under every filter but this facet's own.
    pub count: u64,
    /// It is among the chosen values.
    pub selected: bool,
}

/// A completion of what is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What would be typed.
    pub text: String,
    /// What it is: `region`, `pdu`, `standard`, `title` or `phrase`.
    pub kind: &'static str,
}

/// A query, its plain words that filters would say more exactly taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interpreted {
    /// What they name.
    pub named: Vec<Interpretation>,
    /// The query without all of their words; empty where nothing else is sought.
    pub rest: String,
}

/// Words of a query that a filter would say more exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interpretation {
    /// The words, as typed.
    pub text: String,
    /// The facet they name a value of.
    pub facet: Facet,
    /// The value, which some entry has.
    pub value: String,
    /// The query without these words; empty where nothing else is sought.
    pub rest: String,
}

/// Size and shape of the index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexStats {
    /// Entries of documents.
    pub documents: u64,
    /// All entries.
    pub entries: u64,
    /// Segments.
    pub segments: u64,
    /// Bytes on disk.
    pub bytes: u64,
}
