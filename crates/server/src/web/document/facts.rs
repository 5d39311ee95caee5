//! Facts about a document, each with the words it was read from.

use probity_model::{Document, Evidence, PartialDate};

use crate::web::reader;
use crate::web::words;

/// Characters of evidence that an address carries.
const MOST_CHARACTERS: usize = 160;

/// A fact.
pub(super) struct Fact {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) evidence: Option<EvidenceView>,
}

/// The words a fact was read from.
pub(super) struct EvidenceView {
    pub(super) field: String,
    pub(super) text: String,
    pub(super) page: Option<u32>,
    /// Where they stand; `None` where no page or passage has them.
    pub(super) href: Option<String>,
}

/// Fields of the API and what a fact of each is called here.
const NAMES: [(&str, &str); 8] = [
    ("published", "Published"),
    ("publisher", "Publisher"),
    ("fieldwork_started", "Fieldwork began"),
    ("score", "Score"),
    ("chief_inspector", "Chief Inspector"),
    ("lead_inspector", "Led by"),
    ("isbn", "ISBN"),
    ("pages", "Pages"),
];

/// What is known.
pub(super) fn facts(document: &Document) -> Vec<Fact> {
    let known = NAMES.into_iter();
    known
        .filter_map(|(field, name)| {
            Some(Fact {
                name,
                value: value(document, field)?,
                evidence: evidence_of(document, field),
            })
        })
        .collect()
}

fn value(document: &Document, field: &str) -> Option<String> {
    let date = |date: Option<PartialDate>| date.map(words::date);
    match field {
        "published" => date(document.published),
        "publisher" => document.publisher.clone(),
        "fieldwork_started" => date(document.fieldwork_started),
        "score" => {
            let score = document.score?;
            Some(format!("{} out of {}", score.points(), score.out_of()))
        }
        "chief_inspector" => document.chief_inspector.clone(),
        "lead_inspector" => document.lead_inspector.clone(),
        "isbn" => document.isbn.clone(),
        "pages" => document.pages.map(|pages| pages.to_string()),
        _ => None,
    }
}

/// Evidence of what is not among the facts: title, units, rating and the like.
pub(super) fn other_evidence(document: &Document) -> Vec<EvidenceView> {
    let others = document.evidence.iter();
    others
        .filter(|(field, _)| !NAMES.iter().any(|(name, _)| name == field))
        .map(|(field, found)| view(document, field, found))
        .collect()
}

fn evidence_of(document: &Document, field: &str) -> Option<EvidenceView> {
    let found = document.evidence.get(field)?;
    Some(view(document, field, found))
}

fn view(document: &Document, field: &str, found: &Evidence) -> EvidenceView {
    let words: String = found.text.chars().take(MOST_CHARACTERS).collect();
    let in_passage = || {
        let mut passages = document.passages.iter();
        let place = passages.position(|passage| passage.text.contains(&found.text))?;
        Some(format!("#f{place}"))
    };
    EvidenceView {
        field: words::value(field),
        text: found.text.clone(),
        page: found.page,
        href: match found.page {
            Some(page) => Some(reader::address_of_words(&document.id, page, &words)),
            None => in_passage(),
        },
    }
}
