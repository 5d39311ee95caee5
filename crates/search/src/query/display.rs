//! A query's tree in readable form, which is itself a query of the same meaning.

use std::fmt;

use super::{FieldValue, Node};

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => f.write_str(&word.text),
            Self::Prefix(word) => write!(f, "{}*", word.text),
            Self::Fuzzy(word, edits) => write!(f, "{}~{edits}", word.text),
            Self::Phrase { text, slop: 0, .. } => write!(f, "\"{text}\""),
            Self::Phrase { text, slop, .. } => write!(f, "\"{text}\"~{slop}"),
            Self::Field { field, value, .. } => write!(f, "{}:{value}", field.name()),
            Self::Not(node) => {
                f.write_str("NOT ")?;
                node.fmt_operand(f)
            }
            Self::All { nodes, .. } => joined(nodes, " AND ", f),
            Self::Any(nodes) => joined(nodes, " OR ", f),
        }
    }
}

impl Node {
    fn fmt_operand(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All { .. } | Self::Any(_) => write!(f, "({self})"),
            _ => write!(f, "{self}"),
        }
    }
}

fn joined(nodes: &[Node], operator: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (number, node) in nodes.iter().enumerate() {
        if number > 0 {
            f.write_str(operator)?;
        }
        node.fmt_operand(f)?;
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
