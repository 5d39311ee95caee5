//! The parts of a query that a score adds up from, for telling why a hit stands where it does.

use super::ways::Ways;
use super::{ALL_WORDS, Boxed, Marks, Planner};
use crate::SearchError;
use crate::query::{Node, Word};
use crate::scoring::Constant;

/// One part of a query.
pub(crate) struct PlannedPart {
    /// What was asked for, in readable form.
    pub(crate) words: String,
    pub(crate) kind: &'static str,
    pub(crate) query: Boxed,
    /// The ways to find it; `None` for what has one way only.
    pub(crate) ways: Option<Ways>,
}

impl PlannedPart {
    const fn whole(words: String, kind: &'static str, query: Boxed) -> Self {
        Self {
            words,
            kind,
            query,
            ways: None,
        }
    }
}

impl Planner<'_> {
    /// The parts of a query that was searched for with all its words, or with so many of them at least.
    pub(crate) fn parts(
        &self,
        root: &Node,
        least: Option<usize>,
    ) -> Result<Vec<PlannedPart>, SearchError> {
        let alone;
        let nodes = match root {
            Node::All { nodes, .. } => nodes,
            other => {
                alone = vec![other.clone()];
                &alone
            }
        };
        let words: Vec<&Word> = nodes.iter().filter_map(Node::as_word).collect();
        let mut marks = Marks::default();
        let slots = match least {
            None => self.slots(&words, &mut marks),
            Some(_) => self.loose_slots(&words, &mut marks),
        };
        let slots = slots.into_iter().map(|slot| PlannedPart {
            query: slot.ways.query(),
            words: slot.words,
            kind: "words",
            ways: Some(slot.ways),
        });
        let mut parts: Vec<PlannedPart> = slots.collect();
        if matches!(root, Node::All { .. }) {
            let pairs = self.nearness(&words).into_iter();
            parts.extend(
                pairs.map(|pair| PlannedPart::whole(pair.words.clone(), "near", pair.query())),
            );
        }
        for node in nodes {
            if !matches!(node, Node::Word(_) | Node::Not(_)) {
                let query = self.node(node, &mut marks)?;
                parts.push(PlannedPart::whole(node.to_string(), "condition", query));
            }
        }
        if least.is_some() {
            let all = self.plan(Some(root))?.strict;
            let all = Box::new(Constant::new(all, ALL_WORDS));
            parts.push(PlannedPart::whole(root.to_string(), "all_words", all));
        }
        Ok(parts)
    }
}
