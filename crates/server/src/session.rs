//! Who may write from a browser: those who gave the token to the sign-in form.
//!
//! The browser keeps a random name of the session, never the token, in a cookie that scripts cannot
//! read and that other sites' requests do not carry (`HttpOnly`, `SameSite=Strict`). Each form also
//! carries a key made from that name, which no other site can know. Sessions live in memory: they end
//! with the program, or after [`LIFETIME`].

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};

use crate::auth::same;
use crate::params::Query;
use crate::problem::Problem;
use crate::state::App;

/// How long a session lasts.
const LIFETIME: Duration = Duration::from_secs(12 * 60 * 60);
/// The most sessions at a time; the oldest ends for the next.
const MOST: usize = 1_000;
/// The most bytes of a form without a file.
const MOST_FORM: usize = 256 * 1024;
/// The name of the field that carries a form's key.
pub(crate) const KEY_FIELD: &str = "key";

const COOKIE: &str = "probity_session";

/// The sessions there are, by the hash of their names, with when they began.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<HashMap<blake3::Hash, Instant>>);

impl Sessions {
    /// Begins a session.
    pub(crate) fn begin(&self) -> Result<Session, Problem> {
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|error| Problem::internal(&error))?;
        let session = Session(blake3::Hash::from_bytes(random).to_hex().to_string());
        let mut known = self.lock();
        known.retain(|_, begun| begun.elapsed() < LIFETIME);
        if known.len() >= MOST {
            let oldest = known.iter().min_by_key(|(_, begun)| **begun);
            if let Some(oldest) = oldest.map(|(name, _)| *name) {
                known.remove(&oldest);
            }
        }
        known.insert(session.hash(), Instant::now());
        Ok(session)
    }

    /// Ends a session.
    pub(crate) fn end(&self, session: &Session) {
        self.lock().remove(&session.hash());
    }

    /// The session of a request, where it carries one that lives.
    pub(crate) fn of(&self, headers: &HeaderMap) -> Option<Session> {
        let session = Session(cookie(headers)?.to_owned());
        let begun = self.lock().get(&session.hash()).copied();
        begun.filter(|begun| begun.elapsed() < LIFETIME)?;
        Some(session)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<blake3::Hash, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A living session.
#[derive(Clone)]
pub(crate) struct Session(String);

impl Session {
    fn hash(&self) -> blake3::Hash {
        blake3::hash(self.0.as_bytes())
    }

    /// What the session's forms carry.
    pub(crate) fn key(&self) -> String {
        let key = blake3::derive_key("probity 2025 key of a session's forms", self.0.as_bytes());
        blake3::Hash::from_bytes(key).to_hex().to_string()
    }

    /// Whether a form is one of the session's.
    pub(crate) fn gave(&self, key: &str) -> bool {
        same(key.as_bytes(), self.key().as_bytes())
    }

    /// The header that has the browser keep the session.
    pub(crate) fn cookie(&self, is_secure: bool) -> Option<HeaderValue> {
        set_cookie(&self.0, LIFETIME.as_secs(), is_secure)
    }
}

/// The header that has the browser forget its session.
pub(crate) fn no_cookie(is_secure: bool) -> Option<HeaderValue> {
    set_cookie("", 0, is_secure)
}

fn set_cookie(value: &str, seconds: u64, is_secure: bool) -> Option<HeaderValue> {
    let secure = if is_secure { "; Secure" } else { "" };
    let cookie =
        format!("{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}");
    HeaderValue::from_str(&cookie).ok()
}

fn cookie(headers: &HeaderMap) -> Option<&str> {
    let lists = headers.get_all(header::COOKIE).iter();
    let pairs = lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(';'));
    let named = pairs.filter_map(|pair| pair.trim().split_once('='));
    let mut ours = named.filter(|(name, _)| *name == COOKIE);
    ours.next().map(|(_, value)| value)
}

/// Whether the request comes from one of our own pages, as far as the browser says.
fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin") else {
        return true;
    };
    let host = origin.split_once("://").map(|(_, host)| host);
    host.is_some() && host == text("host")
}

