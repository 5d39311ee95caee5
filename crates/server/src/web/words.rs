//! Names of fields, values and dates as people read them.

use probity_model::PartialDate;
use probity_search::{Facet, Scope, Sort};

/// The facet's name above its values.
pub(super) const fn facet(facet: Facet) -> &'static str {
    match facet {
        Facet::Region => "Region",
        Facet::Pdu => "Probation delivery unit",
        Facet::Rating => "Overall rating",
        Facet::Year => "Year published",
        Facet::Kind => "Kind of document",
        Facet::Publisher => "Publisher",
        Facet::Level => "What was inspected",
        Facet::Standard => "Standard",
        Facet::StandardRating => "Rating of the standard",
        Facet::Polarity => "What the finding says",
        Facet::Addressee => "Recommended to",
        Facet::Progress => "What became of it",
    }
}

/// The value of a facet or field.
pub(crate) fn value(name: &str) -> String {
    match name {
        "pdu" => "Probation delivery unit".to_owned(),
        "region" => "Region".to_owned(),
        "hmpps" => "HM Prison and Probation Service".to_owned(),
        "ministry_of_justice" => "Ministry of Justice".to_owned(),
        "unstated" => "Not stated".to_owned(),
        "youth_justice" => "Youth justice service".to_owned(),
        name => match polarity(name) {
            Some((words, _)) => words.to_owned(),
            None => sentence_case(&name.replace('_', " ")),
        },
    }
}

/// What a finding says by its heading, and the class that marks it; `None` where that is not stated.
pub(super) fn polarity(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "strength" => Some(("Strength", "strength")),
        "improvement" => Some(("Area for improvement", "improvement")),
        _ => None,
    }
}

fn sentence_case(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(characters).collect()
}

/// The scope's name on its tab.
pub(super) const fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Documents => "Documents",
        Scope::Findings => "Findings",
        Scope::Recommendations => "Recommendations",
    }
}

/// What hits of a scope are called, one or several.
pub(super) const fn hits(scope: Scope, count: u64) -> &'static str {
    match (scope, count) {
        (Scope::Documents, 1) => "document",
        (Scope::Documents, _) => "documents",
        (Scope::Findings, 1) => "finding",
        (Scope::Findings, _) => "findings",
        (Scope::Recommendations, 1) => "recommendation",
        (Scope::Recommendations, _) => "recommendations",
    }
}

/// The order's name.
pub(super) const fn sort(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "Best match",
        Sort::Newest => "Newest first",
        Sort::Oldest => "Oldest first",
        Sort::Title => "By title",
    }
}

/// The class that colours a rating; its word always stands there, too.
pub(super) fn rating_class(rating: &str) -> &'static str {
    match rating {
        "Outstanding" => "rating-outstanding",
        "Good" => "rating-good",
        "Requires improvement" => "rating-requires-improvement",
        "Inadequate" => "rating-inadequate",
        _ => "rating-none",
    }
}

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

/// The date as it is written in English: "29 August 2024", "August 2024", "2024".
pub(crate) fn date(date: PartialDate) -> String {
    let month = |number: i8| {
        let index = usize::try_from(number - 1).unwrap_or_default();
        MONTHS.get(index).copied().unwrap_or_default()
    };
    match date {
        PartialDate::Year(year) => year.to_string(),
        PartialDate::Month(year, number) => format!("{} {year}", month(number)),
        PartialDate::Day(day) => format!("{} {} {}", day.day(), month(day.month()), day.year()),
    }
}

/// Month and year, where the month is known.
pub(super) fn month_and_year(day: PartialDate) -> String {
    match day
        .month()
        .and_then(|month| PartialDate::month_of(day.year(), month))
    {
        Some(month) => date(month),
        None => date(day),
    }
}

/// The number with its thousands set apart: 12,345.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Bytes as people say them: 812 KB.
pub(super) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_precise_as_they_are_known() {
        let written = |text: &str| date(text.parse().unwrap());
        assert_eq!(written("2024"), "2024");
        assert_eq!(written("2024-08"), "August 2024");
        assert_eq!(written("2024-08-29"), "29 August 2024");
        assert_eq!(month_and_year("2024-08-29".parse().unwrap()), "August 2024");
        assert_eq!(month_and_year("2024".parse().unwrap()), "2024");
    }

    #[test]
    fn values_read_like_words() {
        assert_eq!(value("inspection_report"), "Inspection report");
        assert_eq!(value("East of England"), "East of England");
        assert_eq!(value("some_progress"), "Some progress");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(
            [count(7), count(1_234), count(1_234_567)],
            ["7", "1,234", "1,234,567"]
        );
        assert_eq!(
            [size(12), size(812_345), size(1_250_000)],
            ["12 bytes", "812 KB", "1.2 MB"]
        );
    }
}
