//! Ticks of the time axis: as many as their labels allow, at the dates that readers expect (first of a month, round
//! years).

use crate::day::{Day, days_in_month};

/// The step between two ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Every day.
    Day,
    /// The 1st, 8th, 15th and 22nd of each month, so that months stay in step.
    Week,
    /// The 1st and 15th of each month.
    Fortnight,
    /// Each month.
    Month,
    /// January, April, July, October.
    Quarter,
    /// January and July.
    HalfYear,
    /// Every so many years: 1, 2, 5, 10, 20, 50, … 500 000 000.
    Years(i32),
}

/// A tick of the time axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tick {
    /// Its day, at 0:00.
    pub day: f64,
    /// The step between the ticks.
    pub unit: Unit,
    /// Whether it begins a larger unit as well: a month among days and weeks, a year among months, a decade, century or
    /// larger power of ten among years.
    pub major: bool,
    /// The astronomical year.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: u8,
    /// The day of the month, 1 to 31.
    pub dom: u8,
}

/// Most ticks that are returned: more than any screen shows, so that a caller's wrong range cannot fill the memory.
const MOST_TICKS: usize = 4_096;

/// Ticks from one day to another (inclusive, see [`Day`]), each at least `min_gap_px` from the next, so that labels
/// of that width never collide. They depend on the scale only: moving the range shows other ticks of the same row.
///
/// Years before year 1 are counted as readers see them (100 BCE is −99), and among larger steps year 1 stands in
/// for the year 0 that calendars lack. Empty if a number is not finite or the scale is not positive; at most 4 096.
#[must_use]
pub fn ticks(px_per_day: f64, from: f64, to: f64, min_gap_px: f64) -> Vec<Tick> {
    let usable = px_per_day > 0.0 && [px_per_day, from, to, min_gap_px].into_iter().all(f64::is_finite);
    let min_days = min_gap_px.max(1.0) / px_per_day;
    let Some(unit) = finest(min_days).filter(|_| usable && from <= to) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    let mut at = floor(unit, first_within(from));
    while let Some(day) = Day::from_ymd(at.0, at.1, at.2).filter(|day| day.0 as f64 <= to) {
        if day.0 as f64 >= from && !crowds_year_one(unit, at.0, min_days) {
            all.push(tick(unit, day, at));
        }
        if all.len() == MOST_TICKS {
            break;
        }
        at = next(unit, at);
    }
    all
}

type Ymd = (i32, u8, u8);

/// The finest unit whose shortest step is at least that many days.
fn finest(min_days: f64) -> Option<Unit> {
    const SHORT: [(f64, Unit); 6] = [
        (1.0, Unit::Day),
        (7.0, Unit::Week),
        (14.0, Unit::Fortnight),
        (28.0, Unit::Month),
        (90.0, Unit::Quarter),
        (181.0, Unit::HalfYear),
    ];
    let years = (0..27).map(|n| [1, 2, 5][n % 3] * 10i32.pow(n as u32 / 3));
    let short = SHORT.into_iter().find(|(days, _)| *days >= min_days).map(|(_, unit)| unit);
    short.or_else(|| years.into_iter().find(|years| years_to_days(*years) >= min_days).map(Unit::Years))
}

/// The least number of days in a number of years.
fn years_to_days(years: i32) -> f64 {
    f64::from(years) * 365.0
}

fn first_within(from: f64) -> Day {
    // The cast saturates, so huge values are safe.
    Day((from as i64).clamp(Day::MIN.0, Day::MAX.0))
}

/// Year 1 stands in for year 0; if the next tick is then too near, year 1 is left out.
fn crowds_year_one(unit: Unit, year: i32, min_days: f64) -> bool {
    matches!(unit, Unit::Years(step) if year == 1 && step > 1 && years_to_days(step - 1) < min_days)
}

/// The tick at or before a day.
fn floor(unit: Unit, day: Day) -> Ymd {
    let (year, month, dom) = day.ymd();
    match unit {
        Unit::Day => (year, month, dom),
        Unit::Week => (year, month, ((dom - 1) / 7 * 7 + 1).min(22)),
        Unit::Fortnight => (year, month, if dom < 15 { 1 } else { 15 }),
        Unit::Month => (year, month, 1),
        Unit::Quarter => (year, (month - 1) / 3 * 3 + 1, 1),
        Unit::HalfYear => (year, (month - 1) / 6 * 6 + 1, 1),
        Unit::Years(step) => (year_of_step(step_of_year(year, step), step), 1, 1),
    }
}

/// The tick after a tick.
fn next(unit: Unit, (year, month, dom): Ymd) -> Ymd {
    let months = |step| {
        if month + step > 12 { (year + 1, 1, 1) } else { (year, month + step, 1) }
    };
    match unit {
        Unit::Day if dom < days_in_month(year, month) => (year, month, dom + 1),
        Unit::Week if dom < 22 => (year, month, dom + 7),
        Unit::Fortnight if dom < 15 => (year, month, 15),
        Unit::Day | Unit::Week | Unit::Fortnight | Unit::Month => months(1),
        Unit::Quarter => months(3),
        Unit::HalfYear => months(6),
        Unit::Years(step) => (year_of_step(step_of_year(year, step) + 1, step), 1, 1),
    }
}

