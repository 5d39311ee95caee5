//! What is really sought: words that stand in every sentence are left out of a row of words.

use super::{Node, Word};
use crate::analysis::{is_asking, is_common, tokens};

/// The tree without common words ("is the … of") and the words that begin a request ("list of all"),
/// as long as others are left, and the words left out.
pub(crate) fn prepare(root: Node) -> (Node, Vec<String>) {
    let mut dropped = Vec::new();
    let root = match root {
        Node::All {
            nodes,
            explicit: false,
        } => without_common(nodes, &mut dropped),
        other => other,
    };
    (root, dropped)
}

fn without_common(nodes: Vec<Node>, dropped: &mut Vec<String>) -> Node {
    let mut kept = Vec::with_capacity(nodes.len());
    let mut left_out = Vec::new();
    for node in nodes.iter().cloned() {
        match &node {
            Node::Word(word) if is_left_out(word, kept.is_empty()) => {
                left_out.push(word.text.clone());
            }
            _ => kept.push(node),
        }
    }
    if kept.iter().all(|node| matches!(node, Node::Not(_))) {
        kept = nodes;
    } else {
        *dropped = left_out;
    }
    match kept.len() {
        1 => kept.remove(0),
        _ => Node::All {
            nodes: kept,
            explicit: false,
        },
    }
}

fn is_left_out(word: &Word, is_first: bool) -> bool {
    let mut parts = tokens(&word.text).into_iter().peekable();
    // Capitals are meant: "US", "IT", "WHO".
    let is_acronym = word.text.len() > 1 && word.text.chars().all(|c| c.is_ascii_uppercase());
    !is_acronym
        && parts.peek().is_some()
        && parts.all(|part| is_common(&part.folded) || (is_first && is_asking(&part.folded)))
}
