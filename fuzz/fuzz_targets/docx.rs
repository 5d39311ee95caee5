//! Any XML as the text of a Word document and as its styles, and any bytes as a whole package.
//! Mutating a compressed archive alone would hardly ever reach the XML.

#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use probity_extract::{Limits, extract};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fuzz_target!(|bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        let _ = extract(bytes, &Limits::default());
        return;
    }
    for (main, side) in [
        ("word/document.xml", "word/styles.xml"),
        ("content.xml", "styles.xml"),
    ] {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let stored =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        let parts = [
            ("mimetype", b"application/vnd.oasis.opendocument.text".as_slice()),
            ("META-INF/manifest.xml", b"<m/>"),
            (main, bytes),
            (side, bytes),
        ];
        for (name, part) in parts {
            if writer.start_file(name, stored).is_err() || writer.write_all(part).is_err() {
                return;
            }
        }
        if let Ok(package) = writer.finish() {
            let _ = extract(package.get_ref(), &Limits::default());
        }
    }
});
