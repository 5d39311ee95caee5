//! Answers to searches.

use std::collections::BTreeMap;
use std::time::Duration;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use probity_search::{Facet, Filters, Hit as FoundHit, SearchResponse as Found};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

use crate::snippet::only_marks;
use crate::wire::breakdowns::{CrossTable, DateBucket, RegionGroup};
use crate::wire::elsewhere::Elsewhere;
use crate::wire::explanation::Explanation;
use crate::wire::params::{SearchParams, SimilarParams};
use crate::wire::words::{
    FormWord, KindWord, PolarityWord, ProgressWord, ScopeWord, SortWord, scope_name, sort_name,
};

/// The answer to a search.
#[derive(Serialize, ToSchema)]
pub(crate) struct SearchResponse {
    /// What was asked, with units under their own names.
    query: QueryEcho,
    /// How many hits there are, exactly.
    total: u64,
    /// Milliseconds the search took.
    took_ms: f64,
    /// No hit has all the words; these have most of them.
    relaxed: bool,
    /// A spelling that matches, where nothing did.
    did_you_mean: Option<String>,
    /// Units, years and ratings that the query names in plain words.
    pub(crate) interpretation: Vec<Interpretation>,
    /// The hits of this page.
    pub(crate) hits: Vec<Hit>,
    /// Counts of the facets asked for.
    facets: Facets,
    /// Regions and their PDUs, where `units` asked for them: counted under every filter but those of both.
    units: Option<Vec<RegionGroup>>,
    /// Dates of publication, earliest first, where `histogram` asked for them: counted under every filter
    /// but `year`.
    histogram: Option<Vec<DateBucket>>,
    /// The table that `cross` asked for: counted under every filter but those of its two facets.
    cross: Option<CrossTable>,
    /// The `cursor` of the next page; null at the end.
    next: Option<String>,
    /// The query as it was understood, in readable form.
    parsed: String,
    /// What of the query was ignored or changed.
    warnings: Vec<String>,
}

impl SearchResponse {
    pub(crate) fn new(params: &SearchParams, answer: Answer) -> Self {
        let (found, echo) = (answer.found, QueryEcho::new(params, &answer.filters));
        let (hits, breakdowns) = (found.hits.into_iter(), found.breakdowns);
        Self {
            query: QueryEcho {
                sort: sort_name(found.sort),
                ..echo
            },
            total: found.total,
            took_ms: milliseconds(answer.took),
            relaxed: found.relaxed,
            did_you_mean: found.did_you_mean,
            interpretation: interpretation(params, answer.named),
            hits: hits.map(|hit| Hit::new(hit, &params.q)).collect(),
            facets: Facets::new(found.facets),
            units: breakdowns
                .units
                .map(|units| units.into_iter().map(RegionGroup::from).collect()),
            histogram: (breakdowns.histogram)
                .map(|dates| dates.into_iter().map(DateBucket::from).collect()),
            cross: breakdowns.cross.map(CrossTable::from),
            next: found.next,
            parsed: found.parsed,
            warnings: [answer.warnings, found.warnings].concat(),
        }
    }
}

/// What an engine found, and what the server adds to it.
pub(crate) struct Answer {
    pub(crate) found: Found,
    pub(crate) filters: Filters,
    pub(crate) warnings: Vec<String>,
    /// What the query names in plain words.
    pub(crate) named: Vec<probity_search::Interpretation>,
    pub(crate) took: Duration,
}

/// Words of the query that a filter would say more exactly.
#[derive(Serialize, ToSchema)]
pub(crate) struct Interpretation {
    /// The words, as typed.
    pub(crate) text: String,
    /// The facet they name a value of: a filter's name.
    pub(crate) facet: &'static str,
    /// The value.
    pub(crate) value: String,
    /// The filter was applied in place of the words, as `interpret=apply` asks.
    pub(crate) applied: bool,
    /// The query without these words, to be sent with the filter by who accepts it.
    pub(crate) rest: String,
}

fn interpretation(
    params: &SearchParams,
    named: Vec<probity_search::Interpretation>,
) -> Vec<Interpretation> {
    let named = named.into_iter().map(|one| Interpretation {
        text: one.text,
        facet: one.facet.name(),
        value: one.value,
        applied: params.apply_named,
        rest: one.rest,
    });
    named.collect()
}

fn milliseconds(took: Duration) -> f64 {
    (took.as_secs_f64() * 10_000.0).round() / 10.0
}

/// What was asked.
#[derive(Serialize, ToSchema)]
struct QueryEcho {
    /// The query text.
    q: String,
    /// What a hit is.
    #[serde(rename = "in")]
    #[schema(value_type = ScopeWord)]
    scope: &'static str,
    /// Chosen values of each facet that hits are narrowed to.
    filters: BTreeMap<&'static str, Vec<String>>,
    /// Documents that hits are narrowed to.
    document: Vec<String>,
    /// Published on or after the first day of this.
    from: Option<String>,
    /// Published on or before the last day of this.
    to: Option<String>,
    /// Fieldwork begun on or after the first day of this.
    fieldwork_from: Option<String>,
    /// Fieldwork begun on or before the last day of this.
    fieldwork_to: Option<String>,
    /// The order of the hits.
    #[schema(value_type = SortWord)]
    sort: &'static str,
}

