//! Markers, marks and contents lists, and that what reads them by hand reads what its pattern says.

use proptest::prelude::*;

use super::*;

#[test]
fn list_markers() {
    let check = |line, marker: &str, words| {
        assert_eq!(
            list_marker(line),
            Some((marker.to_owned(), words)),
            "{line}"
        );
    };
    check("• staff", "•", "staff");
    check("•staff", "•", "staff");
    check("\u{F0B7} staff", "•", "staff");
    check("- staff", "-", "staff");
    check("- 6. review", "6.", "review");
    check("12. recruit", "12.", "recruit");
    check("(a) recruit", "(a)", "recruit");
    check("iv) recruit", "iv)", "recruit");
    for line in [
        "-5 degrees",
        "2024 was",
        "P 1.1 Leadership",
        "1.1 Leadership",
        "3.",
        "* * *",
        "•",
        "",
    ] {
        assert_eq!(list_marker(line), None, "{line}");
    }
}

#[test]
fn marks() {
    assert_eq!(
        part_marks("Our rating² for planning".into()),
        "Our rating ² for planning"
    );
    assert_eq!(part_marks("as said.¹² Then".into()), "as said. ¹² Then");
    assert_eq!(part_marks("a room of 12 m²".into()), "a room of 12 m²");
    assert_eq!(
        note_mark("¹² See there."),
        Some(("12".into(), "See there."))
    );
    assert_eq!(
        note_mark("[^3]: See there."),
        Some(("3".into(), "See there."))
    );
    assert_eq!(note_mark("See there."), None);
}

#[test]
fn contents_entries() {
    assert_eq!(contents_entry("Foreword ........ 3"), Some(("Foreword", 3)));
    assert_eq!(
        contents_entry("Foreword . . . . . 12"),
        Some(("Foreword", 12))
    );
    assert_eq!(contents_entry("Foreword\t3"), Some(("Foreword", 3)));
    assert_eq!(contents_entry("Foreword.....\t3"), Some(("Foreword", 3)));
    assert_eq!(contents_entry("We saw 3"), None);
    assert_eq!(contents_entry(".\t.\t1"), None);
    assert_eq!(contents_entry("Wait... 3 of them"), None);
}

/// What looks like a line that one of the readers takes, and what looks nearly so.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "1", "12", "2024", "a", "B", "iv", "x", "(", ")", ".", ". ", " ", "\t", "…", "·", "_",
        "...", "[^", "]:", "word", "km", "²", "¹²", ",", "’", "Figure", "Table", "“", "[", "Ärger",
        "é", "\n",
    ]);
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn numbers_of_items_are_those_of_the_pattern(line in pieces()) {
        let number = pattern(
            r"^(\d{1,3}[.)]|\(\d{1,3}\)|[a-zA-Z][)]|\([a-zA-Z]\)|[ivx]{1,5}[.)]|\([ivx]{1,5}\))\s+(?s:(\S.*))$",
        );
        let line = line.trim_start();
        let bullet = line.starts_with(|c| BULLETS.contains(c));
        let expected = number.captures(line).map(|found| (found[1].to_owned(), found[2].to_owned()));
        let found = list_marker(line).map(|(marker, words)| (marker, words.to_owned()));
        prop_assert!(bullet || found == expected, "{:?}", found);
    }

    #[test]
    fn parted_marks_are_those_of_the_pattern(text in pieces()) {
        let mark = pattern(r"(\w{3,}[.,;:’'”)\]]*|[.,;:’'”)\]])([⁰¹²³⁴⁵⁶⁷⁸⁹]+)");
        prop_assert_eq!(part_marks(text.clone()), mark.replace_all(&text, "$1 $2"));
    }

    #[test]
    fn notes_and_contents_are_those_of_the_patterns(line in pieces()) {
        let markdown = pattern(r"^\[\^([^\]\s]{1,12})\]:\s*");
        let note = markdown.captures(&line).map(|found| found[1].to_owned());
        prop_assert_eq!(note_mark(&line).filter(|_| line.starts_with('[')).map(|(mark, _)| mark), note);
        let dots = pattern(r"^(.*?\S)\s*(?:\t|[.…·_](?:\s?[.…·_]){2,}|[.…]{3,})\s*(\d{1,4})$");
        let entry = dots.captures(line.trim()).and_then(|found| {
            let words = found.get(1)?.as_str().trim_end_matches(|c: char| ".…·_".contains(c) || c.is_whitespace()).to_owned();
            (!words.is_empty()).then_some((words, found[2].parse::<u32>().unwrap()))
        });
        let found = contents_entry(&line).map(|(words, page)| (words.trim_end().to_owned(), page));
        prop_assert_eq!(found, entry.map(|(words, page)| (words.trim_end().to_owned(), page)));
    }
}
