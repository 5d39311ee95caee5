//! The whole router, driven without a network: a fake engine, a ledger in memory, real folders.

mod api;
mod contract;
mod engine;
mod entities;
mod errors;
mod exports;
mod ledger;
mod limits;
mod pages;
mod pictures;
mod reader;
mod sessions;
mod similar;
mod source;
mod units;
mod upload;
mod writes;

use std::sync::{Arc, Mutex, mpsc};

use axum::Router;
use axum::body::{Body, BodyDataStream, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use probity_catalogue::Catalogue;
use probity_model::{Command, Gazetteer, IngestStatus};
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

use crate::tests::engine::FakeEngine;
use crate::tests::pictures::FakePainter;
use crate::{Parts, ServerSettings, install_recorder, router};

const TOKEN: &str = "a secret";

/// A server with everything it stands on.
struct Site {
    router: Router,
    engine: Arc<FakeEngine>,
    painter: Arc<FakePainter>,
    catalogue: Catalogue,
    commands: mpsc::Receiver<Command>,
    status: Arc<Mutex<IngestStatus>>,
    watch: TempDir,
    index: TempDir,
}

/// An answer, read whole.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Site {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(change: impl FnOnce(&mut ServerSettings)) -> Self {
        let mut settings = ServerSettings {
            token: Some(TOKEN.to_owned()),
            ..ServerSettings::default()
        };
        change(&mut settings);
        let engine = Arc::new(FakeEngine::default());
        let painter = Arc::new(FakePainter::default());
        let catalogue = Catalogue::in_memory().unwrap();
        let (sender, commands) = mpsc::channel();
        let watching = IngestStatus {
            watching: true,
            ..IngestStatus::default()
        };
        let status = Arc::new(Mutex::new(watching));
        let told = Arc::clone(&status);
        let (watch, index) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let parts = Parts {
            engine: engine.clone(),
            catalogue: catalogue.clone(),
            gazetteer: Gazetteer::built_in(),
            commands: sender,
            status: Arc::new(move || told.lock().unwrap().clone()),
            watch_folder: watch.path().to_owned(),
            unpack: Arc::new(|_, member, _, to| std::fs::write(to, member)),
            index_folder: index.path().to_owned(),
            painter: Arc::clone(&painter).as_painter(),
            metrics: install_recorder().unwrap(),
        };
        Self {
            router: router(settings, parts),
            engine,
            painter,
            catalogue,
            commands,
            status,
            watch,
            index,
        }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer {
            status,
            headers,
            body: body.to_vec(),
        }
    }

    async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
            .await
    }

    /// The pieces of an answer as they come.
    async fn stream(&self, path: &str) -> BodyDataStream {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        response.into_body().into_data_stream()
    }

    /// As a person's browser asks.
    async fn browse(&self, path: &str) -> Answer {
        let accept = "text/html,application/xhtml+xml,*/*;q=0.8";
        let request = Request::get(path).header("accept", accept);
        self.send(request.body(Body::empty()).unwrap()).await
    }

    async fn json(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// A write with the token.
    async fn write(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", format!("Bearer {TOKEN}"));
        if body.is_some() {
            request = request.header("content-type", "application/json");
        }
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.send(request.body(body).unwrap()).await
    }
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }

    /// Asserts that this is a problem of this status, with problem details of the right form.
    fn problem(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        let problem = self.json();
        let mut keys: Vec<&String> = problem.as_object().unwrap().keys().collect();
        keys.sort();
        let expected = ["detail", "field", "position", "status", "title", "type"];
        assert_eq!(keys, expected);
        assert_eq!(problem["status"], status);
        problem
    }
}
