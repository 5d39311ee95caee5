//! Finding what says nearly the same: candidates by the rare words of a text, ordered by how much of
//! either text the two share; the same words in several places are one hit.

mod likeness;
mod outcome;

use std::collections::HashMap;
use std::time::Instant;

use probity_model::DocumentId;
use tantivy::Term;
use tantivy::query::{BooleanQuery, Occur};

use crate::analysis::fold;
use crate::collect::{Floor, Page};
use crate::counting::Counted;
use crate::facets::check_type;
use crate::pass::pass;
use crate::plan::{Boxed, Marks, Planner, of_documents};
use crate::record::Record;
use crate::scoring::{Bonus, Terms};
use crate::search::limits;
use crate::snippet::Marker;
use crate::statistics::Statistics;
use crate::{
    Breakdowns, Elsewhere, Filters, Hit, Scope, SearchError, SearchResponse, SimilarRequest,
    SimilarTo, Sort, TantivyIndex,
};
use likeness::Weights;

/// Candidates that are compared word by word.
const CANDIDATES: usize = 201;
/// Less is no likeness.
const LEAST: f32 = 0.1;

/// Answers a search for what is nearly the same.
pub(crate) fn similar(
    index: &TantivyIndex,
    request: &SimilarRequest,
) -> Result<SearchResponse, SearchError> {
    check(request)?;
    let snapshot = index.snapshot();
    let planner = Planner {
        fields: index.fields(),
        snapshot: &snapshot,
        thesaurus: index.thesaurus(),
        gazetteer: index.gazetteer(),
        scope: request.scope,
    };
    let given = Given::of(&planner, request)?;
    let mut weights = Weights::of(&planner, &given.text)?;
    let deadline = Instant::now() + index.settings().timeout;
    let mut hits = candidates(&planner, &request.filters, &weights, deadline)?;
    hits.retain(|hit| !given.excludes(hit, request.exclude_document));
    let mut hits = grouped(alike(&planner, &mut weights, hits, LEAST)?);
    let total = hits.len() as u64;
    hits.truncate(request.limit.max(1));
    for hit in &mut hits {
        hit.outcome = outcome::of(&planner, hit, deadline)?;
    }
    let hits = marked(hits, weights);
    Ok(SearchResponse {
        total,
        hits,
        facets: Vec::new(),
        breakdowns: Breakdowns::default(),
        next: None,
        sort: Sort::Relevance,
        relaxed: false,
        did_you_mean: None,
        parsed: given.text,
        warnings: Vec::new(),
    })
}

/// Refuses what has no texts to compare, and values that are none of their facet's.
fn check(request: &SimilarRequest) -> Result<(), SearchError> {
    if request.scope == Scope::Documents {
        return Err(SearchError::Parameter {
            field: "in",
            message: "similar texts are found in recommendations or findings".to_owned(),
        });
    }
    let facets = &request.filters.facets;
    facets
        .iter()
        .try_for_each(|(facet, chosen)| check_type(*facet, chosen))
}

/// The hits that are at least so much alike, the most similar first, the latest among equals.
fn alike(
    planner: &Planner<'_>,
    weights: &mut Weights,
    hits: Vec<Hit>,
    least: f32,
) -> Result<Vec<Hit>, SearchError> {
    let mut alike = Vec::with_capacity(hits.len());
    for mut hit in hits {
        let likeness = weights.likeness(planner, hit.text.as_deref().unwrap_or_default())?;
        if likeness >= least {
            hit.score = likeness;
            hit.similarity = Some(likeness.clamp(0.0, 1.0));
            alike.push(hit);
        }
    }
    alike.sort_by(|a, b| {
        (b.score.total_cmp(&a.score))
            .then_with(|| b.published.cmp(&a.published))
            .then_with(|| a.id.cmp(&b.id))
    });
    Ok(alike)
}

/// Hits of the same words as one, the first, with the places of the others.
fn grouped(hits: Vec<Hit>) -> Vec<Hit> {
    let mut groups: Vec<Hit> = Vec::with_capacity(hits.len());
    let mut known: HashMap<String, usize> = HashMap::new();
    for hit in hits {
        let words = fold(hit.text.as_deref().unwrap_or_default());
        match known.get(&words) {
            Some(group) => groups[*group].occurrences.push(Elsewhere::of(&hit)),
            None => {
                known.insert(words, groups.len());
                groups.push(hit);
            }
        }
    }
    groups
}

