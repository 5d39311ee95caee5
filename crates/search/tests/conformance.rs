//! What every engine must answer: documents, queries, and the entries that must come. Nothing here knows which
//! engine answers.

mod support;

use probity_model::{Document, Kind, PreviousRecommendation, Progress};
use probity_search::{
    Engine, Facet, Filters, Scope, SearchError, SearchRequest, SearchResponse, SimilarRequest,
    SimilarTo, Sort,
};
use support::{counts, document, documents, id, ids, index_of, recommendation, request, search};

/// What makes an engine that holds documents.
type Make = fn(&[Document]) -> Box<dyn Engine>;

/// The engines there are, by their names. Another one is added here, and must pass all of this.
const ENGINES: &[(&str, Make)] = &[("tantivy", |documents| Box::new(index_of(documents)))];

/// Checks every engine, each with these documents in it.
#[expect(clippy::print_stdout, reason = "says which engine a failure is of")]
fn every(documents: &[Document], check: impl Fn(&dyn Engine)) {
    for (name, make) in ENGINES {
        println!("engine: {name}");
        check(&*make(documents));
    }
}

/// Queries for findings and the entries (document number, passage) that match, best first where the
/// order is certain.
const FINDINGS: &[(&str, &[(u8, usize)])] = &[
    // Words in any inflection and order, in the passage, its headings or its document's names.
    ("harms assessing", &[(1, 1)]),
    ("accommodation leave", &[(2, 1)]),
    ("brock assessment", &[(2, 0)]),
    ("\"ashby vale\" domestic", &[(1, 1)]),
    ("cafe", &[(1, 2)]),
    ("reoffending", &[(1, 2)]),
    ("re-offending", &[(1, 2)]),
    ("\"re-offending together\"", &[(1, 2)]),
    ("\"reduce reoffending\"", &[(1, 2)]),
    ("childrens services", &[(2, 0)]),
    // Phrases as written.
    ("\"domestic abuse\"", &[(1, 1)]),
    ("“risk of serious harm”", &[(1, 1)]),
    ("\"risk harm\"", &[]),
    ("\"risk harm\"~2", &[(1, 1)]),
    ("\"assess\"", &[]),
    ("\"want to stay\"", &[(3, 1)]),
    // Units by their names.
    ("Ashby Vale", &[(1, 0), (1, 1), (1, 2), (3, 0), (3, 1)]),
    ("Vale of Ashby police", &[(1, 1)]),
    ("Ashby Magna police", &[(1, 1)]),
    // Operators.
    ("domestic -police", &[(2, 1)]),
    ("(café OR parking) NOT staff", &[(4, 0)]),
    ("disappointing OR parking", &[(1, 0), (4, 0)]),
    (
        "NOT (staff OR assessment OR planning OR watchdog)",
        &[(4, 0)],
    ),
    // Beginnings and misspellings.
    ("accommod*", &[(2, 1)]),
    ("disapointing~1", &[(1, 0)]),
    // Fields.
    ("standard:planning", &[(2, 1)]),
    ("section:foreword", &[(1, 0)]),
    ("title:\"finds delays\"", &[(3, 0), (3, 1)]),
    ("polarity:strength region:wales", &[(2, 0)]),
    ("year:2022..2023 domestic", &[(2, 1)]),
    ("published:2023-02 abuse", &[(2, 1)]),
    ("rating:\"not rated\"", &[(4, 0)]),
    ("pdu:\"Ashby\"", &[]),
    ("pdu:ashby harm", &[(1, 1)]),
    // Other words for the same.
    ("SPO workload", &[(1, 2)]),
    ("probationers", &[]),
    ("\"unpaid work\" offenders", &[(3, 0)]),
    ("community payback", &[(3, 0)]),
    ("domestic violence", &[(1, 1)]),
    ("housing", &[(2, 1)]),
    ("inquiries", &[(1, 1)]),
];

