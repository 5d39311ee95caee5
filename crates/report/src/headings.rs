//! Headings that the Inspectorate's documents always have, under their several wordings.

use std::sync::LazyLock;

use probity_model::Polarity;
use regex::RegexSet;

use crate::rating_words::ending_in_rating;
use crate::text::{captured, patterns, patterns_together, plain, word_count};

/// The part of a document that a heading opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Cover, headline: what stands before the first heading.
    Opening,
    /// Acknowledgements, role of the Inspectorate, copyright: the same in every report.
    Imprint,
    /// Foreword, summary, judgement: where the result is told in sentences.
    Foreword,
    /// The page of ratings.
    Ratings,
    /// What is recommended.
    Recommendations,
    /// What became of earlier recommendations.
    Progress,
    /// Notes to editors.
    Notes,
    /// A section of findings about one standard or a group of them.
    Standard,
    /// Anything else.
    Body,
}

/// A heading that is known by its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    pub(crate) level: u8,
    pub(crate) part: Part,
}

/// The heading of a standard: `P 1.1. Leadership`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StandardName {
    /// `P 1.1`, without a stop behind it. Empty where the heading has none.
    pub(crate) id: String,
    pub(crate) name: String,
}

patterns! {
    STRENGTHS = r"(?i)^(?:key |main )?(?:strengths?|areas? of strength|what (?:was|is) (?:working|going) well)\s*:?$";
    IMPROVEMENTS = r"(?i)^(?:key |main )?(?:areas? (?:for|of|requiring|needing|in need of) improvements?|improvements? (?:needed|required)|what needs to improve)\s*:?$";
    STRENGTHS_ARE = r"(?i)^(?:key |main )?(?:strengths?|areas? of strength)\s*: \p{L}";
    IMPROVEMENTS_ARE = r"(?i)^(?:key |main )?areas? (?:for|of|requiring|needing) improvements?\s*: \p{L}";
    STANDARD = r"^(?:([PRNYD])\s?)?(\d)\.(\d{1,2})[.:]?\s+(\p{Lu}[^.?!:\d]{2,70})$";
    NUMBERED = r"^\d{1,2}(\.)?\s+\p{Lu}[^.?!]{2,90}$";
    GROUP = SECTIONS;
    ANNEXE = r"(?i)^(?:annexe?|appendix) \w{1,6}\s*[-:.]?\s+";
    PRACTICE = r"(?i)^(?:(?:(?:good|effective|notable|positive|innovative|promising|best) )?practice examples?|examples? of (?:good|effective|notable|positive|innovative) practice)(?: \d{1,2})?\s*(?:$|[:-]\s*)";
    NAMED = r"(?i)^(?:leadership(?: and governance)?|staff(?:ing)?|services|information and facilities|court work|assessment|planning|implementation and delivery|reviewing|public protection|desistance|resettlement|unpaid work|(?:statutory )?victim work)$";
    /// What stands behind a name and is none of it: that it is not rated, that it is, or the head of the column of shares.
    BEHIND = r"(?i)\s*(?:\(unrated\)|\(not rated\)|\*|\s(?:%|percentage|per cent)? ?'?yes'?|\s(?:is|was|has been)(?: rated| judged)?(?: as| to be)?)\s*$";
}

