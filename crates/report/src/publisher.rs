//! Who published a document: the Inspectorate, or the news outlet that the text betrays.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::RegexSet;

use crate::dates;
use crate::text::{captured, fold, patterns, patterns_together, plain, starts_small, word_count};

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
        r"birmingham ?live",
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
    /// A name of capitals that ends as names of papers, stations and sites do.
    MASTHEAD = r"^(?:\p{Lu}[\p{L}'&-]* (?:& |and |(?:of|on|in) (?:the )?|the )?){1,4}(?:News|Times|Post|Echo|Gazette|Herald|Mercury|Chronicle|Argus|Observer|Journal|Telegraph|Advertiser|Examiner|Press|Star|Mail|Express|Standard|Live|Oracle|Reporter|Independent|Today|Guardian|Courier|Citizen|Recorder|Professional|Tribune|Weekly|Magazine|Globe|Enquirer|Inquirer|Sentinel|Messenger|Newsdesk|Newspaper|Online|Radio|TV|FM|Cable|World|Quarterly|Ledger|Packet|Visiter|Despatch|Dispatch|Insider|Informer|Spectator|Statesman|Sun|Metro|Mirror|Bugle|Daily|Network|Bulletin|Clarion|Review|Leader|Voice|Wire|Record|Digest|Register|Banner|Beacon|Pioneer|Correspondent|Monitor|Intelligencer)$|^(?:\p{Lu}[\p{L}'&-]* ){0,3}(?:Radio|TV|FM)(?: \p{Lu}[\p{L}'&-]*){1,3}$";
    /// Such names are what a page calls its own sections, or words like any other.
    SECTION = r"(?i)^(?:the )?(?:(?:good|bad|breaking|latest|local|top|home|crime|court|uk|world|national|regional|business|political|prison|probation|our|your|all|more|related|recent|featured|sector|staff|member|health|council|hard|difficult|challenging|modern|in the|data|user|service|inspection) )+(?:news|times|press|today|live|post|mail|star|world|online|standard|reporter|weekly|professional|independent|insider|packet|voice|review|record|register|leader|digest|wire|monitor)$";
    /// What outlets write about.
    SUBJECT = r"(?i)\b(?:probation|inspect\w*|prisons?|rat(?:ed|ing)|reports?|police|units?)\b";
    /// "MyTown", "TownLive": names that are one word on a site.
    GLUED = r"^(?:My\p{Lu}[a-z]{3,}|\p{Lu}[a-z]{2,}(?:Live|Online|News|World|Today|Local|Post|Wire|Hub|FM|TV))$";
    /// "Town.Cymru", "towntimes.co.uk": a site that is called by its address.
    SITE = r"^\p{L}[\w-]+\.(?:[Cc]o\.uk|[Oo]rg\.uk|(?i:cymru|wales|london|scot|com|org|net|news|uk|info|tv|live|media|press|today))$";
    /// A paper or magazine that says so.
    CALLED = r"^((?:The )?(?:\p{Lu}[\p{L}'-]* ){1,4})(?:newspaper|magazine|website)$";
    /// What follows is the outlet: "Source: …", "© 2024 …", "First published in the …".
    GIVEN = r"(?i)^(?:source: ?|(?:©|\(c\)|copyright)[ ©]*(?:\d{4} )?|more (?:news |stories )?from |(?:this (?:article|story|piece) )?(?:was )?(?:originally |first )(?:published|appeared) (?:in|by|on) )(?:the )?";
    DATED = r"^(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? )?(?:\d{1,2}(?:st|nd|rd|th|[/.]| \p{Lu})|\p{Lu}[a-z]{2,8} \d{1,2}(?:st|nd|rd|th)?,? \d{4})";
    DATED_END = r",? (?:w/e |(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?\d{1,2}(?:st|nd|rd|th)? \p{Lu}[a-z]{2,8} \d{4}$";
    OWN = r"(?i)^(?:from: )?(?:hm|his majesty's|her majesty's) inspectorate of probation(?: ?[,|:-] .{4,40})?$";
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
    if line.len() > LONGEST_NAME || word_count(line) > 6 || line.starts_with("By ") {
        return None;
    }
    let line = plain(line);
    let house = line.split(',').next().unwrap_or(&line);
    let folded = fold(house);
    if let Some(i) = NAMES.matches(&folded).into_iter().next() {
        return Some(OUTLETS[i].0.to_owned());
    }
    let name = in_print(&line);
    if let Some(called) = captured(&CALLED, &name) {
        return Some(called[1].trim_end().to_owned());
    }
    let is_headline = || word_count(&name) > 2 && SUBJECT.is_match(&name);
    let is_name = GLUED.is_match(&name)
        || (MASTHEAD.is_match(&name) && !SECTION.is_match(&name) && !is_headline());
    is_name.then(|| name.into_owned())
}

/// No outlet's name is longer, in bytes.
const LONGEST_NAME: usize = 60;