#[test]
fn findings_are_found() {
    every(&documents(), |index| {
        for (query, expected) in FINDINGS {
            let request = SearchRequest {
                scope: Scope::Findings,
                relax: false,
                ..request(query)
            };
            let response = search(index, &request);
            let mut found = ids(&response);
            let mut expected: Vec<String> = expected
                .iter()
                .map(|(document, n)| id(*document).finding(*n))
                .collect();
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{query}");
            assert_eq!(response.total, expected.len() as u64, "{query}");
        }
    });
}

#[test]
fn documents_are_found_with_their_best_passage() {
    every(&documents(), |index| {
        let response = search(index, &request("domestic abuse police"));
        assert_eq!(ids(&response), [id(1).as_str()]);
        let hit = &response.hits[0];
        assert_eq!(hit.page, Some(11));
        assert!(
            hit.snippet
                .contains("<mark>domestic</mark> <mark>abuse</mark>"),
            "{}",
            hit.snippet
        );
        assert_eq!(hit.text, None);
        assert_eq!(hit.regions, ["East of England"]);

        let unit = search(index, &request("Vale of Ashby"));
        let expected: Vec<_> = [3, 1].map(|number| id(number).to_string()).into();
        let mut found = ids(&unit);
        found.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(
            found, expected,
            "a unit by another name, each document once"
        );

        let everything = search(index, &request(""));
        assert_eq!(everything.total, 4);
        assert_eq!(everything.sort, Sort::Newest);
        let expected: Vec<_> = [3, 1, 2, 4].map(|number| id(number).to_string()).into();
        assert_eq!(ids(&everything), expected, "newest first, undated last");
    });
}

#[test]
fn recommendations_are_found_with_what_became_of_them() {
    every(&documents(), |index| {
        let request = |query: &str| SearchRequest {
            scope: Scope::Recommendations,
            ..request(query)
        };
        let response = search(index, &request("induction of NQOs"));
        assert_eq!(ids(&response), [id(1).previous_recommendation(0)]);
        assert_eq!(response.hits[0].progress.as_deref(), Some("some_progress"));
        let response = search(index, &request("SPO oversight"));
        assert_eq!(ids(&response), [id(1).recommendation(1)]);
        assert_eq!(response.hits[0].number, Some(2));
        assert_eq!(counts(&response, Facet::Addressee), ["pdu 1"]);
    });
}

#[test]
fn a_row_of_words_is_relaxed_only_where_nothing_has_them_all() {
    every(&documents(), |index| {
        let request = SearchRequest {
            scope: Scope::Findings,
            ..request("domestic abuse of zebras")
        };
        let response = search(index, &request);
        assert!(response.relaxed);
        assert_eq!(response.did_you_mean, None);
        assert_eq!(ids(&response), [id(1).finding(1), id(2).finding(1)]);
        let mixed = SearchRequest {
            query: "domestic abuse".to_owned(),
            ..request.clone()
        };
        let response = search(index, &mixed);
        assert!(!response.relaxed, "some have all the words");
        assert_eq!(response.hits[0].id, id(1).finding(1), "and come first");
        let fluff = SearchRequest {
            query: "probation services zebras".to_owned(),
            ..request.clone()
        };
        assert!(
            search(index, &fluff).relaxed,
            "one word that says something is relaxed as well"
        );
        let strict = SearchRequest {
            relax: false,
            ..request
        };
        assert_eq!(search(index, &strict).total, 0);
        assert!(!search(index, &support::request("domestic abuse")).relaxed);
        let operators = support::request("domestic AND zebras");
        assert_eq!(search(index, &operators).total, 0, "AND is never relaxed");
    });
}

#[test]
fn parts_of_hyphenated_words_are_marked_where_not_all_words_were_wanted() {
    every(&documents(), |index| {
        let request = SearchRequest {
            scope: Scope::Findings,
            ..request("workload-sharing zebras")
        };
        let response = search(index, &request);
        assert!(response.relaxed);
        let snippet = &response.hits[0].snippet;
        assert!(snippet.contains("<mark>workload</mark>"), "{snippet}");
    });
}

#[test]
fn a_spelling_that_matches_is_offered() {
    every(&documents(), |index| {
        let response = search(index, &request("\"domestik abuse\""));
        assert_eq!(response.total, 0);
        assert_eq!(response.did_you_mean.as_deref(), Some("\"domestic abuse\""));
        let relaxed = search(index, &request("– domestik  harm"));
        assert_eq!(relaxed.did_you_mean.as_deref(), Some("– domestic  harm"));
        assert_eq!(search(index, &request("xqzzk")).did_you_mean, None);
    });
}

