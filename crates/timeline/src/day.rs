//! The calendar: day numbers of the proleptic Gregorian calendar, and back to year, month and day.

/// A day, counted from 1970-01-01 (which is 0) in the proleptic Gregorian calendar.
///
/// Years are astronomical: year 0 is 1 BCE, year −44 is 45 BCE. Conversions follow Howard Hinnant, *chrono-Compatible
/// Low-Level Date Algorithms*, `days_from_civil` and `civil_from_days`
/// (<https://howardhinnant.github.io/date_algorithms.html>) with numbers of 64 bits: there are more days in the supported years than 32 bits count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

/// Days of a 400-year era, after which the Gregorian calendar repeats.
const ERA_DAYS: i64 = 146_097;
/// Days from 0000-03-01, where Hinnant's eras begin, to 1970-01-01.
const EPOCH: i64 = 719_468;

impl Day {
    /// The first day of the first supported year, −999 999 999.
    pub const MIN: Day = Day(civil_to_days(Self::MIN_YEAR, 1, 1));
    /// The last day of the last supported year, 999 999 999.
    pub const MAX: Day = Day(civil_to_days(Self::MAX_YEAR, 12, 31));
    /// The first supported year.
    pub const MIN_YEAR: i32 = -999_999_999;
    /// The last supported year.
    pub const MAX_YEAR: i32 = 999_999_999;

    /// The day of a year, month (1 to 12) and day of the month (from 1); `None` if the calendar has no such day or
    /// the year is outside [`Day::MIN_YEAR`] to [`Day::MAX_YEAR`].
    #[must_use]
    pub const fn from_ymd(year: i32, month: u8, day: u8) -> Option<Day> {
        if year < Self::MIN_YEAR || year > Self::MAX_YEAR || day == 0 || day > days_in_month(year, month) {
            return None;
        }
        Some(Day(civil_to_days(year, month, day)))
    }

    /// The first day of a year; of the nearest supported one for a year outside [`Day::MIN_YEAR`] to [`Day::MAX_YEAR`].
    #[must_use]
    pub fn start_of_year(year: i32) -> Day {
        Day(civil_to_days(year.clamp(Self::MIN_YEAR, Self::MAX_YEAR), 1, 1))
    }

    /// Year, month (1 to 12) and day of the month (1 to 31).
    #[must_use]
    pub const fn ymd(self) -> (i32, u8, u8) {
        let shifted = self.0 + EPOCH;
        let era = shifted.div_euclid(ERA_DAYS);
        let day_of_era = shifted.rem_euclid(ERA_DAYS);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        let year = year_of_era + era * 400 + (month <= 2) as i64;
        (year as i32, month as u8, day as u8)
    }
}

/// Days of a month; 0 for a month that does not exist.
pub(crate) const fn days_in_month(year: i32, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// The day number of a date that is known to exist within the supported years.
pub(crate) const fn civil_to_days(year: i32, month: u8, day: u8) -> i64 {
    let year = year as i64 - (month <= 2) as i64;
    let month = month as i64;
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = if month > 2 { month - 3 } else { month + 9 };
    let day_of_year = (153 * month_from_march + 2) / 5 + day as i64 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * ERA_DAYS + day_of_era - EPOCH
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_have_their_numbers() {
        for (ymd, number) in [
            ((1970, 1, 1), 0),
            ((1969, 12, 31), -1),
            ((2000, 2, 29), 11_016),
            ((1948, 10, 15), -7_748),
            ((0, 3, 1), -719_468),
            ((-44, 3, 15), -735_525),
        ] {
            assert_eq!(Day::from_ymd(ymd.0, ymd.1, ymd.2), Some(Day(number)), "{ymd:?}");
            assert_eq!(Day(number).ymd(), ymd);
        }
    }

    #[test]
    fn leap_days_follow_the_gregorian_rule() {
        for year in [2024, 2000, 1600, 0, -4, -400, -999_999_996] {
            assert!(Day::from_ymd(year, 2, 29).is_some(), "{year}");
        }
        for year in [2023, 1900, 2100, -1, -100, -999_999_999] {
            assert_eq!(Day::from_ymd(year, 2, 29), None, "{year}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for (year, month, day) in
            [(1986, 0, 1), (1986, 13, 1), (1986, 4, 31), (1986, 1, 0), (1_000_000_000, 1, 1), (-1_000_000_000, 12, 31)]
        {
            assert_eq!(Day::from_ymd(year, month, day), None, "{year} {month} {day}");
        }
    }

    #[test]
    fn the_first_and_last_day_are_those_of_the_supported_years() {
        assert_eq!(Day::MIN.ymd(), (Day::MIN_YEAR, 1, 1));
        assert_eq!(Day::MAX.ymd(), (Day::MAX_YEAR, 12, 31));
    }
}
