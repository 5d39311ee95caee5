//! Any bytes on a worker's pipe, as requests and as answers.

#![no_main]

use libfuzzer_sys::fuzz_target;
use probity_extract::{WorkerResponse, read_frame, serve_worker};

fuzz_target!(|bytes: &[u8]| {
    let mut answers = bytes;
    while let Ok(Some(_)) = read_frame::<WorkerResponse>(&mut answers) {}
    // A request that happens to be sound must not read what lies on this machine.
    if !bytes.windows(4).any(|window| window == b"path") {
        let _ = serve_worker(bytes, Vec::new());
    }
});
