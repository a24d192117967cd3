//! Dates and times as sheets write them, as EDTF.
//!
//! TimelineJS counts no year 0: its year −44 is 44 BCE, which ISO 8601 writes −0043.

use backstory_timeline::{DateError, EventDate};

/// Year, month, day and time of day, as they are written.
#[derive(Debug, Default, Clone)]
pub struct Parts {
    /// Year; blank where there is no date.
    pub year: String,
    /// Month as a number.
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
    /// What was left out.
    pub left_out: Vec<&'static str>,
}

/// The farthest year that the timeline draws.
const FARTHEST_YEAR: i64 = 99_999;

/// A beginning and an end as one date.
///
/// # Errors
/// Says what is wrong with them.
pub fn span(start: &Parts, end: &Parts) -> Result<When, String> {
    let mut when = When::default();
    let (from, exact_from) = moment(start, &mut when)?;
    let (to, exact_to) = moment(end, &mut when)?;
    when.date = if to.is_empty() || to == from { from } else { format!("{from}/{to}") };
    for (time, exact, slot) in
        [(&start.time, exact_from, 0), (&end.time, exact_to || (end.year.trim().is_empty() && exact_from), 1)]
    {
        if time.is_empty() {
        } else if !exact {
            when.left_out.push("times of day without a day are left out");
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
        Err(_) => return Err(format!("there is no such day ({})", when.date)),
    }
    if !when.date.contains('/') && !when.end_time.is_empty() && when.end_time < when.time {
        return Err(format!("the end comes before the beginning ({}, {})", when.time, when.end_time));
    }
    Ok(when)
}

/// One moment in EDTF, and whether it is a day.
fn moment(parts: &Parts, when: &mut When) -> Result<(String, bool), String> {
    let Some(year) = number(&parts.year, "year")? else {
        return Ok((String::new(), false));
    };
    let mut date = year_text(year)?;
    let Some(month) = number(&parts.month, "month")? else {
        if number(&parts.day, "day")?.is_some() {
            when.left_out.push("days without a month are left out");
        }
        return Ok((date, false));
    };
    if !(1..=12).contains(&month) {
        return Err(format!("there is no month {month}"));
    }
    date = format!("{date}-{month:02}");
    let Some(day) = number(&parts.day, "day")? else {
        return Ok((date, false));
    };
    if !(1..=31).contains(&day) {
        return Err(format!("there is no day {day}"));
    }
    Ok((format!("{date}-{day:02}"), true))
}

/// A year of a sheet, which knows no year 0, in EDTF.
fn year_text(year: i64) -> Result<String, String> {
    if year.abs() > FARTHEST_YEAR {
        return Err(format!("the timeline reaches from {} BCE to {FARTHEST_YEAR}, and not to {year}", FARTHEST_YEAR));
    }
    let year = if year < 0 { year + 1 } else { year };
    let sign = if year < 0 { "-" } else { "" };
    let digits = year.abs();
    Ok(if digits > 9999 { format!("Y{sign}{digits}") } else { format!("{sign}{digits:04}") })
}

/// A whole number as spreadsheets write it: `1,066`, `1950.0`, `1 066`.
fn number(written: &str, what: &str) -> Result<Option<i64>, String> {
    let plain: String = written.chars().filter(|it| !it.is_whitespace() && *it != ',').collect();
    let plain = plain.replace('\u{2212}', "-");
    let plain = match plain.split_once('.') {
        Some((whole, rest)) if rest.chars().all(|it| it == '0') => whole,
        _ => plain.as_str(),
    };
    if plain.is_empty() {
        return Ok(None);
    }
    let digits = plain.strip_prefix('-').unwrap_or(plain);
    if digits.is_empty() || !digits.chars().all(|it| it.is_ascii_digit()) {
        return Err(format!("`{}` is no {what}", written.trim()));
    }
    // What is longer than any number is too far away as well.
    Ok(Some(plain.parse().unwrap_or(i64::MAX >> 1)))
}

/// A time of day: `9:00`, `09:00:30`, `1730`, `5.30 pm`, `5 p.m.`.
///
/// # Errors
/// When it is none.
pub fn time(written: &str) -> Result<String, String> {
    let wrong = || format!("`{}` is no time of day", written.trim());
    let lower: String = written.to_ascii_lowercase().chars().filter(|it| !it.is_whitespace()).collect();
    if lower.is_empty() {
        return Ok(String::new());
    }
    let halves = [("p.m.", 12), ("pm", 12), ("p.m", 12), ("a.m.", 0), ("am", 0), ("a.m", 0)];
    let half = halves.iter().find_map(|(word, hours)| Some((lower.strip_suffix(word)?, Some(*hours))));
    let (digits, half) = half.unwrap_or((lower.as_str(), None));
    let digits = digits.trim_end_matches('z');
    let together = digits.len() == 3 || digits.len() == 4;
    let parts: Vec<&str> = if together && digits.chars().all(|it| it.is_ascii_digit()) {
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
    if hour > 23 || minute > 59 || second > 59 || numbers.len() > 4 {
        return Err(wrong());
    }
    Ok(if second == 0 { format!("{hour:02}:{minute:02}") } else { format!("{hour:02}:{minute:02}:{second:02}") })
}

/// Whether the first of three numbers is the day or the month, where a table does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `31/12/1950`.
    DayFirst,
    /// `12/31/1950`, as TimelineJS's old sheet has it.
    MonthFirst,
}

/// The three numbers of `1/2/1950` or `1.2.1950`, as they are written.
pub fn three_numbers(written: &str) -> Option<[u32; 3]> {
    let first = written.split_whitespace().next()?;
    let mut numbers = first.split(['/', '.', '-']).map(|it| it.parse::<u32>().ok());
    let found = [numbers.next()??, numbers.next()??, numbers.next()??];
    (numbers.next().is_none() && !first.starts_with('-') && found[0] <= 31 && found[1] <= 31).then_some(found)
}

/// A date that stands in one cell.
///
/// # Errors
/// When it cannot be read.
pub fn one_cell(written: &str, order: Order) -> Result<Free, String> {
    let text = written.trim();
    if text.is_empty() {
        return Ok(Free::Parts(Parts::default()));
    }
    // TimelineJS's old JSON: 1950,5,1,12,30.
    let numbers: Vec<&str> = text.split(',').map(str::trim).collect();
    if numbers.len() > 1 && numbers.iter().all(|it| it.is_empty() || it.trim_start_matches('-').parse::<u32>().is_ok())
    {
        let at = |ix: usize| numbers.get(ix).copied().unwrap_or_default().to_owned();
        let is_thousands = numbers.len() == 2 && numbers[1].len() == 3;
        if is_thousands {
            return Ok(Free::Parts(Parts { year: numbers.concat(), ..Parts::default() }));
        }
        let clock = if numbers.len() > 3 { time(&format!("{}:{}", at(3), or_zero(&at(4))))? } else { String::new() };
        return Ok(Free::Parts(Parts { year: at(0), month: at(1), day: at(2), time: clock }));
    }
    let (day, clock) = split_time(text)?;
    if let Some(parts) = iso(&day) {
        return Ok(Free::Parts(Parts { time: clock, ..parts }));
    }
    if let Some(numbers) = three_numbers(&day) {
        let [day, month] = if order == Order::DayFirst { [numbers[0], numbers[1]] } else { [numbers[1], numbers[0]] };
        let [year, month, day] = [numbers[2], month, day].map(|it| it.to_string());
        return Ok(Free::Parts(Parts { year, month, day, time: clock }));
    }
    if let Some(parts) = month_and_year(&day).or_else(|| words(&day)) {
        return Ok(Free::Parts(Parts { time: clock, ..parts }));
    }
    let about = ["about ", "circa ", "ca. ", "ca ", "c. ", "c."].iter().find_map(|it| strip_word(&day, it));
    let edtf = about.map_or_else(|| day.clone(), |it| format!("{}~", it.trim()));
    if edtf.parse::<EventDate>().is_ok() {
        return Ok(Free::Edtf(edtf));
    }
    Err(format!("`{text}` is no date"))
}

/// What stands in one cell.
#[derive(Debug)]
pub enum Free {
    /// Parts of a date.
    Parts(Parts),
    /// A date as the story writes it.
    Edtf(String),
}

fn or_zero(text: &str) -> &str {
    if text.is_empty() { "0" } else { text }
}

fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    text.get(..word.len()).filter(|it| it.eq_ignore_ascii_case(word)).map(|_| &text[word.len()..])
}