impl QueryEcho {
    fn new(params: &SearchParams, filters: &Filters) -> Self {
        let facets = filters.facets.iter();
        Self {
            q: params.q.clone(),
            scope: scope_name(params.scope.unwrap_or_default()),
            filters: facets
                .map(|(facet, values)| (facet.name(), values.clone()))
                .collect(),
            document: filters.documents.iter().map(ToString::to_string).collect(),
            from: filters.from.map(|date| date.to_string()),
            to: filters.to.map(|date| date.to_string()),
            fieldwork_from: filters.fieldwork_from.map(|date| date.to_string()),
            fieldwork_to: filters.fieldwork_to.map(|date| date.to_string()),
            sort: "",
        }
    }
}

/// A document, finding or recommendation that matches.
#[derive(Serialize, ToSchema)]
pub(crate) struct Hit {
    /// The hit's id: a document's own, or of a finding or recommendation in it.
    pub(crate) id: String,
    /// The document it belongs to.
    pub(crate) document_id: String,
    /// What it is.
    #[serde(rename = "in")]
    #[schema(value_type = ScopeWord)]
    pub(crate) scope: &'static str,
    /// How well it matches; comparable within one answer only.
    pub(crate) score: f32,
    /// 0 to 1, in answers of `similar`.
    pub(crate) similarity: Option<f32>,
    /// The document's title; empty where it has none.
    pub(crate) title: String,
    /// The document's kind.
    #[schema(value_type = KindWord)]
    pub(crate) kind: String,
    /// The document's publisher.
    pub(crate) publisher: Option<String>,
    /// Names of the document's regions.
    pub(crate) regions: Vec<String>,
    /// Names of the document's PDUs.
    pub(crate) pdus: Vec<String>,
    /// The document's overall rating.
    pub(crate) rating: Option<String>,
    /// When the document was published, as precisely as it is known.
    pub(crate) published: Option<String>,
    /// The year of publication.
    pub(crate) year: Option<i16>,
    /// Headings above it, outermost first.
    pub(crate) section: Vec<String>,
    /// Name of its standard.
    pub(crate) standard: Option<String>,
    /// Rating of its standard.
    pub(crate) standard_rating: Option<String>,
    /// What a finding says by its heading.
    #[schema(value_type = Option<PolarityWord>)]
    pub(crate) polarity: Option<String>,
    /// The form a finding has in its document.
    #[schema(value_type = Option<FormWord>)]
    pub(crate) form: Option<String>,
    /// Its page; null in a document without pages.
    pub(crate) page: Option<u32>,
    /// Whom a recommendation is made to, as printed.
    pub(crate) addressee: Option<String>,
    /// A recommendation's printed number.
    pub(crate) number: Option<u32>,
    /// What became of a past recommendation.
    #[schema(value_type = Option<ProgressWord>)]
    pub(crate) progress: Option<String>,
    /// The whole passage or recommendation; null for a document.
    pub(crate) text: Option<String>,
    /// HTML-escaped text of the best fragment, with only `<mark>` in it.
    pub(crate) snippet: String,
    /// The web page that shows it.
    pub(crate) url: String,
    /// In answers of `similar`: other places where the same words stand.
    pub(crate) occurrences: Vec<Elsewhere>,
    /// In answers of `similar`: the row of a later report on the same unit that says what became of a
    /// recommendation.
    pub(crate) outcome: Option<Elsewhere>,
    /// With `explain=true`: why it stands where it does.
    pub(crate) explanation: Option<Explanation>,
}

impl Hit {
    pub(crate) fn new(found: FoundHit, q: &str) -> Self {
        Self {
            url: page_url(found.document_id.as_str(), found.page, q),
            id: found.id,
            document_id: found.document_id.to_string(),
            scope: scope_name(found.scope),
            score: found.score,
            similarity: found.similarity,
            title: found.title,
            kind: found.kind,
            publisher: found.publisher,
            regions: found.regions,
            pdus: found.pdus,
            rating: found.rating,
            published: found.published.map(|date| date.to_string()),
            year: found.published.map(probity_model::PartialDate::year),
            section: found.section,
            standard: found.standard,
            standard_rating: found.standard_rating,
            polarity: found.polarity,
            form: found.form,
            page: found.page,
            addressee: found.addressee,
            number: found.number,
            progress: found.progress,
            text: found.text,
            snippet: only_marks(&found.snippet),
            occurrences: found.occurrences.into_iter().map(Into::into).collect(),
            outcome: found.outcome.map(Into::into),
            explanation: found.explanation.map(Into::into),
        }
    }
}

/// Everything but what RFC 3986 calls unreserved.
const COMPONENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'$')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b'+')
    .add(b',')
    .add(b'/')
    .add(b':')
    .add(b';')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'?')
    .add(b'@')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The text as a part of an address.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, COMPONENT).to_string()
}

