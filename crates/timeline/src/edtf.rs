//! Dates as text: the part of EDTF (ISO 8601-2) that the content format uses, read and written.

use std::fmt;
use std::str::FromStr;

use crate::date::{EventDate, Kind};
use crate::day::days_in_month;
use crate::error::DateError;
use crate::moment::{Moment, Precision, Season};

impl FromStr for EventDate {
    type Err = DateError;

    /// Reads an EDTF date.
    ///
    /// # Errors
    /// A [`DateError`] that says what is wrong and what to write.
    fn from_str(text: &str) -> Result<EventDate, DateError> {
        EventDate::new(kind(text)?)
    }
}

fn kind(text: &str) -> Result<Kind, DateError> {
    if text.is_empty() {
        return Err(DateError::Empty);
    }
    if let Some(inner) = text.strip_prefix('[') {
        let inner = inner.strip_suffix(']').ok_or(DateError::Unclosed)?;
        return match inner.split_once("..").ok_or(DateError::Unreadable)? {
            ("", "") => Err(DateError::MissingEnd),
            ("", to) => Ok(Kind::Before(moment(to)?)),
            (from, "") => Ok(Kind::After(moment(from)?)),
            (from, to) => Ok(Kind::Between(moment(from)?, moment(to)?)),
        };
    }
    // An unknown end (`1986/`) is read as an open one (`1986/..`): a timeline draws both alike.
    match text.split_once('/') {
        Some(("" | "..", "" | "..")) if text == "/" => Err(DateError::MissingEnd),
        Some(("" | "..", "" | "..")) => Err(DateError::OpenBothSides),
        Some(("" | "..", to)) => Ok(Kind::Until(moment(to)?)),
        Some((from, "" | "..")) => Ok(Kind::Since(moment(from)?)),
        Some((from, to)) => Ok(Kind::Span(moment(from)?, moment(to)?)),
        None if text.contains("..") => Err(DateError::Unbracketed),
        None => moment(text).map(Kind::At),
    }
}

/// A century, decade, year, season, month or day, and its qualifier. Of a date with a time only the day is kept.
fn moment(text: &str) -> Result<Moment, DateError> {
    if let Some((day, time)) = text.split_once('T') {
        check_time(time)?;
        let day = moment(day)?;
        return if day.day().is_some() && !day.about() && !day.disputed() {
            Ok(day)
        } else {
            Err(DateError::Unreadable)
        };
    }
    let (body, about, disputed) = match text.as_bytes().last() {
        Some(b'~') => (&text[..text.len() - 1], true, false),
        Some(b'?') => (&text[..text.len() - 1], false, true),
        Some(b'%') => (&text[..text.len() - 1], true, true),
        _ => (text, false, false),
    };
    if body.contains(['~', '?', '%']) {
        return Err(DateError::PartlyQualified);
    }
    let moment =
        if body.contains('X') { open_digits(body)? } else { year(body).and_then(|(year, rest)| within(year, rest))? };
    Ok(moment.qualified(about, disputed))
}

/// A date whose last digits are open: `198X`, `19XX`; and `1986-XX`, `1986-XX-XX` and `1986-11-XX`, which mean the same
/// as the year or month alone.
fn open_digits(text: &str) -> Result<Moment, DateError> {
    let known = text.trim_end_matches("-XX");
    if known.len() < text.len() && !known.contains('X') {
        let (year, rest) = year(known)?;
        let months = (text.len() - known.len()) / 3 + rest.len() / 3;
        return if months > 2 { Err(DateError::OpenDigit) } else { within(year, rest) };
    }
    let number = |digits: &str| {
        let all = digits.bytes().all(|it| it.is_ascii_digit());
        all.then(|| digits.bytes().fold(0, |sum, it| sum * 10 + i32::from(it - b'0')))
    };
    let moment = match (text.len(), text.strip_suffix("XX"), text.strip_suffix('X')) {
        (4, Some(century), _) => number(century).and_then(|it| Moment::of_century(it * 100)),
        (4, None, Some(decade)) => number(decade).and_then(|it| Moment::of_decade(it * 10)),
        _ => None,
    };
    moment.ok_or(DateError::OpenDigit)
}

