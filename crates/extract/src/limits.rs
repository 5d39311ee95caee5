//! How much of a document is read, and with which passwords.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Block, ExtractError, Page, Result};

/// Bounds for one document, so that a hostile file costs little.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Bytes of the file itself.
    pub max_file_bytes: u64,
    /// Pages; a longer document is read up to here, with a warning.
    pub max_pages: usize,
    /// Bytes of text of the whole document; a longer one is cut here, with a warning.
    pub max_text_bytes: usize,
    /// Bytes that compressed parts (of a Word document, say) may swell to in all.
    pub max_inflated_bytes: u64,
    /// Archives and mails inside one another that are opened, the outermost counted.
    pub max_depth: usize,
    /// Files in an archive or mail, those deeper inside counted; what is more is left out, with a
    /// warning.
    pub max_members: usize,
    /// Bytes that all files in an archive or mail may swell to.
    pub max_unpacked_bytes: u64,
    /// Passwords to try on protected documents, after the empty one.
    pub passwords: Vec<String>,
    /// What becomes of pages that are pictures of text.
    pub ocr: Ocr,
    /// Processor time for one document, after which the system ends the process that reads it. Only
    /// [`answer`](crate::answer) heeds it, for a worker that its parent has lost sight of.
    pub processor: Option<Duration>,
}

/// Whether pages that are pictures of text are read by text recognition, for which `tesseract` must be
/// installed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ocr {
    /// They are not.
    #[default]
    Never,
    /// They are, as many of a document's as can be read in this time.
    Within(Duration),
    /// They would be, if it were not for the time that takes: that there are some is an error
    /// ([`ExtractError::ToBeRecognised`]).
    Later,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_file_bytes: 256 << 20,
            max_pages: 5_000,
            max_text_bytes: 32 << 20,
            max_inflated_bytes: 128 << 20,
            max_depth: 3,
            max_members: 1_000,
            max_unpacked_bytes: 1 << 30,
            passwords: Vec::new(),
            ocr: Ocr::Never,
            processor: None,
        }
    }
}

impl Limits {
    pub(crate) fn check_size(&self, bytes: &[u8]) -> Result<()> {
        if bytes.is_empty() {
            return Err(ExtractError::Empty);
        }
        if bytes.len() as u64 > self.max_file_bytes {
            return Err(ExtractError::TooLarge {
                what: "its size in bytes",
                limit: self.max_file_bytes,
            });
        }
        Ok(())
    }
}

impl Limits {
    /// Text up to the limit, with a warning where it was cut.
    pub(crate) fn cut_text(&self, mut text: String, warnings: &mut Vec<String>) -> String {
        if text.len() > self.max_text_bytes {
            text.truncate(text.floor_char_boundary(self.max_text_bytes));
            warnings.push(format!(
                "the text was cut after {} bytes",
                self.max_text_bytes
            ));
        }
        text
    }

    /// Blocks up to the limit of text, with a warning where they were cut.
    pub(crate) fn cut_blocks(
        &self,
        mut blocks: Vec<Block>,
        warnings: &mut Vec<String>,
    ) -> Vec<Block> {
        let mut bytes = 0usize;
        let within = blocks.iter().take_while(|block| {
            bytes = bytes.saturating_add(block.text.len());
            bytes <= self.max_text_bytes
        });
        let kept = within.count();
        if kept < blocks.len() {
            blocks.truncate(kept);
            warnings.push(format!(
                "the text was cut after {} bytes",
                self.max_text_bytes
            ));
        }
        blocks
    }

    /// Pages up to the limit of text, with a warning where they were cut.
    pub(crate) fn cut_pages(&self, mut pages: Vec<Page>, warnings: &mut Vec<String>) -> Vec<Page> {
        let mut bytes = 0usize;
        let size = |page: &Page| {
            page.blocks
                .iter()
                .map(|block| block.text.len())
                .sum::<usize>()
        };
        let within = pages.iter().take_while(|page| {
            bytes = bytes.saturating_add(size(page));
            bytes <= self.max_text_bytes
        });
        let kept = within.count();
        if kept < pages.len() {
            pages.truncate(kept);
            warnings.push(format!("the text was cut after {kept} pages"));
        }
        pages
    }
}
