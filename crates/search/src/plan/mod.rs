//! From a query's tree to queries of the engine.

mod expand;
mod fields;
mod forms;
mod marks;
mod parts;
mod units;
mod ways;
mod words;

use probity_model::Gazetteer;
use tantivy::Term;
use tantivy::query::{BooleanQuery, EmptyQuery, Occur, Query};

pub(crate) use fields::of_documents;
pub(crate) use marks::{Initials, MarkPhrase, Marks};
pub(crate) use parts::PlannedPart;
pub(crate) use ways::How;

use ways::Ways;
use words::{Pair, Slot};

use crate::meaning::Thesaurus;
use crate::query::{Node, Word};
use crate::schema::Fields;
use crate::scoring::{Bonus, Combine, Constant, OneOf, Scored, Terms, Union};
use crate::snapshot::Snapshot;
use crate::{Scope, SearchError};

/// What an entry with all words gets on top where others are shown with it: more than any words score.
const ALL_WORDS: f32 = 1_000.0;

/// A query of the engine.
pub(crate) type Boxed = Box<dyn Query>;

/// What a request's query means to the engine.
pub(crate) struct Plan {
    /// All that was asked for, without the bonus.
    pub(crate) strict: Boxed,
    /// What entries get on top for words of the row near one another.
    pub(crate) bonus: Bonus,
    /// How many things a row of words names; 0 where the query has no such row.
    pub(crate) words: usize,
    /// How many words the row has.
    pub(crate) typed: usize,
    /// What to mark in snippets.
    pub(crate) marks: Marks,
    /// What to mark where not all words were wanted: parts of hyphenated words as well.
    pub(crate) loose_marks: Marks,
}

/// Turns trees into queries for one scope of one snapshot.
pub(crate) struct Planner<'p> {
    pub(crate) fields: &'p Fields,
    pub(crate) snapshot: &'p Snapshot,
    pub(crate) thesaurus: &'p Thesaurus,
    pub(crate) gazetteer: &'p Gazetteer,
    pub(crate) scope: Scope,
}

