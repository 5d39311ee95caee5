//! Counts of facets, units, dates and tables agree with a count by hand, whatever is chosen and however the
//! documents came into the index.

#![allow(clippy::unwrap_used, reason = "a failure in a helper is a failed test")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use probity_model::{
    AddresseeKind, Document, Inspected, Kind, Level, PartialDate, Polarity, PreviousRecommendation,
    Progress, Rating, Recommendation,
};
use probity_search::{
    BreakdownsWanted, Facet, FacetCount, Filters, Interval, Scope, SearchRequest, SearchResponse,
    TantivyIndex, Writer,
};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use support::{document, passage, request, search};

const REGIONS: [&str; 3] = ["East of England", "Wales", "North"];
const PDUS: [&str; 4] = ["Ashby Vale", "Brock and Moor", "Moor", "Vale"];
const PUBLISHERS: [&str; 2] = ["The Vale Courier", "Inside Justice"];
const STANDARDS: [&str; 2] = ["Staffing", "Planning"];
const DATES: [&str; 5] = ["2022", "2022-03", "2023-02-09", "2023-11", "2024"];
/// Words that no name or title has.
const WORDS: [&str; 3] = ["zebra", "gnu", "okapi"];

/// An entry in plain values.
#[derive(Clone, Debug)]
struct Plain {
    scope: Scope,
    values: BTreeMap<Facet, Vec<String>>,
    date: Option<PartialDate>,
    words: BTreeSet<&'static str>,
}

fn document_strategy(number: u8) -> impl Strategy<Value = Document> {
    let about = (
        subsequence(REGIONS.to_vec(), 0..=2),
        subsequence(PDUS.to_vec(), 0..=2),
        subsequence(Rating::ALL.to_vec(), 0..=2),
        proptest::option::of(select(DATES.to_vec())),
        select(Kind::ALL.to_vec()),
        proptest::option::of(select(PUBLISHERS.to_vec())),
        select(Level::ALL.to_vec()),
    );
    let finding = (
        select(WORDS.to_vec()),
        proptest::option::of(select(STANDARDS.to_vec())),
        proptest::option::of(select(Rating::ALL.to_vec())),
        select(Polarity::ALL.to_vec()),
    );
    let recommendation = (select(WORDS.to_vec()), select(AddresseeKind::ALL.to_vec()));
    let previous = (
        select(WORDS.to_vec()),
        proptest::option::of(select(Progress::ALL.to_vec())),
    );
    let parts = (
        proptest::collection::vec(finding, 0..4),
        proptest::collection::vec(recommendation, 0..3),
        proptest::collection::vec(previous, 0..3),
    );
    (about, parts).prop_map(move |(about, (findings, recommendations, previous))| {
        let (regions, pdus, ratings, date, kind, publisher, level) = about;
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        let mut made = document(number, kind, "");
        made.regions = owned(regions);
        made.pdus = owned(pdus);
        made.published = date.and_then(|date| date.parse().ok());
        made.publisher = publisher.map(str::to_owned);
        made.level = level;
        made.inspected = ratings.into_iter().map(inspected).collect();
        for (word, standard, rating, polarity) in findings {
            let mut finding = passage(word);
            finding.standard = standard.map(str::to_owned);
            finding.standard_rating = rating;
            finding.polarity = polarity;
            made.passages.push(finding);
        }
        for (word, kind) in recommendations {
            made.recommendations.push(Recommendation {
                number: None,
                addressee: None,
                addressee_kind: kind,
                text: word.to_owned(),
                page: None,
            });
        }
        for (word, progress) in previous {
            made.previous_recommendations.push(PreviousRecommendation {
                text: word.to_owned(),
                action: None,
                progress,
                improvement_required: None,
                page: None,
            });
        }
        made
    })
}

fn inspected(rating: Rating) -> Inspected {
    Inspected {
        name: "A unit".to_owned(),
        level: Level::Pdu,
        rating: Some(rating),
        score: None,
        previous_rating: None,
    }
}