/// Parts a time of day from what stands before it.
fn split_time(text: &str) -> Result<(String, String), String> {
    let Some(colon) = text.find(':') else {
        return Ok((text.to_owned(), String::new()));
    };
    let start = text[..colon].rfind(['T', ' ']).map_or(0, |it| it);
    let clock = text[start..].trim_start_matches(['T', ' ']);
    // A zone is of no use: times are those of the place.
    let zone = clock.find(['+', '-']).unwrap_or(clock.len());
    Ok((text[..start].trim().to_owned(), time(clock[..zone].trim_end_matches(['Z', 'z']))?))
}

/// `1950`, `1950-05`, `1950-05-01`, `-44`: by the sheet's count of years.
fn iso(text: &str) -> Option<Parts> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.trim_start_matches('+')),
    };
    let fields: Vec<&str> = rest.split('-').collect();
    let fits = |ix: usize, it: &str| it.chars().all(|it| it.is_ascii_digit()) && (ix == 0 || it.len() == 2);
    if fields.len() > 3 || fields[0].is_empty() || !fields.iter().enumerate().all(|(ix, it)| fits(ix, it)) {
        return None;
    }
    // Seasons are EDTF.
    if fields.get(1).is_some_and(|it| it.parse::<u8>().is_ok_and(|it| it > 20)) {
        return None;
    }
    let at = |ix: usize| fields.get(ix).copied().unwrap_or_default().to_owned();
    Some(Parts { year: format!("{sign}{}", fields[0]), month: at(1), day: at(2), time: String::new() })
}

