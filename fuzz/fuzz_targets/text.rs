//! Any bytes as they come: text, Rich Text, and whatever else they may look like.

#![no_main]

use libfuzzer_sys::fuzz_target;
use probity_extract::{Limits, extract};

fuzz_target!(|bytes: &[u8]| {
    let _ = extract(bytes, &Limits::default());
});
