//! From the configuration to the parts of the program.

use std::path::Path;

use std::sync::Arc;

use anyhow::{Context, Result};
use probity_catalogue::Catalogue;
use probity_extract::{Limits, Ocr};
use probity_ingest::TantivyAccess;
use probity_model::Gazetteer;
use probity_search::TantivyIndex;

use crate::config::{Config, OnDelete, Poll, Recognition};

/// The ledger's file in the index folder.
pub(crate) const CATALOGUE: &str = "catalogue.sqlite";
/// The search index's folder in the index folder.
pub(crate) const INDEX: &str = "search";

/// What is kept on disk, opened, with the units that are known.
pub(crate) struct Stores {
    pub(crate) catalogue: Catalogue,
    pub(crate) index: TantivyIndex,
    pub(crate) gazetteer: Gazetteer,
    /// Why the index is being made anew, as a sentence for a person.
    pub(crate) set_aside: Option<String>,
}

/// Opens the ledger and the index for a command that writes them. A damaged index is set aside.
pub(crate) fn open(config: &Config) -> Result<Stores> {
    let folder = &config.index.folder;
    std::fs::create_dir_all(folder)
        .with_context(|| format!("the index folder {} cannot be made", folder.display()))?;
    let gazetteer = gazetteer(config)?;
    let catalogue = Catalogue::open(&folder.join(CATALOGUE))
        .with_context(|| format!("the index folder {} cannot be used", folder.display()))?;
    let settings = search_settings(config)?;
    let opened = probity_ingest::open_index(&folder.join(INDEX), &settings, &catalogue)?;
    Ok(Stores {
        catalogue,
        index: opened.index,
        gazetteer,
        set_aside: opened.set_aside,
    })
}

impl Stores {
    /// What ingestion is put together from.
    pub(crate) fn for_ingestion(&self, config: &Config) -> probity_ingest::Parts {
        let memory = usize::try_from(config.index.writer_memory.bytes()).unwrap_or(usize::MAX);
        let access = TantivyAccess {
            index: self.index.clone(),
            writer_memory: memory,
        };
        probity_ingest::Parts {
            catalogue: self.catalogue.clone(),
            index: Arc::new(access),
            gazetteer: self.gazetteer.clone(),
        }
    }
}

/// How the watch folder is looked after; documents are read by this same program.
pub(crate) fn ingest_settings(config: &Config) -> Result<probity_ingest::Settings> {
    let program = std::env::current_exe().context("the program cannot find itself")?;
    let memory = config.extract.memory.bytes().to_string();
    let mut worker_args = vec!["worker".into(), "--memory".into(), memory.into()];
    if !config.units.file.as_os_str().is_empty() {
        worker_args.extend(["--units".into(), config.units.file.clone().into()]);
    }
    Ok(probity_ingest::Settings {
        folder: config.watch.folder.clone(),
        settle: config.watch.settle.get(),
        grace: config.watch.grace.get(),
        rescan: config.watch.rescan.get(),
        poll: match config.watch.poll {
            Poll::Never => None,
            Poll::Every(span) => Some(span.get()),
        },
        ignore: config.watch.ignore.clone(),
        on_delete: match config.watch.on_delete {
            OnDelete::Remove => probity_ingest::OnDelete::Remove,
            OnDelete::Keep => probity_ingest::OnDelete::Keep,
        },
        max_file_size: config.watch.max_file_size.bytes(),
        worker_command: program,
        worker_args,
        workers: config.extract.workers,
        timeout: config.extract.timeout.get(),
        limits: limits(config),
        commit_interval: config.index.commit_interval.get(),
    })
}

/// How questions are answered.
pub(crate) fn search_settings(config: &Config) -> Result<probity_search::Settings> {
    let synonyms = own_file("search.synonyms", &config.search.synonyms)?;
    Ok(probity_search::Settings {
        synonyms: synonyms.unwrap_or_default(),
        gazetteer: gazetteer(config)?,
        ..probity_search::Settings::default()
    })
}

/// The units there are: the built-in ones and those of the user's file.
pub(crate) fn gazetteer(config: &Config) -> Result<Gazetteer> {
    gazetteer_of(&config.units.file)
}

/// The built-in units and those of this file; an empty path names none.
pub(crate) fn gazetteer_of(file: &Path) -> Result<Gazetteer> {
    match own_file("units.file", file)? {
        None => Ok(Gazetteer::built_in()),
        Some(text) => Gazetteer::with_more(&text).with_context(|| file.display().to_string()),
    }
}

/// How much of a document is read, and with which passwords.
pub(crate) fn limits(config: &Config) -> Limits {
    let passwords = config
        .extract
        .passwords
        .iter()
        .filter_map(|password| password.reveal());
    Limits {
        max_file_bytes: config.watch.max_file_size.bytes(),
        passwords: passwords.map(str::to_owned).collect(),
        ocr: match config.extract.ocr {
            // The rest of the time is for what is not recognition.
            Recognition::Auto => Ocr::Within(config.extract.timeout.get() * 3 / 4),
            Recognition::Never => Ocr::Never,
        },
        ..Limits::default()
    }
}

/// The text of a file that a key names; `None` where the key is not set.
fn own_file(key: &str, path: &Path) -> Result<Option<String>> {
    if path.as_os_str().is_empty() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(path);
    text.map(Some)
        .with_context(|| format!("{key}: {} cannot be read", path.display()))
}
