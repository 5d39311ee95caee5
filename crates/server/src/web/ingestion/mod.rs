//! The page of ingestion: what waits, what is worked on, what failed and why, what came in last; and
//! what people who signed in may do about it.

mod files;
mod told;
mod upload;

pub(crate) use files::page as files;
pub(crate) use upload::upload;

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use probity_catalogue::{FileRecord, FileState, StateCounts};
use probity_model::{Command, IngestStatus};
use utoipa::IntoParams;

use crate::params::{FromQuery, Params, Query};
use crate::problem::Problem;
use crate::session::SignedForm;
use crate::state::{App, Inner};
use crate::web::errors::sentence;
use crate::web::ingestion::told::{ago, clock, format_name, state_word};
use crate::web::shell::{Place, Shell};
use crate::web::{rendered, words};

/// Files of each state on the page; a link leads to all.
const SHOWN: usize = 10;

/// Parameters of the page.
#[derive(IntoParams)]
pub(crate) struct PageParams {
    /// Names of files that were just uploaded.
    added: Vec<String>,
    /// What was just asked for: `rescan`, `retry`, `pause`, `resume`.
    done: Option<String>,
}

impl FromQuery for PageParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        Ok(Self {
            added: query.many("added"),
            done: query.filled("done")?,
        })
    }
}

#[derive(Template)]
#[template(path = "ingestion/page.html")]
struct IngestionPage {
    shell: Shell,
    who: Who,
    notices: Vec<String>,
    state: &'static str,
    trouble: Option<String>,
    facts: Vec<(&'static str, String)>,
    paused: bool,
    lists: Vec<List>,
    most: String,
}

/// Who looks at the page.
struct Who {
    /// Writing is switched off.
    is_off: bool,
    /// What forms carry; `None` before sign-in.
    key: Option<String>,
}

impl Who {
    fn new(app: &Inner, headers: &HeaderMap) -> Self {
        Self {
            is_off: app.settings.write_token().is_none(),
            key: app.sessions.of(headers).map(|session| session.key()),
        }
    }
}

/// The files of one state.
struct List {
    id: &'static str,
    heading: &'static str,
    empty: &'static str,
    /// Files do not stay: the list has a place of one height, whatever comes and goes.
    is_passing: bool,
    files: Vec<FileView>,
    /// How many there are in all, and where they are listed.
    total: u64,
    all: String,
}

struct FileView {
    path: String,
    state: &'static str,
    /// "PDF, 812 KB, 3 minutes ago".
    about: String,
    error: Option<String>,
    document: Option<String>,
    can_retry: bool,
}

/// The page.
pub(crate) async fn page(
    State(app): State<App>,
    Params(params): Params<PageParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let who = Who::new(&app, &headers);
    let page = app.blocking(move |app| read(app, who, &params)).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], rendered(&page)).into_response())
}

fn read(app: &Inner, who: Who, params: &PageParams) -> Result<IngestionPage, Problem> {
    let status = (app.parts.status)();
    let counts = app.parts.catalogue.state_counts()?;
    let list = |state| list(app, state, &counts);
    Ok(IngestionPage {
        shell: Shell::at(Place::Ingestion),
        notices: notices(app, params)?,
        state: standing(&status, &counts),
        trouble: status.trouble.as_deref().map(sentence),
        facts: facts(&status, &counts),
        paused: status.paused,
        lists: vec![
            list(FileState::Pending)?,
            list(FileState::Extracting)?,
            list(FileState::Failed)?,
            list(FileState::Indexed)?,
        ],
        most: words::size(app.settings.max_upload_size),
        who,
    })
}

