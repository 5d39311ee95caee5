//! Finding what says nearly the same: the rare words of a text, their other meanings, and how much of
//! either text the two share.

use std::collections::{HashMap, HashSet};
use std::time::Instant;

use probity_model::DocumentId;
use tantivy::Term;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::IndexRecordOption;

use crate::analysis::{is_common, tokens};
use crate::collect::Page;
use crate::facets::check_type;
use crate::plan::{Boxed, Marks, Planner, facet_filter};
use crate::search::limits;
use crate::snippet::snippet;
use crate::statistics::Statistics;
use crate::{
    Hit, Scope, SearchError, SearchResponse, SimilarRequest, SimilarTo, Sort, TantivyIndex,
};

/// Candidates that are compared word by word.
const CANDIDATES: usize = 200;
/// Most different words of a text that are looked for, rarest first.
const MOST_TERMS: usize = 60;
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
    let mut hits = Vec::new();
    if !weights.terms.is_empty() {
        hits = candidates(index, &planner, request, &given, &mut weights)?;
    }
    let total = hits.len() as u64;
    let hits = shown(hits, weights, request.limit.max(1));
    Ok(SearchResponse {
        total,
        hits,
        facets: Vec::new(),
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

/// The most similar hits, the latest first among equals, with what they share marked.
fn shown(mut hits: Vec<Hit>, weights: Weights, limit: usize) -> Vec<Hit> {
    hits.sort_by(|a, b| {
        (b.score.total_cmp(&a.score))
            .then_with(|| b.published.cmp(&a.published))
            .then_with(|| a.id.cmp(&b.id))
    });
    hits.truncate(limit);
    let marks = Marks {
        stems: weights.terms.into_keys().collect(),
        ..Marks::default()
    };
    for hit in &mut hits {
        hit.snippet = snippet(hit.text.as_deref().unwrap_or_default(), &marks);
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
        let query = TermQuery::new(
            Term::from_field_text(planner.fields.id, id),
            IndexRecordOption::Basic,
        );
        let first = tantivy::collector::DocSetCollector;
        let found = planner.snapshot.searcher.search(&query, &first)?;
        let address = found.into_iter().next().ok_or_else(unknown)?;
        Ok(Self {
            text: planner.snapshot.record(planner.fields, address)?.text,
            entry: Some(id.clone()),
            document: Some(document),
        })
    }

    fn excludes(&self, hit: &Hit, whole_document: bool) -> bool {
        self.entry.as_ref() == Some(&hit.id)
            || (whole_document && self.document.as_ref() == Some(&hit.document_id))
    }
}

/// The words of a text that tell it from others, and how much each tells.
struct Weights {
    terms: HashMap<String, f32>,
    entries: f32,
    /// What was looked up for words of other texts.
    others: HashMap<String, f32>,
}

impl Weights {
    fn of(planner: &Planner<'_>, text: &str) -> Result<Self, SearchError> {
        let entries = planner.snapshot.entries_of(planner.scope).max(1) as f32;
        let mut rarity = Vec::new();
        for stem in content_stems(text) {
            rarity.push((idf(planner, &stem, entries)?, stem));
        }
        rarity.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        rarity.truncate(MOST_TERMS);
        let terms = rarity.into_iter().map(|(idf, stem)| (stem, idf)).collect();
        Ok(Self {
            terms,
            entries,
            others: HashMap::new(),
        })
    }

    /// How much of both texts is said in the same words: 1 where all, 0 where nothing.
    fn likeness(&mut self, planner: &Planner<'_>, text: &str) -> Result<f32, SearchError> {
        let (mut shared, mut theirs) = (0.0, 0.0);
        for stem in content_stems(text) {
            match self.terms.get(&stem) {
                Some(weight) => {
                    shared += weight * weight;
                    theirs += weight * weight;
                }
                None => {
                    let weight = self.other(planner, stem)?;
                    theirs += weight * weight;
                }
            }
        }
        let ours: f32 = self.terms.values().map(|weight| weight * weight).sum();
        let both = (ours * theirs).sqrt();
        Ok(if both > 0.0 { shared / both } else { 0.0 })
    }
}

impl Weights {
    fn other(&mut self, planner: &Planner<'_>, stem: String) -> Result<f32, SearchError> {
        if let Some(weight) = self.others.get(&stem) {
            return Ok(*weight);
        }
        let weight = idf(planner, &stem, self.entries)?;
        self.others.insert(stem, weight);
        Ok(weight)
    }
}

fn idf(planner: &Planner<'_>, stem: &str, entries: f32) -> Result<f32, SearchError> {
    let term = Term::from_field_text(planner.fields.words(planner.scope), stem);
    let found = planner.snapshot.searcher.doc_freq(&term)? as f32;
    Ok((1.0 + (entries - found.min(entries) + 0.5) / (found + 0.5)).ln())
}

/// The stems of a text without common words, each once.
fn content_stems(text: &str) -> HashSet<String> {
    let tokens = tokens(text).into_iter();
    let content = tokens.filter(|token| !token.joined && !is_common(&token.folded));
    content.map(|token| token.stem()).collect()
}

fn candidates(
    index: &TantivyIndex,
    planner: &Planner<'_>,
    request: &SimilarRequest,
    given: &Given,
    weights: &mut Weights,
) -> Result<Vec<Hit>, SearchError> {
    let field = planner.fields.words(planner.scope);
    let mut terms: Vec<&String> = weights.terms.keys().collect();
    terms.sort();
    let any_term = terms.iter().map(|stem| -> (Occur, Boxed) {
        let term = Term::from_field_text(field, stem);
        let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
        (Occur::Should, Box::new(query))
    });
    let any_term: Vec<(Occur, Boxed)> = any_term.collect();
    let mut clauses: Vec<(Occur, Boxed)> =
        vec![(Occur::Must, Box::new(BooleanQuery::new(any_term)))];
    for (facet, chosen) in &request.filters.facets {
        let values = planner.snapshot.facet_values()?.named(*facet, chosen);
        clauses.push((Occur::Must, facet_filter(planner.fields, *facet, &values)));
    }
    clauses.extend(limits(planner, &request.filters));
    let page = Page {
        sort: Sort::Relevance,
        after: None,
        limit: CANDIDATES,
        facets: Vec::new(),
        deadline: Instant::now() + index.settings().timeout,
    };
    let statistics = Statistics::new(planner.snapshot, planner.scope, None);
    let query = BooleanQuery::new(clauses);
    let searcher = &planner.snapshot.searcher;
    let found = searcher.search_with_statistics_provider(&query, &page, &statistics)?;
    let mut hits = Vec::new();
    for (_, address) in &found.hits {
        let record = planner.snapshot.record(planner.fields, *address)?;
        let likeness = weights.likeness(planner, &record.text)?;
        let mut hit = record.into_hit(likeness, String::new())?;
        hit.similarity = Some(likeness.clamp(0.0, 1.0));
        if likeness >= LEAST && !given.excludes(&hit, request.exclude_document) {
            hits.push(hit);
        }
    }
    Ok(hits)
}
