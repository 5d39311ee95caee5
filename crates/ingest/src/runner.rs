//! What happens to one settled file: hash, claim, read in a worker, understand, hand over.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use probity_catalogue::{
    Catalogue, CatalogueError, Claim, Claimed, HeldContent, HeldFile, MemberRow, NewDocument,
};
use probity_extract::{Extracted, Member, Members, WantedMember};
use probity_model::{ContentHash, Document, DocumentId, Gazetteer};

use crate::board::{Board, Part};
use crate::failure::Failed;
use crate::handover::{Committer, Outcome};
use crate::inbox::Inbox;
use crate::queue::{Job, Queue};
use crate::settings::Settings;
use crate::worker::{Found, Reader, Reading, Source, Unread};
use crate::{look, names, pages, paths, sentences};

/// How an extracted file is understood: in practice [`probity_report::read`].
pub(crate) type Understand = fn(DocumentId, &Extracted, &Gazetteer) -> Document;

/// What every runner needs.
#[derive(Clone)]
pub(crate) struct Runner {
    pub(crate) settings: Arc<Settings>,
    pub(crate) catalogue: Catalogue,
    pub(crate) gazetteer: Gazetteer,
    pub(crate) queue: Arc<Queue>,
    pub(crate) inbox: Arc<Inbox>,
    pub(crate) committer: Committer,
    pub(crate) board: Arc<Board>,
    pub(crate) understand: Understand,
}

/// The content of a file, and what the system said of the file before and after it was read.
struct Content {
    hash: ContentHash,
    stamp: String,
    metadata: Metadata,
}

/// Time until a file is looked at again after the ledger refused a claim.
const LEDGER_PAUSE: Duration = Duration::from_secs(1);

impl Runner {
    /// Takes files off the queue until it is closed.
    pub(crate) fn run(&self, reader: &mut dyn Reader) {
        while let Some(job) = self.queue.pop(|| reader.rest()) {
            self.see_to(&job, reader);
        }
    }

    /// Takes short files off the queue while all the other readers are busy with long ones.
    pub(crate) fn help(&self, others: usize, reader: &mut dyn Reader) {
        while let Some(job) = self.queue.pop_to_help(others, || reader.rest()) {
            self.see_to(&job, reader);
        }
    }

    fn see_to(&self, job: &Job, reader: &mut dyn Reader) {
        match catch_unwind(AssertUnwindSafe(|| self.take(job, reader))) {
            Ok(Ok(())) => self.board.well(Part::Claims),
            Ok(Err(error)) => self.put_off(job, &error),
            Err(_panic) => self.give_up(job),
        }
        self.queue.done(&job.path);
        self.committer.wake();
    }

    /// The ledger does not work: the file is looked at again a little later.
    fn put_off(&self, job: &Job, error: &CatalogueError) {
        self.board.trouble(Part::Claims, sentences::ledger(error));
        std::thread::sleep(LEDGER_PAUSE);
        self.inbox
            .path(paths::on_disk(&self.settings.folder, &job.path), false);
    }

    /// A fault of the program costs this file, not the thread.
    fn give_up(&self, job: &Job) {
        tracing::error!(
            path = job.path,
            "a fault of the program kept a file from being read"
        );
        let failed = Failed {
            path: &job.path,
            content_hash: None,
            attempts: 1,
            changed: std::time::UNIX_EPOCH,
        };
        self.hand_over(Outcome::Failed(failed.stumbled()));
    }

    fn take(&self, job: &Job, reader: &mut dyn Reader) -> Result<(), CatalogueError> {
        let path = paths::on_disk(&self.settings.folder, &job.path);
        if let Some(member) = self.catalogue.member(&job.path)? {
            return self.take_member(job, &member, reader);
        }
        if self.correct(job)? {
            return Ok(());
        }
        let started = Instant::now();
        match hash(&path, &self.settings) {
            Ok(Some(Content {
                hash,
                stamp,
                metadata,
            })) => {
                record("hash", started);
                let claim = Claim {
                    path: job.path.clone(),
                    stamp,
                    bytes: metadata.len(),
                    modified: look::modified(&metadata),
                    content_hash: hash,
                    rules_version: probity_report::RULES_VERSION,
                };
                self.claim(&claim, &Source::file(&path), &metadata, reader)
            }
            Ok(None) => {
                self.inbox.path(path, false);
                Ok(())
            }
            Err(error) if look::is_absent(&error) => {
                self.inbox.path(path, false);
                Ok(())
            }
            Err(error) => self.unopened(job, &path, &error),
        }
    }

