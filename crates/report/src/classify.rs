//! What kind of document it is, and what the inspection looked at.

use probity_extract::Extracted;
use probity_model::{Kind, Level};

use crate::blocks::{Block, Form};
use crate::publisher;
use crate::signs::{self, Points};
use crate::text::{patterns, plain, sentences};
use crate::title::Title;
use crate::units::marks::marks;

/// What the head and the whole of a document show of its kind.
pub(crate) struct Signs {
    title: String,
    /// The first paragraphs, in plain form.
    lede: Vec<String>,
    /// The title is about probation.
    headed: bool,
    probation: bool,
    inspected: bool,
    /// It speaks of those who inspect probation.
    inspectors: bool,
    /// It gives a probation service a rating.
    rated: bool,
    /// It speaks of a probation delivery unit.
    unit: bool,
    /// It has words of rating.
    marked: bool,
    /// It says that the inspection was a dynamic one.
    dynamic: bool,
    /// It is one of the Inspectorate's papers on research.
    research: bool,
    /// It is the record of a meeting.
    minutes: bool,
    /// It is a question to ministers, or what was said in Parliament.
    asked: bool,
    /// It is a report of another inspectorate.
    elsewhere: bool,
    /// A line of its head says that it is an action plan.
    planned: bool,
    /// It has a table that says of recommendations whether they are agreed.
    agreed: bool,
    /// An outlet shows that it is its own.
    outlet: bool,
    /// The Inspectorate's name stands at its head.
    housed: bool,
    /// Someone else than the Inspectorate responds to a report of it.
    responds: bool,
    /// It says of recommendations whether they are agreed.
    agrees: bool,
    points: Points,
    /// What speaks for a release only beside something that is a release's alone.
    support: i32,
}

