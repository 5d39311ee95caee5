//! What is found span by span is what scorers find.

use proptest::prelude::*;
use tantivy::schema::{Field, Schema, TEXT};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};

use super::super::Boxed;
use super::super::bits::{Bounds, SIZE};
use super::super::{Combine, Constant};
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
    /// The word that all entries have, and one that is only looked at where that was found.
    Refined(usize),
    Any(Vec<Tree>, bool, u8),
    All(Vec<Tree>, Vec<Tree>),
    /// Words in a row, or with so many between.
    Near(usize, usize, u32),
    /// All scoring the same.
    Constant(usize),
    /// By the engine's own scorers.
    Foreign(usize),
}

fn tree() -> impl Strategy<Value = Tree> {
    let words = prop::collection::vec((0..WORDS.len(), 1..4_u8), 1..4);
    let leaf = prop_oneof![
        words.prop_map(Tree::Words),
        (0..WORDS.len(), 0..WORDS.len(), 0..3_u32)
            .prop_map(|(one, other, slop)| Tree::Near(one, other, slop)),
        (1..WORDS.len()).prop_map(Tree::Refined),
        (0..WORDS.len()).prop_map(Tree::Constant),
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
        Tree::Refined(word) => {
            let refining = Terms::refining(term(*word), term(0)).boosted(0.3);
            Box::new(Terms::any([Terms::one(term(0)), refining]))
        }
        Tree::Constant(word) => Box::new(Constant::new(Box::new(Terms::one(term(*word))), 0.5)),
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

/// What is found span by span: with its score, or only what scores so much at least. Nothing scores more than
/// its bound.
fn by_spans(finding: &dyn Finding, reader: &SegmentReader, from: DocId, needed: Score) -> Hits {
    let mut hits = Vec::new();
    let Some(mut finds) = finding.open(reader, 1.0).unwrap() else {
        return hits;
    };
    let mut next = finds.next(from);
    while next < reader.max_doc() {
        let span = Span::new(next, reader.max_doc());
        finds.mark(span, None);
        let found = finds.found().clone();
        let mut bounds: Box<Bounds> = Box::new([0.0; SIZE as usize]);
        finds.bound(&found, &mut bounds);
        found.each_in(&found, |entry, place| {
            let score = finds
                .score(entry, needed)
                .expect("what is found has a score");
            assert!(
                score <= bounds[place] && score <= finds.most(),
                "{score} of {entry}"
            );
            if score >= needed {
                hits.push((entry, score.to_bits()));
            }
        });
        next = finds.next(span.end());
    }
    hits
}

/// As [`by_spans`], where only every seventh entry is asked for.
fn among_few(finding: &dyn Finding, reader: &SegmentReader) -> Hits {
    let mut hits = Vec::new();
    let Some(mut finds) = finding.open(reader, 1.0).unwrap() else {
        return hits;
    };
    for start in (0..reader.max_doc()).step_by(SIZE as usize) {
        let span = Span::new(start, reader.max_doc());
        let mut asked = Bits::default();
        asked.begin(span);
        let entries = (span.start()..span.end()).filter(|entry| entry.is_multiple_of(7));
        entries.for_each(|entry| {
            asked.add(entry);
        });
        finds.mark(span, Some(&asked));
        asked.keep(finds.found());
        asked.each(|entry| {
            let score = finds.score(entry, Score::NEG_INFINITY);
            hits.extend(score.map(|score| (entry, score.to_bits())));
        });
    }
    hits
}

#[test]
fn spans_find_what_scorers_find() {
    let (index, field) = index();
    let searcher = index.reader().unwrap().searcher();
    let reader = searcher.segment_reader(0);
    let scored = EnableScoring::enabled_from_searcher(&searcher);
    proptest!(|(tree in tree(), from in 0..ENTRIES as DocId, needed in 0.0..20.0_f32)| {
        let query = query(&tree, field);
        let expected = by_scorer(&*query, scored, reader);
        let finding = finding(&*query, scored).unwrap();
        prop_assert_eq!(&by_spans(&*finding, reader, 0, Score::NEG_INFINITY), &expected);
        let rest: Hits = expected.iter().filter(|(entry, _)| *entry >= from).copied().collect();
        prop_assert_eq!(by_spans(&*finding, reader, from, Score::NEG_INFINITY), rest);
        let best = expected.iter().filter(|(_, score)| f32::from_bits(*score) >= needed);
        let best: Hits = best.copied().collect();
        prop_assert_eq!(by_spans(&*finding, reader, 0, needed), best);
        let some = expected.iter().filter(|(entry, _)| entry.is_multiple_of(7));
        prop_assert_eq!(among_few(&*finding, reader), some.copied().collect::<Hits>());

        let unscored = EnableScoring::disabled_from_searcher(&searcher);
        let finding = super::finding(&*query, unscored).unwrap();
        let found = by_spans(&*finding, reader, 0, Score::NEG_INFINITY);
        let entries = found.into_iter().map(|(entry, _)| entry);
        prop_assert!(entries.eq(expected.iter().map(|(entry, _)| *entry)));
    });
}
