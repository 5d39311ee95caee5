//! The reading of one document: each field by its own rule, in the order in which they need one another.

use probity_extract::Extracted;
use probity_model::{
    Document, DocumentId, Gazetteer, Inspected, Kind, Level, PartialDate, StandardRating, Unit,
};

use crate::boilerplate::is_running_line;
use crate::classify::{Signs, signs};
use crate::evidence::{Notes, isbn};
use crate::outline::{Entry, Outline};
use crate::ratings_page::RatingsPage;
use crate::text::plain;
use crate::title::Title;
use crate::units::course::told;
use crate::units::named::UnitName;
use crate::units::results::results;
use crate::units::subjects::subjects;
use crate::units::told::Told;
use crate::{
    blocks, checks, contents, fieldwork, key_questions, outline, passages, people, progress,
    published, publisher, ratings_page, recommendations, title, units,
};

/// Understands an extracted file.
#[must_use]
pub fn read(id: DocumentId, extracted: &Extracted, gazetteer: &Gazetteer) -> Document {
    let mut blocks = blocks::flatten(extracted);
    let title = title::read(&blocks, extracted, gazetteer);
    let shown = blocks.get(title.blocks.start).map(|block| block.page);
    let signs = signs(&title, &blocks, extracted);
    let mut rest = blocks.split_off(title.blocks.end.min(blocks.len()));
    rest.retain(|block| !is_running_line(&block.line, &title.text));
    let listed = contents::remove(&mut rest);
    blocks.append(&mut rest);
    let outline = outline::read(blocks, &listed, &title, gazetteer);
    let mut reading = Reading {
        document: Document::unknown(id),
        notes: Notes::default(),
        outline,
        gazetteer,
        title_page: shown.flatten(),
    };
    reading.read_head(&title, extracted, &signs);
    reading.read_people(signs.is_ours());
    let page = ratings_page::read(&reading.outline);
    reading.read_units(&title, &signs, &page);
    reading.read_fieldwork(&page);
    reading.read_standards(page.standards);
    reading.read_findings();
    reading.read_pages(extracted);
    reading.finish()
}

/// How many lines from the top a label says no more than "Lead".
const HEAD: usize = 60;

struct Reading<'g> {
    document: Document,
    notes: Notes,
    outline: Outline,
    gazetteer: &'g Gazetteer,
    title_page: Option<u32>,
}

