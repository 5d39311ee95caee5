//! Queries whose scores do not depend on the order in which parts are added up.
//!
//! The engine adds the scores of parts in an order that differs from segment to segment, and sums of floats
//! differ with it. Here the score of each part is a whole number of steps, so small that rounding to it
//! changes no ranking that matters and so large that sums of them are exact: an entry's score is the same
//! in every layout of the index. Parts are scored only when the whole matches.

mod bits;
mod bonus;
mod constant;
mod finding;
mod near;
mod of_document;
mod one_of;
mod postings;
mod terms;
mod union;

use tantivy::query::Query;

pub(crate) use bits::{Bits, Bounds, SIZE, Span};
pub(crate) use bonus::{Bonus, BonusPair, BonusScorer, BonusWeight};
pub(crate) use constant::Constant;
pub(crate) use finding::{Finding, Finds, finding};
pub(crate) use near::Near;
pub(crate) use of_document::OfDocument;
pub(crate) use one_of::{OneOf, Scored};
pub(crate) use terms::Terms;
pub(crate) use union::{Combine, Union};

/// 2^12 steps make 1: sums up to 2^12 are exact in the 24 bits that a float has.
const STEPS: f32 = 4_096.0;

/// A query of the engine.
type Boxed = Box<dyn Query>;

/// A score as a whole number of steps.
fn step(score: f32) -> f32 {
    // What is no number of steps is cut off: faster than rounding, which is a call.
    (score * STEPS + 0.5) as u32 as f32 / STEPS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_steps_are_the_same_in_every_order() {
        let mut scores: Vec<f32> = (1_u8..60).map(|n| step(40.0 / f32::from(n))).collect();
        let there: f32 = scores.iter().sum();
        scores.reverse();
        let back: f32 = scores.iter().sum();
        assert_eq!(there.to_bits(), back.to_bits());
    }
}
