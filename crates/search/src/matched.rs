//! How many words of a row entries have: looked at once, before it is settled how many are wanted.

use std::collections::HashMap;
use std::time::Instant;

use tantivy::query::{BooleanQuery, EnableScoring};
use tantivy::{DocId, Result};

use crate::pass::{Part, Spans, share};
use crate::plan::Boxed;
use crate::scoring::{Finding, OneOf, finding};
use crate::snapshot::Snapshot;

/// Entries whose counts are looked at in one go.
const AT_ONCE: usize = 64;

/// A row of words, and under what they are sought.
pub(crate) struct Row {
    /// What finds each word.
    pub(crate) words: Vec<Boxed>,
    /// Only entries that this finds are looked at; `None` for all.
    pub(crate) allowed: Option<BooleanQuery>,
    /// Only those of them are hits that this finds; `None` for all.
    pub(crate) hits: Option<BooleanQuery>,
}

/// How many words each entry has, part by part.
pub(crate) struct Matched(Vec<PartMatched>);

struct PartMatched {
    part: Part,
    /// For each entry of the part; 0 for those that are not looked at.
    words: Vec<u8>,
    /// By the number of words, one at least, how many hits have so many.
    hits: Vec<u64>,
    out_of_time: bool,
}

/// How what is asked of entries is found.
struct Sought {
    words: Vec<Box<dyn Finding>>,
    allowed: Option<Box<dyn Finding>>,
    hits: Option<Box<dyn Finding>>,
}

/// Counts how many of a row's words entries have. `None` where that takes too long.
pub(crate) fn matched(
    snapshot: &Snapshot,
    row: &Row,
    deadline: Instant,
) -> Result<Option<Matched>> {
    let scoring = EnableScoring::disabled_from_searcher(&snapshot.searcher);
    let condition = |query: &Option<BooleanQuery>| {
        let query = query.as_ref();
        query.map(|query| finding(query, scoring)).transpose()
    };
    let words = row.words.iter().map(|word| finding(&**word, scoring));
    let sought = Sought {
        words: words.collect::<Result<_>>()?,
        allowed: condition(&row.allowed)?,
        hits: condition(&row.hits)?,
    };
    let parts = share(snapshot, |part| count(snapshot, &sought, part, deadline))?;
    let out_of_time = parts.iter().any(|part| part.out_of_time);
    Ok((!out_of_time).then_some(Matched(parts)))
}

impl Matched {
    /// How many hits have so many words or more.
    pub(crate) fn with_at_least(&self, words: usize) -> u64 {
        let parts = self.0.iter();
        parts.flat_map(|part| part.hits.iter().skip(words)).sum()
    }

    /// The entries that have so many words or more, at least one.
    pub(crate) fn entries(&self, snapshot: &Snapshot, words: usize) -> OneOf {
        let mut entries: HashMap<_, Vec<DocId>> = HashMap::new();
        for PartMatched {
            part,
            words: counts,
            ..
        } in &self.0
        {
            let segment = snapshot.searcher.segment_reader(part.segment).segment_id();
            let least = u8::try_from(words.max(1)).unwrap_or(u8::MAX);
            let list = entries.entry(segment).or_default();
            let starts = part.entries.clone().step_by(AT_ONCE);
            for (start, counts) in starts.zip(counts.chunks(AT_ONCE)) {
                // Most stretches have none: those are passed over at once.
                if counts.iter().fold(0, |most, count| most.max(*count)) >= least {
                    let has_them = (start..).zip(counts).filter(|(_, count)| **count >= least);
                    list.extend(has_them.map(|(entry, _)| entry));
                }
            }
        }
        OneOf::new(entries)
    }
}

fn count(
    snapshot: &Snapshot,
    sought: &Sought,
    part: Part,
    deadline: Instant,
) -> Result<PartMatched> {
    let here = part.clone();
    let range = &here.entries;
    let place = |entry: DocId| (entry - range.start) as usize;
    let mut counted = PartMatched {
        words: vec![0; range.len()],
        hits: vec![0; usize::from(u8::MAX) + 1],
        part,
        out_of_time: false,
    };
    counted.hits[0] = range.len() as u64;
    for word in &sought.words {
        if Instant::now() > deadline {
            counted.out_of_time = true;
            return Ok(counted);
        }
        each(&**word, snapshot, &here, |entry| {
            let count = &mut counted.words[place(entry)];
            counted.hits[usize::from(*count)] -= 1;
            *count = count.saturating_add(1);
            counted.hits[usize::from(*count)] += 1;
        })?;
    }
    if let Some(allowed) = &sought.allowed {
        let all = std::mem::replace(&mut counted.words, vec![0; range.len()]);
        counted.hits.fill(0);
        each(&**allowed, snapshot, &here, |entry| {
            let words = all[place(entry)];
            counted.words[place(entry)] = words;
            counted.hits[usize::from(words)] += 1;
        })?;
    }
    if let Some(hits) = &sought.hits {
        counted.hits.fill(0);
        each(&**hits, snapshot, &here, |entry| {
            counted.hits[usize::from(counted.words[place(entry)])] += 1;
        })?;
    }
    Ok(counted)
}

/// Goes through what is found in a part.
fn each(
    finding: &dyn Finding,
    snapshot: &Snapshot,
    part: &Part,
    mut visit: impl FnMut(DocId),
) -> Result<()> {
    let mut found = Spans::open(finding, snapshot, part)?;
    while let Some(found) = found.next() {
        found.found().each(&mut visit);
    }
    Ok(())
}
