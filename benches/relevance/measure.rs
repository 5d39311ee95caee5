//! nDCG and means.

use std::fmt;

use super::DEPTH;

/// What a grade is worth.
#[derive(Clone, Copy)]
pub(crate) enum Gain {
    /// Its number.
    Linear,
    /// Two to its power, less one.
    Steep,
}

/// Normalised discounted cumulative gain of the grades that came, against all that there are.
pub(crate) fn ndcg(grades: &[u32], all: &[u32], gain: Gain) -> f64 {
    let mut ideal = all.to_vec();
    ideal.sort_by_key(|grade| std::cmp::Reverse(*grade));
    let best = dcg(&ideal, gain);
    if best > 0.0 {
        dcg(grades, gain) / best
    } else {
        0.0
    }
}

fn dcg(grades: &[u32], gain: Gain) -> f64 {
    let worth = |grade: u32| match gain {
        Gain::Linear => f64::from(grade),
        Gain::Steep => 2_f64.powi(grade.cast_signed()) - 1.0,
    };
    let places = grades.iter().take(DEPTH).enumerate();
    places
        .map(|(place, grade)| worth(*grade) / (place as f64 + 2.0).log2())
        .sum()
}

/// An arithmetic mean.
pub(crate) struct Mean(f64);

impl FromIterator<f64> for Mean {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        let values: Vec<f64> = values.into_iter().collect();
        Self(values.iter().sum::<f64>() / values.len().max(1) as f64)
    }
}

impl fmt::Display for Mean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.4}", self.0.abs())
    }
}
