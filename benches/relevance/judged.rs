//! Judged needs and groups of texts that ask for the same, read from a plain file.
//!
//! ```text
//! ? a need, in a person's words
//! 2 file-name: words of the section that answers it
//! 1 file-name:
//!
//! = a recommendation
//! = another that asks for the same
//! ~ one that asks for the same, and is in none of the documents
//! ```
//!
//! Grades are 2 (answers it), 1 (has to do with it) and 0 (looks right and is wrong). No words mean any
//! part of the document. A section counts once, at its first hit.

use std::fmt;

use probity_search::Hit;

/// What a file judges.
#[derive(Default)]
pub(crate) struct Judged {
    pub(crate) needs: Vec<Need>,
    pub(crate) groups: Vec<Group>,
}

/// What somebody wants to know, and where it stands.
pub(crate) struct Need {
    pub(crate) words: String,
    pub(crate) places: Vec<Place>,
}

/// A part of a document, and how well it answers a need.
pub(crate) struct Place {
    document: String,
    /// Words that all stand in the headings or the standard of a hit there.
    section: Vec<String>,
    pub(crate) grade: u32,
}

/// Texts that ask for the same.
#[derive(Default)]
pub(crate) struct Group {
    pub(crate) asked: Vec<String>,
    /// Those of them that a document has.
    pub(crate) found: Vec<String>,
}

impl Judged {
    pub(crate) fn read(text: &str) -> Self {
        let mut judged = Self::default();
        let mut group = Group::default();
        for line in text.lines() {
            let (mark, rest) = line.split_at_checked(2).unwrap_or((line, ""));
            match mark {
                "? " => judged.needs.push(Need {
                    words: rest.to_owned(),
                    places: Vec::new(),
                }),
                "= " | "~ " => {
                    group.asked.push(rest.to_owned());
                    if mark == "= " {
                        group.found.push(rest.to_owned());
                    }
                    continue;
                }
                _ => {
                    if let (Some(need), Some(place)) = (judged.needs.last_mut(), place(line)) {
                        need.places.push(place);
                    }
                }
            }
            judged.close(&mut group);
        }
        judged.close(&mut group);
        judged
    }

    fn close(&mut self, group: &mut Group) {
        if !group.asked.is_empty() {
            self.groups.push(std::mem::take(group));
        }
    }
}

fn place(line: &str) -> Option<Place> {
    let (grade, rest) = line.split_once(' ')?;
    let (document, section) = rest.split_once(':')?;
    Some(Place {
        document: document.to_owned(),
        section: plain(section)
            .split(' ')
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect(),
        grade: grade.parse().ok()?,
    })
}

impl Place {
    pub(crate) fn is_of(&self, document: &str, hit: &Hit) -> bool {
        let standard = hit.standard.as_deref().unwrap_or_default();
        let headings = plain(&format!(
            "{} {standard} {}",
            hit.section.join(" "),
            hit.kind
        ));
        self.document == document
            && self
                .section
                .iter()
                .all(|word| headings.contains(word.as_str()))
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} {}: {}",
            self.grade,
            self.document,
            self.section.join(" ")
        )
    }
}

/// Small letters, words one blank apart, curly apostrophes straight.
pub(crate) fn plain(text: &str) -> String {
    let text = text.replace('’', "'").to_lowercase();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Enough of a text to tell it from others, however it ends where it is printed.
pub(crate) fn beginning(text: &str) -> String {
    plain(text).chars().take(60).collect()
}
