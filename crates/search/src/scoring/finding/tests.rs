//! What is found window by window is what scorers find.

use proptest::prelude::*;
use tantivy::schema::{Field, Schema, TEXT};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};

use super::super::Boxed;
use super::super::window::SIZE;
use super::*;

const WORDS: [&str; 5] = ["all", "half", "some", "few", "rare"];
const ENTRIES: usize = 3 * SIZE as usize + 17;

/// Entries of which each second, fortieth, … has a word, some of them twice.
fn index() -> (Index, Field) {
    let mut schema = Schema::builder();
    let field = schema.add_text_field("text", TEXT);
    let index = Index::create_in_ram(schema.build());
    let mut writer: IndexWriter = index.writer_with_num_threads(1, 20_000_000).unwrap();
    for number in 0..ENTRIES {
        let every = [1, 2, 40, 700, 2_500];
        let words = WORDS.iter().zip(every);
        let words = words.filter(|(_, every)| number % every == every / 2);
        let mut text: Vec<&str> = words.map(|(word, _)| *word).collect();
        if number % 3 == 0 {
            text.extend(text.clone());
        }
        let mut entry = TantivyDocument::new();
        entry.add_text(field, text.join(" "));
        writer.add_document(entry).unwrap();
    }
    writer.commit().unwrap();
    (index, field)
}

#[derive(Clone, Debug)]
enum Tree {
    Words(Vec<(usize, u8)>),
    Any(Vec<Tree>, bool, u8),
    All(Vec<Tree>, Vec<Tree>),
    /// Words in a row, or with so many between.
    Near(usize, usize, u32),
    /// By the engine's own scorers.
    Foreign(usize),
}

fn tree() -> impl Strategy<Value = Tree> {
    let words = prop::collection::vec((0..WORDS.len(), 1..4_u8), 1..4);
    let leaf = prop_oneof![
        words.prop_map(Tree::Words),
        (0..WORDS.len(), 0..WORDS.len(), 0..3_u32)
            .prop_map(|(one, other, slop)| Tree::Near(one, other, slop)),
        (0..WORDS.len()).prop_map(Tree::Foreign),
    ];
    leaf.prop_recursive(3, 12, 3, |part| {
        let parts = |least| prop::collection::vec(part.clone(), least..4);
        prop_oneof![
            (parts(1), any::<bool>(), 1..4_u8)
                .prop_map(|(parts, best, boost)| Tree::Any(parts, best, boost)),
            (parts(1), parts(0)).prop_map(|(all, none)| Tree::All(all, none)),
        ]
    })
}

fn query(tree: &Tree, field: Field) -> Boxed {
    let queries = |trees: &[Tree]| trees.iter().map(|tree| query(tree, field)).collect();
    let term = |word: usize| Term::from_field_text(field, WORDS[word]);
    match tree {
        Tree::Words(words) => {
            let words = words.iter();
            Box::new(Terms::any(words.map(|(word, boost)| {
                Terms::one(term(*word)).boosted(f32::from(*boost))
            })))
        }
        Tree::Any(parts, best, boost) => {
            let combine = if *best {
                Combine::Best(0.25)
            } else {
                Combine::Sum
            };
            Box::new(Union::new(queries(parts), combine).boosted(f32::from(*boost)))
        }
        Tree::All(all, none) => {
            let all: Vec<Boxed> = queries(all);
            let none: Vec<Boxed> = queries(none);
            let all = all.into_iter().map(|part| (Occur::Must, part));
            let none = none.into_iter().map(|part| (Occur::MustNot, part));
            Box::new(BooleanQuery::new(all.chain(none).collect()))
        }
        Tree::Near(one, other, slop) => {
            let near = Near::new(vec![term(*one), term(*other)], *slop);
            Box::new(near.in_a_row(2.5).boosted(1.5))
        }
        Tree::Foreign(word) => Box::new(tantivy::query::ConstScoreQuery::new(
            Box::new(Terms::one(term(*word))),
            0.5,
        )),
    }
}

/// What is found from an entry on, with the bits of its score.
type Hits = Vec<(DocId, u32)>;

fn by_scorer(query: &dyn Query, scoring: EnableScoring<'_>, reader: &SegmentReader) -> Hits {
    let weight = query.weight(scoring).unwrap();
    let mut scorer = weight.scorer(reader, 1.0).unwrap();
    let mut hits = Vec::new();
    while scorer.doc() != TERMINATED {
        hits.push((scorer.doc(), scorer.score().to_bits()));
        scorer.advance();
    }
    hits
}

fn by_windows(finding: &dyn Finding, reader: &SegmentReader, from: DocId) -> Hits {
    let mut hits = Vec::new();
    let Some(mut found) = finding.open(reader, 1.0).unwrap() else {
        return hits;
    };
    let mut window = Window::default();
    let mut next = found.next(from);
    while next < reader.max_doc() {
        window.begin(next, reader.max_doc());
        found.fill(&mut window);
        window.each(|entry, score| hits.push((entry, score.to_bits())));
        next = found.next(window.end());
    }
    hits
}

fn one_by_one(finding: &dyn Finding, reader: &SegmentReader) -> Hits {
    let Some(mut found) = finding.open(reader, 1.0).unwrap() else {
        return Vec::new();
    };
    let entries = (0..reader.max_doc()).step_by(7);
    let scores = entries.filter_map(|entry| Some((entry, found.at(entry)?.to_bits())));
    scores.collect()
}

#[test]
fn windows_find_what_scorers_find() {
    let (index, field) = index();
    let searcher = index.reader().unwrap().searcher();
    let reader = searcher.segment_reader(0);
    let scored = EnableScoring::enabled_from_searcher(&searcher);
    proptest!(|(tree in tree(), from in 0..ENTRIES as DocId)| {
        let query = query(&tree, field);
        let expected = by_scorer(&*query, scored, reader);
        let finding = finding(&*query, scored).unwrap();
        prop_assert_eq!(&by_windows(&*finding, reader, 0), &expected);
        let rest: Hits = expected.iter().filter(|(entry, _)| *entry >= from).copied().collect();
        prop_assert_eq!(by_windows(&*finding, reader, from), rest);
        let some = expected.iter().filter(|(entry, _)| entry.is_multiple_of(7));
        prop_assert_eq!(one_by_one(&*finding, reader), some.copied().collect::<Hits>());

        let unscored = EnableScoring::disabled_from_searcher(&searcher);
        let finding = super::finding(&*query, unscored).unwrap();
        let entries = by_windows(&*finding, reader, 0).into_iter().map(|(entry, _)| entry);
        prop_assert!(entries.eq(expected.iter().map(|(entry, _)| *entry)));
    });
}
