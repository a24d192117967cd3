//! Dates and times as sheets write them, as EDTF.
//!
//! TimelineJS counts no year 0: its year −44 is 44 BCE, which ISO 8601 writes −0043.

use backstory_timeline::{DateError, EventDate};

use crate::cell::{self, Free, Order};

/// Year, month, day and time of day, as they are written.
#[derive(Debug, Default, Clone)]
pub struct Parts {
    /// Year; blank where there is no date.
    pub year: String,
    /// Month as a number or a name.
    pub month: String,
    /// Day of the month.
    pub day: String,
    /// `HH:MM` or `HH:MM:SS`, or blank.
    pub time: String,
}

/// A date with what could not be kept of it.
#[derive(Debug, Default, PartialEq)]
pub struct When {
    /// EDTF.
    pub date: String,
    /// Time of day at which it begins.
    pub time: String,
    /// Time of day at which it ends.
    pub end_time: String,
    /// Words of the sheet that say more than the date does.
    pub words: String,
    /// What was left out, or read in a way that somebody should know of.
    pub notes: Vec<&'static str>,
}

/// What is no year but a day as spreadsheets count them, of 1950 to 2049; round numbers can be years that are far away.
const COUNTED_DAYS: std::ops::Range<i64> = 18_264..54_789;

/// The farthest year of the past that the timeline draws.
const FIRST_YEAR: i64 = -999_999_999;
/// The last year that is read: what is later is another number, like `199912`.
const LAST_YEAR: i64 = 99_999;

/// A beginning and an end as one date.
///
/// # Errors
/// Says what is wrong with them.
pub fn span(start: &Parts, end: &Parts) -> Result<When, String> {
    let mut when = When::default();
    let (from, exact_from) = moment(start, &mut when)?;
    let is_open = cell::OPEN.contains(&end.year.trim().to_lowercase().as_str());
    let (to, exact_to) = if is_open { ("..".to_owned(), false) } else { moment(end, &mut when)? };
    if end.year.trim().is_empty() && [&end.month, &end.day].iter().any(|it| !it.trim().is_empty()) {
        when.notes.push("ends without a year are left out");
    }
    // An end in 1950 of what begins on 1 May 1950.
    let is_within = !to.is_empty() && from.starts_with(&format!("{to}-"));
    if is_within {
        when.notes.push("ends that are less exact than the beginning, and of the same time, are left out");
    }
    when.date = if to.is_empty() || to == from || is_within { from } else { format!("{from}/{to}") };
    for (time, exact, slot) in
        [(&start.time, exact_from, 0), (&end.time, exact_to || (end.year.trim().is_empty() && exact_from), 1)]
    {
        if time.is_empty() {
        } else if !exact {
            when.notes.push(TIME_LEFT_OUT);
        } else if slot == 0 {
            when.time.clone_from(time);
        } else if *time != start.time || when.date.contains('/') {
            when.end_time.clone_from(time);
        }
    }
    if when.date.is_empty() {
        return Ok(when);
    }
    match when.date.parse::<EventDate>() {
        Ok(_) => {}
        Err(DateError::EndBeforeStart) => return Err(format!("the end comes before the beginning ({})", when.date)),
        Err(DateError::FarPrecision) => {
            return Err(format!("so far away there are years alone: leave month and day blank ({})", when.date));
        }
        Err(_) => return Err(format!("there is no such day ({})", when.date)),
    }
    if !when.date.contains('/') && when.end_time == "00:00" && !when.time.is_empty() {
        END_OF_DAY.clone_into(&mut when.end_time);
        when.notes.push(ENDS_WITH_THE_DAY);
    }
    if !when.date.contains('/') && !when.end_time.is_empty() && when.end_time < when.time {
        return Err(format!("the end comes before the beginning ({}, {})", when.time, when.end_time));
    }
    Ok(when)
}

