//! Lines that stand around the words of a page and are none of them.

use memchr::memchr2_iter;

use crate::text::{patterns, plain};

patterns! {
    BOILERPLATE = r"(?i)^(?:skip to|menu$|home$|search$|we use cookies|this site (?:uses|sets)|accept (?:all )?cookies|print this page|advert(?:isement)?$|back to top|jump to|breadcrumb|you are here|sign in|subscribe$|loading(?:\W|$)|(?:all|this|our) content (?:is|here)|to view this licen[cs]e\b|information policy team\b|the national archives\b|kew,?$|london \w{2,4} \d\w\w\.?$|https?://\S+$|www\.\S+$|content here may be reused|this (?:content|publication) is (?:licensed|available) under|-?\s*published:?$|updated:?$|this (?:publication|document|page|report) is (?:also )?available (?:at|from|for download|in (?:welsh|english|other|large|alternative))\b|(?:also )?available in (?:welsh|english)\b|mae(?:'r| )[^.]*\bar gael\b|(?:hefyd )?ar gael yn\b|cymraeg$|english(?: ?[|/] ?cymraeg)?$|read (?:more|>|also)\b|ends\.?$)";
    /// Of short lines. Patterns that count signs themselves grow large, and slow.
    LED = r"(?i)^(?:share(?: (?:this|on|via)\b.*)?$|cookies?(?: (?:policy|settings|preferences|consent|notice)\b.*)?$|listen to (?:(?:this|the) (?:page|article|story)|.*\b(?:bbc|radio|podcast)\b)|subscribe (?:to|for) .*\b(?:newsletter|channel|alerts)|or write to\b|write to the information policy\b|(?:or )?email(?:$|:|[^@]*@))";
    /// Words that furniture begins with, and so does many a finding: "Share learning with others."
    DOUBTFUL = r"(?i)^(?:cookie|listen to\b|subscribe\b)";
    DOUBTFUL_APPEAL = r"(?i)^(?:share\b|(?:or )?(?:write to|email)\b)";
    RUNNING = r"(?i)^(?:(?:hm |(?:his|her) majesty's )?inspectorate of probation\W{1,5}(?:page )?\d{1,3}|page \d{1,3}(?: of \d{1,3})?)$";
    LICENCE = r"(?i)open government licen[cs]e v";
    MORE = r"(?i)^(?:related (?:topics|stories|articles|internet links)|more on this story|you (?:may|might) also like|top stories|most (?:read|popular)|more (?:news|stories) (?:from|like) .{3,20}):?$";
    BYLINE = r"(?i)^(?:(?:by|author|words|report(?:ed)? by)\b[: ].{2,100}|(?:pictures?|images?|photos?|credit|source)(?: by| credit:?|:) .{2,60})$";
    STAMP_WORDED = r"(?i)^(?:-?\s*(?:date|(?:first )?published|posted|updated|last updated|created|modified|embargo(?:ed)?|for (?:immediate )?release|release date)\b.{0,80}|(?:press|news|media) release\W{1,4}\d{1,2}(?:st|nd|rd|th)? \p{L}{3,9},? \d{4}|not for (?:publication|broadcast|release)\b.{0,80}|answered on .{6,40})$";
    /// All of these have digits.
    STAMP_DATED = r"(?i)^(?:\D{0,4}\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b[^\p{L}]{0,12}(?:am|pm|hrs|gmt|bst)?|\d{4}-\d\d-\d\d(?:T[\d:.+]{4,18}Z?|\b[^\p{L}]{0,20})|(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? |(?:mon|tues?|wed|thur?s?|fri|sat|sun)\.?,? \d{1,2}(?:st|nd|rd|th)? ).{0,30}\d{4}\b.{0,20}|\p{L}{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b(?: at)?[^\p{L}]{0,12}(?:am|pm|hrs|gmt|bst)?|(?:\d{1,2}[:.]\d\d ?(?:am|pm|hrs|gmt|bst)?,? (?:on )?)?\d{1,2}(?:st|nd|rd|th)? \p{L}{3,9},? \d{4}\b(?: at)?[^\p{L}]{0,12}(?:am|pm|hrs|gmt|bst)?|\d{1,2}(?:st|nd|rd|th)? \p{L}{3,9} (?:\d{4} ?(?:[|·•] ?.{2,40}|- ?\p{L}+)|\d{2})|\p{L}[\p{L} &]{1,25} [|·•] \d{1,2}(?:[/.]\d{1,2}[/.]| \p{L}{3,9} )\d{2,4}|\d\d[:.]\d\d,? \d{1,2} \p{L}{3,9} \d{4}updated\b.{0,40}|\p{L}{3,9} \d{4})$";
    COVER = r"(?i)^(?:hm inspectorate(?: of probation)?|(?:his|her) majesty's inspectorate(?: of probation)?|of probation|(?:hm )?inspectorate of probation,? \p{L}{3,9} \d{4}|hm inspectorate of probation,? .{0,20}\d{4}|(?:the )?(?:national )?probation service\s*[-:,].{3,60}|(?:hm |(?:his|her) majesty's )?prison (?:and|&) probation service|hmpps|(?:from:? )?ministry of justice|(?:press|news|media) (?:release|notice|statement)|news|report|blog|speech|data (?:annexe|workbook))$";
}

