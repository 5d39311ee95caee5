//! Any bytes as an archive or a mail: every member that is listed can be taken out, with its content.

#![no_main]

use libfuzzer_sys::fuzz_target;
use probity_extract::{Limits, member, members};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits {
        max_unpacked_bytes: 1 << 20,
        max_file_bytes: 1 << 18,
        ..Limits::default()
    };
    let Ok(members) = members(bytes, &limits) else {
        return;
    };
    for found in members.found.iter().filter(|found| found.content.is_ok()) {
        let content = member(bytes, &found.path, &limits);
        assert_eq!(content.map(|content| content.len() as u64), Ok(found.bytes));
    }
});
