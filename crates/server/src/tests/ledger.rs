//! Documents and files put into a ledger the way ingestion does.

use probity_catalogue::{
    Catalogue, Claim, Failure, HeldContent, HeldFile, NewDocument, SeenFile, Verdict,
};
use probity_model::{
    AddresseeKind, ContentHash, Document, DocumentId, Evidence, Inspected, KeyQuestion, Kind,
    Level, PageText, Passage, PassageKind, Polarity, PreviousRecommendation, Progress, Rating,
    Recommendation, Score, Section, StandardRating, TextLine,
};

/// Contents are told apart by one number.
pub(super) fn hash(content: u8) -> ContentHash {
    ContentHash::from_bytes([content; 32])
}

pub(super) fn id(content: u8) -> DocumentId {
    hash(content).document_id()
}

/// Puts a file of so many bytes and its document into the ledger.
pub(super) fn index(
    catalogue: &Catalogue,
    path: &str,
    bytes: u64,
    content: u8,
    document: Document,
) {
    index_as(catalogue, path, bytes, content, document, "application/pdf");
}

pub(super) fn index_as(
    catalogue: &Catalogue,
    path: &str,
    bytes: u64,
    content: u8,
    document: Document,
    media_type: &str,
) {
    see(catalogue, path, bytes);
    read(
        catalogue,
        &claim(path, bytes, content),
        document,
        media_type,
    );
}

/// Puts an archive that holds one file, and that file's document, into the ledger.
pub(super) fn index_inside(catalogue: &Catalogue, archive: &str, content: u8, document: Document) {
    see(catalogue, archive, 100);
    let outer = claim(archive, 100, u8::MAX);
    catalogue.claim(&outer).unwrap();
    let held = HeldFile {
        path: format!("{archive}/inside.pdf"),
        bytes: 10,
        content: HeldContent::Take(hash(content)),
    };
    let inner = claim(&held.path, 10, content);
    catalogue.hold(&outer, &[held], Some("an archive")).unwrap();
    read(catalogue, &inner, document, "application/pdf");
}

fn claim(path: &str, bytes: u64, content: u8) -> Claim {
    Claim {
        path: path.to_owned(),
        stamp: "stamp".to_owned(),
        bytes,
        modified: None,
        content_hash: hash(content),
        rules_version: 1,
    }
}

fn read(catalogue: &Catalogue, claim: &Claim, document: Document, media_type: &str) {
    catalogue.claim(claim).unwrap();
    let new = NewDocument {
        document,
        pages: vec![page()],
        content_hash: claim.content_hash,
        media_type: media_type.to_owned(),
        rules_version: 1,
    };
    catalogue.store(&[new]).unwrap();
    let latest = *catalogue.sequences().unwrap().end();
    catalogue.committed(latest).unwrap();
}

fn see(catalogue: &Catalogue, path: &str, bytes: u64) {
    let file = SeenFile {
        path: path.to_owned(),
        stamp: "stamp".to_owned(),
        bytes,
        modified: None,
        verdict: Verdict::Take,
    };
    catalogue.see(&[file]).unwrap();
}

pub(super) fn fail(catalogue: &Catalogue, path: &str, error: &str) {
    see(catalogue, path, 10);
    let failure = Failure {
        path: path.to_owned(),
        content_hash: None,
        error: error.to_owned(),
        next_attempt: None,
        pending: false,
    };
    catalogue.fail(&[failure]).unwrap();
}

fn page() -> PageText {
    PageText {
        page: 1,
        width: 595.0,
        height: 842.0,
        lines: vec![
            line("An inspection", 80.5),
            line("Leaders <b>listen</b> & learn.", 120.0),
        ],
    }
}

fn line(text: &str, top: f32) -> TextLine {
    TextLine {
        text: text.to_owned(),
        bbox: [72.0, top, 300.0, top + 15.5],
        starts: Vec::new(),
    }
}

/// A report with something in every field, about a unit of the built-in list.
pub(super) fn report(content: u8) -> Document {
    let unit = "Essex North".to_owned();
    let region = "East of England".to_owned();
    Document {
        kind: Kind::InspectionReport,
        level: Level::Pdu,
        title: format!("Report {content} <script>alert(1)</script>"),
        language: Some("en-GB".to_owned()),
        publisher: Some("The Inspectorate".to_owned()),
        regions: vec![region.clone()],
        pdus: vec![unit.clone()],
        mentions: probity_model::Mentions {
            regions: vec![region],
            pdus: vec![unit.clone()],
        },
        inspected: vec![Inspected {
            name: unit,
            level: Level::Pdu,
            rating: Some(Rating::RequiresImprovement),
            score: Score::new(4, 21).ok(),
            previous_rating: Some(Rating::Inadequate),
        }],
        rating: Some(Rating::RequiresImprovement),
        score: Score::new(4, 21).ok(),
        published: "2024-08".parse().ok(),
        fieldwork_started: "2024-03-11".parse().ok(),
        chief_inspector: Some("A Person".to_owned()),
        lead_inspector: Some("Another Person".to_owned()),
        isbn: Some("978-0-00-000000-0".to_owned()),
        standards: vec![StandardRating {
            id: "P 2.1".to_owned(),
            name: "Assessment".to_owned(),
            rating: Some(Rating::Inadequate),
            page: Some(2),
        }],
        key_questions: vec![KeyQuestion {
            standard: "Assessment".to_owned(),
            question: "Does it engage the person?".to_owned(),
            percent: 46,
            page: Some(2),
        }],
        recommendations: vec![recommendation("Make enquiries in every case.")],
        previous_recommendations: vec![PreviousRecommendation {
            text: "Reduce the number of vacancies.".to_owned(),
            action: Some("More staff were hired.".to_owned()),
            progress: Some(Progress::Some),
            improvement_required: Some(true),
            page: Some(3),
        }],
        sections: vec![Section {
            heading: "1. Leadership".to_owned(),
            level: 1,
            page: Some(1),
        }],
        passages: vec![passage()],
        pages: Some(3),
        warnings: vec!["the rating stands twice and differs".to_owned()],
        evidence: [("rating".to_owned(), evidence())].into(),
        ..Document::unknown(id(content))
    }
}

pub(super) fn recommendation(text: &str) -> Recommendation {
    Recommendation {
        number: Some(1),
        addressee: Some("Essex North PDU".to_owned()),
        addressee_kind: AddresseeKind::Pdu,
        text: text.to_owned(),
        page: Some(3),
    }
}

fn evidence() -> Evidence {
    Evidence {
        page: Some(2),
        text: "Overall rating: Requires improvement".to_owned(),
    }
}

fn passage() -> Passage {
    Passage {
        kind: PassageKind::Bullet,
        section: vec!["1. Leadership".to_owned()],
        standard: Some("Leadership".to_owned()),
        standard_rating: Some(Rating::Good),
        polarity: Polarity::Strength,
        page: Some(1),
        text: "Leaders <b>listen</b> & learn.".to_owned(),
        measures: Vec::new(),
    }
}
