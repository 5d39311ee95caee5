//! A query's tree in readable form, which is itself a query of the same meaning.

use std::fmt;

use super::{FieldValue, Node};

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // Such a word stood where no operator can ("AND:\"risk\"").
            Self::Word(word) if matches!(word.text.as_str(), "AND" | "OR" | "NOT") => {
                f.write_str(&word.text.to_lowercase())
            }
            Self::Word(word) => f.write_str(&word.text),
            Self::Prefix(word) => write!(f, "{}*", word.text),
            Self::Fuzzy(word, edits) => write!(f, "{}~{edits}", word.text),
            Self::Phrase { text, slop: 0, .. } => write!(f, "\"{text}\""),
            Self::Phrase { text, slop, .. } => write!(f, "\"{text}\"~{slop}"),
            Self::Field { field, value, .. } => write!(f, "{}:{value}", field.name()),
            Self::Not(node) => {
                f.write_str("NOT ")?;
                match node.as_ref() {
                    // Two in a row would cancel each other.
                    Self::Not(_) => write!(f, "({node})"),
                    _ => f.write_str(&node.operand()),
                }
            }
            Self::All { nodes, .. } => joined(nodes, " AND ", f),
            Self::Any(nodes) => joined(nodes, " OR ", f),
        }
    }
}

impl Node {
    /// The node as it stands beside others: in brackets where it has parts.
    pub(crate) fn operand(&self) -> String {
        match self {
            Self::All { .. } | Self::Any(_) => format!("({self})"),
            _ => self.to_string(),
        }
    }
}

fn joined(nodes: &[Node], operator: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (number, node) in nodes.iter().enumerate() {
        if number > 0 {
            f.write_str(operator)?;
        }
        f.write_str(&node.operand())?;
    }
    Ok(())
}

impl fmt::Display for FieldValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words {
                text, prefix: true, ..
            } => write!(f, "{text}*"),
            Self::Words {
                text, quoted: true, ..
            } => write!(f, "\"{text}\""),
            Self::Words { text, .. } => f.write_str(text),
            Self::Dates { from, to } if from == to => {
                from.iter().try_for_each(|date| write!(f, "{date}"))
            }
            Self::Dates { from, to } => {
                from.iter().try_for_each(|date| write!(f, "{date}"))?;
                f.write_str("..")?;
                to.iter().try_for_each(|date| write!(f, "{date}"))
            }
        }
    }
}
