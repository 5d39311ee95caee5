//! A small tree of XML, names without prefixes, bounded in depth and number.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Elements below this depth are left out: no document is nested so, an attack is.
const MAX_DEPTH: usize = 200;
/// A tree is no larger than this.
const MAX_ELEMENTS: usize = 2_000_000;

/// An element with its attributes and content.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Child>,
}

/// What stands in an element.
#[derive(Debug)]
pub(crate) enum Child {
    Element(Element),
    Text(String),
}

impl Element {
    /// The attribute with this name, whatever its prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The elements right inside.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
    }

    /// The first element with this name right inside.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name == name)
    }

    /// The `val` of the child with this name: how Word writes properties.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.child(name)?.attribute("val")
    }

    /// A property that is on when it stands there, unless it says otherwise.
    pub(crate) fn is_on(&self, name: &str) -> bool {
        self.child(name).is_some_and(|property| {
            !matches!(
                property.attribute("val"),
                Some("0" | "false" | "off" | "none")
            )
        })
    }

    /// All text inside.
    pub(crate) fn text(&self) -> String {
        self.children
            .iter()
            .map(|child| match child {
                Child::Element(element) => element.text(),
                Child::Text(text) => text.clone(),
            })
            .collect()
    }
}

/// Parses a part; entities of a document type are not expanded.
pub(crate) fn parse(source: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(source);
    let mut open: Vec<Element> = vec![Element::default()];
    let (mut skipped, mut count) = (0usize, 0usize);
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(_) if open.len() > MAX_DEPTH => skipped += 1,
            Event::Start(start) => open.push(element(&start)),
            Event::Empty(start) if open.len() <= MAX_DEPTH => {
                append(&mut open, Child::Element(element(&start)));
            }
            Event::End(_) if skipped > 0 => skipped -= 1,
            Event::End(_) => {
                if let Some(closed) = open.pop() {
                    append(&mut open, Child::Element(closed));
                }
            }
            Event::Text(text) => append(&mut open, Child::Text(text.xml10_content().into_owned())),
            Event::CData(text) => append(&mut open, Child::Text(text.into_inner().into_owned())),
            Event::GeneralRef(name) => {
                let sign = name.resolve_char_ref().ok().flatten().map(String::from);
                let named = || resolve_predefined_entity(&name).map(str::to_owned);
                append(
                    &mut open,
                    Child::Text(sign.or_else(named).unwrap_or_default()),
                );
            }
            Event::Eof => break,
            Event::Empty(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
        count += 1;
        if count > MAX_ELEMENTS {
            return Err("it holds too many elements".into());
        }
    }
    if open.len() > 1 {
        return Err("it ends too early".into());
    }
    open.into_iter()
        .flat_map(|root| root.children)
        .find_map(|child| match child {
            Child::Element(element) => Some(element),
            Child::Text(_) => None,
        })
        .ok_or_else(|| "it holds nothing".into())
}

fn append(open: &mut [Element], child: Child) {
    if let Some(parent) = open.last_mut() {
        parent.children.push(child);
    }
}

fn element(start: &BytesStart) -> Element {
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false).flatten() {
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .unwrap_or_default();
        attributes.push((
            attribute.key.local_name().into_inner().to_owned(),
            value.into_owned(),
        ));
    }
    Element {
        name: start.local_name().into_inner().to_owned(),
        attributes,
        children: Vec::new(),
    }
}
