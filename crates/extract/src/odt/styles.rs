//! Styles of paragraphs, spans and lists, inherited parts included.

use std::collections::HashMap;

use crate::docx::named_level;
use crate::html::numeral;
use crate::xml::Element;

/// What a style of a paragraph or span says.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    /// Level of a heading from 1.
    pub(super) heading: Option<u8>,
    pub(super) quote: bool,
    pub(super) caption: bool,
    pub(super) bold: bool,
    pub(super) raised: bool,
    pub(super) hidden: bool,
    pub(super) list: Option<String>,
    /// Headings of this style are not counted.
    pub(super) uncounted: bool,
}

/// How one level of a list is marked.
#[derive(Clone, Debug)]
pub(super) struct Level {
    /// `1`, `a`, `I`; `None` for a bullet.
    format: Option<char>,
    prefix: String,
    suffix: String,
    pub(super) start: i64,
    /// Numbers of levels above that are printed, too.
    shown: usize,
}

impl Level {
    /// It prints a number, not a bullet.
    pub(super) const fn is_numbered(&self) -> bool {
        self.format.is_some()
    }
}

/// All styles by their name.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    lists: HashMap<String, Vec<Level>>,
    /// How headings are numbered.
    outline: Vec<Level>,
}

/// The deepest level of a list.
pub(super) const LEVELS: usize = 10;

impl Styles {
    /// Reads the styles that the parts hold; later parts are the more special ones.
    pub(super) fn read(parts: [Option<&Element>; 2]) -> Self {
        let sections = || {
            let parts = parts.into_iter().flatten();
            parts
                .flat_map(Element::elements)
                .filter(|section| matches!(section.name.as_str(), "styles" | "automatic-styles"))
        };
        let named = |kind: &'static str| {
            let all = sections().flat_map(Element::elements);
            all.filter(move |style| style.name == kind)
                .filter_map(|style| Some((style.attribute("name")?, style)))
        };
        let by_name: HashMap<&str, &Element> = named("style").collect();
        let styles = by_name
            .iter()
            .map(|(&name, &style)| (name.to_owned(), resolve(style, &by_name)));
        let lists = named("list-style").map(|(name, style)| (name.to_owned(), levels(style)));
        let outline = sections()
            .flat_map(Element::elements)
            .find(|style| style.name == "outline-style");
        Self {
            outline: outline.map(levels).unwrap_or_default(),
            styles: styles.collect(),
            lists: lists.collect(),
        }
    }

    /// The style of an element, or nothing special.
    pub(super) fn of(&self, element: &Element) -> Style {
        let name = element.attribute("style-name").unwrap_or_default();
        self.styles.get(name).cloned().unwrap_or_default()
    }

    /// How headings are numbered; a level without a format is not.
    pub(super) fn outline(&self) -> &[Level] {
        &self.outline
    }

    /// How a list of this style marks its items.
    pub(super) fn list(&self, name: &str) -> Option<&[Level]> {
        self.lists.get(name).map(Vec::as_slice)
    }
}

/// A style with what it is based on; a circle of styles ends at the tenth.
fn resolve(style: &Element, by_name: &HashMap<&str, &Element>) -> Style {
    let mut resolved = Style::default();
    let mut next = Some(style);
    for _generation in 0..10 {
        let Some(element) = next else { break };
        inherit(&mut resolved, element);
        next = element
            .attribute("parent-style-name")
            .and_then(|parent| by_name.get(parent).copied());
    }
    resolved
}

fn inherit(style: &mut Style, element: &Element) {
    let shown = element
        .attribute("display-name")
        .or_else(|| element.attribute("name"));
    let name = shown
        .unwrap_or_default()
        .replace("_20_", " ")
        .to_lowercase();
    let outline = element
        .attribute("default-outline-level")
        .and_then(|level| level.parse().ok())
        .filter(|level| (1..=10).contains(level));
    style.heading = style.heading.or(outline).or_else(|| named_level(&name));
    style.quote |= name.contains("quot");
    style.caption |= matches!(
        name.as_str(),
        "caption" | "illustration" | "table" | "figure"
    );
    let list = element.attribute("list-style-name");
    style.uncounted |= style.list.is_none() && list == Some("");
    style.list = style
        .list
        .take()
        .or_else(|| list.map(str::to_owned))
        .filter(|list| !list.is_empty());
    if let Some(print) = element.child("text-properties") {
        let is = |name: &str, value: &str| print.attribute(name) == Some(value);
        let position = print.attribute("text-position").unwrap_or_default();
        style.bold |= is("font-weight", "bold");
        style.hidden |= is("display", "none");
        style.raised |= position.starts_with("super")
            || position
                .split('%')
                .next()
                .and_then(|rise| rise.parse().ok())
                > Some(0);
    }
}

fn levels(style: &Element) -> Vec<Level> {
    let level = |number: usize| {
        let mut all = style.elements();
        let found = all.find(|level| {
            level
                .attribute("level")
                .and_then(|level| level.parse().ok())
                == Some(number)
        });
        let value = |name: &str| found.and_then(|level| level.attribute(name));
        let number = |name: &str| value(name).and_then(|number| number.parse::<i64>().ok());
        Level {
            format: value("num-format").and_then(|format| format.chars().next()),
            prefix: value("num-prefix").unwrap_or_default().to_owned(),
            suffix: value("num-suffix").unwrap_or_default().to_owned(),
            start: number("start-value").unwrap_or(1),
            shown: number("display-levels").map_or(1, |shown| {
                usize::try_from(shown).unwrap_or(1).clamp(1, LEVELS)
            }),
        }
    };
    (1..=LEVELS).map(level).collect()
}

/// The marker of an item, by the numbers of its level and those above.
pub(super) fn marker(levels: &[Level], depth: usize, numbers: &[i64]) -> String {
    let Some(level) = levels.get(depth) else {
        return "•".to_owned();
    };
    if level.format.is_none() {
        return "•".to_owned();
    }
    let first = (depth + 1).saturating_sub(level.shown);
    let shown: Vec<String> = (first..=depth)
        .filter_map(|at| {
            let format = levels.get(at)?.format?;
            Some(numeral(*numbers.get(at)?, format))
        })
        .collect();
    format!("{}{}{}", level.prefix, shown.join("."), level.suffix)
        .trim()
        .to_owned()
}
