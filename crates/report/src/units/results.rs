//! The result of each unit, from what the sentences claim.

use probity_model::{Gazetteer, Inspected, Kind, Level, PartialDate, Rating, Score};

use super::claims::{Claim, Time, Who, is_of_youth_service};
use super::course::claim_all;
use super::marks::What;
use super::named::UnitName;
use super::told::{Told, is_current};
use super::towns::towns;
use crate::text::{captured, patterns};

/// The first year of reports on seven standards.
const SEVEN_STANDARDS: i16 = 2024;

/// What was read of one unit, and the sentences that it was read from.
pub(crate) struct Result {
    pub(crate) inspected: Inspected,
    pub(crate) named_by: Option<usize>,
    pub(crate) rated_by: Option<usize>,
    pub(crate) scored_by: Option<usize>,
    pub(crate) rated_before_by: Option<usize>,
}

patterns! {
    OF_WHOLE = r"(?i)overall|\b(?:national(?:ly)?|central|at the cent(?:re|er))\b[^.;]{0,60}\barrangements\b|\barrangements (?:at|in) the cent(?:re|er)\b|\bservice (?:as a whole|nationally)\b";
    OUT_OF = r"(?i)(?:\b(?:out of|of)|/) ?(?:an?|the|all)? ?(?:possible |maximum |total |of )*(21|27)\b|\b(?:most|maximum|highest|total|ceiling|top)\b[^.;]{0,40}? (?:is|was|being|are|were) (21|27)\b|\b(21|27) (?:points? |marks? )?(?:(?:is|are|were|was) )?(?:the )?(?:top|maximum|most|possible|available|on offer|at stake|to be had)\b";
}

/// The result of each unit, from what the sentences claim.
pub(crate) fn results(
    told: &mut [Told],
    subjects: &[UnitName],
    kind: Kind,
    published: Option<PartialDate>,
    gazetteer: &Gazetteer,
) -> Vec<Result> {
    if subjects.len() > 1 {
        claim_all(told, published, &towns(subjects, gazetteer));
    }
    let told = &*told;
    let out_of = told.iter().find_map(|told| {
        // Most sentences are told apart by this.
        let has_total = memchr::memchr_iter(b'2', told.text.as_bytes())
            .any(|at| matches!(told.text.as_bytes().get(at + 1), Some(b'1' | b'7')));
        let found = has_total.then(|| captured(&OUT_OF, &told.text)).flatten()?;
        let total = found.iter().skip(1).flatten().next()?;
        total.as_str().parse::<u8>().ok()
    });
    let result = |unit: &UnitName| {
        let view = Unitview {
            told,
            unit,
            only: subjects.len() == 1,
            is_news: kind == Kind::NewsArticle,
            published,
        };
        view.result(out_of)
    };
    subjects.iter().map(result).collect()
}

/// One unit, looked for in all sentences.
struct Unitview<'a> {
    told: &'a [Told],
    unit: &'a UnitName,
    only: bool,
    is_news: bool,
    published: Option<PartialDate>,
}