/// `5/1950`.
fn month_and_year(text: &str) -> Option<Parts> {
    let (month, year) = text.split_once('/')?;
    let fits = month.len() <= 2 && month.parse::<u32>().is_ok() && year.len() == 4 && year.parse::<u32>().is_ok();
    fits.then(|| Parts { year: year.to_owned(), month: month.to_owned(), ..Parts::default() })
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `8 November 1986`, `Nov. 8, 1986`, `November 1986`, `44 BC`.
fn words(text: &str) -> Option<Parts> {
    let mut parts = Parts::default();
    let mut before = false;
    let mut numbers = Vec::new();
    for word in text.split([' ', ',']).map(|it| it.trim_end_matches('.')).filter(|it| !it.is_empty()) {
        let lower = word.to_lowercase();
        let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|it| lower.strip_suffix(it)).unwrap_or(&lower);
        if let Ok(number) = ordinal.parse::<u32>() {
            numbers.push(number);
        } else if ["bc", "bce", "b.c", "b.c.e"].contains(&lower.as_str()) {
            before = true;
        } else if !["ad", "ce", "a.d"].contains(&lower.as_str()) {
            let month = MONTHS.iter().position(|it| lower.len() >= 3 && it.starts_with(lower.as_str()))?;
            if !parts.month.is_empty() {
                return None;
            }
            parts.month = (month + 1).to_string();
        }
    }
    let year = match (numbers.as_slice(), parts.month.is_empty()) {
        ([year], _) => *year,
        ([day, year], false) => {
            parts.day = day.to_string();
            *year
        }
        _ => return None,
    };
    parts.year = if before { format!("-{year}") } else { year.to_string() };
    Some(parts)
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
    }

    #[test]
    fn numbers_are_read_as_spreadsheets_write_them() {
        assert_eq!(date("1,066", "", "").unwrap(), "1066");
        assert_eq!(date("1950.0", "5.0", "1").unwrap(), "1950-05-01");
        assert_eq!(date(" 12000 ", "", "").unwrap(), "Y12000");
        assert!(date("1950.5", "", "").unwrap_err().contains("no year"));
        assert!(date("1950s", "", "").unwrap_err().contains("no year"));
    }

    #[test]
    fn there_are_twelve_months_and_no_seasons() {
        assert_eq!(date("1950", "22", "").unwrap_err(), "there is no month 22");
        assert_eq!(date("1950", "0", "").unwrap_err(), "there is no month 0");
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
        assert_eq!((when.date.as_str(), when.time.as_str(), when.left_out.len()), ("1950", "", 2));
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
            ("", ""),
        ] {
            assert_eq!(time(written).as_deref(), Ok(meant), "{written}");
        }
        for wrong in ["25:00", "noon", "9:75", ":", "1:2:3:4:5"] {
            assert!(time(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_date_may_stand_in_one_cell() {
        let read = |written: &str, order| match one_cell(written, order)? {
            Free::Parts(it) => {
                span(&it, &Parts::default()).map(|it| format!("{} {}", it.date, it.time).trim().to_owned())
            }
            Free::Edtf(it) => Ok(it),
        };
        for (written, meant) in [
            ("1950,5,1", "1950-05-01"),
            ("1950,5,1,12,30", "1950-05-01 12:30"),
            ("1950", "1950"),
            ("1,066", "1066"),
            ("-44", "-0043"),
            ("1950-05", "1950-05"),
            ("1950-05-01T09:30:00Z", "1950-05-01 09:30"),
            ("5/1/1950", "1950-05-01"),
            ("5/1/1950 17:00", "1950-05-01 17:00"),
            ("5/1950", "1950-05"),
            ("1 May 1950", "1950-05-01"),
            ("Nov. 8th, 1986", "1986-11-08"),
            ("March 44 BC", "-0043-03"),
            ("c. 1950", "1950~"),
            ("1950-21", "1950-21"),
            ("1950/1952", "1950/1952"),
        ] {
            assert_eq!(read(written, Order::MonthFirst).as_deref(), Ok(meant), "{written}");
        }
        assert_eq!(read("1.5.1950", Order::DayFirst).as_deref(), Ok("1950-05-01"));
        assert!(read("some day", Order::DayFirst).is_err());
    }
}
