//! Names of members: never a way out of their container, never twice the same.

use std::collections::HashSet;

/// A name as it stands in the file, as a path inside the container.
pub(super) fn safe(name: &str) -> String {
    const LONGEST: usize = 180;
    let parts = name.split(['/', '\\']).map(|part| {
        let part = part.replace(|c: char| c.is_control(), " ");
        let part = part.trim();
        part[..part.floor_char_boundary(LONGEST)].to_owned()
    });
    let parts: Vec<String> = parts
        .filter(|part| !matches!(part.as_str(), "" | "." | ".."))
        .collect();
    if parts.is_empty() {
        "unnamed".to_owned()
    } else {
        parts.join("/")
    }
}

/// Names that are told apart: `a.pdf`, `a (2).pdf`.
pub(super) fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = HashSet::new();
    let distinct = names.map(|name| {
        let mut wanted = name.clone();
        for number in 2.. {
            if seen.insert(wanted.clone()) {
                break;
            }
            wanted = numbered(&name, number);
        }
        wanted
    });
    distinct.collect()
}

fn numbered(name: &str, number: u32) -> String {
    let folder = name.rfind('/').map_or(0, |slash| slash + 1);
    match name[folder..].rfind('.').filter(|&dot| dot > 0) {
        Some(dot) => {
            let (stem, ending) = name.split_at(folder + dot);
            format!("{stem} ({number}){ending}")
        }
        None => format!("{name} ({number})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside() {
        assert_eq!(safe("../../etc/passwd"), "etc/passwd");
        assert_eq!(safe("/a\\b\0c.pdf"), "a/b c.pdf");
        assert_eq!(safe("./."), "unnamed");
    }

    #[test]
    fn names_are_told_apart() {
        let names = ["a.pdf", "a.pdf", "b/a", "b/a", "a (2).pdf"];
        assert_eq!(
            distinct(names.into_iter().map(str::to_owned)),
            ["a.pdf", "a (2).pdf", "b/a", "b/a (2)", "a (2) (2).pdf"]
        );
    }
}
