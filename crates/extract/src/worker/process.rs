//! What a worker process may use of the machine.

use std::io;
use std::time::Duration;

/// Bounds this process: bytes of address space, and seconds of processor time over its whole life.
/// [`Limits::processor`](crate::Limits::processor) bounds each of its documents.
///
/// The parent's clock is what stops a slow document; the processor limits are for a worker whose
/// parent is gone.
///
/// # Errors
/// When the system refuses or knows no such limits.
pub fn limit_process(address_space: u64, cpu_seconds: u64) -> io::Result<()> {
    #[cfg(unix)]
    {
        rlimit::Resource::AS.set(address_space, address_space)?;
        rlimit::Resource::CPU.set(cpu_seconds, cpu_seconds)?;
    }
    #[cfg(not(unix))]
    let _ = (address_space, cpu_seconds);
    Ok(())
}

/// Grants this process so much processor time from now on; when that is spent, the system ends it.
#[cfg(target_os = "linux")]
pub(super) fn allow(time: Duration) -> io::Result<()> {
    let (_, most) = rlimit::Resource::CPU.get()?;
    let until = used()?.saturating_add(time).as_secs().saturating_add(1);
    rlimit::Resource::CPU.set(until.min(most), most)
}

/// Elsewhere the limit for the whole life has to do.
#[cfg(not(target_os = "linux"))]
pub(super) fn allow(_: Duration) -> io::Result<()> {
    Ok(())
}

/// Processor time that this process has used, as the system counts it against the limit.
#[cfg(target_os = "linux")]
fn used() -> io::Result<Duration> {
    let told = std::fs::read_to_string("/proc/self/stat")?;
    ticks(&told)
        .map(|ticks| Duration::from_millis(ticks.saturating_mul(1000 / TICKS_A_SECOND)))
        .ok_or_else(|| io::Error::other("the system does not tell what this process has used"))
}

/// The unit of `/proc` on every Linux, whatever the kernel's own clock (`USER_HZ`).
#[cfg(target_os = "linux")]
const TICKS_A_SECOND: u64 = 100;

/// Time in the program and in the system for it: fields 14 and 15 of `proc_pid_stat(5)`. The name in
/// the second field may hold anything, brackets and blanks too.
#[cfg(target_os = "linux")]
fn ticks(stat: &str) -> Option<u64> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut times = rest.split_ascii_whitespace().skip(11);
    let program: u64 = times.next()?.parse().ok()?;
    let system: u64 = times.next()?.parse().ok()?;
    program.checked_add(system)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn used_time_is_behind_a_name_of_any_form() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4 9 0 0 0 250 50 3 4 20 0 1 0 5 6 7";
        assert_eq!(ticks(stat), Some(300));
        assert_eq!(ticks("7 (a) S 1"), None);
        assert!(used().unwrap() < Duration::from_secs(24 * 60 * 60));
    }

    #[test]
    fn each_document_has_its_time_anew() {
        let soft = || rlimit::Resource::CPU.get().unwrap().0;
        allow(Duration::from_secs(7_000)).unwrap();
        let first = soft();
        assert!((7_000..90_000).contains(&first));
        allow(Duration::from_secs(9_000)).unwrap();
        assert!(soft() >= first + 2_000);
    }
}
