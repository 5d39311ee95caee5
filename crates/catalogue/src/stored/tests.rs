//! What is stored comes back, and rows written by the first release can be read for ever.

use std::collections::BTreeMap;

use probity_model::{
    AddresseeKind, Evidence, Inspected, KeyQuestion, Kind, Level, Measure, Mentions, PartialDate,
    Passage, PassageKind, Polarity, PreviousRecommendation, Progress, Rating, Recommendation,
    Score, Section, StandardRating, TextLine,
};
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn id() -> DocumentId {
    "0123456789abcdef01234567".parse().unwrap()
}

#[test]
fn a_row_of_the_first_release_is_read() {
    let body = include_str!("../../tests/data/document-v1.json");
    let document = read_document(id(), 1, body).unwrap();
    assert_eq!(document.kind, Kind::InspectionReport);
    assert_eq!(document.rating, Some(Rating::RequiresImprovement));
    assert_eq!(document.score, Score::new(9, 21).ok());
    assert_eq!(document.published.unwrap().to_string(), "2031-04");
    assert_eq!(
        document.previous_recommendations[0].progress,
        Some(Progress::None)
    );
    assert_eq!(document.passages[0].polarity, Polarity::Improvement);
    assert_eq!(document.evidence["published"].page, Some(2));
    let again: serde_json::Value =
        serde_json::from_str(&write_document(&document).unwrap()).unwrap();
    assert_eq!(
        again,
        serde_json::from_str::<serde_json::Value>(body).unwrap()
    );
}

#[test]
fn a_row_of_a_later_release_is_refused() {
    let refused = read_document(id(), 2, "{}").unwrap_err();
    assert!(matches!(
        refused,
        CatalogueError::Newer { found: 2, known: 1 }
    ));
}

#[test]
fn a_page_with_broken_positions_is_stored() {
    let line = TextLine {
        text: "Staffing".into(),
        bbox: [f32::NAN, 1.5, f32::INFINITY, 2.0],
        starts: Vec::new(),
    };
    let page = PageText {
        page: 3,
        width: 595.0,
        height: f32::NAN,
        lines: vec![line],
    };
    let read = read_page(3, 1, &write_page(&page).unwrap()).unwrap();
    assert_eq!(read.height, 0.0);
    assert_eq!(read.lines[0].bbox, [0.0, 1.5, 0.0, 2.0]);
}

fn text() -> impl Strategy<Value = String> {
    "\\PC{0,12}"
}

fn rating() -> impl Strategy<Value = Option<Rating>> {
    of(select(Rating::ALL.to_vec()))
}

fn score() -> impl Strategy<Value = Option<Score>> {
    of((0..=9_u8, 1..=9_u8)).prop_map(|score| {
        score.and_then(|(points, standards)| Score::new(points, standards * 3).ok())
    })
}

fn date() -> impl Strategy<Value = Option<PartialDate>> {
    of((1950..2100_i16, 1..13_i8, 1..29_i8, 0..3_u8)).prop_map(|date| {
        let (year, month, day, precision) = date?;
        match precision {
            0 => PartialDate::year_only(year),
            1 => PartialDate::month_of(year, month),
            _ => PartialDate::day_of(year, month, day),
        }
    })
}

prop_compose! {
    fn inspected()(
        name in text(),
        level in select(Level::ALL.to_vec()),
        rating in rating(),
        score in score(),
        previous_rating in rating(),
    ) -> Inspected {
        Inspected { name, level, rating, score, previous_rating }
    }
}

prop_compose! {
    fn passage()(
        kind in select(PassageKind::ALL.to_vec()),
        section in vec(text(), 0..3),
        standard in of(text()),
        standard_rating in rating(),
        polarity in select(Polarity::ALL.to_vec()),
        page in of(any::<u32>()),
        text in text(),
        measures in vec((of(-1e9..1e9), of(0.0..1e9), of(0.0..100.0)), 0..3),
    ) -> Passage {
        let measures = measures
            .into_iter()
            .map(|(value, of, percent)| Measure { value, of, percent, about: "cases".into() })
            .collect();
        Passage { kind, section, standard, standard_rating, polarity, page, text, measures }
    }
}

prop_compose! {
    fn recommendation()(
        number in of(any::<u32>()),
        addressee in of(text()),
        addressee_kind in select(AddresseeKind::ALL.to_vec()),
        text in text(),
        page in of(any::<u32>()),
    ) -> Recommendation {
        Recommendation { number, addressee, addressee_kind, text, page }
    }
}

