//! What sentences claim: one line per claim.

use probity_model::Gazetteer;

use super::*;
use crate::units::named::named;

fn check(sentence: &str, expected: &[&str]) {
    let gazetteer = Gazetteer::built_in();
    let units = named(sentence, &gazetteer);
    let claims = in_sentence(sentence, &units, &[]);
    let shown: Vec<String> = claims.iter().map(show).collect();
    assert_eq!(shown, expected, "{sentence}");
}

fn show(claim: &Claim) -> String {
    let who = match &claim.who {
        Who::Units(units) => units
            .iter()
            .map(|unit| unit.name.as_str())
            .collect::<Vec<_>>()
            .join(" + "),
        Who::It => "it".into(),
        Who::They => "they".into(),
        Who::Rest => "rest".into(),
        Who::All => "all".into(),
    };
    let what = match claim.what {
        What::Rating(rating) => rating.to_string(),
        What::Score(points, out_of) => format!("{points}/{}", out_of.unwrap_or(0)),
    };
    let time = match claim.time {
        Time::Current => String::new(),
        Time::Again => " again".into(),
        Time::Earlier => " earlier".into(),
        Time::InYear(year) => format!(" in {year}"),
        Time::Preceding => " preceding".into(),
    };
    let aside = if claim.aside { " (aside)" } else { "" };
    format!("{who}: {what}{time}{aside}")
}

#[test]
fn a_unit_and_its_rating() {
    check(
        "Norfolk Probation Delivery Unit (PDU) is rated 'Good' overall by HM Inspectorate of Probation.",
        &["Norfolk: Good"],
    );
    check(
        "Wigan Prison Delivery Unit (PDU) was put in the lowest band, where Oldham PDU and Bolton PDU already were.",
        &["Wigan: Inadequate"],
    );
    check(
        "Weak planning and vacancies have earned Hull and East Riding probation services an 'Inadequate' rating.",
        &["Hull and East Riding: Inadequate"],
    );
    check(
        "\"Gaps\" in casework at Leeds Probation Delivery Unit, rated 'Inadequate'",
        &["Leeds: Inadequate"],
    );
}

#[test]
fn other_inspections_are_set_aside() {
    check(
        "The report comes six weeks after the Norfolk probation service was found 'inadequate'.",
        &["Norfolk: Inadequate (aside)"],
    );
    check(
        "They join Norfolk PDU, which was rated 'Good' in a report published last year.",
        &["Norfolk: Good (aside)"],
    );
}

#[test]
fn several_units() {
    check(
        "Oldham PDU and Bolton PDU were both rated 'Requires improvement'; Wigan was graded inadequate.",
        &["Oldham + Bolton: Requires improvement", "Wigan: Inadequate"],
    );
    check(
        "Norfolk, Suffolk and Surrey were rated 'Good', 'Inadequate' and 'Requires improvement' respectively.",
        &[
            "Norfolk: Good",
            "Suffolk: Inadequate",
            "Surrey: Requires improvement",
        ],
    );
    check(
        "Others are Leeds PDU (rated 'Inadequate') and York PDU (rated 'Good').",
        &["Leeds: Inadequate (aside)", "York: Good (aside)"],
    );
    check(
        "Inspectors say all three units 'require improvement': North Manchester, Tameside and Wigan.",
        &["Manchester North + Tameside + Wigan: Requires improvement"],
    );
    check(
        "Two London units, Lambeth and Brent, have been given the worst rating.",
        &["Lambeth + Brent: Inadequate"],
    );
    check(
        "Three parts of London have each been rated 'Inadequate'.",
        &["all: Inadequate"],
    );
    check(
        "Leeds was rated 'Inadequate', York 'Good' and Sheffield 'Requires improvement'.",
        &[
            "Leeds: Inadequate",
            "York: Good",
            "Sheffield: Requires improvement",
        ],
    );
    check(
        "Inspectors rated Leeds as inadequate but said York was good.",
        &["Leeds: Inadequate"],
    );
}

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
fn what_is_denied_is_not_claimed() {
    check(
        "Norfolk PDU avoided an 'Inadequate' rating and was rated 'Requires improvement'.",
        &["Norfolk: Requires improvement"],
    );
    check(
        "Inspectors will decide whether Norfolk PDU is 'Good', 'Requires improvement' or 'Inadequate'.",
        &[],
    );
    check(
        "Neither Norfolk PDU nor Suffolk PDU was rated 'Good'; both 'require improvement'.",
        &["all: Requires improvement"],
    );
}