const FOREWORD: &str = r"(?i)^(?:foreword.*|(?:the )?(?:hm )?chief inspector's (?:overview|judge?ment|summary|foreword|introduction|findings).*|(?:executive|overall) summary|summary|overall (?:findings|judge?ment|effectiveness)|(?:our )?(?:key|main|overall) findings)$";
const RATINGS: &str = r"(?i)^(?:(?:our |the |overall |summary of |table of )?ratings(?: (?:table|summary|by standard))?|ratings? at a glance|summary of (?:our )?ratings)$";
const RECOMMENDATIONS: &str = r"(?i)^(?:(?:our |the |new |key |main |full )*(?:(?:summary|list) of |(?:conclusions?|summary|findings|judge?ments?) and )?(?:our |the )?recommendations?(?: (?:for|to) .{3,80}| (?:from|of|arising from) (?:this|the|our) (?:inspection|report)| (?:at a glance|in (?:full|brief|summary)|summary|table))?|(?:areas|matters|points) (?:where|in which|on which) we (?:make|have made) recommendations|what we (?:are recommending|recommend|call for)|we recommend(?: that)?|recommended (?:actions|improvements)|what (?:needs|should) (?:to )?happen(?: next)?)$";
const PROGRESS: &str = r"(?i)^(?:progress (?:made )?(?:on|against|with|since|in relation to) .*(?:recommendations?|inspection)|(?:follow[- ]up (?:on|of|to) |status of |review of |response to |implementation of )?(?:our |the )?(?:previous|earlier|past|last) recommendations|(?:our |the )?recommendations (?:from|of|made (?:in|at|after)) (?:the |our )?(?:previous|last|earlier) (?:inspection|report)|what (?:has )?(?:happened to|became of|become of|came of|come of|been done about) .*recommendations)$";
const NOTES: &str = r"(?i)^(?:notes? (?:to|for) (?:the )?editors?|editors?'? notes?)$";
const IMPRINT: &str = r"(?i)^(?:acknowledgements?|the role of (?:hm|his majesty's|her majesty's|the) inspectorate.*|about (?:hm inspectorate|the inspectorate|us).*|our role|copyright|© ?crown copyright.*)$";
const FRONT: &str = r"(?i)^(?:background|introduction|context|contextual (?:facts|information)|about (?:the|this) .*|the context|scope|methodology|our (?:approach|methodology|methods)|how we (?:carried out|inspected|did).*|annexe?s?\b.*|appendix\b.*|appendices|further information|references|glossary.*|conclusions?|legislation.*)$";
const SECTIONS: &str = r"(?i)^(?:organisational (?:delivery|arrangements and activity|arrangements)|court work and case supervision|case supervision|service delivery)$";
const SUBSECTIONS: &str = r"(?i)^(?:feedback from people on probation|views? of people on probation|(?:what )?people on probation(?:'s views)?(?: told us| said)?|engaging people on probation|user voice.*|diversity and inclusion|equality,? (?:equity,? )?diversity and inclusion|equity,? diversity and inclusion|victims?' (?:feedback|views)|outcomes(?: of .*)?|early outcomes)$";
const TOPICS: &str = r"(?i)^(?:resettlement(?: work)?|statutory victim work|victim work|unpaid work|court work|public protection|accredited programmes.*|interventions|integrated offender management|approved premises|serious further offences?.*)$";

/// Recurring headings, their levels and the parts that they open. Of several that fit, the first counts.
const RECURRING: [(&str, u8, Part); 10] = [
    (FOREWORD, 1, Part::Foreword),
    (RATINGS, 1, Part::Ratings),
    (RECOMMENDATIONS, 1, Part::Recommendations),
    (PROGRESS, 1, Part::Progress),
    (NOTES, 1, Part::Notes),
    (IMPRINT, 1, Part::Imprint),
    (FRONT, 1, Part::Body),
    (SECTIONS, 1, Part::Standard),
    (SUBSECTIONS, 2, Part::Standard),
    (TOPICS, 3, Part::Standard),
];

static RECURRING_TOGETHER: LazyLock<RegexSet> =
    LazyLock::new(|| patterns_together(RECURRING.map(|(pattern, ..)| pattern)));

/// No heading is longer, in bytes.
const LONGEST: usize = 160;

/// No wording of "areas for improvement" is longer.
const LONGEST_POLARITY: usize = 48;

/// "Strengths:" and "Areas for improvement:", which say what the list below them is. Of a line in
/// plain form.
pub(crate) fn polarity(line: &str) -> Option<Polarity> {
    if line.len() > LONGEST_POLARITY {
        return None;
    }
    if STRENGTHS.is_match(line) {
        return Some(Polarity::Strength);
    }
    IMPROVEMENTS.is_match(line).then_some(Polarity::Improvement)
}

/// As [`polarity`], of a paragraph that begins with such words and goes on with what they announce.
pub(crate) fn polarity_of(line: &str) -> Option<Polarity> {
    if STRENGTHS_ARE.is_match(line) {
        return Some(Polarity::Strength);
    }
    IMPROVEMENTS_ARE
        .is_match(line)
        .then_some(Polarity::Improvement)
}

/// The id and name in the heading of a standard or a line of the ratings page, where its rating may
/// stand behind them.
pub(crate) fn standard(line: &str) -> Option<StandardName> {
    if line.len() > LONGEST {
        return None;
    }
    // Most lines are told apart by this, before their plain form is made: words begin as they do in it.
    if line.bytes().take(3).all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let line = plain(line);
    if !line.bytes().take(3).any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let front = ending_in_rating(&line);
    let front = front.as_ref().map_or(&*line, |(front, _)| front);
    let found = captured(&STANDARD, front)?;
    if word_count(&found[4]) > 9 {
        return None;
    }
    let letter = found.get(1).map_or("", |letter| letter.as_str());
    let space = if letter.is_empty() { "" } else { " " };
    Some(StandardName {
        id: format!("{letter}{space}{}.{}", &found[2], &found[3]),
        name: BEHIND.replace(found[4].trim(), "").into_owned(),
    })
}

/// A standard of any round by its name alone, as tables and web pages print it.
pub(crate) fn standard_by_name(line: &str) -> Option<StandardName> {
    if line.len() > LONGEST {
        return None;
    }
    let line = plain(line);
    let name = line.trim();
    NAMED.is_match(name).then(|| StandardName {
        id: String::new(),
        name: name.to_owned(),
    })
}

