//! What Probity talks about: documents, inspections, ratings, recommendations and the units they are about.
//!
//! Everyone may import this crate; it imports none of ours, does no I/O and reads no clock.

pub mod command;
pub mod date;
pub mod document;
mod folded;
pub mod gazetteer;
pub mod id;
pub mod page;
pub mod rating;

pub use command::{Command, IngestStatus};
pub use date::PartialDate;
pub use document::{
    AddresseeKind, Document, Evidence, Inspected, KeyQuestion, Kind, Level, Measure, Mentions,
    Passage, PassageKind, Polarity, PreviousRecommendation, Progress, Recommendation, Section,
    StandardRating,
};
pub use gazetteer::{Gazetteer, Mention, Pdu, Region, Unit};
pub use id::{ContentHash, DocumentId};
pub use page::{PageText, TextLine};
pub use rating::{Rating, Score};