/// The hits with what they share with the given text marked.
fn marked(mut hits: Vec<Hit>, weights: Weights) -> Vec<Hit> {
    let marks = Marks {
        stems: weights.into_terms().collect(),
        ..Marks::default()
    };
    let marker = Marker::new(&marks);
    for hit in &mut hits {
        hit.snippet = marker.snippet(hit.text.as_deref().unwrap_or_default());
    }
    hits
}

/// What hits are compared with.
struct Given {
    text: String,
    /// The entry it is the text of.
    entry: Option<String>,
    document: Option<DocumentId>,
}

impl Given {
    fn of(planner: &Planner<'_>, request: &SimilarRequest) -> Result<Self, SearchError> {
        let id = match &request.to {
            SimilarTo::Text(text) => {
                return Ok(Self {
                    text: text.clone(),
                    entry: None,
                    document: None,
                });
            }
            SimilarTo::Entry(id) => id,
        };
        let unknown = || SearchError::UnknownEntry(id.clone());
        let document = DocumentId::of_entry(id).map_err(|_| unknown())?;
        let record = entry(planner, &document, id)?.ok_or_else(unknown)?;
        Ok(Self {
            text: record.text,
            entry: Some(id.clone()),
            document: Some(document),
        })
    }

    fn excludes(&self, hit: &Hit, whole_document: bool) -> bool {
        self.entry.as_ref() == Some(&hit.id)
            || (whole_document && self.document.as_ref() == Some(&hit.document_id))
    }
}

/// A document's entry of this id.
fn entry(
    planner: &Planner<'_>,
    document: &DocumentId,
    id: &str,
) -> Result<Option<Record>, SearchError> {
    let query = of_documents(planner.fields, std::slice::from_ref(document));
    let all = tantivy::collector::DocSetCollector;
    for address in planner.snapshot.searcher.search(&query, &all)? {
        let record = planner.snapshot.record(planner.fields, address)?;
        if record.id == id {
            return Ok(Some(record));
        }
    }
    Ok(None)
}

/// Entries under these filters that have any of the words, those with most of them.
fn candidates(
    planner: &Planner<'_>,
    filters: &Filters,
    weights: &Weights,
    deadline: Instant,
) -> Result<Vec<Hit>, SearchError> {
    let terms = weights.in_order();
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let field = planner.fields.words(planner.scope);
    let term = |stem: &String| Terms::one(Term::from_field_text(field, stem));
    let any_term = Terms::any(terms.into_iter().map(term));
    let mut clauses: Vec<(Occur, Boxed)> = vec![(Occur::Must, Box::new(any_term))];
    for (facet, chosen) in &filters.facets {
        let values = planner.snapshot.facet_values()?.named(*facet, chosen);
        clauses.push((Occur::Must, planner.facet_filter(*facet, &values)));
    }
    clauses.extend(limits(planner, filters));
    let page = Page {
        sort: Sort::Relevance,
        spread: false,
        after: None,
        limit: CANDIDATES,
        counted: Counted::default(),
        deadline,
        segments: planner.snapshot.segments.clone(),
        floor: Floor::default(),
    };
    let statistics = Statistics::new(planner.snapshot, planner.scope, None);
    let query = BooleanQuery::new(clauses);
    let found = pass(
        planner.snapshot,
        &query,
        &Bonus::default(),
        &page,
        &statistics,
    )?;
    if found.out_of_time {
        return Err(crate::search::out_of_time());
    }
    let mut hits = Vec::with_capacity(found.hits.len());
    for (_, address) in &found.hits {
        let record = planner.snapshot.record(planner.fields, *address)?;
        hits.push(record.into_hit(0.0, String::new())?);
    }
    Ok(hits)
}

impl Elsewhere {
    /// Where a hit stands.
    fn of(hit: &Hit) -> Self {
        Self {
            id: hit.id.clone(),
            document_id: hit.document_id.clone(),
            title: hit.title.clone(),
            regions: hit.regions.clone(),
            pdus: hit.pdus.clone(),
            published: hit.published,
            page: hit.page,
            number: hit.number,
            addressee: hit.addressee.clone(),
            progress: hit.progress.clone(),
            text: hit.text.clone().unwrap_or_default(),
        }
    }
}
