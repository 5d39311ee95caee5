//! When a document was published and its fieldwork began: what counts as the date, and what is another's.

mod common;

use common::read_text;

const UNIT: &str = "Leeds PDU has been rated 'Inadequate' by HM Inspectorate of Probation, whose \
                    inspectors found that staff had too much work.";

/// The date of an article with these lines below its headline.
fn check_stamp(stamp: &str, expected: Option<&str>) {
    let document = read_text(&format!(
        "Leeds probation inadequate\n\n{stamp}\n\n{UNIT}\n"
    ));
    let published = document.published.map(|date| date.to_string());
    assert_eq!(published.as_deref(), expected, "{stamp}");
}

/// The date of an article that ends with this sentence.
fn check_sentence(sentence: &str, expected: Option<&str>) {
    for gap in [" ", "\n\n"] {
        let text = format!("Leeds probation inadequate\n\n{UNIT}{gap}{sentence}\n");
        let published = read_text(&text).published.map(|date| date.to_string());
        assert_eq!(published.as_deref(), expected, "{sentence}");
    }
}

#[test]
fn stamps_of_articles() {
    for stamp in [
        "00:01, 12 JUN 2024Updated 08:15, 13 JUN 2024",
        "12 June 2024 | News",
        "News | 12.06.24",
        "12 Jun 2024 · 2 min read",
        "12 June 2024 - Leeds",
        "2024-06-12T09:00:00Z",
        "12 Jun 24",
        "Last updated 3 July 2025\nFirst published 12 June 2024",
        "Answered on 12 June 2024",
        "UIN 8123, tabled on 10 June 2024\n\nAnswered on 12 June 2024",
        "Posted on 12 Jun 2024 at 8:15am by Alexander G.",
    ] {
        check_stamp(stamp, Some("2024-06-12"));
    }
    check_stamp("Published: June 2024", Some("2024-06"));
    check_stamp("Published:", None);
    check_stamp("Closing date: 14 March 2025", None);
    // Where nothing else tells, it is the best that is known.
    check_stamp("Last updated 3 July 2025", Some("2025-07-03"));
}

#[test]
fn headlines_may_carry_their_day() {
    let check = |headline: &str| {
        let document = read_text(&format!("{headline}\n\n{UNIT}\n"));
        let published = document.published.map(|date| date.to_string());
        assert_eq!(published.as_deref(), Some("2024-06-12"), "{headline}");
    };
    check("LEEDS, 12 June 2024 – Probation unit inadequate");
    check("Probation in brief – 12 June 2024");
    let embargo = "Not for publication or broadcast before 00.01 on Wednesday 12 June 2024";
    check(&format!("{embargo}\n\nLeeds probation inadequate"));
}

#[test]
fn what_else_was_published_dates_nothing() {
    for sentence in [
        "The previous report, published on 12 June 2022, rated it 'Good'.",
        "The last report was published on 12 June 2022.",
        "The report on the neighbouring Wakefield PDU was published on 3 May 2022.",
        "A thematic report on domestic abuse, published on 3 May 2022, made ten recommendations.",
        "On 3 May 2022, a man under its supervision was released from prison.",
        "On 12 June 2024, the Chief Inspector will speak to members of parliament.",
    ] {
        check_sentence(sentence, None);
    }
}

#[test]
fn what_is_told_of_the_report_itself_dates_it() {
    for sentence in [
        "The report was published on 12 June 2024.",
        "The report, published on Wednesday 12 June 2024, makes six recommendations.",
        "This story was first published on 12 June 2024.",
        "In a report published today (Wednesday 12 June 2024) inspectors say that its previous rating was 'Good'.",
    ] {
        check_sentence(sentence, Some("2024-06-12"));
    }
}

#[test]
fn fieldwork_may_be_all_that_the_page_of_ratings_says() {
    let document = read_text(
        "An inspection of probation services in Leeds PDU\n\nForeword\n\nLeeds PDU was rated \
         'Inadequate'.\n\nRatings\n\nFieldwork started: 6th January 2025\n",
    );
    let began = document.fieldwork_started.map(|date| date.to_string());
    assert_eq!(began.as_deref(), Some("2025-01-06"));
}
