//! What is read of small documents of our own invention: one for each kind and its traps.

mod common;

use common::{read_text, summary};

/// Reads the document and compares all that is known of it with the accepted snapshot.
macro_rules! documents {
    ($($test:ident: $file:literal,)+) => {
        $(#[test]
        fn $test() {
            let document = read_text(include_str!(concat!("documents/", $file, ".txt")));
            insta::assert_snapshot!($file, summary(&document));
        })+
    };
}

documents! {
    a_report_of_seven_standards: "report-of-seven-standards",
    a_report_of_nine_standards: "report-of-nine-standards",
    a_report_on_the_web: "web-report",
    a_report_on_a_region: "regional-report",
    a_dynamic_inspection_rates_nothing: "dynamic-inspection",
    a_thematic_report_is_about_no_unit: "thematic-report",
    a_youth_justice_service_is_no_pdu: "youth-justice-release",
    a_release_on_three_units: "release-of-three-units",
    a_release_on_a_region_mentions_its_units: "release-of-a-region",
    news_of_two_units: "news-of-two-units",
    words_that_are_no_rating: "news-without-a-rating",
    a_landing_page_counts_as_the_report: "landing-page",
    an_action_plan_is_another_kind: "action-plan",
    a_post_of_the_inspectorate_is_news: "post-of-the-inspectorate",
    a_national_inspection_rates_no_unit: "national-inspection",
    a_report_goes_on_across_pages: "report-with-progress",
    a_report_that_disagrees_with_itself_is_doubted: "report-that-disagrees",
    news_of_several_units_in_one_sentence: "news-respectively",
    a_report_on_youth_justice_is_about_no_pdu: "youth-justice-report",
    a_region_rated_in_tables_recommends_in_sentences: "regional-report-in-tables",
    a_report_on_the_web_names_standards_without_numbers: "web-report-without-numbers",
    recommendations_and_progress_in_other_forms: "report-in-other-forms",
    outlet_author_and_date_on_one_line: "news-with-one-line-of-stamps",
    ratings_stand_under_no_heading: "ratings-without-a-heading",
    a_report_in_plain_text_tells_headings_from_words: "report-in-plain-text",
    what_follows_an_article_is_not_its_own: "news-with-what-follows-it",
    a_review_of_progress_rates_nothing: "review-of-progress",
    a_joint_inspection_names_places_and_rates_none: "joint-inspection",
    minutes_of_a_council_are_nothing_of_ours: "no-report-at-all",
}

#[test]
fn a_service_that_is_no_unit_has_the_rating_that_it_is_given() {
    let text = "Young people's service praised in Ashmere\n\n6 October 2023\n\nAshmere Youth Justice \
                Service was rated 'Outstanding' this week by HM Inspectorate of Probation. It had been \
                'Requires improvement' in 2018.\n";
    let document = read_text(text);
    assert_eq!(document.rating, Some(probity_model::Rating::Outstanding));
    assert!(document.inspected.is_empty());
}

#[test]
fn prose_behind_a_list_of_links_is_kept() {
    let prose = "Inspectors found that plans were written with the person in most cases, and that \
                 nobody had looked at them again when something changed.";
    let text = format!("Unit inspected\n\n{prose}\n\nRelated topics\n\nProbation\n\n{prose}\n");
    let passages = read_text(&text).passages;
    let kept = passages.iter().filter(|passage| passage.text == prose);
    assert_eq!(kept.count(), 2);
}

#[test]
fn a_page_that_names_its_site_in_the_title_alone_is_published_by_it() {
    let read = |title: &str| {
        let words = "Inspectors rated the probation unit in Ashmere as ‘Inadequate’ after a week of interviews with staff.";
        read_text(&format!(
            "<html><head><title>{title}</title></head><body><main><h1>Probation unit told to improve</h1><p>{words}</p><p>{words}</p></main></body></html>"
        ))
    };
    let gazette = read("Probation unit told to improve | Skerry Gazette");
    assert_eq!(gazette.publisher.as_deref(), Some("Skerry Gazette"));
    assert_eq!(gazette.title, "Probation unit told to improve");
    let plain = read("Probation unit told to improve");
    let official = read("Probation unit told to improve - GOV.UK");
    assert_eq!(official.kind, plain.kind);
}
