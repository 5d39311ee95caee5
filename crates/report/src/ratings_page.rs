//! The page of ratings: the unit, the start of the fieldwork, score, overall rating and standards.

mod marked;

use probity_model::{PartialDate, Rating, Score, StandardRating};

use crate::blocks::{Block, Form};
use crate::dates;
use crate::headings::{self, Part, StandardName};
use crate::outline::{Entry, Outline, capitalised};
use crate::rating_words::{self, ending_in_rating, rating_line, without_points};
use crate::text::{NUMBER_WORDS, all_captured, captured, number, patterns, plain};

/// What the page says; each with the place of its block in the outline.
#[derive(Debug, Default)]
pub(crate) struct RatingsPage {
    pub(crate) overall: Option<(Rating, usize)>,
    pub(crate) score: Option<(Score, usize)>,
    pub(crate) fieldwork: Option<(PartialDate, usize)>,
    pub(crate) standards: Vec<StandardRating>,
}

patterns! {
    SCORE = &format!(r"(?i)\b(?:score|points)\W{{0,4}}(\d{{1,2}}|{NUMBER_WORDS})\s*(?:/|out of)\s*(\d{{1,2}})\b");
    BARE_SCORE = r"^\W{0,3}(\d{1,2})\s*/\s*(\d{1,2})\W{0,3}$";
    // print that came damaged has lost its first letters: "lwork started"
    FIELDWORK = r"(?i)(?:work|inspection(?: of [^.]{3,60}?)?) (?:started|began|commenced|start(?:s|ing)?(?: date)?)\b|^(?:inspection |dates? of )?fieldwork(?: (?:dates?|period|weeks?))?(?:\s*[:|-]| \d| from\b)";
    /// "Staffing: Good", in a line or sentence.
    NAMED = r"(?i)\b(leadership(?: and governance)?|staff(?:ing)?|services|information and facilities|court work|assessment|planning|implementation and delivery|reviewing|public protection|desistance|resettlement|unpaid work|(?:statutory )?victim work)\s*(?::|-|,? (?:is|was|were|are)(?: rated)?)\s*'?(outstanding|good|requires improvement|inadequate)\b";
    OVERALL = r"(?i)\brall rating\b|\boverall rating\b|^overall$";
}

/// Reads the page; what it lacks, from tables elsewhere.
pub(crate) fn read(outline: &Outline) -> RatingsPage {
    let page = |entry: &&(usize, &Entry)| entry.1.part == Part::Ratings;
    let entries: Vec<(usize, &Entry)> = outline.entries.iter().enumerate().collect();
    let own: Vec<(usize, &Entry)> = entries.iter().filter(page).copied().collect();
    let mut found = scan(&own);
    let rows: Vec<(usize, &Entry)> = entries
        .into_iter()
        .filter(|(_, entry)| is_rating_row(entry))
        .collect();
    let mut elsewhere = scan(&rows);
    if found.overall.is_none() && found.standards.is_empty() {
        std::mem::swap(&mut found, &mut elsewhere);
    }
    found.overall = found.overall.or(elsewhere.overall);
    found.score = found.score.or(elsewhere.score);
    found.fieldwork = found.fieldwork.or(elsewhere.fieldwork);
    if found.standards.is_empty() {
        found.standards = marked::read(outline);
    }
    found
}

/// Standards that lines and sentences rate by their names: "Leadership: Good. Staffing: Inadequate."
pub(crate) fn in_sentences(outline: &Outline) -> Vec<StandardRating> {
    const FEWEST: usize = 3;
    let closed = [Part::Progress, Part::Recommendations, Part::Notes];
    let mut found: Vec<StandardRating> = Vec::new();
    let entries = outline.entries.iter();
    for entry in entries.filter(|entry| !closed.contains(&entry.part)) {
        let line = &entry.block.line;
        // Most texts are told apart by this.
        if last_words_of_ratings(line) == 0 {
            continue;
        }
        let mut add = |name: &str, rating: Rating| {
            let known = |standard: &StandardRating| standard.name.eq_ignore_ascii_case(name);
            if !found.iter().any(known) {
                found.push(StandardRating {
                    id: String::new(),
                    name: capitalised(name),
                    rating: Some(rating),
                    page: entry.block.page,
                });
            }
        };
        // "Staffing Inadequate", on a line of its own.
        let alone = ending_in_rating(line);
        let alone = alone.and_then(|(front, rating)| Some((by_name(&front)?, rating)));
        if let Some((name, rating)) = alone {
            add(&name, rating);
        } else if last_words_of_ratings(line) > 1 {
            for named in all_captured(&NAMED, line) {
                if let Some(rating) = rating_words::named(&named[2]) {
                    add(&named[1], rating);
                }
            }
        }
    }
    if found.len() < FEWEST {
        found.clear();
    }
    found
}

fn by_name(front: &str) -> Option<String> {
    headings::standard_by_name(front).map(|named| named.name)
}