const FOREIGN: &str = "this form was not sent from a page of this server";
const NOT_SIGNED_IN: &str = "sign in first: your session has ended, or never began";
const OLD_FORM: &str = "this form is of another session; open its page again";

/// Proof that a request comes from a page of ours. Says nothing of who sent it.
pub(crate) struct OwnPage;

impl<S: Sync> FromRequestParts<S> for OwnPage {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        is_ours(&parts.headers)
            .then_some(Self)
            .ok_or_else(|| Problem::request(FOREIGN))
    }
}

/// Proof that a request is of a living session and comes from a page of ours. A form with a file is
/// checked for its key by who reads it.
pub(crate) struct SignedIn(pub(crate) Session);

impl FromRequestParts<App> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        OwnPage::from_request_parts(parts, app).await?;
        let session = app.sessions.of(&parts.headers);
        session
            .map(Self)
            .ok_or_else(|| Problem::sign_in(NOT_SIGNED_IN))
    }
}

/// The fields of a form, whoever sent it.
pub(crate) struct OpenForm(pub(crate) Query);

impl FromRequest<App> for OpenForm {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &App) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        OwnPage::from_request_parts(&mut parts, &()).await?;
        let bytes = axum::body::to_bytes(body, MOST_FORM).await;
        let bytes = bytes.map_err(|_| Problem::too_large(MOST_FORM as u64))?;
        let text = std::str::from_utf8(&bytes);
        let text = text.map_err(|_| Problem::request("the form is no text"))?;
        Query::parse(text).map(Self)
    }
}

/// The fields of a form that someone who signed in sent from its page: a write.
pub(crate) struct SignedForm(pub(crate) Query);

impl FromRequest<App> for SignedForm {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let session = app.sessions.of(request.headers());
        let OpenForm(mut form) = OpenForm::from_request(request, app).await?;
        let session = session.ok_or_else(|| Problem::sign_in(NOT_SIGNED_IN))?;
        let key = form.one(KEY_FIELD)?.unwrap_or_default();
        check(&session, &key)?;
        Ok(Self(form))
    }
}

/// Refuses a form that is not the session's.
pub(crate) fn check(session: &Session, key: &str) -> Result<(), Problem> {
    if session.gave(key) {
        return Ok(());
    }
    tracing::warn!("a form came with a key that is not its session's");
    Err(Problem::request(OLD_FORM))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_session_lives_until_it_ends() {
        let sessions = Sessions::default();
        let session = sessions.begin().unwrap();
        let cookie = format!("other=1; {COOKIE}={}", session.0);
        let request = headers(&[("cookie", &cookie)]);
        assert!(sessions.of(&request).is_some());
        sessions.end(&session);
        assert!(sessions.of(&request).is_none());
        assert!(
            sessions
                .of(&headers(&[("cookie", "probity_session=")]))
                .is_none()
        );
    }

    #[test]
    fn sessions_are_few() {
        let sessions = Sessions::default();
        for _ in 0..MOST + 5 {
            sessions.begin().unwrap();
        }
        assert_eq!(sessions.lock().len(), MOST);
    }

    #[test]
    fn a_key_is_of_one_session() {
        let sessions = Sessions::default();
        let (one, other) = (sessions.begin().unwrap(), sessions.begin().unwrap());
        assert!(one.gave(&one.key()));
        assert!(!one.gave(&other.key()));
        assert!(!one.gave(&one.0), "the name of the session is no key");
    }

    #[test]
    fn only_pages_of_ours_send_forms() {
        for (pairs, expected) in [
            (&[][..], true),
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "cross-site")], false),
            (&[("sec-fetch-site", "same-site")], false),
            (&[("origin", "http://a:1"), ("host", "a:1")], true),
            (&[("origin", "http://b:1"), ("host", "a:1")], false),
            (&[("origin", "null"), ("host", "a:1")], false),
        ] {
            assert_eq!(is_ours(&headers(pairs)), expected, "{pairs:?}");
        }
    }
}
