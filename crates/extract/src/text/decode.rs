//! Bytes of text to characters: byte order mark, UTF-16 by its shape, UTF-8 if valid, else the
//! likeliest of the old 8-bit encodings.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Text and whether some bytes of it had no meaning in its encoding.
pub(crate) struct Decoded {
    pub(crate) text: String,
    pub(crate) lossy: bool,
}

/// Decodes text whose encoding nobody has stated; `declared` is a wish that valid UTF-8 overrules.
pub(crate) fn decode(bytes: &[u8], declared: Option<&'static Encoding>) -> Decoded {
    let (text, _, lossy) = encoding(bytes, declared).decode(bytes);
    Decoded {
        text: text.into_owned(),
        lossy,
    }
}

fn encoding(bytes: &[u8], declared: Option<&'static Encoding>) -> &'static Encoding {
    if let Some((marked, _)) = Encoding::for_bom(bytes) {
        return marked;
    }
    if let Some(wide) = wide_shape(bytes) {
        return wide;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    match declared {
        Some(declared) if declared != UTF_8 => declared,
        _ if mostly_utf8(bytes) => UTF_8,
        _ => guess(bytes),
    }
}

/// UTF-16 without a mark: in Western text every other byte is nought.
fn wide_shape(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1024) & !1];
    let pairs = sample.len() / 2;
    let zeros = |offset| {
        sample
            .iter()
            .skip(offset)
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (high, low) = (zeros(0), zeros(1));
    if pairs >= 4 && low * 10 >= pairs * 8 && high * 10 < pairs {
        Some(UTF_16LE)
    } else if pairs >= 4 && high * 10 >= pairs * 8 && low * 10 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// UTF-8 with a few broken bytes (a cut file, say) is still UTF-8.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (text, _) = UTF_8.decode_without_bom_handling(bytes);
    let broken = text.chars().filter(|&c| c == '\u{FFFD}').count();
    let good = text
        .chars()
        .filter(|c| !c.is_ascii() && *c != '\u{FFFD}')
        .count();
    good > 4 * broken
}

/// Text in English with a few curly quotes is windows-1252; the detector is asked for all else.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let rare = bytes.iter().filter(|byte| !byte.is_ascii()).count() * 50 < bytes.len();
    let guess = detector.guess(Some(b"uk"), Utf8Detection::Deny);
    if rare && guess.is_single_byte() {
        WINDOWS_1252
    } else {
        guess
    }
}

/// Whether bytes are text in some encoding: hardly any control characters once decoded.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    let sample = &bytes[..bytes.len().min(64 << 10)];
    let text = decode(sample, None).text;
    let odd = text.chars().filter(|&c| is_odd(c)).count();
    odd * 100 <= text.chars().count()
}

fn is_odd(c: char) -> bool {
    c == '\u{FFFD}'
        || (c.is_control()
            && !matches!(
                c,
                '\t' | '\n' | '\r' | '\u{C}' | '\u{1B}' | '\u{85}' | '\u{1A}'
            ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(decode(bytes, None).text, expected);
    }

    #[test]
    fn encodings_are_found() {
        check("\u{FEFF}‘Good’".as_bytes(), "‘Good’");
        check("‘Good’".as_bytes(), "‘Good’");
        check(
            b"The unit was rated \x91Good\x92 \x96 overall",
            "The unit was rated ‘Good’ – overall",
        );
        let wide: Vec<u8> = "Rated Good – overall"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check(&wide, "Rated Good – overall");
        let wide: Vec<u8> = "Rated Good – overall"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        check(&wide, "Rated Good – overall");
        check(&[&[0xFF, 0xFE][..], &wide_le("Hi")].concat(), "Hi");
    }

    fn wide_le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn a_cut_character_does_not_change_the_encoding() {
        let decoded = decode(&"‘Good’ and ‘Outstanding’ – both".as_bytes()[..29], None);
        assert!(
            decoded.text.starts_with("‘Good’ and ‘Outst"),
            "{}",
            decoded.text
        );
    }

    #[test]
    fn a_declared_encoding_is_believed_unless_utf8_is_valid() {
        let latin2 = Encoding::for_label(b"iso-8859-2");
        assert_eq!(decode(b"\xB1", latin2).text, "ą");
        assert_eq!(decode("é".as_bytes(), latin2).text, "é");
    }

    #[test]
    fn binary_is_not_text() {
        assert!(!is_text(&[0, 1, 2, 3, 250, 251, 0, 9]));
        assert!(is_text(b"Plain\ttext\r\nwith lines\x0c"));
    }
}
