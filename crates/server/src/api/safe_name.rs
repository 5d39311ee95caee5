//! Names for uploaded files that are safe on any file system and that ingestion does not pass over.

/// The longest name, in bytes, its ending included.
const LONGEST: usize = 120;

/// Endings of files that are still being written, which ingestion leaves alone.
const UNFINISHED: [&str; 5] = ["part", "crdownload", "tmp", "partial", "download"];

/// Names that mean devices on some systems, whatever their ending.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A safe name as near as possible to the one that was sent; `ending` is used where it has none.
pub(crate) fn safe_name(sent: &str, ending: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let allowed = |c: char| {
        c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '_' | '(' | ')' | ',' | '&' | '\'')
    };
    let name: String = last
        .chars()
        .map(|c| if allowed(c) { c } else { '_' })
        .collect();
    let name = name.trim_matches([' ', '.', '_', '-']);
    let (stem, own_ending) = match name.rsplit_once('.') {
        Some((stem, ending)) if is_ending(ending) => (stem, ending),
        _ => (name, ending),
    };
    let stem = stem.trim_matches([' ', '.', '_', '-']);
    let stem = shortened(stem, LONGEST - own_ending.len() - 1);
    let stem = match stem {
        "" => "document",
        stem => stem,
    };
    let device = if is_device(stem) { "-file" } else { "" };
    if UNFINISHED.contains(&own_ending.to_lowercase().as_str()) {
        format!("{stem}{device}.{ending}")
    } else {
        format!("{stem}{device}.{own_ending}")
    }
}

fn is_ending(text: &str) -> bool {
    (1..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_device(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default().to_lowercase();
    let numbered = first.strip_prefix("com").or(first.strip_prefix("lpt"));
    let is_port =
        numbered.is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit());
    DEVICES.contains(&first.as_str()) || is_port
}

/// The name with a number in it, for when the name itself is taken.
pub(crate) fn numbered(name: &str, number: usize) -> String {
    match name.rsplit_once('.') {
        _ if number < 2 => name.to_owned(),
        Some((stem, ending)) => format!("{stem}-{number}.{ending}"),
        None => format!("{name}-{number}"),
    }
}

fn shortened(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].trim_end_matches([' ', '.'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(sent: &str, expected: &str) {
        assert_eq!(safe_name(sent, "pdf"), expected, "{sent:?}");
    }

    #[test]
    fn names_keep_what_is_safe() {
        check("Report (final), 2024.pdf", "Report (final), 2024.pdf");
        check(
            "Prawf Gogledd Cymru – adroddiad.PDF",
            "Prawf Gogledd Cymru _ adroddiad.PDF",
        );
        check("no ending", "no ending.pdf");
        check("v1.2 of the report", "v1.2 of the report.pdf");
    }

    #[test]
    fn names_never_lead_elsewhere() {
        check("../../etc/passwd", "passwd.pdf");
        check("C:\\Users\\me\\report.docx", "report.docx");
        check("..", "document.pdf");
        check("", "document.pdf");
        check("a/", "document.pdf");
        check("a\0b\r\n.pdf", "a_b.pdf");
        check("con.pdf", "con-file.pdf");
        check("COM1", "COM1-file.pdf");
    }

    #[test]
    fn names_are_not_passed_over_by_ingestion() {
        check(".hidden.pdf", "hidden.pdf");
        check("~$report.docx", "report.docx");
        check("._report.docx", "report.docx");
        check("report.pdf.part", "report.pdf.pdf");
        check("report.crdownload", "report.pdf");
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        assert_eq!(numbered("a.b.pdf", 1), "a.b.pdf");
        assert_eq!(numbered("a.b.pdf", 2), "a.b-2.pdf");
    }

    proptest! {
        #[test]
        fn any_name_becomes_a_plain_one(sent in "\\PC{0,300}") {
            let name = safe_name(&sent, "pdf");
            prop_assert!(name.len() <= LONGEST + "-file".len());
            prop_assert!(!name.starts_with(['.', '~']) && !name.contains(['/', '\\', '\0']));
            prop_assert_eq!(std::path::Path::new(&name).components().count(), 1);
        }
    }
}
