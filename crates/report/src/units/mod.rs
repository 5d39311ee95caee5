//! Units: named in the text, told of in sentences, rated, inspected.

pub(crate) mod claims;
pub(crate) mod course;
pub(crate) mod marks;
pub(crate) mod mentions;
pub(crate) mod named;
pub(crate) mod results;
mod rows;
pub(crate) mod subjects;
pub(crate) mod told;
mod towns;
