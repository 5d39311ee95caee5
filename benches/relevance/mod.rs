//! How good the order of hits is, against needs whose answers were judged beforehand.

mod cranfield;
mod judged;
mod measure;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use probity_extract::{Limits, extract};
use probity_model::{Document, DocumentId};
use probity_search::{
    Engine, Hit, Scope, SearchRequest, Settings, SimilarRequest, SimilarTo, TantivyIndex, Writer,
};

use crate::corpus;
use judged::{Group, Judged, Need};
use measure::{Gain, Mean, ndcg};

pub(crate) use cranfield::cranfield;

/// Hits that count.
pub(crate) const DEPTH: usize = 10;

/// Asks every judged need in its own words, and every grouped recommendation for its like.
///
/// The samples and `benches/relevance/needs.txt` by default; `PROBITY_NEEDS` names another file of the
/// same form, `PROBITY_NEEDS_DOCUMENTS` a folder of the documents it judges.
pub(crate) fn needs() {
    let (documents, judged) = read();
    let names: HashMap<DocumentId, String> = documents
        .iter()
        .map(|(name, document)| (document.id.clone(), name.clone()))
        .collect();
    let index = index_of(
        documents.iter().map(|(_, document)| document),
        &settings(&corpus::gazetteer()),
    );
    let asked: Vec<Asked> = judged
        .needs
        .iter()
        .map(|need| ask(&index, &names, need))
        .collect();
    let say_all = std::env::var_os("PROBITY_NEEDS_VERBOSE").is_some();
    if say_all {
        asked.iter().for_each(Asked::print);
    }
    let ndcg: Mean = asked.iter().map(|asked| asked.ndcg).collect();
    let recall: Mean = asked.iter().map(|asked| asked.recall).collect();
    let answered = asked.iter().filter(|asked| asked.ndcg > 0.0).count();
    println!(
        "relevance: nDCG@{DEPTH} {ndcg}, recall@{DEPTH} {recall}, {answered} of {} needs answered",
        asked.len()
    );
    let alike: Mean = judged
        .groups
        .iter()
        .flat_map(|group| alike(&index, group))
        .collect();
    println!(
        "similar: nDCG@{DEPTH} {alike}, {} groups",
        judged.groups.len()
    );
}

/// A need that was asked, and how well it was answered.
struct Asked<'n> {
    need: &'n Need,
    ndcg: f64,
    recall: f64,
    /// What came, best first, with the grade it was given.
    came: Vec<(u32, String)>,
    missed: Vec<String>,
}

impl Asked<'_> {
    fn print(&self) {
        println!("{:.2} {:.2}  {}", self.ndcg, self.recall, self.need.words);
        if self.ndcg < 0.9 || self.recall < 1.0 {
            self.came
                .iter()
                .for_each(|(grade, hit)| println!("     {grade} {hit}"));
            self.missed
                .iter()
                .for_each(|place| println!("     missed {place}"));
        }
    }
}

fn ask<'n>(index: &TantivyIndex, names: &HashMap<DocumentId, String>, need: &'n Need) -> Asked<'n> {
    let request = SearchRequest {
        query: need.words.clone(),
        scope: Scope::Findings,
        limit: DEPTH,
        relax: true,
        facets: Some(Vec::new()),
        ..SearchRequest::default()
    };
    let response = index.search(&request).expect("a need that can be asked");
    let mut seen = vec![false; need.places.len()];
    let mut came = Vec::new();
    for hit in &response.hits {
        let name = names.get(&hit.document_id).map_or("", String::as_str);
        let place =
            (0..need.places.len()).find(|at| !seen[*at] && need.places[*at].is_of(name, hit));
        if let Some(at) = place {
            seen[at] = true;
        }
        came.push((
            place.map_or(0, |at| need.places[at].grade),
            shown(name, hit),
        ));
    }
    let grades: Vec<u32> = came.iter().map(|(grade, _)| *grade).collect();
    let ideal: Vec<u32> = need.places.iter().map(|place| place.grade).collect();
    let wanted = (0..need.places.len()).filter(|at| need.places[*at].grade > 0);
    let missed: Vec<usize> = wanted.clone().filter(|at| !seen[*at]).collect();
    let all = wanted.count().max(1);
    Asked {
        need,
        ndcg: ndcg(&grades, &ideal, Gain::Steep),
        recall: 1.0 - missed.len() as f64 / all as f64,
        came,
        missed: missed
            .iter()
            .map(|at| need.places[*at].to_string())
            .collect(),
    }
}

