//! Units: named in the text, rated in sentences, inspected.

pub(crate) mod claims;
pub(crate) mod inspected;
pub(crate) mod marks;
pub(crate) mod mentions;
pub(crate) mod named;
