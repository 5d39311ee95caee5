//! Servers and workers are killed at random instants over a stream of files: none is lost, doubled
//! or stuck, and nothing half made is left.
//!
//! Small in the ordinary run; `KILLS=500 FILES=2000 SEED=7 cargo test -p probity --test e2e kills --
//! --nocapture` is the large size.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::support::{PATIENCE, Server, TOKEN, probity, workers_of};

/// Numbers that look random and are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        // A step of xorshift64*.
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % sides
    }
}

/// What is in the watch folder: the text of every file.
type Model = BTreeMap<String, String>;

/// A text of its own for each number; every tenth is no document.
fn text(number: u64) -> String {
    match number % 10 {
        9 => String::new(),
        _ => format!("Item {number}\n\nStaff of word{number}x were praised for their work.\n"),
    }
}

/// Does one thing to the folder, and to the model of it.
fn act(watch: &Path, model: &mut Model, dice: &mut Dice, number: u64) {
    let known: Vec<String> = model.keys().cloned().collect();
    let any = |dice: &mut Dice| known.get(dice.roll(known.len().max(1) as u64) as usize);
    match dice.roll(12) {
        0 => {
            if let Some(name) = any(dice) {
                std::fs::remove_file(watch.join(name)).expect("a file can be deleted");
                model.remove(name);
            }
        }
        1 => {
            if let Some(name) = any(dice) {
                let other = format!("moved/{number}.txt");
                std::fs::rename(watch.join(name), watch.join(&other)).expect("a file can be moved");
                let text = model.remove(name).expect("a known file");
                model.insert(other, text);
            }
        }
        2 => {
            if let Some(name) = any(dice).cloned() {
                write(watch, model, &name, text(number));
            }
        }
        3 => {
            if let Some(text) = any(dice).and_then(|name| model.get(name)).cloned() {
                write(watch, model, &format!("copy-{number}.txt"), text);
            }
        }
        4 | 5 => {
            let name = format!("in/{number}.txt");
            write(watch, model, &format!("in/{number}.part"), text(number));
            let text = model
                .remove(&format!("in/{number}.part"))
                .expect("just written");
            let (from, to) = (watch.join(format!("in/{number}.part")), watch.join(&name));
            std::fs::rename(from, to).expect("a file can be named");
            model.insert(name, text);
        }
        _ => write(watch, model, &format!("{number}.txt"), text(number)),
    }
}

fn write(watch: &Path, model: &mut Model, name: &str, text: String) {
    std::fs::write(watch.join(name), &text).expect("a file can be written");
    model.insert(name.to_owned(), text);
}

/// A server that nobody waits for: it may be killed before it is ready.
fn start(root: &Path) -> Child {
    let log = std::fs::File::options()
        .create(true)
        .append(true)
        .open(root.join("server.log"))
        .expect("a log can be written");
    probity(root)
        .arg("serve")
        .stdout(Stdio::null())
        .stderr(log)
        .spawn()
        .expect("the program starts")
}

/// Waits until a server has left its address: it is at work. Not for ever: a worker may have been
/// killed last, and the server be at work already, or stuck.
fn wait_for(address: &Path) {
    let begun = Instant::now();
    while !address.exists() && begun.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Kills the server or, now and then, only one of its workers.
fn kill(server: &mut Child, dice: &mut Dice) -> &'static str {
    if dice.roll(4) == 0
        && let Some(worker) = workers_of(server.id()).first()
    {
        let killed = Command::new("kill")
            .args(["-9", &worker.to_string()])
            .status();
        assert!(killed.is_ok(), "a worker can be killed");
        return "worker";
    }
    server.kill().expect("the server can be killed");
    server.wait().expect("the server ends");
    "server"
}

fn number(name: &str, default: u64) -> u64 {
    let given = std::env::var(name).ok().and_then(|text| text.parse().ok());
    given.unwrap_or(default)
}

