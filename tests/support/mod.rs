//! What the end-to-end tests share: a server of their own, in a folder of their own.

pub(crate) mod disk;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The token that writes must send.
pub(crate) const TOKEN: &str = "token-of-the-tests";

/// How long anything may take before a test gives up. Machines that run tests can be slow.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

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
        Self::start_in(Self::place(more))
    }

    /// Empty folders for a server, with more lines of configuration.
    pub(crate) fn place(more: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        write_config(folder.path(), more);
        std::fs::create_dir_all(folder.path().join("watch")).expect("a watch folder");
        folder
    }

    /// Starts a server in a folder that is ready for it.
    pub(crate) fn start_in(folder: tempfile::TempDir) -> Self {
        let server = Self::start_unready(folder);
        server.wait_until("the server is ready", || {
            server.get("/readyz").status == 200
        });
        server
    }

    /// Ends the server when these tests are over, and removes its folder: for one that tests share, which
    /// is never dropped.
    pub(crate) fn end_with_the_tests(&self) {
        let script = r#"(while kill -0 "$0"; do sleep 1; done; kill "$1"; rm -r "$2") &"#;
        let [tests, server] = [std::process::id(), self.process.id()].map(|id| id.to_string());
        let mut watcher = Command::new("sh");
        watcher
            .args(["-c", script, &tests, &server])
            .arg(&self.root);
        watcher.stdin(Stdio::null()).stdout(Stdio::null());
        let begun = watcher.stderr(Stdio::null()).status();
        begun.expect("a shell to end the server");
    }

    /// Starts a server that may not read everything: as nobody, where we are root. `None` where the
    /// program cannot be run so.
    pub(crate) fn start_unprivileged() -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let folder = Self::place("");
        let us = std::fs::metadata(folder.path()).expect("a folder").uid();
        if us != 0 {
            return Some(Self::start_in(folder));
        }
        let given = Command::new("chown")
            .args(["-R", NOBODY])
            .arg(folder.path())
            .status();
        assert!(
            given.is_ok_and(|status| status.success()),
            "a folder can be given away"
        );
        let root = folder.path().to_owned();
        let (process, address) = try_launch(nobody(probity(&root)), &root)?;
        Some(Self {
            process,
            address,
            root,
            folder: Some(folder),
        })
    }

    /// Starts a server that finds no other programs on the machine.
    pub(crate) fn start_without_programs() -> Self {
        let folder = Self::place("");
        let root = folder.path().to_owned();
        let mut program = probity(&root);
        program.env("PATH", "");
        let (process, address) = try_launch(program, &root).expect("the server starts");
        Self {
            process,
            address,
            root,
            folder: Some(folder),
        }
    }

    /// Starts a server that need not become ready.
    fn start_unready(folder: tempfile::TempDir) -> Self {
        let root = folder.path().to_owned();
        let (process, address) = launch(&root);
        Self {
            process,
            address,
            root,
            folder: Some(folder),
        }
    }

    /// Kills the server and starts it again, which something keeps from being ready.
    pub(crate) fn kill_and_restart_unready(mut self) -> Self {
        self.process.kill().expect("the server can be killed");
        self.process.wait().expect("the server ends");
        Self::start_unready(self.folder.take().expect("a server owns its folder"))
    }

    /// Ends the server as a person would and starts it again on the same folders.
    pub(crate) fn restart(self) -> Self {
        self.end(terminate)
    }

    /// Kills the server without warning and starts it again on the same folders.
    pub(crate) fn kill_and_restart(self) -> Self {
        self.end(|process| process.kill().expect("the server can be killed"))
    }

    /// Kills the server, changes something in its folder, and starts it again.
    pub(crate) fn kill_and(mut self, change: impl FnOnce(&Path)) -> Self {
        self.process.kill().expect("the server can be killed");
        self.process.wait().expect("the server ends");
        let folder = self.folder.take().expect("a server owns its folder");
        change(folder.path());
        Self::start_in(folder)
    }

    /// Waits until nothing half made is in the server's folders. A copy may be under way.
    pub(crate) fn leaves_nothing(&self) {
        self.wait_until("nothing half made is left", || {
            let left = leftovers(&self.root);
            if !left.is_empty() {
                eprintln!("left: {left:?}");
            }
            left.is_empty()
        });
    }

    /// The number of the server's process.
    pub(crate) fn process(&self) -> u32 {
        self.process.id()
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
    pub(crate) fn wait_until(&self, what: &str, holds: impl FnMut() -> bool) {
        self.wait_until_within(PATIENCE.as_secs(), what, holds);
    }

    /// Waits until something holds that may take this many seconds.
    pub(crate) fn wait_until_within(
        &self,
        seconds: u64,
        what: &str,
        mut holds: impl FnMut() -> bool,
    ) {
        let patience = Duration::from_secs(seconds);
        let begun = Instant::now();
        while !holds() {
            assert!(
                begun.elapsed() < patience,
                "not within {patience:?}: {what}\n{}",
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
        let path: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
        let files = self.json(&format!("/api/v1/ingest/files?limit=1000&path={path}"));
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

/// Worker processes of a server.
pub(crate) fn workers_of(server: u32) -> Vec<u32> {
    let children = format!("/proc/{server}/task");
    let threads = std::fs::read_dir(children).into_iter().flatten().flatten();
    let lists =
        threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    lists
        .flat_map(|list| {
            let numbers = list
                .split_whitespace()
                .filter_map(|number| number.parse().ok());
            numbers.collect::<Vec<u32>>()
        })
        .collect()
}

/// Files in a server's folders that nobody needs: half-made ones, and segments of no commit.
pub(crate) fn leftovers(root: &Path) -> Vec<String> {
    let meta = std::fs::read_to_string(root.join("index/search/meta.json")).unwrap_or_default();
    let meta: Value = serde_json::from_str(&meta).unwrap_or_default();
    let segments = meta["segments"].as_array().cloned().unwrap_or_default();
    let segments: Vec<String> = segments
        .iter()
        .filter_map(|segment| segment["segment_id"].as_str())
        .map(|id| id.replace('-', ""))
        .collect();
    let is_needed = |name: &str| {
        let known = [
            ".lock",
            "server.address",
            "catalogue.sqlite",
            "catalogue.sqlite-wal",
            "catalogue.sqlite-shm",
            "catalogue.copy.sqlite",
            "meta.json",
            ".managed.json",
            ".tantivy-writer.lock",
            ".tantivy-meta.lock",
        ];
        known.contains(&name) || segments.iter().any(|segment| name.starts_with(segment))
    };
    let listed = |folder: &str| {
        let files = std::fs::read_dir(root.join(folder))
            .into_iter()
            .flatten()
            .flatten();
        files
            .filter(|file| file.path().is_file() || file.file_name() != "search")
            .map(|file| file.file_name().to_string_lossy().into_owned())
            .collect::<Vec<_>>()
    };
    let mut left: Vec<String> = ["index", "index/search"]
        .into_iter()
        .flat_map(listed)
        .collect();
    left.retain(|name| !is_needed(name));
    let half_made = |name: &String| name.starts_with(".upload-") || name.starts_with(".probity-");
    left.extend(listed("watch").into_iter().filter(half_made));
    left.sort();
    left
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

/// User and group that own nothing.
const NOBODY: &str = "65534:65534";

/// Has a program run as the user that owns nothing.
fn nobody(mut command: Command) -> Command {
    use std::os::unix::process::CommandExt;
    command.uid(65534).gid(65534);
    command
}

/// Starts the server and reads its address from its first line.
fn launch(root: &Path) -> (Child, String) {
    try_launch(probity(root), root).unwrap_or_else(|| {
        let log = std::fs::read_to_string(root.join("server.log")).unwrap_or_default();
        panic!("the server did not start\n{log}")
    })
}

fn try_launch(mut program: Command, root: &Path) -> Option<(Child, String)> {
    let log = std::fs::File::options()
        .create(true)
        .append(true)
        .open(root.join("server.log"));
    let mut process = program
        .arg("serve")
        .stdout(Stdio::piped())
        .stderr(log.expect("a log can be written"))
        .spawn()
        .ok()?;
    let mut lines = BufReader::new(process.stdout.take().expect("its output is read")).lines();
    let line = lines.next().and_then(Result::ok).unwrap_or_default();
    let address = line
        .split_whitespace()
        .find(|word| word.starts_with("http://"));
    let address = address?.trim_end_matches('/').to_owned();
    Some((process, address))
}

/// Asks the process to end, as a service manager does.
fn terminate(process: &mut Child) {
    let ended = Command::new("kill").arg(process.id().to_string()).status();
    assert!(
        ended.is_ok_and(|status| status.success()),
        "the server can be asked to end"
    );
}

/// A list in an answer; none where there is no such key.
pub(crate) fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}
