//! What comes back.

use probity_model::{DocumentId, PartialDate};

use super::{Facet, Scope, Sort};
use crate::Breakdowns;

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
    /// 0 to 1, for answers of [`Engine::similar`](crate::Engine::similar).
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
    /// For answers of [`Engine::similar`](crate::Engine::similar): other places where the same words stand.
    pub occurrences: Vec<Elsewhere>,
    /// For answers of [`Engine::similar`](crate::Engine::similar): the row of a later report that says what became of a
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
