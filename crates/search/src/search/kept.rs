//! What passes found, kept while the index stays as it is. The same is often asked again: by a reader who comes
//! back to a list or changes how it is shown, by pages that count several scopes, by programs that look for news.

use std::mem::size_of;
use std::sync::{Arc, Mutex, PoisonError};

use lru::LruCache;
use tantivy::{DocAddress, Score};

use super::Pass;
use crate::SearchRequest;
use crate::counting::Tally;

/// Bytes that all that is kept may take.
const MOST: usize = 16 << 20;
/// Bytes that one pass may take to be kept.
const MOST_OF_ONE: usize = MOST / 64;

/// Passes over one state of the index, by what was asked.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Passes>);

struct Passes {
    by_request: LruCache<SearchRequest, Arc<Pass>>,
    bytes: usize,
}

impl Default for Passes {
    fn default() -> Self {
        Self {
            by_request: LruCache::unbounded(),
            bytes: 0,
        }
    }
}

impl Kept {
    /// What the pass found that asks the same as this request.
    pub(super) fn get(&self, request: &SearchRequest) -> Option<Arc<Pass>> {
        let mut passes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        passes.by_request.get(request).map(Arc::clone)
    }

    /// Keeps what a pass found, and drops what was not asked for the longest time where that is too much.
    pub(super) fn keep(&self, request: SearchRequest, pass: Arc<Pass>) {
        let bytes = bytes(&request, &pass);
        if bytes > MOST_OF_ONE {
            return;
        }
        let mut passes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        passes.bytes += bytes;
        if let Some((request, before)) = passes.by_request.push(request, pass) {
            passes.bytes -= self::bytes(&request, &before);
        }
        while passes.bytes > MOST
            && let Some((request, oldest)) = passes.by_request.pop_lru()
        {
            passes.bytes -= self::bytes(&request, &oldest);
        }
    }
}

/// The request without what does not matter to its pass: how hits and counts are shown. `None` where it goes on
/// from a page before, which is seldom asked twice.
pub(super) fn question(request: &SearchRequest) -> Option<SearchRequest> {
    request.cursor.is_none().then(|| SearchRequest {
        facet_limit: 0,
        explain: false,
        ..request.clone()
    })
}

/// About how many bytes a pass and its request take.
fn bytes(request: &SearchRequest, pass: &Pass) -> usize {
    let filters = &request.filters;
    let chosen = filters.facets.values().flatten();
    let texts = chosen.map(|value| size_of::<String>() + value.len());
    let documents = filters.documents.iter();
    let ids = documents.map(|id| size_of::<String>() + id.as_str().len());
    let warnings = pass.warnings.iter();
    let warnings = warnings.map(|text| size_of::<String>() + text.len());
    let meant = pass.did_you_mean.as_ref().map_or(0, String::len);
    let counts = pass.found.counts.iter();
    size_of::<SearchRequest>()
        + size_of::<Pass>()
        + request.query.len()
        + texts.chain(ids).chain(warnings).sum::<usize>()
        + meant
        + pass.found.hits.len() * size_of::<(Score, DocAddress)>()
        + counts.map(Tally::bytes).sum::<usize>()
        + pass.statistics.bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::collect::Found;

    fn asked(query: usize) -> SearchRequest {
        SearchRequest {
            query: query.to_string(),
            ..SearchRequest::default()
        }
    }

    fn pass(hits: usize) -> Arc<Pass> {
        Arc::new(Pass {
            found: Found {
                hits: vec![(0.0, DocAddress::new(0, 0)); hits],
                ..Found::default()
            },
            ..Pass::default()
        })
    }

    #[test]
    fn what_was_not_asked_the_longest_goes_first_and_all_fit() {
        let kept = Kept::default();
        for query in 0..200 {
            kept.keep(asked(query), pass(15_000));
            assert!(kept.get(&asked(0)).is_some(), "asked again each time");
        }
        let passes = kept.0.lock().unwrap();
        let all = passes.by_request.iter();
        let bytes: usize = all.map(|(request, pass)| bytes(request, pass)).sum();
        assert_eq!(bytes, passes.bytes);
        assert!(bytes <= MOST && passes.by_request.len() < 200);
        assert!(!passes.by_request.contains(&asked(1)));
    }

    #[test]
    fn what_is_kept_anew_is_counted_once_and_what_is_too_large_is_not_kept() {
        let kept = Kept::default();
        kept.keep(asked(1), pass(10));
        let once = kept.0.lock().unwrap().bytes;
        kept.keep(asked(1), pass(10));
        assert_eq!(kept.0.lock().unwrap().bytes, once);
        kept.keep(asked(2), pass(1 << 20));
        assert!(kept.get(&asked(2)).is_none());
    }

    #[test]
    fn what_is_only_shown_otherwise_is_the_same_question() {
        let request = |facet_limit, explain| SearchRequest {
            facet_limit,
            explain,
            ..asked(1)
        };
        assert_eq!(question(&request(5, true)), question(&request(50, false)));
        assert_ne!(question(&asked(1)), question(&asked(2)));
        let next_page = SearchRequest {
            cursor: Some(String::new()),
            ..asked(1)
        };
        assert_eq!(question(&next_page), None);
    }
}
