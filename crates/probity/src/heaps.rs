//! A server's memory over weeks. The C library of most Linux systems keeps a heap for every few threads, up
//! to eight for each processor, and each holds on to its peak: over a day of load a server grew from 60 to
//! 210 MB so, and stayed at 60 with as many heaps as processors.

/// Starts the program anew, in the same process, with as many heaps as there are processors: the C library
/// reads their number once, at its start. Does nothing where the number is set, by us or by others.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) fn keep_few() {
    use std::os::unix::process::CommandExt;

    const HEAPS: &str = "MALLOC_ARENA_MAX";
    if std::env::var_os(HEAPS).is_some() {
        return;
    }
    let processors = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    // It comes back only where it failed; then the server runs with more heaps.
    let error = std::process::Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(HEAPS, processors.max(2).to_string())
        .exec();
    eprintln!("probity: memory may grow more than it needs to: {error}");
}

/// Elsewhere the allocator is another, and nothing is known against it.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn keep_few() {}
