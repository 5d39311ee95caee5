//! What lies inside archives and mails.

use proptest::prelude::*;

use super::*;
use crate::tests::{archive, shown};
use crate::{MediaType, extract};

const MAIL: &str = "From: A. Writer <a@example.org>\r\nTo: b@example.org\r\nSubject: =?utf-8?Q?Report_on_Ashmere_=E2=80=93_draft?=\r\n\
Date: Thu, 15 Aug 2024 05:12:43 +0100\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n\
--b\r\nContent-Type: multipart/alternative; boundary=\"c\"\r\n\r\n--c\r\nContent-Type: text/plain\r\n\r\nPlain words.\r\n--c\r\n\
Content-Type: text/html; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><p>The unit was rated =93Good=94.</p><ul><li>staff</li></ul></body></html>\r\n--c--\r\n\
--b\r\nContent-Type: text/plain; name=\"notes.txt\"\r\nContent-Disposition: attachment; filename=\"notes.txt\"\r\nContent-Transfer-Encoding: base64\r\n\r\nUmF0ZWQgR29vZC4=\r\n\
--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=\"../notes.txt\"\r\n\r\nOther words.\r\n\
--b\r\nContent-Type: image/png; name=\"logo.png\"\r\nContent-ID: <logo>\r\nContent-Disposition: inline\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n";

fn listed(bytes: &[u8], limits: &Limits) -> Vec<(String, bool)> {
    let members = members(bytes, limits).unwrap().found;
    members
        .into_iter()
        .map(|member| (member.path, member.content.is_ok()))
        .collect()
}

fn sound(paths: &[&str]) -> Vec<(String, bool)> {
    paths
        .iter()
        .map(|path| ((*path).to_owned(), true))
        .collect()
}

fn reason(bytes: &[u8], path: &str, limits: &Limits) -> String {
    let members = members(bytes, limits).unwrap().found;
    let member = members.into_iter().find(|member| member.path == path);
    member.unwrap().content.unwrap_err()
}