prop_compose! {
    fn previous()(
        text in text(),
        action in of(text()),
        progress in of(select(Progress::ALL.to_vec())),
        improvement_required in of(any::<bool>()),
        page in of(any::<u32>()),
    ) -> PreviousRecommendation {
        PreviousRecommendation { text, action, progress, improvement_required, page }
    }
}

type Results = (
    Vec<Inspected>,
    Option<Rating>,
    Option<Score>,
    Vec<(String, Option<Rating>)>,
    Vec<Recommendation>,
    Vec<PreviousRecommendation>,
    Vec<Passage>,
);

fn results() -> impl Strategy<Value = Results> {
    (
        vec(inspected(), 0..3),
        rating(),
        score(),
        vec((text(), rating()), 0..3),
        vec(recommendation(), 0..3),
        vec(previous(), 0..3),
        vec(passage(), 0..3),
    )
}

prop_compose! {
    fn document()(
        kind in select(Kind::ALL.to_vec()),
        level in select(Level::ALL.to_vec()),
        words in vec(text(), 6),
        names in (vec(text(), 0..3), vec(text(), 0..3), vec(text(), 0..3), vec(text(), 0..3)),
        (published, fieldwork_started) in (date(), date()),
        (inspected, rating, score, standards, recommendations, previous_recommendations, passages)
            in results(),
        sections in vec((text(), any::<u8>(), of(any::<u32>())), 0..3),
        questions in vec((text(), 0..=100_u8), 0..3),
        pages in of(any::<u32>()),
        evidence in btree_map(text(), (of(any::<u32>()), text()), 0..3),
    ) -> Document {
        let [title, language, publisher, chief, lead, isbn] =
            <[String; 6]>::try_from(words).unwrap();
        let standard = |(name, rating)| StandardRating { id: "P 1.1".into(), name, rating, page: Some(4) };
        let question =
            |(question, percent)| KeyQuestion { standard: "Staffing".into(), question, percent, page: None };
        Document {
            kind,
            level,
            title,
            language: Some(language),
            publisher: Some(publisher),
            regions: names.0,
            pdus: names.1,
            mentions: Mentions { regions: names.2, pdus: names.3 },
            inspected,
            rating,
            score,
            published,
            fieldwork_started,
            chief_inspector: Some(chief),
            lead_inspector: Some(lead),
            isbn: Some(isbn),
            standards: standards.into_iter().map(standard).collect(),
            key_questions: questions.into_iter().map(question).collect(),
            recommendations,
            previous_recommendations,
            sections: sections
                .into_iter()
                .map(|(heading, level, page)| Section { heading, level, page })
                .collect(),
            passages,
            pages,
            warnings: vec!["one".into()],
            evidence: evidence
                .into_iter()
                .map(|(field, (page, text))| (field, Evidence { page, text }))
                .collect::<BTreeMap<_, _>>(),
            ..Document::unknown(id())
        }
    }
}

prop_compose! {
    fn corrections()(
        regions in of(vec(text(), 0..3)),
        pdus in of(vec(text(), 0..3)),
        rating in of(rating()),
        published in of(date()),
        title in of(text()),
        kind in of(select(Kind::ALL.to_vec())),
    ) -> Corrections {
        Corrections { regions, pdus, rating, published, title, kind }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_document_comes_back(document in document()) {
        let body = write_document(&document).unwrap();
        prop_assert_eq!(read_document(id(), VERSION, &body).unwrap(), document);
    }

    #[test]
    fn any_corrections_come_back(corrections in corrections()) {
        let body = write_corrections(&corrections).unwrap();
        prop_assert_eq!(read_corrections(VERSION, &body).unwrap(), corrections);
    }

    #[test]
    fn any_page_comes_back(
        lines in vec((text(), [-1e4_f32..1e4, -1e4..1e4, -1e4..1e4, -1e4..1e4]), 0..4),
        width in 0_f32..1e4,
    ) {
        let lines = lines.into_iter().map(|(text, bbox)| TextLine { starts: text.bytes().map(|byte| f32::from(byte) / 10.0).collect(), text, bbox }).collect();
        let page = PageText { page: 7, width, height: 842.25, lines };
        let body = write_page(&page).unwrap();
        prop_assert_eq!(read_page(7, VERSION, &body).unwrap(), page);
    }
}
