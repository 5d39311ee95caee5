//! What the parts beside the main text add to it: styles, lists, notes, documents inside the document.

use super::{NOTES, main, noted, p, styled};
use crate::tests::{archive, package, shown};
use crate::{Limits, extract};

#[test]
fn notes_are_read_as_they_print() {
    let notes = NOTES.replace(
        "<w:t> See there.</w:t>",
        r#"<w:t>See</w:t><w:tab/><w:fldChar/><w:instrText> HYPERLINK "x" </w:instrText><w:t>there.</w:t></w:r>
        <w:del><w:r><w:delText>Gone.</w:delText></w:r></w:del><w:r>"#,
    );
    let bytes = package(&[
        ("word/document.xml", &main(&noted())),
        ("word/footnotes.xml", &notes),
    ]);
    let read = extract(&bytes, &Limits::default()).unwrap();
    assert_eq!(shown(&read)[1], "note1 See there.");
}

#[test]
fn words_print_as_their_style_and_the_usual_one_say() {
    let styles = r#"<w:styles xmlns:w="w"><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="20"/></w:rPr></w:rPrDefault></w:docDefaults>
        <w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/><w:rPr><w:sz w:val="22"/></w:rPr></w:style>
        <w:style w:styleId="B"><w:name w:val="Body Text"/><w:basedOn w:val="N"/></w:style>
        <w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="R"><w:name w:val="Mark"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="H"><w:name w:val="Hidden"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"#;
    let run = |style: &str, text: &str| {
        format!(r#"<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:t>{text}</w:t></w:r>"#)
    };
    let body = [
        format!("<w:p>{}</w:p>", run("S", "Leadership")),
        format!(
            r#"<w:p><w:r><w:t>Rated</w:t></w:r>{}{}<w:r><w:rPr><w:position w:val="8"/></w:rPr><w:t>3</w:t></w:r></w:p>"#,
            run("R", "2"),
            run("H", "no")
        ),
        styled("B", "Of one size with the rest"),
        p("", "It ends."),
    ];
    let bytes = package(&[
        ("word/document.xml", &main(&body.concat())),
        ("word/styles.xml", styles),
    ]);
    let read = extract(&bytes, &Limits::default()).unwrap();
    let expected = [
        "h1 Leadership",
        "p Rated ²³",
        "p Of one size with the rest",
        "p It ends.",
    ];
    assert_eq!(shown(&read), expected);
}

#[test]
fn levels_of_a_list_are_tied_to_styles() {
    let styles = r#"<w:styles xmlns:w="w"><w:style w:styleId="Part"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
        <w:style w:styleId="Section"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>"#;
    let numbering = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0">
        <w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:pStyle w:val="Part"/><w:lvlText w:val="%1."/></w:lvl>
        <w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:pStyle w:val="Section"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
        </w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#;
    let body = [
        styled("Part", "Findings"),
        styled("Section", "Leaders"),
        styled("Section", "Staff"),
        p(
            r#"<w:pStyle w:val="Part"/><w:numPr><w:numId w:val="0"/></w:numPr><w:outlineLvl w:val="9"/>"#,
            "No heading",
        ),
    ];
    let bytes = package(&[
        ("word/document.xml", &main(&body.concat())),
        ("word/styles.xml", styles),
        ("word/numbering.xml", numbering),
    ]);
    let read = extract(&bytes, &Limits::default()).unwrap();
    let expected = [
        "h1 I. Findings",
        "h2 1.1 Leaders",
        "h2 1.2 Staff",
        "p No heading",
    ];
    assert_eq!(shown(&read), expected);
}

#[test]
fn documents_inside_the_document_are_read() {
    let table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>";
    let chunk = |id: &str| format!(r#"<w:altChunk r:id="{id}"/>"#);
    let relations = r#"<Relationships><Relationship Id="c1" Type="x/aFChunk" Target="page.html"/>
        <Relationship Id="c2" Type="x/aFChunk" Target="/word/inner.docx"/><Relationship Id="c3" Type="x/aFChunk" Target="gone.html"/></Relationships>"#;
    let document = |body: &str, inner: &[u8]| {
        let page = "<html><h2>A page</h2><table><tr><td>b</td><td>c</td></tr></table></html>";
        archive(&[
            ("word/document.xml", main(body).as_bytes()),
            ("word/_rels/document.xml.rels", relations.as_bytes()),
            ("word/page.html", page.as_bytes()),
            ("word/inner.docx", inner),
        ])
    };
    // What stands inside the inner one is not followed: an archive may hold itself.
    let inner = document(&[p("", "Inner"), chunk("c1")].concat(), b"");
    let body = [table, &chunk("c1"), &chunk("c2"), &chunk("c3")].concat();
    let read = extract(&document(&body, &inner), &Limits::default()).unwrap();
    assert_eq!(
        shown(&read),
        ["tr0 a | ", "h2 A page", "tr1 b | c", "p Inner"]
    );
    assert_eq!(read.warnings.len(), 1, "{:?}", read.warnings);
}
