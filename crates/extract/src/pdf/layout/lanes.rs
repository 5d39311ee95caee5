//! Lanes that recur: where a document's columns were parted on pages before, they are parted on the
//! next, be there ever so little print in one of them.

use super::super::gutters::{self, Gutter, Row};
use super::bands::{self, Band};
use super::prose;

/// The lanes that parted columns of text so far.
#[derive(Debug, Default)]
pub(in super::super) struct Lanes {
    known: Vec<Lane>,
    page: usize,
}

#[derive(Debug)]
struct Lane {
    /// What all its pages left free.
    x0: f32,
    x1: f32,
    pages: usize,
    last_page: usize,
}

/// A lane of one page may be a table's.
const PAGES: usize = 2;

/// A document that is set in columns has a lane or two, or those of left and right pages.
const MOST: usize = 12;

impl Lanes {
    pub(super) fn next_page(&mut self) {
        self.page += 1;
    }

    /// Notes a lane that parts two columns of text.
    pub(super) fn note(&mut self, gutter: &Gutter) {
        let page = self.page;
        let both = |lane: &Lane| (lane.x0.max(gutter.x0), lane.x1.min(gutter.x1));
        let is_one = |lane: &&mut Lane| {
            let (x0, x1) = both(lane);
            gutters::is_lane(x0, x1)
        };
        let Some(lane) = self.known.iter_mut().find(is_one) else {
            if self.known.len() < MOST {
                self.known.push(Lane {
                    x0: gutter.x0,
                    x1: gutter.x1,
                    pages: 1,
                    last_page: page,
                });
            }
            return;
        };
        (lane.x0, lane.x1) = both(lane);
        lane.pages += usize::from(lane.last_page != page);
        lane.last_page = page;
    }

    /// The rows that a known lane parts into columns, most print on the right first.
    pub(super) fn band(&self, rows: &[Row], tables: &[[f32; 4]]) -> Option<Band> {
        let known = self.known.iter().filter(|lane| lane.pages >= PAGES);
        let bands = known.flat_map(|lane| {
            let runs = gutters::runs(rows, tables, (lane.x0, lane.x1));
            let columns = move |run| columns(rows, tables, lane, run);
            runs.into_iter().filter_map(columns)
        });
        bands.max_by_key(|band| band.gutters.first().map_or(0, |gutter| gutter.support))
    }
}

/// The columns of a run of rows: the right one begins where it did before, and its print does not keep
/// step with the left one's, as the cells of a table do.
fn columns(rows: &[Row], tables: &[[f32; 4]], lane: &Lane, run: Gutter) -> Option<Band> {
    let (first, last) = bands::without_headings(rows, tables, &run, run.first, run.last);
    let rows = &rows[first..=last];
    let size = rows.iter().map(|row| row.size).fold(f32::MAX, f32::min);
    let edge = bands::right_column_edge(rows, &run);
    let begins = (edge - lane.x1).abs() < 0.6 * size;
    let has_left = rows.iter().any(|row| row.left() < run.x0);
    let gutters = vec![run];
    (begins && has_left && !prose::keeps_step(rows, &gutters, false)).then_some(Band {
        first,
        last,
        gutters,
        prose: true,
    })
}
