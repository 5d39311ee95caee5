//! When a document was published.

use probity_extract::{Extracted, MediaType};
use probity_model::{Kind, PartialDate};

use crate::dates;
use crate::headings::Part;
use crate::outline::{Entry, Outline, Role};
use crate::publisher::outlet_named;
use crate::text::{head, patterns, sentences, word_count};

/// A date, and where it was read: a block of the outline, or the file's own statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dated {
    pub(crate) date: PartialDate,
    pub(crate) entry: Option<usize>,
    pub(crate) words: String,
}

patterns! {
    COVER = r"(?i)(?:^|^(?:hm |his majesty's |her majesty's )?inspectorate of probation,? |\b(?:hm|his majesty's|her majesty's) inspectorate of probation,? )((?:\d{1,2} )?\p{L}{3,9}\.? \d{4})$";
    LABEL = r"(?i)(?:(?:\b(?:published|posted|first published|publication(?: date)?|date of publication|(?:release|report|article|post) date|(?:press|news|media) release|submitted|answered|delivered|debated|embargo(?:ed)?(?: until| to)?|not for (?:publication|broadcast|release)(?: or \p{L}{7,11})? (?:before|until)|for (?:immediate )?release|issued)\b|(?:^|\W )date(?: published)?\b)(?: on)?\s*[:|-]?|^\(?)\s*(?:on |until |by |at )?(?:\d\d?[:.]\d\d ?(?:am|pm|hrs?)?,? (?:on )?)?(?:(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|wed|thur?s?|fri|sat|sun)\.?,? )?$";
    /// The desk that an article comes from: "News | 12.06.24".
    DESK = r"^\p{Lu}[\p{L} &]{1,25} ?[|·•] ?$";
    /// What a line gives before its day, in a few words: "Ashby Post, ", "Issue 12 - Friday ".
    BEFORE_DAY = r"(?i)^\p{L}[^!?:;]{2,80}?(?:[,.|]| [|·•/-]) ?(?:\d\d?[:.]\d\d ?(?:am|pm)?,? )?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?,? )?$";
    BEHIND_DAY = r"(?i)^[ ,:|·•-]*(?:at )?(?:\d\d?[:.]\d\d.{0,8}|page \d{1,3}|by .{2,40}|\d{1,2} min.{0,12}|(?:press|news|media) release)?$";
    /// Days that are told of, and are not that of the document.
    OTHER_DAY = r"(?i)\b(?:fieldwork|inspect(?:ion|ions|ed|ors?)|visit\w*|hearing|sentenc\w+|meeting|agenda|tabled|updated|due|deadline|target|clos(?:es|ing)|appl(?:y|ications?)|effective|starts?|ends?|event|weeks?|census|sample|born|until|from|between|since|before|after|copyright|version|accessed|retrieved|review(?:ed)?|expires?|w/[ce])\b";
    /// The place that an article is sent from, before its day.
    PLACE_BEFORE = r"^\p{Lu}[\p{L}'-]+(?: \p{Lu}[\p{L}'-]+){0,2},? \(?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?$";
    /// Of what a sentence tells, not of the document.
    LEADS_TO_DAY = r"(?i)\b(?:on|by|after|since|until|from|before|in|to|at)(?: \p{L}{3,9}day,?)? $";
    PREPOSITION = r"^(?:On|By|In|At|Since|Until|From|Before|After|The|Last|Next)\b";
    PUBLISHED = r"(?i)^-?\s*(?:first )?published(?: (?:on|in))?\s*[:|-]?\s*$";
    DATELINE = r"^\p{Lu}[\p{Lu} '-]{2,30}, $";
    ANNOUNCED = r"(?i)\b(?:published|can be (?:read|downloaded|found)|available|released|issued|embargoed|release)\b.{0,90}?\b(?:on|until|from)(?: (?:mon|tues|wednes|thurs|fri|satur|sun)day,?)? $|^\W*(?:date of )?publication(?: date)?: ?$";
    TODAY = r"(?i)\btoday(?:'s (?:report|inspection|findings))?,? ?\(?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?$";
    OF_REPORT = r"(?i)\breport (?:was )?(?:first )?published\b\W{0,3}(?:on )?$";
    UPDATED = r"(?i)\b(?:last )?(?:updated|modified|reviewed|accessed)\b\W{0,3}(?:on )?$";
    CHANGED = r"(?i)^(?:this page was )?(?:last )?(?:updated|modified)\b[ :|-]*(?:on |at )?(?:\d\d?[:.]\d\d ?(?:am|pm)?,? )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?$";
    EARLIER = r"(?i)\b(?:previous(?:ly)?|last inspect|last (?:\w+ )?report|earlier report|first inspect|(?:an?|another|its|that|each|earlier|thematic|annual|joint|neighbouring|separate|other) (?:[\w-]+ ){0,4}?reports?\b[^.]{0,60}\bpublished|report on (?:the )?(?:neighbouring|nearby|another|other)|w/c|week commencing|since its)\b";
    ADDRESS = r"/((?:19|20)\d\d)[/-](\d\d)(?:[/-](\d\d))?(?:/|-|$)";
    OWN_REPORT = r"(?i)^(?:we published (?:our|this|the) report|(?:this|our) report (?:was|is|has been) (?:first )?published)\b";
    // a number of a newsletter
    ISSUE = r"(?i)\b(?:issue|edition|bulletin|newsletter|digest|briefing)\b[^,]{0,20}, $";
}

