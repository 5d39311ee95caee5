//! Where the parts of a Word document are: its relations say so, their names are only custom.

use std::collections::HashMap;

use crate::Result;
use crate::package::Package;
use crate::xml::Element;

/// The paths of the parts.
pub(super) struct Parts {
    /// The main text.
    pub(super) main: String,
    folder: String,
    /// Side parts by the last word of their relation: `styles`, `footnotes`.
    side: HashMap<String, String>,
    /// Documents of other formats that stand in the text, by the ids of their relations.
    chunks: HashMap<String, String>,
}

impl Parts {
    /// Follows the relations of the package and of its main text.
    pub(super) fn find(package: &mut Package) -> Result<Self> {
        let relations = package.part("_rels/.rels")?;
        let main = relations
            .iter()
            .flat_map(Element::elements)
            .find_map(|relation| {
                let kind = relation.attribute("Type")?;
                kind.ends_with("/officeDocument")
                    .then(|| relation.attribute("Target"))?
            });
        let main = main.map_or("word/document.xml", |main| main.trim_start_matches('/'));
        let (folder, name) = main.rsplit_once('/').unwrap_or(("", main));
        // Without relations of its own, the parts have their customary names.
        let own = package.part(&joined(folder, &format!("_rels/{name}.rels")));
        let own = own.ok().flatten();
        let (mut side, mut chunks) = (HashMap::new(), HashMap::new());
        for relation in own.iter().flat_map(Element::elements) {
            let (Some(kind), Some(target)) =
                (relation.attribute("Type"), relation.attribute("Target"))
            else {
                continue;
            };
            let path = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => joined(folder, target),
            };
            match (kind.rsplit('/').next(), relation.attribute("Id")) {
                (Some("aFChunk"), Some(id)) => {
                    chunks.insert(id.to_owned(), path);
                }
                (Some(kind), _) => {
                    side.insert(kind.to_owned(), path);
                }
                (None, _) => {}
            }
        }
        Ok(Self {
            side,
            chunks,
            folder: folder.to_owned(),
            main: main.to_owned(),
        })
    }

    /// Documents of other formats that stand in the text: the ids of their relations, and their paths.
    pub(super) fn chunks(&self) -> impl Iterator<Item = (&str, &str)> {
        self.chunks
            .iter()
            .map(|(id, path)| (id.as_str(), path.as_str()))
    }

    /// The path of the side part of this kind.
    pub(super) fn side(&self, kind: &str) -> String {
        let named = self.side.get(kind).cloned();
        named.unwrap_or_else(|| joined(&self.folder, &format!("{kind}.xml")))
    }
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}
