//! Pictures of pages: drawn elsewhere, a few at a time, and kept within bounds.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use probity_model::DocumentId;
use tokio::sync::Semaphore;

use crate::api::source::Original;
use crate::problem::Problem;

/// A page of an original, to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct PageToDraw {
    /// The original file, a PDF.
    pub path: PathBuf,
    /// The page's number, from 1.
    pub page: u32,
    /// Pixels for each point (1/72 inch).
    pub scale: f32,
}

/// Why there is no picture, as a sentence for a person without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotDrawn {
    /// This page cannot be drawn, now or later.
    #[error("{0}")]
    Never(String),
    /// Nothing can be drawn at this moment.
    #[error("{0}")]
    NotNow(String),
}

/// Draws a page as PNG. It must not run the file's content in this process, and must come to an end.
pub type Painter = Arc<dyn Fn(&PageToDraw) -> Result<Vec<u8>, NotDrawn> + Send + Sync>;

/// Pages drawn at a time: each takes a processor for a moment.
const PAINTERS: usize = 2;
/// Pages that may wait to be drawn.
const MOST_WAITING: usize = 60;
/// Bytes of pictures that are kept.
const KEPT_BYTES: usize = 64 << 20;
/// What keeping an entry costs besides its bytes.
const ENTRY_BYTES: usize = 200;

/// What a picture shows, scale in hundredths.
pub(crate) type Key = (DocumentId, u32, u16);

/// Draws pages, and keeps what was drawn.
pub(crate) struct Pictures {
    painter: Painter,
    places: Semaphore,
    queue: Semaphore,
    kept: Mutex<Kept>,
}

impl Pictures {
    pub(crate) fn new(painter: Painter) -> Self {
        Self {
            painter,
            places: Semaphore::new(PAINTERS),
            queue: Semaphore::new(PAINTERS + MOST_WAITING),
            kept: Mutex::new(Kept::new(KEPT_BYTES)),
        }
    }

    /// The picture, drawn where it is not kept. `find` tells where the original is.
    pub(crate) async fn get(
        self: &Arc<Self>,
        key: Key,
        find: impl FnOnce() -> Result<Original, Problem> + Send + 'static,
    ) -> Result<Bytes, Problem> {
        if let Some(known) = self.known(&key) {
            return known;
        }
        let Ok(_in_queue) = self.queue.try_acquire() else {
            return Err(busy());
        };
        let place = self.places.acquire().await;
        let _place = place.map_err(|error| Problem::internal(&error))?;
        // Another request may have had it drawn meanwhile.
        if let Some(known) = self.known(&key) {
            return known;
        }
        let pictures = Arc::clone(self);
        let drawing = tokio::task::spawn_blocking(move || pictures.draw(key, &find()?));
        drawing.await.map_err(|error| Problem::internal(&error))?
    }

    fn known(&self, key: &Key) -> Option<Result<Bytes, Problem>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.get(key)?;
        Some(known.map_err(Problem::not_found))
    }

    fn draw(&self, key: Key, original: &Original) -> Result<Bytes, Problem> {
        let wanted = PageToDraw {
            path: original.path.clone(),
            page: key.1,
            scale: f32::from(key.2) / 100.0,
        };
        let outcome = match (self.painter)(&wanted) {
            Ok(png) => Ok(Bytes::from(png)),
            Err(NotDrawn::Never(why)) => Err(why),
            Err(NotDrawn::NotNow(why)) => return Err(Problem::unavailable(why)),
        };
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.put(key, outcome.clone());
        outcome.map_err(Problem::not_found)
    }
}

fn busy() -> Problem {
    Problem::unavailable("many pages are being drawn; try again in a moment")
}

/// Pictures and reasons why there are none, those asked for last.
struct Kept {
    entries: HashMap<Key, Entry>,
    bytes: usize,
    most: usize,
    clock: u64,
}

struct Entry {
    outcome: Result<Bytes, String>,
    used: u64,
}

impl Entry {
    fn bytes(&self) -> usize {
        let own = self.outcome.as_ref().map_or_else(String::len, Bytes::len);
        own + ENTRY_BYTES
    }
}

impl Kept {
    fn new(most: usize) -> Self {
        Self {
            entries: HashMap::new(),
            bytes: 0,
            most,
            clock: 0,
        }
    }

    fn get(&mut self, key: &Key) -> Option<Result<Bytes, String>> {
        self.clock += 1;
        let entry = self.entries.get_mut(key)?;
        entry.used = self.clock;
        Some(entry.outcome.clone())
    }

    fn put(&mut self, key: Key, outcome: Result<Bytes, String>) {
        self.clock += 1;
        let used = self.clock;
        let entry = Entry { outcome, used };
        self.bytes += entry.bytes();
        if let Some(before) = self.entries.insert(key, entry) {
            self.bytes -= before.bytes();
        }
        while self.bytes > self.most {
            let oldest = self.entries.iter().min_by_key(|(_, entry)| entry.used);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                break;
            };
            if let Some(gone) = self.entries.remove(&oldest) {
                self.bytes -= gone.bytes();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use probity_model::ContentHash;

    use super::*;

    fn key(page: u32) -> Key {
        (ContentHash::from_bytes([1; 32]).document_id(), page, 100)
    }

    fn picture(bytes: usize) -> Result<Bytes, String> {
        Ok(Bytes::from(vec![0; bytes]))
    }

    #[test]
    fn the_least_used_goes_when_there_are_too_many() {
        let mut kept = Kept::new(3 * (100 + ENTRY_BYTES));
        for page in 1..=3 {
            kept.put(key(page), picture(100));
        }
        assert!(kept.get(&key(1)).is_some());
        kept.put(key(4), picture(100));
        let held: Vec<bool> = (1..=4).map(|page| kept.get(&key(page)).is_some()).collect();
        assert_eq!(held, [true, false, true, true]);
    }

    #[test]
    fn the_bound_holds_whatever_is_put() {
        let mut kept = Kept::new(1000);
        kept.put(key(1), picture(10));
        kept.put(key(2), picture(5000));
        assert_eq!((kept.bytes, kept.entries.len()), (0, 0));
        for _ in 0..10 {
            kept.put(key(3), picture(100));
        }
        assert_eq!(kept.bytes, 100 + ENTRY_BYTES);
    }
}
