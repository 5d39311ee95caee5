//! What pages become.

mod outlets;

use proptest::prelude::*;

use crate::tests::shown;
use crate::{Extracted, Limits, MediaType, extract};

fn read(html: &str) -> Extracted {
    let extracted = extract(html.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(extracted.media_type, MediaType::Html);
    extracted
}

fn check(html: &str, expected: &[&str]) {
    assert_eq!(shown(&read(html)), expected);
}

#[test]
fn an_article_without_its_site() {
    check(
        r##"<!doctype html><body><a class="skip" href="#m">Skip to content</a><nav>Home</nav>
        <div id="cookie-banner"><p>We use cookies.</p></div>
        <main id="m"><article><header><h1>Unit told to improve</h1></header>
        <figure><img alt="x"><figcaption><span class="visually-hidden">Image caption, </span>The office in Harbour Street</figcaption></figure>
        <div class="share"><button>Share</button></div>
        <p>A unit has been <a href="/x">told</a> to improve.</p>
        <blockquote><p>“I was heard.”</p><footer>A person</footer></blockquote>
        <section><h2>Related topics</h2><ul><li>Harbours</li></ul></section></article></main>
        <aside><h2>Most read</h2></aside><footer>Terms</footer></body>"##,
        &[
            "h1 Unit told to improve",
            "cap The office in Harbour Street",
            "p A unit has been told to improve.",
            "q “I was heard.”",
            "q A person",
        ],
    );
}

#[test]
fn a_web_report_keeps_headings_lists_tables_and_notes() {
    check(
        r#"<html><main><h2>Ratings (Back to top)</h2>
        <table><caption>Overview</caption><tr><th>Standard</th><th>Rating</th></tr>
        <tr><td>P 1.1 Leadership</td><td>Good</td></tr><tr><td colspan=2>Score<br>4/21</td></tr></table>
        <h3>Findings</h3><ol start=3><li>train staff<ul><li>all of them</li></ul></li><li><p>recruit</p><p>soon</p></li></ol>
        <p>Our rating<sup>2</sup> on the 4<sup>th</sup> day</p><p>One<br>Harbour Street</p>
        <ol class="footnotes"><li>See there. ↩</li></ol></main>"#,
        &[
            "h2 Ratings",
            "cap Overview",
            "th0 Standard | Rating",
            "tr0 P 1.1 Leadership | Good",
            "tr0 Score 4/21 | ",
            "h3 Findings",
            "li0 3. train staff",
            "li1 • all of them",
            "li0 4. recruit",
            "p soon",
            "p Our rating ² on the 4th day",
            "p One Harbour Street",
            "note1 See there.",
        ],
    );
}

#[test]
fn names_and_what_each_is_are_rows() {
    check(
        "<html><main><h1>Report</h1><dl><div><dt>Score</dt><dd>9/21</dd></div><div><dt>Units</dt>\
         <dd>North</dd><dd>South</dd></div></dl>\
         <dl><dt>Caseload</dt><dd><ul><li>Rose</li></ul></dd></dl></main></html>",
        &[
            "h1 Report",
            "tr0 Score | 9/21",
            "tr0 Units | North, South",
            "p Caseload",
            "li0 • Rose",
        ],
    );
}

#[test]
fn a_saved_document_without_navigation_is_read_whole() {
    check(
        "<html><section><p>Led by A. Person</p></section><main><h1>Foreword</h1></main></html>",
        &["p Led by A. Person", "h1 Foreword"],
    );
}

#[test]
fn a_document_without_marks_of_its_text_is_read_whole_too() {
    let words = "The inspectors found that the unit, which serves three towns, had too few staff, and said so. ".repeat(8);
    let page = format!(
        "<html><title>Unit told</title><body><p><b>Unit told</b></p><p>Jo wrote:</p><div><div><p>{words}</p><p>{words}</p></div></div><table><tr><td>P 1.1</td><td>Good</td></tr></table><p>End.</p></body></html>"
    );
    let long = format!("p {}", words.trim());
    let expected = [
        "h1 Unit told",
        "p Jo wrote:",
        long.as_str(),
        long.as_str(),
        "tr0 P 1.1 | Good",
        "p End.",
    ];
    check(&page, &expected);
}

#[test]
fn parts_that_only_play_a_table_are_one() {
    check(
        "<main><div role=table><div role=rowgroup><div role=row><span role=columnheader>Standard</span><span role=columnheader>Rating</span></div></div>
        <div role=row><span role=rowheader>P 1.1</span><span role=cell>Good<sup>2</sup></span></div></div></main>",
        &["th0 Standard | Rating", "tr0 P 1.1 | Good ²"],
    );
}

#[test]
fn a_table_of_one_row_of_paragraphs_lays_out_the_page() {
    check(
        "<main><table><tr><td><p>a</p></td><td><p>b</p><p>c</p><p>d</p><p>e</p></td></tr></table></main>",
        &["p a", "p b", "p c", "p d", "p e"],
    );
}

#[test]
fn typed_numbers_buttons_and_struck_words() {
    check(
        "<main><h2>Findings <button>Copy link</button></h2><h2><button>Opened</button></h2><ol><li>3. First</li><li>(b) Second</li></ol>
        <p>It was <del>poor</del><ins>good</ins>.</p><p>* * *</p></main>",
        &["h2 Findings", "h2 Opened", "li0 3. First", "li0 (b) Second", "p It was good."],
    );
}

#[test]
fn rows_that_hang_down_leave_empty_cells() {
    check(
        "<table><tr><td>a</td><td rowspan=2>b</td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>",
        &["tr0 a | b | c", "tr0 d |  | e"],
    );
}

#[test]
fn pages_without_landmarks_are_searched_for_their_article() {
    let words = "The inspectors found that the unit, which serves three towns, had too few staff, and said so. ".repeat(8);
    let page = format!(
        "<html><title>Unit told to improve - Gazette</title><body><div id=top><ul><li><a href=/>Home</a></li></ul></div><div><h1>Unit told to improve</h1><div class=text><p>{words}</p><p>{words}</p></div></div><div class=related-links><p>Buy tea</p></div></body></html>"
    );
    check(
        &page,
        &[
            "h1 Unit told to improve",
            &format!("p {}", words.trim()),
            &format!("p {}", words.trim()),
        ],
    );
}

#[test]
fn metadata_from_wherever_it_is() {
    let read = read(
        r#"<html lang="en-GB"><head><title>Unit told to improve - Gazette</title><meta property="og:site_name" content="Gazette">
        <link rel="canonical" href="https://example.org/a"><script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":"NewsArticle","headline":"Unit told","datePublished":"2024-08-15T05:12:43Z","author":[{"name":"A. Writer"}]}]}</script></head>
        <body><p>Text.</p></body></html>"#,
    );
    let text = |text: &str| Some(text.to_owned());
    let metadata = read.metadata;
    assert_eq!(metadata.title, text("Unit told"));
    assert_eq!(metadata.author, text("A. Writer"));
    assert_eq!(metadata.publisher, text("Gazette"));
    assert_eq!(metadata.published, text("2024-08-15T05:12:43Z"));
    assert_eq!(metadata.canonical_url, text("https://example.org/a"));
    assert_eq!(metadata.language, text("en-GB"));
    assert_eq!(metadata.declared_type, text("NewsArticle"));
}

#[test]
fn titles_lose_the_name_of_the_site() {
    let title = |html: &str| read(html).metadata.title.unwrap();
    assert_eq!(
        title("<title>Unit told – Gazette</title><h1>Unit told</h1>"),
        "Unit told"
    );
    assert_eq!(
        title("<title>Unit told | Gazette</title><meta name='og:site_name' content='Gazette'><p>x"),
        "Unit told"
    );
    assert_eq!(
        title("<meta property='og:title' content='Unit told'><p>x"),
        "Unit told"
    );
}

#[test]
fn old_encodings() {
    let page = b"<html><meta charset=windows-1252><p>\x91Good\x92 \x96 rated</p></html>";
    assert_eq!(
        extract(page, &Limits::default()).unwrap().pages[0].blocks[0].text,
        "‘Good’ – rated"
    );
    let page = b"<html><p>The unit was rated \x91Good\x92 by the inspectors</p></html>";
    assert!(
        extract(page, &Limits::default()).unwrap().pages[0].blocks[0]
            .text
            .contains("‘Good’")
    );
}

#[test]
fn deep_nesting_costs_nothing() {
    let deep = format!(
        "<html><main>{}words{}",
        "<div>".repeat(20_000),
        "<b>".repeat(5_000)
    );
    assert_eq!(read(&deep).pages[0].blocks[0].text, "words");
}

proptest! {
    #[test]
    fn any_tags_are_read_without_panic(tags in "(<(/?(main|p|li|ol|ul|table|tr|td|th|dl|dt|dd|h2|sup|br|blockquote|pre|div|aside|footer|b)( (rowspan|colspan|start|value)=[0-9]{1,3})?)>|[a-z ¹↩.]{0,6}){0,60}") {
        let _ = extract(format!("<html>{tags}").as_bytes(), &Limits::default());
    }
}