patterns! {
    REPORT_TITLE = signs::REPORT_TITLE;
    QUOTES = signs::QUOTES;
    POST = signs::POST;
    GUIDE = r"(?i)\beffective practice\b|\bpractice guides?\b|\bresearch (?:and|&) analysis\b|\bacademic insights?\b|\bbulletin\b|\btoolkit\b|\binspection (?:framework|manual|standards)\b|\brules and guidance\b|\b(?:business|corporate) plan\b|^consultation\b|\bminutes\b|\bagenda\b|^independent (?:serious further offence )?reviews? (?:of|into)\b";
    SAYS_WHO = r"(?i), (?:\w+ )?(?:reports?|reviews?|inspectors?|inspectorate|watchdog) (?:says?|finds?|warns?|reveals?|shows?)$";
    PROBATION = r"(?i)\bprobation\b|\bPDUs?\b|\byouth justice\b|\byouth offending\b|\bhmpps\b";
    INSPECT = r"(?i)\binspect|\bwatchdog\b|\brated\b|\brating\b|\brequir\w+ improvement\b|\bannual report\b";
    OFFICE = r"(?i)\binspector(?:ate)?\b|\bwatchdog\b";
    WHO_INSPECTS = r"(?i)\binspect(?:ors?|ed|ions?)\b|\bwatchdog\b";
    INSPECTORS = r"(?i)\binspectorate of probation\b|\bchief inspector\b|\bprobation inspect|\bwe (?:have )?inspected\b";
    ACTION_PLAN = r"(?i)\baction plan\b|\bdata (?:annexe|workbook)\b|\bresponse to (?:the )?recommendations\b";
    PLAN = r"(?i)^(?:hmpps |probation )?action plan\b";
    ANSWERS = r"(?i)^(?:an? )?(?:hmpps )?response to\b";
    /// To an inspection: there are reports on the response to violence.
    RESPONDS = r"(?i)\b(?:respon(?:ds|ded|ding|se)|reacts|reacted|reaction) to:? [^:]{0,60}\b(?:inspect(?:ion|ors?|orate)|report|rating|recommendations)\b|^statement (?:on|about|following) .{0,40}\binspection\b";
    AGREES = r"(?i)\b(?:partly |partially |not )?agreed\b|\baction plan\b|^recommendation \d";
    RESEARCH = r"(?i)^(?:hm inspectorate of probation,? )?(?:research (?:and|&) analysis bulletin|academic insights?) \d{4}/\d\d?\b";
    /// Questions to ministers, and what is said in Parliament.
    PARLIAMENT = r"(?i)^(?:written (?:parliamentary )?questions?(?:,? (?:and )?answers?\b.{0,40}|:.{0,40})?$|to ask (?:the|his majesty's|her majesty's) (?:secretary|government|minister)\b|(?:lords|commons|house of (?:lords|commons)|uk parliament)\b.{0,20}\b(?:hansard|debates?|chamber)\b|hansard\b|volume \d{2,4}:? debated on\b)|\bUIN (?:HL)?\d{3,6}\b";
    /// Those who inspect other services.
    OTHER_HOUSE = r"(?i)^(?:ofsted|estyn|care quality commission|cqc|(?:hm |his majesty's |her majesty's )inspectorate of (?:prisons|constabulary\b.{0,60})|hmicfrs|healthcare inspectorate wales|from: (?:the )?(?:ministry of justice|home office|hm prison (?:and|&) probation service|hmpps|prime minister\b.*))$";
    AGREED = r"(?i)\bagreed ?[/,|] ?(?:partly|partially) agreed\b";
    MINUTES = r"(?i)^(?:members )?present: |\bminutes of (?:the|a) (?:\p{L}+ )?meeting\b";
    RATED_BY = signs::RATED_BY;
    QUOTED_RATING = signs::QUOTED_RATING;
    YOUTH = r"(?i)\byouth (?:justice|offending) (?:service|team|partnership|work)s?\b|\bYJS\b|\bYOT\b|\bYOS\b";
    NATIONAL = r"(?i)\bnational inspection\b|\bannual report\b|\bnational (?:arrangements|enablement)\b|\bnationally (?:enables?|supports?)\b|\bthe probation service as a whole\b|\bprobation service nationally\b|\ba national look\b";
    THEMATIC = r"(?i)\bthematic (?:inspection|report|review)\b|\bjoint inspection\b|\ba thematic\b";
    OLD_SERVICE = r"(?i)\bnational probation service\b|\bNPS\b|\bcommunity rehabilitation compan|\bCRCs?\b";
    /// "It was a new type that they call a dynamic inspection."
    IS_DYNAMIC = r"(?i)\b(?:is|was|were|calls?|called|kind|type|form)\b[^.;]{0,30}\bdynamic inspection\b";
    PDU_NAMED = r"\bPDUs?\b|\b[Pp]robation [Dd]elivery [Uu]nits?\b|\b[Hh]ead of probation\b";
    DYNAMIC = r"(?i)\bdynamic inspections?\b|\bDIPP\b";
}

/// How many blocks from either end are weighed: releases and articles are short, and reports show
/// early what they are.
const TELLING: usize = 30;

/// How many blocks may open a document.
const OPENING: usize = 12;

/// No line of a table's header is longer, in bytes.
const LONGEST_HEADER: usize = 240;

/// How many blocks the head of a document has, in which its house is named.
const HEAD: usize = 6;

/// What is longer, in bytes, is no paragraph that someone wrote.
const LONGEST: usize = 5_000;

/// Ends each part of a report's web version.
const BACK: &str = "(back to top)";

/// How many paragraphs count as the opening.
const LEDE: usize = 4;

/// Gathers the signs.
pub(crate) fn signs(title: &Title, blocks: &[Block], extracted: &Extracted) -> Signs {
    let masthead = title.masthead.is_some();
    let title = title.text.as_str();
    let mut signs = Signs {
        title: plain(title).into_owned(),
        lede: lede(title, blocks),
        headed: PROBATION.is_match(&plain(title)),
        probation: PROBATION.is_match(title),
        inspected: false,
        inspectors: INSPECTORS.is_match(title),
        rated: false,
        unit: false,
        marked: false,
        dynamic: false,
        research: false,
        minutes: false,
        asked: false,
        elsewhere: false,
        planned: false,
        agreed: false,
        outlet: masthead,
        housed: false,
        responds: is_response(title),
        agrees: false,
        points: Points::default(),
        support: 0,
    };
    signs.inspected = INSPECT.is_match(title) && signs.opens_with_probation();
    signs.rated = signs.rates_probation(&signs.title);
    signs.weigh_title();
    signs.weigh_metadata(extracted);
    for (at, block) in blocks.iter().enumerate() {
        signs.weigh_block(at, blocks.len(), block);
    }
    let back_to_top = extracted
        .pages
        .iter()
        .flat_map(|page| &page.blocks)
        .any(|block| {
            let text = block.text.trim_end();
            let end = text.len().checked_sub(BACK.len());
            let end = end.and_then(|end| text.get(end..));
            end.is_some_and(|end| end.eq_ignore_ascii_case(BACK))
        });
    signs.points.news += if masthead { 6 } else { 0 };
    signs.points.report += if back_to_top { 6 } else { 0 };
    signs
}

