//! The passage that best shows why a document was found.

use std::collections::HashMap;
use std::sync::Arc;

use probity_model::DocumentId;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{ColumnValues, StrColumn};
use tantivy::query::{BooleanQuery, Occur};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::plan::{Planner, of_documents};
use crate::query::Node;
use crate::schema::column;
use crate::snippet::snippet;
use crate::statistics::Statistics;
use crate::{Hit, Scope, SearchError, TantivyIndex};

/// Gives document hits the snippet and the page of their best passage, where one has any of the words.
pub(crate) fn show_best(
    index: &TantivyIndex,
    planner: &Planner<'_>,
    root: Option<&Node>,
    hits: &mut [Hit],
) -> Result<(), SearchError> {
    let planner = Planner {
        scope: Scope::Findings,
        ..*planner
    };
    let plan = planner.plan(root)?;
    let documents: Vec<DocumentId> = hits.iter().map(|hit| hit.document_id.clone()).collect();
    let query = BooleanQuery::new(vec![
        (Occur::Must, plan.loose),
        (Occur::Must, of_documents(planner.fields, &documents)),
    ]);
    let statistics = Statistics::new(planner.snapshot, Scope::Findings, None);
    let searcher = &planner.snapshot.searcher;
    let best = searcher.search_with_statistics_provider(&query, &BestOfEach, &statistics)?;
    for hit in hits {
        let Some((_, address)) = best.get(hit.document_id.as_str()) else {
            continue;
        };
        let record = planner.snapshot.record(index.fields(), *address)?;
        let found = snippet(&record.text, &plan.loose_marks);
        if found.contains("<mark>") {
            hit.snippet = found;
            hit.page = record.page;
        }
    }
    Ok(())
}

/// Keeps the best entry of every document.
struct BestOfEach;

type Best = HashMap<String, (Score, DocAddress)>;

struct SegmentBest {
    segment: SegmentOrdinal,
    documents: Option<StrColumn>,
    priors: Arc<dyn ColumnValues<u64>>,
    best: HashMap<u64, (Score, DocId)>,
}

impl Collector for BestOfEach {
    type Fruit = Best;
    type Child = SegmentBest;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentBest> {
        Ok(SegmentBest {
            segment,
            documents: reader.fast_fields().str(column::DOCUMENT)?,
            priors: reader
                .fast_fields()
                .column_first_or_default(column::PRIOR)?,
            best: HashMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Best>>) -> tantivy::Result<Best> {
        let mut merged = Best::new();
        for segment in segments {
            for (document, (score, address)) in segment? {
                let known = merged.entry(document).or_insert((score, address));
                if score > known.0 {
                    *known = (score, address);
                }
            }
        }
        Ok(merged)
    }
}

impl SegmentCollector for SegmentBest {
    type Fruit = tantivy::Result<Best>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let number = self
            .documents
            .as_ref()
            .and_then(|column| column.ords().first(doc));
        let score = score * self.priors.get_val(doc) as f32;
        if let Some(number) = number {
            let known = self.best.entry(number).or_insert((score, doc));
            if score > known.0 {
                *known = (score, doc);
            }
        }
    }

    fn harvest(self) -> tantivy::Result<Best> {
        let mut best = Best::new();
        for (number, (score, doc)) in self.best {
            let mut document = String::new();
            if let Some(column) = &self.documents {
                column.ord_to_str(number, &mut document)?;
            }
            best.insert(document, (score, DocAddress::new(self.segment, doc)));
        }
        Ok(best)
    }
}
