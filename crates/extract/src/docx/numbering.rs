//! Automatic numbers: what Word prints before an item but does not store in its text.

use std::collections::HashMap;

use super::styles::Styles;
use crate::html::numeral;
use crate::xml::Element;

/// The lists of a document and how far each has counted.
#[derive(Default)]
pub(super) struct Numbering {
    /// List id → its definition, with levels that the list overrides.
    lists: HashMap<String, List>,
    /// Definition → counters by level: lists of one definition count together.
    counters: HashMap<String, [Option<i64>; LEVELS]>,
}

const LEVELS: usize = 9;

struct List {
    definition: String,
    levels: Vec<Level>,
}

#[derive(Clone)]
struct Level {
    format: String,
    text: String,
    start: i64,
    /// The style of paragraphs that stand on this level.
    style: Option<String>,
    /// Prints the numbers of the levels above as figures, too.
    legal: bool,
}

/// Reads `numbering.xml`; a definition may leave its levels to that of a list style.
pub(super) fn read(part: Option<&Element>, styles: &Styles) -> Numbering {
    let elements = |name: &'static str| {
        part.into_iter()
            .flat_map(Element::elements)
            .filter(move |element| element.name == name)
    };
    let definitions: HashMap<&str, &Element> = elements("abstractNum")
        .filter_map(|element| Some((element.attribute("abstractNumId")?, element)))
        .collect();
    let mut numbering = Numbering::default();
    for list in elements("num") {
        let (Some(id), Some(definition)) = (list.attribute("numId"), list.value("abstractNumId"))
        else {
            continue;
        };
        let linked = definitions
            .get(definition)
            .and_then(|element| element.value("numStyleLink"))
            .and_then(|style| styles.get(style)?.numbering.0.as_deref())
            .and_then(|id| elements("num").find(|list| list.attribute("numId") == Some(id)))
            .and_then(|list| list.value("abstractNumId"));
        let definition = linked.unwrap_or(definition);
        let Some(element) = definitions.get(definition) else {
            continue;
        };
        let mut levels: Vec<Level> = (0..LEVELS)
            .map(|level| read_level(element, level))
            .collect();
        let restarts = override_levels(list, &mut levels);
        // A list that states its own start counts for itself.
        let definition = if restarts {
            format!("{definition}/{id}")
        } else {
            definition.to_owned()
        };
        numbering
            .lists
            .insert(id.to_owned(), List { definition, levels });
    }
    numbering
}

fn read_level(parent: &Element, level: usize) -> Level {
    let found = parent.elements().find(|element| {
        element.name == "lvl"
            && element.attribute("ilvl").and_then(|l| l.parse().ok()) == Some(level)
    });
    let value = |name| found.and_then(|element| element.value(name));
    Level {
        format: value("numFmt").unwrap_or("decimal").to_owned(),
        text: value("lvlText").unwrap_or_default().to_owned(),
        start: value("start")
            .and_then(|start| start.parse().ok())
            .unwrap_or(1),
        style: value("pStyle").map(str::to_owned),
        legal: found.is_some_and(|level| level.is_on("isLgl")),
    }
}

fn override_levels(list: &Element, levels: &mut [Level]) -> bool {
    let mut restarts = false;
    for change in list
        .elements()
        .filter(|element| element.name == "lvlOverride")
    {
        let Some(at) = change
            .attribute("ilvl")
            .and_then(|level| level.parse::<usize>().ok())
            .filter(|&at| at < levels.len())
        else {
            continue;
        };
        if change.child("lvl").is_some() {
            levels[at] = read_level(change, at);
        }
        if let Some(start) = change
            .value("startOverride")
            .and_then(|start| start.parse().ok())
        {
            levels[at].start = start;
            restarts = true;
        }
    }
    restarts
}

impl Numbering {
    /// The level of a list that paragraphs of this style stand on.
    pub(super) fn level_of(&self, list: &str, style: &str) -> Option<usize> {
        let levels = &self.lists.get(list)?.levels;
        levels
            .iter()
            .position(|level| level.style.as_deref() == Some(style))
    }

    /// Counts one item further and gives its marker: `3.`, `2.1`, `(b)`, `•`. `None` for no list, and
    /// where the list prints nothing.
    pub(super) fn next(&mut self, list: &str, level: usize) -> Option<String> {
        let list = self.lists.get(list)?;
        let level = level.min(LEVELS - 1);
        let counters = self.counters.entry(list.definition.clone()).or_default();
        let count =
            counters[level].map_or(list.levels[level].start, |count| count.saturating_add(1));
        counters[level] = Some(count);
        counters[level + 1..].fill(None);
        Some(marker(&list.levels, level, counters)).filter(|marker| !marker.is_empty())
    }
}

fn marker(levels: &[Level], level: usize, counters: &[Option<i64>; LEVELS]) -> String {
    if levels[level].format == "bullet" {
        return "•".into();
    }
    let mut text = levels[level].text.clone();
    if levels[level].format == "none" {
        text = text.replace(&format!("%{}", level + 1), "");
    }
    for (i, each) in levels.iter().enumerate().take(level + 1) {
        let number = counters[i].unwrap_or(each.start);
        text = text.replace(
            &format!("%{}", i + 1),
            &numeral(
                number,
                if levels[level].legal {
                    '1'
                } else {
                    style(&each.format)
                },
            ),
        );
    }
    text.trim().to_owned()
}

fn style(format: &str) -> char {
    match format {
        "lowerLetter" => 'a',
        "upperLetter" => 'A',
        "lowerRoman" => 'i',
        "upperRoman" => 'I',
        _ => '1',
    }
}
