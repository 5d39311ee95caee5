//! A worker process and nothing else, as the tests start it.

fn main() -> Result<(), probity_extract::FrameError> {
    probity_ingest::run_worker(1 << 30, &probity_model::Gazetteer::built_in())
}
