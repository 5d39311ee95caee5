//! Layers: content that a document holds but does not show.

use std::collections::HashSet;

use hayro_interpret::hayro_syntax::object::{
    Array, Dict, Name, Object, ObjectIdentifier, dict_or_stream,
};
use hayro_interpret::hayro_syntax::page::Resources;
use hayro_interpret::hayro_syntax::xref::XRef;

/// Which layers are off, and whether what is being drawn lies on such a one.
pub(super) struct Layers {
    /// `None` where the document has no layers: nothing need be followed then.
    off: Option<HashSet<ObjectIdentifier>>,
    /// For each marked piece of content that is open, whether it is shown.
    open: Vec<bool>,
}

impl Layers {
    pub(super) fn of(xref: &XRef) -> Self {
        let layers = || {
            let catalogue: Dict = xref.get(xref.root_id())?;
            catalogue.get("OCProperties")
        };
        let some = xref.has_optional_content_groups();
        Self {
            off: some.then(layers).flatten().map(|layers| off(&layers)),
            open: Vec::new(),
        }
    }

    pub(super) fn are_shown(&self) -> bool {
        self.open.last().copied().unwrap_or(true)
    }

    /// A marked piece of content begins.
    pub(super) fn begin(&mut self) {
        if self.off.is_some() {
            self.open.push(self.are_shown());
        }
    }

    /// One begins that says of itself what it is.
    pub(super) fn begin_with(&mut self, properties: &Object<'_>, resources: &Resources<'_>) {
        if self.off.is_none() {
            return;
        }
        let shown = match properties {
            Object::Name(name) => self.shows(&resources.properties, name),
            other => match dict_or_stream(other) {
                Some((dict, _)) => self.shows(dict, b"OC"),
                None => true,
            },
        };
        self.open.push(shown && self.are_shown());
    }

    pub(super) fn end(&mut self) {
        self.open.pop();
    }

    /// Whether a picture or form of its own shows here.
    pub(super) fn show(&self, object: &Dict<'_>) -> bool {
        self.are_shown() && (self.off.is_none() || self.shows(object, b"OC"))
    }

    /// Whether the layer that an entry names, or the layers that it sums up, are shown.
    fn shows(&self, holder: &Dict<'_>, entry: &[u8]) -> bool {
        let Some(off) = &self.off else {
            return true;
        };
        let layer: Dict = holder.get(entry).unwrap_or_default();
        let id = holder.get_ref(entry).map(ObjectIdentifier::from);
        if layer.get::<Name>("Type").as_deref() != Some(b"OCMD") {
            return id.is_none_or(|id| !off.contains(&id));
        }
        let ids = layers_of(&layer);
        if ids.is_empty() {
            return true;
        }
        let is_off = |id: &ObjectIdentifier| off.contains(id);
        match layer.get::<Name>("P").as_deref() {
            Some(b"AllOn") => !ids.iter().any(is_off),
            Some(b"AnyOff") => ids.iter().any(is_off),
            Some(b"AllOff") => ids.iter().all(is_off),
            _ => !ids.iter().all(is_off),
        }
    }
}

fn layers_of(sum: &Dict<'_>) -> Vec<ObjectIdentifier> {
    match sum.get::<Array>("OCGs") {
        Some(all) => ids(&all),
        None => sum
            .get_ref("OCGs")
            .map(ObjectIdentifier::from)
            .into_iter()
            .collect(),
    }
}

fn ids(array: &Array<'_>) -> Vec<ObjectIdentifier> {
    let references = array.raw_iter().filter_map(|item| item.as_obj_ref());
    references.map(ObjectIdentifier::from).collect()
}

/// The layers that are off when the document is opened.
fn off(layers: &Dict<'_>) -> HashSet<ObjectIdentifier> {
    let Some(opened) = layers.get::<Dict>("D") else {
        return HashSet::new();
    };
    let listed = |holder: &Dict<'_>, key: &str| {
        let array: Option<Array> = holder.get(key);
        array.map(|array| ids(&array)).unwrap_or_default()
    };
    let mut off = HashSet::new();
    if opened.get::<Name>("BaseState").as_deref() == Some(b"OFF") {
        off.extend(listed(layers, "OCGs"));
    }
    for id in listed(&opened, "ON") {
        off.remove(&id);
    }
    off.extend(listed(&opened, "OFF"));
    off
}