/// No line that gives an outlet beside something else is longer, in bytes.
const LONGEST_LINE: usize = 120;

/// A masthead in capitals, as one would print the name in a text.
pub(crate) fn in_print(name: &str) -> Cow<'_, str> {
    if word_count(name) < 2 || name.contains(char::is_lowercase) {
        return Cow::Borrowed(name);
    }
    const SMALL: [&str; 6] = ["OF", "AND", "ON", "IN", "THE", "&"];
    const KEPT: [&str; 7] = ["BBC", "ITV", "STV", "GB", "UK", "TV", "FM"];
    let word = |(at, word): (usize, &str)| {
        let mut letters = word.chars();
        match letters.next() {
            _ if KEPT.contains(&word) => word.to_owned(),
            _ if at > 0 && SMALL.contains(&word) => word.to_lowercase(),
            Some(first) => first.to_string() + &letters.as_str().to_lowercase(),
            None => String::new(),
        }
    };
    let words: Vec<String> = name.split(' ').enumerate().map(word).collect();
    Cow::Owned(words.join(" "))
}

/// The outlet that a line near the headline gives: by its name alone, before a date or a place, or
/// behind an author's name.
pub(crate) fn outlet_in_head(line: &str) -> Option<String> {
    if line.len() > LONGEST_LINE {
        return None;
    }
    let line = plain(line);
    let site = || SITE.is_match(&line).then(|| line.to_string());
    outlet_named(&line)
        .or_else(site)
        .or_else(|| outlet_given(&line))
        .or_else(|| outlet_ahead(&line).map(|(outlet, _)| outlet))
        .or_else(|| outlet_of_author(&line))
        .or_else(|| outlet_among(&line))
}

/// "Your free paper - The Ashby Gazette - 17 May 2024".
fn outlet_among(line: &str) -> Option<String> {
    let parts = line.split(" - ").flat_map(|part| part.split(" | "));
    (parts.clone().count() > 2)
        .then(|| parts.map(str::trim).find_map(outlet_named))
        .flatten()
}

/// "By A. Writer, Ashby Post crime reporter", "A. Writer, Ashby Post", "By A. Writer for the Ashby Post".
fn outlet_of_author(line: &str) -> Option<String> {
    let byline = line.strip_prefix("By ");
    // Whoever writes has a first name and a surname, and the line holds no more than both names.
    let author = || line.split_once(", ").filter(|(name, _)| is_person(name));
    let rest = byline.or_else(|| Some(author()?.1))?;
    let parts = rest.rsplit([',', '|', '-']).map(str::trim);
    let employed = rest
        .split_once(" for the ")
        .or_else(|| rest.split_once(" for "));
    // What its author is, is no outlet.
    parts
        .filter(|part| !part.ends_with("Reporter"))
        .chain(employed.map(|(_, outlet)| outlet))
        .find_map(|part| outlet_named(capitals_of(part)))
}

/// Two or three words with capitals.
fn is_person(name: &str) -> bool {
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    (2..=3).contains(&word_count(name)) && name.split(' ').all(is_capital)
}

/// "Source: Ashby Post", "© 2024 Ashby Post".
fn outlet_given(line: &str) -> Option<String> {
    let given = GIVEN.find(line)?;
    let rest = line[given.end()..].trim_end_matches(['.', ')', ' ']);
    outlet_named(capitals_of(rest)).or_else(|| SITE.is_match(rest).then(|| rest.to_owned()))
}

/// The outlet that a line begins with, and what follows it: "Ashby Post | 3 May 2024", "Ashby Live,
/// Ashby", "Ashby Post - Crime". What follows is no sentence.
fn outlet_ahead(line: &str) -> Option<(String, &str)> {
    let marks = [" | ", " · ", " • ", " - ", " / ", ": ", ", ", ". "].into_iter();
    let marks = marks.filter_map(|mark| Some((line.find(mark)?, mark.len())));
    // "Ashby Post 3 May 2024"
    let day = || dates::first(line).and_then(|day| Some((day.range.start.checked_sub(1)?, 1)));
    let mark = marks.chain(day()).min()?;
    let (name, rest) = (&line[..mark.0], &line[mark.0 + mark.1..]);
    let dated = DATED_END
        .find(rest)
        .map_or(rest, |date| &rest[..date.start()]);
    let is_tail = DATED.is_match(rest) || (word_count(dated) <= 3 && !dated.ends_with('.'));
    let outlet = outlet_named(name).or_else(|| SITE.is_match(name).then(|| name.to_owned()))?;
    is_tail.then_some((outlet, rest))
}

/// The line is an outlet's name, with nothing behind it but a date or a place.
pub(crate) fn is_masthead(line: &str) -> bool {
    if line.len() > LONGEST_LINE {
        return false;
    }
    let line = plain(line);
    let dated = || outlet_ahead(&line).is_some_and(|(_, rest)| DATED.is_match(rest));
    outlet_named(&line).is_some() || SITE.is_match(&line) || dated()
}

