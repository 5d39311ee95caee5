//! Ratings and scores as the Inspectorate gives them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The four-point scale of HM Inspectorate of Probation, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rating {
    /// Three points.
    Outstanding,
    /// Two points.
    Good,
    /// One point.
    #[serde(rename = "Requires improvement")]
    RequiresImprovement,
    /// No points.
    Inadequate,
}

impl Rating {
    /// All ratings, best first.
    pub const ALL: [Self; 4] = [
        Self::Outstanding,
        Self::Good,
        Self::RequiresImprovement,
        Self::Inadequate,
    ];

    /// The rating's name as the Inspectorate prints it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outstanding => "Outstanding",
            Self::Good => "Good",
            Self::RequiresImprovement => "Requires improvement",
            Self::Inadequate => "Inadequate",
        }
    }

    /// What a standard with this rating adds to the score: 3, 2, 1 or 0.
    #[must_use]
    pub const fn points(self) -> u8 {
        match self {
            Self::Outstanding => 3,
            Self::Good => 2,
            Self::RequiresImprovement => 1,
            Self::Inadequate => 0,
        }
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text is none of the four ratings.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a rating is Outstanding, Good, Requires improvement or Inadequate")]
pub struct NotARating;

impl FromStr for Rating {
    type Err = NotARating;

    /// Reads a rating's name, whatever its case and the white space around and in it.
    fn from_str(text: &str) -> Result<Self, NotARating> {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        Self::ALL
            .into_iter()
            .find(|rating| rating.name().eq_ignore_ascii_case(&words))
            .ok_or(NotARating)
    }
}

/// Points of an inspection, out of the most its standards could give: "9/27", "04/21".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawScore")]
pub struct Score {
    points: u8,
    out_of: u8,
}

#[derive(Deserialize)]
struct RawScore {
    points: u8,
    out_of: u8,
}

impl Score {
    /// A score, where the points are within what was to be had and that is a multiple of three
    /// (each standard gives up to three points).
    ///
    /// # Errors
    /// [`NotAScore`] where they are not.
    pub const fn new(points: u8, out_of: u8) -> Result<Self, NotAScore> {
        if out_of == 0 || !out_of.is_multiple_of(3) || points > out_of {
            return Err(NotAScore);
        }
        Ok(Self { points, out_of })
    }

    /// Points reached.
    #[must_use]
    pub const fn points(self) -> u8 {
        self.points
    }

    /// The most points to be had: three for each standard.
    #[must_use]
    pub const fn out_of(self) -> u8 {
        self.out_of
    }
}

impl TryFrom<RawScore> for Score {
    type Error = NotAScore;

    fn try_from(raw: RawScore) -> Result<Self, NotAScore> {
        Self::new(raw.points, raw.out_of)
    }
}

impl fmt::Display for Score {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.points, self.out_of)
    }
}

/// The numbers are no score of an inspection.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("a score is points out of a multiple of three, such as 4/21 or 9/27")]
pub struct NotAScore;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_are_read_by_name() {
        assert_eq!(
            "requires  Improvement".parse(),
            Ok(Rating::RequiresImprovement)
        );
        assert_eq!(" Good ".parse(), Ok(Rating::Good));
        assert_eq!("insufficient".parse::<Rating>(), Err(NotARating));
        assert_eq!("red".parse::<Rating>(), Err(NotARating));
    }

    #[test]
    fn scores_stay_in_range() {
        assert_eq!(
            Score::new(4, 21).map(|score| score.to_string()),
            Ok("4/21".to_owned())
        );
        assert_eq!(Score::new(22, 21), Err(NotAScore));
        assert_eq!(
            Score::new(37, 52),
            Err(NotAScore),
            "37 of 52 cases is a count, not a score"
        );
        assert!(serde_json::from_str::<Score>(r#"{"points": 30, "out_of": 27}"#).is_err());
    }
}
