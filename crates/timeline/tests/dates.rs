//! Dates mean what they say, however far they lie and however they are written.

use backstory_timeline::{Day, EventDate, Kind, Moment, Season};
use proptest::prelude::*;

fn moments() -> impl Strategy<Value = Moment> {
    let years = prop_oneof![3 => -3_000..3_000, 1 => -9_999..=9_999, 1 => Day::MIN_YEAR..=Day::MAX_YEAR];
    let season = (21u8..=24).prop_map(|code| Season::from_code(code).expect("a season"));
    (years, 0..6, season, 1u8..=12, 1u8..=28, any::<(bool, bool)>()).prop_map(
        |(year, part, season, month, day, (about, disputed))| {
            let moment = match part {
                _ if !(-9_999..=9_999).contains(&year) => Moment::of_year(year),
                4 if year >= 0 => Moment::of_decade(year / 10 * 10),
                5 if year >= 0 => Moment::of_century(year / 100 * 100),
                0 | 4 | 5 => Moment::of_year(year),
                1 => Moment::of_season(year, season),
                2 => Moment::of_month(year, month),
                _ => Moment::of_day(year, month, day),
            };
            moment.expect("in the calendar").qualified(about, disputed)
        },
    )
}

fn dates() -> impl Strategy<Value = EventDate> {
    (moments(), moments(), 0..7).prop_filter_map("in order", |(a, b, kind)| {
        let (from, to) = if a.first_day() <= b.first_day() { (a, b) } else { (b, a) };
        let kind = match kind {
            0 => Kind::At(a),
            1 => Kind::Span(from, to),
            2 if from.precision() == to.precision() => {
                Kind::Between(from.qualified(false, false), to.qualified(false, false))
            }
            2 => Kind::Between(plain(from), plain(to)),
            3 => Kind::Before(a),
            4 => Kind::Until(a),
            5 => Kind::Since(a),
            _ => Kind::After(a),
        };
        EventDate::new(kind).ok()
    })
}

/// A moment that may always be an end of a range: the year alone, without a qualifier.
fn plain(moment: Moment) -> Moment {
    Moment::of_year(moment.year()).expect("a year")
}

/// The next day, by the rules of the calendar instead of day numbers.
fn next_day((year, month, day): (i32, u8, u8)) -> (i32, u8, u8) {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    match (day < days[usize::from(month) - 1], month < 12) {
        (true, _) => (year, month, day + 1),
        (false, true) => (year, month + 1, 1),
        (false, false) => (year + 1, 1, 1),
    }
}

#[test]
fn every_day_of_eight_centuries_follows_the_one_before() {
    let from = Day::from_ymd(-401, 1, 1).expect("a day");
    let to = Day::from_ymd(401, 1, 1).expect("a day");
    let mut ymd = from.ymd();
    for number in from.0..to.0 {
        assert_eq!(Day(number).ymd(), ymd);
        ymd = next_day(ymd);
    }
    assert_eq!(ymd, to.ymd());
}

/// The examples of the standard, by level, as <https://www.loc.gov/standards/datetime/> lists them, without what is not
/// supported: negative years with open digits, and intervals that are open on both sides.
#[test]
fn the_standards_own_examples_are_read() {
    for text in [
        // Level 0.
        "1985-04-12",
        "1985-04",
        "1985",
        "1985-04-12T23:20:30",
        "1985-04-12T23:20:30Z",
        "1985-04-12T23:20:30-04",
        "1985-04-12T23:20:30+04:30",
        "1964/2008",
        "2004-06/2006-08",
        "2004-02-01/2005-02-08",
        "2004-02-01/2005-02",
        "2004-02-01/2005",
        "2005/2006-02",
        // Level 1.
        "Y170000002",
        "Y-170000002",
        "Y17000",
        "Y-17000",
        "2001-21",
        "1984?",
        "2004-06~",
        "2004-06-11%",
        "201X",
        "20XX",
        "2004-XX",
        "1985-04-XX",
        "1985-XX-XX",
        "1985-04-12/..",
        "1985-04/..",
        "1985/..",
        "../1985-04-12",
        "../1985-04",
        "../1985",
        "1985-04-12/",
        "1985-04/",
        "1985/",
        "/1985-04-12",
        "/1985-04",
        "/1985",
        "-1985",
        "1984~/2004-06",
        "1984/2004-06~",
        "1984?/2004%",
        // Of level 2.
        "[..1984]",
        "[1760-12..]",
        "[1667..1668]",
    ] {
        let date: Result<EventDate, _> = text.parse();
        let date = date.unwrap_or_else(|error| panic!("{text}: {error}"));
        assert!(edtf_core::is_valid(text), "{text}");
        assert!(edtf_core::is_valid(&date.to_string()), "{text} became {date}");
    }
}

/// What the standard has and a timeline of days has no room for is refused, and said to be too far.
#[test]
fn years_beyond_the_calendar_are_refused_by_name() {
    for text in ["Y1700000002", "Y-1700000002"] {
        let error = text.parse::<EventDate>().expect_err(text);
        assert!(error.to_string().contains("nine digits"), "{text}: {error}");
    }
}

proptest! {
    #[test]
    fn a_day_survives_the_way_through_the_calendar(number in Day::MIN.0..Day::MAX.0) {
        let (year, month, day) = Day(number).ymd();
        prop_assert_eq!(Day::from_ymd(year, month, day), Some(Day(number)));
        prop_assert_eq!(Day(number + 1).ymd(), next_day((year, month, day)));
    }

    #[test]
    fn what_is_written_reads_the_same(date in dates()) {
        let text = date.to_string();
        prop_assert_eq!(text.parse(), Ok(date), "{}", text);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in r"[-0-9Y./\[\]~?%X ]{0,24}|.{0,12}") {
        if let Ok(date) = text.parse::<EventDate>() {
            prop_assert_eq!(date.to_string().parse(), Ok(date));
            prop_assert!(edtf_core::is_valid(&text) || text.starts_with("../") || text.contains("Y"), "{}", text);
        }
    }

    #[test]
    fn what_is_written_is_what_others_read(date in dates()) {
        let text = date.to_string();
        prop_assert!(edtf_core::is_valid(&text), "{}", text);
    }

    #[test]
    fn an_extent_is_never_empty_and_lies_in_the_calendar(date in dates()) {
        prop_assert!(Day::MIN <= date.first_day());
        prop_assert!(date.first_day() <= date.last_day());
        prop_assert!(date.last_day() <= Day::MAX);
        prop_assert_eq!(date.first_day().ymd().0, date.year());
    }

    #[test]
    fn a_chronicle_is_sorted_by_first_day(a in dates(), b in dates()) {
        if a.first_day() < b.first_day() {
            prop_assert!(a.sort_key() < b.sort_key());
        }
    }

    #[test]
    fn a_year_stands_before_its_months_and_a_month_before_its_days(year in -9_999..9_999, month in 1u8..=12) {
        let at = |moment: Option<Moment>| {
            let date = EventDate::new(Kind::At(moment.expect("a moment")));
            date.expect("a date").sort_key()
        };
        prop_assert!(at(Moment::of_year(year)) < at(Moment::of_month(year, month)));
        prop_assert!(at(Moment::of_month(year, month)) < at(Moment::of_day(year, month, 1)));
    }
}
