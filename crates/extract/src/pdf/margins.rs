//! Running headers, running footers and page numbers: the same words in the same place, page after
//! page.

use std::collections::HashMap;

use super::layout::Item;
use super::lines::PrintLine;

/// Takes the running lines out of all pages; per page the lines taken.
pub(super) fn take(pages: &mut [Vec<Item>], heights: &[f32]) -> Vec<Vec<PrintLine>> {
    let counts = count(pages, heights);
    let total = pages.len();
    pages
        .iter_mut()
        .zip(heights)
        .enumerate()
        .map(|(number, (items, &height))| {
            let mut taken = Vec::new();
            for edge in [Edge::Top, Edge::Bottom] {
                while let Some(at) = outermost(items, height, edge) {
                    let Item::Line(line) = &items[at] else { break };
                    let repeated = counts.get(&key(line, height)).copied().unwrap_or(0);
                    if !is_running(line, repeated, total, number) {
                        break;
                    }
                    if let Item::Line(line) = items.remove(at) {
                        taken.push(line);
                    }
                }
            }
            taken
        })
        .collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Edge {
    Top,
    Bottom,
}

/// Zones of the page where running lines stand.
const ZONE: f32 = 0.13;

fn outermost(items: &[Item], height: f32, edge: Edge) -> Option<usize> {
    let lines = items.iter().enumerate().filter_map(|(i, item)| match item {
        Item::Line(line) if in_zone(line, height, edge) => Some((i, line.y)),
        _ => None,
    });
    let found = match edge {
        Edge::Top => lines.min_by(|a, b| a.1.total_cmp(&b.1)),
        Edge::Bottom => lines.max_by(|a, b| a.1.total_cmp(&b.1)),
    };
    found.map(|(i, _)| i)
}

fn in_zone(line: &PrintLine, height: f32, edge: Edge) -> bool {
    match edge {
        Edge::Top => line.y < ZONE * height,
        Edge::Bottom => line.y > (1.0 - ZONE) * height,
    }
}

/// A line's words without the page's number, and its height on the page.
fn key(line: &PrintLine, height: f32) -> (String, i32) {
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let mut words: Vec<&str> = line.text.split(' ').collect();
    if words.len() > 1 && words.last().is_some_and(|word| number(word)) {
        words.pop();
    }
    if words.len() > 1 && words.first().is_some_and(|word| number(word)) {
        words.remove(0);
    }
    let alike = words.join(" ").replace(|c: char| c.is_ascii_digit(), "#");
    let from_edge = if line.y < height / 2.0 {
        line.y
    } else {
        line.y - height
    };
    (
        alike.replace("##", "#").replace("##", "#"),
        (from_edge / 8.0).round() as i32,
    )
}

/// On how many pages each line of the zones stands.
fn count(pages: &[Vec<Item>], heights: &[f32]) -> HashMap<(String, i32), usize> {
    let mut counts = HashMap::new();
    for (items, &height) in pages.iter().zip(heights) {
        for item in items {
            let Item::Line(line) = item else { continue };
            if in_zone(line, height, Edge::Top) || in_zone(line, height, Edge::Bottom) {
                *counts.entry(key(line, height)).or_default() += 1;
            }
        }
    }
    counts
}

fn is_running(line: &PrintLine, repeated: usize, pages: usize, index: usize) -> bool {
    if is_page_number(&line.text, index) && (pages == 1 || repeated >= 2) {
        return true;
    }
    pages >= 3 && repeated >= 3 && repeated * 5 >= pages
}

/// A lone number near the page's own: `7`, `- 7 -`, `Page 7 of 9`.
fn is_page_number(text: &str, index: usize) -> bool {
    let words = text.to_lowercase().replace(['-', '–', '|', '/'], " ");
    let mut numbers = Vec::new();
    for word in words.split_whitespace() {
        match word.parse::<usize>() {
            Ok(number) => numbers.push(number),
            Err(_) if matches!(word, "page" | "of" | "p" | "p.") => {}
            Err(_) => return false,
        }
    }
    (1..=2).contains(&numbers.len()) && numbers[0].abs_diff(index + 1) <= 20
}
