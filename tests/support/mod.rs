//! What the end-to-end tests share: a server of their own, in a folder of their own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The token that writes must send.
pub(crate) const TOKEN: &str = "token-of-the-tests";

/// How long anything may take before a test gives up. Machines that run tests can be slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server with its own watch folder and index.
pub(crate) struct Server {
    process: Child,
    address: String,
    root: PathBuf,
    /// Removes the folder in the end; `None` after a restart handed it on.
    folder: Option<tempfile::TempDir>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) body: Vec<u8>,
    pub(crate) headers: Vec<(String, String)>,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("no JSON ({error}): {}", self.text()))
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of a header, empty where it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map_or("", |(_, value)| value.as_str())
    }
}

impl Server {
    /// Starts a server on empty folders.
    pub(crate) fn start() -> Self {
        Self::start_with("")
    }

    /// Starts a server on empty folders, with more lines of configuration.
    pub(crate) fn start_with(more: &str) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write_config(folder.path(), more);
        std::fs::create_dir_all(folder.path().join("watch")).expect("a watch folder");
        Self::start_in(folder)
    }

    fn start_in(folder: tempfile::TempDir) -> Self {
        let root = folder.path().to_owned();
        let (process, address) = launch(&root);
        let server = Self {
            process,
            address,
            root,
            folder: Some(folder),
        };
        server.wait_until("the server is ready", || {
            server.get("/readyz").status == 200
        });
        server
    }

    /// Ends the server as a person would and starts it again on the same folders.
    pub(crate) fn restart(self) -> Self {
        self.end(terminate)
    }

    /// Kills the server without warning and starts it again on the same folders.
    pub(crate) fn kill_and_restart(self) -> Self {
        self.end(|process| process.kill().expect("the server can be killed"))
    }

    fn end(mut self, how: impl FnOnce(&mut Child)) -> Self {
        how(&mut self.process);
        self.process.wait().expect("the server ends");
        let folder = self.folder.take().expect("a server owns its folder");
        Self::start_in(folder)
    }

    /// The folder that everything of this server is in.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A path in the watch folder.
    pub(crate) fn watched(&self, name: &str) -> PathBuf {
        self.root.join("watch").join(name)
    }

    /// Drops bytes under a name.
    pub(crate) fn drop_bytes(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.watched(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder can be made");
        std::fs::write(path, bytes).expect("a file can be dropped");
    }

    /// Drops a sample document under its own name.
    pub(crate) fn drop_sample(&self, name: &str) {
        self.drop_bytes(
            Path::new(name)
                .file_name()
                .and_then(|n| n.to_str())
                .expect("a name"),
            sample(name),
        );
    }

    /// Asks for a path of the server.
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    /// Asks for a path of the API and reads the JSON of a good answer.
    pub(crate) fn json(&self, path: &str) -> Value {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    /// Sends any request.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        self.try_send(method, path, headers, body)
            .unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(PATIENCE))
            .build()
            .into();
        let uri = format!("{}{path}", self.address);
        let mut request = ureq::http::Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut response = agent.run(request.body(body).map_err(ureq::Error::Http)?)?;
        let header = |value: &ureq::http::HeaderValue| value.to_str().unwrap_or("").to_owned();
        let headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), header(value)))
            .collect();
        Ok(Answer {
            status: response.status().as_u16(),
            content_type: response
                .headers()
                .get("content-type")
                .map(header)
                .unwrap_or_default(),
            body: response
                .body_mut()
                .with_config()
                .limit(64 << 20)
                .read_to_vec()?,
            headers,
        })
    }

    /// Waits until something holds.
    pub(crate) fn wait_until(&self, what: &str, mut holds: impl FnMut() -> bool) {
        let begun = Instant::now();
        while !holds() {
            assert!(
                begun.elapsed() < PATIENCE,
                "not within {PATIENCE:?}: {what}\n{}",
                self.log()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Waits until as many files as this are in a final state and none waits.
    pub(crate) fn settle(&self, files: u64) {
        self.wait_until(&format!("{files} files are done"), || {
            let answer = self.json("/api/v1/ingest");
            let done = ["indexed", "failed", "duplicate", "ignored"];
            let done: u64 = done
                .iter()
                .filter_map(|state| answer["states"][state].as_u64())
                .sum();
            done == files && answer["queued"] == 0
        });
    }

    /// The ledger's row of a file.
    pub(crate) fn file(&self, name: &str) -> Value {
        let files = self.json("/api/v1/ingest/files?limit=1000");
        let rows = files["files"].as_array().expect("a list of files");
        let row = rows.iter().find(|row| row["path"] == name);
        row.cloned()
            .unwrap_or_else(|| panic!("no row of {name}: {rows:?}"))
    }

    /// What is known of the document that a file holds.
    pub(crate) fn document_of(&self, name: &str) -> Value {
        let row = self.file(name);
        let id = row["document_id"]
            .as_str()
            .unwrap_or_else(|| panic!("not indexed: {row}"));
        self.json(&format!("/api/v1/documents/{id}"))
    }

    /// What the server has logged so far.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.root.join("server.log")).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The bytes of a sample document.
pub(crate) fn sample(name: &str) -> Vec<u8> {
    let path = samples().join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The folder of the sample documents.
pub(crate) fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples")
}

/// The program, to be run with arguments in a folder.
pub(crate) fn probity(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_probity"));
    command.current_dir(folder).stdin(Stdio::null());
    command
}

/// Writes a configuration for tests into a folder: quick to settle, any free port, sample units.
pub(crate) fn write_config(folder: &Path, more: &str) {
    let units = samples().join("units.toml");
    let config = format!(
        "[watch]\nsettle = \"100ms\"\ngrace = \"0s\"\n[server]\nlisten = \"127.0.0.1:0\"\n\
         token = \"{TOKEN}\"\n[units]\nfile = {units:?}\n{more}"
    );
    std::fs::write(folder.join("config.toml"), config).expect("a configuration can be written");
}

/// Starts the server and reads its address from its first line.
fn launch(root: &Path) -> (Child, String) {
    let log = std::fs::File::options()
        .create(true)
        .append(true)
        .open(root.join("server.log"));
    let mut process = probity(root)
        .arg("serve")
        .stdout(Stdio::piped())
        .stderr(log.expect("a log can be written"))
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(process.stdout.take().expect("its output is read")).lines();
    let line = lines.next().and_then(Result::ok).unwrap_or_default();
    let address = line
        .split_whitespace()
        .find(|word| word.starts_with("http://"));
    let address = address.unwrap_or_else(|| {
        let log = std::fs::read_to_string(root.join("server.log")).unwrap_or_default();
        panic!("the server did not start: {line}\n{log}")
    });
    (process, address.trim_end_matches('/').to_owned())
}

/// Asks the process to end, as a service manager does.
fn terminate(process: &mut Child) {
    let ended = Command::new("kill").arg(process.id().to_string()).status();
    assert!(
        ended.is_ok_and(|status| status.success()),
        "the server can be asked to end"
    );
}
