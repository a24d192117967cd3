//! One point of a date, as exact as it is known: a year, a season, a month or a day.

use crate::day::{Day, civil_to_days, days_in_month};

/// How exactly a [`Moment`] is known, from coarse to fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A hundred years, from one that ends with 00.
    Century,
    /// Ten years, from one that ends with 0.
    Decade,
    /// A year.
    Year,
    /// A quarter of a year.
    Season,
    /// A month.
    Month,
    /// A day.
    Day,
}

/// A season as ISO 8601-2 numbers them, placed by the northern (meteorological) year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Season {
    /// 21: March to May.
    Spring,
    /// 22: June to August.
    Summer,
    /// 23: September to November.
    Autumn,
    /// 24: December to February of the following year.
    Winter,
}

impl Season {
    /// Month in which the season begins.
    const fn first_month(self) -> u8 {
        match self {
            Season::Spring => 3,
            Season::Summer => 6,
            Season::Autumn => 9,
            Season::Winter => 12,
        }
    }

    /// Its number in ISO 8601-2, which stands where a month would.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8 + 21
    }

    /// The season with this number (21 to 24).
    #[must_use]
    pub const fn from_code(code: u8) -> Option<Season> {
        Some(match code {
            21 => Season::Spring,
            22 => Season::Summer,
            23 => Season::Autumn,
            24 => Season::Winter,
            _ => return None,
        })
    }
}

/// A year, season, month or day that exists in the calendar, with what is said of its certainty.
///
/// Years are astronomical: year 0 is 1 BCE. There is no way to build one outside the supported years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    year: i32,
    part: Part,
    about: bool,
    disputed: bool,
}

/// The part of a moment below its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Century,
    Decade,
    None,
    Season(Season),
    Month(u8),
    Day(u8, u8),
}

impl Moment {
    /// A whole year; `None` outside [`Day::MIN_YEAR`] to [`Day::MAX_YEAR`], like all constructors here.
    #[must_use]
    pub const fn of_year(year: i32) -> Option<Moment> {
        Self::new(year, Part::None)
    }

    /// The decade that begins with this year; `None` unless the year ends with 0 and is not negative.
    #[must_use]
    pub const fn of_decade(year: i32) -> Option<Moment> {
        if year < 0 || year % 10 != 0 { None } else { Self::new(year, Part::Decade) }
    }

    /// The century that begins with this year; `None` unless the year ends with 00 and is not negative.
    #[must_use]
    pub const fn of_century(year: i32) -> Option<Moment> {
        if year < 0 || year % 100 != 0 { None } else { Self::new(year, Part::Century) }
    }

    /// A season of a year.
    #[must_use]
    pub const fn of_season(year: i32, season: Season) -> Option<Moment> {
        Self::new(year, Part::Season(season))
    }

    /// A month of a year; `None` too for a month outside 1 to 12.
    #[must_use]
    pub const fn of_month(year: i32, month: u8) -> Option<Moment> {
        if days_in_month(year, month) == 0 { None } else { Self::new(year, Part::Month(month)) }
    }

    /// A day; `None` too for a day that the calendar does not have.
    #[must_use]
    pub const fn of_day(year: i32, month: u8, day: u8) -> Option<Moment> {
        match Day::from_ymd(year, month, day) {
            Some(_) => Self::new(year, Part::Day(month, day)),
            None => None,
        }
    }

    const fn new(year: i32, part: Part) -> Option<Moment> {
        // Beyond four digits, EDTF knows years only.
        let far = year < -9_999 || year > 9_999;
        if year < Day::MIN_YEAR || year > Day::MAX_YEAR || (far && !matches!(part, Part::None)) {
            return None;
        }
        Some(Moment { year, part, about: false, disputed: false })
    }

    /// Sets whether the moment is approximate (`~`) and whether it is uncertain or disputed (`?`); both together are
    /// `%`.
    #[must_use]
    pub const fn qualified(self, about: bool, disputed: bool) -> Moment {
        Moment { about, disputed, ..self }
    }

    /// The astronomical year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12, if one is known.
    #[must_use]
    pub const fn month(self) -> Option<u8> {
        match self.part {
            Part::Month(month) | Part::Day(month, _) => Some(month),
            Part::Century | Part::Decade | Part::None | Part::Season(_) => None,
        }
    }

    /// The day of the month, 1 to 31, if one is known.
    #[must_use]
    pub const fn day(self) -> Option<u8> {
        match self.part {
            Part::Day(_, day) => Some(day),
            _ => None,
        }
    }

