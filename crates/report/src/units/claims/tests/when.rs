//! Which inspection a claim is about.

use super::check;

#[test]
fn which_inspection() {
    check(
        "Norfolk PDU was last inspected in 2022 when it was rated overall as 'Inadequate'.",
        &["Norfolk: Inadequate earlier"],
    );
    check(
        "Norfolk is rated 'Good' overall, its second inspection since 2021 and after 'Inadequate' in 2022.",
        &["Norfolk: Good", "Norfolk: Inadequate earlier"],
    );
    check(
        "The service improved from 'Inadequate' to 'Requires improvement'.",
        &["it: Inadequate earlier", "it: Requires improvement"],
    );
    check(
        "Previously rated 'Inadequate', Norfolk PDU is now rated 'Good'.",
        &["Norfolk: Inadequate earlier", "Norfolk: Good"],
    );
    check(
        "Norfolk PDU, which was rated 'Inadequate' in 2022, has been rated 'Good'.",
        &["Norfolk: Inadequate in 2022", "Norfolk: Good"],
    );
    check(
        "When we last saw it, in the spring of 2022, it was rated 'Good'.",
        &["it: Good earlier"],
    );
    check(
        "We came to Norfolk in the summer of 2022 and rated it 'Good'.",
        &["Norfolk: Good in 2022"],
    );
    check(
        "At its last inspection, in 2022, it was rated 'Good'.",
        &["it: Good earlier"],
    );
    check(
        "Probation in Norfolk is \"inadequate\" for the second time in three years.",
        &["Norfolk: Inadequate again"],
    );
    check(
        "Norfolk remains 'Inadequate'.",
        &["Norfolk: Inadequate again"],
    );
    check(
        "Norfolk has dropped from 'Good' to 'Inadequate' since 2022.",
        &["Norfolk: Good earlier", "Norfolk: Inadequate"],
    );
}

#[test]
fn after_a_rating_is_after_this_one_or_the_one_before() {
    check(
        "Norfolk's probation service must improve after being rated inadequate.",
        &["Norfolk: Inadequate preceding"],
    );
    check(
        "Having been rated 'Good', Norfolk PDU is celebrating.",
        &["Norfolk: Good preceding"],
    );
    check(
        "Following an 'Inadequate' rating in 2022, Norfolk PDU is now 'Good'.",
        &["Norfolk: Inadequate in 2022", "Norfolk: Good"],
    );
    check(
        "Three years after it was rated 'Inadequate', Norfolk PDU has been rated 'Good'.",
        &["Norfolk: Inadequate earlier", "Norfolk: Good"],
    );
}

#[test]
fn what_was_before_does_not_reach_the_main_verb() {
    for sentence in [
        "Norfolk PDU, last inspected in 2022, has been rated 'Good'.",
        "HM Inspectorate of Probation, which last visited in 2022, has rated Norfolk PDU 'Good'.",
        "Three years after its last inspection, Norfolk PDU was rated 'Good'.",
        "Norfolk PDU, formerly run by a private company, was rated 'Good'.",
        "Despite progress since the last inspection in 2022, Norfolk PDU was rated 'Good'.",
        "Norfolk PDU has previously struggled to recruit and has been rated 'Good'.",
    ] {
        check(sentence, &["Norfolk: Good"]);
    }
    check(
        "At its last inspection, in 2022, Norfolk PDU was rated 'Good'.",
        &["Norfolk: Good earlier"],
    );
    check(
        "Norfolk PDU, which was 'Inadequate' when inspectors visited in 2022, is now rated 'Good'.",
        &["Norfolk: Inadequate in 2022", "Norfolk: Good"],
    );
    check(
        "Norfolk PDU was 'Good' in 2022 but is now 'Inadequate'.",
        &["Norfolk: Good in 2022", "Norfolk: Inadequate"],
    );
    check(
        "Norfolk PDU was rated 'Good', when it was previously rated 'Inadequate'.",
        &["Norfolk: Good", "Norfolk: Inadequate earlier"],
    );
    check(
        "It was rated 'Inadequate', with three points out of 27, in 2022.",
        &["it: Inadequate in 2022", "it: 3/27 in 2022"],
    );
}

