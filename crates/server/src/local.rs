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
