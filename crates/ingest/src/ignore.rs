//! Names of files and folders that are no documents.

/// Why a file or folder of this name is not taken, as a sentence; `None` where it is.
pub(crate) fn reason(name: &str, patterns: &[String]) -> Option<String> {
    if name.starts_with('.') {
        return Some("Hidden files are not taken.".to_owned());
    }
    let name = name.to_lowercase();
    let pattern = patterns
        .iter()
        .find(|pattern| matches(&pattern.to_lowercase(), &name))?;
    Some(format!("Files named \"{pattern}\" are not taken."))
}

/// Whether a name fits a pattern, both in lower case, in which `*` stands for any text and `?` for
/// any character.
fn matches(pattern: &str, name: &str) -> bool {
    let has_wildcard = |text: &str| text.contains(['*', '?']);
    match pattern.strip_prefix('*') {
        // Nearly all are of this form, and a scan asks for each of them of every file.
        Some(end) if !has_wildcard(end) => name.ends_with(end),
        _ if !has_wildcard(pattern) => name == pattern,
        _ => {
            let [pattern, name] = [pattern, name].map(|text| text.chars().collect::<Vec<_>>());
            matches_parts(&pattern, &name)
        }
    }
}

/// Takes time in proportion to the product of both lengths at the most.
fn matches_parts(pattern: &[char], name: &[char]) -> bool {
    let (mut p, mut n) = (0, 0);
    // Where to go on from when the text after the latest star turns out not to fit.
    let mut star = None;
    while n < name.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, n));
                p += 1;
            }
            Some(&wanted) if wanted == '?' || wanted == name[n] => {
                p += 1;
                n += 1;
            }
            _ => {
                let Some((star_at, taken)) = star else {
                    return false;
                };
                star = Some((star_at, taken + 1));
                p = star_at + 1;
                n = taken + 1;
            }
        }
    }
    pattern[p..].iter().all(|&rest| rest == '*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::default_ignore;

    fn check(name: &str, is_taken: bool) {
        assert_eq!(
            reason(name, &default_ignore()).is_none(),
            is_taken,
            "{name}"
        );
    }

    #[test]
    fn partial_downloads_and_desktop_files_are_not_taken() {
        for name in [
            "report.pdf.part",
            "Report.PDF.CRDOWNLOAD",
            "~$minutes.docx",
            "._report.pdf",
            ".DS_Store",
            ".hidden.txt",
            "a.tmp",
            "thumbs.db",
            "notes.txt~",
        ] {
            check(name, false);
        }
    }

    #[test]
    fn documents_are_taken() {
        for name in [
            "report.pdf",
            "part.txt",
            "a.tmpl",
            "~draft.docx",
            "x.parts",
            "é",
        ] {
            check(name, true);
        }
    }

    #[test]
    fn patterns_are_read_like_a_shell_reads_them() {
        for (pattern, name, expected) in [
            ("*", "", true),
            ("a*b*c", "a--b--b-c", true),
            ("a*b*c", "a--b--b-", false),
            ("draft-??.*", "draft-é1.pdf", true),
            ("draft-??.*", "draft-1.pdf", false),
            ("*aaaaaaaaaaaaaaaaaaaab", &"a".repeat(200), false),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
