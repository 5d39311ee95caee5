//! From a query's tree to queries of the engine.

mod expand;
mod fields;
mod marks;
mod words;

use tantivy::Term;
use tantivy::query::{BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;

pub(crate) use fields::{date_range, facet_filter, of_documents};
pub(crate) use marks::{MarkPhrase, Marks};

use crate::meaning::Thesaurus;
use crate::query::{Node, Word};
use crate::schema::Fields;
use crate::snapshot::Snapshot;
use crate::{Scope, SearchError};

/// A query of the engine.
pub(crate) type Boxed = Box<dyn Query>;

/// What a request's query means to the engine.
pub(crate) struct Plan {
    /// All that was asked for.
    pub(crate) strict: Boxed,
    /// Most of the words, where the query is a row of words.
    pub(crate) relaxed: Option<Boxed>,
    /// Any of the words: to find the passage of a document that has most of them.
    pub(crate) loose: Boxed,
    /// What to mark in snippets.
    pub(crate) marks: Marks,
}

/// Turns trees into queries for one scope of one snapshot.
pub(crate) struct Planner<'p> {
    pub(crate) fields: &'p Fields,
    pub(crate) snapshot: &'p Snapshot,
    pub(crate) thesaurus: &'p Thesaurus,
    pub(crate) scope: Scope,
}

impl Planner<'_> {
    /// Plans a whole query; `None` is everything.
    pub(crate) fn plan(&self, root: Option<&Node>) -> Result<Plan, SearchError> {
        let mut marks = Marks::default();
        let Some(root) = root else {
            return Ok(Plan {
                strict: self.everything(),
                relaxed: None,
                loose: self.everything(),
                marks,
            });
        };
        let strict = self.node(root, &mut marks)?;
        let strict = if is_scoped(root) {
            strict
        } else {
            both(strict, self.everything())
        };
        let mut ignored = Marks::default();
        let (relaxed, loose) = match root {
            Node::All {
                nodes,
                explicit: false,
            } => (
                self.row(nodes, Wanted::Most, &mut ignored)?,
                self.row(nodes, Wanted::Any, &mut ignored)?,
            ),
            _ => (None, None),
        };
        let loose = loose.unwrap_or_else(|| strict.box_clone());
        Ok(Plan {
            strict,
            relaxed,
            loose,
            marks,
        })
    }

    /// All entries of the scope, with no score.
    pub(crate) fn everything(&self) -> Boxed {
        let term = Term::from_field_text(self.fields.scope, self.scope.name());
        unscored(Box::new(TermQuery::new(term, IndexRecordOption::Basic)))
    }

    fn node(&self, node: &Node, marks: &mut Marks) -> Result<Boxed, SearchError> {
        match node {
            Node::Word(word) => Ok(self.row_of_words(&[word], marks)),
            Node::Prefix(word) => self.prefix(word, marks),
            Node::Fuzzy(word, edits) => self.fuzzy(word, *edits, marks),
            Node::Phrase { text, slop, .. } => Ok(self.quoted(text, *slop, marks)),
            Node::Field { field, value, at } => self.field(*field, value, *at),
            Node::Not(node) => self.not(node),
            Node::Any(nodes) => {
                let parts: Result<Vec<_>, _> =
                    nodes.iter().map(|node| self.scoped(node, marks)).collect();
                Ok(any(parts?))
            }
            Node::All { nodes, .. } => {
                let all = self.row(nodes, Wanted::All, marks)?;
                Ok(all.unwrap_or_else(|| Box::new(EmptyQuery)))
            }
        }
    }

    fn scoped(&self, node: &Node, marks: &mut Marks) -> Result<Boxed, SearchError> {
        let query = self.node(node, marks)?;
        if is_scoped(node) {
            return Ok(query);
        }
        Ok(both(query, self.everything()))
    }

    fn not(&self, node: &Node) -> Result<Boxed, SearchError> {
        let excluded = self.node(node, &mut Marks::default())?;
        Ok(Box::new(BooleanQuery::new(vec![
            (Occur::Must, self.everything()),
            (Occur::MustNot, excluded),
        ])))
    }

    /// Parts side by side. `None` where fewer than all words are wanted of fewer than two.
    fn row(
        &self,
        nodes: &[Node],
        wanted: Wanted,
        marks: &mut Marks,
    ) -> Result<Option<Boxed>, SearchError> {
        let words: Vec<&Word> = nodes.iter().filter_map(Node::as_word).collect();
        let slots = self.slots(&words, marks);
        if wanted != Wanted::All && slots.len() < 2 {
            return Ok(None);
        }
        let mut clauses = Vec::new();
        match wanted {
            Wanted::All => clauses.extend(slots.into_iter().map(|slot| (Occur::Must, slot))),
            Wanted::Most | Wanted::Any => {
                let least = match wanted {
                    Wanted::Most => slots.len().div_ceil(2),
                    _ => 1,
                };
                let slots = slots
                    .into_iter()
                    .map(|slot| (Occur::Should, slot))
                    .collect();
                let most = BooleanQuery::with_minimum_required_clauses(slots, least);
                clauses.push((Occur::Must, Box::new(most) as Boxed));
            }
        }
        clauses.extend(
            self.nearness(&words)
                .into_iter()
                .map(|pair| (Occur::Should, pair)),
        );
        for node in nodes {
            match node {
                Node::Word(_) => {}
                Node::Not(excluded) => {
                    let excluded = self.node(excluded, &mut Marks::default())?;
                    clauses.push((Occur::MustNot, excluded));
                }
                other => clauses.push((Occur::Must, self.node(other, marks)?)),
            }
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, self.everything()));
        }
        Ok(Some(Box::new(BooleanQuery::new(clauses))))
    }
}

/// How many of a row's words an entry must have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    All,
    Most,
    Any,
}

impl Node {
    const fn as_word(&self) -> Option<&Word> {
        match self {
            Self::Word(word) => Some(word),
            _ => None,
        }
    }
}

/// Whether only entries of the planner's scope can match: words are in fields of their scope.
fn is_scoped(node: &Node) -> bool {
    match node {
        Node::Word(_) | Node::Prefix(_) | Node::Fuzzy(..) | Node::Phrase { .. } | Node::Not(_) => {
            true
        }
        Node::Field { .. } => false,
        Node::Any(_) => true,
        Node::All { nodes, .. } => {
            let is_positive = |node: &&Node| !matches!(node, Node::Not(_));
            let mut positive = nodes.iter().filter(is_positive).peekable();
            positive.peek().is_none() || positive.any(is_scoped)
        }
    }
}

/// Matches what all of these match.
pub(crate) fn both(one: Boxed, other: Boxed) -> Boxed {
    Box::new(BooleanQuery::new(vec![
        (Occur::Must, one),
        (Occur::Must, other),
    ]))
}

/// Matches what any of these match; scores add up.
pub(crate) fn any(mut queries: Vec<Boxed>) -> Boxed {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// Matches the same, and adds nothing to the score.
pub(crate) fn unscored(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}
