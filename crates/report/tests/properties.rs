//! What holds for documents of any words.

mod common;

use common::{id, read_text};
use probity_extract::{Block, BlockKind, Extracted, MediaType, Metadata, Page};
use probity_model::{Document, Gazetteer, Rating};
use proptest::prelude::*;

const REPORT: &str = include_str!("documents/report-of-seven-standards.txt");
const OTHER_REPORT: &str = include_str!("documents/report-of-nine-standards.txt");
const RELEASE: &str = include_str!("documents/release-of-three-units.txt");

/// Words that rules look for, so that a random text reaches all of them.
const WORDS: &str = "(rated|'Inadequate'|\"good\"|Requires improvement|overall|PDU|Norfolk|Hull and East Riding|\
    East of England region|the latter|both|respectively|from|in 2022|previously|scored|zero|27|out of|points|\
    per cent|(40/75)|should:|Ratings|Contents|Foreword|Recommendations|1\\.|P 1\\.1 Leadership|Score 4/21|\
    Strengths:|Areas for improvement:|Does planning focus\\?|49%|Some progress|Yes|fieldwork|13 May 2024|\
    Chief Inspector of Probation|Ada Lovelace|HM Inspector|ISBN 978-1-000000-01-4|;|,|\\.|’s|\u{e9}|\t)";

fn any_block() -> impl Strategy<Value = Block> {
    let text = prop::collection::vec(prop_oneof![4 => WORDS, 1 => "\\PC{0,12}"], 0..14);
    let kind = prop_oneof![
        (0u8..8).prop_map(|level| BlockKind::Heading { level }),
        Just(BlockKind::Paragraph),
        ("[•1-9.()a-z]{0,3}", 0u8..4)
            .prop_map(|(marker, depth)| BlockKind::ListItem { marker, depth }),
        (0u32..3, prop::collection::vec(WORDS, 0..5), any::<bool>()).prop_map(
            |(table, cells, header)| BlockKind::TableRow {
                table,
                cells,
                header
            }
        ),
        Just(BlockKind::Caption),
        Just(BlockKind::Quote),
        Just(BlockKind::Footnote { mark: "1".into() }),
    ];
    (kind, text).prop_map(|(kind, words)| Block {
        kind,
        text: words.join(" "),
        lines: Vec::new(),
    })
}

fn any_document() -> impl Strategy<Value = Extracted> {
    let pages = prop::collection::vec(prop::collection::vec(any_block(), 0..25), 0..4);
    let metadata = (
        prop::option::of(WORDS),
        prop::option::of("\\PC{0,20}"),
        prop::option::of("https?://[a-z.]{3,9}/20[0-9]{2}/[0-9]{2}/"),
    );
    (pages, metadata, any::<bool>()).prop_map(|(pages, metadata, html)| Extracted {
        media_type: if html {
            MediaType::Html
        } else {
            MediaType::Pdf
        },
        metadata: Metadata {
            title: metadata.0,
            published: metadata.1,
            canonical_url: metadata.2,
            ..Metadata::default()
        },
        pages: (1..)
            .zip(pages)
            .map(|(number, blocks)| page(number, blocks))
            .collect(),
        warnings: Vec::new(),
    })
}

