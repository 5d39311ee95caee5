//! Dates as precise as the document gave them: a year, a month or a day.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A date with its precision. Written and parsed as `2024`, `2024-08` or `2024-08-29`.
///
/// Ordered by the first day it can mean, the vaguer date first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum PartialDate {
    /// Only the year is known.
    Year(i16),
    /// The year and the month (1 to 12) are known.
    Month(i16, i8),
    /// The day is known.
    Day(Date),
}

/// Years that a document of this field can be about; anything else is a misreading.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

impl PartialDate {
    /// A year, where it is a plausible one (1900 to 2199).
    #[must_use]
    pub fn year_only(year: i16) -> Option<Self> {
        YEARS.contains(&year).then_some(Self::Year(year))
    }

    /// A month of a year, where there is such a month.
    #[must_use]
    pub fn month_of(year: i16, month: i8) -> Option<Self> {
        (YEARS.contains(&year) && (1..=12).contains(&month)).then_some(Self::Month(year, month))
    }

    /// A day, where there is such a day in the calendar.
    #[must_use]
    pub fn day_of(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = Date::new(year, month, day).ok()?;
        YEARS.contains(&year).then_some(Self::Day(date))
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        match self {
            Self::Year(year) | Self::Month(year, _) => year,
            Self::Day(date) => date.year(),
        }
    }

    /// The month, where it is known.
    #[must_use]
    pub fn month(self) -> Option<i8> {
        match self {
            Self::Year(_) => None,
            Self::Month(_, month) => Some(month),
            Self::Day(date) => Some(date.month()),
        }
    }

    /// The first day this date can mean.
    #[must_use]
    pub fn first_day(self) -> Date {
        match self {
            Self::Year(year) => jiff::civil::date(year, 1, 1),
            Self::Month(year, month) => jiff::civil::date(year, month, 1),
            Self::Day(date) => date,
        }
    }

    /// The last day this date can mean.
    #[must_use]
    pub fn last_day(self) -> Date {
        match self {
            Self::Year(year) => jiff::civil::date(year, 12, 31),
            Self::Month(..) => self.first_day().last_of_month(),
            Self::Day(date) => date,
        }
    }

    /// The first day as a number that sorts like the date: 20240829.
    #[must_use]
    pub fn first_day_number(self) -> u64 {
        day_number(self.first_day())
    }

    /// The last day as a number that sorts like the date.
    #[must_use]
    pub fn last_day_number(self) -> u64 {
        day_number(self.last_day())
    }

    const fn precision(self) -> u8 {
        match self {
            Self::Year(_) => 0,
            Self::Month(..) => 1,
            Self::Day(_) => 2,
        }
    }
}

fn day_number(date: Date) -> u64 {
    let [year, month, day] = [
        i64::from(date.year()),
        i64::from(date.month()),
        i64::from(date.day()),
    ];
    u64::try_from(year * 10_000 + month * 100 + day).unwrap_or_default()
}

impl Ord for PartialDate {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.first_day(), self.precision()).cmp(&(other.first_day(), other.precision()))
    }
}

impl PartialOrd for PartialDate {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(date) => write!(f, "{date}"),
        }
    }
}

/// The text is no date of the form `2024`, `2024-08` or `2024-08-29`, or not in the calendar.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a date is written 2024, 2024-08 or 2024-08-29")]
pub struct NotADate;

impl FromStr for PartialDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        let mut parts = text.split('-');
        let year = number(parts.next(), 4)?;
        let month = parts.next().map(|part| number(Some(part), 2)).transpose()?;
        let day = parts.next().map(|part| number(Some(part), 2)).transpose()?;
        if parts.next().is_some() {
            return Err(NotADate);
        }
        let small = |n: i16| i8::try_from(n).map_err(|_| NotADate);
        match (month, day) {
            (None, _) => Self::year_only(year),
            (Some(month), None) => Self::month_of(year, small(month)?),
            (Some(month), Some(day)) => Self::day_of(year, small(month)?, small(day)?),
        }
        .ok_or(NotADate)
    }
}

fn number(part: Option<&str>, digits: usize) -> Result<i16, NotADate> {
    let part = part.filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()));
    part.and_then(|part| part.parse().ok()).ok_or(NotADate)
}

impl TryFrom<String> for PartialDate {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Self, NotADate> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn precision_is_kept() {
        for text in ["2024", "2024-08", "2024-08-29"] {
            assert_eq!(
                text.parse::<PartialDate>().map(|date| date.to_string()),
                Ok(text.into())
            );
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "24",
            "2024-13",
            "2024-02-30",
            "2024-8",
            "2024-08-29-1",
            "0000",
            "２０２４",
        ] {
            assert_eq!(text.parse::<PartialDate>(), Err(NotADate), "{text}");
        }
    }

    #[test]
    fn a_month_spans_its_days() {
        let month: PartialDate = "2024-02".parse().unwrap();
        assert_eq!(month.first_day_number(), 20_240_201);
        assert_eq!(month.last_day_number(), 20_240_229);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,12}") {
            if let Ok(date) = text.parse::<PartialDate>() {
                prop_assert_eq!(date.to_string(), text);
            }
        }
    }
}
