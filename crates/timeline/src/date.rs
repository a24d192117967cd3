//! The date of an event: when it happened, or all that is known about when.

use std::cmp::Reverse;

use crate::day::Day;
use crate::error::DateError;
use crate::moment::{Moment, Precision};

/// What a date says about when the event happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `1986-11`: at that moment.
    At(Moment),
    /// `2003-11-19/2003-11-20`: all the time from the first to the second.
    Span(Moment, Moment),
    /// `[1986..1988]`: once, some time from the first to the second.
    Between(Moment, Moment),
    /// `[..1986]`: once, before that moment or at it.
    Before(Moment),
    /// `../1986`: all the time until that moment, from when is not known.
    Until(Moment),
    /// `[1986..]`: once, at that moment or after it.
    After(Moment),
    /// `1986/..`: all the time from that moment on, until when is not known.
    Since(Moment),
}

/// When an event happened. Read it from EDTF with [`str::parse`] (grammar in the crate's documentation), write it
/// with [`Display`](std::fmt::Display); what was read and written again reads the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EventDate {
    kind: Kind,
}

/// Sorts dates as a chronicle lists them: by first day; of dates with the same first day `[..x]` comes first, then
/// coarse before fine and long before short, so that a year stands before its months and a month before its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SortKey(Day, u8, Precision, Reverse<Day>, u8);

impl EventDate {
    /// A date of that kind.
    ///
    /// # Errors
    /// [`DateError::EndBeforeStart`] if the second moment of a span or range begins before the first;
    /// [`DateError::RangeEnd`] if the ends of a range are not both years, both months or both days, or one is
    /// qualified: EDTF has no way to write that.
    pub fn new(kind: Kind) -> Result<EventDate, DateError> {
        if let Kind::Between(from, to) = kind
            && !(from.fits_a_set() && to.fits_a_set() && from.precision() == to.precision())
        {
            return Err(DateError::RangeEnd);
        }
        // What may not stand in a set is written as an interval, and read so again.
        let kind = match kind {
            Kind::Before(it) if !it.fits_a_set() => Kind::Until(it),
            Kind::After(it) if !it.fits_a_set() => Kind::Since(it),
            _ => kind,
        };
        let date = EventDate { kind };
        // `1986-11/1986` is no interval either: its end begins before its start.
        if date.last().first_day() < date.first_day() { Err(DateError::EndBeforeStart) } else { Ok(date) }
    }

    /// What the date says.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The first moment of the date, or its only one.
    #[must_use]
    pub const fn first(&self) -> Moment {
        match self.kind {
            Kind::At(it) | Kind::Span(it, _) | Kind::Between(it, _) => it,
            Kind::Before(it) | Kind::Until(it) | Kind::After(it) | Kind::Since(it) => it,
        }
    }

    /// The last moment of the date, or its only one.
    #[must_use]
    pub const fn last(&self) -> Moment {
        match self.kind {
            Kind::At(it) | Kind::Span(_, it) | Kind::Between(_, it) => it,
            Kind::Before(it) | Kind::Until(it) | Kind::After(it) | Kind::Since(it) => it,
        }
    }

    /// The first day of the extent which the event fills or in which it lies. An open side adds nothing: `[..1986]`
    /// begins with 1986, where it is drawn with an open start.
    #[must_use]
    pub const fn first_day(&self) -> Day {
        self.first().first_day()
    }

    /// The last day of the extent, inclusive. An open side adds nothing: `1986/..` ends with 1986.
    #[must_use]
    pub const fn last_day(&self) -> Day {
        self.last().last_day()
    }

    /// The astronomical year of the first moment.
    #[must_use]
    pub const fn year(&self) -> i32 {
        self.first().year()
    }

    /// Whether the event fills its extent (`a/b`).
    #[must_use]
    pub const fn is_span(&self) -> bool {
        matches!(self.kind, Kind::Span(..))
    }

    /// Whether one of its moments is approximate (`~` or `%`).
    #[must_use]
    pub const fn about(&self) -> bool {
        self.first().about() || self.last().about()
    }

    /// Whether one of its moments is uncertain or disputed (`?` or `%`).
    #[must_use]
    pub const fn disputed(&self) -> bool {
        self.first().disputed() || self.last().disputed()
    }

    /// Key by which a chronicle sorts its dates.
    #[must_use]
    pub fn sort_key(&self) -> SortKey {
        let (side, kind) = match self.kind {
            Kind::Before(_) => (0, 0),
            Kind::Until(_) => (0, 1),
            Kind::At(_) => (1, 0),
            Kind::Between(..) => (1, 1),
            Kind::Span(..) => (1, 2),
            Kind::After(_) => (1, 3),
            Kind::Since(_) => (1, 4),
        };
        let precision = self.first().precision().min(self.last().precision());
        SortKey(self.first_day(), side, precision, Reverse(self.last_day()), kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> EventDate {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn the_extent_is_that_of_the_moments() {
        for (text, first, last) in [
            ("1986", (1986, 1, 1), (1986, 12, 31)),
            ("[..1986]", (1986, 1, 1), (1986, 12, 31)),
            ("1986-11/..", (1986, 11, 1), (1986, 11, 30)),
            ("[1986-01..1988-02]", (1986, 1, 1), (1988, 2, 29)),
            ("2003-11-19/2003-11-20", (2003, 11, 19), (2003, 11, 20)),
        ] {
            assert_eq!(date(text).first_day().ymd(), first, "{text}");
            assert_eq!(date(text).last_day().ymd(), last, "{text}");
        }
    }

    #[test]
    fn only_a_span_fills_its_extent() {
        assert!(date("1986/1988").is_span());
        for text in ["1986", "[1986..1988]", "../1986", "1986/.."] {
            assert!(!date(text).is_span(), "{text}");
        }
    }

    #[test]
    fn a_doubt_about_one_end_is_a_doubt_about_the_date() {
        assert!(date("1986/1988~").about() && !date("1986/1988~").disputed());
        assert!(date("1986%").about() && date("1986%").disputed());
    }

    #[test]
    fn an_end_before_the_start_cannot_be_built() {
        let year = |year| Moment::of_year(year).expect("a year");
        assert_eq!(EventDate::new(Kind::Span(year(1988), year(1986))), Err(DateError::EndBeforeStart));
        assert_eq!(EventDate::new(Kind::Between(year(0), year(-1))), Err(DateError::EndBeforeStart));
        assert!(EventDate::new(Kind::Span(year(1986), year(1986))).is_ok());
    }

    #[test]
    fn a_chronicle_goes_from_early_to_late_and_from_coarse_to_fine() {
        let chronicle = [
            "Y-12000",
            "-0044",
            "0000",
            "[..1986]",
            "1986/1990",
            "1986",
            "[1986-01..1986-06]",
            "1986-01",
            "1986-01/..",
            "1986-01-01",
            "1986-21",
            "1986-03",
            "1986-03-01/1986-03-05",
            "1986-03-01",
            "1986-03-02",
            "1987",
        ];
        let mut sorted: Vec<EventDate> = chronicle.iter().rev().copied().map(date).collect();
        sorted.sort_by_key(EventDate::sort_key);
        assert_eq!(sorted, chronicle.map(date));
    }
}