/// One moment in EDTF, and whether it is a day.
fn moment(parts: &Parts, when: &mut When) -> Result<(String, bool), String> {
    let blank = parts.month.trim().is_empty() && parts.day.trim().is_empty();
    let year = match number(&parts.year, "year") {
        Ok(Some(year)) => year,
        Ok(None) => return Ok((String::new(), false)),
        // "c. 1920", "1990s", "44 BC".
        Err(mistake) if blank && parts.year.chars().any(char::is_alphanumeric) => {
            return match cell::read(&parts.year, Order::MonthFirst, when).map_err(|_| mistake)? {
                Free::Edtf(date) => Ok((date, false)),
                Free::Parts(inner) => moment(&inner, when),
            };
        }
        Err(mistake) => return Err(mistake),
    };
    if let Some(parts) =
        cell::counted_days(parts.year.trim()).filter(|_| blank && COUNTED_DAYS.contains(&year) && year % 1000 != 0)
    {
        when.notes.push(cell::COUNTED);
        return moment(&parts, when);
    }
    if year == 0 {
        when.notes.push("there is no year 0: it is read as 1 BCE");
    }
    let mut date =
        if cell::is_iso_before_our_era(&parts.year) { parts.year.trim().to_owned() } else { year_text(year)? };
    if let Some(season) = cell::season_named(&parts.month).filter(|_| parts.day.trim().is_empty() && year > 0) {
        return Ok((format!("{date}-{season}"), false));
    }
    let Some(month) = month(&parts.month)? else {
        if number(&parts.day, "day")?.is_some() {
            when.notes.push("days without a month are left out");
        }
        return Ok((date, false));
    };
    if !(1..=12).contains(&month) {
        let help = if month == 0 { ": leave it blank where it is not known" } else { "" };
        return Err(format!("there is no month {month}{help}"));
    }
    date = format!("{date}-{month:02}");
    let Some(day) = number(&parts.day, "day")? else {
        return Ok((date, false));
    };
    if !(1..=31).contains(&day) {
        let help = if day == 0 { ": leave it blank where it is not known" } else { "" };
        return Err(format!("there is no day {day}{help}"));
    }
    Ok((format!("{date}-{day:02}"), true))
}

/// A month by its number or its name.
fn month(written: &str) -> Result<Option<i64>, String> {
    number(written, "month").or_else(|mistake| cell::month(written).map(|it| Some(i64::from(it))).ok_or(mistake))
}

/// A year of a sheet, which knows no year 0, in EDTF.
fn year_text(year: i64) -> Result<String, String> {
    if !(FIRST_YEAR..=LAST_YEAR).contains(&year) {
        return Err(format!("the timeline reaches from {} BCE to {LAST_YEAR}, and not to {year}", -FIRST_YEAR));
    }
    let year = if year < 0 { year + 1 } else { year };
    let sign = if year < 0 { "-" } else { "" };
    let digits = year.abs();
    Ok(if digits > 9999 { format!("Y{sign}{digits}") } else { format!("{sign}{digits:04}") })
}

