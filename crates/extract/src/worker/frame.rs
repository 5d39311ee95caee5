//! Frames on a pipe: a mark, a length, and so many bytes of JSON.

use std::io::{self, Read, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

/// No frame is larger; a longer one is refused before a byte of it is stored.
pub const MAX_FRAME_BYTES: u32 = 512 << 20;

/// Stray output of a library on the same pipe is told from a frame by this.
const MARK: [u8; 4] = *b"PBW1";

/// The pipe carries no sound frame: the process at its other end is broken.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// The pipe broke, in the midst of a frame perhaps.
    #[error("the pipe between server and worker broke: {0}")]
    Pipe(#[from] io::Error),
    /// Bytes that are no frame.
    #[error("the pipe between server and worker carries something else than frames")]
    Garbage,
    /// A frame over [`MAX_FRAME_BYTES`].
    #[error("the document's text is too large to hand over ({bytes} bytes)")]
    TooLarge {
        /// Bytes of the frame.
        bytes: u64,
    },
    /// A frame that says nothing known.
    #[error("a message between server and worker has the wrong form: {0}")]
    Message(#[from] serde_json::Error),
}

/// Writes one message and flushes.
///
/// # Errors
/// [`FrameError::TooLarge`] before anything is written, or a broken pipe.
pub fn write_frame<T: Serialize>(output: &mut impl Write, message: &T) -> Result<(), FrameError> {
    let body = serde_json::to_vec(message)?;
    let length = u32::try_from(body.len())
        .ok()
        .filter(|&length| length <= MAX_FRAME_BYTES);
    let length = length.ok_or(FrameError::TooLarge {
        bytes: body.len() as u64,
    })?;
    output.write_all(&MARK)?;
    output.write_all(&length.to_le_bytes())?;
    output.write_all(&body)?;
    output.flush()?;
    Ok(())
}

/// Reads one message; `None` when the pipe was closed between two of them.
///
/// # Errors
/// [`FrameError`] for anything but a whole frame with a message of this type.
pub fn read_frame<T: DeserializeOwned>(input: &mut impl Read) -> Result<Option<T>, FrameError> {
    let mut mark = [0; 4];
    if !read_or_end(input, &mut mark)? {
        return Ok(None);
    }
    if mark != MARK {
        return Err(FrameError::Garbage);
    }
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = u32::from_le_bytes(length);
    if length > MAX_FRAME_BYTES {
        return Err(FrameError::TooLarge {
            bytes: length.into(),
        });
    }
    // Grows with what arrives: a false length reserves nothing.
    let mut body = Vec::new();
    let read = input.take(length.into()).read_to_end(&mut body)?;
    if read < length as usize {
        return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
    }
    Ok(Some(serde_json::from_slice(&body)?))
}

/// Fills the buffer; false when not a single byte is left.
fn read_or_end(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    let mut filled = 0;
    while filled < buffer.len() {
        match input.read(&mut buffer[filled..]) {
            Ok(0) if filled == 0 => return Ok(false),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}
