//! Who published a document: the Inspectorate, or the news outlet that the text betrays.

use std::sync::LazyLock;

use regex::RegexSet;

use crate::text::{fold, patterns, patterns_together, plain, starts_small, word_count};

/// The Inspectorate's name, as its documents print it.
pub(crate) const INSPECTORATE: &str = "HM Inspectorate of Probation";

/// Outlets by their address and by the name that they print; British news and trade press.
const OUTLETS: [(&str, &str, &str); 26] = [
    ("BBC News", r"\bbbc\.co(?:\.uk|m)\b", r"bbc(?: news)?"),
    ("ITV News", r"\bitv\.com\b", r"itv(?: news)?.{0,20}"),
    ("Sky News", r"\bnews\.sky\.com\b", r"sky news"),
    ("The Guardian", r"\btheguardian\.com\b", r"the guardian"),
    (
        "The Independent",
        r"\bindependent\.co\.uk\b",
        r"the independent",
    ),
    (
        "The Telegraph",
        r"\btelegraph\.co\.uk\b",
        r"the (?:daily )?telegraph",
    ),
    ("The Times", r"\bthetimes\.(?:co\.uk|com)\b", r"the times"),
    (
        "Daily Mail",
        r"\bdailymail\.co\.uk\b",
        r"daily mail|mailonline",
    ),
    (
        "Daily Mirror",
        r"\bmirror\.co\.uk\b",
        r"(?:the |daily )?mirror",
    ),
    ("Daily Express", r"\bexpress\.co\.uk\b", r"daily express"),
    (
        "Evening Standard",
        r"\bstandard\.co\.uk\b",
        r"(?:london )?evening standard",
    ),
    (
        "Manchester Evening News",
        r"\bmanchestereveningnews\.co\.uk\b",
        r"manchester evening news",
    ),
    (
        "Liverpool Echo",
        r"\bliverpoolecho\.co\.uk\b",
        r"liverpool echo",
    ),
    (
        "Birmingham Live",
        r"\bbirminghammail\.co\.uk\b",
        r"birmingham (?:live|mail)",
    ),
    (
        "Chronicle Live",
        r"\bchroniclelive\.co\.uk\b",
        r"chronicle ?live",
    ),
    (
        "Yorkshire Post",
        r"\byorkshirepost\.co\.uk\b",
        r"(?:the )?yorkshire post",
    ),
    (
        "The Northern Echo",
        r"\bthenorthernecho\.co\.uk\b",
        r"the northern echo",
    ),
    (
        "Lancashire Telegraph",
        r"\blancashiretelegraph\.co\.uk\b",
        r"lancashire telegraph",
    ),
    ("Wales Online", r"\bwalesonline\.co\.uk\b", r"wales ?online"),
    ("Police Oracle", r"\bpoliceoracle\.com\b", r"police oracle"),
    (
        "The Justice Gap",
        r"\bthejusticegap\.com\b",
        r"the justice gap",
    ),
    ("Inside Time", r"\binsidetime\.org\b", r"inside ?time"),
    (
        "Russell Webster",
        r"\brussellwebster\.com\b",
        r"russell webster",
    ),
    (
        "Press Association",
        r"\bpamediagroup\.com\b",
        r"(?:the )?press association|pa (?:news|media)",
    ),
    (
        "The Hunts Post",
        r"\bhuntspost\.co\.uk\b",
        r"(?:the )?hunts post",
    ),
    (
        "Local Government Chronicle",
        r"\blgcplus\.com\b",
        r"local government chronicle",
    ),
];

static ADDRESSES: LazyLock<RegexSet> =
    LazyLock::new(|| patterns_together(OUTLETS.map(|outlet| format!("(?i){}", outlet.1))));
static NAMES: LazyLock<RegexSet> =
    LazyLock::new(|| patterns_together(OUTLETS.map(|outlet| format!("(?i)^(?:{})$", outlet.2))));