    /// Takes a file inside another. Its hash is known since the other was opened; should that one
    /// have changed, it is opened anew first.
    fn take_member(
        &self,
        job: &Job,
        member: &MemberRow,
        reader: &mut dyn Reader,
    ) -> Result<(), CatalogueError> {
        let path = paths::on_disk(&self.settings.folder, &member.container);
        let metadata = std::fs::metadata(&path).ok();
        let metadata = metadata.filter(|now| look::stamp(now) == member.stamp);
        let (Some(metadata), Some(inside)) = (metadata, inside(&job.path, member)) else {
            self.inbox.path(path, false);
            return Ok(());
        };
        let claim = Claim {
            path: job.path.clone(),
            stamp: member.stamp.clone(),
            bytes: member.bytes,
            modified: member.modified,
            content_hash: member.content_hash,
            rules_version: probity_report::RULES_VERSION,
        };
        let source = Source {
            path: &path,
            member: Some(WantedMember {
                path: inside.to_owned(),
                hash: *member.content_hash.as_bytes(),
            }),
            unpack_to: None,
        };
        self.claim(&claim, &source, &metadata, reader)
    }

    fn claim(
        &self,
        claim: &Claim,
        source: &Source,
        metadata: &Metadata,
        reader: &mut dyn Reader,
    ) -> Result<(), CatalogueError> {
        let claimed = self.catalogue.claim(claim)?;
        self.queue.hashed(&claim.path);
        let document_id = claim.content_hash.document_id();
        match claimed {
            Claimed::Work { attempts } => {
                tracing::debug!(path = claim.path, %document_id, attempts, "reading");
                self.read(claim, attempts, source, metadata, reader)?;
            }
            Claimed::Duplicate => {
                tracing::info!(path = claim.path, %document_id, "duplicate");
                metrics::counter!("probity_files_done_total", "outcome" => "duplicate")
                    .increment(1);
                self.board.ended(1);
            }
            Claimed::Known => {
                tracing::info!(path = claim.path, %document_id, "known already");
                self.board.ended(1);
            }
            Claimed::Unchanged | Claimed::Gone => {}
        }
        Ok(())
    }

    fn read(
        &self,
        claim: &Claim,
        attempts: u32,
        source: &Source,
        metadata: &Metadata,
        reader: &mut dyn Reader,
    ) -> Result<(), CatalogueError> {
        let path = source.path;
        let started = Instant::now();
        let found = reader.read(source);
        record("extract", started);
        // What was read must be what was hashed.
        let is_same = std::fs::metadata(path).is_ok_and(|now| look::stamp(&now) == claim.stamp);
        if !is_same {
            self.inbox.path(path.to_owned(), false);
            return Ok(());
        }
        if self.queue.is_closed() && found.is_err() {
            // The worker was stopped with us; the file is read again at the next start.
            return Ok(());
        }
        let failed = Failed {
            path: &claim.path,
            content_hash: Some(claim.content_hash),
            attempts,
            changed: look::changed(metadata),
        };
        let outcome = match found {
            Ok(Found::Archive(members)) => return self.open(claim, &members),
            // Nothing that is to be read is unpacked instead.
            Ok(Found::Unpacked) => return Ok(()),
            Ok(Found::Document(reading)) => {
                if source.member.is_none() {
                    self.hold(claim, &reading.members, None)?;
                }
                self.understand(claim, &reading, &failed)
            }
            Err(unread) => {
                self.note_worker(&unread);
                let failure = failed.unread(&unread, &self.settings);
                log_failure(&claim.path, &failure.error, kind(&unread));
                Outcome::Failed(failure)
            }
        };
        if !self.hand_over(outcome) {
            tracing::debug!(path = claim.path, "read too late; it will be read again");
        }
        Ok(())
    }

    /// An archive is done once its files are in the ledger.
    fn open(&self, claim: &Claim, members: &Members) -> Result<(), CatalogueError> {
        self.board.well(Part::Worker);
        self.hold(claim, members, Some(&sentences::archive(members)))?;
        tracing::info!(path = claim.path, files = members.found.len(), "opened");
        self.board.ended(1);
        Ok(())
    }

    /// Notes what a file holds, and has it read.
    fn hold(
        &self,
        claim: &Claim,
        members: &Members,
        only: Option<&str>,
    ) -> Result<(), CatalogueError> {
        if members.found.is_empty() && self.catalogue.held_by(&claim.path)?.is_empty() {
            return Ok(());
        }
        let held: Vec<HeldFile> = members
            .found
            .iter()
            .map(|member| held(&self.settings, claim, member))
            .collect();
        for (path, bytes) in self.catalogue.hold(claim, &held, only)? {
            self.queue.push_absent(Job { path, bytes });
        }
        Ok(())
    }

