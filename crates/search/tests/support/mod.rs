//! Documents of invented units that the tests of the engine share.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test uses its part, and a failure here is a failed test"
)]

use probity_model::{
    AddresseeKind, ContentHash, Document, DocumentId, Gazetteer, Inspected, Kind, Level, Passage,
    PassageKind, Polarity, PreviousRecommendation, Progress, Rating, Recommendation, Section,
};
use probity_search::{
    Engine, Facet, SearchRequest, SearchResponse, Settings, TantivyIndex, Writer,
};

/// The id of the document with this number.
pub(crate) fn id(number: u8) -> DocumentId {
    ContentHash::from_bytes([number; 32]).document_id()
}

pub(crate) fn document(number: u8, kind: Kind, title: &str) -> Document {
    let mut document = Document::unknown(id(number));
    document.kind = kind;
    document.title = title.to_owned();
    document
}

pub(crate) fn passage(text: &str) -> Passage {
    Passage {
        kind: PassageKind::Paragraph,
        section: Vec::new(),
        standard: None,
        standard_rating: None,
        polarity: Polarity::Unstated,
        page: None,
        text: text.to_owned(),
        measures: Vec::new(),
    }
}

pub(crate) fn recommendation(number: u32, text: &str) -> Recommendation {
    Recommendation {
        number: Some(number),
        addressee: Some("Ashby Vale PDU".to_owned()),
        addressee_kind: AddresseeKind::Pdu,
        text: text.to_owned(),
        page: Some(7),
    }
}

fn finding(standard: &str, rating: Rating, polarity: Polarity, page: u32, text: &str) -> Passage {
    Passage {
        section: vec![
            "2. Service delivery".to_owned(),
            format!("P 2.1. {standard}"),
        ],
        standard: Some(standard.to_owned()),
        standard_rating: Some(rating),
        polarity,
        page: Some(page),
        ..passage(text)
    }
}

fn inspected(name: &str, rating: Rating) -> Inspected {
    Inspected {
        name: name.to_owned(),
        level: Level::Pdu,
        rating: Some(rating),
        score: None,
        previous_rating: None,
    }
}

/// Four documents: two reports, a news article about two units, and a page nothing is known of.
pub(crate) fn documents() -> Vec<Document> {
    vec![ashby(), brock(), news(), unknown()]
}

fn ashby() -> Document {
    Document {
        level: Level::Pdu,
        publisher: Some("HM Inspectorate of Probation".to_owned()),
        regions: vec!["East of England".to_owned()],
        pdus: vec!["Ashby Vale".to_owned()],
        inspected: vec![inspected("Ashby Vale", Rating::RequiresImprovement)],
        rating: Some(Rating::RequiresImprovement),
        published: "2024-08".parse().ok(),
        fieldwork_started: "2024-05-13".parse().ok(),
        sections: vec![Section {
            heading: "Foreword".to_owned(),
            level: 1,
            page: Some(3),
        }],
        passages: vec![
            Passage {
                section: vec!["Foreword".to_owned()],
                page: Some(3),
                ..passage(
                    "This was a disappointing inspection. Leaders understood the causes, and staff were \
                     committed to the people they supervise.",
                )
            },
            finding(
                "Assessment",
                Rating::Inadequate,
                Polarity::Improvement,
                11,
                "In 21 of 40 cases where domestic abuse was known, the risk of serious harm was not assessed \
                 well enough. Enquiries with the police were often late.",
            ),
            finding(
                "Staffing",
                Rating::Good,
                Polarity::Strength,
                14,
                "The senior probation officers shared the workload fairly, and café meetings helped new staff \
                 to reduce re-offending together.",
            ),
        ],
        recommendations: vec![
            recommendation(
                1,
                "ensure that domestic abuse enquiries are made before every assessment",
            ),
            recommendation(2, "give middle managers time for the oversight of practice"),
        ],
        previous_recommendations: vec![PreviousRecommendation {
            text: "Improve the induction of newly qualified officers".to_owned(),
            action: Some("A handbook was written".to_owned()),
            progress: Some(Progress::Some),
            improvement_required: Some(true),
            page: Some(30),
        }],
        ..document(
            1,
            Kind::InspectionReport,
            "An inspection of probation services in Ashby Vale PDU",
        )
    }
}