#[test]
fn a_mail_is_a_document_with_attachments() {
    let read = extract(MAIL.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(read.media_type, MediaType::Mail);
    assert_eq!(
        shown(&read),
        [
            "h1 Report on Ashmere – draft",
            "p The unit was rated “Good”.",
            "li0 • staff"
        ]
    );
    assert_eq!(read.metadata.author.as_deref(), Some("A. Writer"));
    assert_eq!(
        read.metadata.published.as_deref(),
        Some("2024-08-15T05:12:43+01:00")
    );
    let limits = Limits::default();
    assert_eq!(
        listed(MAIL.as_bytes(), &limits),
        sound(&["notes.txt", "..-notes.txt"])
    );
    assert_eq!(
        member(MAIL.as_bytes(), "notes.txt", &limits).unwrap(),
        b"Rated Good."
    );
}

#[test]
fn all_of_a_mail_is_read_whatever_form_its_parts_have() {
    let long =
        "The team looked at forty cases and spoke to staff and partners in the spring. ".repeat(8);
    let page = format!(
        "<html><div>Dear all,</div><p>{long}</p><p>{long}</p><table><tr><td>Standard</td><td>Rating</td></tr><tr><td>Leadership</td><td>Good</td></tr></table><div>Jo</div></html>"
    );
    let mail = format!(
        "From: a@example.org\r\nSubject: Report\r\nMessage-ID: <1@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n\
        --b\r\nContent-Type: text/plain\r\n\r\nIt is out.\r\n\r\nA\tB\r\n--b\r\nContent-Type: text/html\r\n\r\n{page}\r\n\
        --b\r\nContent-Type: text/plain\r\n\r\nSent by a list.\r\n--b--\r\n"
    );
    let read = extract(mail.as_bytes(), &Limits::default()).unwrap();
    let long = format!("p {}", long.trim());
    let expected = [
        "h1 Report",
        "p It is out.",
        "tr0 A | B",
        "p Dear all,",
        long.as_str(),
        long.as_str(),
        "tr1 Standard | Rating",
        "tr1 Leadership | Good",
        "p Jo",
        "p Sent by a list.",
    ];
    assert_eq!(shown(&read), expected);
}

#[test]
fn a_page_that_a_program_saved_in_one_file() {
    let saved = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><body><p>Rated =E2=80=98Good=E2=80=99.</p></body></html>\r\n--b--\r\n";
    let read = extract(saved.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(read.media_type, MediaType::Mail);
    assert_eq!(shown(&read), ["p Rated ‘Good’."]);
}

#[test]
fn text_that_only_looks_like_the_head_of_a_mail_is_text() {
    let memo = b"From: the board\nSubject: staffing\nDate: 12 March\n\nPosts were filled.";
    assert_eq!(
        extract(memo, &Limits::default()).unwrap().media_type,
        MediaType::Text
    );
    assert!(members(memo, &Limits::default()).unwrap().found.is_empty());
}

#[test]
fn a_page_that_a_browser_saved_in_one_file() {
    let saved = "From: <Saved by Browser>\r\nSnapshot-Content-Location: https://gazette.example/news/1\r\nSubject: Unit told\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\
        <html><head><title>Unit told</title></head><body><main><h1>Unit told</h1><p>It is small.</p></main></body></html>\r\n\
        --b\r\nContent-Type: text/css\r\nContent-Location: cid:x\r\n\r\np {}\r\n--b--\r\n";
    let read = extract(saved.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(shown(&read), ["h1 Unit told", "p It is small."]);
    assert_eq!(
        read.metadata.canonical_url.as_deref(),
        Some("https://gazette.example/news/1")
    );
    assert!(listed(saved.as_bytes(), &Limits::default()).is_empty());
}

#[test]
fn archives_are_opened_to_their_files() {
    let limits = Limits::default();
    let inner = archive(&[("a.txt", b"inner"), ("mail.eml", MAIL.as_bytes())]);
    let outer = archive(&[
        ("2024/", b""),
        ("2024/a.txt", b"outer"),
        ("inner.zip", &inner),
        ("__MACOSX/._a.txt", b"noise"),
    ]);
    assert_eq!(
        listed(&outer, &limits),
        sound(&[
            "2024/a.txt",
            "inner.zip/a.txt",
            "inner.zip/mail.eml",
            "inner.zip/mail.eml/notes.txt",
            "inner.zip/mail.eml/..-notes.txt",
        ])
    );
    for (path, content) in [
        ("2024/a.txt", b"outer".as_slice()),
        ("inner.zip/a.txt", b"inner"),
        ("inner.zip/mail.eml/notes.txt", b"Rated Good."),
    ] {
        assert_eq!(member(&outer, path, &limits).unwrap(), content, "{path}");
    }
    assert_eq!(
        member(&outer, "inner.zip/b.txt", &limits),
        Err(ExtractError::NoMember)
    );
    assert_eq!(extract(&outer, &limits), Err(ExtractError::OnlyMembers));
}

#[test]
fn a_name_that_is_the_beginning_of_another() {
    let both = archive(&[("a", b"one"), ("a/b", b"two")]);
    let limits = Limits::default();
    assert_eq!(listed(&both, &limits), sound(&["a", "a/b"]));
    assert_eq!(member(&both, "a/b", &limits).unwrap(), b"two");
}

#[test]
fn a_damaged_file_whose_name_begins_another_does_not_hide_it() {
    let mut both = archive(&[("a", b"one one one one"), ("a/b", b"two")]);
    // The content stands behind a head of 30 bytes and the name.
    both[31] ^= 0xFF;
    let limits = Limits::default();
    assert!(members(&both, &limits).unwrap().found[0].content.is_err());
    assert_eq!(member(&both, "a/b", &limits).unwrap(), b"two");
}

#[test]
fn what_is_too_much_has_its_reason() {
    let limits = Limits {
        max_depth: 2,
        max_members: 4,
        max_file_bytes: 5_000,
        max_unpacked_bytes: 12_000,
        ..Limits::default()
    };
    let bomb = archive(&[("large.txt", &[b' '; 6_000]), ("good.txt", b"Good")]);
    assert!(reason(&bomb, "large.txt", &limits).contains("over the limit of 5000"));
    assert!(
        members(&bomb, &limits).unwrap().found[1].content.is_ok(),
        "the one beside it is fine"
    );
    let deep = archive(&[(
        "1.zip",
        &archive(&[("2.zip", &archive(&[("3.txt", b"deep")]))]),
    )]);
    assert!(reason(&deep, "1.zip/2.zip", &limits).contains("deeper than 2"));
    let many: Vec<String> = (0..9).map(|n| format!("{n}.txt")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|n| (n.as_str(), b"x".as_slice())).collect();
    let many = members(&archive(&many), &limits).unwrap();
    assert_eq!(many.found.len(), 4);
    assert!(many.warnings[0].contains("more than 4 files"));
    let fill = [b'x'; 4_500];
    let full = archive(&[("1", &fill), ("2", &fill), ("3", &fill)]);
    assert!(reason(&full, "3", &limits).contains("over the limit of 12000"));
}

#[test]
fn a_damaged_member_is_listed_with_its_reason() {
    let mut bytes = archive(&[("a.txt", b"aaaaaaaaaaaaaaaaaaaaaaaa"), ("b.txt", b"Good")]);
    let at = bytes.windows(5).position(|w| w == b"a.txt").unwrap() + 6;
    bytes[at] ^= 0xFF;
    let found = members(&bytes, &Limits::default()).unwrap().found;
    assert!(found[0].content.as_ref().unwrap_err().contains("damaged"));
    assert!(found[1].content.is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn mutated_containers_are_read_without_panic(at in 0usize..3000, with in any::<u8>(), cut in 0usize..3000, which in 0usize..2) {
        let mut bytes = [archive(&[("a.txt", b"a"), ("m.eml", MAIL.as_bytes())]), MAIL.as_bytes().to_vec()][which].clone();
        let length = bytes.len();
        bytes[at % length] = with;
        bytes.truncate(length - cut % length);
        let limits = Limits::default();
        if let Ok(members) = members(&bytes, &limits) {
            for found in members.found.iter().filter(|found| found.content.is_ok()) {
                let content = member(&bytes, &found.path, &limits).unwrap();
                prop_assert_eq!(content.len() as u64, found.bytes);
            }
        }
        let _ = extract(&bytes, &limits);
    }
}
