//! Bytes of any document format to pages of positioned lines. Knows formats, nothing of probation.

mod extracted;

pub use extracted::{BBox, Block, BlockKind, Extracted, Line, MediaType, Metadata, Page};
