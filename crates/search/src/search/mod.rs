//! Answering a search: one snapshot for hits, counts and snippets.

mod kept;
mod relax;

pub(crate) use kept::Kept;

use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use tantivy::query::{BooleanQuery, Occur};
use tantivy::{DocAddress, Score};

use crate::breakdowns::{self, List, assembled};
use crate::collect::{Floor, Found, Page};
use crate::counting::{Count, CountOf, Counted, FacetSet, Tally};
use crate::cursor::{Cursor, search_hash};
use crate::facets::check_type;
use crate::pass::pass;
use crate::plan::{Boxed, Clauses, Marks, Plan, Planner, Wanted};
use crate::query::{Node, Parsed, parse, prepare};
use crate::scoring::Bonus;
use crate::snapshot::Snapshot;
use crate::snippet::Marker;
use crate::spelling::corrected;
use crate::statistics::{Frozen, Statistics};
use crate::{
    Engine, Facet, FacetCount, Filters, Hit, IndexStats, Interpreted, Scope, SearchError,
    SearchRequest, SearchResponse, SimilarRequest, Sort, Suggestion, TantivyIndex,
};

impl Engine for TantivyIndex {
    fn search(&self, request: &SearchRequest) -> Result<SearchResponse, SearchError> {
        Search::new(self, request)?.answer()
    }

    fn similar(&self, request: &SimilarRequest) -> Result<SearchResponse, SearchError> {
        crate::similar::similar(self, request)
    }

    fn suggest(&self, prefix: &str, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        crate::suggest::suggest(self, prefix, limit)
    }

    fn interpret(&self, query: &str) -> Result<Interpreted, SearchError> {
        crate::interpret::interpret(self, query)
    }

    fn highlight(
        &self,
        query: &str,
        texts: &[&str],
    ) -> Result<Vec<Vec<Range<usize>>>, SearchError> {
        crate::highlight::highlight(self, query, texts)
    }

    fn stats(&self) -> Result<IndexStats, SearchError> {
        self.index_stats()
    }
}

/// Hits of one page at most, however many are asked for.
const MOST_HITS: usize = 10_000;

/// One search under way.
struct Search<'s> {
    index: &'s TantivyIndex,
    request: &'s SearchRequest,
    snapshot: Arc<Snapshot>,
    parsed: Parsed,
    sort: Sort,
    cursor: Option<Cursor>,
    deadline: Instant,
}

/// What a pass found, and the counts its scores came from.
#[derive(Default)]
struct Pass {
    found: Found,
    /// How many words of the row the hits have at least; `None` where all.
    least: Option<usize>,
    relaxed: bool,
    did_you_mean: Option<String>,
    warnings: Vec<String>,
    statistics: Frozen,
}

impl<'s> Search<'s> {
    fn new(index: &'s TantivyIndex, request: &'s SearchRequest) -> Result<Self, SearchError> {
        for (facet, chosen) in &request.filters.facets {
            check_type(*facet, chosen)?;
        }
        breakdowns::check(&request.breakdowns)?;
        let mut parsed = parse(&request.query)?;
        if let Some(root) = parsed.root.take() {
            let (root, dropped) = prepare(root);
            parsed.root = Some(root);
            if !dropped.is_empty() {
                parsed.warnings.push(left_out(&dropped));
            }
        }
        let natural = match parsed.root {
            Some(_) => Sort::Relevance,
            None => Sort::Newest,
        };
        let sort = request.sort.unwrap_or(natural);
        let cursor = request.cursor.as_deref();
        let cursor = cursor
            .map(|text| Cursor::read(text, request, sort))
            .transpose()?;
        Ok(Self {
            index,
            request,
            snapshot: index.snapshot(),
            parsed,
            sort,
            cursor,
            deadline: Instant::now() + index.settings().timeout,
        })
    }

    fn answer(self) -> Result<SearchResponse, SearchError> {
        let planner = self.planner();
        let unknown = match &self.parsed.root {
            Some(root) => planner.unknown_values(root)?,
            None => Vec::new(),
        };
        let plan = planner.plan(self.parsed.root.as_ref())?;
        let pass = self.found(&planner, &plan)?;
        let next = self.next(&pass)?;
        let hits = self.hits(&planner, &plan, &pass)?;
        let (counts, further) = pass.found.counts.split_at(self.wanted_facets().len());
        let list = List {
            values: self.snapshot.facet_values()?,
            filters: &self.request.filters,
        };
        let gazetteer = self.index.gazetteer();
        Ok(SearchResponse {
            total: pass.found.total,
            hits,
            facets: self.facets(&list, counts.to_vec()),
            breakdowns: assembled(self.request, gazetteer, &list, further.to_vec()),
            next,
            sort: self.sort,
            relaxed: pass.relaxed,
            did_you_mean: pass.did_you_mean.clone(),
            parsed: self
                .parsed
                .root
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
            warnings: [
                self.parsed.warnings.as_slice(),
                unknown.as_slice(),
                pass.warnings.as_slice(),
            ]
            .concat(),
        })
    }

