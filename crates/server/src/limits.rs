//! How often one client may ask.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Weak};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, Response};
use axum::response::IntoResponse;
use tower_governor::governor::GovernorConfigBuilder;
use tower_governor::key_extractor::KeyExtractor;
use tower_governor::{GovernorError, GovernorLayer};

use crate::problem::Problem;

/// Requests that a client may make at once after a pause: as many as it may make in two seconds,
/// and enough for a page and what belongs to it.
fn burst(per_second: u32) -> u32 {
    per_second.saturating_mul(2).max(10)
}

/// Forgets clients that have been quiet, this often.
const FORGET: Duration = Duration::from_secs(60);

/// Limits each client to so many requests a second on average; 0 sets no limit.
pub(crate) fn limited(router: Router, per_second: u32) -> Router {
    let Some(period) = Duration::from_secs(1).checked_div(per_second) else {
        return router;
    };
    let mut builder = GovernorConfigBuilder::default();
    let mut builder = builder
        .period(period)
        .burst_size(burst(per_second))
        .key_extractor(Client);
    let Some(config) = builder.finish() else {
        return router;
    };
    let limiter = Arc::downgrade(config.limiter());
    let forget = move || Weak::upgrade(&limiter).map(|limiter| limiter.retain_recent());
    forget_quiet_clients(forget);
    router.layer(GovernorLayer::new(config).error_handler(refusal))
}

/// Runs until the limiter itself is gone.
fn forget_quiet_clients(forget: impl Fn() -> Option<()> + Send + 'static) {
    let Ok(runtime) = tokio::runtime::Handle::try_current() else {
        return;
    };
    runtime.spawn(async move {
        while forget().is_some() {
            tokio::time::sleep(FORGET).await;
        }
    });
}

fn refusal(error: GovernorError) -> Response<Body> {
    match error {
        GovernorError::TooManyRequests { wait_time, .. } => {
            Problem::too_many(wait_time).into_response()
        }
        other => Problem::internal(&other).into_response(),
    }
}

/// Tells clients apart by address. Behind a proxy on this machine, the address is the one the proxy
/// saw; no other client can choose its own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Client;

impl KeyExtractor for Client {
    type Key = IpAddr;

    fn extract<T>(&self, request: &Request<T>) -> Result<IpAddr, GovernorError> {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let peer = peer.map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| {
            peer.ip()
        });
        let seen = peer.is_loopback().then(|| forwarded_for(request.headers()));
        Ok(seen.flatten().unwrap_or(peer))
    }
}

/// The last address in the list: the one that the nearest proxy added.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let list = headers.get_all("x-forwarded-for").iter().next_back()?;
    list.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}
