//! The entries that a document becomes: itself, its passages, its recommendations.

use std::sync::LazyLock;

use probity_model::{
    AddresseeKind, Document, Kind, Level, PartialDate, Passage, PassageKind,
    PreviousRecommendation, Rating, Recommendation,
};
use tantivy::TantivyDocument;

use crate::analysis::{Token, analysed, analysed_words, fold, fold_words, tokens};
use crate::record::Record;
use crate::schema::Fields;
use crate::{Facet, Scope, SearchError};

/// What a facet holds where a document says nothing.
pub(crate) const NOT_RATED: &str = "Not rated";
/// What the year facet holds where a document has no date.
pub(crate) const UNDATED: &str = "Undated";

/// What a facet of findings holds for other entries: no value.
pub(crate) const NONE: &str = "";

/// Past recommendations are numbered after a document's own.
const PREVIOUS_PLACE: usize = 1_000_000;

/// Characters of a document's beginning that are shown where nothing is sought.
const LEAD: usize = 400;

/// All entries of a document: its own, its findings, its recommendations.
pub(crate) fn entries(
    document: &Document,
    fields: &Fields,
) -> Result<Vec<TantivyDocument>, SearchError> {
    let common = Common::of(document, fields);
    let words: Vec<Words> = document.passages.iter().map(Words::of).collect();
    let mut entries = vec![common.document_entry(&words)?];
    let mut headings = Headings::default();
    for (number, (passage, words)) in document.passages.iter().zip(words).enumerate() {
        let headings = headings.of(passage, number);
        entries.push(common.finding(number, passage, words, headings)?);
    }
    for (place, recommendation) in document.recommendations.iter().enumerate() {
        entries.push(common.recommendation(place, recommendation)?);
    }
    for (place, previous) in document.previous_recommendations.iter().enumerate() {
        entries.push(common.previous_recommendation(place, previous)?);
    }
    Ok(entries)
}

/// A passage's words as the index takes them.
struct Words {
    analysed: String,
    is_formula: bool,
}

impl Words {
    fn of(passage: &Passage) -> Self {
        let words = tokens(&passage.text);
        Self {
            analysed: analysed_words(&words),
            is_formula: has_any(&words, &BOILERPLATE.1),
        }
    }
}

/// Headings as the index takes them. Passages under the same ones follow one another.
#[derive(Default)]
struct Headings {
    printed: Vec<String>,
    analysed: Vec<String>,
    is_boilerplate: bool,
    /// The number of the first passage under them.
    first: usize,
}

impl Headings {
    fn of(&mut self, passage: &Passage, number: usize) -> &Self {
        let printed = passage.section.iter().chain(&passage.standard);
        if !printed.clone().eq(&self.printed) {
            self.printed = printed.cloned().collect();
            self.analysed = self.printed.iter().map(|text| analysed(text)).collect();
            let mut sections = passage.section.iter();
            self.first = number;
            self.is_boilerplate = sections.any(|heading| is_boilerplate(heading));
        }
        self
    }
}

/// What all entries of a document share.
struct Common<'d> {
    document: &'d Document,
    fields: &'d Fields,
    record: Record,
}