fn shown(name: &str, hit: &Hit) -> String {
    let text: String = hit
        .text
        .as_deref()
        .unwrap_or_default()
        .chars()
        .take(90)
        .collect();
    let section = hit.section.join(" / ");
    format!("{:6.2} {name} | {section} | {text}", hit.score)
}

/// For each member of a group, how well the others are found by its text.
fn alike(index: &TantivyIndex, group: &Group) -> Vec<f64> {
    let mut found = Vec::new();
    for source in &group.asked {
        let others: Vec<&String> = group.found.iter().filter(|text| *text != source).collect();
        if others.is_empty() {
            continue;
        }
        let request = SimilarRequest {
            to: SimilarTo::Text(source.clone()),
            scope: Scope::Recommendations,
            filters: probity_search::Filters::default(),
            limit: DEPTH + 1,
            exclude_document: false,
        };
        let response = index
            .similar(&request)
            .expect("a text that can be compared");
        let texts = response.hits.iter().filter_map(|hit| hit.text.as_deref());
        let texts = texts
            .map(judged::plain)
            .filter(|text| *text != judged::plain(source));
        let is_one = |text: &String| {
            others
                .iter()
                .any(|other| text.contains(judged::beginning(other).as_str()))
        };
        let grades: Vec<u32> = texts
            .take(DEPTH)
            .map(|text| u32::from(is_one(&text)))
            .collect();
        found.push(ndcg(&grades, &vec![1; others.len()], Gain::Steep));
    }
    found
}

fn settings(gazetteer: &probity_model::Gazetteer) -> Settings {
    Settings {
        gazetteer: gazetteer.clone(),
        ..Settings::default()
    }
}

pub(crate) fn index_of<'d>(
    documents: impl Iterator<Item = &'d Document>,
    settings: &Settings,
) -> TantivyIndex {
    let index = TantivyIndex::in_memory(settings).expect("an index");
    let mut writer = index.writer(0).expect("a writer");
    documents.for_each(|document| writer.put(document).expect("a document can be put"));
    writer.commit(1).expect("a commit");
    index
}

/// The documents by their file's name, and what was judged of them.
fn read() -> (Vec<(String, Document)>, Judged) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/relevance/needs.txt");
    let file = std::env::var_os("PROBITY_NEEDS").map_or(here, PathBuf::from);
    let judged = std::fs::read_to_string(&file).expect("a file of judged needs");
    let documents = match std::env::var_os("PROBITY_NEEDS_DOCUMENTS") {
        Some(folders) => std::env::split_paths(&folders)
            .flat_map(|folder| documents_of(&folder))
            .collect(),
        None => corpus::samples()
            .into_iter()
            .map(|sample| (name_of(&sample.path), sample.document))
            .collect(),
    };
    (documents, Judged::read(&judged))
}

fn documents_of(folder: &Path) -> Vec<(String, Document)> {
    let gazetteer = corpus::gazetteer();
    let entries = std::fs::read_dir(folder).expect("a folder of documents");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let read = |path: PathBuf| {
        let bytes = std::fs::read(&path).expect("a document");
        let extracted = extract(&bytes, &Limits::default()).expect("a document that can be read");
        let document = probity_report::read(corpus::id(&path, 0), &extracted, &gazetteer);
        (name_of(&path), document)
    };
    paths.into_iter().map(read).collect()
}

fn name_of(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}
