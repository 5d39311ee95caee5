//! Pages of the web site as the server renders them, at the size of a large collection.

use std::hint::black_box;
use std::sync::{Arc, mpsc};

use probity_catalogue::Catalogue;
use probity_model::IngestStatus;
use probity_search::{Settings, TantivyIndex, Writer};
use probity_server::{NotDrawn, Parts, ServerSettings, ask, install_recorder, router};

use crate::corpus::{Sample, gazetteer, multiplied};
use crate::{WRITER_MEMORY, median};

/// Documents in the index behind the pages.
const DOCUMENTS: usize = 10_000;

/// Milliseconds from a request to the last byte of its page.
pub(crate) fn pages(samples: &[Sample]) {
    let folder = tempfile::tempdir().expect("a folder");
    let index = TantivyIndex::open(folder.path(), &Settings::default()).expect("an index");
    let mut writer = index.writer(WRITER_MEMORY).expect("a writer");
    for document in multiplied(samples, DOCUMENTS) {
        writer.put(&document).expect("a document can be put");
    }
    writer.commit(1).expect("a commit");
    let (commands, _) = mpsc::channel();
    let parts = Parts {
        engine: Arc::new(index.clone()),
        catalogue: Catalogue::in_memory().expect("a ledger"),
        gazetteer: gazetteer(),
        commands,
        status: Arc::new(IngestStatus::default),
        watch_folder: folder.path().to_owned(),
        unpack: Arc::new(|_, _, _, _| Err(std::io::ErrorKind::NotFound.into())),
        index_folder: folder.path().to_owned(),
        painter: Arc::new(|_| Err(NotDrawn::Never("there is no original".to_owned()))),
        metrics: install_recorder().expect("a recorder"),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let router = runtime.block_on(async { router(ServerSettings::default(), parts) });
    for (name, address) in [
        ("start page", "/"),
        ("one word", "/?q=housing"),
        ("two words", "/?q=domestic+abuse"),
        ("a phrase", "/?q=%22people+on+probation%22"),
        (
            "a question in plain words",
            "/?q=were+checks+on+domestic+abuse+made",
        ),
        (
            "filters and a range",
            "/?q=housing&region=London&region=Wales&from=2022&to=2024",
        ),
        ("recommendations", "/?q=staff+training&in=recommendations"),
        ("help", "/help"),
    ] {
        let get = || {
            let (mut page, mut problem) = (Vec::new(), Vec::new());
            let asked = ask(router.clone(), address, &mut page, &mut problem);
            let status = runtime.block_on(asked).expect("an answer");
            assert_eq!(
                status,
                200,
                "{address}: {}",
                String::from_utf8_lossy(&problem)
            );
            page.len()
        };
        let bytes = get();
        let took = median(|| {
            black_box(get());
        });
        let milliseconds = took.as_secs_f64() * 1e3;
        println!("pages: {milliseconds:>6.1} ms, {bytes:>6} bytes, {name} ({DOCUMENTS} documents)");
    }
}
