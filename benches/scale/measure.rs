//! How long a log of questions takes, and what the process holds.

use std::collections::HashSet;
use std::hash::Hash;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Times of single questions, shortest first.
pub(crate) struct Latencies(Vec<Duration>);

impl Latencies {
    /// Asks every question once untimed, then so many rounds timed, by so many clients at once, of which
    /// each starts elsewhere in the log.
    pub(crate) fn of<Q: Sync>(
        clients: usize,
        rounds: usize,
        questions: &[Q],
        ask: impl Fn(usize, &Q) + Sync,
    ) -> Self {
        questions.iter().for_each(|question| ask(0, question));
        let all = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for client in 0..clients {
                let (all, ask) = (&all, &ask);
                scope.spawn(move || {
                    let start = client * questions.len() / clients;
                    let log = questions.iter().cycle().skip(start);
                    let mut times = Vec::new();
                    for question in log.take(rounds * questions.len()) {
                        let begun = Instant::now();
                        ask(client, question);
                        times.push(begun.elapsed());
                    }
                    all.lock().expect("no client panicked").extend(times);
                });
            }
        });
        let mut times = all.into_inner().expect("no client panicked");
        times.sort();
        Self(times)
    }

    /// Asks every question so many times of an index that was not asked it before: in each round of another,
    /// just opened. A round before them, untimed, brings the files into memory. Questions that are the same
    /// are asked once.
    pub(crate) fn of_first<Q, I, K: Hash + Eq>(
        rounds: usize,
        questions: &[Q],
        open: impl Fn() -> I,
        key: impl Fn(&Q) -> K,
        ask: impl Fn(&I, &Q),
    ) -> Self {
        let mut times = Vec::new();
        for round in 0..=rounds {
            let index = open();
            let mut asked = HashSet::new();
            for question in questions {
                if asked.insert(key(question)) {
                    let begun = Instant::now();
                    ask(&index, question);
                    times.extend((round > 0).then(|| begun.elapsed()));
                }
            }
        }
        times.sort();
        Self(times)
    }

    /// The time that so many of a hundred questions take at most.
    pub(crate) fn percentile(&self, percent: usize) -> f64 {
        let place = (self.0.len() * percent).div_ceil(100).max(1) - 1;
        self.0[place].as_secs_f64() * 1e3
    }

    pub(crate) fn shown(&self) -> String {
        let [p50, p95, p99] = [50, 95, 99].map(|percent| self.percentile(percent));
        format!("p50 {p50:.2} ms, p95 {p95:.2} ms, p99 {p99:.2} ms")
    }
}

/// What the process holds, in MB: of its own, and of files the system keeps in memory for it.
pub(crate) fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let megabytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let kilobytes = line.and_then(|rest| rest.split_whitespace().next());
        kilobytes
            .and_then(|text| text.parse::<u64>().ok())
            .map(|kb| kb / 1024)
    };
    match (megabytes("RssAnon:"), megabytes("RssFile:")) {
        (Some(own), Some(files)) => format!("{own} MB of its own, {files} MB of mapped files"),
        _ => "not known on this system".to_owned(),
    }
}

/// Bytes of all files in a folder.
pub(crate) fn size(folder: &std::path::Path) -> u64 {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .filter_map(|file| file.metadata().ok())
        .map(|file| file.len())
        .sum()
}
