//! Where the article of a page is.

use dom_smoothie::Readability;
use scraper::{ElementRef, Html, Selector};

use super::labels;
use super::site::Site;
use super::walk;
use crate::extracted::{Block, BlockKind};

/// Deeper nesting than this is left to the plain walk: the article finder calls itself.
const MAX_FINDER_DEPTH: usize = 200;

/// The article's blocks: from the element that says so, else from where most of the words are.
pub(super) fn blocks(document: &Html, source: &str, title: Option<&str>) -> Vec<Block> {
    let whole = read(document.root_element());
    if is_bare(document) {
        return whole;
    }
    if let Some(marked) = marked_article(document) {
        let blocks = read(marked);
        if words(&blocks) * 5 >= words(&whole) {
            return blocks;
        }
    }
    let found =
        found_article(document, source, title).filter(|found| words(found) * 2 >= words(&whole));
    found.unwrap_or(whole)
}

/// A page without any navigation is a saved document, not a page of a site: all of it counts.
fn is_bare(document: &Html) -> bool {
    select(
        document,
        "nav, body > header, body > footer, [role=navigation], [role=banner], form, button",
    )
    .is_empty()
        && select(document, "main").len() == 1
}

/// The blocks of a part, without teasers of other articles unless teasers are what it holds.
fn read(root: ElementRef) -> Vec<Block> {
    let site = Site::around(root);
    let without = labels::clean(walk::pieces(root, site.without_teasers()));
    let all = labels::clean(walk::pieces(root, site));
    if words(&without) * 2 >= words(&all) {
        without
    } else {
        all
    }
}

fn words(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .map(|block| block.text.split(' ').count())
        .sum()
}

/// The element that the page itself declares to be its content.
fn marked_article(document: &Html) -> Option<ElementRef<'_>> {
    let mains = select(document, "main, [role=main], #main-content, #main");
    let articles = select(document, "article, [itemprop=articleBody]");
    let longest = |elements: Vec<_>| {
        elements
            .into_iter()
            .max_by_key(|element: &ElementRef| text_length(*element))
    };
    match (longest(mains), longest(articles)) {
        // An article inside `main` that leaves out its headline, or much of what is told there, is
        // not the whole of it.
        (Some(main), Some(article))
            if !has_headline(article) || told(article) * 10 < told(main) * 7 =>
        {
            Some(main)
        }
        (_, Some(article)) => Some(article),
        (main, None) => main,
    }
}

/// Words in paragraphs, items and cells that are no teasers or labels.
fn told(element: ElementRef) -> usize {
    words(&read(element))
}

fn has_headline(element: ElementRef) -> bool {
    Selector::parse("h1").is_ok_and(|h1| element.select(&h1).next().is_some())
}

fn select<'a>(document: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    Selector::parse(selector)
        .map(|selector| document.select(&selector).collect())
        .unwrap_or_default()
}

fn text_length(element: ElementRef) -> usize {
    element.text().map(|text| text.trim().len()).sum()
}

/// The part of a page without landmarks that reads like an article, its headline put back.
fn found_article(document: &Html, source: &str, title: Option<&str>) -> Option<Vec<Block>> {
    if depth(document) > MAX_FINDER_DEPTH {
        return None;
    }
    let article = Readability::new(source, None, None).ok()?.parse().ok()?;
    let found = Html::parse_document(&article.content);
    let mut blocks = read(found.root_element());
    restore_levels(&mut blocks, document);
    let headline = select(document, "h1")
        .first()
        .map(|h1| walk::plain_text(*h1))
        .filter(|text| !text.is_empty());
    if let Some(headline) = headline.or_else(|| title.map(str::to_owned))
        && !blocks.iter().take(5).any(|block| block.text == headline)
    {
        blocks.insert(
            0,
            Block::unplaced(BlockKind::Heading { level: 1 }, headline),
        );
    }
    Some(blocks)
}

/// The finder makes every first-level heading one of the second level.
fn restore_levels(blocks: &mut [Block], document: &Html) {
    let firsts: Vec<String> = select(document, "h1")
        .into_iter()
        .map(walk::plain_text)
        .collect();
    for block in blocks {
        if let BlockKind::Heading { level } = &mut block.kind
            && firsts.contains(&block.text)
        {
            *level = 1;
        }
    }
}

fn depth(document: &Html) -> usize {
    let mut open = vec![(document.root_element(), 1)];
    let mut deepest = 0;
    while let Some((element, depth)) = open.pop() {
        deepest = deepest.max(depth);
        open.extend(element.child_elements().map(|child| (child, depth + 1)));
    }
    deepest
}
