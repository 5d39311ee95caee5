//! What single lines say for one kind of document or another.

use std::ops::AddAssign;
use std::sync::LazyLock;

use regex::RegexSet;

use crate::text::patterns_together;

/// What speaks for each kind, in points.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Points {
    pub(crate) report: i32,
    pub(crate) release: i32,
    pub(crate) news: i32,
}

const REPORT: Points = Points {
    report: 1,
    release: 0,
    news: 0,
};
const RELEASE: Points = Points {
    report: 0,
    release: 1,
    news: 0,
};
const NEWS: Points = Points {
    report: 0,
    release: 0,
    news: 1,
};

impl Points {
    const fn times(self, count: i32) -> Self {
        Self {
            report: self.report * count,
            release: self.release * count,
            news: self.news * count,
        }
    }
}

impl AddAssign for Points {
    fn add_assign(&mut self, more: Self) {
        self.report += more.report;
        self.release += more.release;
        self.news += more.news;
    }
}

/// Patterns that are looked for together, and the points that each gives.
pub(crate) struct Weights {
    patterns: RegexSet,
    points: Vec<Points>,
}

impl Weights {
    fn new(weights: &[(Points, i32, &str)]) -> Self {
        let weights = weights.iter();
        Self {
            patterns: patterns_together(weights.clone().map(|(.., pattern)| pattern)),
            points: weights
                .map(|(side, points, _)| side.times(*points))
                .collect(),
        }
    }

    /// What a text says.
    pub(crate) fn of(&self, text: &str) -> Points {
        let mut sum = Points::default();
        // Most texts say nothing, and which patterns match takes memory to tell.
        if self.patterns.is_match(text) {
            for found in self.patterns.matches(text) {
                sum += self.points[found];
            }
        }
        sum
    }
}

/// Titles.
pub(crate) static TITLE: LazyLock<Weights> = LazyLock::new(|| {
    Weights::new(&[
        (REPORT, 8, REPORT_TITLE),
        (REPORT, -8, QUOTES),
        (REPORT, 3, EVALUATION),
        (RELEASE, 1, QUOTED_RATING),
        (RELEASE, 5, MEDIA),
        (NEWS, 3, WATCHDOG),
        (NEWS, 1, DOUBLE_RATING),
        (NEWS, 3, BLOG),
        (NEWS, 5, POST),
        (NEWS, 4, LIVE),
        (NEWS, 4, LETTERS),
        (NEWS, 4, RESPONDS),
    ])
});

/// Titles that do not say who says so.
pub(crate) static BARE_TITLE: LazyLock<Weights> =
    LazyLock::new(|| Weights::new(&[(RELEASE, 2, INSPECTION_FINDS)]));

/// Short lines: headings, labels, names of houses.
pub(crate) static LABEL: LazyLock<Weights> = LazyLock::new(|| {
    Weights::new(&[
        (REPORT, 6, COVER_DATE),
        (REPORT, 4, ISBN),
        (REPORT, 3, FOREWORD),
        (REPORT, 2, INTRODUCTION),
        (REPORT, 5, LANDING),
        (REPORT, 6, SUBTITLE),
        (RELEASE, 6, NOTES),
        (RELEASE, 4, MEDIA),
        (NEWS, 3, SOCIAL),
        (NEWS, 3, BYLINE),
        (NEWS, 3, READ),
        (NEWS, 4, LETTERS),
        (NEWS, 2, HOUR),
        (REPORT, 3, STARTED),
    ])
});

/// Paragraphs near either end.
pub(crate) static PARAGRAPH: LazyLock<Weights> = LazyLock::new(|| {
    Weights::new(&[
        (REPORT, 6, LED_BY),
        (RELEASE, 4, NOTES),
        (RELEASE, 4, MEDIA),
        (RELEASE, 4, ABOUT_US),
        (RELEASE, 2, ASTERISK),
        (RELEASE, 2, LICENCE),
        (RELEASE, 1, CHIEF_SAID),
        (RELEASE, 1, CHIEF_FIRST),
        (RELEASE, 1, CHIEF_HONOURED),
        (NEWS, 2, WATCHDOG),
        (NEWS, 3, SOCIAL),
        (NEWS, 2, SPOKESPERSON),
        (NEWS, 3, COMMENT),
        (NEWS, 3, POLITICIAN),
        (NEWS, 3, TOLD_US),
        (NEWS, 4, LETTERS),
        (NEWS, 2, REPORT_OUT),
        (NEWS, 1, DOUBLE_RATING),
        (NEWS, 3, BLOG),
        (NEWS, 1, CHIEF_SMALL),
    ])
});

/// What the first paragraphs say besides.
pub(crate) static OPENING: LazyLock<Weights> = LazyLock::new(|| {
    Weights::new(&[
        (RELEASE, 1, INSPECTION_FINDS),
        (RELEASE, 2, PUBLISHES),
        (RELEASE, 1, THEMATIC_RELEASE),
        (NEWS, 3, OUTSIDE),
    ])
});

