//! How many words of a row entries have: looked at once, before it is settled how many are wanted.

use std::collections::HashMap;
use std::time::Instant;

use tantivy::query::{BooleanQuery, EnableScoring, Query, Weight};
use tantivy::{DocId, Result};

use crate::pass::{Part, each, share};
use crate::plan::Boxed;
use crate::scoring::OneOf;
use crate::snapshot::Snapshot;

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
    /// By the number of words, how many hits have so many.
    hits: Vec<u64>,
    out_of_time: bool,
}

/// What is weighed of a row.
struct Weights {
    words: Vec<Box<dyn Weight>>,
    allowed: Option<Box<dyn Weight>>,
    hits: Option<Box<dyn Weight>>,
}

/// Counts how many of a row's words entries have. `None` where that takes too long.
pub(crate) fn matched(
    snapshot: &Snapshot,
    row: &Row,
    deadline: Instant,
) -> Result<Option<Matched>> {
    let scoring = EnableScoring::disabled_from_searcher(&snapshot.searcher);
    let weight = |query: &Option<BooleanQuery>| {
        let query = query.as_ref();
        query.map(|query| query.weight(scoring)).transpose()
    };
    let words = row.words.iter().map(|word| word.weight(scoring));
    let weights = Weights {
        words: words.collect::<Result<_>>()?,
        allowed: weight(&row.allowed)?,
        hits: weight(&row.hits)?,
    };
    let parts = share(snapshot, |part| count(snapshot, &weights, part, deadline))?;
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
            let has_them = part.entries.clone().zip(counts);
            let has_them = has_them.filter(|(_, count)| usize::from(**count) >= words.max(1));
            let list = entries.entry(segment).or_default();
            list.extend(has_them.map(|(entry, _)| entry));
        }
        OneOf::new(entries)
    }
}

fn count(
    snapshot: &Snapshot,
    weights: &Weights,
    part: Part,
    deadline: Instant,
) -> Result<PartMatched> {
    let reader = snapshot.searcher.segment_reader(part.segment);
    let range = part.entries.clone();
    let place = |entry: DocId| (entry - range.start) as usize;
    let mut counted = PartMatched {
        words: vec![0; range.len()],
        hits: vec![0; weights.words.len() + 1],
        part,
        out_of_time: false,
    };
    for word in &weights.words {
        if Instant::now() > deadline {
            counted.out_of_time = true;
            return Ok(counted);
        }
        each(&mut *word.scorer(reader, 1.0)?, reader, &range, |entry| {
            let count = &mut counted.words[place(entry)];
            *count = count.saturating_add(1);
        });
    }
    if let Some(allowed) = &weights.allowed {
        let all = std::mem::replace(&mut counted.words, vec![0; range.len()]);
        each(
            &mut *allowed.scorer(reader, 1.0)?,
            reader,
            &range,
            |entry| {
                counted.words[place(entry)] = all[place(entry)];
            },
        );
    }
    let mut hit = |words: u8| counted.hits[usize::from(words)] += 1;
    match &weights.hits {
        None => counted.words.iter().for_each(|words| hit(*words)),
        Some(hits) => each(&mut *hits.scorer(reader, 1.0)?, reader, &range, |entry| {
            hit(counted.words[place(entry)]);
        }),
    }
    Ok(counted)
}