#[test]
fn facets_are_counted_without_their_own_filter() {
    every(&documents(), |index| {
        let mut request = request("");
        request
            .filters
            .facets
            .insert(Facet::Region, vec!["wales".to_owned()]);
        let response = search(index, &request);
        assert_eq!(response.total, 2);
        assert_eq!(
            counts(&response, Facet::Region),
            ["East of England 2", "Wales* 2"]
        );
        assert_eq!(counts(&response, Facet::Rating), ["Good 2", "Inadequate 1"]);
        assert_eq!(counts(&response, Facet::Year), ["2024 1", "2023 1"]);

        request.filters.facets.insert(
            Facet::Rating,
            vec!["Not rated".to_owned(), "Inadequate".to_owned()],
        );
        let response = search(index, &request);
        assert_eq!(ids(&response), [id(3).as_str()]);
        assert_eq!(
            counts(&response, Facet::Region),
            ["East of England 1", "Wales* 1"]
        );
        assert_eq!(
            counts(&response, Facet::Rating),
            ["Good 2", "Inadequate* 1", "Not rated* 0"]
        );
        request.facets = Some(vec![]);
        let response = search(index, &request);
        assert_eq!((response.total, response.facets.len()), (1, 0));
    });
}

#[test]
fn values_that_are_none_match_nothing_and_wrong_types_are_refused() {
    every(&documents(), |index| {
        let mut wanted = request("");
        wanted
            .filters
            .facets
            .insert(Facet::Pdu, vec!["Atlantis".to_owned()]);
        let response = search(index, &wanted);
        assert_eq!(response.total, 0);
        assert_eq!(
            counts(&response, Facet::Pdu),
            ["Ashby Vale 2", "Brock and Moor 2", "Atlantis* 0"]
        );
        let mut wrong = request("");
        wrong
            .filters
            .facets
            .insert(Facet::Year, vec!["abc".to_owned()]);
        assert!(matches!(
            index.search(&wrong),
            Err(SearchError::Parameter { field: "year", .. })
        ));
    });
}

#[test]
fn dates_and_documents_narrow() {
    every(&documents(), |index| {
        let check = |from: Option<&str>, to: Option<&str>, expected: &[u8]| {
            let mut request = request("");
            request.filters.from = from.map(|date| date.parse().unwrap());
            request.filters.to = to.map(|date| date.parse().unwrap());
            let expected: Vec<String> = expected
                .iter()
                .map(|number| id(*number).to_string())
                .collect();
            assert_eq!(ids(&search(index, &request)), expected, "{from:?} {to:?}");
        };
        check(Some("2024"), None, &[3, 1]);
        check(None, Some("2024-08-28"), &[1, 2]);
        check(Some("2024-08-10"), Some("2024-08-10"), &[1]);
        check(Some("2025"), None, &[]);
        let mut request = request("");
        request.filters.documents = vec![id(2), id(4)];
        assert_eq!(search(index, &request).total, 2);
        request.filters.fieldwork_from = "2024".parse().ok();
        assert_eq!(search(index, &request).total, 0);
    });
}

#[test]
fn order_is_as_asked() {
    every(&documents(), |index| {
        let check = |sort: Sort, expected: [u8; 4]| {
            let request = SearchRequest {
                sort: Some(sort),
                ..request("")
            };
            let expected: Vec<String> = expected.map(|number| id(number).to_string()).into();
            assert_eq!(ids(&search(index, &request)), expected, "{sort:?}");
        };
        check(Sort::Newest, [3, 1, 2, 4]);
        check(Sort::Oldest, [2, 1, 3, 4]);
        check(Sort::Title, [1, 2, 3, 4]);
    });
}