/// A whole number as spreadsheets write it: `1,066`, `1.066`, `1 066`, `1950.0`, and in other digits than ours.
pub fn number(written: &str, what: &str) -> Result<Option<i64>, String> {
    // Spreadsheets write `'1950` for a number that is to be a text.
    let plain =
        cell::ascii_digits(cell::visible(written).trim_start_matches(['\'', '’'])).replace(['\u{2212}', '–'], "-");
    // `昭和25年`.
    let western = if what == "year" { cell::western_year(&plain).flatten() } else { None };
    let plain = western.unwrap_or(plain);
    // `5월`, `1950年`.
    let plain = plain.trim_end_matches(['年', '月', '日', '년', '월', '일']).to_owned();
    let ordinal = ["st", "nd", "rd", "th", "er", "º", "ª", "."].iter().find_map(|it| plain.strip_suffix(it));
    let plain = ordinal.filter(|_| what == "day").map_or(plain.clone(), str::to_owned);
    if plain.is_empty() {
        return Ok(None);
    }
    let wrong = || format!("`{}` is no {what}", written.trim());
    let unsigned = plain.strip_prefix(['-', '+']).unwrap_or(&plain);
    let groups: Vec<_> = unsigned.split([',', '.', '\'', '’', ' ', '\u{a0}', '\u{202f}']).collect();
    let is_zero = |it: &&str| it.bytes().all(|it| it == b'0');
    let digits = match groups.as_slice() {
        [first, rest @ ..] if first.len() <= 3 && rest.iter().all(|it| it.len() == 3) => groups.concat(),
        [whole] => (*whole).to_owned(),
        [whole, decimals] if is_zero(decimals) => (*whole).to_owned(),
        _ => return Err(wrong()),
    };
    if digits.is_empty() || !digits.bytes().all(|it| it.is_ascii_digit()) {
        return Err(wrong());
    }
    // What is longer than any number is too far away as well.
    let number = digits.parse().unwrap_or(i64::MAX >> 1);
    Ok(Some(if plain.starts_with('-') { -number } else { number }))
}

/// The middle of the day by its names.
const NOON: [&str; 8] = ["noon", "12 noon", "midday", "mittag", "mittags", "midi", "mediodía", "mezzogiorno"];
/// Its beginning or its end by their names.
const MIDNIGHT: [&str; 6] = ["midnight", "12 midnight", "mitternacht", "minuit", "medianoche", "mezzanotte"];
/// What is said of a time of day beside a date that names no day.
pub const TIME_LEFT_OUT: &str = "times of day without a day are left out";
/// What is said where something begins at midnight, which may be meant either way.
pub const MIDNIGHT_READ: &str =
    "`midnight` is read as the beginning of the day that stands beside it (00:00): write 24:00 where its end is meant";
/// What is said where something ends at 00:00 of the day on which it began.
const ENDS_WITH_THE_DAY: &str = "an end at 00:00 of the same day is read as the end of that day (24:00)";
/// The end of a day.
const END_OF_DAY: &str = "24:00";

/// Whether a time is the name of midnight, which does not say of which night.
pub fn is_midnight(written: &str) -> bool {
    MIDNIGHT.contains(&written.trim().to_lowercase().as_str())
}

/// Whether a time is a word for noon or midnight.
pub fn is_named(written: &str) -> bool {
    is_midnight(written) || NOON.contains(&written.trim().to_lowercase().as_str())
}

/// The time at which something ends: midnight is the end of the day there.
///
/// # Errors
/// When it is none.
pub fn end_time(written: &str) -> Result<String, String> {
    if is_midnight(written) { Ok(END_OF_DAY.to_owned()) } else { time(written) }
}