/// What happens to an index: documents are put, some again and changed, some removed, and commits fall
/// anywhere.
#[derive(Clone, Debug)]
enum Step {
    Put(Box<Document>),
    Remove(u8),
    Commit,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (0..6_u8, 0..10_u8).prop_flat_map(|(number, choice)| match choice {
        0..=6 => document_strategy(number)
            .prop_map(|document| Step::Put(Box::new(document)))
            .boxed(),
        7 => Just(Step::Remove(number)).boxed(),
        _ => Just(Step::Commit).boxed(),
    });
    proptest::collection::vec(step, 0..16)
}

/// The index after all steps, and the entries that are in it.
fn after(steps: &[Step]) -> (TantivyIndex, Vec<Plain>) {
    let index = TantivyIndex::in_memory(&support::settings()).unwrap();
    let mut writer = index.writer(0).unwrap();
    let mut documents = BTreeMap::new();
    for step in steps {
        match step {
            Step::Put(document) => {
                writer.put(document).unwrap();
                documents.insert(document.id.clone(), document);
            }
            Step::Remove(number) => {
                writer.remove(&support::id(*number)).unwrap();
                documents.remove(&support::id(*number));
            }
            Step::Commit => writer.commit(1).unwrap(),
        }
    }
    writer.commit(2).unwrap();
    let entries = documents.values().flat_map(|document| entries(document));
    (index, entries.collect())
}

fn entries(document: &Document) -> Vec<Plain> {
    let words = |text: &str| -> BTreeSet<&'static str> {
        let is_in = |word: &&'static str| text.contains(word);
        WORDS.into_iter().filter(is_in).collect()
    };
    let about = about(document);
    let entry = |scope, text: &str, own: &[(Facet, &str)]| {
        let mut values = about.clone();
        let own = own
            .iter()
            .map(|(facet, value)| (*facet, vec![(*value).to_owned()]));
        values.extend(own);
        Plain {
            scope,
            values,
            date: document.published,
            words: words(text),
        }
    };
    let texts: Vec<&str> = document
        .passages
        .iter()
        .map(|passage| passage.text.as_str())
        .collect();
    let mut entries = vec![entry(Scope::Documents, &texts.join(" "), &[])];
    for passage in &document.passages {
        let rating = passage.standard_rating.map_or("Not rated", Rating::name);
        let mut own = vec![
            (Facet::StandardRating, rating),
            (Facet::Polarity, passage.polarity.as_str()),
        ];
        own.extend(
            passage
                .standard
                .as_deref()
                .map(|name| (Facet::Standard, name)),
        );
        entries.push(entry(Scope::Findings, &passage.text, &own));
    }
    for made in &document.recommendations {
        let own = [(Facet::Addressee, made.addressee_kind.as_str())];
        entries.push(entry(Scope::Recommendations, &made.text, &own));
    }
    for made in &document.previous_recommendations {
        let own: Vec<_> = made
            .progress
            .iter()
            .map(|progress| (Facet::Progress, progress.as_str()))
            .collect();
        entries.push(entry(Scope::Recommendations, &made.text, &own));
    }
    entries
}

/// What all entries of a document have.
fn about(document: &Document) -> BTreeMap<Facet, Vec<String>> {
    let ratings = document.ratings();
    let ratings: Vec<String> = match ratings.as_slice() {
        [] => vec!["Not rated".to_owned()],
        ratings => ratings.iter().map(ToString::to_string).collect(),
    };
    let year = document
        .year()
        .map_or("Undated".to_owned(), |year| year.to_string());
    BTreeMap::from([
        (Facet::Region, document.regions.clone()),
        (Facet::Pdu, document.pdus.clone()),
        (Facet::Rating, ratings),
        (Facet::Year, vec![year]),
        (Facet::Kind, vec![document.kind.to_string()]),
        (
            Facet::Publisher,
            document.publisher.iter().cloned().collect(),
        ),
        (Facet::Level, vec![document.level.to_string()]),
    ])
}

