//! The state that operators change, and its copies that they go back to.

use hayro_interpret::kurbo::{Affine, Point, Rect, Vec2};

/// A font in use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Set {
    /// Its place among the fonts of the document.
    pub(super) font: usize,
    pub(super) horizontal: bool,
    /// It stands in for one that the document does not have.
    pub(super) stands_in: bool,
}

/// What operators change.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    /// From the operators' places to those on the page.
    pub(super) ctm: Affine,
    /// What is drawn is cut to this, at most, on the page.
    pub(super) clip: Rect,
    pub(super) text: Text,
}

/// How text is shown, and where the next letter goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text {
    pub(super) letter_space: f32,
    pub(super) word_space: f32,
    /// How wide letters are drawn, as a share.
    pub(super) width: f32,
    pub(super) leading: f32,
    pub(super) font: Option<Set>,
    pub(super) size: f32,
    pub(super) rise: f32,
    pub(super) visible: bool,
    matrix: Affine,
    line: Affine,
}

impl Text {
    fn new() -> Self {
        Self {
            letter_space: 0.0,
            word_space: 0.0,
            width: 1.0,
            leading: 0.0,
            font: None,
            size: 1.0,
            rise: 0.0,
            visible: true,
            matrix: Affine::IDENTITY,
            line: Affine::IDENTITY,
        }
    }

    pub(super) fn place(&mut self, matrix: Affine) {
        (self.matrix, self.line) = (matrix, matrix);
    }

    /// Goes from the beginning of the line to another place.
    pub(super) fn move_by(&mut self, x: f64, y: f64) {
        self.place(self.line * Affine::translate((x, y)));
    }

    pub(super) fn next_line(&mut self) {
        self.move_by(0.0, -f64::from(self.leading));
    }

    /// From a letter's thousandths to the operators' places.
    pub(super) fn letter_transform(&self) -> Affine {
        let size = f64::from(self.size);
        let sized = Affine::new([
            size * f64::from(self.width),
            0.0,
            0.0,
            size,
            0.0,
            self.rise.into(),
        ]);
        self.matrix * sized * Affine::scale(0.001)
    }

    /// Where the next letter begins, if it is displaced by so many thousandths.
    pub(super) fn origin(&self, displaced: Vec2) -> Point {
        if displaced == Vec2::ZERO {
            self.matrix * Point::new(0.0, self.rise.into())
        } else {
            self.letter_transform() * displaced.to_point()
        }
    }

    /// Goes on behind a letter.
    pub(super) fn advance(&mut self, step: f32, blank: bool, horizontal: bool) {
        let space = if blank { self.word_space } else { 0.0 };
        let by = step / 1000.0 * self.size + self.letter_space + space;
        self.shift(by, horizontal);
    }

    /// Goes back by so many thousandths.
    pub(super) fn adjust(&mut self, by: f32, horizontal: bool) {
        self.shift(-by / 1000.0 * self.size, horizontal);
    }

    fn shift(&mut self, by: f32, horizontal: bool) {
        let [a, b, c, d, e, f] = self.matrix.as_coeffs();
        let (along_x, along_y, by) = if horizontal {
            (a, b, f64::from(by * self.width))
        } else {
            (c, d, f64::from(by))
        };
        self.matrix = Affine::new([a, b, c, d, along_x * by + e, along_y * by + f]);
    }
}

/// The state, and those that were saved.
pub(super) struct States {
    pub(super) now: State,
    saved: Vec<State>,
    /// Saved beyond what is kept.
    beyond: usize,
    /// Those of the streams around this one are not its own to go back to.
    floor: usize,
}

/// No document saves more states within one another.
const MAX_SAVED: usize = 10_000;

impl States {
    pub(super) fn new(ctm: Affine, clip: Rect) -> Self {
        Self {
            now: State {
                ctm,
                clip,
                text: Text::new(),
            },
            saved: Vec::new(),
            beyond: 0,
            floor: 0,
        }
    }

    pub(super) fn save(&mut self) {
        if self.saved.len() < MAX_SAVED {
            self.saved.push(self.now);
        } else {
            self.beyond += 1;
        }
    }

    pub(super) fn restore(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
        } else if self.saved.len() > self.floor {
            self.now = self.saved.pop().unwrap_or(self.now);
        }
    }

    /// Saves the state for a stream of operators. What this gives closes it again.
    pub(super) fn open(&mut self) -> Floor {
        let floor = Floor(self.floor, self.beyond, self.saved.len());
        self.saved.push(self.now);
        (self.floor, self.beyond) = (self.saved.len(), 0);
        floor
    }

    /// Goes back to how it was when the stream was opened, whatever that left open.
    pub(super) fn close(&mut self, Floor(floor, beyond, saved): Floor) {
        self.saved.truncate(saved + 1);
        self.now = self.saved.pop().unwrap_or(self.now);
        (self.floor, self.beyond) = (floor, beyond);
    }
}

/// How deep the states were when a stream was opened.
pub(super) struct Floor(usize, usize, usize);

#[cfg(test)]
mod tests {
    use super::*;

    fn states() -> States {
        States::new(Affine::IDENTITY, Rect::ZERO)
    }

    #[test]
    fn a_stream_goes_back_no_further_than_its_own_beginning() {
        let mut states = states();
        states.now.text.size = 7.0;
        states.save();
        states.now.text.size = 8.0;
        let floor = states.open();
        states.now.text.size = 9.0;
        states.restore();
        states.restore();
        assert_eq!(states.now.text.size, 9.0);
        states.save();
        states.close(floor);
        assert_eq!(states.now.text.size, 8.0);
        states.restore();
        assert_eq!(states.now.text.size, 7.0);
    }

    #[test]
    fn states_beyond_the_most_that_are_kept_are_counted() {
        let mut states = states();
        for _ in 0..MAX_SAVED + 3 {
            states.save();
        }
        states.now.text.size = 5.0;
        for _ in 0..3 {
            states.restore();
        }
        assert_eq!(states.now.text.size, 5.0);
        states.restore();
        assert_eq!(states.now.text.size, 1.0);
    }
}
