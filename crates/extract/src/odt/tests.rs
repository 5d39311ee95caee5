//! What OpenDocument texts become.

use proptest::prelude::*;

use crate::tests::{package, shown};
use crate::{ExtractError, Extracted, Limits, MediaType, extract};

const STYLES: &str = r#"<s xmlns:x="x"><office:styles>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:default-outline-level="1"/>
<style:style style:name="Quotations"/>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/></text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style></office:styles></s>"#;

const AUTOMATIC: &str = r#"<office:automatic-styles><style:style style:name="P1" style:parent-style-name="Heading_20_1"/>
<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="T2"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="T3"><style:text-properties text:display="none"/></style:style></office:automatic-styles>"#;

const META: &str = "<d><office:meta><dc:title>A report</dc:title><meta:initial-creator>A. Writer</meta:initial-creator></office:meta></d>";

fn document(body: &str) -> Vec<u8> {
    let content =
        format!("<d>{AUTOMATIC}<office:body><office:text>{body}</office:text></office:body></d>");
    package(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", "<m/>"),
        ("content.xml", &content),
        ("styles.xml", STYLES),
        ("meta.xml", META),
    ])
}

fn read(body: &str) -> Extracted {
    extract(&document(body), &Limits::default()).unwrap()
}

fn check(body: &str, expected: &[&str]) {
    assert_eq!(shown(&read(body)), expected);
}

#[test]
fn headings_and_spans() {
    check(
        r#"<text:h text:outline-level="2">Findings</text:h><text:p text:style-name="P1">Foreword</text:p>
        <text:p>One<text:s text:c="2"/><text:span text:style-name="T1">two</text:span><text:tab/>three<text:span text:style-name="T3">hidden</text:span></text:p>
        <text:p text:style-name="Quotations">“I was heard.”</text:p>"#,
        &[
            "h2 Findings",
            "h1 Foreword",
            "p One two three",
            "q “I was heard.”",
        ],
    );
}

#[test]
fn lists_have_their_numbers() {
    check(
        r#"<text:list text:style-name="L1"><text:list-item><text:p>train staff</text:p><text:list>
        <text:list-item><text:p>all</text:p></text:list-item></text:list></text:list-item>
        <text:list-item><text:p>recruit</text:p><text:p>soon</text:p></text:list-item></text:list>
        <text:p>Then:</text:p><text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>review</text:p></text:list-item></text:list>
        <text:list text:style-name="L2"><text:list-item><text:p>a point</text:p></text:list-item></text:list>"#,
        &[
            "li0 1. train staff",
            "li1 a) all",
            "li0 2. recruit",
            "p soon",
            "p Then:",
            "li0 3. review",
            "li0 • a point",
        ],
    );
}

#[test]
fn tables_with_spans_and_notes() {
    check(
        r#"<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Standard</text:p></table:table-cell>
        <table:table-cell><text:p>Rating</text:p></table:table-cell></table:table-row></table:table-header-rows>
        <table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>Part</text:p></table:table-cell><table:covered-table-cell/></table:table-row>
        <table:table-row><table:table-cell><text:p>Leadership<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>See there.</text:p></text:note-body></text:note></text:p></table:table-cell>
        <table:table-cell><text:p>Good</text:p></table:table-cell></table:table-row></table:table>"#,
        &[
            "th0 Standard | Rating",
            "tr0 Part | ",
            "tr0 Leadership ¹ | Good",
            "note1 See there.",
        ],
    );
}

#[test]
fn numbered_headings_print_their_numbers() {
    let styles = r#"<s><office:styles><text:outline-style style:name="Outline">
        <text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>
        <text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>
        <text:outline-level-style text:level="3" style:num-format=""/></text:outline-style>
        <style:style style:name="Plain" style:list-style-name=""/></office:styles></s>"#;
    let h = |level: u8, more: &str, text: &str| {
        format!(r#"<text:h text:outline-level="{level}" {more}>{text}</text:h>"#)
    };
    let body = [
        h(1, r#"text:style-name="Plain""#, "Foreword"),
        h(1, "", "Findings"),
        h(2, "", "Leaders"),
        h(3, "", "Detail"),
        h(2, r#"text:is-list-header="true""#, "Apart"),
        h(2, "", "Staff"),
        h(1, "", "Annexe"),
        h(2, "", "Method"),
    ];
    let content = format!(
        "<d><office:body><office:text>{}</office:text></office:body></d>",
        body.concat()
    );
    let bytes = package(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", "<m/>"),
        ("content.xml", &content),
        ("styles.xml", styles),
    ]);
    let expected = [
        "h1 Foreword",
        "h1 1. Findings",
        "h2 1.1 Leaders",
        "h3 Detail",
        "h2 Apart",
        "h2 1.2 Staff",
        "h1 2. Annexe",
        "h2 2.1 Method",
    ];
    let read = extract(&bytes, &Limits::default()).unwrap();
    assert_eq!(shown(&read), expected);
}

#[test]
fn notes_are_read_as_they_print() {
    check(
        r#"<text:p>rated low<text:note text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body>
        <text:p>See<text:tab/>there.<office:annotation><text:p>Said by A.</text:p></office:annotation></text:p></text:note-body></text:note>.</text:p>"#,
        &["p rated low [i].", "notei See there."],
    );
}

#[test]
fn deleted_text_is_left_out() {
    check(
        r#"<text:tracked-changes><text:changed-region><text:deletion><text:p>not this</text:p></text:deletion></text:changed-region></text:tracked-changes>
        <text:p>It is <text:change-start text:change-id="c"/>now<text:change-end text:change-id="c"/> so.</text:p>"#,
        &["p It is now so."],
    );
}

#[test]
fn metadata_and_protection() {
    let read = read("<text:p>x</text:p>");
    assert_eq!(read.media_type, MediaType::Odt);
    assert_eq!(read.metadata.title.as_deref(), Some("A report"));
    assert_eq!(read.metadata.author.as_deref(), Some("A. Writer"));
    let protected = package(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", "<m><e><encryption-data/></e></m>"),
        ("content.xml", "noise"),
    ]);
    assert_eq!(
        extract(&protected, &Limits::default()),
        Err(ExtractError::NeedsPassword)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn mutated_documents_are_read_without_panic(at in 0usize..3000, with in any::<u8>(), cut in 0usize..3000) {
        let mut bytes = document("<text:list><text:list-item><text:p>a</text:p></text:list-item></text:list>");
        let length = bytes.len();
        bytes[at % length] = with;
        bytes.truncate(length - cut % length);
        let _ = extract(&bytes, &Limits::default());
    }
}