/// A heading that recurs in reports and releases, on a line of its own.
pub(crate) fn known(line: &str) -> Option<Known> {
    if line.len() > LONGEST || line.is_empty() {
        return None;
    }
    let line = plain(line);
    let bare = line.trim_end_matches([':', ' ']);
    let bare = ANNEXE.find(bare).map_or(bare, |annexe| {
        let named = &bare[annexe.end()..];
        match RECURRING_TOGETHER.is_match(named) {
            true => named,
            false => bare,
        }
    });
    let found = RECURRING_TOGETHER.matches(bare).into_iter().next()?;
    let (_, level, part) = RECURRING[found];
    Some(Known { level, part })
}

/// "Good practice example: …": what stands behind the label of something set off from the text. Of a
/// line in plain form.
pub(crate) fn practice_example(line: &str) -> Option<&str> {
    // Most lines are told apart by this.
    let starts = line.starts_with(['G', 'E', 'P', 'N', 'I', 'B', 'g', 'e', 'p', 'n', 'i', 'b']);
    let found = starts.then(|| PRACTICE.find(line)).flatten()?;
    Some(&line[found.end()..])
}

/// The name of one of the groups that reports divide their standards into.
pub(crate) fn is_group(line: &str) -> bool {
    line.len() <= LONGEST && GROUP.is_match(&plain(line))
}

/// `1. Organisational delivery`: a section with a number, and no sentence. Without the stop behind
/// the number, as in `1 Bridge Street`, it is one only where text about it follows.
pub(crate) fn is_numbered_section(line: &str, opens_section: bool) -> bool {
    if line.len() > LONGEST || !line.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let line = plain(line);
    let found = captured(&NUMBERED, &line);
    let numbered = found.is_some_and(|found| found.get(1).is_some() || opens_section);
    numbered && word_count(&line) <= 12
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standards_of_each_round() {
        let check = |line: &str, id: &str, name: &str| {
            let found = standard(line).unwrap();
            assert_eq!((found.id.as_str(), found.name.as_str()), (id, name));
        };
        check("P 1.1. Leadership", "P 1.1", "Leadership");
        check("P1.1 Leadership", "P 1.1", "Leadership");
        check("P 2.1 Assessment   Yes", "P 2.1", "Assessment");
        check("P 1.2 Staffing is rated 'Good'.", "P 1.2", "Staffing");
        check("P 1.2 Staffing: Requires improvement", "P 1.2", "Staffing");
        check(
            "2.4 Implementation and delivery",
            "2.4",
            "Implementation and delivery",
        );
        check(
            "R 2.3: Statutory victim work",
            "R 2.3",
            "Statutory victim work",
        );
        for line in [
            "1. Organisational delivery",
            "2.5 million pounds were spent",
            "P 1.1",
            "1.2 Staff were few. They left",
        ] {
            assert_eq!(standard(line), None, "{line}");
        }
    }

    #[test]
    fn recurring_headings() {
        let part = |line: &str| known(line).map(|known| known.part);
        assert_eq!(
            part("Foreword from HM Chief Inspector"),
            Some(Part::Foreword)
        );
        assert_eq!(part("Chief Inspector’s judgement"), Some(Part::Foreword));
        assert_eq!(part("Recommendations:"), Some(Part::Recommendations));
        assert_eq!(
            part("Progress on previous recommendations"),
            Some(Part::Progress)
        );
        assert_eq!(part("Notes to editor"), Some(Part::Notes));
        assert_eq!(part("Annexe one – Web links"), Some(Part::Body));
        assert_eq!(
            part("Annexe 2: Progress against previous recommendations"),
            Some(Part::Progress)
        );
        assert_eq!(part("Recommendations are made to the unit."), None);
        assert_eq!(practice_example("Practice example:"), Some(""));
        assert_eq!(practice_example("Good practice example"), Some(""));
        let named = "Effective practice example: a clinic";
        assert_eq!(practice_example(named), Some("a clinic"));
        assert_eq!(practice_example("Practice examples were few."), None);
        assert_eq!(practice_example("Good practice was seen"), None);
        assert_eq!(part("User Voice survey"), Some(Part::Standard));
        assert_eq!(
            polarity("Areas for improvement:"),
            Some(Polarity::Improvement)
        );
        assert_eq!(polarity("Strengths"), Some(Polarity::Strength));
        assert_eq!(polarity("Strengths of the unit are many"), None);
        assert_eq!(
            polarity_of("Strengths: staff are known by name"),
            Some(Polarity::Strength)
        );
        assert_eq!(polarity_of("Strengths of the unit: many"), None);
    }
}