/// What is longer, in bytes, is no sentence that someone wrote.
const LONGEST: usize = 2_500;

/// A line that is no more than a label and a date, in bytes.
const SHORT: usize = 80;

/// A day stands this early in its line, in bytes.
const LONGEST_STAMP: usize = 120;

/// No more words than these stand before the day of a document.
const MOST_BEFORE_DAY: usize = 9;

/// How many words a sentence has, at least.
const SENTENCE: usize = 6;

/// How many lines from the top a date may stand alone.
const TOP: usize = 25;

/// The date of publication. A report's cover wins over its file; an article's file over its text.
pub(crate) fn read(kind: Kind, extracted: &Extracted, outline: &Outline) -> Option<Dated> {
    let stated = || stated(extracted);
    let address = || address(extracted);
    match kind {
        Kind::InspectionReport => cover(outline)
            .or_else(stated)
            .or_else(|| labelled(outline))
            .or_else(|| announced(outline, kind))
            .or_else(address),
        _ => stated()
            .or_else(|| labelled(outline))
            .or_else(|| announced(outline, kind))
            .or_else(address)
            .or_else(|| cover(outline)),
    }
    .or_else(|| updated(outline))
}

/// "HM Inspectorate of Probation, August 2024", or a month alone on a line of the cover.
fn cover(outline: &Outline) -> Option<Dated> {
    let top = outline.entries.iter().enumerate().take(TOP);
    for (at, entry) in top.filter(|(_, entry)| is_front(entry)) {
        let line = entry.block.line.clone();
        let found = COVER.captures(&line);
        if let Some(date) = found.and_then(|found| dates::first(&found[1])) {
            return Some(dated(date.date, at, &line));
        }
    }
    None
}

fn is_front(entry: &Entry) -> bool {
    matches!(entry.part, Part::Opening | Part::Imprint)
}

/// What the page's markup says.
fn stated(extracted: &Extracted) -> Option<Dated> {
    let stated = extracted.metadata.published.as_deref()?;
    (extracted.media_type == MediaType::Html).then_some(())?;
    Some(Dated {
        date: dates::stated(stated)?,
        entry: None,
        words: stated.to_owned(),
    })
}

/// A date at the head of a line, or behind "Published", in the lines above the text. An answer to a
/// report also tells when that was published, which counts where it gives no other date.
fn labelled(outline: &Outline) -> Option<Dated> {
    labelled_by(outline, |before| !OF_REPORT.is_match(before))
        .or_else(|| stamped(outline))
        .or_else(|| labelled_by(outline, |before| OF_REPORT.is_match(before)))
        .or_else(|| set_apart(outline))
}

