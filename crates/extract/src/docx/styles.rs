//! Styles of paragraphs and of words: which are headings, quotations, captions, lists, how they print.

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
    pub(super) print: Print,
}

/// What properties of words say; what they leave open is said elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Print {
    pub(super) bold: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) raised: Option<bool>,
    /// Size in half points.
    pub(super) size: Option<u16>,
}

impl Print {
    fn of(properties: &Element) -> Self {
        let switch = |name| properties.child(name).map(|_| properties.is_on(name));
        let place = properties.value("vertAlign");
        let rise: Option<i32> = properties
            .value("position")
            .and_then(|rise| rise.parse().ok());
        Self {
            bold: switch("b"),
            hidden: switch("vanish"),
            raised: place
                .map(|place| place == "superscript")
                .or_else(|| rise.map(|rise| rise > 0)),
            size: properties.value("sz").and_then(|size| size.parse().ok()),
        }
    }

    /// This print, and that of something wider where it leaves something open.
    pub(super) fn or(self, wider: Self) -> Self {
        Self {
            bold: self.bold.or(wider.bold),
            hidden: self.hidden.or(wider.hidden),
            raised: self.raised.or(wider.raised),
            size: self.size.or(wider.size),
        }
    }
}

/// All styles.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    /// That of paragraphs that name none.
    usual: Style,
    /// What holds where no style says more.
    defaults: Print,
}

impl Styles {
    /// The style with this id.
    pub(super) fn get(&self, id: &str) -> Option<&Style> {
        self.by_id.get(id)
    }

    /// The style of a paragraph that names this one or none.
    pub(super) fn of_paragraph(&self, id: Option<&str>) -> Style {
        let named = id.and_then(|id| self.get(id));
        let mut style = named.unwrap_or(&self.usual).clone();
        style.print = style.print.or(self.defaults);
        style
    }

    /// How words print that have these properties.
    pub(super) fn print(&self, properties: &Element) -> Print {
        let style = properties.value("rStyle").and_then(|id| self.get(id));
        Print::of(properties).or(style.map(|style| style.print).unwrap_or_default())
    }
}

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
    let is_usual = |style: &Element| {
        style.attribute("type") == Some("paragraph")
            && matches!(style.attribute("default"), Some("1" | "true" | "on"))
    };
    let usual = elements().find(|style| is_usual(style));
    let usual = usual.and_then(|style| style.attribute("styleId"));
    let resolved = |&id: &&str| (id.to_owned(), resolve(id, &by_id));
    Styles {
        by_id: by_id.keys().map(resolved).collect(),
        usual: usual.map(|id| resolve(id, &by_id)).unwrap_or_default(),
        defaults: defaults.map(Print::of).unwrap_or_default(),
    }
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
    let print = element.child("rPr").map(Print::of);
    style.print = style.print.or(print.unwrap_or_default());
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

/// Outline levels count from 0; 9 is body text.
pub(crate) fn outline_level(level: u8) -> Option<u8> {
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