impl Reading<'_> {
    fn read_head(&mut self, title: &Title, extracted: &Extracted, signs: &Signs) {
        let document = &mut self.document;
        document.kind = signs.kind();
        document.title.clone_from(&title.text);
        document.language.clone_from(&extracted.metadata.language);
        if !title.text.is_empty() {
            self.notes.add("title", self.title_page, &title.text);
        }
        if let Some(dated) = published::read(document.kind, extracted, &self.outline) {
            document.published = Some(dated.date);
            match dated.entry {
                Some(entry) => {
                    let page = self.outline.entries[entry].block.page;
                    self.notes.add("published", page, &dated.words);
                }
                None => self.notes.add("published", None, &dated.words),
            }
        }
        if let Some((isbn, at)) = isbn(&self.outline) {
            self.document.isbn = Some(isbn);
            self.notes.add_entry("isbn", &self.outline, at);
        }
        self.read_publisher(title, extracted);
    }

    /// Reports and releases are the Inspectorate's own. Of others the file says it, or the text.
    fn read_publisher(&mut self, title: &Title, extracted: &Extracted) {
        let own = matches!(
            self.document.kind,
            Kind::InspectionReport | Kind::PressRelease
        );
        let stated = extracted.metadata.publisher.as_deref().map(str::trim);
        if own {
            self.document.publisher = Some(publisher::INSPECTORATE.to_owned());
        } else if let Some(stated) = stated.filter(|stated| !stated.is_empty()) {
            self.document.publisher = Some(stated.to_owned());
            self.notes.add("publisher", None, stated);
        } else if let Some((outlet, at)) = outlet(title, &self.outline, extracted) {
            self.document.publisher = Some(outlet);
            if let Some(at) = at {
                self.notes.add_entry("publisher", &self.outline, at);
            }
        }
    }

    fn read_people(&mut self, is_ours: bool) {
        let inspection = is_ours && self.document.kind != Kind::Other;
        let entries = self.outline.entries.iter();
        let lines: Vec<&str> = entries.map(|entry| entry.block.line.as_str()).collect();
        let mut places = lines.iter().enumerate();
        let led = places.find_map(|(at, line)| {
            let labelled = || (at < HEAD).then(|| people::labelled_lead(line)).flatten();
            Some((people::lead_inspector(line).or_else(labelled)?, at))
        });
        let chief = people::chief_inspector(lines.iter().copied());
        if let Some((name, at)) = chief {
            self.document.chief_inspector = Some(name);
            self.notes.add_entry("chief_inspector", &self.outline, at);
        } else if let Some(published) = self.document.published.filter(|_| inspection) {
            self.note_chief_inspector(published);
        }
        if let Some((name, at)) = led {
            self.document.lead_inspector = Some(name);
            self.notes.add_entry("lead_inspector", &self.outline, at);
        }
    }

    /// Nobody signs or is quoted: who held the office when it was published.
    fn note_chief_inspector(&mut self, published: PartialDate) {
        if let Some(name) = people::in_office(published) {
            self.document.chief_inspector = Some(name.to_owned());
            let words = format!("not named here; in office in {published}");
            self.notes.add("chief_inspector", None, &words);
        }
    }

    /// Whom the document is about, and how each was rated. The page of ratings wins over sentences.
    fn read_units(&mut self, title: &Title, signs: &Signs, page: &RatingsPage) {
        let kind = self.document.kind;
        self.document.mentions = units::mentions::read(&title.text, &self.outline, self.gazetteer);
        let published = self.document.published;
        let mut told = told(&title.text, &self.outline, kind, published, self.gazetteer);
        let named = |text: &str| units::named::named(&plain(text), self.gazetteer);
        let titled = !named(&title.text).is_empty();
        let answered = signs.answered().map(named).unwrap_or_default();
        let mut subjects = if signs.is_about_units(kind, titled) {
            subjects(&told, kind, signs, self.gazetteer)
        } else {
            Vec::new()
        };
        // An action plan may name the inspection that it answers, and tell of nothing else.
        let is_answer = kind == Kind::Other && subjects.is_empty();
        subjects.extend(
            answered
                .into_iter()
                .map(|named| named.unit)
                .filter(|_| is_answer),
        );
        let titled = titled || (is_answer && !subjects.is_empty());
        let level = subjects.first().map(|unit| unit.level);
        self.document.level = signs.level(kind, level, titled);
        self.name_units(&subjects);
        if kind == Kind::Other && !signs.is_asked() {
            return;
        }
        let mut found = results(&mut told, &subjects, kind, published, self.gazetteer);
        // What is no account of an inspection may still tell its result.
        found.retain(|result| kind != Kind::Other || result.inspected.rating.is_some());
        if signs.is_dynamic() {
            for result in &mut found {
                result.inspected.rating = None;
                result.inspected.score = None;
            }
        }
        if let [only] = found.as_mut_slice() {
            self.rate_by_page(&mut only.inspected, page);
        }
        for result in &found {
            self.note_result(result, &told);
        }
        self.document.inspected = found.into_iter().map(|result| result.inspected).collect();
        if kind == Kind::InspectionReport {
            let warnings = checks::names(&self.document, &self.outline, self.gazetteer);
            self.document.warnings.extend(warnings);
        }
        self.agree(&told, signs, page, published);
    }

    fn name_units(&mut self, subjects: &[UnitName]) {
        for subject in subjects {
            let region = self.gazetteer.find(&subject.name).map(Unit::region);
            let region = match subject.level {
                Level::Region => Some(subject.name.as_str()),
                _ => region,
            };
            if subject.level == Level::Pdu {
                self.document.pdus.push(subject.name.clone());
            }
            if let Some(region) = region.filter(|r| !self.document.regions.iter().any(|k| k == r)) {
                self.document.regions.push(region.to_owned());
            }
        }
    }

    fn rate_by_page(&mut self, inspected: &mut Inspected, page: &RatingsPage) {
        if let Some((rating, at)) = page.overall {
            if let Some(told) = inspected.rating.filter(|told| *told != rating) {
                self.document.warnings.push(format!(
                    "the text says '{told}' overall and the list of ratings '{rating}'"
                ));
            }
            inspected.rating = Some(rating);
            self.notes.add_entry("rating", &self.outline, at);
        }
        if let Some((score, at)) = page.score {
            inspected.score = Some(score);
            self.notes.add_entry("score", &self.outline, at);
        }
    }

    fn note_result(&mut self, result: &units::results::Result, told: &[Told]) {
        let of_level = match result.inspected.level {
            Level::Region => "regions",
            _ => "pdus",
        };
        let rated = result
            .rated_by
            .filter(|_| result.inspected.rating.is_some());
        let scored = result
            .scored_by
            .filter(|_| result.inspected.score.is_some());
        let read_from = [
            (of_level, result.named_by),
            ("regions", result.named_by),
            ("rating", rated),
            ("score", scored),
            ("previous_rating", result.rated_before_by),
        ];
        for (field, at) in read_from {
            if let Some(at) = at {
                self.note_told(field, &told[at]);
            }
        }
    }

    fn note_told(&mut self, field: &str, told: &Told) {
        let page = match told.entry {
            Some(entry) => self.outline.entries[entry].block.page,
            None => self.title_page,
        };
        self.notes.add(field, page, &told.text);
    }

    /// The document's own rating and score, where there is one unit or all agree; those of the whole
    /// service, or of a service that is no unit of the list, where there is none.
    fn agree(
        &mut self,
        told: &[Told],
        signs: &Signs,
        page: &RatingsPage,
        published: Option<PartialDate>,
    ) {
        let units = &self.document.inspected;
        let (rating, score) = match units.first() {
            Some(first) => (
                first
                    .rating
                    .filter(|r| units.iter().all(|unit| unit.rating == Some(*r))),
                first
                    .score
                    .filter(|s| units.iter().all(|unit| unit.score == Some(*s))),
            ),
            None if self.document.level == Level::Thematic || signs.is_dynamic() => (None, None),
            None => {
                let whole = units::results::whole(told, published);
                let rating = page.overall.map(|found| found.0);
                match (page.overall, whole) {
                    (Some((_, at)), _) => self.notes.add_entry("rating", &self.outline, at),
                    (None, Some((_, at))) => self.note_told("rating", &told[at]),
                    (None, None) => {}
                }
                if let Some((_, at)) = page.score {
                    self.notes.add_entry("score", &self.outline, at);
                }
                (
                    rating.or(whole.map(|found| found.0)),
                    page.score.map(|found| found.0),
                )
            }
        };
        self.document.rating = rating;
        self.document.score = score;
    }

    /// The page of ratings may know only the month, and the text the day.
    fn read_fieldwork(&mut self, page: &RatingsPage) {
        let told = fieldwork::read(&self.outline);
        let listed = page.fieldwork;
        let date = match (&told, listed) {
            (Some(told), Some((listed, _))) if is_within(told.date, listed) => Some(told.date),
            (Some(told), Some((listed, _))) => {
                if !is_within(listed, told.date) {
                    self.document.warnings.push(format!(
                        "fieldwork began on {} by the text and on {listed} by the list of ratings",
                        told.date
                    ));
                }
                Some(listed)
            }
            (Some(told), None) => Some(told.date),
            (None, listed) => listed.map(|found| found.0),
        };
        self.document.fieldwork_started = date;
        match (told, listed) {
            (Some(told), _) if Some(told.date) == date => {
                let page = told
                    .entry
                    .and_then(|entry| self.outline.entries[entry].block.page);
                self.notes.add("fieldwork_started", page, &told.words);
            }
            (_, Some((_, at))) => self.notes.add_entry("fieldwork_started", &self.outline, at),
            _ => {}
        }
    }

    /// Standards of the page of ratings; without one, those rated at the head of their sections.
    fn read_standards(&mut self, listed: Vec<StandardRating>) {
        let warnings = checks::standards(&listed, &self.outline);
        self.document.warnings.extend(warnings);
        self.document.standards = listed;
        if self.document.standards.is_empty() {
            self.document.standards = rated_sections(&self.outline);
        }
        if self.document.standards.is_empty() {
            self.document.standards = ratings_page::in_sentences(&self.outline);
        }
        let warning = checks::score(&self.document);
        self.document.warnings.extend(warning);
    }

    fn read_findings(&mut self) {
        let outline = &self.outline;
        self.document.key_questions = key_questions::read(outline);
        self.document.recommendations = recommendations::read(outline, self.gazetteer);
        self.document.previous_recommendations = progress::read(outline);
        self.document.sections.clone_from(&outline.sections);
        self.document.passages = passages::read(outline, &self.document.standards);
    }

    fn read_pages(&mut self, extracted: &Extracted) {
        let paged = extracted.pages.iter().any(|page| page.number.is_some());
        let count = u32::try_from(extracted.pages.len()).ok();
        self.document.pages = count.filter(|_| paged);
        let from_file = extracted.warnings.iter().cloned();
        self.document.warnings.splice(0..0, from_file);
    }

    fn finish(mut self) -> Document {
        self.document.evidence = self.notes.0;
        self.document
    }
}

