//! Wishes that reach into the folder.

use std::fs;

use probity_catalogue::{Catalogue, CatalogueError};
use probity_model::DocumentId;

use crate::settings::Settings;
use crate::{look, paths};

/// Deletes every file of a document and then the document. One whose file cannot be deleted stays:
/// the next scan would bring it back.
pub(crate) fn delete(
    settings: &Settings,
    catalogue: &Catalogue,
    id: &DocumentId,
) -> Result<(), CatalogueError> {
    let Some(record) = catalogue.document(id)? else {
        return Ok(());
    };
    let mut is_all_gone = true;
    for file in &record.files {
        if let Some(container) = &file.container {
            tracing::error!(path = file.path, document_id = %id, container, "cannot be deleted: it is inside another file");
            is_all_gone = false;
            continue;
        }
        let path = paths::on_disk(&settings.folder, &file.path);
        match fs::remove_file(&path) {
            Ok(()) => tracing::info!(path = file.path, document_id = %id, "deleted"),
            Err(error) if look::is_absent(&error) => {}
            Err(error) => {
                tracing::error!(path = file.path, document_id = %id, %error, "cannot be deleted");
                is_all_gone = false;
            }
        }
    }
    if is_all_gone {
        catalogue.remove(id)?;
    }
    Ok(())
}
