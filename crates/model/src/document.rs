//! A document as it was understood. What is not known is absent, never guessed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{DocumentId, PartialDate, Rating, Score};

/// Everything read from one file.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Derived from the content of the file.
    pub id: DocumentId,
    /// What kind of document it is.
    pub kind: Kind,
    /// What the inspection it is about looked at.
    pub level: Level,
    /// Its headline or the title on its cover. Empty where it has none.
    pub title: String,
    /// BCP 47, as the file declares it: `en-GB`.
    pub language: Option<String>,
    /// Who published it: "HM Inspectorate of Probation", "BBC News".
    pub publisher: Option<String>,
    /// Names of the regions it is about: those inspected and those of the PDUs inspected.
    pub regions: Vec<String>,
    /// Names of the PDUs it is about.
    pub pdus: Vec<String>,
    /// Units that are named in it, those it is about included.
    pub mentions: Mentions,
    /// The units inspected, each with its own result.
    pub inspected: Vec<Inspected>,
    /// The overall rating, where there is one unit or all agree.
    pub rating: Option<Rating>,
    /// The score, where there is one unit or all agree.
    pub score: Option<Score>,
    /// When it was published.
    pub published: Option<PartialDate>,
    /// When the fieldwork of the inspection began.
    pub fieldwork_started: Option<PartialDate>,
    /// The Chief Inspector who signed or is quoted; else who held the office when it was published.
    pub chief_inspector: Option<String>,
    /// The HM Inspector who led the inspection.
    pub lead_inspector: Option<String>,
    /// As printed, with its hyphens.
    pub isbn: Option<String>,
    /// The standards and their ratings, in printed order.
    pub standards: Vec<StandardRating>,
    /// Key questions of the case standards and the percentage of cases answered "Yes".
    pub key_questions: Vec<KeyQuestion>,
    /// What this document recommends.
    pub recommendations: Vec<Recommendation>,
    /// What an earlier report recommended, and what became of it.
    pub previous_recommendations: Vec<PreviousRecommendation>,
    /// Headings, in order: the table of contents.
    pub sections: Vec<Section>,
    /// Paragraphs, bullets, table rows and the like, in reading order. A passage's number is its
    /// place in this list.
    pub passages: Vec<Passage>,
    /// How many pages the file has; `None` for a document without pages.
    pub pages: Option<u32>,
    /// What was doubtful when it was read, as sentences for a person.
    pub warnings: Vec<String>,
    /// For each field that a rule read: where. Keys are the field's names in the API.
    pub evidence: BTreeMap<String, Evidence>,
}

impl Document {
    /// A document of which nothing but its identity is known.
    #[must_use]
    pub fn unknown(id: DocumentId) -> Self {
        Self {
            id,
            kind: Kind::Other,
            level: Level::Other,
            title: String::new(),
            language: None,
            publisher: None,
            regions: Vec::new(),
            pdus: Vec::new(),
            mentions: Mentions::default(),
            inspected: Vec::new(),
            rating: None,
            score: None,
            published: None,
            fieldwork_started: None,
            chief_inspector: None,
            lead_inspector: None,
            isbn: None,
            standards: Vec::new(),
            key_questions: Vec::new(),
            recommendations: Vec::new(),
            previous_recommendations: Vec::new(),
            sections: Vec::new(),
            passages: Vec::new(),
            pages: None,
            warnings: Vec::new(),
            evidence: BTreeMap::new(),
        }
    }

    /// The year of publication: what "year" means to a journalist.
    #[must_use]
    pub fn year(&self) -> Option<i16> {
        self.published.map(PartialDate::year)
    }

    /// Every rating the document gives, each once, best first: the values of the rating facet.
    #[must_use]
    pub fn ratings(&self) -> Vec<Rating> {
        let mut ratings: Vec<Rating> = self
            .inspected
            .iter()
            .filter_map(|unit| unit.rating)
            .chain(self.rating)
            .collect();
        ratings.sort();
        ratings.dedup();
        ratings
    }
}