/// Furniture is short; licences are the longest. In bytes.
const LONGEST: usize = 240;

/// Appeals to share, to listen, to write are shorter. In bytes.
const SHORT: usize = 72;

/// Furniture of a page: navigation, cookies, licences, labels without a value. Of a line in plain form
/// that stands above the text or around it.
pub(crate) fn is_boilerplate(line: &str) -> bool {
    is_boilerplate_in_text(line)
        || (line.len() <= LONGEST && DOUBTFUL.is_match(line))
        || (line.len() <= SHORT && DOUBTFUL_APPEAL.is_match(line))
}

/// As [`is_boilerplate`], of a line among the lists and sentences of the text.
pub(crate) fn is_boilerplate_in_text(line: &str) -> bool {
    let is_led = || line.len() <= SHORT && LED.is_match(line);
    let is_licence = || may_be_licence(line) && LICENCE.is_match(line);
    line.len() <= LONGEST && (BOILERPLATE.is_match(line) || is_licence() || is_led())
}

/// Something ends in "e", and what begins with "v" follows it. Few lines have that.
fn may_be_licence(line: &str) -> bool {
    let bytes = line.as_bytes();
    memchr2_iter(b'v', b'V', bytes).any(|at| matches!(bytes[..at], [.., b'e' | b'E', b' ']))
}

/// A line that runs above or below the text of each page: the house or the title, with the page's
/// number. Of lines in plain form.
pub(crate) fn is_running_line(line: &str, title: &str) -> bool {
    if line.len() > LONGEST || !line.ends_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let named = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_title = || !title.is_empty() && letters(named).eq(letters(title));
    RUNNING.is_match(line) || is_title()
}

/// Without the signs in which a title and its repetition may differ.
fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric())
}

/// Lists of other articles begin: what follows is no longer the article's own.
pub(crate) fn ends_article(line: &str) -> bool {
    line.len() < 40 && MORE.is_match(line)
}

/// A date or an author's name on a line of its own.
pub(crate) fn is_stamp(line: &str) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let line = plain(line);
    let has_digits = line.bytes().any(|byte| byte.is_ascii_digit());
    STAMP_WORDED.is_match(&line)
        || (has_digits && STAMP_DATED.is_match(&line))
        || (BYLINE.is_match(&line) && !line.ends_with(['.', '?', '!']))
}

/// A line of a cover that is not its title: the house, the region, the month, the sort of document.
pub(crate) fn is_cover_line(line: &str) -> bool {
    if line.len() > LONGEST {
        return false;
    }
    let line = plain(line);
    COVER.is_match(&line)
}
