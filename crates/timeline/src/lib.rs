//! Dates in, boxes and clusters out: the pure core of the relation timeline.
//!
//! Nothing here knows of a page, a file or a clock, and nothing needs another crate: the browser's program, the
//! prerender and the checks of the content compute with the same code.
//!
//! ```
//! use backstory_timeline::{BoxContent, EventDate, Item, LabelSide, Metrics, layout};
//!
//! # fn main() -> Result<(), backstory_timeline::DateError> {
//! let visit: EventDate = "1986-11-18".parse()?;
//! let talks: EventDate = "2003-11-19/2003-11-20".parse()?;
//! let item = |date: EventDate| Item {
//!     at: date.first_day().0 as f64,
//!     start: date.first_day().0 as f64,
//!     // A span fills its last day too; anything else is a point.
//!     end: (if date.is_span() { date.last_day().0 + 1 } else { date.first_day().0 }) as f64,
//!     lane: 0,
//!     weight: 3,
//!     label: 120.0,
//!     label_full: 200.0,
//!     label_least: 80.0,
//! };
//! let metrics = Metrics {
//!     px_per_day: 0.06,
//!     origin: 0.0,
//!     world: 1_000.0,
//!     rows: 3,
//!     rows_for_heaviest: 0,
//!     mark: 24.0,
//!     cluster: 36.0,
//!     gap: 4.0,
//!     both_sides: true,
//! };
//! let layout = layout(&[item(visit), item(talks)], 1, &metrics);
//! let (left, right) = layout.placed[0].stretch(1.4);
//! assert_eq!(layout.placed[0].what, BoxContent::Event(0));
//! assert_eq!(layout.placed[0].label, LabelSide::After);
//! assert!((right - left - 200.0).abs() < 1e-9);
//! # Ok(())
//! # }
//! ```
//!
//! # Dates
//!
//! An [`EventDate`] says what is known and no more. It is read from EDTF (ISO 8601-2): level 0, level 1, and of level 2 the
//! range of a set (`[..1986]`, `[1986..1988]`). What is written is EDTF too:
//!
//! | text | [`Kind`] |
//! | --- | --- |
//! | `1986-11-18`, `1986-11`, `1986` | at a day, a month, a year |
//! | `1986-21` … `1986-24` | at a season: spring, summer, autumn, winter (see [`Season`]) |
//! | `198X`, `19XX` | at some time of a decade, of a century |
//! | `[..1986]`, `[1986..]` | once, before or after |
//! | `../1986`, `1986/..` | all the time until, or from then on |
//! | `[1986..1988]` | some time between |
//! | `2003-11-19/2003-11-20` | from … to |
//!
//! Read too are `/1986` (until) and `1986/` (from then on), `1986-XX`, `1986-11-XX` (the year, the month), and a time
//! behind a day, which is not kept.
//!
//! Each [`Moment`] in it, but for the ends of `[1986..1988]`, may end with `~` (about), `?` (disputed or uncertain) or `%` (both). Years have four digits,
//! before year 0 a minus (`-0044` is 45 BCE), and beyond four digits a `Y` (`Y12000`, `Y-12000`); they reach from
//! −999 999 999 to 999 999 999. A [`Day`] is a number, for arithmetic; [`EventDate::sort_key`] puts a chronicle in order.
//!
//! # Layout
//!
//! [`layout()`] puts events into the rows of their lanes, the heavier before the lighter and, among equals, the
//! earlier before the later: with its label in the first row that is free there, else as a bare mark, else into the
//! lane's last row, where neighbours are swept into clusters. Before one of weight 3 or more stays without its label, the label
//! before it is cut or goes to the other side of its mark. [`Layouter::stack`] gives a few events their whole labels in a single
//! row. For any input of [`layout()`]:
//!
//! - the middle of a mark lies on its date, and a bar begins and ends with its dates, whatever a label needs;
//! - no label leaves the world, and each takes the room that is free, on either side of its mark;
//! - no two boxes of a row overlap, nor do they when [stretched](LayoutBox::stretch) to a larger scale;
//! - every event is in exactly one box or cluster, and both keep the order of time;
//! - nothing depends on what is in view or on the order of the input, so panning moves a picture and never changes it;
//! - zooming in dissolves each cluster of points on different days;
//! - n events take O(n log n + n · rows); what is in view is found by [binary search](Layout::visible).
//!
//! [`ticks`] are the dates along the axis, never closer than their labels are wide.
//!
//! # The story's questions
//!
//! [`yearly_balance()`] sums up, year by year, what drew the parties closer or apart. [`path_back`] follows causes back to
//! where an event began.

mod date;
mod day;
mod edtf;
mod error;
mod layout;
mod layout_item;
mod layouter;
mod moment;
mod path;
mod row;
mod ticks;
mod yearly_balance;

pub use date::{EventDate, Kind, SortKey};
pub use day::Day;
pub use error::DateError;
pub use layout::{BoxContent, Item, LabelSide, Layout, LayoutBox, Metrics};
pub use layout_item::within;
pub use layouter::{Layouter, layout};
pub use moment::{Moment, Precision, Season};
pub use path::path_back;

pub use ticks::{Tick, Unit, ticks};
pub use yearly_balance::{Year, yearly_balance};
