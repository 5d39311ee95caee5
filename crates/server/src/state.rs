//! What handlers share, and the one way they do blocking work.

use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::Instant;

use probity_catalogue::Catalogue;
use probity_model::{Command, ContentHash, Gazetteer, IngestStatus};
use probity_search::{Engine, Filters, Interpretation, Interpreted, SearchError, SearchResponse};
use tokio::sync::Semaphore;

use crate::metrics::Metrics;
use crate::pictures::{Painter, Pictures};
use crate::problem::Problem;
use crate::session::Sessions;
use crate::settings::ServerSettings;
use crate::wire::filters::FilterParams;
use crate::wire::params::{SearchParams, SimilarParams};
use crate::wire::search::Answer;

/// Writes the content of a file inside another to a file of its own. Given are the outer file, the
/// path inside it, the hash of the content, and the file to write.
pub type Unpack = dyn Fn(&Path, &str, &ContentHash, &Path) -> std::io::Result<()> + Send + Sync;

/// What the server is put together from.
pub struct Parts {
    /// Answers searches.
    pub engine: Arc<dyn Engine>,
    /// The ledger of files and documents.
    pub catalogue: Catalogue,
    /// The units there are.
    pub gazetteer: Gazetteer,
    /// Takes wishes to ingestion.
    pub commands: mpsc::Sender<Command>,
    /// Tells how ingestion stands at this moment.
    pub status: Arc<dyn Fn() -> IngestStatus + Send + Sync>,
    /// Where files are dropped: uploads go there, originals are read from there.
    pub watch_folder: PathBuf,
    /// Takes files out of archives and mails.
    pub unpack: Arc<Unpack>,
    /// Where the index and the ledger are kept: must be writable for the server to be ready.
    pub index_folder: PathBuf,
    /// Draws pages of originals, in another process.
    pub painter: Painter,
    /// What `/metrics` shows.
    pub metrics: Metrics,
}

/// The parts and settings, shared by all handlers.
#[derive(Clone)]
pub(crate) struct App(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) settings: ServerSettings,
    pub(crate) parts: Parts,
    /// One permit for each piece of blocking work under way.
    places: Arc<Semaphore>,
    /// Pages drawn, kept for those who ask next.
    pub(crate) pictures: Arc<Pictures>,
    /// Held while corrections are read, changed and written back.
    pub(crate) correcting: std::sync::Mutex<()>,
    /// People who gave the token to the pages.
    pub(crate) sessions: Sessions,
}

impl std::ops::Deref for App {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

const REBUILDING: &str =
    "The index is being made again: this answer may be incomplete. Ask again in a few minutes.";

/// Pieces of blocking work for each processor; more wait for their turn.
const PLACES_PER_CPU: usize = 8;

impl App {
    pub(crate) fn new(settings: ServerSettings, parts: Parts) -> Self {
        let cpus = std::thread::available_parallelism().map_or(2, usize::from);
        let pictures = Arc::new(Pictures::new(Arc::clone(&parts.painter)));
        Self(Arc::new(Inner {
            settings,
            parts,
            places: Arc::new(Semaphore::new(cpus * PLACES_PER_CPU)),
            pictures,
            correcting: std::sync::Mutex::new(()),
            sessions: Sessions::default(),
        }))
    }

    /// Does work that reads the index, the ledger or files, off the async threads.
    pub(crate) async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.map_err(|error| Problem::internal(&error))?;
        let app = self.clone();
        let span = tracing::Span::current();
        let job = move || {
            // Held by the work, not by the request: work whose client has gone still takes a place.
            let _place = place;
            span.in_scope(|| work(&app))
        };
        let done = tokio::task::spawn_blocking(job).await;
        done.map_err(|error| Problem::internal(&error))?
    }

    /// Answers a search.
    pub(crate) async fn search(&self, params: SearchParams) -> Result<Answer, Problem> {
        self.blocking(move |app| app.search(&params)).await
    }

    /// Finds what is nearly the same.
    pub(crate) async fn similar(&self, params: SimilarParams) -> Result<Answer, Problem> {
        self.blocking(move |app| {
            let resolved = app.resolved(&params.filters);
            let request = params.request(resolved.0.clone())?;
            timed("similar", resolved, || app.parts.engine.similar(&request))
        })
        .await
    }
}

impl Inner {
    /// Answers a search. Blocks.
    pub(crate) fn search(&self, params: &SearchParams) -> Result<Answer, Problem> {
        let (mut filters, warnings) = self.resolved(&params.filters);
        let mut interpreted = self.interpreted(&params.q, &filters)?;
        let mut query = params.q.clone();
        if params.apply_named && !interpreted.named.is_empty() {
            query = std::mem::take(&mut interpreted.rest);
            for one in &interpreted.named {
                let values = filters.facets.entry(one.facet).or_default();
                values.push(one.value.clone());
            }
        }
        let request = params.request(query, filters.clone(), self.settings.relax);
        let answer = timed("search", (filters, warnings), || {
            self.parts.engine.search(&request)
        })?;
        Ok(Answer {
            named: interpreted.named,
            ..answer
        })
    }

    /// What the query names in plain words and is no filter yet.
    fn interpreted(&self, query: &str, filters: &Filters) -> Result<Interpreted, SearchError> {
        if query.trim().is_empty() {
            return Ok(Interpreted::default());
        }
        let mut interpreted = self.parts.engine.interpret(query)?;
        let is_chosen = |one: &Interpretation| {
            let chosen = filters.facets.get(&one.facet);
            chosen.is_some_and(|values| values.contains(&one.value))
        };
        interpreted.named.retain(|one| !is_chosen(one));
        Ok(interpreted)
    }

    /// The filters, and what the asker should know of the answer.
    fn resolved(&self, filters: &FilterParams) -> (Filters, Vec<String>) {
        let (filters, mut warnings) = filters.resolved(&self.parts.gazetteer);
        if (self.parts.status)().rebuilding {
            warnings.push(REBUILDING.to_owned());
        }
        (filters, warnings)
    }

    /// Sends ingestion a wish.
    pub(crate) fn command(&self, command: Command) -> Result<(), Problem> {
        let sent = self.parts.commands.send(command);
        sent.map_err(|_| Problem::unavailable("ingestion is not running, so this cannot be done"))
    }
}

fn timed(
    what: &'static str,
    (filters, warnings): (Filters, Vec<String>),
    ask: impl FnOnce() -> Result<SearchResponse, SearchError>,
) -> Result<Answer, Problem> {
    let started = Instant::now();
    let found = ask()?;
    let took = started.elapsed();
    metrics::histogram!("probity_search_seconds", "what" => what).record(took);
    Ok(Answer {
        found,
        filters,
        warnings,
        named: Vec::new(),
        took,
    })
}