/// A time of day: `9:00`, `09:00:30`, `1730`, `5.30 pm`, `5 p.m.`, `9h30`, `17 Uhr`, `noon`, `24:00`, `0.375` of a day. Times
/// are those of the place, so a zone behind them is of no use.
///
/// # Errors
/// When it is none.
pub fn time(written: &str) -> Result<String, String> {
    let wrong = || {
        let written = written.trim();
        format!("`{written}` is no time of day; write it like 09:30, 9:30 pm or 21:30")
    };
    let lower = cell::ascii_digits(written.trim()).to_lowercase();
    if lower.is_empty() {
        return Ok(String::new());
    }
    if is_named(&lower) {
        return Ok(if is_midnight(&lower) { "00:00" } else { "12:00" }.to_owned());
    }
    // 0.30 is half past midnight, 0.375 is nine o'clock.
    if let Some(time) = lower.strip_prefix("0.").filter(|it| it.len() != 2).and_then(part_of_a_day) {
        return Ok(time);
    }
    let lower = without_zone(&lower).replace([' ', '\u{202f}'], "");
    let lower = lower.trim_end_matches("uhr").trim_end_matches("hrs");
    let halves = [("p.m.", 12), ("pm", 12), ("p.m", 12), ("a.m.", 0), ("am", 0), ("a.m", 0)];
    let half = halves.iter().find_map(|(word, hours)| Some((lower.strip_suffix(word)?, Some(*hours))));
    let (digits, half) = half.unwrap_or((lower, None));
    let digits = digits.replace('h', ":");
    let digits = digits.trim_end_matches([':', 'z']);
    let together = digits.len() == 3 || digits.len() == 4;
    let parts: Vec<&str> = if together && digits.bytes().all(|it| it.is_ascii_digit()) {
        vec![&digits[..digits.len() - 2], &digits[digits.len() - 2..]]
    } else {
        digits.split([':', '.', ',']).collect()
    };
    let mut numbers = Vec::new();
    for part in &parts {
        if part.is_empty() || part.len() > 6 {
            return Err(wrong());
        }
        numbers.push(part.parse::<u32>().map_err(|_| wrong())?);
    }
    let (mut hour, minute) = (numbers[0], numbers.get(1).copied().unwrap_or(0));
    let second = numbers.get(2).copied().unwrap_or(0);
    match half {
        Some(12) if hour < 12 => hour += 12,
        Some(0) if hour == 12 => hour = 0,
        _ => {}
    }
    // ISO 8601 writes the end of a day so.
    let is_end_of_day = half.is_none() && hour == 24 && minute == 0 && second == 0;
    if (hour > 23 && !is_end_of_day) || minute > 59 || second > 59 || numbers.len() > 4 {
        return Err(wrong());
    }
    Ok(clock(hour, minute, second))
}

/// A time of day, or two of them in one cell: `9:00–17:30`, `9am - 5pm`, `7-9 PM`.
///
/// # Errors
/// When it is none, and when the second comes before the first: it may be on the day after, or a zone (`14:30-05:00`).
pub fn times(written: &str) -> Result<(String, String), String> {
    let parted = ["–", "—", "-", " to ", " bis "].iter().find_map(|it| written.split_once(it));
    if let Some((Ok(from), Ok(to))) = parted.map(|(from, to)| (time_before(from, to), end_time(to)))
        && !from.is_empty()
        && !to.is_empty()
        && from != to
    {
        let to = if to == "00:00" { END_OF_DAY.to_owned() } else { to };
        if to > from {
            return Ok((from, to));
        }
        return Err(format!(
            "`{}` ends before it begins: write the times into Time and End Time, with the day of the end in End Date; leave a \
             time zone out",
            written.trim()
        ));
    }
    time(written).map(|time| (time, String::new()))
}

/// The first of two times: in `7-9 PM` and `11-1 PM` the half of the day stands behind the second alone.
fn time_before(first: &str, second: &str) -> Result<String, String> {
    let half = |it: &str| {
        let letters: String = it.to_lowercase().chars().filter(|it| it.is_ascii_alphabetic()).collect();
        ["am", "pm"].into_iter().find(|half| letters.starts_with(half))
    };
    let Some(half_of_second) = half(second).filter(|_| half(first).is_none()) else { return time(first) };
    let other = if half_of_second == "pm" { "am" } else { "pm" };
    let [same, other] = [half_of_second, other].map(|half| time(&format!("{} {half}", first.trim())));
    let second = time(second)?;
    if same.as_ref().is_ok_and(|it| *it < second) { same } else { other }
}

fn clock(hour: u32, minute: u32, second: u32) -> String {
    if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") }
}

/// A time as spreadsheets count it, by its decimals: `375` is 09:00.
pub fn part_of_a_day(decimals: &str) -> Option<String> {
    if !decimals.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    let minutes = (format!("0.{decimals}").parse::<f64>().ok()? * 1440.0).round();
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is a part of a day")]
    let minutes = (minutes as u32).min(1439);
    Some(clock(minutes / 60, minutes % 60, 0))
}

