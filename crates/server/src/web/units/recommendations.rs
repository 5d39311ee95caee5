//! What was recommended to a unit, report by report, and what became of it.

use crate::web::units::month_of;
use crate::web::words;
use crate::wire::entities::{FollowedRecommendation, LaterProgress};
use crate::wire::search::{encoded, page_url};

/// All recommendations of a unit's story.
pub(super) struct Fates {
    /// How many there are in all.
    pub(super) total: usize,
    /// What later reports say, counted: words and numbers, the best first.
    pub(super) counts: Vec<(String, usize)>,
    pub(super) groups: Vec<Group>,
}

/// What one report recommended.
pub(super) struct Group {
    pub(super) heading: String,
    pub(super) items: Vec<Item>,
}

pub(super) struct Item {
    pub(super) number: Option<u32>,
    pub(super) text: String,
    pub(super) addressee: Option<String>,
    pub(super) href: Option<String>,
    pub(super) page: Option<u32>,
    pub(super) similar: String,
    pub(super) later: Option<Later>,
}

pub(super) struct Later {
    /// "Some progress", or that a later report comes back to it.
    pub(super) word: String,
    pub(super) said: String,
    pub(super) href: String,
    pub(super) action: Option<String>,
    /// Whether improvement is still required.
    pub(super) open: Option<bool>,
}

impl Fates {
    /// Earliest report first, as the story tells.
    pub(super) fn new(followed: Vec<FollowedRecommendation>) -> Self {
        let counts = counts(&followed);
        let total = followed.len();
        let mut groups: Vec<(Option<String>, Group)> = Vec::new();
        for one in followed {
            let document = one.document_id.clone();
            let heading = heading(&one);
            let item = item(one);
            match groups.iter_mut().find(|(known, _)| *known == document) {
                Some((_, group)) => group.items.push(item),
                None => groups.push((
                    document,
                    Group {
                        heading,
                        items: vec![item],
                    },
                )),
            }
        }
        Self {
            total,
            counts,
            // The latest first: it is what people come for.
            groups: groups.into_iter().rev().map(|(_, group)| group).collect(),
        }
    }
}

const WORDS: [&str; 4] = [
    "sufficient_progress",
    "some_progress",
    "no_progress",
    "no_longer_applicable",
];

fn counts(followed: &[FollowedRecommendation]) -> Vec<(String, usize)> {
    let progress =
        |one: &FollowedRecommendation| one.later.as_ref().and_then(|later| later.progress);
    let count = |word: &str| {
        followed
            .iter()
            .filter(|one| progress(one) == Some(word))
            .count()
    };
    let counts = WORDS.map(|word| (words::value(word), count(word)));
    let untold = followed
        .iter()
        .filter(|one| progress(one).is_none())
        .count();
    let untold = ("Not reported on yet".to_owned(), untold);
    counts
        .into_iter()
        .chain([untold])
        .filter(|(_, count)| *count > 0)
        .collect()
}

fn heading(one: &FollowedRecommendation) -> String {
    match one.document_id {
        Some(_) => format!("Report of {}", month_of(one.published.as_deref())),
        None => "Known only from what later reports say of them".to_owned(),
    }
}

fn item(one: FollowedRecommendation) -> Item {
    let place = one.id.split_once('-').map(|(_, place)| format!("#{place}"));
    let href = one.document_id.as_deref().map(|document| {
        let page = page_url(document, one.page, "");
        format!("{page}{}", place.unwrap_or_default())
    });
    Item {
        similar: format!("/similar?id={}", encoded(&one.id)),
        number: one.number,
        text: one.text,
        addressee: one.addressee,
        href,
        page: one.page,
        later: one.later.map(later),
    }
}

fn later(later: LaterProgress) -> Later {
    Later {
        word: later
            .progress
            .map_or_else(|| "Looked at again".to_owned(), words::value),
        said: format!("Report of {}", month_of(later.published.as_deref())),
        href: page_url(&later.document_id, later.page, ""),
        action: later.action,
        open: later.improvement_required,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(
        id: &str,
        document: Option<&str>,
        progress: Option<&'static str>,
    ) -> FollowedRecommendation {
        FollowedRecommendation {
            id: id.to_owned(),
            document_id: document.map(str::to_owned),
            published: Some("2022-05".to_owned()),
            number: Some(1),
            addressee: None,
            addressee_kind: None,
            text: "Do it.".to_owned(),
            page: Some(3),
            later: progress.map(|progress| LaterProgress {
                document_id: "later".to_owned(),
                published: Some("2024".to_owned()),
                progress: Some(progress),
                action: None,
                improvement_required: Some(true),
                page: None,
            }),
            repeats: None,
        }
    }

    #[test]
    fn recommendations_stand_under_their_report() {
        let fates = Fates::new(vec![
            one("a-r0", Some("a"), Some("no_progress")),
            one("b-p0", None, Some("some_progress")),
            one("a-r1", Some("a"), None),
        ]);
        let headings: Vec<_> = fates
            .groups
            .iter()
            .map(|group| (group.heading.as_str(), group.items.len()))
            .collect();
        assert_eq!(
            headings,
            [
                ("Known only from what later reports say of them", 1),
                ("Report of May 2022", 2)
            ]
        );
        let counts: Vec<_> = fates
            .counts
            .iter()
            .map(|(word, n)| (word.as_str(), *n))
            .collect();
        assert_eq!(
            counts,
            [
                ("Some progress", 1),
                ("No progress", 1),
                ("Not reported on yet", 1)
            ]
        );
        let first = &fates.groups[1].items[0];
        assert_eq!(first.href.as_deref(), Some("/documents/a?page=3#r0"));
        assert_eq!(first.similar, "/similar?id=a-r0");
    }
}