#[test]
fn the_whole_beside_a_part() {
    check(
        "Despite an 'Outstanding' rating for leadership, Norfolk PDU has been rated 'Good'.",
        &["Norfolk: Good"],
    );
    check(
        "Norfolk PDU received 'Inadequate' ratings for planning, and was rated 'Good' overall.",
        &["Norfolk: Good"],
    );
    check(
        "Leadership has been rated 'Outstanding' at Norfolk PDU, while the service overall is rated 'Good'.",
        &["it: Good"],
    );
    check(
        "Norfolk PDU was praised for 'Outstanding' leadership, but inspectors rated it 'Good'.",
        &["Norfolk: Good"],
    );
}

#[test]
fn ratings_of_others_are_set_aside() {
    check(
        "The council's children's services were rated 'Outstanding' by Ofsted.",
        &["they: Outstanding (aside)"],
    );
    check(
        "The Norfolk youth justice service was rated 'Good'.",
        &["it: Good (aside)"],
    );
    check("Children's social care in Norfolk was rated 'Good'.", &[]);
    check(
        "In 2022, the former NPS division was rated 'Good'.",
        &["it: Good in 2022 (aside)"],
    );
    check(
        "Staff in the prison say the PDU is rated 'Good'.",
        &["it: Good"],
    );
}

#[test]
fn the_report_says_of_which_region() {
    check(
        "Services across Norfolk, Suffolk and Surrey require improvement, says a report on the East of England region.",
        &["East of England: Requires improvement"],
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

#[test]
fn lines_of_tables() {
    check(
        "Norfolk PDU 13/21 Good",
        &["Norfolk: 13/21", "Norfolk: Good"],
    );
    check("Norfolk: Good", &["Norfolk: Good"]);
    check("Norfolk is a good place to work.", &[]);
}

#[test]
fn ratings_of_a_part_are_not_of_the_whole() {
    for sentence in [
        "The PDU's reviewing of progress was graded inadequate.",
        "Leadership at Norfolk PDU was rated 'Good'.",
        "The leadership of the PDU was rated 'Good'.",
        "All four delivery standards were 'Inadequate'.",
        "Its leadership was 'good' and victim work 'outstanding'.",
        "This has resulted in an overall rating for services of 'Requires improvement'.",
        "In Norfolk, work to keep people safe was rated 'Inadequate'.",
        "The quality of statutory victim work was found to be 'Outstanding' in the region.",
        "Norfolk was rated 'Inadequate' for its planning.",
        "Norfolk was rated inadequate on all but two standards.",
        "Three of the seven standards at Norfolk were rated 'Inadequate'.",
        "The Inspectorate uses a four-point scale: 'Outstanding', 'Good', 'Requires improvement' and 'Inadequate'.",
    ] {
        check(sentence, &[]);
    }
}

#[test]
fn the_whole_without_a_name() {
    check("The overall rating is therefore 'Good'.", &["it: Good"]);
    check(
        "As a result, the PDU was rated 'Good' overall.",
        &["it: Good"],
    );
    check(
        "A regional service has been told it 'requires improvement' overall.",
        &["it: Requires improvement"],
    );
    check(
        "This resulted in an overall rating of 'Inadequate'.",
        &["it: Inadequate"],
    );
    check(
        "We have given the PDU an overall rating of 'Good'.",
        &["it: Good"],
    );
    check(
        "Probation service branded 'inadequate' by watchdog",
        &["it: Inadequate"],
    );
}

#[test]
fn scores_without_their_form() {
    check(
        "Leeds scored nine points out of 27, and York 12.",
        &["Leeds: 9/27", "York: 12/27"],
    );
    check("Its neighbour York scored seven.", &["York: 7/0"]);
    check(
        "York had a score of just (four) out of 27.",
        &["York: 4/27"],
    );
    check(
        "Leeds got one point for leadership and two for staffing, a total of five out of 21.",
        &["Leeds: 5/21"],
    );
    check("The average score in the region is 5 out of 21.", &[]);
    check("York scored 70 per cent for planning.", &[]);
}

#[test]
fn scores_go_to_their_units() {
    check(
        "Brent PDU was given zero of the 27 points on offer. ",
        &["Brent: 0/27"],
    );
    check(
        "Lambeth PDU and Brent PDU scored only three points each.",
        &["Lambeth + Brent: 3/0"],
    );
    check(
        "Leeds is rated 'Inadequate' by HM Inspectorate of Probation, with just one point out of a possible 27.",
        &["Leeds: Inadequate", "Leeds: 1/27"],
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
fn the_others_are_those_that_are_not_named() {
    check(
        "Brent PDU was rated 'Good'; the other two were rated 'Inadequate'.",
        &["Brent: Good", "rest: Inadequate"],
    );
}

#[test]
fn the_name_of_a_unit_is_no_aspect_of_its_work() {
    check(
        "Now the probation delivery unit for Dorset has moved up to requires improvement, a report says.",
        &["Dorset: Requires improvement"],
    );
    check(
        "The 'Inadequate' grading given to Norfolk PDU is no surprise.",
        &["Norfolk: Inadequate"],
    );
}