/// The title says that someone else than the Inspectorate responds.
fn is_response(title: &str) -> bool {
    let found = RESPONDS.find(title);
    found.is_some_and(|found| !OFFICE.is_match(&title[..found.start()]))
}

fn lede(title: &str, blocks: &[Block]) -> Vec<String> {
    let title = plain(title);
    let flowing = |block: &&Block| {
        matches!(block.form, Form::Paragraph | Form::Caption)
            && !crate::boilerplate::is_boilerplate(&block.line)
            && !crate::boilerplate::is_stamp(&block.line)
            && !crate::boilerplate::is_cover_line(&block.line)
    };
    let lines = blocks
        .iter()
        .filter(flowing)
        .map(|block| block.line.clone());
    lines.filter(|line| *line != title).take(LEDE).collect()
}

impl Signs {
    fn weigh_title(&mut self) {
        self.points += signs::TITLE.of(&self.title);
        if publisher::outlet_beside(&self.title).is_some() {
            self.points.news += 6;
            self.outlet = true;
        }
        if self.responds {
            self.points.news += 4;
        }
        if SAYS_WHO.is_match(&self.title) {
            self.points.news += 3;
        } else {
            self.points += signs::BARE_TITLE.of(&self.title);
        }
    }

    fn weigh_metadata(&mut self, extracted: &Extracted) {
        let metadata = &extracted.metadata;
        let declared = metadata
            .declared_type
            .as_deref()
            .unwrap_or("")
            .to_lowercase();
        self.points.news += if declared.contains("newsarticle") {
            4
        } else {
            0
        };
        let publisher = metadata.publisher.as_deref().unwrap_or("").to_lowercase();
        let official = publisher.contains("inspectorate") || publisher.contains("gov.uk");
        let named = metadata
            .publisher
            .as_deref()
            .and_then(publisher::outlet_named);
        self.points.news += match named {
            Some(_) if !official => 6,
            None if !official && !publisher.is_empty() => 3,
            _ => 0,
        };
        let address = metadata.canonical_url.as_deref().unwrap_or("");
        let release = address.contains("press-release") || address.contains("/media/");
        self.points.release += if release { 4 } else { 0 };
        self.points.news += if publisher::outlet_addressed(address).is_some() {
            6
        } else {
            0
        };
    }

    fn weigh_block(&mut self, at: usize, count: usize, block: &Block) {
        let line = &block.line;
        self.probation = self.probation || PROBATION.is_match(line);
        self.inspected = self.inspected || self.speaks_of_inspecting_probation(line);
        self.inspectors = self.inspectors || INSPECTORS.is_match(line);
        self.rated = self.rated || self.rates_probation(line);
        self.unit = self.unit || PDU_NAMED.is_match(line);
        self.marked |= self.unit && !self.marked && line.len() < LONGEST && !marks(line).is_empty();
        self.dynamic |= line.contains("ynamic") && IS_DYNAMIC.is_match(line);
        if at < OPENING && line.len() < 120 {
            self.research |= RESEARCH.is_match(line);
            self.minutes |= MINUTES.is_match(line);
            self.asked |= PARLIAMENT.is_match(line);
            self.elsewhere |= at < HEAD && OTHER_HOUSE.is_match(line);
            self.planned |= at < HEAD && PLAN.is_match(line);
            self.housed |= publisher::is_inspectorate(line);
        }
        // Most lines are told apart by this.
        let may_agree = line.len() < LONGEST_HEADER && line.contains("greed");
        self.agreed |= may_agree && AGREED.is_match(line);
        self.agrees |= self.responds && at < TELLING && AGREES.is_match(line);
        if line.len() < 120 {
            self.weigh_label(at, count, line);
        }
        let telling = at < TELLING || at + TELLING > count;
        if telling && line.len() > 30 && line.len() < LONGEST {
            self.weigh_sentences(at, line);
        }
    }