/// Checks a time of day: `09:30` or `09:30:00`, then nothing, `Z` or an offset (`+01:00`).
fn check_time(text: &str) -> Result<(), DateError> {
    let (time, shift) = match text.find(['Z', '+', '-']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let shift = shift.trim_start_matches(['+', '-']);
    let is_clock = |text: &str, most: &[u8]| {
        let parts: Vec<_> = text.split(':').collect();
        parts.len() <= most.len()
            && parts.iter().zip(most).all(|(part, most)| {
                part.len() == 2
                    && part.bytes().all(|it| it.is_ascii_digit())
                    && part.parse::<u8>().is_ok_and(|it| it <= *most)
            })
    };
    let is_time = time.contains(':') && (is_clock(time, &[23, 59, 59]) || ["24:00", "24:00:00"].contains(&time));
    let is_shift = shift.is_empty() || shift == "Z" || is_clock(shift, &[14, 59]);
    if is_time && is_shift { Ok(()) } else { Err(DateError::Time) }
}

/// The year at the front, and what follows it.
fn year(text: &str) -> Result<(i32, &str), DateError> {
    let far = text.strip_prefix('Y');
    let signed = far.unwrap_or(text);
    let unsigned = signed.strip_prefix('-');
    let digits = unsigned.unwrap_or(signed);
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = digits.split_at(length);
    let fits = if far.is_some() { length > 4 && !digits.starts_with('0') } else { length == 4 };
    if length == 0 {
        return Err(DateError::Unreadable);
    }
    if !fits {
        // "1 May 1950" is no year of one digit.
        return Err(if rest.contains(char::is_alphabetic) { DateError::Unreadable } else { DateError::Year });
    }
    // Ten digits are too many, whatever they are; the number of nine fits.
    if length > 9 {
        return Err(DateError::FarYear);
    }
    let year = digits.bytes().fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'));
    match (unsigned.is_some(), year) {
        (true, 0) => Err(DateError::Year),
        (true, _) => Ok((-year, rest)),
        (false, _) => Ok((year, rest)),
    }
}

/// The season, month or day of a year.
fn within(year: i32, text: &str) -> Result<Moment, DateError> {
    if text.is_empty() {
        return Moment::of_year(year).ok_or(DateError::FarYear);
    }
    if !(-9_999..=9_999).contains(&year) {
        return Err(DateError::FarPrecision);
    }
    let (month, text) = two_digits(text)?;
    if text.is_empty() {
        let season = Season::from_code(month).and_then(|season| Moment::of_season(year, season));
        return season.or_else(|| Moment::of_month(year, month)).ok_or(DateError::Month(month));
    }
    let (day, text) = two_digits(text)?;
    if !text.is_empty() {
        return Err(DateError::Unreadable);
    }
    Moment::of_day(year, month, day).ok_or(match days_in_month(year, month) {
        0 => DateError::Month(month),
        last => DateError::Day { day, last },
    })
}

/// A hyphen and two digits at the front, and what follows them.
fn two_digits(text: &str) -> Result<(u8, &str), DateError> {
    match text.as_bytes() {
        [b'-', a @ b'0'..=b'9', b @ b'0'..=b'9', ..] => Ok(((a - b'0') * 10 + (b - b'0'), &text[3..])),
        _ => Err(DateError::Unreadable),
    }
}

impl fmt::Display for EventDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            Kind::At(it) => it.fmt(f),
            Kind::Span(from, to) => write!(f, "{from}/{to}"),
            Kind::Between(from, to) => write!(f, "[{from}..{to}]"),
            Kind::Before(it) => write!(f, "[..{it}]"),
            Kind::Until(it) => write!(f, "../{it}"),
            Kind::After(it) => write!(f, "[{it}..]"),
            Kind::Since(it) => write!(f, "{it}/.."),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year();
        match year {
            _ if self.precision() == Precision::Century => write!(f, "{:02}XX", year / 100)?,
            _ if self.precision() == Precision::Decade => write!(f, "{:03}X", year / 10)?,
            0..=9_999 => write!(f, "{year:04}")?,
            -9_999..=-1 => write!(f, "{year:05}")?,
            _ => write!(f, "Y{year}")?,
        }
        if let Some(part) = self.season().map(Season::code).or(self.month()) {
            write!(f, "-{part:02}")?;
        }
        if let Some(day) = self.day() {
            write!(f, "-{day:02}")?;
        }
        f.write_str(match (self.about(), self.disputed()) {
            (false, false) => "",
            (true, false) => "~",
            (false, true) => "?",
            (true, true) => "%",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_texts_are_written_as_they_were_read() {
        for text in [
            "1986-11-18",
            "1986-11",
            "1986",
            "1986-21",
            "1986-24",
            "1986~",
            "1986-11?",
            "1986-11-18%",
            "[..1986]",
            "../1986~",
            "../1986",
            "1986-11/..",
            "[1986-11..]",
            "199X",
            "19XX",
            "00XX",
            "199X~",
            "199X/200X",
            "[1986..1988]",
            "2003-11-19/2003-11-20",
            "1986~/1988?",
            "0000",
            "0044",
            "-0044",
            "-0044-03-15",
            "Y12000",
            "Y-12000",
            "Y-999999999",
        ] {
            let date: EventDate = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn other_ways_to_write_a_date_are_read() {
        for (text, canonical) in [
            ("/1986", "../1986"),
            ("1986/", "1986/.."),
            ("[1986~..]", "1986~/.."),
            ("[..1986-21]", "../1986-21"),
            ("1986-XX", "1986"),
            ("1986-XX-XX", "1986"),
            ("1986-11-XX", "1986-11"),
            ("1986-11-XX?", "1986-11?"),
            ("1986-11-18T09:30:00", "1986-11-18"),
            ("1986-11-18T24:00", "1986-11-18"),
            ("1986-11-18T09:30:00Z/1986-11-19T09:30:00+09:00", "1986-11-18/1986-11-19"),
        ] {
            let date: EventDate = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(date.to_string(), canonical, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        for (text, error) in [
            ("", DateError::Empty),
            ("soon", DateError::Unreadable),
            (" 1986", DateError::Unreadable),
            ("1986-11-18T25:00", DateError::Time),
            ("1986-11-18T", DateError::Time),
            ("1986-11T10:00", DateError::Unreadable),
            ("1986-1", DateError::Unreadable),
            ("1986-é", DateError::Unreadable),
            ("18.11.1986", DateError::Year),
            ("[1986]", DateError::Unreadable),
            ("86", DateError::Year),
            ("12000", DateError::Year),
            ("Y1986", DateError::Year),
            ("Y01986", DateError::Year),
            ("-0000", DateError::Year),
            ("Y1000000000", DateError::FarYear),
            ("Y-99999999999999999999", DateError::FarYear),
            ("1986-00", DateError::Month(0)),
            ("1986-13", DateError::Month(13)),
            ("1986-25", DateError::Month(25)),
            ("1986-21-01", DateError::Month(21)),
            ("1986-02-29", DateError::Day { day: 29, last: 28 }),
            ("1986-11-00", DateError::Day { day: 0, last: 30 }),
            ("1X86", DateError::OpenDigit),
            ("XXXX", DateError::OpenDigit),
            ("1986-1X", DateError::OpenDigit),
            ("1986-XX-11", DateError::OpenDigit),
            ("1986-11-18-XX", DateError::OpenDigit),
            ("1986?-11", DateError::PartlyQualified),
            ("[1986?..1988]", DateError::RangeEnd),
            ("[1986-21..1988]", DateError::RangeEnd),
            ("Y12000-02-29", DateError::FarPrecision),
            ("1986..1988", DateError::Unbracketed),
            ("[1986..1988", DateError::Unclosed),
            ("[..]", DateError::MissingEnd),
            ("/", DateError::MissingEnd),
            ("/..", DateError::OpenBothSides),
            ("../..", DateError::OpenBothSides),
            ("1988/1986", DateError::EndBeforeStart),
            ("[1988-02..1988-01]", DateError::EndBeforeStart),
        ] {
            assert_eq!(text.parse::<EventDate>(), Err(error), "{text}");
        }
    }

    #[test]
    fn each_error_says_what_is_wrong_and_what_to_write() {
        assert_eq!(
            DateError::Day { day: 31, last: 30 }.to_string(),
            "there is no day 31 in that month: its days are `01` to `30`"
        );
        assert_eq!(
            DateError::Month(13).to_string(),
            "there is no month 13: months are `01` to `12`; `21` to `24` are spring, summer, autumn, winter"
        );
        for error in [DateError::Empty, DateError::Unreadable, DateError::Year, DateError::MissingEnd] {
            assert!(error.to_string().contains(": ") || error.to_string().contains("; "), "{error}");
        }
    }
}
