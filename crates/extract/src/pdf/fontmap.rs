//! Letters of fonts whose document does not name them: most embedded fonts still carry the table
//! that leads from characters to glyphs, and it can be read backwards.

use std::collections::HashMap;

/// Characters by glyph, for each font met so far.
#[derive(Debug, Default)]
pub(super) struct FontMaps(HashMap<u128, HashMap<u32, char>>);

impl FontMaps {
    /// The character of a glyph of the font with this key; `data` is asked for once.
    pub(super) fn character(&mut self, key: u128, data: &[u8], glyph: u32) -> Option<char> {
        self.0
            .entry(key)
            .or_insert_with(|| characters(data).unwrap_or_default())
            .get(&glyph)
            .copied()
    }
}

/// The font's character table backwards. Of several characters for a glyph the first counts.
fn characters(font: &[u8]) -> Option<HashMap<u32, char>> {
    let cmap = table(font, b"cmap")?;
    let count = u16_at(cmap, 2)?;
    let mut tables: Vec<(u8, &[u8])> = Vec::new();
    for i in 0..usize::from(count.min(64)) {
        let record = 4 + 8 * i;
        let rank = rank(u16_at(cmap, record)?, u16_at(cmap, record + 2)?);
        let offset = usize::try_from(u32_at(cmap, record + 4)?).ok()?;
        if let (Some(rank), Some(sub)) = (rank, cmap.get(offset..)) {
            tables.push((rank, sub));
        }
    }
    let (_, best) = tables.into_iter().max_by_key(|(rank, _)| *rank)?;
    let mut map = HashMap::new();
    let mut add = |code: u32, glyph: u32| {
        if let Some(c) = char::from_u32(code).filter(|_| glyph != 0) {
            map.entry(glyph).or_insert(c);
        }
    };
    match u16_at(best, 0)? {
        4 => segments(best, &mut add)?,
        12 => groups(best, &mut add)?,
        _ => return None,
    }
    Some(map)
}

/// Tables of Unicode, those that reach further ranked higher.
fn rank(platform: u16, encoding: u16) -> Option<u8> {
    match (platform, encoding) {
        (3, 10) | (0, 4 | 6) => Some(2),
        (3, 1) | (0, 0..=3) => Some(1),
        _ => None,
    }
}

fn table<'a>(font: &'a [u8], tag: &[u8; 4]) -> Option<&'a [u8]> {
    let count = usize::from(u16_at(font, 4)?);
    let record = (0..count)
        .map(|i| 12 + 16 * i)
        .find(|&at| font.get(at..at + 4) == Some(tag.as_slice()))?;
    font.get(usize::try_from(u32_at(font, record + 8)?).ok()?..)
}

/// Format 4: runs of characters with a shift, or with a list of glyphs.
fn segments(sub: &[u8], add: &mut impl FnMut(u32, u32)) -> Option<()> {
    let double = usize::from(u16_at(sub, 6)?);
    for i in (0..double).step_by(2) {
        let end = u16_at(sub, 14 + i)?;
        let start = u16_at(sub, 16 + double + i)?;
        let delta = u16_at(sub, 16 + 2 * double + i)?;
        let place = 16 + 3 * double + i;
        let offset = usize::from(u16_at(sub, place)?);
        for code in start..=end {
            let glyph = match offset {
                0 => code.wrapping_add(delta),
                _ => match u16_at(sub, place + offset + 2 * usize::from(code - start)) {
                    Some(0) | None => 0,
                    Some(glyph) => glyph.wrapping_add(delta),
                },
            };
            add(code.into(), glyph.into());
        }
    }
    Some(())
}

/// Format 12: runs of characters with runs of glyphs.
fn groups(sub: &[u8], add: &mut impl FnMut(u32, u32)) -> Option<()> {
    let count = u32_at(sub, 12)?.min(0x1_0000);
    for i in 0..usize::try_from(count).ok()? {
        let at = 16 + 12 * i;
        let (start, end, glyph) = (u32_at(sub, at)?, u32_at(sub, at + 4)?, u32_at(sub, at + 8)?);
        for code in start..=end.min(start.saturating_add(0xFFFF)) {
            add(code, glyph.saturating_add(code - start));
        }
    }
    Some(())
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A font with nothing but a character table: `A` to `C` are glyphs 5 to 7, `é` is glyph 9.
    fn font() -> Vec<u8> {
        let words = |words: &[u16]| {
            words
                .iter()
                .flat_map(|word| word.to_be_bytes())
                .collect::<Vec<u8>>()
        };
        let sub = words(&[
            4,
            0,
            0,
            6,
            0,
            0,
            0, // head: three segments
            0x43,
            0xE9,
            0xFFFF,
            0, // ends
            0x41,
            0xE9,
            0xFFFF, // starts
            5u16.wrapping_sub(0x41),
            9u16.wrapping_sub(0xE9),
            1, // shifts
            0,
            0,
            0, // no lists
        ]);
        let cmap = [words(&[0, 1, 3, 1, 0, 12]), sub].concat();
        let head = [
            words(&[0, 1, 1, 0, 0, 0]),
            b"cmap".to_vec(),
            words(&[0, 0, 0, 28, 0, 60]),
        ]
        .concat();
        [head, cmap].concat()
    }

    #[test]
    fn glyphs_lead_back_to_characters() {
        let mut maps = FontMaps::default();
        let found: Vec<Option<char>> = [5, 7, 9, 8]
            .map(|glyph| maps.character(1, &font(), glyph))
            .into();
        assert_eq!(found, [Some('A'), Some('C'), Some('é'), None]);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(at in 0usize..90, with: u8, cut in 0usize..90) {
            let mut font = font();
            let length = font.len();
            font[at % length] = with;
            font.truncate(length - cut % length);
            let _ = characters(&font);
        }
    }
}