    /// Prisons, schools and hospitals are inspected and rated too, and their news may name probation
    /// further down.
    fn opens_with_probation(&self) -> bool {
        let first = self
            .lede
            .first()
            .and_then(|line| sentences(line).into_iter().next());
        self.headed || first.is_some_and(|first| PROBATION.is_match(first))
    }

    /// Both in one sentence; below a headline about probation inspectors are enough.
    fn speaks_of_inspecting_probation(&self, line: &str) -> bool {
        let both = |text: &&str| INSPECT.is_match(text) && PROBATION.is_match(text);
        (self.headed && WHO_INSPECTS.is_match(line))
            || (both(&line) && sentences(line).iter().any(both))
    }

    /// A sentence rates a probation service or a unit of it; below a headline about probation, anything.
    fn rates_probation(&self, line: &str) -> bool {
        if line.len() >= LONGEST {
            return false;
        }
        // "It is our probation unit. In 2022 the inspectors gave it …"
        let inspects = || PROBATION.is_match(line) && WHO_INSPECTS.is_match(line);
        let is_told = self.headed || inspects();
        let rates = |sentence: &&str| {
            (is_told || PROBATION.is_match(sentence)) && !marks(sentence).is_empty()
        };
        sentences(line).iter().any(rates)
    }

    /// Short lines: headings, labels, names of houses.
    fn weigh_label(&mut self, at: usize, count: usize, line: &str) {
        self.points += signs::LABEL.of(line);
        let at_edge = at < 8 || at + 4 > count;
        let named = || match at < 8 {
            true => publisher::outlet_in_head(line),
            false => publisher::outlet_named(line),
        };
        if at_edge && named().is_some() {
            self.points.news += 6;
            self.outlet = true;
        }
    }

    fn weigh_sentences(&mut self, at: usize, line: &str) {
        self.points += signs::PARAGRAPH.of(line);
        if at < OPENING {
            self.points += signs::OPENING.of(line);
            self.support += if RATED_BY.is_match(line) { 2 } else { 0 };
        }
        if publisher::outlet_addressed(line).is_some() {
            self.points.news += 6;
        }
    }

    /// The kind that the signs speak for. What does not speak of inspecting probation is another
    /// kind of document, and so are answers to a report.
    pub(crate) fn kind(&self) -> Kind {
        let announced = self.is_announced();
        let answer = ACTION_PLAN.is_match(&self.title)
            || (self.planned && self.agreed)
            || (self.responds && self.agrees)
            || (self.agreed && !announced);
        let elsewhere = self.is_elsewhere() && !self.housed && !announced;
        let apart = self.research || self.minutes || elsewhere || GUIDE.is_match(&self.title);
        if answer || apart {
            return Kind::Other;
        }
        if !self.is_ours() {
            return match self.outlet && self.opens_with_probation() {
                true => Kind::NewsArticle,
                false => Kind::Other,
            };
        }
        let release = self.release();
        if !self.responds
            && self.points.report >= 5
            && self.points.report > self.points.news
            && self.points.report + 2 > release
        {
            Kind::InspectionReport
        } else if self.points.news == 0 && release == 0 && !self.inspectors && !self.rated {
            Kind::Other
        } else if self.points.news >= release {
            Kind::NewsArticle
        } else {
            Kind::PressRelease
        }
    }

    /// Parliament, a ministry or another inspectorate speaks, and no outlet tells of it.
    fn is_elsewhere(&self) -> bool {
        self.asked || (self.elsewhere && !self.outlet)
    }

    fn is_announced(&self) -> bool {
        REPORT_TITLE.is_match(&self.title) && !QUOTES.is_match(&self.title)
    }

