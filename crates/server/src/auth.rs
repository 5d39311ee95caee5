//! Who may write: those who send the token.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;

use crate::problem::Problem;
use crate::state::App;

/// Proof that a request carries the token. A handler that takes it is a write.
pub(crate) struct Writer;

const NOT_SET: &str = "writing is switched off: set server.token in the configuration, \
     then send it as the header \"Authorization: Bearer …\"";
const MISSING: &str = "send the server's token as the header \"Authorization: Bearer …\"";
const WRONG: &str = "the token is not the server's";

impl FromRequestParts<App> for Writer {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let token = app.settings.write_token();
        let token = token.ok_or_else(|| Problem::unauthorised(NOT_SET))?;
        let header = parts.headers.get(AUTHORIZATION);
        let sent = header.and_then(|value| bearer(value.as_bytes()));
        let sent = sent.ok_or_else(|| Problem::unauthorised(MISSING))?;
        if same(sent, token.as_bytes()) {
            Ok(Self)
        } else {
            tracing::warn!("a write came with a wrong token");
            Err(Problem::unauthorised(WRONG))
        }
    }
}

/// What follows the scheme, whose case does not matter.
fn bearer(header: &[u8]) -> Option<&[u8]> {
    let (scheme, token) = header.split_at_checked(b"Bearer ".len())?;
    scheme
        .eq_ignore_ascii_case(b"Bearer ")
        .then(|| token.trim_ascii())
}

/// Compares hashes, which takes the same time wherever the texts differ.
pub(crate) fn same(sent: &[u8], token: &[u8]) -> bool {
    blake3::hash(sent) == blake3::hash(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheme_is_read_whatever_its_case() {
        assert_eq!(bearer(b"Bearer abc "), Some(&b"abc"[..]));
        assert_eq!(bearer(b"bearer abc"), Some(&b"abc"[..]));
        assert_eq!(bearer(b"Basic abc"), None);
        assert_eq!(bearer(b"Bear"), None);
    }

    #[test]
    fn only_the_same_token_is_the_same() {
        assert!(same(b"abc", b"abc"));
        for other in [&b""[..], b"ab", b"abcd", b"abd"] {
            assert!(!same(other, b"abc"));
        }
    }
}
