//! A row of a lane, asked for room from left to right.

/// A row of the lane that is swept.
#[derive(Debug)]
pub(crate) struct Row {
    /// What heavier items took, sorted, each apart from the next.
    pub(crate) taken: Vec<Slot>,
    /// The first of `taken` whose date is after the sweep's position.
    cursor: usize,
    /// Where the last box ends whose date is at or before the sweep's position.
    pub(crate) end: f64,
}

/// A part of a row that is taken. It holds its date, so that apart slots are in the order of their dates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) start: f64,
    pub(crate) end: f64,
    pub(crate) at: f64,
    /// The position of the item among its lane's.
    pub(crate) item: u32,
}

impl Row {
    /// One that nothing has taken.
    pub(crate) fn new() -> Row {
        Row { taken: Vec::new(), cursor: 0, end: f64::NEG_INFINITY }
    }

    /// Forgets what was taken.
    pub(crate) fn clear(&mut self) {
        self.taken.clear();
    }

    /// Begins a sweep from the left.
    pub(crate) fn rewind(&mut self) {
        self.cursor = 0;
        self.end = f64::NEG_INFINITY;
    }

    /// From where to where a box may reach that holds the pixel of a date; nothing fits where the first is not before the
    /// second.
    pub(crate) fn room(&mut self, at: f64, gap: f64) -> (f64, f64) {
        while self.taken.get(self.cursor).is_some_and(|slot| slot.at <= at) {
            self.end = self.end.max(self.taken[self.cursor].end);
            self.cursor += 1;
        }
        let next = self.taken.get(self.cursor).map_or(f64::INFINITY, |slot| slot.start - gap);
        (self.end + gap, next)
    }
}
