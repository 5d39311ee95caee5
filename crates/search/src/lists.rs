//! Which values of facets the documents and the entries of a segment have, side by side: counting goes
//! through them for each hit, and columns are read one facet and one entry at a time.

use std::collections::HashMap;
use std::ops::Range;

use tantivy::DocId;
use tantivy::columnar::{Column, StrColumn};

use crate::Facet;
use crate::blocks::Blocks;

/// Lists of values of several facets. A value's number here is its number in the facet's column, counted on
/// from the last value of the facet before.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    /// Where the values of each list begin, and the end.
    starts: Vec<u32>,
    values: Vec<u32>,
    /// By facet, the number of its first value, and the end.
    firsts: Vec<u32>,
}

impl Lists {
    /// Without any list, of some facets' values.
    fn empty(facets: &[Option<StrColumn>], is_wanted: impl Fn(Facet) -> bool) -> Self {
        let mut lists = Self::default();
        let mut first = 0;
        for (facet, column) in Facet::ALL.iter().zip(facets) {
            lists.firsts.push(first);
            let column = column.as_ref().filter(|_| is_wanted(*facet));
            first += column.map_or(0, |column| column.num_terms() as u32);
        }
        lists.firsts.push(first);
        lists.starts.push(0);
        lists
    }

    /// The values of each document, by the document's number.
    pub(crate) fn of_documents(facets: &[Option<StrColumn>], blocks: &Blocks) -> Self {
        let mut lists = Self::empty(facets, Facet::is_of_document);
        for number in blocks.numbers() {
            let head = blocks.head(number);
            for (facet, column) in Facet::ALL.iter().zip(facets) {
                let first = lists.numbers(*facet).start;
                let column = column.as_ref().filter(|_| facet.is_of_document());
                let values = column.into_iter().flat_map(|column| column.term_ords(head));
                lists
                    .values
                    .extend(values.map(|value| first + value as u32));
            }
            lists.starts.push(lists.values.len() as u32);
        }
        lists
    }

    /// How many lists there are.
    pub(crate) const fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many values there are.
    pub(crate) fn count(&self) -> usize {
        self.firsts.last().map_or(0, |end| *end as usize)
    }

    /// The numbers of a facet's values.
    pub(crate) fn numbers(&self, facet: Facet) -> Range<u32> {
        self.firsts[facet as usize]..self.firsts[facet as usize + 1]
    }

    /// The values of a list.
    pub(crate) fn of(&self, list: usize) -> &[u32] {
        &self.values[self.starts[list] as usize..self.starts[list + 1] as usize]
    }

    /// The values of a facet in a list, by their numbers in the facet's column.
    pub(crate) fn of_facet(&self, facet: Facet, list: usize) -> impl Iterator<Item = u32> {
        let numbers = self.numbers(facet);
        let first = numbers.start;
        let values = self.of(list).iter().copied();
        let values = values.filter(move |value| numbers.contains(value));
        values.map(move |value| value - first)
    }
}

/// The values that are of entries, not of documents: few different lists, and which of them each entry has.
#[derive(Debug)]
pub(crate) struct OfEntries {
    pub(crate) lists: Lists,
    by_entry: Vec<u32>,
}

impl OfEntries {
    pub(crate) fn read(facets: &[Option<StrColumn>], entries: DocId) -> Self {
        let mut lists = Lists::empty(facets, |facet| !facet.is_of_document());
        let mut by_entry = vec![0; entries as usize];
        let mut known = Known::default();
        for (facet, column) in Facet::ALL.iter().zip(facets) {
            let column = column.as_ref().filter(|_| !facet.is_of_document());
            let Some(column) = column.map(|column| column.ords()) else {
                continue;
            };
            let first = lists.numbers(*facet).start;
            each_value(column, entries, |entry, value| {
                let list: &mut u32 = &mut by_entry[entry as usize];
                *list = known.with(*list, first + value as u32);
            });
        }
        for list in 0..=known.last.len() {
            known.write(list, &mut lists.values);
            lists.starts.push(lists.values.len() as u32);
        }
        Self { lists, by_entry }
    }

    /// By entry, the number of the list that it has.
    pub(crate) fn by_entry(&self) -> &[u32] {
        &self.by_entry
    }
}

/// Lists being found: each goes on from another by one value. The first is empty.
#[derive(Default)]
struct Known {
    /// By list, the empty one aside: the list before its last value, and that value.
    last: Vec<(u32, u32)>,
    numbers: HashMap<(u32, u32), u32>,
    /// What was asked for before: entries side by side mostly have the same.
    before: Option<((u32, u32), u32)>,
}

impl Known {
    /// The list that goes on from this one by a value.
    fn with(&mut self, list: u32, value: u32) -> u32 {
        let key = (list, value);
        if let Some((_, number)) = self.before.filter(|(before, _)| *before == key) {
            return number;
        }
        let number = *self.numbers.entry(key).or_insert_with(|| {
            self.last.push(key);
            self.last.len() as u32
        });
        self.before = Some((key, number));
        number
    }

    fn write(&self, list: usize, values: &mut Vec<u32>) {
        if let Some((before, value)) = list.checked_sub(1).and_then(|place| self.last.get(place)) {
            self.write(*before as usize, values);
            values.push(*value);
        }
    }
}

/// Visits the values that entries have.
fn each_value(column: &Column<u64>, entries: DocId, mut visit: impl FnMut(DocId, u64)) {
    if column.index.get_cardinality().is_full() {
        for (entry, value) in (0..entries).zip(column.values.iter()) {
            visit(entry, value);
        }
        return;
    }
    let mut having = Vec::new();
    column.get_docids_for_value_range(0..=u64::MAX, 0..entries, &mut having);
    having.dedup();
    for entry in having {
        let values = column.values_for_doc(entry);
        values.for_each(|value| visit(entry, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_with_the_same_values_have_the_same_list() {
        let mut known = Known::default();
        let [one, other] = [3, 4].map(|value| known.with(0, value));
        let longer = known.with(one, 7);
        assert_eq!(known.with(0, 3), one);
        assert_eq!(known.with(one, 7), longer);
        let mut values = Vec::new();
        for list in [0, one, other, longer] {
            known.write(list as usize, &mut values);
        }
        assert_eq!(values, [3, 4, 3, 7]);
    }
}