/// What someone said: reports have no such titles.
pub(super) const QUOTES: &str = r#"(?:^|[ :])"[\p{L}'-]+ [^"]{4,}""#;
pub(super) const REPORT_TITLE: &str = r"(?i)^(?:[\p{L}-]+ ){0,2}inspection report\b|^(?:an? |the )?(?:[\p{L}-]+ ){0,3}inspection of (?:probation|youth|the probation|public protection|[\p{L} ]{3,40} (?:probation|youth|PDU|region|CRC|community rehabilitation company))|: an? (?:[\p{L}-]+ ){0,3}inspection(?: (?:by|of)\b.{3,80})?$|^national inspection\b|^(?:an? )?(?:joint )?thematic (?:inspection|review|report)\b.{0,15}\b(?:of|into|on)\b";
const EVALUATION: &str = r"(?i)^(?:evaluating|examining|reviewing) the ";
const COVER_DATE: &str = r"(?i)^hm inspectorate of probation,? \p{L}{3,9} \d{4}$";
const ISBN: &str = r"(?i)\bISBN\b";
/// What stands below the title of a report that has a name of its own.
const SUBTITLE: &str = r"(?i)^an? (?:joint )?(?:thematic )?inspection by (?:hm|his majesty's|her majesty's) inspectorate\b.{0,120}$";
const FOREWORD: &str = r"(?i)^(?:foreword\b.{0,50}|chief inspector's (?:judge?ment|overview))$";
const INTRODUCTION: &str = r"(?i)^(?:introduction|background|methodology|executive summary|contents|recommendations|annexe.*)$";
const LED_BY: &str = r"(?i)\bthis inspection was led by\b";
const NOTES: &str =
    r"(?i)^(?:notes? (?:to|for) (?:the )?editors?|ends)\W*$|\[?\bsee notes to editors?\b";
const MEDIA: &str = r"(?i)\bfor media enquiries\b|\bpress office\b|\bmedia@|\bembargoed?\b|^(?:press|media)(?: contacts?| enquiries| desk)?: ?[+(\d]|^(?:press|media|news) (?:release|notice|statement)$";
/// Who speaks of himself at the end.
const ABOUT_US: &str = r"(?i)^(?:\W|\d{1,2}[.)] )*(?:about (?:us|the inspectorate|hm inspectorate of probation)\W{1,3})?(?:hm|his majesty's|her majesty's) inspectorate of probation (?:is the|inspects|is an) (?:independent|youth|probation|inspect)";
const ASTERISK: &str = r"(?i)\bPDUs?\b\*|\bunits?\b ?\(PDUs?\*?\)\*";
/// What the government's own pages are published under.
const LICENCE: &str = r"(?i)\bopen government licence\b";
pub(super) const RATED_BY: &str = r"(?i)\b(?:rated|rating|reviewed|judged|inspected)\b[^.]{0,70}\bby (?:hm|his majesty's|her majesty's) inspectorate of probation\b";
const CHIEF_SAID: &str = r"(?:Chief Inspector of Probation, (?:Dame |Sir |Mr |Ms )?(?:\p{Lu}[\p{L}'-]+ ){1,3}?\p{Lu}[\p{L}'-]+,? (?:has )?(?:said|says|added|noted|commented|spoke|praised|warned)\b|\p{Lu}[\p{L}'-]+,? (?:HM )?Chief Inspector of Probation,? (?:said|says|added|noted|called|commented|named|praised|spoke|was)\b|Chief Inspector of Probation (?:Dame |Sir |Mr |Ms )?\p{Lu}[\p{L}'-]+ \p{Lu}[\p{L}'-]+ (?:said|says|added|noted|called|commented|spoke|praised))";
const CHIEF_FIRST: &str = r"(?:^|[.:] )(?:HM )?Chief Inspector of Probation (?:Dame |Sir |Mr |Ms )?\p{Lu}[\p{L}'-]+ \p{Lu}[\p{L}'-]+ (?:\w+ )?(?:said|says|added|noted|called|commented|spoke|praised|was)\b";
/// With his letters, as papers do not print him.
const CHIEF_HONOURED: &str = r"Chief Inspector of Probation,? (?:\p{Lu}[\p{L}'-]+ ){2}(?:CBE|OBE|KC),? (?:said|says|added|noted|commented)\b";
const LANDING: &str = r"(?i)^(?:(?:read|download|view|see) (?:the |our |this )?(?:full |latest )?(?:report|findings|inspection).{0,30}|read the latest report: .{3,100}|download pdf.{0,20}|accessible version.{0,20}|[\w.-]{3,80}\.(?:pdf|docx?|xlsx?|ods|csv)(?: \(.{2,30}\))?|(?:the |full )?report(?: \(.{2,30}\))?|data (?:annexe|workbook)|academic insights?|related (?:content|documents)|documents)$";
const CHIEF_SMALL: &str = r"\bchief inspector(?: of probation)?\b";
const INSPECTION_FINDS: &str = r"(?i)\b(?:inspection|inspectorate(?: of probation)?|report) (?:finds|calls|warns|says|flags|praises)\b|\b(?:chief inspector of probation|hm inspectorate of probation) (?:flags|finds|calls|publishes|warns)\b";
const PUBLISHES: &str = r"(?i)\b(?:hm|his majesty's|her majesty's) inspectorate of probation (?:has )?today (?:publish|releas|announc)|\bpublished (?:today|this week)\b[^.]{0,40}\bby (?:hm|his majesty's|her majesty's) inspectorate of probation\b|\binspectorate of probation\b[^.]{0,120}\bhave today published\b";
const THEMATIC_RELEASE: &str = r"(?i)\bthematic (?:report|inspection|review)\b";
/// Unions and charities speak of the Inspectorate as of another.
const OUTSIDE: &str = r"(?i)\b(?:the|a) trade union\b|\b(?:has|have) (?:responded|reacted) to\b|\b(?:napo|unison|gmb)(?:'s)? (?:members|branch|says|said|officials?|general)|\bgeneral secretary\b|\bour (?:members|branch|charity|readers|listeners|guests|clients|volunteers)\b";
const WATCHDOG: &str =
    r"(?i)\bwatchdog\b|\bregulator\b|\bprobation bosses\b|\bprobation inspectors have\b";
