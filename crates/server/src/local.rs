//! The same answers without a network: how the command line asks the API in its own process.

use std::io::{self, Write};

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::http::Request;
use tower::ServiceExt;

/// Sends `GET` for an address of the API (path and query). A good answer's body is written to `out`
/// as it comes, a refusal's to `problem`. Gives the status.
///
/// # Errors
/// An [`io::Error`] where the address is malformed, the body breaks off or cannot be written.
pub async fn ask(
    router: Router,
    address: &str,
    out: &mut impl Write,
    problem: &mut impl Write,
) -> io::Result<u16> {
    let request = Request::get(address)
        .body(Body::empty())
        .map_err(io::Error::other)?;
    let Ok(response) = router.oneshot(request).await;
    let status = response.status();
    let mut body = std::pin::pin!(response.into_body());
    while let Some(frame) = std::future::poll_fn(|context| body.as_mut().poll_frame(context)).await
    {
        let Ok(piece) = frame.map_err(io::Error::other)?.into_data() else {
            continue;
        };
        if status.is_success() {
            out.write_all(&piece)?;
        } else {
            problem.write_all(&piece)?;
        }
    }
    Ok(status.as_u16())
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use axum::routing::get;

    use super::*;

    async fn check(address: &str, expected: (u16, &str, &str)) {
        let router = Router::new()
            .route("/good", get(async || "an answer"))
            .route("/bad", get(async || (StatusCode::NOT_FOUND, "a problem")));
        let (mut out, mut problem) = (Vec::new(), Vec::new());
        let status = ask(router, address, &mut out, &mut problem).await.unwrap();
        let texts = [out, problem].map(|bytes| String::from_utf8(bytes).unwrap());
        assert_eq!((status, texts[0].as_str(), texts[1].as_str()), expected);
    }

    #[tokio::test]
    async fn answers_and_refusals_are_kept_apart() {
        check("/good", (200, "an answer", "")).await;
        check("/bad", (404, "", "a problem")).await;
    }
}
