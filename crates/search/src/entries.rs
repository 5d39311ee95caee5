//! The entries that a document becomes: itself, its passages, its recommendations.

use probity_model::{
    AddresseeKind, Document, Kind, Level, PartialDate, Passage, PassageKind,
    PreviousRecommendation, Rating, Recommendation,
};
use tantivy::TantivyDocument;

use crate::analysis::fold;
use crate::record::Record;
use crate::schema::Fields;
use crate::{Facet, Scope, SearchError};

/// What a facet holds where a document says nothing.
pub(crate) const NOT_RATED: &str = "Not rated";
/// What the year facet holds where a document has no date.
pub(crate) const UNDATED: &str = "Undated";

/// Past recommendations are numbered after a document's own.
const PREVIOUS_PLACE: usize = 1_000_000;

/// Words of headings and of passages that are the same in every report.
const BOILERPLATE: &str = include_str!("../data/boilerplate.txt");

/// Characters of a document's beginning that are shown where nothing is sought.
const LEAD: usize = 400;

/// All entries of a document.
pub(crate) fn entries(
    document: &Document,
    fields: &Fields,
) -> Result<Vec<TantivyDocument>, SearchError> {
    let common = Common::of(document, fields);
    let mut entries = vec![common.document_entry()?];
    for (number, passage) in document.passages.iter().enumerate() {
        entries.push(common.finding(number, passage)?);
    }
    for (place, recommendation) in document.recommendations.iter().enumerate() {
        entries.push(common.recommendation(place, recommendation)?);
    }
    for (place, previous) in document.previous_recommendations.iter().enumerate() {
        entries.push(common.previous_recommendation(place, previous)?);
    }
    Ok(entries)
}

/// What all entries of a document share.
struct Common<'d> {
    document: &'d Document,
    fields: &'d Fields,
    context: String,
    title_key: String,
    record: Record,
}

impl<'d> Common<'d> {
    fn of(document: &'d Document, fields: &'d Fields) -> Self {
        Self {
            document,
            fields,
            context: context(document),
            title_key: title_key(&document.title),
            record: Record {
                title: document.title.clone(),
                kind: document.kind.to_string(),
                publisher: document.publisher.clone(),
                regions: document.regions.clone(),
                pdus: document.pdus.clone(),
                rating: document.rating.map(|rating| rating.to_string()),
                published: document.published,
                ..Record::default()
            },
        }
    }

    fn document_entry(&self) -> Result<TantivyDocument, SearchError> {
        let record = Record {
            id: self.document.id.to_string(),
            scope: Scope::Documents,
            text: lead(&self.document.passages),
            ..self.record.clone()
        };
        let mut entry = self.entry(&record, 0, 100)?;
        let words = self.fields.words(Scope::Documents);
        for passage in &self.document.passages {
            entry.add_text(words, &passage.text);
        }
        for section in &self.document.sections {
            entry.add_text(words, &section.heading);
        }
        Ok(entry)
    }

    fn finding(&self, number: usize, passage: &Passage) -> Result<TantivyDocument, SearchError> {
        let standard_rating = passage.standard_rating.map(Rating::name);
        let record = Record {
            id: self.document.id.finding(number),
            scope: Scope::Findings,
            section: passage.section.clone(),
            standard: passage.standard.clone(),
            standard_rating: standard_rating.map(str::to_owned),
            polarity: Some(passage.polarity.to_string()),
            form: Some(passage.kind.to_string()),
            page: passage.page,
            text: passage.text.clone(),
            ..self.record.clone()
        };
        let mut entry = self.entry(&record, number, prior(passage))?;
        entry.add_text(self.fields.words(Scope::Findings), &passage.text);
        for heading in passage.section.iter().chain(&passage.standard) {
            entry.add_text(self.fields.section, heading);
        }
        if let Some(standard) = &passage.standard {
            entry.add_text(self.fields.facet(Facet::Standard), standard);
        }
        let rating = standard_rating.unwrap_or(NOT_RATED);
        entry.add_text(self.fields.facet(Facet::StandardRating), rating);
        entry.add_text(
            self.fields.facet(Facet::Polarity),
            passage.polarity.as_str(),
        );
        Ok(entry)
    }

