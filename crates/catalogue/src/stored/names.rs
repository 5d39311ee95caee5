//! Names of enum values in stored rows, fixed for ever, whatever the domain calls them later.

use probity_model::{AddresseeKind, Kind, Level, PassageKind, Polarity, Progress, Rating};

/// A domain enum with a fixed name for each of its values.
pub(super) trait Named: Sized {
    fn stored(self) -> &'static str;
    fn of_stored(name: &str) -> Option<Self>;
}

macro_rules! stored_names {
    ($type:ident { $($variant:ident = $name:literal),+ $(,)? }) => {
        impl Named for $type {
            fn stored(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            fn of_stored(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

stored_names!(Kind {
    InspectionReport = "inspection_report",
    NewsArticle = "news_article",
    PressRelease = "press_release",
    Other = "other",
});

stored_names!(Level {
    Pdu = "pdu",
    Region = "region",
    National = "national",
    Thematic = "thematic",
    YouthJustice = "youth_justice",
    Other = "other",
});

stored_names!(Polarity {
    Strength = "strength",
    Improvement = "improvement",
    Unstated = "unstated",
});

stored_names!(AddresseeKind {
    Pdu = "pdu",
    Region = "region",
    Hmpps = "hmpps",
    MinistryOfJustice = "ministry_of_justice",
    Other = "other",
});

stored_names!(Progress {
    Sufficient = "sufficient",
    Some = "some",
    None = "none",
    NoLongerApplicable = "no_longer_applicable",
});

stored_names!(PassageKind {
    Paragraph = "paragraph",
    Bullet = "bullet",
    TableRow = "table_row",
    Quotation = "quotation",
    Caption = "caption",
    Footnote = "footnote",
});

stored_names!(Rating {
    Outstanding = "outstanding",
    Good = "good",
    RequiresImprovement = "requires_improvement",
    Inadequate = "inadequate",
});

/// A rating's name in columns of the ledger.
pub(super) fn optional<T: Named>(value: Option<T>) -> Option<String> {
    value.map(|value| value.stored().to_owned())
}

pub(super) fn of_optional<T: Named>(name: Option<&String>) -> Option<T> {
    name.and_then(|name| T::of_stored(name))
}