/// A day between the parts of a line above the text: "Comment - The Post's view - Thursday 15 May 2024",
/// "Filed 09.41 Thurs 20 April 2023".
fn set_apart(outline: &Outline) -> Option<Dated> {
    let is_text = |entry: &Entry| word_count(&entry.block.line) > MOST_IN_HEAD;
    let entries = outline.entries.iter().enumerate().take(HEAD);
    let mut head = entries.take_while(|(_, entry)| is_front(entry) && !is_text(entry));
    head.find_map(|(at, entry)| {
        let line = entry.block.line.as_str();
        let is_told = line.ends_with(['.', '!', '?']) || OTHER_DAY.is_match(line);
        let day = |found: &dates::Found| matches!(found.date, PartialDate::Day(_));
        let found = dates::all(line)
            .into_iter()
            .find(day)
            .filter(|_| !is_told)?;
        let before = line[..found.range.start].rsplit(PARTS).next()?;
        let behind = line[found.range.end..].split(PARTS).next()?;
        let few = word_count(before) <= MOST_AHEAD && !LEADS_TO_DAY.is_match(before);
        (few && behind.trim().is_empty()).then(|| dated(found.date, at, line))
    })
}

/// What parts a line above the text.
const PARTS: [char; 7] = ['-', '|', '/', ',', ':', '·', '('];

/// How many lines a head has.
const HEAD: usize = 6;

/// How many words a line of it has.
const MOST_IN_HEAD: usize = 22;

/// How many words of the same part stand before the day: "Recorded Tuesday".
const MOST_AHEAD: usize = 3;

fn labelled_by(outline: &Outline, counts: impl Fn(&str) -> bool) -> Option<Dated> {
    let top = outline.entries.iter().enumerate().take(TOP);
    for (at, entry) in top {
        let line = entry.block.line.clone();
        if entry.role == Role::Title {
            if let Some(found) = dates::first(&line).filter(|found| is_stamp_of(&line, found)) {
                return Some(dated(found.date, at, &line));
            }
            continue;
        }
        if !is_front(entry) || line.len() > 160 {
            continue;
        }
        if let Some(date) = dates::of_short_year(&line) {
            return Some(dated(date, at, &line));
        }
        // What a sentence says was published may be anything, unless it begins with it.
        let is_sentence = line.ends_with('.') && word_count(&line) >= SENTENCE;
        for found in dates::all(&line) {
            let before = &line[..found.range.start];
            let label = LABEL.find(before).filter(|_| !UPDATED.is_match(before));
            let is_of_line = |label: regex::Match| label.start() == 0 || !is_sentence;
            let behind_label = label.is_some_and(is_of_line) && !is_of_sentence(&line, &found);
            let byline = before.starts_with("By ") || before.starts_with("Author");
            let house = before.trim_end_matches([' ', ',', '|', '-', ':']);
            let behind_house = house.len() < before.len() && outlet_named(house).is_some();
            let behind_desk = DESK.is_match(before);
            let is_told = behind_label || byline || behind_house || behind_desk;
            let is_day = matches!(found.date, PartialDate::Day(_));
            let is_precise = is_day || PUBLISHED.is_match(before);
            if is_precise && counts(before) && is_told {
                return Some(dated(found.date, at, &line));
            }
        }
    }
    None
}

/// A day behind a few words, or behind the place that an article is sent from, above the text.
fn stamped(outline: &Outline) -> Option<Dated> {
    let top = outline.entries.iter().enumerate().take(TOP);
    let mut front = top.filter(|(_, entry)| is_front(entry) && entry.role != Role::Title);
    front.find_map(|(at, entry)| {
        let line = head(&entry.block.line, LONGEST_STAMP);
        let found = dates::first(line).filter(|found| matches!(found.date, PartialDate::Day(_)))?;
        let (before, behind) = (&line[..found.range.start], &line[found.range.end..]);
        let alone = line.len() == entry.block.line.len()
            && BEHIND_DAY.is_match(behind)
            && BEFORE_DAY.is_match(before)
            && word_count(before) <= MOST_BEFORE_DAY;
        let sent = PLACE_BEFORE.is_match(before)
            && !PREPOSITION.is_match(before)
            && behind
                .trim_start_matches([')', ' '])
                .starts_with(['-', ':']);
        let is_own = (alone || sent) && !OTHER_DAY.is_match(before);
        is_own.then(|| dated(found.date, at, line))
    })
}