    fn recommendation(
        &self,
        place: usize,
        recommendation: &Recommendation,
    ) -> Result<TantivyDocument, SearchError> {
        let record = Record {
            id: self.document.id.recommendation(place),
            scope: Scope::Recommendations,
            page: recommendation.page,
            addressee: recommendation.addressee.clone(),
            number: recommendation.number,
            text: recommendation.text.clone(),
            ..self.record.clone()
        };
        let mut entry = self.entry(&record, place, 100)?;
        entry.add_text(
            self.fields.words(Scope::Recommendations),
            &recommendation.text,
        );
        let context = self.fields.context(Scope::Recommendations);
        let kind = recommendation.addressee_kind;
        if let Some(addressee) = &recommendation.addressee {
            entry.add_text(context, addressee);
        }
        entry.add_text(context, addressee_words(kind));
        entry.add_text(self.fields.facet(Facet::Addressee), kind.as_str());
        Ok(entry)
    }

    fn previous_recommendation(
        &self,
        place: usize,
        previous: &PreviousRecommendation,
    ) -> Result<TantivyDocument, SearchError> {
        let record = Record {
            id: self.document.id.previous_recommendation(place),
            scope: Scope::Recommendations,
            page: previous.page,
            progress: previous.progress.map(|progress| progress.to_string()),
            text: previous.text.clone(),
            ..self.record.clone()
        };
        let mut entry = self.entry(&record, PREVIOUS_PLACE + place, 100)?;
        entry.add_text(self.fields.words(Scope::Recommendations), &previous.text);
        let context = self.fields.context(Scope::Recommendations);
        entry.add_text(context, "previous recommendation");
        if let Some(action) = &previous.action {
            entry.add_text(context, action);
        }
        if let Some(progress) = previous.progress {
            entry.add_text(context, progress.as_str().replace('_', " "));
            entry.add_text(self.fields.facet(Facet::Progress), progress.as_str());
        }
        Ok(entry)
    }

    /// An entry with all that does not depend on its scope.
    fn entry(
        &self,
        record: &Record,
        place: usize,
        prior: u64,
    ) -> Result<TantivyDocument, SearchError> {
        let (document, fields) = (self.document, self.fields);
        let mut entry = TantivyDocument::new();
        entry.add_text(fields.id, &record.id);
        entry.add_text(fields.document, document.id.as_str());
        entry.add_text(fields.scope, record.scope.name());
        entry.add_u64(fields.place, place as u64);
        entry.add_u64(fields.prior, prior);
        entry.add_text(fields.record, record.to_json()?);
        if !self.title_key.is_empty() {
            entry.add_text(fields.title_key, &self.title_key);
        }
        entry.add_text(fields.title, &document.title);
        entry.add_text(fields.context(record.scope), &self.context);
        self.add_facets(&mut entry);
        let dates = [
            (
                document.published,
                fields.published_first,
                fields.published_last,
            ),
            (
                document.fieldwork_started,
                fields.fieldwork_first,
                fields.fieldwork_last,
            ),
        ];
        for (date, first, last) in dates {
            if let Some(date) = date {
                entry.add_u64(first, date.first_day_number());
                entry.add_u64(last, date.last_day_number());
            }
        }
        Ok(entry)
    }

    fn add_facets(&self, entry: &mut TantivyDocument) {
        let document = self.document;
        let mut add = |facet, value: &str| entry.add_text(self.fields.facet(facet), value);
        document
            .regions
            .iter()
            .for_each(|name| add(Facet::Region, name));
        document.pdus.iter().for_each(|name| add(Facet::Pdu, name));
        document
            .publisher
            .iter()
            .for_each(|name| add(Facet::Publisher, name));
        add(Facet::Kind, document.kind.as_str());
        add(Facet::Level, document.level.as_str());
        match document.year() {
            Some(year) => add(Facet::Year, &year.to_string()),
            None => add(Facet::Year, UNDATED),
        }
        let ratings = document.ratings();
        ratings
            .iter()
            .for_each(|rating| add(Facet::Rating, rating.name()));
        if ratings.is_empty() {
            add(Facet::Rating, NOT_RATED);
        }
    }
}