patterns! {
    MASTHEAD = r"^(?:The )?(?:\p{Lu}[\p{L}'&-]+ (?:& |and )?){1,3}(?:News|Times|Post|Echo|Gazette|Herald|Mercury|Chronicle|Argus|Observer|Journal|Telegraph|Advertiser|Examiner|Press|Star|Mail|Express|Standard|Live|Oracle|Reporter|Independent|Today|Guardian|Courier|Citizen|Recorder|Professional|Tribune|Weekly|Magazine)$";
}

/// The outlet whose address stands in the text.
pub(crate) fn outlet_addressed(text: &str) -> Option<&'static str> {
    let mut pairs = text.as_bytes().windows(2);
    // Most texts are told apart by this.
    if !pairs.any(|pair| pair[0] == b'.' && pair[1].is_ascii_alphanumeric()) {
        return None;
    }
    let found = ADDRESSES.matches(text).into_iter().next()?;
    Some(OUTLETS[found].0)
}

/// The outlet whose name the line is, and nothing else.
pub(crate) fn outlet_named(line: &str) -> Option<String> {
    // A byline may end as many a name does: "By Local Democracy Reporter".
    if word_count(line) > 6 || line.starts_with("By ") {
        return None;
    }
    let line = plain(line);
    let house = line.split(',').next().unwrap_or(&line);
    let folded = fold(house);
    if let Some(i) = NAMES.matches(&folded).into_iter().next() {
        return Some(OUTLETS[i].0.to_owned());
    }
    MASTHEAD.is_match(&line).then(|| line.into_owned())
}

/// The outlet that a line near the headline gives: by its name alone, or behind an author's.
pub(crate) fn outlet_in_head(line: &str) -> Option<String> {
    outlet_named(line).or_else(|| {
        let line = plain(line);
        let byline = line.strip_prefix("By ")?;
        // What its author is, is no outlet.
        let parts = byline.rsplit([',', '|', '-']).map(str::trim);
        parts
            .filter(|part| !part.ends_with("Reporter"))
            .find_map(|part| outlet_named(capitals_of(part)))
    })
}

/// "Yorkshire Post crime reporter": the words before the first in small letters.
fn capitals_of(part: &str) -> &str {
    let small = part
        .match_indices(' ')
        .find(|(at, _)| starts_small(&part[at + 1..]));
    small.map_or(part, |(at, _)| &part[..at])
}

/// The outlet that stands behind a headline: "Unit inadequate - BBC News".
pub(crate) fn outlet_behind(title: &str) -> Option<String> {
    let title = plain(title);
    let marks = [" | ", " - "];
    let behind = marks.iter().filter_map(|mark| title.rsplit_once(mark));
    behind
        .map(|(_, behind)| behind.trim())
        .find_map(outlet_named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlets_by_address_and_name() {
        assert_eq!(
            outlet_addressed("Write to eastnews@bbc.co.uk, external"),
            Some("BBC News")
        );
        assert_eq!(outlet_addressed("see www.example.org"), None);
        assert_eq!(outlet_named("BBC").as_deref(), Some("BBC News"));
        assert_eq!(outlet_named("BBC News, Ashby").as_deref(), Some("BBC News"));
        assert_eq!(
            outlet_named("Ashby Evening Post").as_deref(),
            Some("Ashby Evening Post")
        );
        assert_eq!(outlet_named("Probation services require improvement"), None);
        let head = "By A. Writer, Local Democracy Reporter";
        assert_eq!(outlet_in_head(head), None);
        let head = "By A. Writer, Ashby Evening Post crime reporter";
        assert_eq!(outlet_in_head(head).as_deref(), Some("Ashby Evening Post"));
        assert_eq!(outlet_in_head("By Local Democracy Reporter"), None);
        let check = |title: &str, outlet: Option<&str>| {
            assert_eq!(outlet_behind(title).as_deref(), outlet, "{title}");
        };
        check("Unit inadequate - BBC News", Some("BBC News"));
        check("Unit poor | Ashby & Vale Argus", Some("Ashby & Vale Argus"));
        check("Ashby - a unit in need", None);
        let head = "By A. Writer, Crime Reporter, Ashby Evening Post";
        assert_eq!(outlet_in_head(head).as_deref(), Some("Ashby Evening Post"));
    }
}
