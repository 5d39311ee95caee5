//! What a document says that a glyph stands for, whatever its font says (`/ActualText`): one glyph may be
//! the hyphen of a compound here, and that of a line's end there.

use hayro_interpret::hayro_syntax::object::{Dict, Object, String as PdfString, dict_or_stream};
use hayro_interpret::hayro_syntax::page::Resources;

use crate::pdf::{Sheet, meta};

/// Longer texts stand for more than a glyph.
const LONGEST: usize = 32;

/// The innermost piece of content that is open and says what it stands for.
#[derive(Default)]
pub(super) struct Spoken(Option<Span>);

struct Span {
    text: String,
    /// How many glyphs there were before it.
    glyphs: usize,
    /// How many pieces are open within it.
    within: usize,
}

impl Spoken {
    /// A piece begins that says nothing.
    pub(super) fn begin(&mut self) {
        if let Some(span) = &mut self.0 {
            span.within += 1;
        }
    }

    /// One begins that says something of itself.
    pub(super) fn begin_with(
        &mut self,
        properties: &Object<'_>,
        resources: &Resources<'_>,
        glyphs: usize,
    ) {
        let text = match properties {
            Object::Name(name) => resources.properties.get(name).and_then(|dict| text(&dict)),
            other => dict_or_stream(other).and_then(|(dict, _)| text(dict)),
        };
        match text {
            Some(text) => {
                self.0 = Some(Span {
                    text,
                    glyphs,
                    within: 0,
                });
            }
            None => self.begin(),
        }
    }

    /// A piece ends. What was said counts where it is said of one glyph: of several it is not known which
    /// part stands where.
    pub(super) fn end(&mut self, sheet: &mut Sheet) {
        match &mut self.0 {
            Some(span) if span.within > 0 => span.within -= 1,
            Some(span) => {
                if sheet.glyphs.len() == span.glyphs + 1 {
                    sheet.respell_last(&span.text);
                }
                self.0 = None;
            }
            None => {}
        }
    }
}

fn text(properties: &Dict<'_>) -> Option<String> {
    let text: PdfString = properties.get("ActualText")?;
    let text = text.as_bytes();
    (text.len() <= LONGEST).then(|| meta::decode(text))
}
