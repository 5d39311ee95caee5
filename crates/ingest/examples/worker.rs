//! A worker process and nothing else, as the tests start it: `worker [BYTES OF MEMORY]`.

fn main() -> Result<(), probity_extract::FrameError> {
    let memory = std::env::args().nth(1).and_then(|bytes| bytes.parse().ok());
    let gazetteer = probity_model::Gazetteer::built_in();
    probity_ingest::run_worker(memory.unwrap_or(1 << 30), &gazetteer)
}
