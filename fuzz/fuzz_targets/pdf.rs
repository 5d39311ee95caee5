//! Any bytes behind the head of a PDF.

#![no_main]

use libfuzzer_sys::fuzz_target;
use probity_extract::{Limits, extract};

fuzz_target!(|bytes: &[u8]| {
    let mut file = b"%PDF-1.7\n".to_vec();
    file.extend_from_slice(bytes.strip_prefix(b"%PDF-1.7\n").unwrap_or(bytes));
    let _ = extract(&file, &Limits::default());
});
