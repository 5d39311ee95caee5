//! From the configuration to the parts of the program.

use std::path::Path;

use std::sync::Arc;

use anyhow::{Context, Result};
use probity_catalogue::{Catalogue, CatalogueError, Restored, open_or_restore};
use probity_extract::{Limits, Ocr};
use probity_ingest::{Copying, Instance, LiveIndex, Opening, Place};
use probity_model::Gazetteer;

use crate::config::{Config, OnDelete, Poll, Recognition};

/// The ledger's file in the index folder.
pub(crate) const CATALOGUE: &str = "catalogue.sqlite";
/// Its copy, beside it.
const COPY: &str = "catalogue.copy.sqlite";
/// The search index's folder in the index folder.
pub(crate) const INDEX: &str = "search";

/// What is kept on disk, opened, with the units that are known.
pub(crate) struct Stores {
    pub(crate) catalogue: Catalogue,
    pub(crate) index: LiveIndex,
    pub(crate) gazetteer: Gazetteer,
    /// What had to be done to open them.
    pub(crate) opening: Opening,
    /// `None` where another process looks after the index folder.
    pub(crate) instance: Option<Instance>,
}

/// Opens the ledger and the index for a command that writes them. Where no other process looks
/// after them, a damaged index is set aside, and a damaged ledger replaced by its copy.
pub(crate) fn open(config: &Config) -> Result<Stores> {
    open_as(config, Instance::take(&config.index.folder)?)
}

/// As [`open`], where no other process may look after the index folder.
pub(crate) fn open_alone(config: &Config) -> Result<Stores> {
    open_as(config, Some(alone(config)?))
}

/// Opens the ledger and the index as they are, to look at them.
pub(crate) fn open_beside(config: &Config) -> Result<Stores> {
    open_as(config, None)
}

/// The right to write the index folder.
pub(crate) fn alone(config: &Config) -> Result<Instance> {
    let instance = Instance::take(&config.index.folder)?;
    instance.with_context(|| {
        let folder = config.index.folder.display();
        format!("the index folder {folder} is in use: stop the running server first")
    })
}

/// Opens the ledger and the index with the right to write them, or beside a process that has it.
pub(crate) fn open_as(config: &Config, instance: Option<Instance>) -> Result<Stores> {
    let folder = &config.index.folder;
    let gazetteer = gazetteer(config)?;
    let mut opening = Opening::default();
    let opened = if instance.is_some() {
        open_catalogue(folder, &mut opening)
    } else {
        Catalogue::open(&folder.join(CATALOGUE))
    };
    let catalogue =
        opened.with_context(|| format!("the index folder {} cannot be used", folder.display()))?;
    let place = Place {
        folder: folder.join(INDEX),
        settings: search_settings(config)?,
        catalogue: catalogue.clone(),
        writer_memory: usize::try_from(config.index.writer_memory.bytes()).unwrap_or(usize::MAX),
    };
    let index = if instance.is_some() {
        let (index, set_aside) = LiveIndex::open(place)?;
        opening.index = set_aside;
        index
    } else {
        LiveIndex::beside(place)?
    };
    Ok(Stores {
        catalogue,
        index,
        gazetteer,
        opening,
        instance,
    })
}

fn open_catalogue(folder: &Path, opening: &mut Opening) -> Result<Catalogue, CatalogueError> {
    let copy = folder.join(COPY);
    let copied_at = std::fs::metadata(&copy).and_then(|copy| copy.modified());
    let (catalogue, restored) = open_or_restore(&folder.join(CATALOGUE), &copy)?;
    opening.catalogue = restored.map(|restored| match restored {
        Restored::FromCopy => {
            let at = copied_at.map(|at| humantime::format_rfc3339_seconds(at).to_string());
            format!(
                "The catalogue was damaged or gone, and its copy of {} took its place; corrections \
                 made after that are lost. A damaged one is kept as {CATALOGUE}.damaged.",
                at.as_deref().unwrap_or("an unknown time"),
            )
        }
        Restored::Empty => format!(
            "The catalogue was damaged and has no copy: every file is read again, and corrections \
             are lost. The damaged one is kept as {CATALOGUE}.damaged."
        ),
    });
    if let Some(why) = &opening.catalogue {
        tracing::error!("{why}");
    }
    Ok(catalogue)
}

impl Stores {
    /// What ingestion is put together from.
    pub(crate) fn for_ingestion(&self) -> probity_ingest::Parts {
        probity_ingest::Parts {
            catalogue: self.catalogue.clone(),
            index: Arc::new(self.index.clone()),
            gazetteer: self.gazetteer.clone(),
            opening: self.opening.clone(),
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
        index_folder: Some(config.index.folder.clone()),
        copying: Some(Copying {
            to: config.index.folder.join(COPY),
            every: config.index.copy_interval.get(),
        }),
    })
}

/// Takes files out of archives and mails, in a worker process.
pub(crate) fn unpack(config: &Config) -> Result<Arc<probity_server::Unpack>> {
    let settings = Arc::new(ingest_settings(config)?);
    Ok(Arc::new(move |container, member, hash, to| {
        probity_ingest::unpack(&settings, container, member, hash, to)
    }))
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
            Recognition::Auto => Ocr::Within(config.extract.ocr_timeout.get()),
            Recognition::Never => Ocr::Never,
        },
        // Never before the server's own clock, even where two pages are drawn side by side.
        processor: Some(config.extract.timeout.get() * 2),
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
