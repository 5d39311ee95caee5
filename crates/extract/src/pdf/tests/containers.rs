//! Damaged and protected files, scans, text from other places than the page's own stream.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::encryption::crypt_filters::{Aes128CryptFilter, Aes256CryptFilter, CryptFilter};
use lopdf::{Document, EncryptionState, EncryptionVersion, Permissions, SaveOptions};

use super::maker::{Drawing, Maker};
use super::{check, one, page, read};
use crate::{ExtractError, Limits, Unrecognised, extract};

fn report() -> Maker {
    let text = |words: &str| page().text(50.0, 100.0, 10.0, words);
    Maker::default()
        .page(text("The first page."))
        .page(text("The second page."))
}

#[test]
fn forms_and_hidden_layers_are_read() {
    check(&one(page().raw("/X Do")), &["p From a form"]);
    let scan_with_layer = page().raw(
        "q 600 0 0 800 0 0 cm /I Do Q BT 3 Tr /F1 10 Tf 1 0 0 1 50 700 Tm (Recognised words) Tj ET",
    );
    check(&one(scan_with_layer), &["p Recognised words"]);
    let stray = page()
        .text(50.0, 100.0, 10.0, "Words that are seen")
        .raw("BT 3 Tr /F1 10 Tf 1 0 0 1 50 500 Tm (not these) Tj ET");
    check(&one(stray), &["p Words that are seen"]);
}

fn picture() -> Drawing {
    page().raw("q 600 0 0 800 0 0 cm /I Do Q")
}

#[test]
fn scans_are_told() {
    let scan = Maker::default().page(picture()).page(picture());
    let error = extract(&scan.bytes(), &Limits::default()).unwrap_err();
    assert_eq!(
        error,
        ExtractError::Scanned {
            pictures: 2,
            pages: 2,
            reason: Unrecognised::Unwanted
        }
    );
    let mixed = Maker::default()
        .page(page().text(50.0, 100.0, 10.0, "Words."))
        .page(picture());
    assert_eq!(
        read(&mixed).warnings,
        [format!(
            "page 2 is a picture of text (a scan) and could not be read: {}",
            Unrecognised::Unwanted
        )]
    );
}

#[test]
fn empty_pages_hold_no_text() {
    assert_eq!(
        extract(&one(page()).bytes(), &Limits::default()),
        Err(ExtractError::NoText)
    );
}

#[test]
fn junk_before_the_header_does_no_harm() {
    let bytes = [b"HTTP/1.1 200 OK\r\n\r\n".as_slice(), &report().bytes()].concat();
    assert_eq!(extract(&bytes, &Limits::default()).unwrap().pages.len(), 2);
}

#[test]
fn a_damaged_directory_is_rebuilt() {
    let bytes = report().bytes();
    let text = String::from_utf8_lossy(&bytes).replace("startxref\n", "startxref\n9");
    assert_eq!(
        extract(text.as_bytes(), &Limits::default())
            .unwrap()
            .pages
            .len(),
        2
    );
}

#[test]
fn pages_of_a_file_cut_short_are_rescued_with_a_warning() {
    // Catalogue and page tree stand behind the pages, as most producers write them.
    let bytes = String::from_utf8(report().bytes()).unwrap();
    let (_catalogue, rest) = bytes.split_once("3 0 obj").unwrap();
    let (objects, _directory) = rest.split_once("xref").unwrap();
    let cut = format!("%PDF-1.5\n3 0 obj{objects}");
    let extracted = extract(&cut.as_bytes()[..cut.len() - 4], &Limits::default()).unwrap();
    assert_eq!(extracted.pages[0].blocks[0].text, "The first page.");
    assert!(
        extracted.warnings[0].contains("rescued"),
        "{:?}",
        extracted.warnings
    );
}

#[test]
fn beyond_rescue_is_said_in_a_sentence() {
    let error = extract(b"%PDF-1.7\nnothing here", &Limits::default()).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the PDF is damaged beyond reading"),
        "{error}"
    );
    assert!(error.may_be_incomplete());
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[derive(Clone, Copy, Debug)]
enum Cipher {
    Rc4With40Bits,
    Rc4With128Bits,
    Aes128,
    Aes256,
}