/// Values to choose of each facet; one of each is in no document.
fn choosable(facet: Facet) -> Vec<&'static str> {
    match facet {
        Facet::Region => vec!["Wales", "east of england", "Mars"],
        Facet::Pdu => vec!["Ashby Vale", "Moor", "Atlantis"],
        Facet::Rating | Facet::StandardRating => vec!["Good", "Inadequate", "Not rated"],
        Facet::Year => vec!["2022", "2023", "Undated", "1999"],
        Facet::Kind => vec!["inspection_report", "news_article"],
        Facet::Publisher => vec!["Inside Justice", "Nobody"],
        Facet::Level => vec!["pdu", "other"],
        Facet::Standard => vec!["Staffing", "Juggling"],
        Facet::Polarity => vec!["strength", "unstated"],
        Facet::Addressee => vec!["region", "hmpps"],
        Facet::Progress => vec!["some_progress", "no_progress"],
    }
}

fn filters() -> impl Strategy<Value = Filters> {
    let few = subsequence(Facet::ALL.to_vec(), 0..=3);
    let facets = few.prop_flat_map(|facets| {
        let chosen: Vec<_> = facets
            .into_iter()
            .map(|facet| {
                let values = choosable(facet);
                let some = subsequence(values.clone(), 1..=values.len().min(2));
                (Just(facet), some)
            })
            .collect();
        chosen
    });
    let date = || proptest::option::of(select(vec!["2022", "2022-06", "2023-02-09", "2023-12"]));
    (facets, date(), date()).prop_map(|(facets, from, to)| Filters {
        facets: facets
            .into_iter()
            .map(|(facet, values)| (facet, values.into_iter().map(str::to_owned).collect()))
            .collect(),
        from: from.and_then(|date| date.parse().ok()),
        to: to.and_then(|date| date.parse().ok()),
        ..Filters::default()
    })
}

impl Plain {
    /// Whether an entry is in the scope, has the word and passes all filters but those of some facets.
    fn fits(&self, request: &SearchRequest, unheeded: &[Facet]) -> bool {
        let filters = &request.filters;
        let has = |facet: &Facet, chosen: &[String]| {
            let values = self.values.get(facet).map_or(&[][..], Vec::as_slice);
            let is_chosen = |value: &String| {
                chosen
                    .iter()
                    .any(|chosen| chosen.eq_ignore_ascii_case(value))
            };
            values.iter().any(is_chosen)
        };
        let after = |from: PartialDate| {
            self.date
                .is_some_and(|date| date.last_day() >= from.first_day())
        };
        let before = |to: PartialDate| {
            self.date
                .is_some_and(|date| date.first_day() <= to.last_day())
        };
        self.scope == request.scope
            && (request.query.is_empty() || self.words.contains(request.query.as_str()))
            && filters.from.is_none_or(after)
            && filters.to.is_none_or(before)
            && filters
                .facets
                .iter()
                .all(|(facet, chosen)| unheeded.contains(facet) || has(facet, chosen))
    }

    fn of(&self, facet: Facet) -> &[String] {
        self.values.get(&facet).map_or(&[], Vec::as_slice)
    }
}

fn by_hand(
    entries: &[Plain],
    request: &SearchRequest,
    facet: Facet,
    unheeded: &[Facet],
) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.fits(request, unheeded)) {
        for value in entry.of(facet) {
            *counts.entry(value.clone()).or_default() += 1;
        }
    }
    counts
}

/// The counts without the chosen values that nothing has.
fn counted(counts: &[FacetCount]) -> BTreeMap<String, u64> {
    let counts = counts.iter().filter(|count| count.count > 0);
    counts
        .map(|count| (count.value.clone(), count.count))
        .collect()
}

fn check_units(entries: &[Plain], request: &SearchRequest, response: &SearchResponse) {
    let units = response.breakdowns.units.as_ref().unwrap();
    let both = [Facet::Region, Facet::Pdu];
    let regions: Vec<FacetCount> = units
        .iter()
        .filter_map(|unit| unit.region.clone())
        .collect();
    assert_eq!(
        counted(&regions),
        by_hand(entries, request, Facet::Region, &both)
    );
    let pdus: Vec<FacetCount> = units.iter().flat_map(|unit| unit.pdus.clone()).collect();
    assert_eq!(counted(&pdus), by_hand(entries, request, Facet::Pdu, &both));
    for unit in units {
        let region = unit.region.as_ref().map(|region| region.value.as_str());
        for pdu in &unit.pdus {
            let is_known = matches!(pdu.value.as_str(), "Ashby Vale" | "Brock and Moor");
            let under_its_own = region == Some("East of England") && is_known;
            assert!(under_its_own || region.is_none(), "{unit:?}");
        }
    }
}

