//! Where the article of a page is.

use dom_smoothie::{Config, Readability};
use scraper::{ElementRef, Html, Selector};

use super::labels;
use super::site::Site;
use super::walk;
use crate::extracted::{Block, BlockKind};

/// Deeper nesting than this is left to the plain walk: the article finder calls itself.
const MAX_FINDER_DEPTH: usize = 200;

/// The article's blocks: from the element that says so, else from where most of the words are.
pub(super) fn blocks(document: &Html, source: &str, title: Option<&str>) -> Vec<Block> {
    let whole = self::whole(document);
    if is_bare(document) {
        return with_title(whole, title);
    }
    if let Some(marked) = marked_article(document) {
        let mut blocks = read(marked);
        if words(&blocks) * 5 >= words(&whole) {
            let headline = headline(document, title).filter(|_| !has_first_level(&blocks));
            if let Some(headline) = headline {
                blocks.insert(0, first_level(headline));
            }
            return blocks;
        }
    }
    let found =
        found_article(document, source, title).filter(|found| words(found) * 2 >= words(&whole));
    with_title(found.unwrap_or(whole), title)
}

/// All blocks of a page.
pub(super) fn whole(document: &Html) -> Vec<Block> {
    read(document.root_element())
}

/// A page without any navigation is a saved document, not a page of a site: all of it counts.
fn is_bare(document: &Html) -> bool {
    select(
        document,
        "nav, body > header, body > footer, [role=navigation], [role=banner], form, button",
    )
    .is_empty()
        && (select(document, "main").len() == 1 || is_all_text(document))
}

/// No paragraph or item is a link to elsewhere, and no cell of a table that lays out the page holds
/// most of the words.
fn is_all_text(document: &Html) -> bool {
    let root = document.root_element();
    let mut pieces = walk::pieces(root, Site::around(root)).into_iter();
    let cells = select(document, "td").into_iter().map(text_length);
    let all: usize = select(document, "body").into_iter().map(text_length).sum();
    !pieces.any(|piece| piece.is_linked()) && cells.max().unwrap_or(0) * 2 < all
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
    // The names of elements tell boxes of the site from the article.
    let config = Config {
        keep_classes: true,
        ..Config::default()
    };
    let article = Readability::new(source, None, Some(config));
    let article = article.ok()?.parse().ok()?;
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
        blocks.insert(0, first_level(headline));
    }
    Some(blocks)
}

fn first_level(text: String) -> Block {
    Block::unplaced(BlockKind::Heading { level: 1 }, text)
}

fn has_first_level(blocks: &[Block]) -> bool {
    let first_level = BlockKind::Heading { level: 1 };
    blocks.iter().any(|block| block.kind == first_level)
}

/// The page's only heading of the first level, where it is the article's and not the site's name.
fn headline(document: &Html, title: Option<&str>) -> Option<String> {
    let firsts = select(document, "h1");
    let [first] = firsts.as_slice() else {
        return None;
    };
    let text = walk::plain_text(*first);
    let is_title = title.is_some_and(|title| title.contains(&text));
    let is_named = first.attr("itemprop") == Some("headline");
    (!text.is_empty() && (is_title || is_named)).then_some(text)
}

/// A page that marks no heading of the first level has it in print: a paragraph near the top that is
/// the title.
fn with_title(mut blocks: Vec<Block>, title: Option<&str>) -> Vec<Block> {
    const NEAR: usize = 5;
    let is_title = |block: &&mut Block| {
        block.kind == BlockKind::Paragraph && Some(block.text.as_str()) == title
    };
    if !has_first_level(&blocks)
        && let Some(block) = blocks.iter_mut().take(NEAR).find(is_title)
    {
        block.kind = BlockKind::Heading { level: 1 };
    }
    blocks
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