    /// The season, if that is what is known.
    #[must_use]
    pub const fn season(self) -> Option<Season> {
        match self.part {
            Part::Season(season) => Some(season),
            _ => None,
        }
    }

    /// Whether it is approximate (`~` or `%`).
    #[must_use]
    pub const fn about(self) -> bool {
        self.about
    }

    /// Whether it is uncertain or disputed (`?` or `%`).
    #[must_use]
    pub const fn disputed(self) -> bool {
        self.disputed
    }

    /// Whether the moment may be an end of a set in EDTF (`[1986..1988]`).
    pub(crate) fn fits_a_set(self) -> bool {
        !self.about && !self.disputed && matches!(self.part, Part::None | Part::Month(_) | Part::Day(..))
    }

    /// How exactly it is known.
    #[must_use]
    pub const fn precision(self) -> Precision {
        match self.part {
            Part::Century => Precision::Century,
            Part::Decade => Precision::Decade,
            Part::None => Precision::Year,
            Part::Season(_) => Precision::Season,
            Part::Month(_) => Precision::Month,
            Part::Day(..) => Precision::Day,
        }
    }

    /// The first day that the moment may mean.
    #[must_use]
    pub const fn first_day(self) -> Day {
        let (month, day) = match self.part {
            Part::Century | Part::Decade | Part::None => (1, 1),
            Part::Season(season) => (season.first_month(), 1),
            Part::Month(month) => (month, 1),
            Part::Day(month, day) => (month, day),
        };
        Day(civil_to_days(self.year, month, day))
    }

    /// The last day that the moment may mean, inclusive.
    #[must_use]
    pub const fn last_day(self) -> Day {
        let (year, month) = match self.part {
            Part::Day(..) => return self.first_day(),
            Part::Season(Season::Winter) => (self.year + 1, 2),
            Part::Season(season) => (self.year, season.first_month() + 2),
            Part::Month(month) => (self.year, month),
            Part::Century => (self.year + 99, 12),
            Part::Decade => (self.year + 9, 12),
            Part::None => (self.year, 12),
        };
        Day(civil_to_days(year, month, days_in_month(year, month)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent(moment: Option<Moment>) -> ((i32, u8, u8), (i32, u8, u8)) {
        let moment = moment.expect("a moment of the calendar");
        (moment.first_day().ymd(), moment.last_day().ymd())
    }

    #[test]
    fn a_moment_covers_all_the_days_it_may_mean() {
        assert_eq!(extent(Moment::of_year(-44)), ((-44, 1, 1), (-44, 12, 31)));
        assert_eq!(extent(Moment::of_decade(1990)), ((1990, 1, 1), (1999, 12, 31)));
        assert_eq!(extent(Moment::of_century(1900)), ((1900, 1, 1), (1999, 12, 31)));
        assert_eq!(extent(Moment::of_month(2024, 2)), ((2024, 2, 1), (2024, 2, 29)));
        assert_eq!(extent(Moment::of_day(1986, 11, 18)), ((1986, 11, 18), (1986, 11, 18)));
        assert_eq!(extent(Moment::of_season(1986, Season::Autumn)), ((1986, 9, 1), (1986, 11, 30)));
    }

    #[test]
    fn winter_reaches_into_the_next_year() {
        assert_eq!(extent(Moment::of_season(1987, Season::Winter)), ((1987, 12, 1), (1988, 2, 29)));
        assert_eq!(extent(Moment::of_season(9_999, Season::Winter)), ((9_999, 12, 1), (10_000, 2, 29)));
    }

    #[test]
    fn a_moment_outside_the_calendar_cannot_be_built() {
        assert_eq!(Moment::of_year(1_000_000_000), None);
        assert_eq!(Moment::of_month(1986, 13), None);
        assert_eq!(Moment::of_season(-1_000_000_000, Season::Spring), None);
        assert_eq!(Moment::of_day(1986, 2, 29), None);
        assert_eq!(Moment::of_month(10_000, 1), None);
        assert_eq!(Moment::of_decade(1986), None);
        assert_eq!(Moment::of_century(-100), None);
    }

    #[test]
    fn the_parts_are_those_that_are_known() {
        let season = Moment::of_season(1986, Season::Summer).expect("a season");
        assert_eq!((season.month(), season.day(), season.season()), (None, None, Some(Season::Summer)));
        let day = Moment::of_day(1986, 11, 18).expect("a day");
        assert_eq!((day.year(), day.month(), day.day(), day.season()), (1986, Some(11), Some(18), None));
        assert!(season.precision() < day.precision());
    }
}
