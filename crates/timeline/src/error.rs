//! Why a text is no date.

use std::fmt;

/// Why a text is no date. Its `Display` says what is wrong and what to write instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DateError {
    /// There is no text.
    Empty,
    /// It is no date of the grammar at all.
    Unreadable,
    /// The year does not have four digits (or `Y` and five).
    Year,
    /// The year is outside [`Day::MIN_YEAR`] to [`Day::MAX_YEAR`].
    FarYear,
    /// No month and no season has this number.
    Month(u8),
    /// The month does not have this day.
    Day {
        /// The day that was written.
        day: u8,
        /// The last day of that month.
        last: u8,
    },
    /// A digit is left open where EDTF leaves none open (`1X86`, `1986-1X`).
    OpenDigit,
    /// A year beyond four digits has a month or day.
    FarPrecision,
    /// The ends of a range are not both years, both months or both days, or one is qualified (`[1986?..1988-02]`).
    RangeEnd,
    /// A qualifier stands before the end of a date (`1986?-11`).
    PartlyQualified,
    /// A time of day that does not exist.
    Time,
    /// `a..b` without its brackets.
    Unbracketed,
    /// `[` without `]`.
    Unclosed,
    /// There is nothing between the brackets, or no end on either side (`/`).
    MissingEnd,
    /// Both sides are open (`../..`).
    OpenBothSides,
    /// The end lies before the start.
    EndBeforeStart,
}

impl std::error::Error for DateError {}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match *self {
            DateError::Empty => "the date is empty: write a year (`1986`), a month (`1986-11`) or a day (`1986-11-18`)",
            DateError::Unreadable => {
                "not a date this story can read: write `1986`, `1986-11`, `1986-11-18`, or `1986~` for “about 1986”"
            }
            DateError::Year => "a year has four digits (`0044`, `-0044`); a longer one begins with `Y` (`Y12000`)",
            DateError::FarYear => "the year is too far: years have at most nine digits (`Y-999999999`)",
            DateError::Month(month) => {
                return write!(
                    f,
                    "there is no month {month:02}: months are `01` to `12`; `21` to `24` are spring, summer, autumn, winter"
                );
            }
            DateError::Day { day, last } => {
                return write!(f, "there is no day {day:02} in that month: its days are `01` to `{last}`");
            }
            DateError::OpenDigit => {
                "digits are left open from the end: `198X` (a decade), `19XX` (a century), `1986-XX`, `1986-11-XX`"
            }
            DateError::FarPrecision => "a year of more than four digits has no month and no day",
            DateError::RangeEnd => {
                "the ends of a range are two years, two months or two days, not about and not disputed: write `[1986..1988]`"
            }
            DateError::PartlyQualified => "`?`, `~` and `%` stand at the end of a date: write `1986-11?`",
            DateError::Time => "there is no such time of day: write `1986-11-18T09:30:00`, or the day alone",
            DateError::Unbracketed => {
                "`..` needs brackets: write `[1986..1988]` for some time between, `1986/1988` for all the time"
            }
            DateError::Unclosed => "the bracket is not closed: write `[1986..1988]`",
            DateError::MissingEnd => "both ends are missing: write `[..1986]` for before, `[1986..]` for after, `1986/..` for from 1986 on",
            DateError::OpenBothSides => "both sides are open, which says nothing: give one of them",
            DateError::EndBeforeStart => "the end begins before the start: write the earlier date first, and the end as exactly as the start",
        })
    }
}
