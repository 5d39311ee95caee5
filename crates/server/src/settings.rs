//! What an operator may set about the server.

use std::time::Duration;

/// Settings of the HTTP server. Where they come from is the binary's business.
#[derive(Clone)]
pub struct ServerSettings {
    /// What writes must send as `Authorization: Bearer …`; without one, writes are refused.
    pub token: Option<String>,
    /// The address people reach the server under, without a slash at its end; `None` takes the
    /// `Host` of each request.
    pub public_url: Option<String>,
    /// The most bytes an uploaded file may have.
    pub max_upload_size: u64,
    /// A request that takes longer is ended with 503. For an upload: the longest pause between two
    /// pieces of it.
    pub request_timeout: Duration,
    /// Requests a second that one client may make on average; 0 sets no limit.
    pub rate_limit: u32,
    /// Where no hit has all words, offer those that have most of them.
    pub relax: bool,
}

impl ServerSettings {
    /// The token, where one is set: without it nobody may write.
    pub(crate) fn write_token(&self) -> Option<&str> {
        self.token.as_deref().filter(|token| !token.is_empty())
    }
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self {
            token: None,
            public_url: None,
            max_upload_size: 100 * 1024 * 1024,
            request_timeout: Duration::from_secs(30),
            rate_limit: 0,
            relax: true,
        }
    }
}
