//! Wanting fewer words of a row, where few entries have them all.

use crate::matched::{Row, matched};
use crate::plan::{Plan, Planner, Wanted};
use crate::{Scope, SearchError, Sort};

use super::{Pass, Search, limits, out_of_time};

/// Words are dropped from the row until so many entries are found. A row of four words or more is a
/// question, and few entries have them all.
const ENOUGH: u64 = 50;

/// Fewer hits than this are little for three words: others fill the page after them.
const FEW_OF_THREE: u64 = 10;

/// Fewer hits than this are little for two words.
const FEW_OF_TWO: u64 = 5;

/// So many times at most the wanted words of a long row are lowered.
const STEPS: usize = 6;

/// One entry of so many: where fewer are chosen, each is scored by itself.
const FEW_TO_CHOOSE: u64 = 16;

impl Search<'_> {
    /// All words; where nothing has them all and it is wished, as many as fill a page.
    pub(super) fn run(&self, planner: &Planner<'_>, plan: &Plan) -> Result<Pass, SearchError> {
        if let Some(cursor) = &self.cursor {
            let mut pass = self.pass_with(planner, plan, cursor.least)?;
            pass.relaxed = cursor.relaxed;
            return Ok(pass);
        }
        let strict = self.pass_with(planner, plan, None)?;
        if !self.may_relax(plan, strict.found.total) {
            return Ok(strict);
        }
        let some_have_all = strict.found.total;
        let mut pass = self.relaxed(planner, plan)?;
        if pass.found.total > some_have_all {
            pass.relaxed = some_have_all == 0;
            pass.warnings.extend(mixed(some_have_all));
        }
        Ok(pass)
    }

    /// As many words of a row as enough entries have.
    fn relaxed(&self, planner: &Planner<'_>, plan: &Plan) -> Result<Pass, SearchError> {
        let step = plan.words.div_ceil(STEPS);
        let mut steps = (1..plan.words).rev().step_by(step);
        let Some(root) = self.parsed.root.as_ref().filter(|_| steps.len() > 1) else {
            return self.pass_with(planner, plan, Some(1));
        };
        let (words, mut conditions) = planner.counted_apart(root)?;
        let counted = self.counted()?;
        conditions.extend(self.filters(planner, |facet| !counted.filters(facet))?);
        conditions.extend(limits(planner, &self.request.filters));
        let row = Row {
            words,
            allowed: planner.all_of(conditions),
            // Of those that miss these, some count does not heed it: they are no hits, and looked at.
            hits: planner.all_of(self.filters(planner, |facet| counted.filters(facet))?),
        };
        let matched = matched(&self.snapshot, &row, self.deadline)?;
        let matched = matched.ok_or_else(out_of_time)?;
        let is_enough = |least: &usize| matched.with_at_least(*least) >= ENOUGH;
        let least = steps.find(is_enough).unwrap_or(1);
        let entries = matched.entries(&self.snapshot, least);
        let few = self.snapshot.entries_of(self.request.scope) / FEW_TO_CHOOSE;
        if entries.len() as u64 > few {
            return self.pass_with(planner, plan, Some(least));
        }
        let query = planner.all_first(root, Wanted::OneOf(&entries), &*plan.strict)?;
        let mut pass = self.pass(planner, query, &plan.bonus)?;
        pass.least = Some(least);
        Ok(pass)
    }

    /// Where nothing has all words; and where little has, the less the fewer words there are.
    fn may_relax(&self, plan: &Plan, strict: u64) -> bool {
        let few = match plan.typed {
            0..=3 if self.request.scope == Scope::Documents => 0,
            0..=2 => FEW_OF_TWO,
            3 => FEW_OF_THREE,
            _ => ENOUGH,
        };
        let found_little = strict == 0 || (strict < few && self.sort == Sort::Relevance);
        self.request.relax && plan.words > 1 && found_little
    }
}

/// Says that hits with all words come first, and others after them.
fn mixed(have_all: u64) -> Option<String> {
    let have = if have_all == 1 {
        "hit has"
    } else {
        "hits have"
    };
    (have_all > 0)
        .then(|| format!("{have_all} {have} all the words; those after have some of them"))
}
