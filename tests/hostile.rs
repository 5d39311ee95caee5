//! Files made to hurt, beside good ones: the good ones are found, and each bad one has a state and a
//! sentence.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::containers::archive;
use crate::support::Server;

/// A PDF of these objects, the first of them the catalogue, with a sound cross-reference table.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut table = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(objects) {
        let _ = writeln!(table, "{:010} 00000 n ", bytes.len());
        let _ = writeln!(bytes, "{number} 0 obj");
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let (start, size) = (bytes.len(), objects.len() + 1);
    let _ = write!(
        bytes,
        "xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    );
    bytes
}

const CATALOGUE: &str = "<< /Type /Catalog /Pages 2 0 R >>";
const FONT: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

/// A PDF of one page with this content, of this width and height.
fn page(content: &[u8], filter: &str, size: &str) -> Vec<u8> {
    let mut stream = format!("<< /Length {} {filter} >>\nstream\n", content.len()).into_bytes();
    stream.extend(content);
    stream.extend(b"\nendstream");
    pdf(&[
        CATALOGUE.into(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".into(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size}] /Contents 4 0 R \
             /Resources << /Font << /F1 5 0 R >> >> >>"
        )
        .into_bytes(),
        stream,
        FONT.into(),
    ])
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("bytes are deflated");
    encoder.finish().expect("bytes are deflated")
}

fn word(body: &str) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", document.as_bytes()),
    ])
}

fn open_text(content: &str) -> Vec<u8> {
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", b"<m/>"),
        ("content.xml", content.as_bytes()),
    ])
}

/// An archive in an archive in an archive …
fn nested(depth: usize) -> Vec<u8> {
    let innermost = archive(&[(
        "deep.txt",
        b"A text that lies too deep to be of use to anyone.",
    )]);
    (0..depth).fold(innermost, |inner, _| archive(&[("inner.zip", &inner)]))
}

const BRACKETS: usize = 100_000;

fn hostile_pdfs() -> Vec<(&'static str, Vec<u8>)> {
    let bomb = deflated(&vec![b' '; 200 << 20]);
    let empty_pages = (0..10_000).fold(String::new(), |mut kids, _| {
        kids.push_str("3 0 R ");
        kids
    });
    vec![
        (
            "brackets.pdf",
            page("[".repeat(BRACKETS).as_bytes(), "", "595 842"),
        ),
        (
            "dictionaries.pdf",
            pdf(&["<< /A ".repeat(BRACKETS).into_bytes()]),
        ),
        (
            "huge-page.pdf",
            page(b"BT /F1 12 Tf 10 10 Td (x) Tj ET", "", "1e30 1e30"),
        ),
        ("bomb.pdf", page(&bomb, "/Filter /FlateDecode", "595 842")),
        (
            "circle.pdf",
            pdf(&[
                CATALOGUE.into(),
                "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R >>".into(),
            ]),
        ),
        (
            "empty-pages.pdf",
            pdf(&[
                CATALOGUE.into(),
                format!("<< /Type /Pages /Kids [{empty_pages}] /Count 10000 >>").into_bytes(),
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>".into(),
            ]),
        ),
    ]
}

fn hostile_pages_and_texts() -> Vec<(&'static str, Vec<u8>)> {
    let entities = "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">\
        <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;\">]>\
        <d><office:body><office:text><text:p>&d;</text:p></office:text></office:body></d>";
    vec![
        (
            "nested.html",
            format!("<html><main>{}", "<div><b>".repeat(BRACKETS)).into_bytes(),
        ),
        (
            "spans.html",
            b"<html><table><tr><td rowspan=99999999 colspan=99999999>x".repeat(500),
        ),
        ("nested.docx", word(&"<w:sdt>".repeat(BRACKETS))),
        ("nested.rtf", format!("{{\\rtf1 {}", "{\\b ".repeat(BRACKETS)).into_bytes()),
        ("entities.odt", open_text(entities)),
        (
            "one-line.txt",
            b"The unit was seen and it was good, or so they say. ".repeat(1_000_000),
        ),
        (
            "mail.eml",
            format!(
                "From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n{}",
                "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".repeat(10_000)
            )
            .into_bytes(),
        ),
    ]
}

fn hostile_archives() -> Vec<(&'static str, Vec<u8>)> {
    let zeros = vec![0; 150 << 20];
    let many: Vec<String> = (0..1_500).map(|n| format!("{n}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|n| (n.as_str(), b"".as_slice())).collect();
    vec![
        ("bomb.docx", {
            archive(&[
                ("[Content_Types].xml", b"<Types/>"),
                ("word/document.xml", &zeros),
            ])
        }),
        ("bomb.zip", archive(&[("zeros.txt", &zeros)])),
        ("nested.zip", nested(6)),
        ("many.zip", archive(&many)),
    ]
}

#[test]
fn hostile_files_end_in_a_state_with_a_sentence_beside_good_ones() {
    let server = Server::start_with("[extract]\ntimeout = \"20s\"\n");
    let good = |name: &str| format!("Note {name}\n\nA heron was seen at the office, {name}.\n");
    server.drop_bytes("before.txt", good("before"));
    let hostile: Vec<(&str, Vec<u8>)> = [
        hostile_pdfs(),
        hostile_pages_and_texts(),
        hostile_archives(),
    ]
    .concat();
    for (name, bytes) in &hostile {
        server.drop_bytes(name, bytes);
    }
    server.drop_bytes("after.txt", good("after"));
    server.wait_until_within(300, "everything has ended", || {
        let states = &server.json("/api/v1/ingest")["states"];
        let files = server.json("/api/v1/ingest/files?limit=1")["total"].as_u64();
        files >= Some(hostile.len() as u64 + 2)
            && states["pending"] == 0
            && states["extracting"] == 0
    });
    for name in ["before.txt", "after.txt"] {
        assert_eq!(server.file(name)["state"], "indexed", "{name}");
    }
    assert_eq!(server.json("/api/v1/search?q=heron")["total"], 2);
    for (name, _) in &hostile {
        // One that failed may be at its next attempt just now.
        server.wait_until(&format!("{name} has a state and a sentence"), || {
            let row = server.file(name);
            let said = row["error"].as_str().unwrap_or_default();
            row["state"] == "indexed" || (said.len() > 10 && said.ends_with('.'))
        });
    }
    for name in [
        "bomb.docx",
        "bomb.zip/zeros.txt",
        "circle.pdf",
        "empty-pages.pdf",
    ] {
        server.wait_until(&format!("{name} has failed"), || {
            server.file(name)["state"] == "failed"
        });
    }
    assert_eq!(server.get("/readyz").status, 200);
}