    /// What is found, or was when the same was asked before.
    fn found(&self, planner: &Planner<'_>, plan: &Plan) -> Result<Arc<Pass>, SearchError> {
        let kept = &self.snapshot.kept;
        let question = kept::question(self.request);
        if let Some(known) = question.as_ref().and_then(|question| kept.get(question)) {
            return Ok(known);
        }
        let mut pass = self.run(planner, plan)?;
        let nothing_has_all = pass.found.total == 0 || pass.relaxed;
        if let Some(root) = self.parsed.root.as_ref().filter(|_| nothing_has_all) {
            pass.did_you_mean = self.did_you_mean(planner, root)?;
        }
        let pass = Arc::new(pass);
        if let Some(question) = question {
            kept.keep(question, Arc::clone(&pass));
        }
        Ok(pass)
    }

    fn planner(&self) -> Planner<'_> {
        Planner {
            fields: self.index.fields(),
            snapshot: &self.snapshot,
            thesaurus: self.index.thesaurus(),
            gazetteer: self.index.gazetteer(),
            scope: self.request.scope,
        }
    }

    fn pass_with(
        &self,
        planner: &Planner<'_>,
        plan: &Plan,
        least: Option<usize>,
    ) -> Result<Pass, SearchError> {
        let query = match (least, &self.parsed.root) {
            (Some(least), Some(root)) => {
                planner.all_first(root, Wanted::AtLeast(least), &*plan.strict)?
            }
            _ => plan.strict.box_clone(),
        };
        let mut pass = self.pass(planner, query, &plan.bonus)?;
        pass.least = least;
        Ok(pass)
    }

    fn pass(
        &self,
        planner: &Planner<'_>,
        query: Boxed,
        bonus: &Bonus,
    ) -> Result<Pass, SearchError> {
        let counted = self.counted()?;
        if let Some(total) = self.known_total(&counted) {
            return Ok(Pass {
                found: Found {
                    total,
                    ..Found::default()
                },
                ..Pass::default()
            });
        }
        let query = self.filtered(planner, query, &counted)?;
        let page = Page {
            sort: self.sort,
            spread: self.sort == Sort::Relevance && self.request.scope == Scope::Findings,
            after: self.cursor.as_ref().map(|cursor| cursor.after.clone()),
            limit: self.limit(),
            counted,
            deadline: self.deadline,
            segments: self.snapshot.segments.clone(),
            floor: Floor::default(),
        };
        let frozen = self.cursor.as_ref().map(|cursor| cursor.statistics.clone());
        let statistics = Statistics::new(&self.snapshot, self.request.scope, frozen);
        let found = pass(&self.snapshot, &query, bonus, &page, &statistics)?;
        if found.out_of_time {
            return Err(out_of_time());
        }
        Ok(Pass {
            found,
            statistics: statistics.used(),
            ..Pass::default()
        })
    }

    /// How many entries there are, where nothing else is asked.
    fn known_total(&self, counted: &Counted) -> Option<u64> {
        let is_everything =
            self.parsed.root.is_none() && self.request.filters == Filters::default();
        let is_all = is_everything && self.limit() == 0 && counted.counts.is_empty();
        is_all.then(|| self.snapshot.entries_of(self.request.scope))
    }

    /// What to count, and the filters that the pass itself applies: those that some count does not heed.
    fn counted(&self) -> Result<Counted, SearchError> {
        let facets = self.wanted_facets().iter();
        let mut counts: Vec<Count> = facets
            .map(|facet| Count {
                of: CountOf::Values(*facet),
                unheeded: FacetSet::of(&[*facet]),
            })
            .collect();
        counts.extend(breakdowns::counts(&self.request.breakdowns));
        let mut chosen = Vec::new();
        for facet in self.request.filters.facets.keys() {
            let is_unheeded = counts.iter().any(|count| count.unheeded.contains(*facet));
            if let Some(values) = self.chosen(*facet)?.filter(|_| is_unheeded) {
                chosen.push((*facet, values));
            }
        }
        let values = Arc::clone(self.snapshot.facet_values()?);
        Ok(Counted {
            values,
            chosen,
            counts,
        })
    }

    fn limit(&self) -> usize {
        self.request.limit.min(MOST_HITS)
    }

    fn wanted_facets(&self) -> &[Facet] {
        match &self.request.facets {
            Some(facets) => facets,
            None => self.request.scope.facets(),
        }
    }

    fn chosen(&self, facet: Facet) -> Result<Option<Vec<String>>, SearchError> {
        let chosen = self.request.filters.facets.get(&facet);
        let Some(chosen) = chosen.filter(|chosen| !chosen.is_empty()) else {
            return Ok(None);
        };
        Ok(Some(self.snapshot.facet_values()?.named(facet, chosen)))
    }

    /// The query under all filters but those that the pass applies.
    fn filtered(
        &self,
        planner: &Planner<'_>,
        query: Boxed,
        counted: &Counted,
    ) -> Result<BooleanQuery, SearchError> {
        let mut clauses = vec![(Occur::Must, query)];
        clauses.extend(self.filters(planner, |facet| !counted.filters(facet))?);
        clauses.extend(limits(planner, &self.request.filters));
        Ok(BooleanQuery::new(clauses))
    }

    /// The filters of some facets.
    fn filters(
        &self,
        planner: &Planner<'_>,
        wanted: impl Fn(Facet) -> bool,
    ) -> Result<Clauses, SearchError> {
        let mut clauses = Vec::new();
        for facet in self.request.filters.facets.keys() {
            if let Some(values) = self.chosen(*facet)?.filter(|_| wanted(*facet)) {
                clauses.push((Occur::Must, planner.facet_filter(*facet, &values)));
            }
        }
        Ok(clauses)
    }

    fn facets(&self, list: &List<'_>, counts: Vec<Tally>) -> Vec<(Facet, Vec<FacetCount>)> {
        let limit = self.request.facet_limit;
        let facets = self.wanted_facets().iter().zip(counts);
        facets
            .map(|(facet, counts)| (*facet, list.of(*facet, counts, limit)))
            .collect()
    }

    fn next(&self, pass: &Pass) -> Result<Option<String>, SearchError> {
        let Some(end) = &pass.found.end else {
            return Ok(None);
        };
        let cursor = Cursor {
            search: search_hash(self.request, self.sort),
            after: end.clone(),
            least: pass.least,
            relaxed: pass.relaxed,
            statistics: match self.sort {
                Sort::Relevance => pass.statistics.clone(),
                Sort::Newest | Sort::Oldest | Sort::Title => Frozen::default(),
            },
        };
        cursor.write().map(Some)
    }

    fn hits(
        &self,
        planner: &Planner<'_>,
        plan: &Plan,
        pass: &Pass,
    ) -> Result<Vec<Hit>, SearchError> {
        let page = pass.found.hits.as_slice();
        let marks = match pass.least {
            Some(_) => &plan.loose_marks,
            None => &plan.marks,
        };
        let mut hits = self.shown(page, marks)?;
        if let (Scope::Documents, Some(root)) = (self.request.scope, &self.parsed.root) {
            let heads = page.iter().map(|(_, address)| *address);
            crate::passages::show_best(self.index, planner, root, hits.iter_mut().zip(heads))?;
        }
        if let (true, Sort::Relevance, Some(root)) =
            (self.request.explain, self.sort, &self.parsed.root)
        {
            let entries = page.iter().map(|(score, address)| (*address, *score));
            let explanations = crate::explain::explain(planner, root, pass.least, entries)?;
            for (hit, explanation) in hits.iter_mut().zip(explanations) {
                hit.explanation = Some(explanation);
            }
        }
        Ok(hits)
    }

    fn shown(&self, page: &[(Score, DocAddress)], marks: &Marks) -> Result<Vec<Hit>, SearchError> {
        let marker = Marker::new(marks);
        let mut hits = Vec::with_capacity(page.len());
        for (score, address) in page {
            let record = self.snapshot.record(self.index.fields(), *address)?;
            let score = match self.sort {
                Sort::Relevance => *score,
                Sort::Newest | Sort::Oldest | Sort::Title => 0.0,
            };
            let snippet = marker.snippet(&record.text);
            hits.push(record.into_hit(score, snippet)?);
        }
        Ok(hits)
    }

    fn did_you_mean(
        &self,
        planner: &Planner<'_>,
        root: &Node,
    ) -> Result<Option<String>, SearchError> {
        let Some(better) = corrected(planner, root, &self.request.query)? else {
            return Ok(None);
        };
        let Ok(Parsed {
            root: Some(root), ..
        }) = parse(&better)
        else {
            return Ok(None);
        };
        let plan = planner.plan(Some(&prepare(root).0))?;
        let found = self.pass(planner, plan.strict, &plan.bonus)?.found;
        Ok((found.total > 0).then_some(better))
    }
}

