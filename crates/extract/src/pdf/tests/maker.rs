//! Small PDFs for the tests, written byte by byte.

use std::fmt::Write;

use crate::ocr::Grey;

/// A document of pages that are drawn with content operators.
#[derive(Default)]
pub(super) struct Maker {
    pub(super) pages: Vec<String>,
    /// Entries for every page's dictionary.
    pub(super) page_entries: String,
    /// What the picture `/I` shows; else it is a single dot.
    pub(super) scan: Option<Grey>,
    /// What `/F1` is; else it is Helvetica.
    pub(super) font: Option<String>,
    /// A map from codes to characters, the last object: `8 0 R` where there is one page.
    pub(super) characters: Option<String>,
}

/// The height of all pages.
pub(super) const HEIGHT: f32 = 800.0;
/// The width of all pages.
pub(super) const WIDTH: f32 = 600.0;

/// The operators of a page.
#[derive(Default)]
pub(super) struct Drawing(pub(super) String);

impl Drawing {
    /// Text with its base line this far from the left and from the top.
    pub(super) fn text(self, x: f32, top: f32, size: f32, text: &str) -> Self {
        self.set("F1", (x, top), size, text)
    }

    /// The same in bold print.
    pub(super) fn bold(self, x: f32, top: f32, size: f32, text: &str) -> Self {
        self.set("F2", (x, top), size, text)
    }

    fn set(mut self, font: &str, (x, top): (f32, f32), size: f32, text: &str) -> Self {
        let y = HEIGHT - top;
        let text = text
            .replace('\\', "\\\\")
            .replace('(', "\\(")
            .replace(')', "\\)");
        let bytes: String = text.chars().map(octal).collect();
        let _ = writeln!(
            self.0,
            "BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({bytes}) Tj ET"
        );
        self
    }

    /// Lines of 10 points, 13 apart.
    pub(super) fn lines(mut self, x: f32, top: f32, lines: &[&str]) -> Self {
        for (i, line) in lines.iter().enumerate() {
            self = self.text(x, top + 13.0 * i as f32, 10.0, line);
        }
        self
    }

    /// A stroked line.
    pub(super) fn rule(mut self, x0: f32, top0: f32, x1: f32, top1: f32) -> Self {
        let _ = writeln!(
            self.0,
            "{x0} {} m {x1} {} l S",
            HEIGHT - top0,
            HEIGHT - top1
        );
        self
    }

    /// The rules of a table.
    pub(super) fn grid(mut self, xs: &[f32], tops: &[f32]) -> Self {
        let (left, right) = (xs[0], xs[xs.len() - 1]);
        for &top in tops {
            self = self.rule(left, top, right, top);
        }
        for &x in xs {
            self = self.rule(x, tops[0], x, tops[tops.len() - 1]);
        }
        self
    }

    /// Operators as they are.
    pub(super) fn raw(mut self, operators: &str) -> Self {
        self.0.push_str(operators);
        self.0.push('\n');
        self
    }
}

fn octal(c: char) -> String {
    match c {
        c if c.is_ascii() => c.into(),
        '•' => "\\225".into(),
        '’' => "\\222".into(),
        '–' => "\\226".into(),
        c => format!("\\{:03o}", u32::from(c)),
    }
}

impl Maker {
    pub(super) fn page(mut self, drawing: Drawing) -> Self {
        self.pages.push(drawing.0);
        self
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut objects = vec![
            "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
            String::new(),
            self.font.clone().unwrap_or_else(|| HELVETICA.to_owned()),
            image(self.scan.as_ref()),
            stream(
                "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>>>",
                "BT /F1 10 Tf 1 0 0 1 50 700 Tm (From a form) Tj ET",
            ),
        ];
        let mut kids = String::new();
        for content in &self.pages {
            let number = objects.len() + 1;
            let _ = write!(kids, "{number} 0 R ");
            objects.push(format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Contents {} 0 R/Resources<</Font<</F1 3 0 R/F2 {BOLD}>>/XObject<</I 4 0 R/X 5 0 R>>>>{}>>",
                number + 1,
                self.page_entries
            ));
            objects.push(stream("", content));
        }
        objects.extend(self.characters.iter().map(|map| stream("", map)));
        objects[1] = format!("<</Type/Pages/Count {}/Kids[{kids}]>>", self.pages.len());
        file(&objects)
    }
}

const BOLD: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>";
const HELVETICA: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

fn image(scan: Option<&Grey>) -> String {
    let (width, height, shades) = match scan {
        Some(scan) => (scan.width, scan.height, scan.pixels.as_slice()),
        None => (1, 1, &[120][..]),
    };
    let mut hex = String::with_capacity(2 * shades.len());
    for shade in shades {
        let _ = write!(hex, "{shade:02x}");
    }
    let entries = format!(
        "/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/ASCIIHexDecode"
    );
    stream(&entries, &hex)
}

fn stream(entries: &str, content: &str) -> String {
    format!(
        "<<{entries}/Length {}>>\nstream\n{content}\nendstream",
        content.len()
    )
}

fn file(objects: &[String]) -> Vec<u8> {
    let mut out = String::from("%PDF-1.5\n");
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        let _ = write!(out, "{} 0 obj\n{object}\nendobj\n", i + 1);
    }
    let start = out.len();
    let _ = write!(out, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        let _ = writeln!(out, "{offset:010} 00000 n ");
    }
    let _ = write!(
        out,
        "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    out.into_bytes()
}