    /// It speaks of inspecting probation.
    pub(crate) fn is_ours(&self) -> bool {
        // What someone says in turn with others may be told in many lines.
        let in_turn = self.unit && self.inspectors && self.marked;
        (self.probation && (self.inspected || self.rated || in_turn)) || self.is_announced()
    }

    /// Newspapers and unions, too, tell that the Inspectorate rated a unit; a release quotes the Chief
    /// Inspector as well, or has notes. One that has neither still writes all its ratings as the
    /// Inspectorate does, and lets nobody else speak.
    fn release(&self) -> i32 {
        let quoted = |line: &String| QUOTED_RATING.find_iter(line).count();
        let ratings = || self.lede.iter().map(quoted).sum::<usize>();
        let in_style = || self.points.news == 0 && ratings() > 1;
        match self.points.release > 0 || in_style() {
            true => self.points.release + self.support,
            false => 0,
        }
    }

    /// What the inspection looked at; `unit` is the level of the units that it is about, if any.
    pub(crate) fn level(&self, kind: Kind, unit: Option<Level>, titled: bool) -> Level {
        if self.is_youth(unit) {
            return Level::YouthJustice;
        }
        if self.is_old_service() {
            return Level::Other;
        }
        if let (true, Some(level)) = (titled, unit) {
            return level;
        }
        if self.opening_has(&THEMATIC) {
            return Level::Thematic;
        }
        if self.opening_has(&NATIONAL) || (self.is_post() && unit.is_none()) {
            return Level::National;
        }
        match unit {
            Some(level) if kind != Kind::Other => level,
            _ => Level::Other,
        }
    }

    /// A minister is asked about an inspection: what the question says of its result counts.
    pub(crate) fn is_asked(&self) -> bool {
        self.asked
    }

    /// The line of an action plan that says what it answers: "A response to: An inspection of …".
    pub(crate) fn answered(&self) -> Option<&str> {
        let answers = |line: &&String| ANSWERS.is_match(line);
        self.lede.iter().find(answers).map(String::as_str)
    }

    /// Units are not looked for where the document is about no unit at all.
    pub(crate) fn is_about_units(&self, kind: Kind, titled: bool) -> bool {
        // There is other news of probation.
        if kind == Kind::NewsArticle && !self.is_ours() {
            return false;
        }
        let elsewhere = self.opening_has(&THEMATIC) || self.opening_has(&NATIONAL);
        !self.research && !self.is_youth(None) && !self.is_old_service() && (titled || !elsewhere)
    }

    /// The Inspectorate speaks for itself: units are what it tells of, not what it is about.
    pub(crate) fn is_post(&self) -> bool {
        POST.is_match(&self.title) && !self.is_elsewhere()
    }

    /// Dynamic inspections state their findings in words and rate nothing.
    pub(crate) fn is_dynamic(&self) -> bool {
        self.dynamic || self.opening_has(&DYNAMIC)
    }

    /// A youth justice service is no PDU, whatever its place is called.
    fn is_youth(&self, unit: Option<Level>) -> bool {
        let is_of_youth = |line: &String| YOUTH.is_match(line) && !PDU.is_match(line);
        let opening = self.lede.first().is_some_and(is_of_youth);
        let rates_pdu = |line: &String| PDU.is_match(line) && RATES.is_match(line);
        let is_told = || opening && unit.is_none() && !self.lede.iter().any(rates_pdu);
        YOUTH.is_match(&self.title) || is_told()
    }

    /// Companies and divisions of before June 2021 were no PDUs or regions of today.
    fn is_old_service(&self) -> bool {
        OLD_SERVICE.is_match(&self.title)
    }

    fn opening_has(&self, pattern: &regex::Regex) -> bool {
        pattern.is_match(&self.title) || self.lede.iter().any(|line| pattern.is_match(line))
    }
}

patterns! {
    RATES = r"(?i)\b(?:rated|rating|judged|graded)\b";
    PDU = r"(?i)\bPDUs?\b|\bprobation (?:delivery )?units?\b|\bprobation services? (?:in|for)\b";
}
