//! Reports of our own making: words as frequent as in natural text, and facets as uneven as in life.

use probity_model::{
    AddresseeKind, ContentHash, Document, DocumentId, Gazetteer, Inspected, Kind, Level,
    PartialDate, Passage, PassageKind, Polarity, Rating, Recommendation, Section,
};

use crate::language::Language;
use crate::random::Random;

const STANDARDS: [&str; 7] = [
    "Leadership",
    "Staffing",
    "Services",
    "Assessment",
    "Planning",
    "Implementation and delivery",
    "Reviewing",
];
const PUBLISHERS: [&str; 6] = [
    "National Radio",
    "The Vale Courier",
    "Northern Post",
    "Coast Gazette",
    "Evening Herald",
    "Inside Justice",
];
/// Of ten documents.
const REPORTS: u64 = 7;
const ARTICLES: u64 = 2;

/// Makes documents, always the same for the same number.
pub(crate) struct Generator {
    language: Language,
    gazetteer: Gazetteer,
}

impl Generator {
    pub(crate) fn new() -> Self {
        Self {
            language: Language::new(),
            gazetteer: Gazetteer::built_in(),
        }
    }

    pub(crate) fn language(&self) -> &Language {
        &self.language
    }

    /// The document of this number.
    pub(crate) fn document(&self, number: u64) -> Document {
        let mut random = Random::new(number);
        let mut document = Document::unknown(id(number));
        let pdus = self.gazetteer.pdus();
        let pdu = &pdus[random.uneven(pdus.len())];
        document.pdus = vec![pdu.name.clone()];
        document.regions = vec![pdu.region.clone()];
        document.published = date(&mut random);
        let tenth = random.below(10);
        if tenth < REPORTS {
            self.report(&mut document, &mut random);
        } else {
            self.news(&mut document, &mut random, tenth < REPORTS + ARTICLES);
        }
        document
    }

    fn report(&self, document: &mut Document, random: &mut Random) {
        let unit = document.pdus[0].clone();
        document.kind = Kind::InspectionReport;
        document.level = Level::Pdu;
        document.title = format!("An inspection of probation services in {unit} PDU");
        document.publisher = Some("HM Inspectorate of Probation".to_owned());
        document.fieldwork_started = document.published;
        let rating = Rating::ALL[1 + random.uneven(3)];
        document.rating = Some(rating);
        document.inspected = vec![Inspected {
            name: unit.clone(),
            level: Level::Pdu,
            rating: Some(rating),
            score: None,
            previous_rating: None,
        }];
        for (number, standard) in (1..).zip(STANDARDS) {
            let heading = format!("P {}.{number}. {standard}", 1 + number / 4);
            let rating = Rating::ALL[random.uneven(4)];
            document.sections.push(section(&heading, number * 5));
            for place in 0..random.between(18, 29) {
                let passage = self.passage(random);
                document.passages.push(Passage {
                    section: vec!["Service delivery".to_owned(), heading.clone()],
                    standard: Some(standard.to_owned()),
                    standard_rating: Some(rating),
                    polarity: Polarity::ALL[random.uneven(3)],
                    page: Some(number * 5 + place as u32 / 6),
                    ..passage
                });
            }
        }
        for number in 1..=random.between(4, 10) {
            document.recommendations.push(Recommendation {
                number: Some(number as u32),
                addressee: Some(format!("{unit} PDU")),
                addressee_kind: AddresseeKind::ALL[random.uneven(4)],
                text: self.language.sentence(random),
                page: Some(8),
            });
        }
    }

    fn news(&self, document: &mut Document, random: &mut Random, is_article: bool) {
        let headline = self.language.sentence(random);
        document.title = headline.split(' ').take(9).collect::<Vec<_>>().join(" ");
        (document.kind, document.publisher) = if is_article {
            let paper = PUBLISHERS[random.uneven(PUBLISHERS.len())];
            (Kind::NewsArticle, Some(paper.to_owned()))
        } else {
            let publisher = "HM Inspectorate of Probation";
            (Kind::PressRelease, Some(publisher.to_owned()))
        };
        for _ in 0..random.between(10, 24) {
            document.passages.push(self.passage(random));
        }
    }

    fn passage(&self, random: &mut Random) -> Passage {
        let sentences: Vec<String> = (0..random.between(1, 5))
            .map(|_| self.language.sentence(random))
            .collect();
        Passage {
            kind: PassageKind::Paragraph,
            section: Vec::new(),
            standard: None,
            standard_rating: None,
            polarity: Polarity::Unstated,
            page: None,
            text: sentences.join(" "),
            measures: Vec::new(),
        }
    }
}

fn section(heading: &str, page: u32) -> Section {
    Section {
        heading: heading.to_owned(),
        level: 1,
        page: Some(page),
    }
}

/// A month of eight years, the later the more likely; unknown for a few.
fn date(random: &mut Random) -> Option<PartialDate> {
    let (year, month) = (2026 - random.uneven(8), 1 + random.below(12));
    let known = random.below(50) > 0;
    let date = format!("{year}-{month:02}").parse().ok();
    date.filter(|_| known)
}

fn id(number: u64) -> DocumentId {
    let mut bytes = [0; 32];
    let mut random = Random::new(number ^ 0x5eed);
    for chunk in bytes.chunks_mut(8) {
        chunk.copy_from_slice(&random.next().to_le_bytes());
    }
    ContentHash::from_bytes(bytes).document_id()
}
