//! `field:value` and filters.

use std::ops::Bound;

use probity_model::{DocumentId, PartialDate};
use tantivy::Term;
use tantivy::query::{BooleanQuery, EmptyQuery, Occur, RangeQuery, TermSetQuery};
use tantivy::schema::Field;

use super::forms::written_ways;
use super::words::phrase;
use super::{Boxed, Planner, any, unscored};
use crate::analysis::{Token, exact_term, tokens};
use crate::query::{FieldValue, Node, QueryField, Word};
use crate::schema::Fields;
use crate::scoring::{OfDocument, Terms};
use crate::{Facet, Scope, SearchError};

/// So many terms are looked up one by one.
const FEW_TERMS: usize = 32;

impl Planner<'_> {
    pub(super) fn field(
        &self,
        field: QueryField,
        value: &FieldValue,
        at: usize,
    ) -> Result<Boxed, SearchError> {
        match (field, value) {
            (QueryField::Published, FieldValue::Dates { from, to }) => {
                Ok(self.date_range(self.fields.published(), *from, *to))
            }
            (QueryField::Fieldwork, FieldValue::Dates { from, to }) => {
                Ok(self.date_range(self.fields.fieldwork(), *from, *to))
            }
            (QueryField::Facet(facet), FieldValue::Words { .. }) => {
                let values = self.snapshot.facet_values()?.matching(facet, value);
                Ok(self.facet_filter(facet, &values))
            }
            (QueryField::Facet(facet), FieldValue::Dates { from, to }) => {
                let values = self.snapshot.facet_values()?;
                let years = values.years(from.map(PartialDate::year), to.map(PartialDate::year));
                Ok(self.facet_filter(facet, &years))
            }
            (QueryField::Title, _) => {
                Ok(self.of_document(self.in_field(self.fields.title, value, at)?))
            }
            (QueryField::Section, _) => self.in_field(self.fields.section, value, at),
            (QueryField::Published | QueryField::Fieldwork, FieldValue::Words { .. }) => {
                Ok(Box::new(EmptyQuery))
            }
        }
    }

    /// A sentence for each value of a facet that the query asks for and no entry has.
    pub(crate) fn unknown_values(&self, node: &Node) -> Result<Vec<String>, SearchError> {
        match node {
            Node::Field {
                field: QueryField::Facet(facet),
                value: value @ FieldValue::Words { text, .. },
                ..
            } if self
                .snapshot
                .facet_values()?
                .matching(*facet, value)
                .is_empty() =>
            {
                let name = facet.name();
                Ok(vec![format!("nothing here has the {name} \"{text}\"")])
            }
            Node::Not(node) => self.unknown_values(node),
            Node::All { nodes, .. } | Node::Any(nodes) => {
                let unknown: Result<Vec<_>, _> =
                    nodes.iter().map(|node| self.unknown_values(node)).collect();
                Ok(unknown?.concat())
            }
            _ => Ok(Vec::new()),
        }
    }

    fn in_field(&self, field: Field, value: &FieldValue, at: usize) -> Result<Boxed, SearchError> {
        let FieldValue::Words {
            text,
            quoted,
            prefix,
        } = value
        else {
            return Ok(Box::new(EmptyQuery));
        };
        if *prefix {
            let text = text.clone();
            return self.prefix_in(&[field], &Word { text, at }, &mut super::Marks::default());
        }
        if *quoted {
            let exact = |words: Vec<String>| words.iter().map(|word| exact_term(word)).collect();
            let ways = written_ways(text).into_iter().map(exact);
            return Ok(any(ways
                .map(|way: Vec<String>| phrase(field, &way, 0))
                .collect()));
        }
        let stems: Vec<String> = tokens(text)
            .iter()
            .filter(|token| !token.joined)
            .map(Token::stem)
            .collect();
        let words = stems
            .iter()
            .map(|stem| phrase(field, std::slice::from_ref(stem), 0));
        Ok(Box::new(BooleanQuery::intersection(words.collect())))
    }
}

impl Planner<'_> {
    /// Entries that have any of these values of a facet, with no score.
    pub(crate) fn facet_filter(&self, facet: Facet, values: &[String]) -> Boxed {
        if values.is_empty() {
            return Box::new(EmptyQuery);
        }
        let field = self.fields.facet(facet);
        let terms = values
            .iter()
            .map(|value| Term::from_field_text(field, value));
        let found = unscored(any_term(terms.collect()));
        match facet.is_of_document() {
            true => self.of_document(found),
            false => found,
        }
    }

    /// Entries whose date may lie in a range: a document known to be of a month may be of any day of it.
    pub(crate) fn date_range(
        &self,
        (first, last): (Field, Field),
        from: Option<PartialDate>,
        to: Option<PartialDate>,
    ) -> Boxed {
        let mut clauses: Vec<(Occur, Boxed)> = Vec::new();
        if let Some(from) = from {
            let bound = Bound::Included(Term::from_field_u64(last, from.first_day_number()));
            clauses.push((
                Occur::Must,
                Box::new(RangeQuery::new(bound, Bound::Unbounded)),
            ));
        }
        if let Some(to) = to {
            let bound = Bound::Included(Term::from_field_u64(first, to.last_day_number()));
            clauses.push((
                Occur::Must,
                Box::new(RangeQuery::new(Bound::Unbounded, bound)),
            ));
        }
        self.of_document(unscored(Box::new(BooleanQuery::new(clauses))))
    }

    /// What is sought among documents' own entries, found for the entries of the scope.
    pub(super) fn of_document(&self, query: Boxed) -> Boxed {
        match self.scope {
            Scope::Documents => query,
            scope => {
                let segments = self.snapshot.segments.clone();
                Box::new(OfDocument::new(query, scope, segments))
            }
        }
    }
}

/// Entries of these documents, with no score.
pub(crate) fn of_documents(fields: &Fields, documents: &[DocumentId]) -> Boxed {
    let terms = documents
        .iter()
        .map(|id| Term::from_field_text(fields.document, id.as_str()));
    unscored(any_term(terms.collect()))
}

/// Matches what has any of these terms. A set of terms is looked up like an expression, which pays for many.
fn any_term(terms: Vec<Term>) -> Boxed {
    match terms.len() {
        0..=FEW_TERMS => Box::new(Terms::any(terms.into_iter().map(Terms::one))),
        _ => Box::new(TermSetQuery::new(terms)),
    }
}
