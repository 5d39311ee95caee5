//! What Word documents become.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{Block, BlockKind, ExtractError, Extracted, Limits, extract};

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const STYLES: &str = r#"<w:styles xmlns:w="w"><w:style w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="My"><w:name w:val="My head"/><w:basedOn w:val="H1"/></w:style>
<w:style w:styleId="Lvl"><w:name w:val="Part"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:styleId="LB"><w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="Q"><w:name w:val="Intense Quote"/></w:style></w:styles>"#;

const NUMBERING: &str = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>"#;

const NOTES: &str = r#"<w:footnotes xmlns:w="w"><w:footnote w:id="-1" w:type="separator"><w:p/></w:footnote>
<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> See there.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;

const CORE: &str = "<c><title>A report</title><creator>A. Writer</creator><created>2013-01-01T00:00:00Z</created><modified>2024-05-01T00:00:00Z</modified></c>";

fn document(body: &str) -> Vec<u8> {
    let body = format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#);
    package(&[
        ("word/document.xml", &body),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
        ("word/footnotes.xml", NOTES),
        ("docProps/core.xml", CORE),
    ])
}

fn read(body: &str) -> Extracted {
    extract(&document(body), &Limits::default()).unwrap()
}

fn p(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn styled(style: &str, text: &str) -> String {
    p(&format!(r#"<w:pStyle w:val="{style}"/>"#), text)
}

fn item(list: u32, level: u32, text: &str) -> String {
    p(
        &format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr>"#),
        text,
    )
}

fn check(body: &str, expected: &[&str]) {
    let shown: Vec<String> = read(body).pages[0].blocks.iter().map(show).collect();
    assert_eq!(shown, expected);
}

fn show(block: &Block) -> String {
    let text = block.text.replace('\t', " | ");
    match &block.kind {
        BlockKind::Heading { level } => format!("h{level} {text}"),
        BlockKind::ListItem { marker, depth } => format!("li{depth} {marker} {text}"),
        BlockKind::TableRow {
            table,
            header: true,
            ..
        } => format!("th{table} {text}"),
        BlockKind::TableRow { table, .. } => format!("tr{table} {text}"),
        BlockKind::Quote => format!("q {text}"),
        BlockKind::Footnote { mark } => format!("note{mark} {text}"),
        _ => format!("p {text}"),
    }
}

#[test]
fn headings_by_style_name_base_or_outline() {
    let body = [
        styled("Titel", "A"),
        styled("H1", "B"),
        styled("My", "C"),
        styled("Lvl", "D"),
        styled("Q", "E"),
        styled("Gone", "F"),
    ]
    .concat();
    check(&body, &["h1 A", "h1 B", "h1 C", "h2 D", "q E", "p F"]);
}

#[test]
fn automatic_numbers_are_printed() {
    let body = [
        item(1, 0, "a"),
        item(1, 1, "b"),
        item(1, 1, "c"),
        p("", "x"),
        item(1, 0, "d"),
        item(1, 1, "e"),
        item(3, 0, "f"),
        styled("LB", "g"),
    ]
    .concat();
    check(
        &body,
        &[
            "li0 1. a",
            "li1 1.a) b",
            "li1 1.b) c",
            "p x",
            "li0 2. d",
            "li1 2.a) e",
            "li0 1. f",
            "li0 • g",
        ],
    );
}

#[test]
fn tables_with_spans() {
    let cell = |properties: &str, text: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p("", text))
    };
    let body = format!(
        "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr><w:tr>{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("", "Standard"),
        cell("", "Rating"),
        cell(r#"<w:gridSpan w:val="2"/>"#, "Part"),
        cell(r#"<w:vMerge w:val="restart"/>"#, "P 1.1"),
        cell("", "Good")
    );
    check(
        &body,
        &["th0 Standard | Rating", "tr0 Part | ", "tr0 P 1.1 | Good"],
    );
}

#[test]
fn a_table_of_one_column_is_a_frame() {
    check(
        &format!(
            "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
            styled("H1", "A")
        ),
        &["h1 A"],
    );
}

#[test]
fn notes_stand_after_their_paragraph() {
    let body = r#"<w:p><w:r><w:t>Our rating</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t xml:space="preserve"> is low.</w:t></w:r></w:p>"#;
    check(body, &["p Our rating ¹ is low.", "note1 See there."]);
}

#[test]
fn what_was_deleted_or_hidden_is_left_out() {
    let body = "<w:p><w:r><w:t>One</w:t></w:r><w:del><w:r><w:delText>not</w:delText></w:r></w:del><w:ins><w:r><w:tab/><w:t>two &amp; three</w:t></w:r></w:ins>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:hyperlink><w:r><w:t> four</w:t></w:r></w:hyperlink></w:p>";
    check(body, &["p One two & three four"]);
}

#[test]
fn a_contents_line_keeps_its_page() {
    check(
        "<w:p><w:r><w:t>Foreword</w:t><w:tab/><w:t>3</w:t></w:r></w:p>",
        &["p Foreword 3"],
    );
}

#[test]
fn metadata_comes_from_the_core_part() {
    let metadata = read(&p("", "x")).metadata;
    assert_eq!(
        (
            metadata.title.as_deref(),
            metadata.author.as_deref(),
            metadata.published
        ),
        (Some("A report"), Some("A. Writer"), None)
    );
}

#[test]
fn a_bomb_is_refused() {
    let limits = Limits {
        max_inflated_bytes: 1_000,
        ..Limits::default()
    };
    let error = extract(&document(&p("", &" ".repeat(5_000))), &limits).unwrap_err();
    assert!(
        matches!(error, ExtractError::TooLarge { limit: 1_000, .. }),
        "{error}"
    );
}

#[test]
fn other_archives_are_named() {
    let error = |parts: &[(&str, &str)]| {
        extract(&package(parts), &Limits::default())
            .unwrap_err()
            .to_string()
    };
    assert!(error(&[("xl/workbook.xml", "")]).contains("Excel"));
    assert!(error(&[("a.txt", "")]).contains("ZIP"));
    assert!(error(&[("word/document.xml", "<w:p><w:r>")]).contains("damaged beyond reading"));
}

#[test]
fn a_cut_file_is_damaged_and_may_be_incomplete() {
    let bytes = document(&p("", "x"));
    let error = extract(&bytes[..bytes.len() / 2], &Limits::default()).unwrap_err();
    assert!(error.may_be_incomplete(), "{error}");
}

#[test]
fn deep_nesting_costs_nothing() {
    let deep = format!(
        "{}{}{}",
        "<w:sdt>".repeat(50_000),
        p("", "x"),
        "</w:sdt>".repeat(50_000)
    );
    assert_eq!(
        extract(&document(&deep), &Limits::default()),
        Err(ExtractError::NoText)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn mutated_documents_are_read_without_panic(at in 0usize..2000, with in any::<u8>(), cut in 0usize..2000) {
        let mut bytes = document(&[item(1, 0, "a"), styled("H1", "B")].concat());
        let length = bytes.len();
        bytes[at % length] = with;
        bytes.truncate(length - cut % length);
        let _ = extract(&bytes, &Limits::default());
    }
}