#[test]
fn labels_and_sentences_that_point_back() {
    check("Previous rating: Inadequate", &["it: Inadequate earlier"]);
    check("Its rating in 2022 was 'Good'.", &["it: Good in 2022"]);
    check("This is up from 'Good' in 2022.", &["it: Good earlier"]);
    check(
        "Rated 'Good', with 15 points out of 27.",
        &["it: Good", "it: 15/27"],
    );
    check("Total: 6/21", &["it: 6/21"]);
    check("The score was six out of 21.", &["it: 6/21"]);
    check("It was given six out of 21.", &["it: 6/21"]);
    check("It was late in six out of 21 cases.", &[]);
    check("It closed with six out of 21 posts vacant.", &[]);
    check(
        "York PDU was rated 'Inadequate', with six out of 21.",
        &["York: Inadequate", "York: 6/21"],
    );
    check("It was also rated 'Good' in 2022.", &["it: Good in 2022"]);
    check(
        "York PDU is 'Good', better than the 'Inadequate' it got in 2022.",
        &["York: Good", "York: Inadequate in 2022"],
    );
    check(
        "York PDU is rated 'Good' (was 'Inadequate').",
        &["York: Good", "York: Inadequate earlier"],
    );
    check(
        "York PDU was good at court work but inadequate overall.",
        &["York: Inadequate"],
    );
    check("York PDU, meanwhile, was rated 'Good'.", &["York: Good"]);
    check(
        "York, on the other hand, was rated 'Good'.",
        &["York: Good"],
    );
}

#[test]
fn what_a_unit_had_and_what_it_kept() {
    check(
        "Norfolk PDU has lost its 'Good' rating and is now 'Inadequate'.",
        &["Norfolk: Good earlier", "Norfolk: Inadequate"],
    );
    check(
        "Norfolk PDU is no longer rated 'Inadequate'.",
        &["Norfolk: Inadequate earlier"],
    );
    check(
        "Once 'Good', Norfolk PDU has been rated 'Inadequate'.",
        &["Norfolk: Good earlier", "Norfolk: Inadequate"],
    );
    check("Its previous rating was 'Good'.", &["it: Good earlier"]);
    check(
        "Our 2022 inspection gave Norfolk PDU a rating of 'Good'.",
        &["Norfolk: Good in 2022"],
    );
    check(
        "Norfolk PDU has failed to shake off its 'Inadequate' rating.",
        &["Norfolk: Inadequate again"],
    );
    check(
        "Norfolk PDU has held on to its 'Good' rating.",
        &["Norfolk: Good again"],
    );
    check(
        "Norfolk PDU was rated 'Good' by HM Inspectorate of Probation for the second time in three years.",
        &["Norfolk: Good again"],
    );
    check(
        "Norfolk PDU was rated 'Good' by inspectors, the same rating as in 2022.",
        &["Norfolk: Good again"],
    );
}

#[test]
fn another_inspection_to_come_makes_no_earlier_time() {
    check(
        "The Sunderland service will be inspected again within a year after receiving an 'inadequate' rating.",
        &["Sunderland: Inadequate"],
    );
    check(
        "The Sunderland service was inspected again after receiving an 'inadequate' rating.",
        &["Sunderland: Inadequate earlier"],
    );
}

#[test]
fn one_up_and_one_down() {
    check(
        "Leeds PDU fell from 'Good' to 'Inadequate' and York PDU rose from 'Inadequate' to 'Good'.",
        &[
            "Leeds: Good earlier",
            "Leeds: Inadequate",
            "York: Inadequate earlier",
            "York: Good",
        ],
    );
    check(
        "Leeds PDU is 'Inadequate' (previously 'Good') and York PDU 'Good'.",
        &["Leeds: Inadequate", "Leeds: Good earlier", "York: Good"],
    );
}
