//! An engine that gives the hits it was told to, remembers what it was asked, and can fail.

use std::ops::Range;
use std::sync::Mutex;
use std::time::Duration;

use probity_model::DocumentId;
use probity_search::{
    Breakdowns, BreakdownsWanted, Cross, CrossRow, DateCount, Engine, Facet, FacetCount, Hit,
    IndexStats, Interpretation, Interpreted, RegionCount, Scope, SearchError, SearchRequest,
    SearchResponse, SimilarRequest, Sort, Suggestion,
};

#[derive(Default)]
pub(super) struct FakeEngine {
    /// All hits of every search, in order.
    pub(super) hits: Mutex<Vec<Hit>>,
    pub(super) asked: Mutex<Vec<SearchRequest>>,
    pub(super) asked_similar: Mutex<Vec<SimilarRequest>>,
    /// What to do instead of answering.
    pub(super) failure: Mutex<Option<Failure>>,
}

#[derive(Clone, Copy)]
pub(super) enum Failure {
    Query { position: usize },
    Budget,
    Index,
    Panic,
    Sleep(Duration),
}

impl FakeEngine {
    pub(super) fn give(&self, hits: Vec<Hit>) {
        *self.hits.lock().unwrap() = hits;
    }

    pub(super) fn fail(&self, failure: Failure) {
        *self.failure.lock().unwrap() = Some(failure);
    }

    pub(super) fn last_asked(&self) -> SearchRequest {
        self.asked.lock().unwrap().last().unwrap().clone()
    }

    fn maybe_fail(&self) -> Result<(), SearchError> {
        let failure = *self.failure.lock().unwrap();
        match failure {
            None => Ok(()),
            Some(Failure::Query { position }) => Err(SearchError::Query {
                message: "a bracket is not closed".to_owned(),
                position,
            }),
            Some(Failure::Budget) => Err(SearchError::Budget("too many words".to_owned())),
            Some(Failure::Index) => Err(SearchError::Index("/secret/path broke".to_owned())),
            Some(Failure::Panic) => panic!("the engine panics"),
            Some(Failure::Sleep(time)) => {
                std::thread::sleep(time);
                Ok(())
            }
        }
    }

    fn answer(
        &self,
        from: usize,
        limit: usize,
        facets: Vec<Facet>,
        wanted: &BreakdownsWanted,
    ) -> SearchResponse {
        let hits = self.hits.lock().unwrap();
        let page: Vec<Hit> = hits.iter().skip(from).take(limit).cloned().collect();
        let end = from + page.len();
        let count = |facet| {
            let value = FacetCount {
                value: "Example <Coast>".to_owned(),
                count: 1234,
                selected: false,
            };
            (facet, vec![value])
        };
        SearchResponse {
            total: hits.len() as u64,
            hits: page,
            facets: facets.into_iter().map(count).collect(),
            breakdowns: breakdowns(wanted),
            next: (end < hits.len()).then(|| end.to_string()),
            sort: Sort::Newest,
            relaxed: false,
            did_you_mean: None,
            parsed: String::new(),
            warnings: Vec::new(),
        }
    }
}

/// One of each that is asked for.
fn breakdowns(wanted: &BreakdownsWanted) -> Breakdowns {
    let count = |value: &str| FacetCount {
        value: value.to_owned(),
        count: 3,
        selected: false,
    };
    Breakdowns {
        units: wanted.units.then(|| {
            vec![RegionCount {
                region: Some(count("Example region")),
                pdus: vec![count("Example PDU")],
            }]
        }),
        histogram: wanted.histogram.map(|_| {
            vec![DateCount {
                date: "2024-08".parse().ok(),
                count: 3,
            }]
        }),
        cross: wanted.cross.map(|facets| Cross {
            facets,
            columns: vec![count("strength")],
            rows: vec![CrossRow {
                row: count("Staffing"),
                counts: vec![3],
            }],
        }),
    }
}