impl Unitview<'_> {
    fn result(&self, out_of: Option<u8>) -> Result {
        let rating = |what: What| match what {
            What::Rating(rating) => Some(rating),
            What::Score(..) => None,
        };
        let score = |what: What| match what {
            What::Score(points, of) => Score::new(points, of.or(out_of)?).ok(),
            What::Rating(_) => None,
        };
        let current = self.first(false, rating);
        let of_round = |what: What| score(what).filter(|score| !self.is_of_other_round(*score));
        let scored = self.first(false, of_round).or(self.first(false, score));
        let again = current.and_then(|(_, rating)| {
            let mut repeated = self.claims().filter(|(_, claim)| claim.time == Time::Again);
            Some((repeated.next()?.0, rating))
        });
        // "It was rated so in July", told half a year later in another year: nothing has come since.
        let later = current.is_none().then(|| self.first_of_last_year(rating));
        let (current, before) = match later.flatten() {
            None => (current, self.first(true, rating).or(again)),
            later => (later, self.first_of_before(rating)),
        };
        let scored =
            scored.or_else(|| self.first_of_last_year(score).filter(|_| current.is_some()));
        let names = |told: &Told| told.units.iter().any(|named| named.unit == *self.unit);
        Result {
            inspected: Inspected {
                name: self.unit.name.clone(),
                level: self.unit.level,
                rating: current.map(|found| found.1),
                score: scored.map(|found| found.1),
                previous_rating: before.map(|found| found.1),
            },
            named_by: self.told.iter().position(names),
            rated_by: current.map(|found| found.0),
            scored_by: scored.map(|found| found.0),
            rated_before_by: before.map(|found| found.0),
        }
    }

    /// The first claim about the unit by its name, else about "it" or all.
    fn first<T>(&self, earlier: bool, wanted: impl Fn(What) -> Option<T>) -> Option<(usize, T)> {
        let fits = |claim: &Claim| self.is_earlier(claim) == earlier;
        let by_name = self
            .claims()
            .filter(|(_, claim)| fits(claim) && matches!(claim.who, Who::Units(_)))
            .find_map(|(at, claim)| Some((at, wanted(claim.what)?)));
        by_name.or_else(|| {
            self.claims()
                .filter(|(_, claim)| fits(claim) && !claim.aside)
                .find_map(|(at, claim)| Some((at, wanted(claim.what)?)))
        })
    }

    /// The first claim of the year before the document's. News goes on telling of a report; what the
    /// Inspectorate publishes tells of a new one.
    fn first_of_last_year<T>(&self, wanted: impl Fn(What) -> Option<T>) -> Option<(usize, T)> {
        if !self.is_news {
            return None;
        }
        let year = self.published?.year() - 1;
        let mut told = self
            .claims()
            .filter(|(_, claim)| claim.time == Time::InYear(year) && !claim.aside);
        told.find_map(|(at, claim)| Some((at, wanted(claim.what)?)))
    }

    /// The first claim of a time before the year before the document's.
    fn first_of_before<T>(&self, wanted: impl Fn(What) -> Option<T>) -> Option<(usize, T)> {
        let last = self.published.map(|date| Time::InYear(date.year() - 1));
        let mut told = self
            .claims()
            .filter(|(_, claim)| self.is_earlier(claim) && Some(claim.time) != last);
        told.find_map(|(at, claim)| Some((at, wanted(claim.what)?)))
    }

    /// Reports of 2021 to 2023 counted nine standards, later ones seven (27 and 21 points):
    /// beside a score of the document's own years, one of the other years is the earlier one.
    fn is_of_other_round(&self, score: Score) -> bool {
        let later = self.published.map(|date| date.year() >= SEVEN_STANDARDS);
        match later {
            Some(true) => score.out_of() == 27,
            Some(false) => score.out_of() == 21,
            None => false,
        }
    }

    fn is_rated_by_name(&self) -> bool {
        let claims = self.told.iter().flat_map(|told| &told.claims);
        let rates = |claim: &&Claim| matches!(claim.what, What::Rating(_)) && is_current(claim);
        let mut rating = claims.filter(rates);
        rating.any(|claim| matches!(&claim.who, Who::Units(units) if units.contains(self.unit)))
    }

    fn claims(&self) -> impl Iterator<Item = (usize, &Claim)> {
        let all = self.told.iter().enumerate();
        let all = all.flat_map(|(at, told)| told.claims.iter().map(move |claim| (at, claim)));
        all.filter(|(_, claim)| match &claim.who {
            Who::Units(units) => units.contains(self.unit),
            Who::It => self.only,
            Who::They => !claim.aside,
            Who::Rest => !self.only && !claim.aside && !self.is_rated_by_name(),
            // what is said of all within a region is said of its parts
            Who::All => !claim.aside && (!self.only || self.unit.level == Level::Pdu),
        })
    }

    /// A rating of a year is of the inspection before, unless the document is of that year.
    fn is_earlier(&self, claim: &Claim) -> bool {
        match claim.time {
            Time::Current | Time::Again => false,
            Time::Earlier | Time::Preceding => true,
            Time::InYear(year) => self.published.is_none_or(|date| date.year() > year),
        }
    }
}

/// The rating of what is inspected where that is no unit of the list: a national service, a youth
/// justice service. Only a sentence counts that says "overall", or speaks of just that.
pub(crate) fn whole(told: &[Told], published: Option<PartialDate>) -> Option<(Rating, usize)> {
    let nobody = UnitName {
        level: Level::Other,
        name: String::new(),
    };
    let view = Unitview {
        told,
        unit: &nobody,
        only: true,
        is_news: false,
        published,
    };
    let overall = |at: &usize| {
        let Told { text, claims, .. } = &told[*at];
        claims.len() == 1 && (OF_WHOLE.is_match(text) || is_of_youth_service(text))
    };
    view.claims()
        .filter(|(at, claim)| overall(at) && !view.is_earlier(claim))
        .find_map(|(at, claim)| match claim.what {
            What::Rating(rating) => Some((rating, at)),
            What::Score(..) => None,
        })
}