/// Ends the folded part of a title's sorting key and begins the printed one.
const PRINTED: char = '\u{1}';

/// What titles are sorted by, with the printed title behind it; empty without a word.
fn title_key(title: &str) -> String {
    match fold(title) {
        folded if folded.is_empty() => folded,
        folded => format!("{folded}{PRINTED}{title}"),
    }
}

/// The printed title in a sorting key.
pub(crate) fn printed_title(key: &str) -> Option<&str> {
    key.split_once(PRINTED).map(|(_, title)| title)
}

/// What a person would call the document by, besides its words.
fn context(document: &Document) -> String {
    let mut parts = vec![document.title.clone()];
    parts.extend(document.pdus.iter().map(|name| format!("{name} PDU")));
    parts.extend(document.regions.iter().map(|name| format!("{name} region")));
    parts.extend(document.publisher.clone());
    parts.push(kind_words(document.kind).to_owned());
    parts.push(level_words(document.level).to_owned());
    parts.extend(
        document
            .ratings()
            .iter()
            .map(|rating| format!("rated {rating}")),
    );
    parts.extend(document.published.map(date_words));
    parts.join(". ")
}

const fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::InspectionReport => "inspection report",
        Kind::NewsArticle => "news article",
        Kind::PressRelease => "press release",
        Kind::Other => "",
    }
}

const fn level_words(level: Level) -> &'static str {
    match level {
        Level::Region => "regional inspection",
        Level::National => "national inspection",
        Level::Thematic => "thematic inspection",
        Level::YouthJustice => "youth justice service",
        Level::Pdu | Level::Other => "",
    }
}

const fn addressee_words(kind: AddresseeKind) -> &'static str {
    match kind {
        AddresseeKind::Pdu => "PDU",
        AddresseeKind::Region => "region",
        AddresseeKind::Hmpps => "HMPPS HM Prison and Probation Service",
        AddresseeKind::MinistryOfJustice => "Ministry of Justice",
        AddresseeKind::Other => "",
    }
}

fn date_words(date: PartialDate) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let month = date
        .month()
        .and_then(|month| usize::try_from(month - 1).ok());
    let month = month
        .and_then(|month| MONTHS.get(month))
        .copied()
        .unwrap_or_default();
    format!("{month} {}", date.year())
}

/// How much a passage weighs in the ranking, in hundredths: notes and captions say less than sentences.
fn prior(passage: &Passage) -> u64 {
    let kind = match passage.kind {
        PassageKind::Paragraph | PassageKind::Bullet | PassageKind::Quotation => 100,
        PassageKind::TableRow => 90,
        PassageKind::Caption | PassageKind::Footnote => 70,
    };
    let says_little = is_lead_in(&passage.text)
        || is_formula(&passage.text)
        || passage
            .section
            .iter()
            .any(|heading| is_boilerplate(heading));
    if says_little { kind / 3 } else { kind }
}

/// Whether a passage only introduces what follows it: "The unit should:".
fn is_lead_in(text: &str) -> bool {
    text.trim_end().ends_with(':') && text.split_whitespace().count() <= 12
}

/// Whether a heading is of a part that stands in every report in the same words.
fn is_boilerplate(heading: &str) -> bool {
    has_any(heading, boilerplate().0)
}

/// Whether a passage stands in every report, whatever it found.
fn is_formula(text: &str) -> bool {
    has_any(text, boilerplate().1)
}

fn has_any(text: &str, lines: &str) -> bool {
    let text = fold(text);
    let mut lines = lines
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.any(|words| text.contains(words))
}

/// Words of headings, and words of passages.
fn boilerplate() -> (&'static str, &'static str) {
    BOILERPLATE
        .split_once("[texts]")
        .unwrap_or((BOILERPLATE, ""))
}

/// The beginning of a document: its first sentences of running text.
fn lead(passages: &[Passage]) -> String {
    let running = |passage: &&Passage| {
        passage.kind == PassageKind::Paragraph && passage.text.chars().count() >= 60
    };
    let first = passages.iter().find(running).or_else(|| passages.first());
    first.map_or_else(String::new, |passage| {
        passage.text.chars().take(LEAD).collect()
    })
}