const SOCIAL: &str = r"(?i)\bfollow .{0,40}\b(?:news|us) on (?:facebook|x|twitter)|\bgot a story\b|\blocal democracy report|\bread more\b|\bread >|\bsubscribe\b|\bnewsletter\b";
/// Told while it goes on.
const LIVE: &str =
    r"(?i)^live\b ?[:|-]|\blive (?:blog|updates|reaction)\b|\bas it happened\b|\blatest updates\b";
/// What readers write to their paper.
const LETTERS: &str = r"(?i)^(?:sir|madam|dear (?:sir|madam|editor))\b ?(?:or madam ?)?[-,:]|\b(?:your|readers'?|today's) letters\b|^letters?(?: to the editor| page)?:?$";
/// A body of its own speaks of what the Inspectorate said.
const RESPONDS: &str = r"(?i)\b(?:responds?|reacts?|response|reaction)(?: \w+)? to\b.{0,40}\b(?:inspect|report|findings|verdict)";
/// How long it takes to read.
const READ: &str = r"(?i)\b\d{1,2}[ -]min(?:ute)?s?[ -]read\b";
/// "10:48 What the ministry says": the entries of those who tell it live.
const HOUR: &str =
    r"^(?:[01]?\d|2[0-3])[:.][0-5]\d(?: ?(?:am|pm|AM|PM))? ?[-|]? ?\p{Lu}[\p{L}']+ ?[^\d]*$";
/// What reporters add.
const COMMENT: &str =
    r"(?i)\b(?:approached|contacted|asked) (?:\w+ )?for (?:a )?comment\b|\bdeclined to comment\b";
/// Those who hold an office elsewhere say something: releases let nobody speak but the Inspectorate.
const POLITICIAN: &str = r"\b(?:Cllr|Councillor|Mayor|MP|MS|Commissioner|Baroness)(?: \p{Lu}[\p{L}'-]+){1,3},?(?: who [^.]{3,60},)? (?:said|says|called|told|added|welcomed|urged|described|repeated|praised)\b";
/// Papers say whom someone spoke to.
const TOLD_US: &str = r#"\btold (?:the )?(?:BBC|ITV|PA|Press Association|Local Democracy|Echo|Mail|Post|Gazette|Argus|Star|Express|Herald|Chronicle|Guardian|Observer|Telegraph|Times|Mirror|Standard|News|paper|newspaper)\b"#;
/// The first day of fieldwork as a page of ratings gives it.
const STARTED: &str = r"(?i)^fieldwork (?:started|began|commenced)\b[^.]{3,40}$";
/// A name, and no sentence.
const BYLINE: &str = r"(?i)^(?:by|author:?|(?:compiled|written|words|reported|filed|posted) by) (?-i:\p{Lu})[^.!?]+$";
const SPOKESPERSON: &str =
    r"(?i)\b(?:spokes(?:person|man|woman)|ministry of justice) (?:said|for)\b|\bmoj said\b";
const REPORT_OUT: &str = r"(?i)\bin a report out (?:today|yesterday)|\binspection reports show\b|\binspectors (?:say|found|saw|made|have said)\b|\bhave today\b|\breport (?:by|from) (?:the )?(?:hm|his majesty's|her majesty's)? ?inspectorate of probation (?:says|said|found|finds)\b|\bwas found '?inadequate\b";
const BLOG: &str = r"(?i)^(?:today|this (?:week|month))\b.{0,40}\bchief inspector\b|\bmy (?:first|second|third)? ?annual report\b|\bblog\b";
pub(super) const QUOTED_RATING: &str = r"'(?:Outstanding|Good|Requires [Ii]mprovement|Inadequate)'";
const DOUBLE_RATING: &str = r#""(?:outstanding|good|requir\w+ improvement|inadequate)""#;
pub(super) const POST: &str = r"(?i)\bblog\b|\bspeech\b|\bopen letter\b|^(?:the )?chief inspector's (?:column|message|view|update)\b|^a message from\b";
