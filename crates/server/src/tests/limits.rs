//! Limits on how often one client may ask.

use axum::body::Body;
use axum::http::Request;

use super::Site;

fn from(address: &str) -> Request<Body> {
    let request = Request::get("/healthz").header("x-forwarded-for", address);
    request.body(Body::empty()).unwrap()
}

#[tokio::test]
async fn a_client_that_asks_too_often_is_told_when_to_come_back() {
    let site = Site::with(|settings| settings.rate_limit = 1);
    let mut refused = None;
    for _ in 0..30 {
        let answer = site.send(from("192.0.2.1")).await;
        if answer.status != 200 {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("nothing was refused");
    refused.problem(429);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert_eq!(
        site.send(from("192.0.2.2")).await.status,
        200,
        "another client is not hit"
    );
}

#[tokio::test]
async fn without_a_limit_nobody_is_refused() {
    let site = Site::new();
    for _ in 0..200 {
        assert_eq!(site.send(from("192.0.2.1")).await.status, 200);
    }
}
