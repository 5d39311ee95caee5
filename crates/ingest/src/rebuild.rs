//! How far an index that is being made again has come, across restarts.

use probity_catalogue::{Catalogue, CatalogueError};

use crate::board::{Board, Notice};
use crate::index::IndexAccess;

/// Up to which change of the ledger the index is being made again, in the ledger; 0 where it is not.
const REBUILD_TO: &str = "rebuild_to";

/// Follows an index from its beginning, or from where the last process left it, to its end.
#[derive(Debug, Default)]
pub(crate) struct Rebuild {
    /// The index is complete when it has followed the ledger to this number.
    to: Option<u64>,
}

impl Rebuild {
    /// A writer was opened for an index that has followed the ledger this far.
    pub(crate) fn opened(
        &mut self,
        committed: u64,
        catalogue: &Catalogue,
        board: &Board,
        index: &dyn IndexAccess,
    ) -> Result<(), CatalogueError> {
        let numbers = catalogue.sequences()?;
        let is_new = committed < *numbers.start() && numbers.end() > numbers.start();
        if is_new {
            tracing::info!("the index is being made anew from the ledger");
            catalogue.set_note(REBUILD_TO, numbers.end().cast_signed())?;
        }
        let noted = catalogue.note(REBUILD_TO)?.map(i64::cast_unsigned);
        self.to = noted.filter(|to| committed < *to && numbers.contains(to));
        if self.to.is_none() {
            return self.finish(catalogue, board, index);
        }
        self.tell(committed, catalogue, board)
    }

    /// The index has followed the ledger this far by now.
    pub(crate) fn committed(
        &mut self,
        committed: u64,
        catalogue: &Catalogue,
        board: &Board,
        index: &dyn IndexAccess,
    ) -> Result<(), CatalogueError> {
        match self.to {
            None => Ok(()),
            Some(to) if committed < to => self.tell(committed, catalogue, board),
            Some(_) => {
                tracing::info!("the index has been made anew");
                self.finish(catalogue, board, index)
            }
        }
    }

    fn tell(
        &self,
        committed: u64,
        catalogue: &Catalogue,
        board: &Board,
    ) -> Result<(), CatalogueError> {
        let left = catalogue.changes_left(committed)?;
        board.set(|status| {
            status.rebuilding = true;
            status.rebuild_left = left;
        });
        Ok(())
    }

    fn finish(
        &mut self,
        catalogue: &Catalogue,
        board: &Board,
        index: &dyn IndexAccess,
    ) -> Result<(), CatalogueError> {
        self.to = None;
        if catalogue.note(REBUILD_TO)?.is_some_and(|to| to != 0) {
            catalogue.set_note(REBUILD_TO, 0)?;
        }
        index.rebuilt();
        board.notice(Notice::Index, None);
        board.set(|status| {
            status.rebuilding = false;
            status.rebuild_left = 0;
        });
        Ok(())
    }
}