/// The address of a document's web page, opened at a page and with a query's words in mind.
pub(crate) fn page_url(document: &str, page: Option<u32>, q: &str) -> String {
    let page = page.map(|page| format!("page={page}"));
    let q = (!q.is_empty()).then(|| format!("q={}", encoded(q)));
    let query: Vec<String> = page.into_iter().chain(q).collect();
    let path = format!("/documents/{document}");
    if query.is_empty() {
        path
    } else {
        format!("{path}?{}", query.join("&"))
    }
}

/// Counts of facets, in the order they were asked for.
#[derive(ToSchema)]
#[schema(value_type = BTreeMap<String, Vec<FacetValue>>)]
pub(crate) struct Facets(pub(crate) Vec<(Facet, Vec<FacetValue>)>);

impl Facets {
    fn new(found: Vec<(Facet, Vec<probity_search::FacetCount>)>) -> Self {
        let values = |counts: Vec<probity_search::FacetCount>| {
            let counts = counts.into_iter();
            counts.map(FacetValue::from).collect()
        };
        let facets = found.into_iter();
        Self(
            facets
                .map(|(facet, counts)| (facet, values(counts)))
                .collect(),
        )
    }
}

impl Serialize for Facets {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (facet, values) in &self.0 {
            map.serialize_entry(facet.name(), values)?;
        }
        map.end()
    }
}

/// A value of a facet and how many hits have it.
#[derive(Serialize, ToSchema)]
pub(crate) struct FacetValue {
    /// The value.
    pub(crate) value: String,
    /// Hits that have it, under every filter but this facet's own.
    pub(crate) count: u64,
    /// It is among the chosen values.
    pub(crate) selected: bool,
}

impl From<probity_search::FacetCount> for FacetValue {
    fn from(found: probity_search::FacetCount) -> Self {
        Self {
            value: found.value,
            count: found.count,
            selected: found.selected,
        }
    }
}

/// The answer to a search for what is nearly the same.
#[derive(Serialize, ToSchema)]
pub(crate) struct SimilarResponse {
    /// What was asked, with units under their own names.
    query: SimilarEcho,
    /// How many hits there are.
    total: u64,
    /// Milliseconds the search took.
    took_ms: f64,
    /// The hits, most similar first.
    hits: Vec<Hit>,
    /// Always null: the most similar are all that is given.
    next: Option<String>,
    /// What of the question was ignored or changed.
    warnings: Vec<String>,
}

/// What hits shall be similar to.
#[derive(Serialize, ToSchema)]
struct SimilarEcho {
    /// The text given.
    text: Option<String>,
    /// The id given.
    id: Option<String>,
    /// What a hit is.
    #[serde(rename = "in")]
    #[schema(value_type = ScopeWord)]
    scope: &'static str,
    /// Everything of the given item's document is left out.
    exclude_document: bool,
    /// Chosen values of each facet that hits are narrowed to.
    filters: BTreeMap<&'static str, Vec<String>>,
}

impl SimilarResponse {
    pub(crate) fn new(params: &SimilarParams, answer: Answer) -> Self {
        let facets = answer.filters.facets.into_iter();
        let hits = answer.found.hits.into_iter();
        Self {
            query: SimilarEcho {
                text: params.text.clone(),
                id: params.id.clone(),
                scope: scope_name(params.scope),
                exclude_document: params.exclude_document,
                filters: facets
                    .map(|(facet, values)| (facet.name(), values))
                    .collect(),
            },
            total: answer.found.total,
            took_ms: milliseconds(answer.took),
            hits: hits.map(|hit| Hit::new(hit, "")).collect(),
            next: None,
            warnings: [answer.warnings, answer.found.warnings].concat(),
        }
    }
}

/// Completions of what is being typed.
#[derive(Serialize, ToSchema)]
pub(crate) struct SuggestionList {
    /// The completions, best first.
    pub(crate) suggestions: Vec<Suggestion>,
    /// How many there are.
    pub(crate) total: u64,
    /// Always null: the best are all that is given.
    pub(crate) next: Option<String>,
}

/// A completion.
#[derive(Serialize, ToSchema)]
pub(crate) struct Suggestion {
    /// What would be typed.
    pub(crate) text: String,
    /// What it is: `region`, `pdu`, `standard`, `title` or `phrase`.
    pub(crate) kind: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hit_leads_to_its_page_with_the_query_in_mind() {
        assert_eq!(page_url("a", None, ""), "/documents/a");
        assert_eq!(page_url("a", Some(18), ""), "/documents/a?page=18");
        let url = page_url("a", Some(18), "\"risk & harm\"");
        assert_eq!(url, "/documents/a?page=18&q=%22risk%20%26%20harm%22");
    }

    #[test]
    fn facets_are_an_object_in_the_order_asked_for() {
        let facets = Facets::new(vec![(Facet::Year, vec![]), (Facet::Pdu, vec![])]);
        let json = serde_json::to_string(&facets).unwrap();
        assert_eq!(json, r#"{"year":[],"pdu":[]}"#);
    }
}
