//! The passage that best shows why a document was found.

use std::collections::HashMap;
use std::sync::Arc;

use probity_model::DocumentId;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::query::{BooleanQuery, Occur};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::plan::{Planner, of_documents};
use crate::query::Node;
use crate::segments::{Segment, Segments};
use crate::snippet::snippet;
use crate::statistics::Statistics;
use crate::{Hit, Scope, SearchError, TantivyIndex};

/// Gives document hits the snippet and the page of their best passage, where one has any of the words.
pub(crate) fn show_best(
    index: &TantivyIndex,
    planner: &Planner<'_>,
    root: &Node,
    hits: &mut [Hit],
) -> Result<(), SearchError> {
    let planner = Planner {
        scope: Scope::Findings,
        ..*planner
    };
    let plan = planner.plan(Some(root))?;
    let documents: Vec<DocumentId> = hits.iter().map(|hit| hit.document_id.clone()).collect();
    let query = BooleanQuery::new(vec![
        (Occur::Must, planner.loose(root, &plan)?),
        (Occur::Must, of_documents(planner.fields, &documents)),
    ]);
    let statistics = Statistics::new(planner.snapshot, Scope::Findings, None);
    let searcher = &planner.snapshot.searcher;
    let collector = BestOfEach(planner.snapshot.segments.clone());
    let best = searcher.search_with_statistics_provider(&query, &collector, &statistics)?;
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
struct BestOfEach(Segments);

type Best = HashMap<String, (Rank, DocAddress)>;

/// What makes an entry the best: its score, and of equals the place nearest to the document's beginning.
#[derive(Clone, Copy)]
struct Rank {
    score: Score,
    place: u64,
}

impl Rank {
    fn is_above(self, other: Self) -> bool {
        self.score > other.score || (self.score == other.score && self.place < other.place)
    }
}

struct SegmentBest {
    number: SegmentOrdinal,
    segment: Arc<Segment>,
    /// By the document's number.
    best: HashMap<usize, (Rank, DocId)>,
}

impl Collector for BestOfEach {
    type Fruit = Best;
    type Child = SegmentBest;

    fn for_segment(
        &self,
        number: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<SegmentBest> {
        Ok(SegmentBest {
            number,
            segment: self.0.of(reader)?,
            best: HashMap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Best>>) -> tantivy::Result<Best> {
        let mut merged = Best::new();
        for segment in segments {
            for (document, (rank, address)) in segment? {
                let known = merged.entry(document).or_insert((rank, address));
                if rank.is_above(known.0) {
                    *known = (rank, address);
                }
            }
        }
        Ok(merged)
    }
}

impl SegmentCollector for SegmentBest {
    type Fruit = tantivy::Result<Best>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let rank = Rank {
            score: score * self.segment.priors.get_val(doc) as f32,
            place: self.segment.places.get_val(doc),
        };
        let number = self.segment.blocks.number_of(doc);
        let known = self.best.entry(number).or_insert((rank, doc));
        if rank.is_above(known.0) {
            *known = (rank, doc);
        }
    }

    fn harvest(self) -> tantivy::Result<Best> {
        let mut best = Best::new();
        for (number, (rank, doc)) in self.best {
            let mut document = String::new();
            let head = self.segment.blocks.head(number);
            if let Some(column) = &self.segment.documents
                && let Some(key) = column.ords().first(head)
            {
                column.ord_to_str(key, &mut document)?;
            }
            best.insert(document, (rank, DocAddress::new(self.number, doc)));
        }
        Ok(best)
    }
}