impl Engine for FakeEngine {
    fn search(&self, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
        self.asked.lock().unwrap().push(request.clone());
        self.maybe_fail()?;
        let from = request.cursor.as_deref().unwrap_or("0").parse();
        let from = from.map_err(|_| SearchError::Parameter {
            field: "cursor",
            message: "the cursor is not one that a search gave".to_owned(),
        })?;
        let facets = request.facets.clone();
        let facets = facets.unwrap_or_else(|| vec![Facet::Region, Facet::Rating]);
        Ok(self.answer(from, request.limit, facets, &request.breakdowns))
    }

    fn similar(&self, request: &SimilarRequest) -> Result<SearchResponse, SearchError> {
        self.asked_similar.lock().unwrap().push(request.clone());
        self.maybe_fail()?;
        if let probity_search::SimilarTo::Entry(id) = &request.to
            && id == "unknown"
        {
            return Err(SearchError::UnknownEntry(id.clone()));
        }
        Ok(self.answer(0, request.limit, Vec::new(), &BreakdownsWanted::default()))
    }

    fn suggest(&self, prefix: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        self.maybe_fail()?;
        let text = format!("{prefix}ex");
        let suggestion = Suggestion { text, kind: "pdu" };
        Ok(std::iter::repeat_n(suggestion, limit.min(3)).collect())
    }

    /// Every "listen" is a word of every query.
    fn highlight(
        &self,
        _query: &str,
        texts: &[&str],
    ) -> Result<Vec<Vec<Range<usize>>>, SearchError> {
        self.maybe_fail()?;
        let of_text = |text: &&str| {
            let places = text.match_indices("listen");
            places.map(|(at, word)| at..at + word.len()).collect()
        };
        Ok(texts.iter().map(of_text).collect())
    }

    /// A year, where the query ends in one.
    fn interpret(&self, query: &str) -> Result<Interpreted, SearchError> {
        let year = query
            .len()
            .checked_sub(4)
            .and_then(|at| query.split_at_checked(at));
        let Some((rest, year)) = year.filter(|(_, year)| year.bytes().all(|b| b.is_ascii_digit()))
        else {
            return Ok(Interpreted::default());
        };
        let rest = rest.trim().to_owned();
        let named = vec![Interpretation {
            text: year.to_owned(),
            facet: Facet::Year,
            value: year.to_owned(),
            rest: rest.clone(),
        }];
        Ok(Interpreted { named, rest })
    }

    fn stats(&self) -> Result<IndexStats, SearchError> {
        self.maybe_fail()?;
        Ok(IndexStats {
            documents: 3,
            entries: 40,
            segments: 1,
            bytes: 5000,
        })
    }
}

/// A finding of a document, with markup where a hostile document would have it.
pub(super) fn finding(document: &DocumentId, number: usize) -> Hit {
    Hit {
        id: document.finding(number),
        document_id: document.clone(),
        scope: Scope::Findings,
        score: 12.5,
        similarity: None,
        title: "Upper Vale <script>alert(1)</script>".to_owned(),
        kind: "inspection_report".to_owned(),
        publisher: Some("=Example & Sons".to_owned()),
        regions: vec!["Example Coast".to_owned()],
        pdus: vec!["Upper Vale".to_owned()],
        rating: Some("Requires improvement".to_owned()),
        published: "2024-08".parse().ok(),
        section: vec![
            "2. Service delivery".to_owned(),
            "P 2.1. <b>Assessment</b>".to_owned(),
        ],
        standard: Some("Assessment".to_owned()),
        standard_rating: Some("Inadequate".to_owned()),
        polarity: Some("improvement".to_owned()),
        form: Some("bullet".to_owned()),
        page: Some(18),
        addressee: None,
        number: None,
        progress: None,
        text: Some("Enquiries were <i>late</i> in most cases.".to_owned()),
        snippet: "<mark>Enquiries</mark> were <img src=x onerror=alert(1)> late".to_owned(),
        occurrences: Vec::new(),
        outcome: None,
        explanation: None,
    }
}
