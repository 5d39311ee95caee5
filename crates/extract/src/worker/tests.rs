//! A worker's answers, and its nerves against garbage.

use std::io::Cursor;

use proptest::prelude::*;

use super::*;

fn ask(paths: &[&Path]) -> Vec<WorkerResponse> {
    ask_within(paths, &Limits::default())
}

fn ask_within(paths: &[&Path], limits: &Limits) -> Vec<WorkerResponse> {
    let mut input = Vec::new();
    for path in paths {
        let request = WorkerRequest {
            path: path.into(),
            member: None,
            unpack_to: None,
            limits: limits.clone(),
        };
        write_frame(&mut input, &request).unwrap();
    }
    let mut output = Vec::new();
    serve_worker(Cursor::new(input), &mut output).unwrap();
    let mut output = Cursor::new(output);
    std::iter::from_fn(|| read_frame(&mut output).unwrap()).collect()
}

fn reason(response: &WorkerResponse) -> &str {
    match response {
        WorkerResponse::Failed { reason, .. } => reason,
        _ => panic!("it was read"),
    }
}

#[test]
fn documents_are_answered_one_after_the_other() {
    let folder = tempfile::tempdir().unwrap();
    let (good, empty) = (
        folder.path().join("good.txt"),
        folder.path().join("empty.pdf"),
    );
    std::fs::write(&good, "Rated ‘Good’").unwrap();
    std::fs::write(&empty, "").unwrap();
    let answers = ask(&[&folder.path().join("gone"), &empty, folder.path(), &good]);
    assert_eq!(reason(&answers[0]), "the file is gone");
    assert!(reason(&answers[1]).starts_with("the file is empty"));
    assert!(reason(&answers[2]).starts_with("the file cannot be read"));
    let WorkerResponse::Document {
        extracted, bytes, ..
    } = &answers[3]
    else {
        panic!("not read")
    };
    assert_eq!(
        (extracted.pages[0].blocks[0].text.as_str(), *bytes),
        ("Rated ‘Good’", 16)
    );
}

/// The parent allows more time from there on.
#[test]
fn that_recognition_begins_is_told_once_and_only_of_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let scan = write("scan.pdf", &crate::pdf::tests::scans::scan());
    let text = write("text.txt", b"A page of text.");
    let limits = Limits {
        ocr: Ocr::Within(std::time::Duration::from_secs(60)),
        ..Limits::default()
    };
    let answers = ask_within(&[&text, &scan, &text], &limits);
    let told = answers
        .iter()
        .map(|answer| *answer == WorkerResponse::Recognising);
    let told: Vec<bool> = told.collect();
    if crate::ocr::is_installed() {
        assert_eq!(told, [false, true, false, false]);
        assert!(matches!(answers[2], WorkerResponse::Document { .. }));
    } else {
        assert_eq!(told, [false; 3]);
        assert!(reason(&answers[1]).contains("install"));
    }
}

#[test]
fn files_inside_files_are_told_and_read_by_their_hash() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("both.zip");
    let archive = crate::tests::archive(&[("a.txt", b"Rated Good"), ("b.png", b"\x89PNG")]);
    std::fs::write(&path, archive).unwrap();
    let WorkerResponse::Container { members, .. } = &ask(&[&path])[0] else {
        panic!("no container")
    };
    let ask = |at: usize, hash: [u8; 32]| {
        let member = WantedMember {
            path: members.found[at].path.clone(),
            hash,
        };
        let request = WorkerRequest {
            path: path.clone().into(),
            member: Some(member),
            unpack_to: None,
            limits: Limits::default(),
        };
        answer(&request, &mut || {})
    };
    let hash = |at: usize| *members.found[at].content.as_ref().unwrap();
    let WorkerResponse::Document { extracted, .. } = ask(0, hash(0)) else {
        panic!("not read")
    };
    assert_eq!(extracted.pages[0].blocks[0].text, "Rated Good");
    assert!(reason(&ask(1, hash(1))).contains("picture"));
    assert!(reason(&ask(0, [0; 32])).contains("no longer in the archive"));
}

#[test]
fn a_closed_pipe_ends_the_worker() {
    assert!(ask(&[]).is_empty());
}

#[test]
fn a_broken_frame_is_told_from_an_unreadable_file() {
    let mut frame = Vec::new();
    write_frame(&mut frame, &"hello").unwrap();
    frame.pop();
    assert!(matches!(
        read_frame::<String>(&mut Cursor::new(&frame)),
        Err(FrameError::Pipe(_))
    ));
    assert!(matches!(
        read_frame::<String>(&mut Cursor::new(b"noise!")),
        Err(FrameError::Garbage)
    ));
    let huge = [b"PBW1".as_slice(), &u32::MAX.to_le_bytes()].concat();
    let error = read_frame::<String>(&mut Cursor::new(huge)).unwrap_err();
    assert!(matches!(error, FrameError::TooLarge { .. }));
    assert!(serve_worker(Cursor::new(b"PBW1\x02\0\0\0{}"), Vec::new()).is_err());
}

proptest! {
    #[test]
    fn any_bytes_on_the_pipe_end_in_an_error_or_the_end(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = serve_worker(Cursor::new(bytes), Vec::new());
    }
}