/// The Inspectorate's name is the line, or stands on it before a date or the sort of the document.
pub(crate) fn is_inspectorate(line: &str) -> bool {
    line.len() <= LONGEST_LINE && OWN.is_match(&plain(line))
}

/// "Yorkshire Post crime reporter": the words before the first in small letters.
fn capitals_of(part: &str) -> &str {
    let small = part
        .match_indices(' ')
        .find(|(at, _)| starts_small(&part[at + 1..]));
    small.map_or(part, |(at, _)| &part[..at])
}

/// The outlet that stands behind a headline, or before it: "Unit inadequate - BBC News", "Ashby Post:
/// your letters".
pub(crate) fn outlet_beside(title: &str) -> Option<String> {
    let title = plain(title);
    let marks = [" | ", " - "];
    let behind = marks.iter().filter_map(|mark| title.rsplit_once(mark));
    behind
        .map(|(_, behind)| behind.trim())
        .find_map(outlet_named)
        .or_else(|| outlet_ahead(&title).map(|(outlet, _)| outlet))
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
        for line in [
            "Probation services require improvement",
            "Local News",
            "Data Today",
            "PROBATION INSPECTORS VISIT ASHBY TODAY",
            "User Voice",
            "LinkedIn",
            "WhatsApp",
            "McDonald",
            "Criminal Justice",
        ] {
            assert_eq!(outlet_named(line), None, "{line}");
        }
    }

    #[test]
    fn lines_near_a_headline_that_give_no_outlet() {
        for line in [
            "Good News: unit improves",
            "Ashby: a unit in need",
            "www.gov.uk",
            "hmiprobation.gov.uk",
            "annexe.pdf",
            "A. Writer, Ashby",
            "Source: HM Inspectorate of Probation",
            "© Crown copyright 2024",
            "More from this section",
            "The Ashby Times, which first told of it, has the report.",
        ] {
            assert_eq!(outlet_in_head(line), None, "{line}");
        }
    }

    #[test]
    fn outlets_in_lines_near_a_headline() {
        for (line, outlet) in [
            ("ASHBY & VALE GLOBE", "Ashby & Vale Globe"),
            ("THE WORLD OF ASHBY PRESS", "The World of Ashby Press"),
            ("MyAshby", "MyAshby"),
            ("AshbyLive", "AshbyLive"),
            ("Ashby.Cymru", "Ashby.Cymru"),
            ("ashbytimes.co.uk", "ashbytimes.co.uk"),
            ("The Ashby Wanderer newspaper", "The Ashby Wanderer"),
            ("Ashby Argus | 3 May 2024", "Ashby Argus"),
            ("Ashby Argus, Friday 3 May 2024", "Ashby Argus"),
            ("Ashby Argus - Crime & courts", "Ashby Argus"),
            ("Ashby Online, Vale group", "Ashby Online"),
            (
                "The Ashby Sentinel, Vale w/e 4 May 2024",
                "The Ashby Sentinel",
            ),
            ("A. Writer, Ashby Post", "Ashby Post"),
            ("By A. Writer for the Ashby Post", "Ashby Post"),
            ("Source: Ashby Post", "Ashby Post"),
            ("© 2024 Ashby Post", "Ashby Post"),
            ("First published in the Ashby Post", "Ashby Post"),
        ] {
            assert_eq!(outlet_in_head(line).as_deref(), Some(outlet), "{line}");
        }
    }

    #[test]
    fn outlets_of_authors() {
        let head = "By A. Writer, Local Democracy Reporter";
        assert_eq!(outlet_in_head(head), None);
        let head = "By A. Writer, Ashby Evening Post crime reporter";
        assert_eq!(outlet_in_head(head).as_deref(), Some("Ashby Evening Post"));
        assert_eq!(outlet_in_head("By Local Democracy Reporter"), None);
        let head = "By A. Writer, Crime Reporter, Ashby Evening Post";
        assert_eq!(outlet_in_head(head).as_deref(), Some("Ashby Evening Post"));
    }

    #[test]
    fn outlets_beside_titles() {
        let check = |title: &str, outlet: Option<&str>| {
            assert_eq!(outlet_beside(title).as_deref(), outlet, "{title}");
        };
        check("Unit inadequate - BBC News", Some("BBC News"));
        check("Ashby Gazette: your letters", Some("Ashby Gazette"));
        check("Ashby Gazette tells of a poor unit", None);
        check("Unit poor | Ashby & Vale Argus", Some("Ashby & Vale Argus"));
        check("Ashby - a unit in need", None);
    }

    #[test]
    fn lines_that_are_the_inspectorates_own() {
        for (line, own) in [
            ("HM Inspectorate of Probation", true),
            ("HM Inspectorate of Probation | 3 May 2024", true),
            ("HM Inspectorate of Probation says no", false),
        ] {
            assert_eq!(is_inspectorate(line), own, "{line}");
        }
    }
}
