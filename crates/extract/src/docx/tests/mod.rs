//! What Word documents become.

mod parts;

use proptest::prelude::*;

use crate::tests::{package, shown};
use crate::{ExtractError, Extracted, Limits, extract};

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

fn main(body: &str) -> String {
    format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#)
}

fn document(body: &str) -> Vec<u8> {
    package(&[
        ("word/document.xml", &main(body)),
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
    assert_eq!(shown(&read(body)), expected);
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

fn noted() -> String {
    r#"<w:p><w:r><w:t>Our rating</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t xml:space="preserve"> is low.</w:t></w:r></w:p>"#.to_owned()
}

#[test]
fn notes_stand_after_their_paragraph() {
    check(&noted(), &["p Our rating ¹ is low.", "note1 See there."]);
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

#[test]
fn headings_under_names_of_other_languages_and_houses() {
    let styles = r#"<w:styles xmlns:w="w"><w:style w:styleId="a"><w:name w:val="Überschrift 2"/></w:style>
        <w:style w:styleId="b"><w:name w:val="House Heading 3"/></w:style><w:style w:styleId="c"><w:name w:val="Pennawd 1"/></w:style></w:styles>"#;
    let body = [styled("a", "A"), styled("b", "B"), styled("c", "C")].concat();
    let bytes = package(&[
        ("word/document2.xml", &format!("<d><body>{body}</body></d>")),
        ("word/styles7.xml", styles),
        (
            "_rels/.rels",
            r#"<r><r Type="http://x/officeDocument" Target="/word/document2.xml"/></r>"#,
        ),
        (
            "word/_rels/document2.xml.rels",
            r#"<r><r Type="http://x/styles" Target="styles7.xml"/></r>"#,
        ),
    ]);
    let read = extract(&bytes, &Limits::default()).unwrap();
    assert_eq!(shown(&read), ["h2 A", "h3 B", "h1 C"]);
}

#[test]
fn headings_that_only_their_print_tells() {
    let large = |text: &str| {
        format!(r#"<w:p><w:r><w:rPr><w:sz w:val="36"/></w:rPr><w:t>{text}</w:t></w:r></w:p>"#)
    };
    let bold = |text: &str| format!("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>");
    let told = "The unit was seen in spring and found to be short of staff.";
    let body = [
        large("Unit told to improve"),
        p("", told),
        bold("What was found"),
        p("", told),
        bold("Rating: Good"),
        p("", told),
    ]
    .concat();
    let told = format!("p {told}");
    check(
        &body,
        &[
            "h1 Unit told to improve",
            &told,
            "h2 What was found",
            &told,
            "p Rating: Good",
            &told,
        ],
    );
    check(
        &[styled("H1", "A"), bold("What was found"), p("", "x")].concat(),
        &["h1 A", "p What was found", "p x"],
    );
}

#[test]
fn tracked_changes_are_read_as_accepted() {
    let body = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>The unit </w:t></w:r></w:p>        <w:p><w:moveFrom><w:r><w:t>old</w:t></w:r></w:moveFrom><w:r><w:t>is small</w:t></w:r><w:moveTo><w:r><w:t>, new</w:t></w:r></w:moveTo></w:p>";
    check(body, &["p The unit is small, new"]);
}

#[test]
fn lists_without_marks_are_paragraphs() {
    let numbering = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
    let body = format!("<d><body>{}</body></d>", item(1, 0, "a"));
    let bytes = package(&[
        ("word/document.xml", &body),
        ("word/numbering.xml", numbering),
    ]);
    assert_eq!(
        shown(&extract(&bytes, &Limits::default()).unwrap()),
        ["p a"]
    );
}

#[test]
fn text_boxes_are_read_once() {
    let content = format!("<w:txbxContent>{}</w:txbxContent>", p("", "in a box"));
    let body = format!(
        "<w:p><w:r><w:t>Beside</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>         <mc:Fallback><w:pict>{content}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    );
    check(&body, &["p Beside", "p in a box"]);
}

#[test]
fn columns_set_as_a_table_are_no_table() {
    let column = |name: &str| {
        let paragraphs: String = (0..4).map(|n| p("", &format!("{name}{n}"))).collect();
        format!("<w:tc>{paragraphs}</w:tc>")
    };
    check(
        &format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", column("a"), column("b")),
        &[
            "p a0", "p a1", "p a2", "p a3", "p b0", "p b1", "p b2", "p b3",
        ],
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