#[test]
fn no_kill_loses_doubles_or_strands_a_file() {
    let (kills, files) = (number("KILLS", 20), number("FILES", 100));
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a clock");
    let seed = number("SEED", now.as_secs());
    println!("seed {seed}: {kills} kills over {files} files");
    let mut dice = Dice(seed.max(1));
    let place = Server::place("[log]\nlevel = \"warn\"\n");
    let (root, mut model) = (place.path().to_owned(), Model::new());
    let watch = root.join("watch");
    for folder in ["in", "moved"] {
        std::fs::create_dir_all(watch.join(folder)).expect("a folder can be made");
    }
    let (started, mut dropped, mut killed) = (Instant::now(), 0, BTreeMap::new());
    let address = root.join("index/server.address");
    let mut server = start(&root);
    for round in 1..=kills {
        // Every other one is killed at its work, however long this machine takes to start it.
        if round % 2 == 0 {
            wait_for(&address);
        }
        let until = Instant::now() + Duration::from_millis(dice.roll(700));
        while dropped < files * round / kills {
            act(&watch, &mut model, &mut dice, dropped);
            dropped += 1;
            let pause = Duration::from_millis(dice.roll(40));
            std::thread::sleep(pause.min(until.saturating_duration_since(Instant::now())));
        }
        std::thread::sleep(until.saturating_duration_since(Instant::now()));
        let what = kill(&mut server, &mut dice);
        *killed.entry(what).or_insert(0) += 1;
        if what == "server" {
            let _ = std::fs::remove_file(&address);
            server = start(&root);
        }
        if round % 50 == 0 {
            eprintln!("{round} kills, {:.0} s", started.elapsed().as_secs_f64());
        }
    }
    server.kill().expect("the server can be killed");
    server.wait().expect("the server ends");
    let server = Server::start_in(place);
    // A file may have met three kills and wait for its next attempt, as its row says.
    let token = format!("Bearer {TOKEN}");
    server.send(
        "POST",
        "/api/v1/ingest/retry",
        &[("authorization", &token)],
        b"",
    );
    check(&server, &model);
    println!(
        "{killed:?} killed, {dropped} actions, {} files, {:.0} s: none lost, doubled, stuck or orphaned",
        model.len(),
        started.elapsed().as_secs_f64()
    );
}

/// What the ledger says otherwise than the model would have it, a line for each file.
fn differences(server: &Server, model: &Model) -> Vec<String> {
    let mut rows = rows(server);
    let mut wrong = Vec::new();
    for (path, text) in model {
        let Some(row) = rows.remove(path) else {
            wrong.push(format!("lost: {path}"));
            continue;
        };
        let (state, error) = (&row["state"], &row["error"]);
        let is_right = if text.is_empty() {
            state == "failed" && error.is_string()
        } else {
            state == "indexed" || state == "duplicate"
        };
        if !is_right {
            wrong.push(format!("{path}: {row}"));
        }
    }
    wrong.extend(rows.keys().map(|path| format!("invented: {path}")));
    wrong
}

/// The rows of the ledger by their paths.
fn rows(server: &Server) -> BTreeMap<String, Value> {
    let (mut rows, mut cursor) = (BTreeMap::new(), String::new());
    while let page = server.json(&format!("/api/v1/ingest/files?limit=1000&cursor={cursor}"))
        && let Some(files) = page["files"].as_array()
    {
        for row in files {
            let path = row["path"].as_str().unwrap_or_default();
            rows.insert(path.to_owned(), row.clone());
        }
        match page["next"].as_str() {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
    }
    rows
}

/// Every file has come to the end that its text deserves, and nothing else is there.
fn check(server: &Server, model: &Model) {
    // A wish to try again is carried out after it was answered, and a file that was deleted is
    // waited for a little, lest it was moved: what is asked for is where all of it ends.
    let (begun, mut wrong) = (Instant::now(), differences(server, model));
    while !wrong.is_empty() {
        assert!(
            begun.elapsed() < PATIENCE,
            "not within {PATIENCE:?}:\n{}\n{}",
            wrong.join("\n"),
            server.log()
        );
        std::thread::sleep(Duration::from_millis(50));
        wrong = differences(server, model);
    }
    let texts: BTreeSet<&String> = model.values().filter(|text| !text.is_empty()).collect();
    // The ledger has forgotten a deleted file before the next commit takes its document from the index.
    server.wait_until(&format!("{} documents are found", texts.len()), || {
        server.json("/api/v1/search?q=")["total"] == texts.len() as u64
    });
    for text in texts {
        let word = text
            .split_whitespace()
            .find(|word| word.starts_with("word"));
        let word = word.expect("every text has a word of its own");
        server.wait_until(&format!("{word} is found once"), || {
            server.json(&format!("/api/v1/search?q={word}"))["total"] == 1
        });
    }
    server.leaves_nothing();
}
