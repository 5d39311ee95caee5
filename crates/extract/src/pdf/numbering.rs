//! Which page of its document each page is: where damage has taken pages away, the others keep their
//! numbers.

use std::collections::HashSet;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, MaybeRef, Name, ObjectIdentifier};

/// The numbers of the pages that are there, in the reader's order, and of those that are missing.
pub(super) struct Numbering {
    pub(super) found: Vec<u32>,
    pub(super) missing: Vec<u32>,
}

/// More missing pages than this are not believed: their number is part of the damage.
const MOST: usize = 20_000;

/// Numbers the pages of an opened document by its own page tree.
pub(super) fn numbering(pdf: &Pdf) -> Numbering {
    let pages = pdf.pages();
    let counted = || Numbering {
        found: (1..).take(pages.len()).collect(),
        missing: Vec::new(),
    };
    let Some(leaves) = leaves(pdf) else {
        return counted();
    };
    let mut numbering = Numbering {
        found: Vec::with_capacity(pages.len()),
        missing: Vec::new(),
    };
    let mut read = pages.iter().map(|page| page.raw().obj_id()).peekable();
    for (number, leaf) in (1..).zip(leaves) {
        if leaf.is_some() && read.peek() == Some(&leaf) {
            read.next();
            numbering.found.push(number);
        } else {
            numbering.missing.push(number);
        }
    }
    // A tree that the reader walked otherwise tells nothing.
    if read.peek().is_some() {
        counted()
    } else {
        numbering
    }
}

/// A node of the tree on the way: its children left to visit, and how many leaves there are when it is
/// done, as it says itself.
struct Node {
    kids: std::vec::IntoIter<Option<ObjectIdentifier>>,
    end: usize,
}

/// The leaves of the page tree; `None` for one that is known only by its absence.
fn leaves(pdf: &Pdf) -> Option<Vec<Option<ObjectIdentifier>>> {
    let xref = pdf.xref();
    let catalogue: Dict = xref.get(xref.root_id())?;
    let mut leaves = Vec::new();
    let mut seen: HashSet<ObjectIdentifier> = catalogue
        .get_ref("Pages")
        .map(ObjectIdentifier::from)
        .into_iter()
        .collect();
    let mut way = vec![node(&catalogue.get("Pages")?, 0)?];
    while let Some(open) = way.last_mut() {
        match open.kids.next() {
            None => {
                // What a lost branch held is known by what its parent counts.
                let end = open.end;
                way.pop();
                if end > leaves.len() && end - leaves.len() < MOST {
                    leaves.resize(end, None);
                }
            }
            Some(Some(id)) if !seen.insert(id) => {}
            Some(kid) => match kid.and_then(|id| xref.get::<Dict>(id)) {
                Some(dict) if dict.get::<Name>("Type").as_deref() == Some(b"Pages") => {
                    way.extend(node(&dict, leaves.len()));
                }
                Some(_) => leaves.push(kid),
                None => leaves.push(None),
            },
        }
    }
    Some(leaves)
}

fn node(dict: &Dict, before: usize) -> Option<Node> {
    let kids: Array = dict.get("Kids")?;
    let id = |kid: MaybeRef<_>| kid.as_obj_ref().map(ObjectIdentifier::from);
    let kids: Vec<Option<ObjectIdentifier>> = kids.raw_iter().map(id).collect();
    let count = dict
        .get::<i32>("Count")
        .and_then(|count| usize::try_from(count).ok());
    Some(Node {
        kids: kids.into_iter(),
        end: before.saturating_add(count.unwrap_or(0)),
    })
}