fn brock() -> Document {
    Document {
        level: Level::Pdu,
        publisher: Some("HM Inspectorate of Probation".to_owned()),
        regions: vec!["Wales".to_owned()],
        pdus: vec!["Brock and Moor".to_owned()],
        inspected: vec![inspected("Brock and Moor", Rating::Good)],
        rating: Some(Rating::Good),
        published: "2023-02-09".parse().ok(),
        passages: vec![
            finding(
                "Assessment",
                Rating::Good,
                Polarity::Strength,
                9,
                "Assessments drew on what children's services knew, and the safety of other people came first.",
            ),
            finding(
                "Planning",
                Rating::RequiresImprovement,
                Polarity::Improvement,
                12,
                "Plans for accommodation were missing for people leaving prison. Abuse of alcohol in domestic \
                 settings was noted.",
            ),
        ],
        ..document(2, Kind::InspectionReport, "Brock and Moor: an inspection")
    }
}

fn news() -> Document {
    Document {
        publisher: Some("The Vale Courier".to_owned()),
        regions: vec!["East of England".to_owned(), "Wales".to_owned()],
        pdus: vec!["Ashby Vale".to_owned(), "Brock and Moor".to_owned()],
        inspected: vec![
            inspected("Ashby Vale", Rating::Inadequate),
            inspected("Brock and Moor", Rating::Good),
        ],
        published: "2024-08-29".parse().ok(),
        passages: vec![
            passage("The watchdog said offenders waited months for unpaid work in Ashby Vale."),
            passage(
                "\"Staff want to stay in this job,\" one officer told us. Brock and Moor did better.",
            ),
        ],
        ..document(3, Kind::NewsArticle, "Probation watchdog finds delays")
    }
}

fn unknown() -> Document {
    Document {
        passages: vec![passage(
            "Minutes of a meeting about <parking> & policy at the office.",
        )],
        ..document(4, Kind::Other, "")
    }
}

/// Settings that know the invented units.
pub(crate) fn settings() -> Settings {
    let units = "[[region]]\nname = 'East of England'\npdus = [\n\
                 { name = 'Ashby Vale', aliases = ['Vale of Ashby'], places = ['Ashby Magna'] },\n\
                 { name = 'Brock and Moor' },\n]";
    Settings {
        gazetteer: Gazetteer::with_more(units).unwrap(),
        ..Settings::default()
    }
}

/// An index in memory that holds these documents.
pub(crate) fn index_of(documents: &[Document]) -> TantivyIndex {
    index_with(documents, &settings())
}

/// As [`index_of`], with settings of the test's own.
pub(crate) fn index_with(documents: &[Document], settings: &Settings) -> TantivyIndex {
    let index = TantivyIndex::in_memory(settings).unwrap();
    let mut writer = index.writer(0).unwrap();
    for document in documents {
        writer.put(document).unwrap();
    }
    writer.commit(1).unwrap();
    index
}

/// A request for up to 20 hits, with all facets that fit.
pub(crate) fn request(query: &str) -> SearchRequest {
    SearchRequest {
        query: query.to_owned(),
        limit: 20,
        facet_limit: 50,
        relax: true,
        ..SearchRequest::default()
    }
}

pub(crate) fn search(engine: &dyn Engine, request: &SearchRequest) -> SearchResponse {
    engine
        .search(request)
        .unwrap_or_else(|error| panic!("{}: {error}", request.query))
}

pub(crate) fn ids(response: &SearchResponse) -> Vec<&str> {
    response.hits.iter().map(|hit| hit.id.as_str()).collect()
}

/// The counts of a facet as `value count`, chosen values with a star.
pub(crate) fn counts(response: &SearchResponse, facet: Facet) -> Vec<String> {
    let counted = response
        .facets
        .iter()
        .find(|(counted, _)| *counted == facet);
    let counts = counted.map_or(&[][..], |(_, counts)| counts.as_slice());
    counts
        .iter()
        .map(|count| {
            let star = if count.selected { "*" } else { "" };
            format!("{}{star} {}", count.value, count.count)
        })
        .collect()
}