impl<'d> Common<'d> {
    fn of(document: &'d Document, fields: &'d Fields) -> Self {
        Self {
            document,
            fields,
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

    /// The document's own entry, with all that is the document's.
    fn document_entry(&self, passages: &[Words]) -> Result<TantivyDocument, SearchError> {
        let (document, fields) = (self.document, self.fields);
        let record = Record {
            id: document.id.to_string(),
            scope: Scope::Documents,
            text: lead(&document.passages),
            ..self.record.clone()
        };
        let mut entry = self.entry(&record, 0, 100, 0)?;
        self.add_finding_facets(&mut entry, None);
        let words = fields.words(Scope::Documents);
        for passage in passages {
            entry.add_text(words, &passage.analysed);
        }
        for section in &document.sections {
            entry.add_text(words, analysed(&section.heading));
        }
        entry.add_text(fields.document_key, document.id.as_str());
        let title_key = title_key(&document.title);
        if !title_key.is_empty() {
            entry.add_text(fields.title_key, title_key);
        }
        entry.add_text(fields.title, analysed(&document.title));
        entry.add_text(fields.context, analysed(&context(document)));
        self.add_facets(&mut entry);
        self.add_dates(&mut entry);
        Ok(entry)
    }

    fn finding(
        &self,
        number: usize,
        passage: &Passage,
        words: Words,
        headings: &Headings,
    ) -> Result<TantivyDocument, SearchError> {
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
        let prior = prior(passage, headings.is_boilerplate || words.is_formula);
        let mut entry = self.entry(&record, number, prior, headings.first)?;
        self.add_finding_facets(&mut entry, Some(passage));
        entry.add_text(self.fields.words(Scope::Findings), words.analysed);
        for heading in &headings.analysed {
            entry.add_text(self.fields.section, heading);
        }
        Ok(entry)
    }

    /// Every entry has exactly one value of the facets of findings, none being an empty one: such columns
    /// are read fastest.
    fn add_finding_facets(&self, entry: &mut TantivyDocument, passage: Option<&Passage>) {
        let standard = passage.and_then(|passage| passage.standard.as_deref());
        let rating = passage.map(|passage| passage.standard_rating.map_or(NOT_RATED, Rating::name));
        let polarity = passage.map(|passage| passage.polarity.as_str());
        for (facet, value) in [
            (Facet::Standard, standard),
            (Facet::StandardRating, rating),
            (Facet::Polarity, polarity),
        ] {
            entry.add_text(self.fields.facet(facet), value.unwrap_or(NONE));
        }
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
        let kind = recommendation.addressee_kind;
        let addressee = recommendation.addressee.as_deref();
        let remarks = [addressee, Some(addressee_words(kind))];
        let mut entry = self.recommended(&record, place, remarks.into_iter().flatten())?;
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
        let progress = previous
            .progress
            .map(|progress| progress.as_str().replace('_', " "));
        let remarks = [
            Some("previous recommendation"),
            previous.action.as_deref(),
            progress.as_deref(),
        ];
        let remarks = remarks.into_iter().flatten();
        let mut entry = self.recommended(&record, PREVIOUS_PLACE + place, remarks)?;
        if let Some(progress) = previous.progress {
            entry.add_text(self.fields.facet(Facet::Progress), progress.as_str());
        }
        Ok(entry)
    }

    fn recommended<'r>(
        &self,
        record: &Record,
        place: usize,
        remarks: impl Iterator<Item = &'r str>,
    ) -> Result<TantivyDocument, SearchError> {
        let mut entry = self.entry(record, place, 100, 0)?;
        self.add_finding_facets(&mut entry, None);
        let words = self.fields.words(Scope::Recommendations);
        entry.add_text(words, analysed(&record.text));
        for remark in remarks {
            entry.add_text(self.fields.remarks, analysed(remark));
        }
        Ok(entry)
    }

    /// An entry with what every one has.
    fn entry(
        &self,
        record: &Record,
        place: usize,
        prior: u64,
        section: usize,
    ) -> Result<TantivyDocument, SearchError> {
        let fields = self.fields;
        let mut entry = TantivyDocument::new();
        entry.add_text(fields.document, self.document.id.as_str());
        entry.add_text(fields.scope, record.scope.name());
        entry.add_u64(fields.place, place as u64);
        entry.add_u64(fields.prior, prior);
        entry.add_u64(fields.section_number, section as u64);
        entry.add_text(fields.record, record.to_json()?);
        Ok(entry)
    }

    fn add_dates(&self, entry: &mut TantivyDocument) {
        let (document, fields) = (self.document, self.fields);
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
fn prior(passage: &Passage, is_boilerplate: bool) -> u64 {
    let kind = match passage.kind {
        PassageKind::Paragraph | PassageKind::Bullet | PassageKind::Quotation => 100,
        PassageKind::TableRow => 90,
        PassageKind::Caption | PassageKind::Footnote => 70,
    };
    let says_little = is_boilerplate || is_lead_in(&passage.text);
    if says_little { kind / 3 } else { kind }
}

/// Whether a passage only introduces what follows it: "The unit should:".
fn is_lead_in(text: &str) -> bool {
    text.trim_end().ends_with(':') && text.split_whitespace().count() <= 12
}

/// Whether a heading is of a part that stands in every report in the same words.
fn is_boilerplate(heading: &str) -> bool {
    has_any(&tokens(heading), &BOILERPLATE.0)
}

fn has_any(words: &[Token], sought: &[&str]) -> bool {
    let text = fold_words(words);
    sought.iter().any(|words| text.contains(words))
}

/// Words of headings, and words of passages.
static BOILERPLATE: LazyLock<(Vec<&str>, Vec<&str>)> = LazyLock::new(|| {
    let list = include_str!("../data/boilerplate.txt");
    let (headings, texts) = list.split_once("[texts]").unwrap_or((list, ""));
    let lines = |text: &'static str| {
        let lines = text.lines();
        lines
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .collect()
    };
    (lines(headings), lines(texts))
});

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
