//! A row of a lane, which tells how much room there is at a date.

/// A row of a lane during a sweep from left to right.
#[derive(Debug)]
pub(crate) struct Row {
    /// Slots that heavier items took: sorted, and without overlap.
    pub(crate) taken: Vec<Slot>,
    /// Index of the first slot in `taken` whose date is after the position of the sweep.
    cursor: usize,
    /// End of the last box whose date is at or before the position of the sweep.
    pub(crate) end: f64,
    /// Index of the last item, if the sweep has placed it here.
    pub(crate) last: Option<usize>,
    /// Where the box before that ends.
    pub(crate) before_last: f64,
}

/// A part of a row that is taken. The date lies within the slot, so that slots without overlap are in the order of
/// their dates.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Slot {
    pub(crate) start: f64,
    pub(crate) end: f64,
    pub(crate) at: f64,
    /// Index of the item among those of its lane.
    pub(crate) item: u32,
}

impl Row {
    /// An empty row.
    pub(crate) fn new() -> Row {
        Row { taken: Vec::new(), cursor: 0, end: f64::NEG_INFINITY, last: None, before_last: f64::NEG_INFINITY }
    }

    /// Begins a sweep from the left.
    pub(crate) fn rewind(&mut self) {
        self.cursor = 0;
        self.end = f64::NEG_INFINITY;
        self.last = None;
    }

    /// The room for a box around the pixel of a date: its first and last pixel. Nothing fits if the first is not before
    /// the last.
    pub(crate) fn room(&mut self, at: f64, gap: f64) -> (f64, f64) {
        while self.taken.get(self.cursor).is_some_and(|slot| slot.at <= at) {
            self.end = self.end.max(self.taken[self.cursor].end);
            self.cursor += 1;
            self.last = None;
        }
        (self.end + gap, self.next(gap))
    }

    /// Where the room ends that begins at the position of the sweep.
    pub(crate) fn next(&self, gap: f64) -> f64 {
        self.taken.get(self.cursor).map_or(f64::INFINITY, |slot| slot.start - gap)
    }
}