/// Where nothing else tells, the day when the page was last changed.
fn updated(outline: &Outline) -> Option<Dated> {
    let top = outline.entries.iter().enumerate().take(TOP);
    let mut front = top.filter(|(_, entry)| is_front(entry) && entry.block.line.len() < SHORT);
    front.find_map(|(at, entry)| {
        let line = &entry.block.line;
        let found = dates::first(line).filter(|found| matches!(found.date, PartialDate::Day(_)))?;
        let says = CHANGED.is_match(&line[..found.range.start]);
        says.then(|| dated(found.date, at, line))
    })
}

/// "On 3 May 2022, someone was released …": the day of what the sentence tells.
fn is_of_sentence(line: &str, found: &dates::Found) -> bool {
    let before = line[..found.range.start].trim();
    let behind = &line[found.range.end..];
    let first = before.split(' ').next().unwrap_or(before);
    let has_preposition = ["On", "By", "Until", "At"].contains(&first);
    has_preposition && word_count(behind) >= SENTENCE / 2
}

/// A headline may carry its day: "02 September 2022 - On voices", "Unit rated 'Good' (2 May 2023)",
/// "In brief - 27 March 2025", "LEEDS, 12 June 2024 - On units".
fn is_stamp_of(title: &str, found: &dates::Found) -> bool {
    let day = matches!(found.date, PartialDate::Day(_));
    let behind = title[found.range.end..].trim_start();
    let ahead = &title[..found.range.start];
    let begins = ahead.is_empty() || DATELINE.is_match(ahead);
    let leads = begins && behind.starts_with(['-', ':', '|']);
    let leads_on = ahead.trim_end().ends_with(['-', '|']) || ISSUE.is_match(ahead);
    let ends = behind.is_empty() && leads_on;
    day && (leads || ends || (ahead.ends_with('(') && behind == ")"))
}

/// "published on 30 March 2023", "is available at … on 29 August 2024", "today (18 March 2025)".
fn announced(outline: &Outline, kind: Kind) -> Option<Dated> {
    let open = |part: Part| match kind {
        Kind::InspectionReport => matches!(part, Part::Opening | Part::Imprint),
        _ => !matches!(part, Part::Progress | Part::Standard),
    };
    for (at, entry) in outline.entries.iter().enumerate() {
        let line = entry.block.line.clone();
        // A line that says nothing else, wherever it stands
        let is_label = || {
            let day = dates::first(&line).filter(|day| day.range.end == line.len());
            day.is_some_and(|day| PUBLISHED.is_match(&line[..day.range.start]))
        };
        let is_own = || line.len() < LONGEST && OWN_REPORT.is_match(&line);
        let is_sought = open(entry.part) || (line.len() < SHORT && is_label()) || is_own();
        if !is_sought {
            continue;
        }
        for sentence in sentences(&line).into_iter().filter(|s| s.len() < LONGEST) {
            for found in dates::all(sentence) {
                let before = &sentence[..found.range.start];
                let day = matches!(found.date, PartialDate::Day(_));
                let is_of_report = || ANNOUNCED.is_match(before) && !EARLIER.is_match(sentence);
                if day && (TODAY.is_match(before) || is_of_report()) {
                    return Some(dated(found.date, at, sentence));
                }
            }
        }
    }
    None
}

/// Addresses of articles hold the year and month: `/2024/05/`.
fn address(extracted: &Extracted) -> Option<Dated> {
    let first = || {
        extracted
            .pages
            .first()?
            .blocks
            .first()
            .map(|block| block.text.as_str())
    };
    let printed = || first().filter(|line| line.starts_with("http") && !line.contains(' '));
    let address = extracted
        .metadata
        .canonical_url
        .as_deref()
        .or_else(printed)?;
    let found = ADDRESS.captures(address)?;
    let (year, month) = (found[1].parse().ok()?, found[2].parse().ok()?);
    let day = found.get(3).and_then(|day| day.as_str().parse().ok());
    let date = match day {
        Some(day) => PartialDate::day_of(year, month, day)?,
        None => PartialDate::month_of(year, month)?,
    };
    Some(Dated {
        date,
        entry: None,
        words: address.to_owned(),
    })
}

pub(crate) fn dated(date: PartialDate, entry: usize, words: &str) -> Dated {
    Dated {
        date,
        entry: Some(entry),
        words: words.to_owned(),
    }
}