/// Says which words were not searched for, and how those that look like operators would be ones.
fn left_out(words: &[String]) -> String {
    let operator = words.iter().find_map(|word| match word.as_str() {
        "or" => Some("; write OR in capitals to mean either"),
        "not" => Some("; write NOT in capitals to leave out what follows"),
        _ => None,
    });
    let words = words.join(", ");
    format!(
        "common words were not searched for: {words}{}",
        operator.unwrap_or_default()
    )
}

/// The error of a search that ran past its time.
pub(crate) fn out_of_time() -> SearchError {
    SearchError::Budget("the search took too long and was stopped; make it narrower".to_owned())
}

/// Filters that no facet is counted for: documents and dates.
pub(crate) fn limits(planner: &Planner<'_>, filters: &Filters) -> Vec<(Occur, Boxed)> {
    let fields = planner.fields;
    let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
    if !filters.documents.is_empty() {
        clauses.push((
            Occur::Must,
            crate::plan::of_documents(fields, &filters.documents),
        ));
    }
    let dates = [
        (fields.published(), filters.from, filters.to),
        (
            fields.fieldwork(),
            filters.fieldwork_from,
            filters.fieldwork_to,
        ),
    ];
    for (days, from, to) in dates {
        if from.is_some() || to.is_some() {
            clauses.push((Occur::Must, planner.date_range(days, from, to)));
        }
    }
    clauses
}