fn last_words_of_ratings(line: &str) -> usize {
    const LAST: [&str; 4] = ["ood", "nadequate", "mprovement", "utstanding"];
    LAST.iter().map(|word| line.matches(word).count()).sum()
}

/// A line of a table outside the findings that names a standard, or the whole, with its rating.
fn is_rating_row(entry: &Entry) -> bool {
    let elsewhere = !matches!(
        entry.part,
        Part::Standard | Part::Progress | Part::Recommendations
    );
    if !elsewhere || !matches!(entry.block.form, Form::Row { .. }) {
        return false;
    }
    let line = line_of(&entry.block);
    let rates = |(front, _): (String, Rating)| {
        headings::standard(&front).is_some()
            || headings::standard_by_name(&front).is_some()
            || OVERALL.is_match(&front)
    };
    SCORE.is_match(&line) || FIELDWORK.is_match(&line) || ending_in_rating(&line).is_some_and(rates)
}

/// What the next rating on the page will be of.
enum Waiting {
    Nothing,
    Overall,
    Standard(StandardName, Option<u32>),
}

fn scan(entries: &[(usize, &Entry)]) -> RatingsPage {
    let mut page = RatingsPage::default();
    let mut waiting = Waiting::Nothing;
    for (at, entry) in entries {
        let line = line_of(&entry.block);
        page.note_figures(&line, *at);
        for cell in entry.block.cells().skip(1) {
            page.note_score(&cell, *at);
        }
        waiting = page.note_rating(&line, *at, &entry.block, waiting);
    }
    page
}

/// A block as one line; of a row the cells, but not the points beside a rating.
fn line_of(block: &Block) -> String {
    match &block.form {
        Form::Row { cells, .. } => {
            let cells = without_points(cells).into_iter();
            let is_rated = || rating_of_row_but_score(block);
            let cells = cells.filter(|cell| !BARE_SCORE.is_match(cell) || !is_rated());
            let filled: Vec<&str> = cells.filter(|cell| !cell.is_empty()).collect();
            plain(&filled.join(" ")).into_owned()
        }
        _ => block.line.clone(),
    }
}

/// A row with a rating, behind which its score may stand.
fn rating_of_row_but_score(block: &Block) -> bool {
    block.cells().any(|cell| rating_line(&cell).is_some())
}

impl RatingsPage {
    fn note_score(&mut self, line: &str, at: usize) {
        let score = captured(&SCORE, line).or_else(|| captured(&BARE_SCORE, line));
        if let (None, Some(found)) = (self.score, score) {
            let points = number(&found[1]).and_then(|points| u8::try_from(points).ok());
            let out_of = found[2].parse().ok();
            let score = points.zip(out_of);
            let score = score.and_then(|(points, out_of)| Score::new(points, out_of).ok());
            self.score = score.map(|score| (score, at));
        }
    }

    fn note_figures(&mut self, line: &str, at: usize) {
        self.note_score(line, at);
        if let (None, Some(found)) = (self.fieldwork, FIELDWORK.find(line)) {
            self.fieldwork = dates::first(&line[found.end()..]).map(|found| (found.date, at));
        }
    }

    fn note_rating(&mut self, line: &str, at: usize, block: &Block, waiting: Waiting) -> Waiting {
        if let Some(rating) = rating_line(line).filter(|_| !OVERALL.is_match(line)) {
            return self.give(waiting, rating, at);
        }
        let (front, rating) = match ending_in_rating(line) {
            Some((front, rating)) => (front, Some(rating)),
            None => (line.to_owned(), None),
        };
        let stands_apart = matches!(block.form, Form::Row { .. } | Form::Heading(_));
        let by_name = || headings::standard_by_name(&front).filter(|_| stands_apart);
        let now = if let Some(name) = headings::standard(&front).or_else(by_name) {
            Waiting::Standard(name, block.page)
        } else if OVERALL.is_match(&front) {
            Waiting::Overall
        } else {
            // lines about the fieldwork or the unit may stand between a name and its rating
            waiting
        };
        match rating {
            Some(rating) => self.give(now, rating, at),
            None => now,
        }
    }

    fn give(&mut self, waiting: Waiting, rating: Rating, at: usize) -> Waiting {
        match waiting {
            Waiting::Overall if self.overall.is_none() => self.overall = Some((rating, at)),
            Waiting::Standard(name, page) => self.add(name, page, rating),
            Waiting::Overall | Waiting::Nothing => {}
        }
        Waiting::Nothing
    }

    fn add(&mut self, name: StandardName, page: Option<u32>, rating: Rating) {
        let is_known = |known: &StandardRating| match name.id.as_str() {
            "" => known.name == name.name,
            id => known.id == id,
        };
        if !self.standards.iter().any(is_known) {
            self.standards.push(StandardRating {
                id: name.id,
                name: name.name,
                rating: Some(rating),
                page,
            });
        }
    }
}