/// The number of the step that holds a year; step 0 begins with year 1, since no calendar has a year 0.
fn step_of_year(year: i32, step: i32) -> i32 {
    if step == 1 {
        year
    } else if year > 0 {
        year / step
    } else {
        (year - 1).div_euclid(step)
    }
}

/// The year a step begins with.
fn year_of_step(number: i32, step: i32) -> i32 {
    if step == 1 || number > 0 { number * step } else { number * step + 1 }
}

fn tick(unit: Unit, day: Day, (year, month, dom): Ymd) -> Tick {
    let major = match unit {
        Unit::Day | Unit::Week | Unit::Fortnight => dom == 1,
        Unit::Month | Unit::Quarter | Unit::HalfYear => month == 1,
        Unit::Years(step) => begins_power_of_ten(year, step),
    };
    Tick { day: day.0 as f64, unit, major, year, month, dom }
}

/// Whether a reader's year is a multiple of the power of ten above the step.
fn begins_power_of_ten(year: i32, step: i32) -> bool {
    let mut power = 10;
    while power <= step {
        power *= 10;
    }
    let shown = if year > 0 { year } else { 1 - year };
    shown % power == 0 || (year == 1 && step > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u8, dom: u8) -> f64 {
        Day::from_ymd(year, month, dom).expect("a day of the calendar").0 as f64
    }

    fn years(min_days: f64, from: i32, to: i32) -> Vec<(i32, bool)> {
        let all = ticks(1.0, day(from, 1, 1), day(to, 12, 31), min_days);
        all.iter().map(|tick| (tick.year, tick.major)).collect()
    }

    #[test]
    fn the_step_is_the_finest_whose_labels_fit() {
        for (min_days, unit) in [
            (1.0, Unit::Day),
            (1.1, Unit::Week),
            (14.0, Unit::Fortnight),
            (28.0, Unit::Month),
            (29.0, Unit::Quarter),
            (181.0, Unit::HalfYear),
            (365.0, Unit::Years(1)),
            (366.0, Unit::Years(2)),
            (36_500.0, Unit::Years(100)),
            (36_500_000.0, Unit::Years(100_000)),
        ] {
            let all = ticks(1.0, day(-99_999, 1, 1), day(99_999, 1, 1), min_days);
            assert_eq!(all.first().map(|tick| tick.unit), Some(unit), "{min_days}");
        }
    }

    #[test]
    fn weeks_stay_in_step_with_months() {
        let all = ticks(10.0, day(2024, 2, 10), day(2024, 3, 9), 50.0);
        let days: Vec<_> = all.iter().map(|tick| (tick.month, tick.dom, tick.major)).collect();
        assert_eq!(days, [(2, 15, false), (2, 22, false), (3, 1, true), (3, 8, false)]);
    }

    #[test]
    fn a_larger_unit_that_begins_makes_a_major_tick() {
        assert_eq!(
            years(1_800.0, 1948, 1972),
            [(1950, true), (1955, false), (1960, true), (1965, false), (1970, true)]
        );
    }

    #[test]
    fn there_is_no_year_0_among_centuries() {
        // Shown as 200 BCE, 100 BCE, 1, 100, 200.
        let expected = [(-199, false), (-99, false), (1, true), (100, false), (200, false)];
        assert_eq!(years(36_000.0, -250, 250), expected);
    }

    #[test]
    fn year_1_gives_way_where_its_label_would_touch_the_next() {
        assert_eq!(years(36_500.0, -250, 250), [(-199, false), (-99, false), (100, false), (200, false)]);
        assert_eq!(years(366.0, -4, 4), [(-3, false), (-1, false), (2, false), (4, false)]);
    }

    #[test]
    fn single_years_count_through_year_0() {
        assert_eq!(years(365.0, -2, 2).iter().map(|it| it.0).collect::<Vec<_>>(), [-2, -1, 0, 1, 2]);
    }

    #[test]
    fn ticks_end_with_the_supported_years() {
        let all = ticks(1e-8, f64::MIN, f64::MAX, 1_000.0);
        assert_eq!(all.first().map(|tick| tick.year), Some(-999_999_999));
        assert_eq!(all.last().map(|tick| tick.year), Some(500_000_000));
    }

    #[test]
    fn nonsense_gives_no_ticks_and_a_slip_not_too_many() {
        assert_eq!(ticks(f64::NAN, 0.0, 1.0, 1.0), []);
        assert_eq!(ticks(-1.0, 0.0, 1.0, 1.0), []);
        assert_eq!(ticks(0.0, 0.0, 1.0, 1.0), []);
        assert_eq!(ticks(1.0, 1.0, 0.0, 1.0), []);
        assert_eq!(ticks(1.0, 0.0, f64::INFINITY, 1.0), []);
        assert_eq!(ticks(1.0, -1e9, 1e9, f64::NAN), []);
        assert_eq!(ticks(1e-12, -1e9, 1e9, 50.0), []);
        assert_eq!(ticks(100.0, -1e9, 1e9, 50.0).len(), MOST_TICKS);
    }
}
