//! Dates in running text, in the forms that British offices and newspapers write.

use std::ops::Range;

use jiff::{Timestamp, tz::TimeZone};
use probity_model::PartialDate;
use regex::Captures;

use crate::text::{captured, patterns};

/// A date and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) range: Range<usize>,
    pub(crate) date: PartialDate,
}

/// Names of the months, as a part of a pattern.
macro_rules! month {
    () => {
        "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?,?"
    };
}

patterns! {
    DATE = concat!(
        r"(?i)\b(?:(?P<iy>\d{4})-(?P<im>\d{2})-(?P<id>\d{2})",
        // 3 to 14 March 2025; 26 June 2023 - 02 July 2023; the first day counts
        r"|(?P<sd>\d{1,2})(?:st|nd|rd|th)?(?:\s+(?P<sm>", month!(), r"))?(?:\s+(?P<sy>(?:19|20)\d{2}))?\s*(?:-|to|and|until)\s*",
        r"\d{1,2}(?:st|nd|rd|th)?\s+(?P<em>", month!(), r")\s+(?P<ey>(?:19|20)\d{2})",
        r"|(?P<wd>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<wm>", month!(), r")\s+(?P<wy>(?:19|20)\d{2})",
        r"|(?P<am>", month!(), r")\s+(?P<ad>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<ay>(?:19|20)\d{2})",
        r"|(?P<nd>\d{1,2})[/.](?P<nm>\d{1,2})[/.](?P<ny>(?:20)?\d{2})",
        r"|(?P<hd>\d{1,2})-(?P<hm>\d{1,2})-(?P<hy>20\d{2})",
        r"|(?P<mm>", month!(), r")\s+(?P<my>(?:19|20)\d{2})",
        // "12 JUN 2024Updated", "2024-06-12T09:00": what is set right behind it is not part of it
        r")(?:\b|(?P<glued>(?-i:\p{Lu}[a-z]|T\d)))"
    );
    SHORT_YEAR = concat!(r"(?i)^(?:\p{L}{3,9},? )?(?P<wd>\d{1,2})(?:st|nd|rd|th)? (?P<wm>", month!(), r") '?(?P<wy>\d{2})$");
}

/// Every date of a plain text, in order. Of a span ("3 to 14 March 2025") its first day.
pub(crate) fn all(text: &str) -> Vec<Found> {
    DATE.captures_iter(text)
        .filter_map(|found| {
            let whole = found.get(0)?.range();
            let glued = found.name("glued").map(|glued| glued.start());
            Some(Found {
                range: whole.start..glued.unwrap_or(whole.end),
                date: date(&found)?,
            })
        })
        .collect()
}

/// "12 Jun 24", which is a date only where nothing else stands on the line.
pub(crate) fn of_short_year(line: &str) -> Option<PartialDate> {
    let found = captured(&SHORT_YEAR, line)?;
    let year: i16 = found["wy"].parse().ok()?;
    worded(&found["wd"], &found["wm"], &(2000 + year).to_string())
}

/// The first date of a plain text.
pub(crate) fn first(text: &str) -> Option<Found> {
    all(text).into_iter().next()
}

/// A date as files and markup write it: the day of an ISO 8601 or RFC 3339 time, or any form of text. A
/// time of another zone is of the day that it was in London.
pub(crate) fn stated(text: &str) -> Option<PartialDate> {
    if let Some(day) = day_in_london(text.trim()) {
        return Some(day);
    }
    let day = text.trim().get(..10).and_then(|day| day.parse().ok());
    day.or_else(|| text.trim().parse().ok())
        .or_else(|| first(text).map(|found| found.date))
}

fn day_in_london(text: &str) -> Option<PartialDate> {
    let time: Timestamp = text.parse().ok()?;
    let zone = TimeZone::posix(LONDON).ok()?;
    let day = time.to_zoned(zone).date();
    PartialDate::day_of(day.year(), day.month(), day.day())
}

/// Greenwich time, and an hour more from the last Sunday of March to that of October.
const LONDON: &str = "GMT0BST,M3.5.0/1,M10.5.0";