fn page(number: u32, blocks: Vec<Block>) -> Page {
    Page {
        number: Some(number),
        width: 595.0,
        height: 842.0,
        blocks,
        continued: Vec::new(),
        margins: Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn reading_never_panics(extracted in any_document()) {
        let document = probity_report::read(id(), &extracted, &Gazetteer::built_in());
        for unit in &document.inspected {
            prop_assert!(Gazetteer::built_in().find(&unit.name).is_some());
        }
    }

    #[test]
    fn any_text_is_read(text in "(\\PC|\n|\t){0,400}") {
        if let Ok(extracted) = probity_extract::extract(text.as_bytes(), &Default::default()) {
            let _ = probity_report::read(id(), &extracted, &Gazetteer::built_in());
        }
    }

    /// Paragraphs of other documents, wherever they come behind the page of ratings, change nothing
    /// that was read from it.
    #[test]
    fn foreign_paragraphs_change_no_rating(places in prop::collection::vec((0usize..200, any::<bool>()), 1..25)) {
        let own = read_text(REPORT);
        let (head, tail) = REPORT.split_at(REPORT.find("Background\n\n").unwrap());
        let mut paragraphs: Vec<&str> = tail.split("\n\n").collect();
        let foreign: Vec<&str> = paragraphs_of(OTHER_REPORT).into_iter().chain(paragraphs_of(RELEASE)).collect();
        for (place, end) in places {
            let at = if end { paragraphs.len() } else { 1 + place % paragraphs.len() };
            paragraphs.insert(at, foreign[place % foreign.len()]);
        }
        let shuffled = read_text(&(head.to_owned() + &paragraphs.join("\n\n")));
        prop_assert_eq!(from_ratings_page(&own), from_ratings_page(&shuffled));
    }
}

/// Whole sentences only: a heading would begin a part of the document.
fn paragraphs_of(text: &str) -> Vec<&str> {
    text.split("\n\n")
        .filter(|paragraph| paragraph.len() > 60 && !paragraph.contains('\t'))
        .collect()
}

fn from_ratings_page(document: &Document) -> impl PartialEq + std::fmt::Debug {
    (
        document.inspected.clone(),
        document.standards.clone(),
        document.rating,
        document.score,
        document.title.clone(),
        document.published,
    )
}

#[test]
fn a_report_is_read_as_the_unit_it_names() {
    let gazetteer = Gazetteer::built_in();
    for pdu in gazetteer.pdus() {
        let document = read_text(&REPORT.replace("Wigan", &pdu.name));
        assert_eq!(document.pdus, [pdu.name.as_str()]);
        assert_eq!(document.regions, [pdu.region.as_str()]);
        assert_eq!(document.rating, Some(Rating::RequiresImprovement));
        assert_eq!(
            document.inspected[0].previous_rating,
            Some(Rating::Good),
            "{}",
            pdu.name
        );
        let addressee = document.recommendations[0].addressee.as_deref();
        assert_eq!(addressee, Some(format!("{} PDU", pdu.name).as_str()));
    }
}

#[test]
fn releases_and_news_are_read_as_the_unit_they_name() {
    let gazetteer = Gazetteer::built_in();
    for pdu in gazetteer.pdus() {
        for template in [
            "Probation service in {} rated 'Inadequate'\n\n{}'s probation service is rated 'Inadequate' by HM Inspectorate of Probation.\n",
            "Watchdog criticises unit\n\nThe {} Probation Delivery Unit (PDU) was branded inadequate by the probation watchdog, up from 'Good' in 2019.\n",
            "Inspectors report\n\nHis Majesty's Inspectorate of Probation has rated {} PDU 'Inadequate' overall.\n",
        ] {
            let text = template.replace("{}", &pdu.name);
            let document = read_text(&text);
            assert_eq!(document.pdus, [pdu.name.as_str()], "{text}");
            assert_eq!(document.rating, Some(Rating::Inadequate), "{text}");
        }
    }
}

#[test]
fn names_that_disagree_are_doubted() {
    let elsewhere = REPORT.replacen("Greater Manchester region", "London region", 1);
    assert_eq!(read_text(&elsewhere).regions, ["Greater Manchester"]);
    assert!(
        read_text(&elsewhere)
            .warnings
            .iter()
            .any(|warning| warning.contains("the cover says London"))
    );
    let other = REPORT.replace("Ratings\n\nWigan PDU", "Ratings\n\nOldham PDU");
    let warnings = read_text(&other).warnings;
    assert!(
        warnings
            .iter()
            .any(|warning| warning.contains("list of ratings Oldham")),
        "{warnings:?}"
    );
    let sum = REPORT.replace("**5/21**", "**6/21**");
    assert!(
        read_text(&sum)
            .warnings
            .iter()
            .any(|warning| warning.contains("add up to 5"))
    );
}

/// Whatever is searched anew for each word of a long text costs 64 times as much for one eight times as long.
/// The best of three tries counts, since other programs take their share of the processor.
#[test]
fn the_work_grows_with_the_text_and_not_with_its_square() {
    for words in [
        "Leeds rated 'Good' in 2022, ",
        "Leeds PDU was rated 'Good' and ",
        "one of 9, 40/75 ",
        "on 3 May 2024 ",
        "Chief Inspector of Probation Ada ",
        "1. a ",
        "(",
        "\u{201c}",
        "St. ",
        "Does it? 49% ",
    ] {
        let line = |bytes: usize| words.repeat(bytes / words.len());
        let lines = |bytes: usize| format!("{}\n\n", line(60)).repeat(bytes / 60);
        for text in [&line as &dyn Fn(usize) -> String, &lines] {
            let (short, long) = (text(10_000), text(80_000));
            // What is set up once is set up here.
            read_text(&short);
            let grows_little = || effort(&long) < 30.0 * effort(&short);
            assert!((0..3).any(|_| grows_little()), "{words}");
        }
    }
}

/// Seconds that reading takes.
fn effort(text: &str) -> f64 {
    let started = std::time::Instant::now();
    read_text(text);
    started.elapsed().as_secs_f64()
}
