//! Ruled tables: grids made of lines and of the edges of shaded boxes.

use super::shapes::Rule;
use super::words::Word;

/// A grid of rules and where its cells are.
#[derive(Debug)]
pub(super) struct Grid {
    /// Borders of the columns from left to right, of the rows from top to bottom.
    xs: Vec<f32>,
    ys: Vec<f32>,
    /// For each unit of the grid, row by row, the number of the cell it belongs to.
    cells: Vec<usize>,
}

/// How far apart two rules may be and still meet.
const TOUCH: f32 = 3.0;
/// A page with more pairs of rules is a drawing.
const MAX_MEETINGS: usize = 1_000_000;
/// A grid with more units is a drawing.
const MAX_UNITS: usize = 20_000;

/// Finds all grids of a page.
pub(super) fn grids(rules: &[Rule]) -> Vec<Grid> {
    let horizontal = merged(
        rules
            .iter()
            .filter(|rule| rule.is_horizontal())
            .map(Side::across),
    );
    let vertical = merged(
        rules
            .iter()
            .filter(|rule| !rule.is_horizontal())
            .map(Side::along),
    );
    if horizontal.len() * vertical.len() > MAX_MEETINGS {
        return Vec::new();
    }
    let groups = connected(&horizontal, &vertical);
    groups
        .iter()
        .filter_map(|(across, along)| grid(across, along))
        .collect()
}

/// A rule seen along itself: from `from` to `to`, at `at` across.
#[derive(Clone, Copy, Debug)]
struct Side {
    at: f32,
    from: f32,
    to: f32,
}

impl Side {
    fn across(rule: &Rule) -> Self {
        Self {
            at: (rule.y0 + rule.y1) / 2.0,
            from: rule.x0,
            to: rule.x1,
        }
    }

    fn along(rule: &Rule) -> Self {
        Self {
            at: (rule.x0 + rule.x1) / 2.0,
            from: rule.y0,
            to: rule.y1,
        }
    }

    fn covers(self, from: f32, to: f32) -> bool {
        let middle = f32::midpoint(from, to);
        self.from <= middle && self.to >= middle
    }
}

/// Pieces of one rule joined; specks left out.
fn merged(sides: impl Iterator<Item = Side>) -> Vec<Side> {
    let mut sides: Vec<Side> = sides.collect();
    sides.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
    let mut out: Vec<Side> = Vec::new();
    for side in sides {
        let joined = out
            .iter_mut()
            .rev()
            .take_while(|last| side.at - last.at <= 1.5)
            .find(|last| side.from <= last.to + TOUCH && side.to >= last.from - TOUCH);
        match joined {
            Some(last) => (last.from, last.to) = (last.from.min(side.from), last.to.max(side.to)),
            None => out.push(side),
        }
    }
    out.retain(|side| side.to - side.from >= 6.0);
    out
}

/// Groups of rules that meet.
fn connected(horizontal: &[Side], vertical: &[Side]) -> Vec<(Vec<Side>, Vec<Side>)> {
    let mut group: Vec<usize> = (0..horizontal.len() + vertical.len()).collect();
    for (i, across) in horizontal.iter().enumerate() {
        for (j, along) in vertical.iter().enumerate() {
            let meet = along.at >= across.from - TOUCH
                && along.at <= across.to + TOUCH
                && across.at >= along.from - TOUCH
                && across.at <= along.to + TOUCH;
            if meet {
                unite(&mut group, i, horizontal.len() + j);
            }
        }
    }
    let mut groups: std::collections::BTreeMap<usize, (Vec<Side>, Vec<Side>)> =
        std::collections::BTreeMap::new();
    for i in 0..group.len() {
        let entry = groups.entry(root(&mut group, i)).or_default();
        match horizontal.get(i) {
            Some(side) => entry.0.push(*side),
            None => entry.1.push(vertical[i - horizontal.len()]),
        }
    }
    groups.into_values().collect()
}

fn root(group: &mut [usize], mut i: usize) -> usize {
    while group[i] != i {
        group[i] = group[group[i]];
        i = group[i];
    }
    i
}

fn unite(group: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(group, a), root(group, b));
    group[a.max(b)] = a.min(b);
}

