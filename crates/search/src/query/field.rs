//! `field:value`: which fields there are, and how their values are read.

use probity_model::PartialDate;

use crate::{Facet, SearchError};

/// A field that a query can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QueryField {
    /// The document's title.
    Title,
    /// Headings above a finding.
    Section,
    /// Values of a facet.
    Facet(Facet),
    /// The date of publication.
    Published,
    /// The day fieldwork began.
    Fieldwork,
}

/// What a field is to have.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum FieldValue {
    /// These words: in quotation marks, as written and together.
    Words {
        text: String,
        quoted: bool,
        prefix: bool,
    },
    /// A date in this range, open where an end is absent.
    Dates {
        from: Option<PartialDate>,
        to: Option<PartialDate>,
    },
}

impl QueryField {
    /// The field of this name, whatever its case.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "title" => Some(Self::Title),
            "section" => Some(Self::Section),
            "published" => Some(Self::Published),
            "fieldwork" => Some(Self::Fieldwork),
            _ => Facet::from_name(&name).map(Self::Facet),
        }
    }

    /// The names of all fields.
    pub(crate) fn names() -> Vec<&'static str> {
        let own = [Self::Title, Self::Section, Self::Published, Self::Fieldwork].map(Self::name);
        own.into_iter().chain(Facet::ALL.map(Facet::name)).collect()
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Section => "section",
            Self::Published => "published",
            Self::Fieldwork => "fieldwork",
            Self::Facet(facet) => facet.name(),
        }
    }

    /// Reads the text after the colon.
    ///
    /// # Errors
    /// [`SearchError::Query`] where a date field has no date.
    pub(crate) fn value(
        self,
        text: &str,
        quoted: bool,
        at: usize,
    ) -> Result<FieldValue, SearchError> {
        let is_year = self == Self::Facet(Facet::Year);
        if !is_year && !matches!(self, Self::Published | Self::Fieldwork) {
            let bare = text.strip_suffix('*').filter(|_| !quoted);
            if !quoted {
                self.check_signs(bare.unwrap_or(text), bare.is_some(), at)?;
            }
            return Ok(FieldValue::Words {
                text: bare.unwrap_or(text).to_owned(),
                quoted,
                prefix: bare.is_some(),
            });
        }
        if is_year && text.eq_ignore_ascii_case(crate::entries::UNDATED) {
            return Ok(FieldValue::Words {
                text: text.to_owned(),
                quoted: true,
                prefix: false,
            });
        }
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let end = |text: &str| {
            if text.is_empty() {
                return Ok(None);
            }
            let date = text.parse().ok();
            let fits = date.filter(|date| !is_year || matches!(date, PartialDate::Year(_)));
            fits.map(Some).ok_or_else(|| self.not_a_date(text, at))
        };
        let (from, to) = (end(from)?, end(to)?);
        if from.is_none() && to.is_none() {
            return Err(self.not_a_date(text, at));
        }
        Ok(FieldValue::Dates { from, to })
    }

    /// Refuses what words have outside of fields only.
    fn check_signs(self, text: &str, is_prefix: bool, at: usize) -> Result<(), SearchError> {
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        let is_short = is_prefix && letters < 2;
        let sign = text.chars().position(|c| matches!(c, '*' | '~'));
        if !is_short && sign.is_none() {
            return Ok(());
        }
        let name = self.name();
        Err(SearchError::Query {
            message: format!(
                "after \"{name}:\" stands a word, a phrase in quotation marks, or at least two letters and *: \
                 {name}:safe*"
            ),
            position: at + sign.unwrap_or_default(),
        })
    }

    fn not_a_date(self, text: &str, at: usize) -> SearchError {
        let name = self.name();
        let right = match self {
            Self::Facet(_) => "year:2024, year:2022..2024 or year:undated".to_owned(),
            _ => {
                format!("{name}:2024, {name}:2024-08, {name}:2024-08-29 or {name}:2024-01..2024-06")
            }
        };
        SearchError::Query {
            message: format!("\"{text}\" cannot stand after \"{name}:\"; write {right}"),
            position: at,
        }
    }
}