#[test]
fn similar_recommendations_come_most_similar_first() {
    every(&documents(), |index| {
        let request = |to: SimilarTo| SimilarRequest {
            to,
            scope: Scope::Recommendations,
            filters: Default::default(),
            limit: 10,
            exclude_document: false,
        };
        let draft = "Make domestic abuse enquiries before assessments are written.";
        let response = index
            .similar(&request(SimilarTo::Text(draft.to_owned())))
            .unwrap();
        assert_eq!(response.hits[0].id, id(1).recommendation(0));
        let similarity = response.hits[0].similarity.unwrap();
        assert!(similarity > 0.5 && similarity <= 1.0, "{similarity}");

        let of_documents = SimilarRequest {
            scope: Scope::Documents,
            ..request(SimilarTo::Text(draft.to_owned()))
        };
        let refused = index.similar(&of_documents);
        assert!(matches!(
            refused,
            Err(SearchError::Parameter { field: "in", .. })
        ));

        let own = id(1).recommendation(0);
        let response = index
            .similar(&request(SimilarTo::Entry(own.clone())))
            .unwrap();
        assert!(
            !ids(&response).contains(&own.as_str()),
            "the item itself is left out"
        );
        let unknown = index.similar(&request(SimilarTo::Entry("nonsense".to_owned())));
        assert!(matches!(unknown, Err(SearchError::UnknownEntry(_))));
    });
}

#[test]
fn the_same_recommendation_is_one_hit_with_what_became_of_it() {
    let report = |number: u8, published: &str| Document {
        pdus: vec!["Ashby Vale".to_owned()],
        published: published.parse().ok(),
        ..document(number, Kind::InspectionReport, "An inspection")
    };
    let ask = "give middle managers time for the oversight of practice";
    let documents = [
        Document {
            recommendations: vec![recommendation(1, ask)],
            ..report(1, "2020-05")
        },
        Document {
            recommendations: vec![recommendation(
                4,
                "Give middle managers time for the oversight of practice.",
            )],
            previous_recommendations: vec![PreviousRecommendation {
                text: "Ensure that middle managers have time for oversight of practice".to_owned(),
                action: None,
                progress: Some(Progress::None),
                improvement_required: Some(true),
                page: Some(30),
            }],
            ..report(2, "2023-02")
        },
    ];
    // Others, so that words tell texts apart.
    let others = [
        "vetting",
        "unpaid work",
        "court reports",
        "housing",
        "Wi-Fi",
        "home visits",
        "victims",
    ];
    let others = others.map(|what| recommendation(1, &format!("do better in {what}")));
    let others = Document {
        recommendations: others.into(),
        ..report(3, "2021-01")
    };
    let all = [documents[0].clone(), documents[1].clone(), others.clone()];
    every(&all, |index| {
        let response = similar(index, ask);
        assert_eq!(
            ids(&response),
            [id(2).recommendation(0), id(2).previous_recommendation(0)]
        );
        let hit = &response.hits[0];
        let elsewhere: Vec<&str> = hit.occurrences.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(elsewhere, [id(1).recommendation(0)]);
        assert_eq!(hit.outcome, None, "no later report takes it up");
    });

    let progress_only = Document {
        recommendations: Vec::new(),
        ..documents[1].clone()
    };
    every(&[documents[0].clone(), progress_only, others], |index| {
        let response = similar(index, ask);
        let outcome = response.hits[0].outcome.as_ref().unwrap();
        assert_eq!(outcome.id, id(2).previous_recommendation(0));
        assert_eq!(outcome.progress.as_deref(), Some("no_progress"));
        assert_eq!(outcome.page, Some(30));
    });
}

