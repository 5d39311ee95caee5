//! The query language: what people type, as a tree that no engine's syntax has touched.

mod ast;
mod display;
mod field;
mod lexer;
mod parse;
mod prepare;
#[cfg(test)]
mod tests;

pub(crate) use ast::{Node, Word};
pub(crate) use field::{FieldValue, QueryField};
pub(crate) use parse::{Parsed, parse};
pub(crate) use prepare::prepare;