/// The report, protected with a password for its readers.
fn protected(cipher: Cipher, password: &str) -> Vec<u8> {
    let mut document = Document::load_mem(&report().bytes()).unwrap();
    let id = lopdf::Object::string_literal("0123456789abcdef");
    document.trailer.set("ID", vec![id.clone(), id]);
    let permissions = Permissions::all();
    let (owner_password, user_password) = ("owner", password);
    let filter = || b"StdCF".to_vec();
    let filters = |with: Arc<dyn CryptFilter>| BTreeMap::from([(filter(), with)]);
    let version = match cipher {
        Cipher::Rc4With40Bits => EncryptionVersion::V1 {
            document: &document,
            owner_password,
            user_password,
            permissions,
        },
        Cipher::Rc4With128Bits => EncryptionVersion::V2 {
            document: &document,
            owner_password,
            user_password,
            key_length: 128,
            permissions,
        },
        Cipher::Aes128 => EncryptionVersion::V4 {
            document: &document,
            encrypt_metadata: true,
            crypt_filters: filters(Arc::new(Aes128CryptFilter)),
            stream_filter: filter(),
            string_filter: filter(),
            owner_password,
            user_password,
            permissions,
        },
        Cipher::Aes256 => EncryptionVersion::V5 {
            encrypt_metadata: true,
            crypt_filters: filters(Arc::new(Aes256CryptFilter)),
            file_encryption_key: &[7; 32],
            stream_filter: filter(),
            string_filter: filter(),
            owner_password,
            user_password,
            permissions,
        },
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    saved(document)
}

#[test]
fn every_cipher_opens_with_the_empty_password_and_with_the_right_one() {
    let limits = Limits {
        passwords: vec!["wrong".into(), "secret".into()],
        ..Limits::default()
    };
    for cipher in [
        Cipher::Rc4With40Bits,
        Cipher::Rc4With128Bits,
        Cipher::Aes128,
        Cipher::Aes256,
    ] {
        let open = extract(&protected(cipher, ""), &Limits::default()).unwrap();
        assert_eq!(open.pages.len(), 2, "{cipher:?}");
        let bytes = protected(cipher, "secret");
        let refused = extract(&bytes, &Limits::default());
        assert_eq!(refused, Err(ExtractError::NeedsPassword), "{cipher:?}");
        let opened = extract(&bytes, &limits).unwrap();
        assert_eq!(opened.pages[1].blocks[0].text, "The second page.");
    }
}

#[test]
fn object_streams_and_linearised_files_are_read() {
    for linearised in [false, true] {
        let mut document = Document::load_mem(&report().bytes()).unwrap();
        let options = SaveOptions::builder()
            .use_object_streams(!linearised)
            .use_xref_streams(!linearised)
            .linearize(linearised)
            .build();
        let mut bytes = Vec::new();
        document.save_with_options(&mut bytes, options).unwrap();
        let extracted = extract(&bytes, &Limits::default()).unwrap();
        assert_eq!(extracted.pages[1].blocks[0].text, "The second page.");
        assert_eq!(extracted.warnings, [""; 0]);
    }
}

#[test]
fn the_last_update_of_a_file_counts() {
    let mut bytes = report().bytes();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (_, previous) = text.rsplit_once("startxref\n").unwrap();
    let previous = previous.split('\n').next().unwrap();
    let content = "BT /F1 10 Tf 1 0 0 1 50 700 Tm (The first page, mended.) Tj ET";
    let object = bytes.len();
    let update = format!(
        "7 0 obj\n<</Length {}>>\nstream\n{content}\nendstream\nendobj\n",
        content.len()
    );
    let directory = object + update.len();
    let trailer = format!(
        "xref\n7 1\n{object:010} 00000 n \ntrailer\n<</Size 10/Root 1 0 R/Prev {previous}>>\nstartxref\n{directory}\n%%EOF\n"
    );
    bytes.extend(update.bytes().chain(trailer.bytes()));
    let extracted = extract(&bytes, &Limits::default()).unwrap();
    let texts: Vec<&str> = extracted
        .pages
        .iter()
        .map(|page| page.blocks[0].text.as_str())
        .collect();
    assert_eq!(texts, ["The first page, mended.", "The second page."]);
}

#[test]
fn lost_pages_are_named_and_the_others_keep_their_numbers() {
    // The first page's object is gone; its place in the page tree is not.
    let bytes = String::from_utf8(report().bytes()).unwrap();
    let damaged = bytes.replace("6 0 obj\n<</Type/Page", "6 0 obX\n<</Type/Pagf");
    let extracted = extract(damaged.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(extracted.pages[0].number, Some(2));
    assert_eq!(extracted.pages[0].blocks[0].text, "The second page.");
    let told = &extracted.warnings;
    assert!(
        told.iter().any(|told| told.ends_with("page 1 is missing")),
        "{told:?}"
    );
}

#[test]
fn only_so_many_pages_are_read() {
    let limits = Limits {
        max_pages: 1,
        ..Limits::default()
    };
    let extracted = extract(&report().bytes(), &limits).unwrap();
    assert_eq!((extracted.pages.len(), extracted.warnings.len()), (1, 1));
}

#[test]
fn many_pages_keep_their_order() {
    let said = |number: usize| format!("Page {number} tells of office {number}.");
    let numbers = 1..=2 * crate::pdf::PAGES_AT_ONCE + 1;
    let pages = numbers.clone().map(|number| {
        page().text(
            50.0,
            200.0 + 13.0 * (number % 29) as f32,
            10.0,
            &said(number),
        )
    });
    let maker = pages.fold(Maker::default(), Maker::page);
    let read = read(&maker);
    let told: Vec<&str> = read
        .pages
        .iter()
        .flat_map(|page| &page.blocks)
        .map(|block| block.text.as_str())
        .collect();
    assert_eq!(told, numbers.map(said).collect::<Vec<_>>());
    assert_eq!(read.warnings, [""; 0]);
}