fn date(found: &Captures) -> Option<PartialDate> {
    let get = |name: &str| found.name(name).map(|part| part.as_str());
    if let Some(day) = get("id") {
        return numeric(day, get("im")?, get("iy")?);
    }
    if let Some(day) = get("sd") {
        return worded(day, get("sm").or(get("em"))?, get("sy").or(get("ey"))?);
    }
    if let Some(day) = get("wd") {
        return worded(day, get("wm")?, get("wy")?);
    }
    if let Some(day) = get("ad") {
        return worded(day, get("am")?, get("ay")?);
    }
    if let Some(day) = get("nd") {
        return numeric(day, get("nm")?, get("ny")?);
    }
    if let Some(day) = get("hd") {
        return numeric(day, get("hm")?, get("hy")?);
    }
    PartialDate::month_of(get("my")?.parse().ok()?, month_number(get("mm")?)?)
}

fn numeric(day: &str, month: &str, year: &str) -> Option<PartialDate> {
    let year: i16 = year.parse().ok()?;
    let year = if year < 100 { 2000 + year } else { year };
    PartialDate::day_of(year, month.parse().ok()?, day.parse().ok()?)
}

fn worded(day: &str, month: &str, year: &str) -> Option<PartialDate> {
    PartialDate::day_of(year.parse().ok()?, month_number(month)?, day.parse().ok()?)
}

fn month_number(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let start = name.get(..3)?.to_lowercase();
    let index = MONTHS.iter().position(|month| *month == start)?;
    i8::try_from(index + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = all(text)
            .iter()
            .map(|found| found.date.to_string())
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn forms_of_a_day() {
        check("on 29 August 2024.", &["2024-08-29"]);
        check("09 February 2023", &["2023-02-09"]);
        check("Published 15th Nov 2024", &["2024-11-15"]);
        check("17th May 2022, 7:30 am", &["2022-05-17"]);
        check("the 3rd of June 2025", &["2025-06-03"]);
        check("23/11/2022", &["2022-11-23"]);
        check("1.2.24", &["2024-02-01"]);
        check("March 18, 2025", &["2025-03-18"]);
        check("date 2025-07-31", &["2025-07-31"]);
    }

    #[test]
    fn what_is_glued_to_a_date_is_not_part_of_it() {
        check(
            "00:01, 12 JUN 2024Updated 08:15, 13 JUN 2024",
            &["2024-06-12", "2024-06-13"],
        );
        check("2024-06-12T09:00:00Z", &["2024-06-12"]);
        assert_eq!(all("12 June 2024Updated")[0].range, 0..12);
        check("12 June 20245", &[]);
    }

    #[test]
    fn a_short_year_stands_on_a_line_of_its_own() {
        let check = |line: &str, expected: Option<&str>| {
            let found = of_short_year(line).map(|date| date.to_string());
            assert_eq!(found.as_deref(), expected, "{line}");
        };
        check("12 Jun 24", Some("2024-06-12"));
        check("Wednesday, 12th June '24", Some("2024-06-12"));
        check("12 June 24 people came", None);
        check("On 4 March 12", None);
    }

    #[test]
    fn spans_give_their_first_day() {
        check("between 26 June 2023 - 02 July 2023", &["2023-06-26"]);
        check("from 3 to 14 March 2025", &["2025-03-03"]);
        check("between 12 February and 7 June 2024", &["2024-02-12"]);
        check(
            "13 June 2022 to 19 June 2022 and 11 July 2022 to 17 July 2022",
            &["2022-06-13", "2022-07-11"],
        );
    }

    #[test]
    fn less_than_a_day() {
        check("August 2024", &["2024-08"]);
        check("HM Inspectorate, Sept. 2023", &["2023-09"]);
        check("in March, and in 2024 it may", &[]);
        check("31 February 2024", &[]);
        check("37 out of 52", &[]);
    }

    #[test]
    fn what_files_state() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(
                stated(text).map(|date| date.to_string()).as_deref(),
                expected
            );
        };
        check("2024-08-15T09:10:11.000Z", Some("2024-08-15"));
        check("2024-08", Some("2024-08"));
        check("15 August 2024", Some("2024-08-15"));
        check("yesterday", None);
        check("ééééééé", None);
    }
}
