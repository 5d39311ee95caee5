//! The characters that glyphs stand for.

use hayro_font::FontGlyph;
use hayro_interpret::hayro_cmap::BfString;

/// What the document says that a glyph is. The sign for unknown characters says nothing, and pictures
/// that a converter has numbered (`a72`) bear the names of signs of a symbol font by chance.
pub(super) fn named(glyph: &FontGlyph<'_>) -> Option<BfString> {
    let (name, picture) = match glyph {
        FontGlyph::Outline(outline) => (outline.as_unicode()?, false),
        FontGlyph::Type3(picture) => (picture.as_unicode()?, true),
    };
    let tells = match name {
        BfString::Char('\u{FFFD}') => false,
        BfString::Char('\u{2500}'..='\u{27BF}') => !picture,
        _ => true,
    };
    let name = match name {
        BfString::String(letters) => BfString::String(swapped(&letters).unwrap_or(letters)),
        BfString::Char(c) => BfString::Char(c),
    };
    tells.then_some(name)
}

/// Letters of a ligature whose bytes a converter (Ghostscript 9 and 10) has written in the wrong order: `ti`
/// comes as 琀椀. Where there are three letters it writes the sum of the last two: `ffi` comes as 昀케.
fn swapped(letters: &str) -> Option<String> {
    let mut swapped = String::new();
    for c in letters.chars() {
        let (high, low) = (u32::from(c) >> 8, u32::from(c) & 0xFF);
        match (u8::try_from(high).ok()?, low) {
            (high, 0) if high.is_ascii_alphabetic() => swapped.push(char::from(high)),
            (0xCF, 0) => swapped.push_str("fi"),
            (0xD2, 0) => swapped.push_str("fl"),
            (0xDD, 0) => swapped.push_str("ti"),
            _ => return None,
        }
    }
    (swapped.len() > 1).then_some(swapped)
}

/// Letters drawn as pictures (Type 3), as TeX sets them, stand at their places in ASCII; its ligatures
/// stand at 27 to 31 (T1, "Cork") or 11 to 15 (OT1).
pub(super) fn code_of_picture(glyph: &FontGlyph<'_>) -> Option<&'static str> {
    const PRINTED: &str = concat!(
        " !\"#$%&’()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_",
        "‘abcdefghijklmnopqrstuvwxyz{|}~"
    );
    let FontGlyph::Type3(glyph) = glyph else {
        return None;
    };
    match glyph.char_code() {
        11 | 27 => Some("ff"),
        12 | 28 => Some("fi"),
        13 | 29 => Some("fl"),
        14 | 30 => Some("ffi"),
        15 | 31 => Some("ffl"),
        code @ 32..127 => {
            let (at, c) = PRINTED.char_indices().nth(code as usize - 32)?;
            PRINTED.get(at..at + c.len_utf8())
        }
        _ => None,
    }
}

/// A character in the form that people type: ligatures apart, wide forms narrow, odd spaces plain.
pub(super) fn push_plain(text: &mut String, c: char) {
    match c {
        '\u{FB00}' => text.push_str("ff"),
        '\u{FB01}' => text.push_str("fi"),
        '\u{FB02}' => text.push_str("fl"),
        '\u{FB03}' => text.push_str("ffi"),
        '\u{FB04}' => text.push_str("ffl"),
        '\u{FB05}' | '\u{FB06}' => text.push_str("st"),
        '\u{FF01}'..='\u{FF5E}' => text.extend(char::from_u32(u32::from(c) - 0xFEE0)),
        '\u{A0}'
        | '\u{2000}'..='\u{200A}'
        | '\u{202F}'
        | '\u{205F}'
        | '\u{3000}'
        | '\t'
        | '\n'
        | '\r' => text.push(' '),
        '\u{0}'..='\u{1F}'
        | '\u{7F}'..='\u{9F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'
        | '\u{FEFF}'
        | '\u{FFFE}'
        | '\u{FFFF}' => {}
        _ => text.push(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_with_swapped_bytes_are_read() {
        let swapped = |letters: &str| swapped(letters).unwrap_or_default();
        assert_eq!(swapped("\u{7400}\u{6900}"), "ti");
        assert_eq!(swapped("\u{6600}\u{CF00}"), "ffi");
        assert_eq!(swapped("\u{6606}\u{6900}"), "");
        assert_eq!(swapped("fi"), "");
    }
}