/// Standards that are rated at the head of their sections.
fn rated_sections(outline: &Outline) -> Vec<StandardRating> {
    let mut rated: Vec<StandardRating> = Vec::new();
    for section in outline.standards.iter().filter(|s| s.rating.is_some()) {
        let known = rated.iter().any(|standard| standard.id == section.name.id);
        if !known && !section.name.id.is_empty() {
            rated.push(StandardRating {
                id: section.name.id.clone(),
                name: section.name.name.clone(),
                rating: section.rating,
                page: section.page,
            });
        }
    }
    rated
}

/// A date that says the same as a less precise one, or more.
fn is_within(date: PartialDate, span: PartialDate) -> bool {
    span.first_day() <= date.first_day() && date.last_day() <= span.last_day()
}

/// The outlet whose address or name the text, or the file's own address or title, shows.
fn outlet(
    title: &Title,
    outline: &Outline,
    extracted: &Extracted,
) -> Option<(String, Option<usize>)> {
    let own = extracted.metadata.canonical_url.as_deref();
    if let Some(outlet) = own.and_then(publisher::outlet_addressed) {
        return Some((outlet.to_owned(), None));
    }
    let declared = extracted.metadata.title.as_deref();
    let mut titles = std::iter::once(title.text.as_str()).chain(declared);
    if let Some(outlet) = titles.find_map(publisher::outlet_beside) {
        return Some((outlet, None));
    }
    if let Some(outlet) = &title.masthead {
        return Some((outlet.clone(), Some(0)));
    }
    let lines = || outline.entries.iter().enumerate();
    lines()
        .take(10)
        .find_map(|(at, entry)| Some((publisher::outlet_in_head(&entry.block.text)?, Some(at))))
        .or_else(|| {
            lines().find_map(|(at, entry)| {
                let outlet = publisher::outlet_addressed(&entry.block.text)?;
                Some((outlet.to_owned(), Some(at)))
            })
        })
        .or_else(|| {
            // What the Inspectorate publishes besides reports and releases has its name at the top.
            let own = |(_, entry): &(usize, &Entry)| {
                let line = &entry.block.line;
                publisher::is_inspectorate(line) || people::signs_as_chief(line)
            };
            let (at, _) = lines().take(5).find(own)?;
            Some((publisher::INSPECTORATE.to_owned(), Some(at)))
        })
}
