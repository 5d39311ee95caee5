//! The HTTP API and the web pages. Reads through `probity-search` and `probity-catalogue`; what
//! shall change goes to ingestion as commands over a channel.

mod api;
mod auth;
mod layers;
mod limits;
mod local;
mod metrics;
mod openapi;
mod params;
mod pictures;
mod problem;
mod router;
mod serve;
mod session;
mod settings;
mod snippet;
mod state;
mod web;
mod wire;

pub use local::ask;
pub use metrics::{Metrics, MetricsError, install_recorder};
pub use pictures::{NotDrawn, PageToDraw, Painter};
pub use router::router;
pub use serve::serve;
pub use settings::ServerSettings;
pub use state::{Parts, Unpack};

#[cfg(test)]
mod tests;