fn similar(index: &dyn Engine, text: &str) -> SearchResponse {
    let request = SimilarRequest {
        to: SimilarTo::Text(text.to_owned()),
        scope: Scope::Recommendations,
        filters: Filters::default(),
        limit: 10,
        exclude_document: false,
    };
    index
        .similar(&request)
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn completions_are_offered() {
    every(&documents(), |index| {
        let texts = |typed: &str| -> Vec<(String, &'static str)> {
            let found = index.suggest(typed, 5).unwrap();
            found.into_iter().map(|one| (one.text, one.kind)).collect()
        };
        assert_eq!(texts("ash")[0], ("Ashby Vale".to_owned(), "pdu"));
        assert_eq!(texts("wal")[0], ("Wales".to_owned(), "region"));
        assert_eq!(texts("plan")[0], ("Planning".to_owned(), "standard"));
        assert!(texts("delays").iter().any(|(_, kind)| *kind == "title"));
        assert_eq!(texts("brok")[0].0, "Brock and Moor", "misspelt");
        assert_eq!(texts("ashby mag")[0].0, "Ashby Vale", "a town");
        assert_eq!(texts("vale of")[0].0, "Ashby Vale", "another name");
    });
}

#[test]
fn filters_named_in_plain_words_are_offered() {
    every(&documents(), |index| {
        let check = |query: &str, expected: &[(&str, Facet, &str)]| {
            let offered = index.interpret(query).unwrap();
            let offered: Vec<(&str, Facet, &str)> = offered
                .named
                .iter()
                .map(|one| (one.text.as_str(), one.facet, one.value.as_str()))
                .collect();
            assert_eq!(offered, expected, "{query}");
        };
        check(
            "inadequate in 2024 in the East of England",
            &[
                ("East of England", Facet::Region, "East of England"),
                ("inadequate", Facet::Rating, "Inadequate"),
                ("2024", Facet::Year, "2024"),
            ],
        );
        check("good staff in 1999 in Norfolk", &[]);
        check("rated good", &[("rated good", Facet::Rating, "Good")]);
        check("\"rated good\" OR 2024", &[]);
        let rest = |query: &str| index.interpret(query).unwrap().rest;
        assert_eq!(rest("café staff in Ashby Magna in 2024"), "café staff");
        assert_eq!(rest("Vale of Ashby: rated inadequate"), "");
        assert_eq!(rest("staff in 1999"), "staff in 1999");
    });
}

#[test]
fn a_hit_says_why_it_stands_where_it_does() {
    every(&documents(), |index| {
        let explained = |query: &str| {
            let request = SearchRequest {
                scope: Scope::Findings,
                explain: true,
                ..request(query)
            };
            let hit = search(index, &request).hits.remove(0);
            let explanation = hit.explanation.unwrap();
            let sum: f32 = explanation.parts.iter().map(|part| part.score).sum();
            let told = sum * explanation.weight;
            assert!(
                (told - hit.score).abs() < 0.01 * hit.score,
                "{query}: {told} {}",
                hit.score
            );
            explanation.parts
        };
        let parts = explained("Ashby Vale domestic violence assessing");
        let kinds: Vec<(&str, &str)> = parts.iter().map(|part| (part.kind, &*part.words)).collect();
        assert!(kinds.contains(&("words", "domestic violence")), "{kinds:?}");
        assert!(kinds.contains(&("words", "ashby vale")), "{kinds:?}");
        let ways: Vec<(&str, &str)> = parts
            .iter()
            .flat_map(|part| &part.found)
            .map(|found| (found.how, found.place))
            .collect();
        for way in [("meaning", "text"), ("inflected", "text"), ("about", "pdu")] {
            assert!(ways.contains(&way), "{way:?} in {ways:?}");
        }
        let parts = explained("domestic zebras");
        assert_eq!(parts.len(), 1, "what it does not have adds nothing");
        let parts = explained("\"domestic abuse\"");
        assert_eq!(parts[0].kind, "condition");
    });
}

#[test]
fn what_was_understood_is_told() {
    every(&documents(), |index| {
        let response = search(index, &request("what is the risk -court colour:red"));
        assert_eq!(response.parsed, "risk AND NOT court AND colour:red");
        assert_eq!(response.warnings.len(), 2, "{:?}", response.warnings);
        assert!(matches!(
            index.search(&request("risk (")),
            Err(SearchError::Query { position: 5, .. })
        ));
    });
}

#[test]
fn snippets_escape_what_was_printed() {
    every(&documents(), |index| {
        let request = SearchRequest {
            scope: Scope::Findings,
            ..request("parking")
        };
        assert_eq!(
            search(index, &request).hits[0].snippet,
            "Minutes of a meeting about &lt;<mark>parking</mark>&gt; &amp; policy at the office."
        );
    });
}