fn check_dates(
    entries: &[Plain],
    request: &SearchRequest,
    response: &SearchResponse,
    interval: Interval,
) {
    let mut counts: BTreeMap<Option<String>, u64> = BTreeMap::new();
    for entry in entries
        .iter()
        .filter(|entry| entry.fits(request, &[Facet::Year]))
    {
        let length = match interval {
            Interval::Year => 4,
            Interval::Month => 7,
        };
        let date = entry
            .date
            .map(|date| date.to_string().chars().take(length).collect());
        *counts.entry(date).or_default() += 1;
    }
    let histogram = response.breakdowns.histogram.as_ref().unwrap();
    let shown: Vec<_> = histogram
        .iter()
        .map(|count| (count.date.map(|date| date.to_string()), count.count))
        .collect();
    let mut in_order: Vec<_> = counts.into_iter().collect();
    in_order.sort_by_key(|(date, _)| (date.is_none(), date.clone()));
    assert_eq!(shown, in_order);
}

fn check_cross(entries: &[Plain], request: &SearchRequest, response: &SearchResponse) {
    let cross = response.breakdowns.cross.as_ref().unwrap();
    let (rows, columns) = cross.facets;
    let both = [rows, columns];
    let row_counts: Vec<FacetCount> = cross.rows.iter().map(|row| row.row.clone()).collect();
    assert_eq!(counted(&row_counts), by_hand(entries, request, rows, &both));
    assert_eq!(
        counted(&cross.columns),
        by_hand(entries, request, columns, &both)
    );
    for row in &cross.rows {
        assert_eq!(row.counts.len(), cross.columns.len());
        for (column, count) in cross.columns.iter().zip(&row.counts) {
            let has_both = |entry: &&Plain| {
                entry.fits(request, &both)
                    && entry.of(rows).contains(&row.row.value)
                    && entry.of(columns).contains(&column.value)
            };
            assert_eq!(entries.iter().filter(has_both).count() as u64, *count);
        }
    }
}

fn two_facets() -> impl Strategy<Value = (Facet, Facet)> {
    let pair = (select(Facet::ALL.to_vec()), select(Facet::ALL.to_vec()));
    pair.prop_filter("two different facets", |(one, other)| one != other)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn counts_are_those_by_hand(
        steps in steps(),
        scope in select(Scope::ALL.to_vec()),
        word in proptest::option::of(select(WORDS.to_vec())),
        filters in filters(),
        facets in subsequence(Facet::ALL.to_vec(), 0..=Facet::ALL.len()),
        interval in select(vec![Interval::Year, Interval::Month]),
        cross in two_facets(),
    ) {
        let (index, entries) = after(&steps);
        let request = SearchRequest {
            scope,
            filters,
            facets: Some(facets),
            relax: false,
            breakdowns: BreakdownsWanted {
                units: true,
                histogram: Some(interval),
                cross: Some(cross),
            },
            ..request(word.unwrap_or_default())
        };
        let response = search(&index, &request);
        let total = entries.iter().filter(|entry| entry.fits(&request, &[])).count();
        prop_assert_eq!(response.total, total as u64);
        prop_assert_eq!(response.hits.len(), total.min(request.limit));
        for (facet, counts) in &response.facets {
            let expected = by_hand(&entries, &request, *facet, &[*facet]);
            prop_assert_eq!(counted(counts), expected, "{:?}", facet);
        }
        check_units(&entries, &request, &response);
        check_dates(&entries, &request, &response, interval);
        check_cross(&entries, &request, &response);
        let bare = SearchRequest {
            facets: Some(Vec::new()),
            breakdowns: BreakdownsWanted::default(),
            ..request
        };
        let uncounted = search(&index, &bare);
        prop_assert_eq!(uncounted.total, response.total);
        prop_assert_eq!(uncounted.hits, response.hits);
    }
}
