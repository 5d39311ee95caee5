//! The other side of a worker process: what the program does when it is started as one.

use std::io::{self, BufReader, BufWriter, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use probity_extract::{
    Extracted, FrameError, WorkerRequest, WorkerResponse, answer, read_frame, write_frame,
};
use probity_model::{ContentHash, Gazetteer};

/// Reads and understands documents that the parent names, until the parent closes the pipe or dies.
/// At most `memory` bytes of address space are used.
///
/// The answer to a request is the frame that `probity-extract` gives, and behind a document's a
/// second one: the document as it was understood, in the ledger's form, or nothing where the rules
/// stumbled over it.
///
/// # Errors
/// [`FrameError`] where the pipes break or the limits cannot be set; the process should end.
pub fn run_worker(memory: u64, gazetteer: &Gazetteer) -> Result<(), FrameError> {
    #[cfg(target_os = "linux")]
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))
        .map_err(io::Error::from)?;
    probity_extract::limit_process(memory, MOST_CPU_SECONDS)?;
    let mut input = BufReader::new(io::stdin().lock());
    let mut output = BufWriter::new(io::stdout().lock());
    while let Some(request) = read_frame::<WorkerRequest>(&mut input)? {
        // What breaks the pipe here breaks it for the answer, too.
        let answer = answer(&request, &mut || {
            let _ = write_frame(&mut output, &WorkerResponse::Recognising);
        });
        let response = tell(&mut output, answer)?;
        if let WorkerResponse::Document { extracted, .. } = &response {
            write_frame(&mut output, &understand(extracted, gazetteer))?;
        }
    }
    Ok(())
}

/// Writes an answer, or why it is too long to be written. Gives back what was written.
fn tell(output: &mut impl Write, answer: WorkerResponse) -> Result<WorkerResponse, FrameError> {
    match write_frame(output, &answer) {
        Ok(()) => Ok(answer),
        Err(error @ FrameError::TooLarge { .. }) => {
            let refusal = WorkerResponse::Failed {
                reason: error.to_string(),
                may_be_incomplete: false,
                bytes: Some(0),
            };
            write_frame(output, &refusal)?;
            Ok(refusal)
        }
        Err(error) => Err(error),
    }
}

/// For a worker that was forgotten: far more than all its documents can need.
const MOST_CPU_SECONDS: u64 = 24 * 60 * 60;

/// The document, understood here so that rules that hang, overflow the stack or eat memory over it
/// cost a worker and not the server, and so that the server need not hold what they work with.
fn understand(extracted: &Extracted, gazetteer: &Gazetteer) -> Option<String> {
    let id = ContentHash::from_bytes([0; 32]).document_id();
    let read = || probity_report::read(id, extracted, gazetteer);
    let document = catch_unwind(AssertUnwindSafe(read)).ok()?;
    probity_catalogue::write_document(&document).ok()
}
