//! What sentences claim: one line per claim.

use probity_model::Gazetteer;

use super::*;
use crate::units::named::named;

mod when;

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
    for then in [
        "earlier this year",
        "last month",
        "in July",
        "in a report in January",
    ] {
        check(
            &format!("Croydon PDU was rated 'Good' {then}."),
            &["Croydon: Good (aside)"],
        );
    }
    check(
        "The report comes six weeks after the Norfolk probation service was found 'inadequate'.",
        &["Norfolk: Inadequate preceding (aside)"],
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