/// Takes away `UTC`, `CET` or `+02:00` behind a time.
fn without_zone(time: &str) -> &str {
    let shifted = time.rsplit_once(['+', '-', '−']).filter(|(clock, shift)| {
        let digits = shift.replace(':', "");
        // `9-5` is no time in a zone, `9:00 GMT-5` is one.
        let least = if clock.ends_with(|it: char| it.is_ascii_alphabetic()) { 1 } else { 4 };
        !clock.is_empty() && (least..=4).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit())
    });
    let time = shifted.map_or(time, |(clock, _)| clock).trim_end();
    let Some((clock, zone)) = time.rsplit_once(' ') else { return time };
    // Notion writes `9:00 AM (CET)`.
    let zone = zone.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(zone);
    let is_zone = zone.len() >= 2 && zone.bytes().all(|it| it.is_ascii_lowercase());
    if is_zone && !["am", "pm", "uhr", "hrs"].contains(&zone) { clock.trim_end() } else { time }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(year: &str, month: &str, day: &str, time: &str) -> Parts {
        let [year, month, day, time] = [year, month, day, time].map(str::to_owned);
        Parts { year, month, day, time }
    }

    fn date(year: &str, month: &str, day: &str) -> Result<String, String> {
        span(&parts(year, month, day, ""), &Parts::default()).map(|it| it.date)
    }

    #[test]
    fn a_sheet_counts_no_year_0() {
        assert_eq!(date("-44", "3", "15").unwrap(), "-0043-03-15");
        assert_eq!(date("-1", "", "").unwrap(), "0000");
        assert_eq!(date("-10001", "", "").unwrap(), "Y-10000");
        assert_eq!(date("1", "", "").unwrap(), "0001");
        // Four digits of which the first is a zero are ISO 8601, which has a year 0.
        assert_eq!(date("-0043", "3", "15").unwrap(), "-0043-03-15");
    }

    #[test]
    fn numbers_are_read_as_spreadsheets_write_them() {
        assert_eq!(date("1,066", "", "").unwrap(), "1066");
        assert_eq!(date("1950.0", "5.0", "1").unwrap(), "1950-05-01");
        assert_eq!(date(" 12000 ", "", "").unwrap(), "Y12000");
        assert!(date("1950.5", "", "").unwrap_err().contains("no year"));
        assert!(date("1950 or so", "", "").unwrap_err().contains("no year"));
        assert_eq!(date("1.950", "", "").unwrap(), "1950");
        assert_eq!(date("1950", "", "").unwrap(), date("１９５０", "", "").unwrap());
    }

    #[test]
    fn a_year_may_be_written_in_words_where_it_stands_alone() {
        for (year, meant) in [("44 BC", "-0043"), ("c. 1920", "1920~"), ("1990s", "199X"), ("1950?", "1950?")] {
            assert_eq!(date(year, "", "").as_deref(), Ok(meant), "{year}");
        }
        assert!(date("c. 1920", "5", "").unwrap_err().contains("no year"));
        assert_eq!(date("1950", "May", "1").unwrap(), "1950-05-01");
    }

    #[test]
    fn an_end_that_has_not_come_is_open() {
        let when = span(&parts("1950", "", "", ""), &parts("present", "", "", "")).unwrap();
        assert_eq!(when.date, "1950/..");
    }

    #[test]
    fn there_are_twelve_months_and_no_seasons() {
        assert_eq!(date("1950", "22", "").unwrap_err(), "there is no month 22");
        assert_eq!(date("1950", "0", "").unwrap_err(), "there is no month 0: leave it blank where it is not known");
        assert!(date("1951", "2", "29").unwrap_err().contains("no such day"));
        assert_eq!(date("1952", "2", "29").unwrap(), "1952-02-29");
        assert!(date("1000000", "", "").unwrap_err().contains("not to 1000000"));
        assert!(date("99999999999999999999999", "", "").is_err());
    }

    #[test]
    fn times_stay_with_their_day() {
        let when = span(&parts("1950", "5", "1", "09:00"), &parts("1950", "5", "1", "17:30")).unwrap();
        assert_eq!((when.date.as_str(), when.time.as_str(), when.end_time.as_str()), ("1950-05-01", "09:00", "17:30"));
        let when = span(&parts("1950", "", "1", "09:00"), &Parts::default()).unwrap();
        assert_eq!((when.date.as_str(), when.time.as_str(), when.notes.len()), ("1950", "", 2));
        assert!(span(&parts("1950", "", "", ""), &parts("1949", "", "", "")).unwrap_err().contains("before"));
    }

    #[test]
    fn times_are_read_as_timelinejs_reads_them() {
        for (written, meant) in [
            ("9:00", "09:00"),
            ("0900", "09:00"),
            ("5:30 PM", "17:30"),
            ("12 a.m.", "00:00"),
            ("12:15 p.m.", "12:15"),
            ("17.45", "17:45"),
            ("17:45:30", "17:45:30"),
            ("17:45:30.250", "17:45:30"),
            ("9h30", "09:30"),
            ("17 Uhr", "17:00"),
            ("14:30 UTC", "14:30"),
            ("14:30+02:00", "14:30"),
            ("5:30 PM EST", "17:30"),
            ("0.375", "09:00"),
            ("", ""),
            ("09:30 GMT+2", "09:30"),
            ("9:30 AM (CET)", "09:30"),
        ] {
            assert_eq!(time(written).as_deref(), Ok(meant), "{written}");
        }
        for (written, meant) in [
            ("noon", "12:00"),
            ("12 Noon", "12:00"),
            ("midday", "12:00"),
            ("midnight", "00:00"),
            ("Mitternacht", "00:00"),
            ("24:00", "24:00"),
            ("24.00 Uhr", "24:00"),
            ("2400", "24:00"),
        ] {
            assert_eq!(time(written).as_deref(), Ok(meant), "{written}");
        }
        assert_eq!(end_time("midnight").as_deref(), Ok("24:00"));
        for wrong in ["25:00", "9:75", ":", "1:2:3:4:5", "24:01", "24:00 pm", "9am-5pm", "9-5"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn two_times_of_day_may_stand_in_one_cell() {
        let pair = |written| times(written).map(|(from, to)| format!("{from} {to}"));
        for (written, meant) in [
            ("9am-5pm", "09:00 17:00"),
            ("9:00 – 17:30", "09:00 17:30"),
            ("9 bis 17 Uhr", "09:00 17:00"),
            ("7-9 PM", "19:00 21:00"),
            ("7–9pm", "19:00 21:00"),
            ("10:00-11:00 PM", "22:00 23:00"),
            ("11-1 p.m.", "11:00 13:00"),
            ("9:00 - 12:00 PM", "09:00 12:00"),
            ("noon to midnight", "12:00 24:00"),
            ("20:00–24:00", "20:00 24:00"),
            ("8pm–12am", "20:00 24:00"),
            ("", " "),
        ] {
            assert_eq!(pair(written).as_deref(), Ok(meant), "{written}");
        }
        for wrong in ["5pm-9am", "22:00-02:00", "9-5", "14:30-05:00", "10-2am"] {
            assert!(pair(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_spreadsheets_make_of_dates_is_undone() {
        assert_eq!(date("44196", "", "").unwrap(), "2020-12-31");
        assert_eq!(date("44000", "", "").unwrap(), "Y44000");
        assert_eq!(date("'1950", "'05", "1er").unwrap(), "1950-05-01");
        assert_eq!(date("\u{200b}1950", "\u{200e}5", "3rd").unwrap(), "1950-05-03");
        assert_eq!(date("1950", "Spring", "").unwrap(), "1950-21");
        assert_eq!(date("1950年", "5月", "3日").unwrap(), "1950-05-03");
        assert!(date("1950", "Spring", "3").is_err());
    }
}