/// Says what was done. An address can claim anything: only files that are there are named.
fn notices(app: &Inner, params: &PageParams) -> Result<Vec<String>, Problem> {
    let mut notices = Vec::new();
    for name in params.added.iter().take(SHOWN) {
        let is_name = !name.contains(['/', '\\']) && name != "..";
        let is_here = is_name && app.parts.watch_folder.join(name).is_file();
        if is_here || app.parts.catalogue.file(name)?.is_some() {
            notices.push(format!(
                "“{name}” lies in the watch folder and will be read."
            ));
        }
    }
    notices.extend(match params.done.as_deref() {
        Some("rescan") => Some("The watch folder is looked through.".to_owned()),
        Some("retry") => Some("What failed is tried again.".to_owned()),
        Some("pause") => Some("No new files are taken until you go on.".to_owned()),
        Some("resume") => Some("New files are taken again.".to_owned()),
        _ => None,
    });
    Ok(notices)
}

fn standing(status: &IngestStatus, counts: &StateCounts) -> &'static str {
    if !status.watching {
        return "Not watching: files dropped now are found when the program next starts.";
    }
    if status.rebuilding {
        return "The index is being made again; answers may be incomplete meanwhile.";
    }
    if status.paused {
        return "Paused: no new files are taken.";
    }
    match counts.pending + counts.extracting {
        0 => "Everything dropped so far has been dealt with.",
        _ => "Working.",
    }
}

fn facts(status: &IngestStatus, counts: &StateCounts) -> Vec<(&'static str, String)> {
    let last = status.last_indexed_at.map(ago);
    vec![
        ("Searchable", words::count(counts.indexed)),
        ("Waiting", words::count(counts.pending)),
        ("Being read", words::count(counts.extracting)),
        ("Failed", words::count(counts.failed)),
        ("Same as another", words::count(counts.duplicate)),
        ("Passed over", words::count(counts.ignored)),
        (
            "In the last minute",
            words::count(status.rate_per_minute.into()),
        ),
        (
            "Last made searchable",
            last.unwrap_or_else(|| "–".to_owned()),
        ),
    ]
}

fn list(app: &Inner, state: FileState, counts: &StateCounts) -> Result<List, Problem> {
    let (heading, empty, total) = match state {
        FileState::Failed => ("Failed", "Nothing has failed.", counts.failed),
        FileState::Extracting => ("Being read", "Nothing at this moment.", counts.extracting),
        FileState::Pending => ("Waiting", "Nothing waits.", counts.pending),
        _ => ("Last made searchable", "Nothing yet.", counts.indexed),
    };
    let files = app.parts.catalogue.latest_files(state, SHOWN)?;
    Ok(List {
        id: state.as_str(),
        heading,
        empty,
        is_passing: matches!(state, FileState::Pending | FileState::Extracting),
        files: files.into_iter().map(file).collect(),
        total,
        all: format!("/ingestion/files?state={}", state.as_str()),
    })
}

fn file(file: FileRecord) -> FileView {
    let kind = file.media_type.as_deref().map(format_name);
    let next = file.next_attempt.filter(|next| *next > Timestamp::now());
    let next = next.map(|next| format!("next attempt at {}", clock(next)));
    let about = [
        kind,
        Some(words::size(file.bytes)),
        Some(ago(file.updated_at)),
        next,
    ];
    let about: Vec<String> = about.into_iter().flatten().collect();
    FileView {
        about: about.join(", "),
        can_retry: file.state == FileState::Failed,
        state: state_word(file.state),
        document: file.document_id.map(|id| format!("/documents/{id}")),
        error: file.error.as_deref().map(sentence),
        path: file.path,
    }
}

/// What the buttons do.
pub(crate) async fn act(
    State(app): State<App>,
    SignedForm(mut form): SignedForm,
) -> Result<Redirect, Problem> {
    let actions = [
        ("rescan", "rescan"),
        ("retry", "retry"),
        ("pause", "pause"),
        ("resume", "resume"),
    ];
    let action = form.choice("action", &actions)?;
    let path = form.filled("path")?;
    let action = action.ok_or_else(|| Problem::parameter("action", "say what shall be done"))?;
    app.command(match action {
        "rescan" => Command::Rescan,
        "retry" => Command::Retry { path },
        "pause" => Command::Pause,
        _ => Command::Resume,
    })?;
    Ok(Redirect::to(&format!("/ingestion?done={action}")))
}
