//! The form that takes the token, and the way out.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use utoipa::IntoParams;

use crate::auth::same;
use crate::params::{FromQuery, Params, Query};
use crate::problem::Problem;
use crate::session::{self, OpenForm, SignedForm};
use crate::state::{App, Inner};
use crate::web::rendered;
use crate::web::shell::{Place, Shell};

/// Where people go who do not say where.
const HOME: &str = "/ingestion";

#[derive(Template)]
#[template(path = "ingestion/sign_in.html")]
struct SignInPage {
    shell: Shell,
    next: String,
    /// Writing is switched off: there is no token.
    is_off: bool,
    is_wrong: bool,
    /// The token would travel in the open.
    is_open: bool,
}

/// Parameters of the sign-in page.
#[derive(IntoParams)]
pub(crate) struct SignInParams {
    /// The page to go on to.
    next: Option<String>,
}

impl FromQuery for SignInParams {
    fn read(query: &mut Query) -> Result<Self, Problem> {
        let next = query.filled("next")?;
        Ok(Self { next })
    }
}

/// The form.
pub(crate) async fn page(
    State(app): State<App>,
    Params(params): Params<SignInParams>,
    headers: HeaderMap,
) -> Response {
    form(&app, &headers, local(params.next), false)
}

fn form(app: &Inner, headers: &HeaderMap, next: String, is_wrong: bool) -> Response {
    rendered(&SignInPage {
        shell: Shell::at(Place::Ingestion),
        next,
        is_off: app.settings.write_token().is_none(),
        is_wrong,
        is_open: !is_secure(app, headers) && !is_this_machine(headers),
    })
}

/// Takes the token and begins a session.
pub(crate) async fn sign_in(
    State(app): State<App>,
    headers: HeaderMap,
    OpenForm(mut form_sent): OpenForm,
) -> Result<Response, Problem> {
    let next = local(form_sent.one("next")?);
    let sent = form_sent.one("token")?.unwrap_or_default();
    let token = app.settings.write_token();
    if !token.is_some_and(|token| same(sent.trim().as_bytes(), token.as_bytes())) {
        tracing::warn!("someone tried to sign in with a wrong token");
        let page = form(&app, &headers, next, true);
        return Ok((StatusCode::FORBIDDEN, page).into_response());
    }
    let session = app.sessions.begin()?;
    let cookie = session.cookie(is_secure(&app, &headers));
    let cookie = cookie.map(|cookie| [(header::SET_COOKIE, cookie)]);
    Ok((cookie, Redirect::to(&next)).into_response())
}

/// Ends the session.
pub(crate) async fn sign_out(
    State(app): State<App>,
    headers: HeaderMap,
    _: SignedForm,
) -> Response {
    if let Some(session) = app.sessions.of(&headers) {
        app.sessions.end(&session);
    }
    let cookie = session::no_cookie(is_secure(&app, &headers));
    let cookie = cookie.map(|cookie| [(header::SET_COOKIE, cookie)]);
    (cookie, Redirect::to(HOME)).into_response()
}

/// A path of this server; anything else could lead people astray.
fn local(next: Option<String>) -> String {
    let is_local = |next: &String| {
        let plain = next
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
        next.starts_with('/') && !next.starts_with("//") && plain
    };
    next.filter(is_local).unwrap_or_else(|| HOME.to_owned())
}

/// Whether people reach the server by TLS, as configured or as a proxy says.
fn is_secure(app: &Inner, headers: &HeaderMap) -> bool {
    let configured = app.settings.public_url.as_deref();
    let said = headers
        .get("x-forwarded-proto")
        .and_then(|value| value.to_str().ok());
    configured.is_some_and(|url| url.starts_with("https://")) || said == Some("https")
}

fn is_this_machine(headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let host = host.unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_pages_of_this_server_only() {
        let next = |text: &str| local(Some(text.to_owned()));
        assert_eq!(next("/documents/a/correct?x=1"), "/documents/a/correct?x=1");
        for astray in [
            "https://elsewhere",
            "//elsewhere",
            "/\\elsewhere",
            "",
            "/\r\nx: y",
        ] {
            assert_eq!(next(astray), HOME, "{astray}");
        }
        assert_eq!(local(None), HOME);
    }
}
