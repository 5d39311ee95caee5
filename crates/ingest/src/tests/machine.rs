//! Any sequence of what people do to files, of faults and of restarts ends with exactly those
//! contents in the index that are in the folder.

use std::collections::BTreeMap;
use std::fs;
use std::thread;
use std::time::Duration;

use probity_catalogue::FileState;
use probity_model::Command;
use proptest::prelude::*;
use proptest::sample::select;

use super::bench::Bench;

const PATHS: [&str; 5] = ["a.txt", "b.txt", "in/c.txt", "in/d.txt", "in/deep/e.txt"];
const TEXTS: [&str; 4] = ["one", "two", "six", "refuse"];

#[derive(Clone, Debug)]
enum Step {
    Write(&'static str, &'static str),
    /// Written elsewhere and moved into place.
    MoveIn(&'static str, &'static str),
    Delete(&'static str),
    Rename(&'static str, &'static str),
    Copy(&'static str, &'static str),
    /// The folder "in" and all below it is deleted.
    DeleteFolder,
    Wait(u64),
    FailingCommit,
    LyingCommit,
    FailingPut,
    Panic,
    Restart,
    LoseIndex,
    CopyCatalogue,
    DamageCatalogue,
    Pause,
    Resume,
    /// The program starts again and looks for itself from now on, or waits for events again.
    Poll(bool),
    /// The program ends, and this happens before it starts again.
    WhileAway(Box<Step>),
}

fn action() -> impl Strategy<Value = Step> {
    let path = || select(PATHS.to_vec());
    let text = || select(TEXTS.to_vec());
    prop_oneof![
        4 => (path(), text()).prop_map(|(path, text)| Step::Write(path, text)),
        2 => (path(), text()).prop_map(|(path, text)| Step::MoveIn(path, text)),
        2 => path().prop_map(Step::Delete),
        2 => (path(), path()).prop_map(|(from, to)| Step::Rename(from, to)),
        1 => (path(), path()).prop_map(|(from, to)| Step::Copy(from, to)),
        1 => Just(Step::DeleteFolder),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        10 => action(),
        3 => (0..150_u64).prop_map(Step::Wait),
        1 => Just(Step::FailingCommit),
        1 => Just(Step::LyingCommit),
        1 => Just(Step::FailingPut),
        1 => Just(Step::Panic),
        1 => Just(Step::Restart),
        1 => Just(Step::LoseIndex),
        1 => Just(Step::CopyCatalogue),
        1 => Just(Step::DamageCatalogue),
        1 => Just(Step::Pause),
        1 => Just(Step::Resume),
        1 => any::<bool>().prop_map(Step::Poll),
        2 => action().prop_map(|step| Step::WhileAway(Box::new(step))),
    ]
}

type Model = BTreeMap<&'static str, &'static str>;

/// Does a step to the folder, and to the model of it.
fn act(bench: &Bench, model: &mut Model, step: &Step) {
    match *step {
        Step::Write(path, text) => {
            bench.drop_file(path, text);
            model.insert(path, text);
        }
        Step::MoveIn(path, text) => {
            bench.drop_file("moving.part", text);
            fs::create_dir_all(bench.path(path).parent().unwrap()).unwrap();
            bench.rename("moving.part", path);
            model.insert(path, text);
        }
        Step::Delete(path) => {
            let was_there = model.remove(path).is_some();
            if was_there {
                bench.remove(path);
            }
        }
        Step::Rename(from, to) => {
            if from != to
                && let Some(text) = model.remove(from)
            {
                fs::create_dir_all(bench.path(to).parent().unwrap()).unwrap();
                bench.rename(from, to);
                model.insert(to, text);
            }
        }
        Step::Copy(from, to) => {
            if let Some(&text) = model.get(from) {
                bench.drop_file(to, text);
                model.insert(to, text);
            }
        }
        Step::DeleteFolder => {
            if bench.path("in").exists() {
                fs::remove_dir_all(bench.path("in")).unwrap();
            }
            model.retain(|path, _| !path.starts_with("in/"));
        }
        _ => {}
    }
}

fn run(mut bench: Bench, model: &mut Model, step: &Step) -> Bench {
    match step {
        Step::Wait(milliseconds) => thread::sleep(Duration::from_millis(*milliseconds)),
        Step::FailingCommit => bench.index.lock().failing_commits = 1,
        Step::LyingCommit => bench.index.lock().lying_commits = 1,
        Step::FailingPut => bench.index.lock().failing_puts = 1,
        Step::Panic => bench.index.lock().panics = 1,
        Step::Restart => bench = bench.stop().start(),
        Step::LoseIndex => {
            bench = bench.stop();
            bench.index.clear();
            bench = bench.start();
        }
        Step::CopyCatalogue => bench.copy_catalogue(),
        Step::DamageCatalogue => bench = bench.stop().restore_catalogue().start(),
        Step::Pause => bench.tell(Command::Pause),
        Step::Resume => bench.tell(Command::Resume),
        Step::Poll(poll) => {
            let poll = poll.then_some(Duration::from_millis(30));
            bench = bench.stop().with(|settings| settings.poll = poll).start();
        }
        Step::WhileAway(step) => {
            bench = bench.stop();
            act(&bench, model, step);
            bench = bench.start();
        }
        step => act(&bench, model, step),
    }
    bench
}

proptest! {
    // Each case waits for real files to settle. PROPTEST_CASES asks for more of them.
    #![proptest_config(ProptestConfig {
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(12),
        max_shrink_iters: 64,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_sequence_ends_with_what_is_in_the_folder(
        steps in proptest::collection::vec(step(), 1..16),
    ) {
        let settle = Duration::from_millis(20);
        let mut bench = Bench::resting().with(|settings| settings.settle = settle).start();
        let mut model = Model::new();
        for step in &steps {
            bench = run(bench, &mut model, step);
        }
        bench.tell(Command::Resume);
        let mut texts: Vec<&str> = model.values().copied().filter(|&text| text != "refuse").collect();
        texts.sort_unstable();
        texts.dedup();
        bench.finds(&texts);
        for (path, text) in &model {
            match *text {
                "refuse" => bench.comes_to(path, FileState::Failed),
                _ => bench.is_found(path),
            }
        }
        bench.lists_only(&model.keys().copied().collect::<Vec<_>>());
        let standing = bench.states().iter().filter(|(_, state)| *state == FileState::Indexed).count();
        prop_assert_eq!(standing, texts.len(), "one file stands for each document");
    }
}
