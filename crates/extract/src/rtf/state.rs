//! What holds inside a group of RTF, and the signs that control words stand for.

use encoding_rs::Encoding;

/// Where the words of a group go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Destination {
    /// The text.
    #[default]
    Text,
    /// The printed mark of a list item.
    Mark,
    /// A note.
    Note,
    /// A text box.
    Box,
    Title,
    Author,
    /// The list of fonts.
    Fonts,
    /// The list of styles.
    Styles,
    /// Nowhere.
    Nowhere,
}

/// What holds inside a group.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) destination: Destination,
    pub(super) bold: bool,
    pub(super) hidden: bool,
    pub(super) raised: bool,
    /// Size of print in half points.
    pub(super) size: u16,
    /// Number of the font.
    pub(super) font: i32,
    /// Bytes that stand behind `\u` for programs that do not know it.
    pub(super) stand_ins: usize,
    /// `\*` was read: an unknown destination may be left out.
    pub(super) is_optional: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            destination: Destination::Text,
            bold: false,
            hidden: false,
            raised: false,
            size: 24,
            font: 0,
            stand_ins: 1,
            is_optional: false,
        }
    }
}

/// Where a group goes that opens with this word; `None` where the word opens none.
pub(super) fn destination(word: &str) -> Option<Destination> {
    Some(match word {
        "fonttbl" => Destination::Fonts,
        "stylesheet" => Destination::Styles,
        "title" => Destination::Title,
        "author" => Destination::Author,
        "listtext" | "pntext" => Destination::Mark,
        "footnote" => Destination::Note,
        "shptxt" => Destination::Box,
        "fldrslt" | "info" => Destination::Text,
        "colortbl" | "pict" | "object" | "objdata" | "header" | "headerl" | "headerr"
        | "headerf" | "footer" | "footerl" | "footerr" | "footerf" | "fldinst" | "filetbl"
        | "listtable" | "listoverridetable" | "revtbl" | "rsidtbl" | "generator" | "themedata"
        | "colorschememapping" | "datastore" | "latentstyles" | "xmlnstbl" | "nonshppict"
        | "nonesttables" | "shprslt" | "bkmkstart" | "bkmkend" | "annotation" | "atnid"
        | "atnauthor" | "ftnsep" | "ftnsepc" | "aftnsep" | "aftnsepc" | "subject" | "keywords"
        | "comment" | "operator" | "company" | "manager" | "category" | "doccomm" | "hlinkbase"
        | "creatim" | "revtim" | "printim" | "buptim" | "pnseclvl" | "private" | "tc" | "xe"
        | "sp" => Destination::Nowhere,
        _ => return None,
    })
}

/// The sign that a control word prints.
pub(super) fn sign(word: &str) -> Option<char> {
    Some(match word {
        "emdash" => '—',
        "endash" => '–',
        "lquote" => '‘',
        "rquote" => '’',
        "ldblquote" => '“',
        "rdblquote" => '”',
        "bullet" => '•',
        "tab" => '\t',
        "line" | "lbr" | "softline" => '\n',
        "emspace" | "enspace" | "qmspace" => ' ',
        _ => return None,
    })
}

/// The encoding of a font's character set.
pub(super) fn of_charset(charset: i32) -> Option<&'static Encoding> {
    let label: &[u8] = match charset {
        0 => b"windows-1252",
        77 => b"macintosh",
        128 => b"shift_jis",
        129 | 130 => b"euc-kr",
        134 => b"gbk",
        136 => b"big5",
        161 => b"windows-1253",
        162 => b"windows-1254",
        163 => b"windows-1258",
        177 => b"windows-1255",
        178 => b"windows-1256",
        186 => b"windows-1257",
        204 => b"windows-1251",
        222 => b"windows-874",
        238 => b"windows-1250",
        _ => return None,
    };
    Encoding::for_label(label)
}

/// The encoding of a code page.
pub(super) fn of_codepage(page: i32) -> Option<&'static Encoding> {
    match page {
        10000 => Encoding::for_label(b"macintosh"),
        932 => Encoding::for_label(b"shift_jis"),
        936 => Encoding::for_label(b"gbk"),
        949 => Encoding::for_label(b"euc-kr"),
        950 => Encoding::for_label(b"big5"),
        65001 => Some(encoding_rs::UTF_8),
        page => Encoding::for_label(format!("windows-{page}").as_bytes()),
    }
}
