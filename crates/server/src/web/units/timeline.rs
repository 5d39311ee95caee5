//! The time line of a unit as a drawing: fieldwork, reports with their ratings, news.
//!
//! Places along the line are percentages, so that the drawing fits any width and its letters keep
//! their size.

use probity_model::PartialDate;

use crate::web::units::{RatingView, date_of};
use crate::web::words;
use crate::wire::entities::{Inspection, NewsItem};

pub(super) struct Timeline {
    pub(super) ticks: Vec<Tick>,
    pub(super) marks: Vec<Mark>,
    pub(super) news: Vec<String>,
    /// Height of the whole, and of the line from the top.
    pub(super) height: usize,
    pub(super) axis: usize,
    /// What the drawing shows, in words.
    pub(super) about: String,
}

pub(super) struct Tick {
    pub(super) x: String,
    pub(super) label: i16,
}

pub(super) struct Mark {
    pub(super) x: String,
    /// Where the fieldwork began.
    pub(super) fieldwork: Option<String>,
    /// The label's end that stands at the mark.
    pub(super) anchor: &'static str,
    pub(super) label_y: usize,
    pub(super) date_y: usize,
    pub(super) rating: RatingView,
    pub(super) date: String,
}

/// The margin at both ends, in percent of the width.
const MARGIN: f64 = 3.0;
/// The width a label may take on the narrowest screen, in percent.
const LABEL: f64 = 40.0;
/// The height of a label of two lines.
const LANE: usize = 36;
/// Years with a label, at most: more would touch on a narrow screen.
const MOST_TICKS: i16 = 8;

impl Timeline {
    /// The line, where anything on it has a date.
    pub(super) fn new(inspections: &[Inspection], news: &[NewsItem]) -> Option<Self> {
        let dated = |text: &Option<String>| date_of(text.as_deref());
        let reports: Vec<(&Inspection, PartialDate)> = inspections
            .iter()
            .filter_map(|one| {
                Some((
                    one,
                    dated(&one.published).or(dated(&one.fieldwork_started))?,
                ))
            })
            .collect();
        let news: Vec<PartialDate> = news
            .iter()
            .filter_map(|one| dated(&one.published))
            .collect();
        if reports.is_empty() {
            return None;
        }
        let begun = reports
            .iter()
            .filter_map(|(one, _)| dated(&one.fieldwork_started));
        let published = reports.iter().map(|(_, date)| *date);
        let years = begun.chain(published).chain(news.iter().copied());
        let years: Vec<i16> = years.map(PartialDate::year).collect();
        let (first, last) = (*years.iter().min()?, *years.iter().max()?);
        let span = Span { first, last };
        let mut lanes = Lanes::default();
        let mut placed: Vec<(&Inspection, PartialDate, &str, usize)> = Vec::new();
        for (one, date) in reports {
            let (anchor, lane) = lanes.place(span.x(date));
            placed.push((one, date, anchor, lane));
        }
        let axis = lanes.count() * LANE + 18;
        let mark = |(one, date, anchor, lane): (&Inspection, PartialDate, &'static str, usize)| {
            let label_y = axis - 30 - lane * LANE;
            Mark {
                x: percent(span.x(date)),
                fieldwork: dated(&one.fieldwork_started).map(|date| percent(span.x(date))),
                anchor,
                label_y,
                date_y: label_y + 15,
                rating: RatingView::new(one.rating.unwrap_or("Not rated")),
                date: words::month_and_year(date),
            }
        };
        let marks: Vec<Mark> = placed.into_iter().map(mark).collect();
        Some(Self {
            about: about(&marks, news.len()),
            ticks: span.ticks(),
            marks,
            news: news.iter().map(|date| percent(span.x(*date))).collect(),
            height: axis + 34,
            axis,
        })
    }
}

fn about(marks: &[Mark], news: usize) -> String {
    let reports: Vec<String> = marks
        .iter()
        .map(|mark| format!("{} in {}", mark.rating.word, mark.date))
        .collect();
    let news = match news {
        0 => String::new(),
        1 => "; one piece of news".to_owned(),
        many => format!("; {many} pieces of news"),
    };
    format!("Time line. {}{news}.", reports.join("; "))
}

fn percent(x: f64) -> String {
    format!("{x:.1}%")
}

/// The years that the line spans, the last one whole.
struct Span {
    first: i16,
    last: i16,
}

impl Span {
    fn x(&self, date: PartialDate) -> f64 {
        let day = date.first_day();
        let within = f64::from(day.day_of_year() - 1) / f64::from(day.days_in_year());
        self.place(f64::from(day.year()) + within)
    }

    fn place(&self, year: f64) -> f64 {
        let whole = f64::from(self.last - self.first + 1);
        MARGIN + (100.0 - 2.0 * MARGIN) * (year - f64::from(self.first)) / whole
    }

    fn ticks(&self) -> Vec<Tick> {
        let years = self.last - self.first + 1;
        let step = (years + MOST_TICKS - 1) / MOST_TICKS;
        let step = usize::try_from(step).unwrap_or(1);
        let tick = |year: i16| Tick {
            x: percent(self.place(f64::from(year))),
            label: year,
        };
        (self.first..=self.last).step_by(step).map(tick).collect()
    }
}

/// Labels that would touch stand above one another.
#[derive(Default)]
struct Lanes {
    /// Where the last label of each lane ends.
    ends: Vec<f64>,
}

impl Lanes {
    /// The end of the label that stands at the mark, and its lane. Marks come from the left.
    fn place(&mut self, x: f64) -> (&'static str, usize) {
        let (anchor, from) = if x < LABEL / 2.0 {
            ("start", x)
        } else if x > 100.0 - LABEL / 2.0 {
            ("end", x - LABEL)
        } else {
            ("middle", x - LABEL / 2.0)
        };
        let free = self.ends.iter().position(|end| *end <= from);
        let lane = free.unwrap_or_else(|| {
            self.ends.push(0.0);
            self.ends.len() - 1
        });
        self.ends[lane] = from + LABEL;
        (anchor, lane)
    }

    fn count(&self) -> usize {
        self.ends.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_never_touch() {
        let mut lanes = Lanes::default();
        let places: Vec<_> = [10.0, 30.0, 48.0, 95.0].map(|x| lanes.place(x)).into();
        assert_eq!(
            places,
            [("start", 0), ("middle", 1), ("middle", 2), ("end", 0)]
        );
    }

    #[test]
    fn the_last_year_is_whole_and_ticks_are_few() {
        let span = Span {
            first: 2022,
            last: 2024,
        };
        let x = |date: &str| span.x(date.parse().unwrap());
        assert!((x("2022") - 3.0).abs() < 0.01);
        assert!((x("2023-07-02") - 50.0).abs() < 0.1);
        assert!(x("2024-12-31") < 97.0);
        let long = Span {
            first: 2010,
            last: 2026,
        };
        assert!(long.ticks().len() <= 8);
        assert_eq!(span.ticks().len(), 3);
    }
}