    fn understand(&self, claim: &Claim, reading: &Reading, failed: &Failed<'_>) -> Outcome {
        let started = Instant::now();
        self.board.well(Part::Worker);
        let id = claim.content_hash.document_id();
        let extracted = &reading.extracted;
        let read = AssertUnwindSafe(|| match as_told(&id, reading) {
            Some(document) => document,
            None => (self.understand)(id, extracted, &self.gazetteer),
        });
        let Ok(mut document) = catch_unwind(read) else {
            let failure = failed.stumbled();
            log_failure(&claim.path, &failure.error, "rules");
            return Outcome::Failed(failure);
        };
        document
            .warnings
            .extend(names::misnamed(&claim.path, extracted.media_type));
        record("read", started);
        Outcome::Read(Box::new(NewDocument {
            document,
            pages: pages::page_texts(extracted),
            content_hash: claim.content_hash,
            media_type: extracted.media_type.as_str().to_owned(),
            rules_version: claim.rules_version,
        }))
    }

    fn unopened(&self, job: &Job, path: &Path, error: &io::Error) -> Result<(), CatalogueError> {
        let known = self.catalogue.file(&job.path)?;
        let changed = std::fs::symlink_metadata(path).map(|metadata| look::changed(&metadata));
        let failed = Failed {
            path: &job.path,
            content_hash: None,
            attempts: known.map_or(1, |file| file.attempts + 1),
            changed: changed.unwrap_or(std::time::UNIX_EPOCH),
        };
        let failure = failed.unopened(error, &self.settings);
        log_failure(&job.path, &failure.error, "unopened");
        self.hand_over(Outcome::Failed(failure));
        Ok(())
    }

    /// Waits while the ledger cannot be written, but not beyond the program's end.
    fn hand_over(&self, outcome: Outcome) -> bool {
        self.committer.send(outcome, || self.queue.is_closed())
    }

    fn note_worker(&self, unread: &Unread) {
        if let Unread::NoWorker(error) = unread {
            let program = self.settings.worker_command.display().to_string();
            self.board
                .trouble(Part::Worker, sentences::no_worker(&program, error));
        }
    }
}

/// The path of a member inside its container.
fn inside<'a>(listed: &'a str, member: &MemberRow) -> Option<&'a str> {
    listed.strip_prefix(&member.container)?.strip_prefix('/')
}

/// A member as the ledger is to note it: names that are ignored in the folder are ignored here, too.
fn held(settings: &Settings, claim: &Claim, member: &Member) -> HeldFile {
    let content = match (look::hidden_by(settings, &member.path), &member.content) {
        (Some(why), _) => HeldContent::Ignore(why),
        (None, Ok(hash)) => HeldContent::Take(ContentHash::from_bytes(*hash)),
        (None, Err(why)) => HeldContent::Refuse(sentences::sentence(why)),
    };
    HeldFile {
        path: format!("{}/{}", claim.path, member.path),
        bytes: member.bytes,
        content,
    }
}

/// The document as the worker understood it.
fn as_told(id: &DocumentId, reading: &Reading) -> Option<Document> {
    let told = reading.understood.as_deref()?;
    probity_catalogue::read_written(id.clone(), told).ok()
}

/// Reads a file through for its hash. `None` where it changed meanwhile and has to settle again.
fn hash(path: &Path, settings: &Settings) -> io::Result<Option<Content>> {
    let file = open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() || metadata.len() > settings.max_file_size {
        return Ok(None);
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(io::Read::take(&file, settings.max_file_size + 1))?;
    let stamp = look::stamp(&metadata);
    let is_same = look::stamp(&std::fs::metadata(path)?) == stamp;
    let hash = ContentHash::from_bytes(*hasher.finalize().as_bytes());
    Ok(is_same.then_some(Content {
        hash,
        stamp,
        metadata,
    }))
}

/// Opens a file for reading. Should a pipe have taken its place, nobody waits for its other end.
#[cfg(unix)]
pub(crate) fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
pub(crate) fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

fn record(stage: &'static str, started: Instant) {
    metrics::histogram!("probity_stage_seconds", "stage" => stage)
        .record(started.elapsed().as_secs_f64());
}

fn log_failure(path: &str, error: &str, reason: &'static str) {
    tracing::warn!(path, error, reason, "not read");
    metrics::counter!("probity_failures_total", "reason" => reason).increment(1);
}

fn kind(unread: &Unread) -> &'static str {
    match unread {
        Unread::Refused { unopened: true, .. } => "unopened",
        Unread::Refused { .. } => "refused",
        Unread::TimedOut => "timeout",
        Unread::Died(_) => "died",
        Unread::NoWorker(_) => "no_worker",
    }
}
