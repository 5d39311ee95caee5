//! Operators that choose fonts and show text.

use hayro_interpret::hayro_syntax::content::ops::{Transform, TypedInstruction};
use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Object};
use hayro_interpret::hayro_syntax::page::Resources;
use hayro_interpret::kurbo::Affine;

use super::pieces::Piece;
use super::state::Set;
use super::{Names, Pen, Told, affine};
use crate::pdf::turn::Scale;

impl<'a> Pen<'_, 'a> {
    pub(super) fn obey_text<'c>(
        &mut self,
        operator: TypedInstruction<'_, 'c>,
        resources: &Resources<'a>,
        names: &mut Names<'c>,
    ) {
        use TypedInstruction as Op;
        match operator {
            Op::BeginText(_) => self.states.now.text.place(Affine::IDENTITY),
            Op::SetTextMatrix(m) => self
                .states
                .now
                .text
                .place(affine(&Transform(m.0, m.1, m.2, m.3, m.4, m.5))),
            Op::NextLine(by) => self.states.now.text.move_by(by.0.as_f64(), by.1.as_f64()),
            Op::NextLineAndSetLeading(by) => {
                self.states.now.text.leading = -by.1.as_f32();
                self.states.now.text.move_by(by.0.as_f64(), by.1.as_f64());
            }
            Op::NextLineUsingLeading(_) => self.states.now.text.next_line(),
            Op::TextLeading(by) => self.states.now.text.leading = by.0.as_f32(),
            Op::TextRise(by) => self.states.now.text.rise = by.0.as_f32(),
            Op::CharacterSpacing(by) => self.states.now.text.letter_space = by.0.as_f32(),
            Op::WordSpacing(by) => self.states.now.text.word_space = by.0.as_f32(),
            Op::HorizontalScaling(by) => self.states.now.text.width = by.0.as_f32() / 100.0,
            // Unseen, or only there to cut something else to its shape.
            Op::TextRenderingMode(mode) => {
                self.states.now.text.visible = !matches!(mode.0.as_i64(), 3 | 7);
            }
            Op::TextFont(font) => {
                self.states.now.text.font = self.named_font(font.0, resources, names);
                self.states.now.text.size = font.1.as_f32();
            }
            Op::ShowText(text) => self.show(text.0),
            Op::ShowTexts(texts) => self.show_pieces(texts.0),
            Op::NextLineAndShowText(text) => {
                self.states.now.text.next_line();
                self.show(text.0);
            }
            Op::ShowTextWithParameters(text) => {
                self.states.now.text.word_space = text.0.as_f32();
                self.states.now.text.letter_space = text.1.as_f32();
                self.states.now.text.next_line();
                self.show(text.2);
            }
            operator => self.build_path(&operator),
        }
    }

    fn named_font<'c>(
        &mut self,
        name: &Name<'c>,
        resources: &Resources<'a>,
        names: &mut Names<'c>,
    ) -> Option<Set> {
        if let Some(known) = names.fonts.get(name) {
            return *known;
        }
        let set = match resources.get_font(name) {
            Some(font) => self.fonts.set_in(&font),
            None => self.fonts.stand_in(),
        };
        names.fonts.insert(name.clone(), set);
        set
    }

    /// Of the parameters that a set can hold, only the font matters.
    pub(super) fn set_parameters<'c>(
        &mut self,
        name: &Name<'c>,
        resources: &Resources<'a>,
        names: &mut Names<'c>,
    ) {
        let known = names.parameters.get(name).copied();
        let chosen = known.unwrap_or_else(|| {
            let set: Option<Dict<'a>> = resources.get_ext_g_state(name);
            let chosen = set.and_then(|set| self.chosen_font(&set));
            names.parameters.insert(name.clone(), chosen);
            chosen
        });
        if let Some((font, size)) = chosen {
            self.states.now.text.font = font;
            self.states.now.text.size = size;
        }
    }

    fn chosen_font(&mut self, parameters: &Dict<'a>) -> Option<(Option<Set>, f32)> {
        let pair: Array<'a> = parameters.get("Font")?;
        let mut pair = pair.iter::<Object<'a>>();
        let Object::Dict(font) = pair.next()? else {
            return None;
        };
        let Object::Number(size) = pair.next()? else {
            return None;
        };
        Some((self.fonts.set_in(&font), size.as_f32()))
    }

    fn show(&mut self, text: &[u8]) {
        let mut run = Run::default();
        self.write(text, &mut run);
    }

    fn show_pieces(&mut self, array: &Array<'_>) {
        let mut run = Run::default();
        let mut pieces = std::mem::take(&mut self.pieces);
        pieces.read(array);
        for piece in pieces.iter() {
            match piece {
                Piece::By(by) => {
                    let horizontal = self.states.now.text.font.is_some_and(|set| set.horizontal);
                    self.states.now.text.adjust(by, horizontal);
                }
                Piece::Text(text) => self.write(text, &mut run),
            }
        }
        self.pieces = pieces;
    }

    fn write(&mut self, bytes: &[u8], run: &mut Run) {
        let text = &mut self.states.now.text;
        // Where no font is chosen other programs take Helvetica, too.
        text.font = text.font.or_else(|| self.fonts.stand_in());
        let Some(set) = text.font else {
            return;
        };
        let ctm = self.states.now.ctm;
        let scale = *run
            .scale
            .get_or_insert_with(|| Scale::of(ctm, text.letter_transform()));
        let shown = self.layers.are_shown() && (!set.stands_in || bytes.is_ascii());
        let font = self.fonts.at(set.font);
        let mut at = 0;
        while at < bytes.len() {
            let (code, length) = font.code(&bytes[at..]);
            at += length;
            let letter = font.letter(code, self.sheet);
            if shown && letter.told != Told::Nothing {
                let origin = ctm * text.origin(letter.displaced);
                self.sheet
                    .add(font, &letter, origin, &scale, text.visible, &mut run.bold);
            }
            let blank = code == 32 && length == 1;
            text.advance(letter.step, blank, set.horizontal);
        }
    }
}

/// What holds for all pieces of text that one operator shows.
#[derive(Default)]
struct Run {
    scale: Option<Scale>,
    bold: Option<bool>,
}