impl Planner<'_> {
    /// Plans a whole query; `None` is everything.
    pub(crate) fn plan(&self, root: Option<&Node>) -> Result<Plan, SearchError> {
        let mut marks = Marks::default();
        let Some(root) = root else {
            return Ok(Plan {
                strict: self.everything(),
                bonus: Bonus::default(),
                words: 0,
                typed: 0,
                loose_marks: marks.clone(),
                marks,
            });
        };
        let strict = match root {
            Node::All { nodes, .. } => self.row(nodes, Wanted::All, &mut marks)?,
            other => self.node(other, &mut marks)?,
        };
        let strict = if is_scoped(root) {
            strict
        } else {
            both(strict, self.everything())
        };
        let row = row_of(root);
        let mut loose_marks = marks.clone();
        let words = counted(self.loose_slots(&row, &mut loose_marks)).0.len();
        Ok(Plan {
            strict,
            bonus: self.bonus(root),
            words,
            typed: row.len(),
            loose_marks,
            marks,
        })
    }

    /// Any of a query's words: to find the passage of a document that has most of them.
    pub(crate) fn loose(&self, root: &Node, plan: &Plan) -> Result<Boxed, SearchError> {
        let query = match plan.words {
            0 | 1 => plan.strict.box_clone(),
            _ => self.relaxed(root, Wanted::AtLeast(1))?,
        };
        Ok(match root {
            Node::All { nodes, .. } => self.nearness_too(query, nodes),
            _ => query,
        })
    }

    /// The same, with what a row's words get on top where they stand near one another.
    fn nearness_too(&self, query: Boxed, nodes: &[Node]) -> Boxed {
        let words = words_of(nodes);
        let pairs = self.nearness(&words).into_iter().map(Pair::query);
        let pairs: Vec<Boxed> = pairs.collect();
        if pairs.is_empty() {
            return query;
        }
        // As one: the engine scores all that has any of several, this only what is asked for.
        Box::new(BooleanQuery::new(vec![
            (Occur::Must, query),
            (Occur::Should, Box::new(Union::new(pairs, Combine::Sum))),
        ]))
    }

    /// What words of a query's row get on top where they stand near one another.
    fn bonus(&self, root: &Node) -> Bonus {
        let Node::All { nodes, .. } = root else {
            return Bonus::default();
        };
        let words = words_of(nodes);
        let pairs = self.nearness(&words).into_iter();
        Bonus::new(pairs.map(|pair| pair.bonus).collect())
    }

    /// The query with only so many of its row of words wanted, entries that have all of them first.
    pub(crate) fn all_first(
        &self,
        root: &Node,
        wanted: Wanted<'_>,
        strict: &dyn Query,
    ) -> Result<Boxed, SearchError> {
        let all = Constant::new(strict.box_clone(), ALL_WORDS);
        Ok(Box::new(BooleanQuery::new(vec![
            (Occur::Must, self.relaxed(root, wanted)?),
            (Occur::Should, Box::new(all)),
        ])))
    }

    /// What finds each thing that a query's row of words names, and what else the query wants.
    pub(crate) fn counted_apart(&self, root: &Node) -> Result<(Vec<Boxed>, Clauses), SearchError> {
        let Node::All { nodes, .. } = root else {
            return Ok((Vec::new(), Vec::new()));
        };
        let words = words_of(nodes);
        let counted = counted(self.loose_slots(&words, &mut Marks::default())).0;
        let words = counted.iter().map(|slot| slot.ways.query()).collect();
        Ok((words, self.conditions(nodes, &mut Marks::default())?))
    }

    fn relaxed(&self, root: &Node, wanted: Wanted<'_>) -> Result<Boxed, SearchError> {
        match root {
            Node::All {
                nodes,
                explicit: false,
            } => self.row(nodes, wanted, &mut Marks::default()),
            other => self.node(other, &mut Marks::default()),
        }
    }

    /// The entries of the scope to which all of this applies; `None` where that is nothing.
    pub(crate) fn all_of(&self, mut clauses: Clauses) -> Option<BooleanQuery> {
        if clauses.is_empty() {
            return None;
        }
        clauses.push((Occur::Must, self.everything()));
        Some(BooleanQuery::new(clauses))
    }

    /// All entries of the scope, with no score.
    pub(crate) fn everything(&self) -> Boxed {
        let term = Term::from_field_text(self.fields.scope, self.scope.name());
        unscored(Box::new(Terms::one(term)))
    }

    fn node(&self, node: &Node, marks: &mut Marks) -> Result<Boxed, SearchError> {
        match node {
            Node::Word(word) => {
                let slots = self.slots(&[word], marks).into_iter();
                Ok(Ways::All(slots.map(|slot| slot.ways).collect()).query())
            }
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
                let row = self.row(nodes, Wanted::All, marks)?;
                Ok(self.nearness_too(row, nodes))
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

    /// Parts side by side, without the bonus of words near one another.
    fn row(
        &self,
        nodes: &[Node],
        wanted: Wanted<'_>,
        marks: &mut Marks,
    ) -> Result<Boxed, SearchError> {
        let words = words_of(nodes);
        let mut clauses: Clauses = Vec::new();
        match wanted {
            Wanted::All => {
                let slots = self.slots(&words, marks).into_iter();
                clauses.extend(slots.map(|slot| (Occur::Must, slot.ways.query())));
            }
            Wanted::AtLeast(least) => {
                let (counted, others) = counted(self.loose_slots(&words, marks));
                let should = |slot: Slot| (Occur::Should, slot.ways.query());
                let counted = counted.into_iter().map(should).collect();
                let some = BooleanQuery::with_minimum_required_clauses(counted, least);
                clauses.push((Occur::Must, Box::new(some) as Boxed));
                clauses.extend(others.into_iter().map(should));
            }
            Wanted::OneOf(chosen) => {
                let (counted, others) = counted(self.loose_slots(&words, marks));
                let slots = counted.into_iter().chain(others);
                let parts = slots.map(|slot| slot.ways.query()).collect();
                clauses.push((Occur::Must, Box::new(Scored::new(chosen.clone(), parts))));
            }
        }
        clauses.extend(self.conditions(nodes, marks)?);
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, self.everything()));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    /// What a row wants besides its words.
    fn conditions(&self, nodes: &[Node], marks: &mut Marks) -> Result<Clauses, SearchError> {
        let mut clauses = Vec::new();
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
        Ok(clauses)
    }
}

/// The words among parts side by side.
fn words_of(nodes: &[Node]) -> Vec<&Word> {
    nodes.iter().filter_map(Node::as_word).collect()
}

/// The words of a row that may be relaxed: side by side, not joined by AND.
fn row_of(root: &Node) -> Vec<&Word> {
    match root {
        Node::All {
            nodes,
            explicit: false,
        } => words_of(nodes),
        _ => Vec::new(),
    }
}

/// The things a row names that count where only some of them are wanted, and those that all documents
/// are about. Where fewer than two are left, all count.
fn counted(slots: Vec<Slot>) -> (Vec<Slot>, Vec<Slot>) {
    let (counted, others): (Vec<Slot>, Vec<Slot>) =
        slots.into_iter().partition(|slot| !slot.says_little);
    match counted.len() {
        0 | 1 => (counted.into_iter().chain(others).collect(), Vec::new()),
        _ => (counted, others),
    }
}

/// Parts of a query, and whether each must be, may be or must not be.
pub(crate) type Clauses = Vec<(Occur, Boxed)>;

/// Which of a row's words an entry must have.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted<'w> {
    All,
    /// So many of them.
    AtLeast(usize),
    /// As many as these entries have.
    OneOf(&'w OneOf),
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
        _ => {
            let (mut terms, mut others) = (Vec::new(), Vec::new());
            for query in queries {
                match query.downcast::<Terms>() {
                    Ok(one) => terms.push(*one),
                    Err(other) => others.push(other),
                }
            }
            if !terms.is_empty() {
                others.push(Box::new(Terms::any(terms)));
            }
            match others.len() {
                1 => others.remove(0),
                _ => Box::new(Union::new(others, Combine::Sum)),
            }
        }
    }
}

/// Matches the same, and adds nothing to the score.
pub(crate) fn unscored(query: Boxed) -> Boxed {
    Box::new(Constant::new(query, 0.0))
}
