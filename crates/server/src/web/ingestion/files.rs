//! All files of the watch folder, by path, narrowed by state and part of the path.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use probity_catalogue::{FileFilter, FileState};
use utoipa::IntoParams;

use crate::params::{FromQuery, Params, Query};
use crate::problem::Problem;
use crate::state::{App, Inner};
use crate::web::ingestion::told::state_word;
use crate::web::ingestion::{FileView, Who, file};
use crate::web::shell::{Place, Shell};
use crate::web::{rendered, words};
use crate::wire::ingest::StateWord;
use crate::wire::search::encoded;

/// Files on a page.
const LIMIT: usize = 50;

/// Parameters of the list.
#[derive(IntoParams)]
pub(crate) struct ListParams {
    /// Only files in this state.
    #[param(value_type = Option<StateWord>)]
    state: Option<FileState>,
    /// Only files whose path contains this.
    path: Option<String>,
    /// Where the page before ended.
    cursor: Option<String>,
}

impl FromQuery for ListParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        let states = FileState::ALL.map(|state| (state.as_str(), state));
        Ok(Self {
            state: query.choice("state", &states)?,
            path: query.filled("path")?,
            cursor: query.filled("cursor")?,
        })
    }
}

#[derive(Template)]
#[template(path = "ingestion/files.html")]
struct FilesPage {
    shell: Shell,
    who: Who,
    states: Vec<Choice>,
    state: Option<&'static str>,
    path: String,
    total: String,
    files: Vec<FileView>,
    first: Option<String>,
    next: Option<String>,
}

struct Choice {
    label: &'static str,
    href: String,
    current: bool,
}

/// The list.
pub(crate) async fn page(
    State(app): State<App>,
    Params(params): Params<ListParams>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let who = Who::new(&app, &headers);
    let page = app.blocking(move |app| read(app, who, params)).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], rendered(&page)).into_response())
}

fn read(app: &Inner, who: Who, params: ListParams) -> Result<FilesPage, Problem> {
    let path = params.path.as_deref();
    let filter = FileFilter {
        state: params.state,
        path: params.path.clone(),
        document: None,
    };
    let page = app
        .parts
        .catalogue
        .files(&filter, LIMIT, params.cursor.as_deref())?;
    let choice = |state: Option<FileState>| Choice {
        label: state.map_or("All", state_word),
        href: href_of(state, path, None),
        current: state == params.state,
    };
    let states = FileState::ALL.map(Some).into_iter();
    let next = page.next.as_deref();
    Ok(FilesPage {
        shell: Shell::at(Place::Ingestion),
        who,
        states: std::iter::once(None).chain(states).map(choice).collect(),
        state: params.state.map(FileState::as_str),
        total: words::count(page.total),
        first: params
            .cursor
            .is_some()
            .then(|| href_of(params.state, path, None)),
        next: next.map(|next| href_of(params.state, path, Some(next))),
        files: page.files.into_iter().map(file).collect(),
        path: params.path.unwrap_or_default(),
    })
}

/// The address of a list.
fn href_of(state: Option<FileState>, path: Option<&str>, cursor: Option<&str>) -> String {
    let state = state.map(|state| format!("state={}", state.as_str()));
    let path = path.map(|path| format!("path={}", encoded(path)));
    let cursor = cursor.map(|cursor| format!("cursor={}", encoded(cursor)));
    let pairs: Vec<String> = [state, path, cursor].into_iter().flatten().collect();
    if pairs.is_empty() {
        return "/ingestion/files".to_owned();
    }
    format!("/ingestion/files?{}", pairs.join("&"))
}