/// Gives an enum of plain names its text form, for storing, filtering and showing.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $text)] $variant,)+
        }

        impl $name {
            /// All values.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The value's name in the API.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The value of this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == name)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

named! {
    /// What kind of document it is.
    Kind {
        /// A report of the Inspectorate, in whatever form, or the page that announces one.
        InspectionReport = "inspection_report",
        /// An article of a news outlet, or a post of the Inspectorate.
        NewsArticle = "news_article",
        /// A release to the press by the Inspectorate.
        PressRelease = "press_release",
        /// Anything else.
        Other = "other",
    }
}

named! {
    /// What the inspection looked at.
    Level {
        /// One or more probation delivery units.
        Pdu = "pdu",
        /// A region.
        Region = "region",
        /// The Probation Service as a whole.
        National = "national",
        /// One theme across units.
        Thematic = "thematic",
        /// A youth justice service of a council.
        YouthJustice = "youth_justice",
        /// None of these, or not known.
        Other = "other",
    }
}

named! {
    /// What a finding says of the service, where the document states it by a heading.
    Polarity {
        /// It stands under "Strengths".
        Strength = "strength",
        /// It stands under "Areas for improvement".
        Improvement = "improvement",
        /// No such heading governs it.
        Unstated = "unstated",
    }
}

named! {
    /// Whom a recommendation is made to.
    AddresseeKind {
        /// A probation delivery unit.
        Pdu = "pdu",
        /// A region of the Probation Service.
        Region = "region",
        /// HM Prison and Probation Service.
        Hmpps = "hmpps",
        /// The Ministry of Justice.
        MinistryOfJustice = "ministry_of_justice",
        /// Anyone else.
        Other = "other",
    }
}

named! {
    /// What became of an earlier recommendation.
    Progress {
        /// "Sufficient progress".
        Sufficient = "sufficient_progress",
        /// "Some progress".
        Some = "some_progress",
        /// "No progress".
        None = "no_progress",
        /// "No longer applicable".
        NoLongerApplicable = "no_longer_applicable",
    }
}

named! {
    /// What form a passage has in the document.
    PassageKind {
        /// Running text.
        Paragraph = "paragraph",
        /// An item of a list.
        Bullet = "bullet",
        /// A row of a table, its cells joined.
        TableRow = "table_row",
        /// Someone's words, set off as a quotation.
        Quotation = "quotation",
        /// The line below a picture or above a table.
        Caption = "caption",
        /// A note at the foot of a page or the end of a section.
        Footnote = "footnote",
    }
}

/// Units named in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mentions {
    /// Names of regions.
    pub regions: Vec<String>,
    /// Names of PDUs.
    pub pdus: Vec<String>,
}

/// One unit inspected, and its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspected {
    /// The unit's name in the gazetteer.
    pub name: String,
    /// `pdu` or `region`; other levels have no unit.
    pub level: Level,
    /// Its overall rating in this inspection.
    pub rating: Option<Rating>,
    /// Its score in this inspection.
    pub score: Option<Score>,
    /// Its overall rating in the inspection before.
    pub previous_rating: Option<Rating>,
}

/// A standard and how it was rated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandardRating {
    /// As printed: `P 1.1`, `2.4`, `R 1.2`. The same number means other standards in other rounds.
    pub id: String,
    /// "Leadership", "Staffing", …
    pub name: String,
    /// Absent for an unrated standard (outcomes).
    pub rating: Option<Rating>,
    /// Where it is rated.
    pub page: Option<u32>,
}

/// A key question and the share of inspected cases that were answered "Yes".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyQuestion {
    /// Name of the standard.
    pub standard: String,
    /// The question, as printed.
    pub question: String,
    /// 0 to 100.
    pub percent: u8,
    /// Where it stands.
    pub page: Option<u32>,
}

/// A recommendation this document makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// Its printed number.
    pub number: Option<u32>,
    /// Who should do it, as printed: "Essex North PDU".
    pub addressee: Option<String>,
    /// What the addressee is.
    pub addressee_kind: AddresseeKind,
    /// What is recommended, without its number.
    pub text: String,
    /// Where it stands.
    pub page: Option<u32>,
}

/// A recommendation of an earlier inspection, with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviousRecommendation {
    /// What had been recommended.
    pub text: String,
    /// What was done about it.
    pub action: Option<String>,
    /// How far that went.
    pub progress: Option<Progress>,
    /// Whether improvement is still required.
    pub improvement_required: Option<bool>,
    /// Where it stands.
    pub page: Option<u32>,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its words.
    pub heading: String,
    /// From 1, the highest.
    pub level: u8,
    /// Where it stands.
    pub page: Option<u32>,
}

/// A paragraph, bullet or the like, with what governs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// Its form.
    pub kind: PassageKind,
    /// The headings above it, outermost first, without "Strengths" and "Areas for improvement".
    pub section: Vec<String>,
    /// Name of the standard it is a finding of.
    pub standard: Option<String>,
    /// That standard's rating in this inspection.
    pub standard_rating: Option<Rating>,
    /// Strength or area for improvement, where a heading says so.
    pub polarity: Polarity,
    /// Where it begins.
    pub page: Option<u32>,
    /// The words, in printed form.
    pub text: String,
    /// Figures it states.
    pub measures: Vec<Measure>,
}

/// A figure stated in a finding: "in 37 out of 52 cases", "83 per cent".
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// How many.
    pub value: Option<f64>,
    /// Out of how many.
    pub of: Option<f64>,
    /// 0 to 100.
    pub percent: Option<f64>,
    /// What was counted, in the sentence's words.
    pub about: String,
}

/// Where a rule read a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// The page; `None` in a document without pages.
    pub page: Option<u32>,
    /// The words it was read from.
    pub text: String,
}
