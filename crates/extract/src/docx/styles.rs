//! Paragraph styles: which are headings, quotations, captions, lists.

use std::collections::HashMap;

use crate::xml::Element;

/// What a style says, inherited parts included.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Style {
    /// Level of a heading from 1.
    pub(super) heading: Option<u8>,
    pub(super) quote: bool,
    pub(super) caption: bool,
    /// A line of the contents list.
    pub(super) contents: bool,
    /// Numbering id and level.
    pub(super) numbering: (Option<String>, Option<usize>),
    pub(super) bold: bool,
    /// Size of print in half points.
    pub(super) size: Option<u16>,
}

/// Styles by their id.
pub(super) type Styles = HashMap<String, Style>;

/// Reads `styles.xml`.
pub(super) fn read(part: Option<&Element>) -> Styles {
    let elements = || {
        part.into_iter()
            .flat_map(Element::elements)
            .filter(|element| element.name == "style")
    };
    let by_id: HashMap<&str, &Element> = elements()
        .filter_map(|style| Some((style.attribute("styleId")?, style)))
        .collect();
    let defaults = part
        .and_then(|part| part.child("docDefaults"))
        .and_then(|defaults| defaults.child("rPrDefault"))
        .and_then(|default| default.child("rPr"));
    let default_size = defaults.and_then(size);
    let resolved = |id: &str| {
        let mut style = resolve(id, &by_id);
        style.size = style.size.or(default_size);
        style
    };
    by_id
        .keys()
        .map(|&id| (id.to_owned(), resolved(id)))
        .collect()
}

/// A style with what it is based on; a circle of styles ends at the tenth.
fn resolve(id: &str, by_id: &HashMap<&str, &Element>) -> Style {
    let mut style = Style::default();
    let mut next = by_id.get(id);
    for _generation in 0..10 {
        let Some(element) = next else { break };
        inherit(&mut style, element);
        next = element.value("basedOn").and_then(|base| by_id.get(base));
    }
    style
}

fn inherit(style: &mut Style, element: &Element) {
    let name = element.value("name").unwrap_or_default().to_lowercase();
    let properties = element.child("pPr");
    let outline = properties
        .and_then(|pr| pr.value("outlineLvl"))
        .and_then(|level| level.parse().ok());
    style.heading = style
        .heading
        .or_else(|| named_level(&name))
        .or_else(|| outline.and_then(outline_level));
    style.quote |= name.contains("quote") || name.contains("quotation");
    style.caption |= name == "caption";
    style.contents |= name.starts_with("toc ") || name.starts_with("contents ");
    let (number, level) = properties.map(numbering).unwrap_or_default();
    style.numbering.0 = style.numbering.0.take().or(number);
    style.numbering.1 = style.numbering.1.or(level);
    style.bold |= element.child("rPr").is_some_and(|run| run.is_on("b"));
    style.size = style.size.or_else(|| element.child("rPr").and_then(size));
}

/// The level in a heading style's name. Word stores its own styles under their English names in
/// every language; other programs, and people, do not.
pub(crate) fn named_level(name: &str) -> Option<u8> {
    const WORDS: [&str; 13] = [
        "heading",
        "überschrift",
        "titre",
        "título",
        "titolo",
        "kop",
        "rubrik",
        "overskrift",
        "otsikko",
        "nagłówek",
        "nadpis",
        "pennawd",
        "ceannteideal",
    ];
    match name {
        "title" => return Some(1),
        "subtitle" => return Some(2),
        _ => {}
    }
    let words = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let level = name[words.len()..].parse().ok();
    let word = words.trim_end().rsplit([' ', '-', '_', '/']).next()?;
    level.filter(|level| (1..=9).contains(level) && WORDS.contains(&word))
}

/// The size of print that properties of a run state, in half points.
pub(super) fn size(properties: &Element) -> Option<u16> {
    properties.value("sz")?.parse().ok()
}

/// Outline levels count from 0; 9 is body text.
pub(super) fn outline_level(level: u8) -> Option<u8> {
    (level < 9).then_some(level + 1)
}

/// The numbering id and level that properties of a paragraph state.
pub(super) fn numbering(properties: &Element) -> (Option<String>, Option<usize>) {
    let Some(numbering) = properties.child("numPr") else {
        return (None, None);
    };
    (
        numbering.value("numId").map(str::to_owned),
        numbering.value("ilvl").and_then(|level| level.parse().ok()),
    )
}