fn grid(across: &[Side], along: &[Side]) -> Option<Grid> {
    let xs = positions(along);
    let ys = with_open_ends(positions(across), along);
    if xs.len() < 2 || ys.len() < 2 || xs.len() * ys.len() > MAX_UNITS {
        return None;
    }
    let (columns, rows) = (xs.len() - 1, ys.len() - 1);
    let mut cells: Vec<usize> = (0..columns * rows).collect();
    let parted = |sides: &[Side], at: f32, from: f32, to: f32| {
        sides
            .iter()
            .any(|side| (side.at - at).abs() <= TOUCH && side.covers(from, to))
    };
    for row in 0..rows {
        for column in 0..columns {
            let unit = row * columns + column;
            if column + 1 < columns && !parted(along, xs[column + 1], ys[row], ys[row + 1]) {
                unite(&mut cells, unit, unit + 1);
            }
            if row + 1 < rows && !parted(across, ys[row + 1], xs[column], xs[column + 1]) {
                unite(&mut cells, unit, unit + columns);
            }
        }
    }
    let cells = (0..cells.len())
        .map(|unit| root(&mut cells, unit))
        .collect();
    Some(Grid { xs, ys, cells })
}

/// A table cut by the page's end has no rule there: its columns' rules just stop.
fn with_open_ends(mut ys: Vec<f32>, along: &[Side]) -> Vec<f32> {
    let (Some(&first), Some(&last)) = (ys.first(), ys.last()) else {
        return ys;
    };
    let reaching =
        |beyond: &dyn Fn(&Side) -> bool| along.iter().filter(|side| beyond(side)).count() >= 2;
    if reaching(&|side| side.to > last + 2.0 * TOUCH) {
        ys.push(along.iter().map(|side| side.to).fold(last, f32::max));
    }
    if reaching(&|side| side.from < first - 2.0 * TOUCH) {
        ys.insert(0, along.iter().map(|side| side.from).fold(first, f32::min));
    }
    ys
}

/// Where the rules are, those that lie together as one.
fn positions(sides: &[Side]) -> Vec<f32> {
    let mut at: Vec<f32> = sides.iter().map(|side| side.at).collect();
    at.sort_by(f32::total_cmp);
    at.dedup_by(|next, kept| *next - *kept <= TOUCH);
    at
}

impl Grid {
    pub(super) fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    /// Where the rows begin and end.
    pub(super) fn rows(&self) -> impl Iterator<Item = (f32, f32)> {
        self.ys.windows(2).map(|row| (row[0], row[1]))
    }

    /// Left, top, right and bottom.
    pub(super) fn bounds(&self) -> [f32; 4] {
        [
            self.xs[0],
            self.ys[0],
            self.xs[self.xs.len() - 1],
            self.ys[self.ys.len() - 1],
        ]
    }

    /// The borders of the columns.
    pub(super) fn borders(&self) -> &[f32] {
        &self.xs
    }

    /// Columns with the same borders.
    pub(super) fn has_columns_of(&self, other: &Self) -> bool {
        let near = |(a, b): (&f32, &f32)| (a - b).abs() <= TOUCH;
        self.columns() > 1
            && self.xs.len() == other.xs.len()
            && self.xs.iter().zip(&other.xs).all(near)
    }

    /// Adds the rows of a grid below; what lies between is a row of its own without inner borders.
    pub(super) fn extend(&mut self, below: Self) {
        let columns = self.columns();
        let gap = below.ys[0] - self.ys[self.ys.len() - 1] > TOUCH;
        if gap {
            self.cells.extend(vec![self.cells.len(); columns]);
        }
        let shift = self.cells.len();
        self.cells
            .extend(below.cells.into_iter().map(|cell| cell + shift));
        self.ys.extend(below.ys.into_iter().skip(usize::from(!gap)));
    }

    /// Adds a row without inner borders below.
    pub(super) fn add_row(&mut self, bottom: f32) {
        self.cells.extend(vec![self.cells.len(); self.columns()]);
        self.ys.push(bottom);
    }

    /// The cell that a word stands in, as the unit at its top left.
    pub(super) fn cell_of(&self, word: &Word) -> Option<usize> {
        let column = unit(&self.xs, f32::midpoint(word.x0, word.x1))?;
        let row = unit(&self.ys, word.middle())?;
        Some(self.cells[row * self.columns() + column])
    }

    /// Row and column of a cell.
    pub(super) fn place(&self, cell: usize) -> (usize, usize) {
        (cell / self.columns(), cell % self.columns())
    }
}

fn unit(borders: &[f32], at: f32) -> Option<usize> {
    let after = borders.partition_point(|border| *border <= at);
    (after > 0 && after < borders.len()).then(|| after - 1)
}
