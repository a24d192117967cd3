//! Dates as text: the part of EDTF (ISO 8601-2) that the content format uses, read and written.

use std::fmt;
use std::str::FromStr;

use crate::date::{EventDate, Kind};
use crate::day::{Day, days_in_month};
use crate::moment::{Moment, Season};

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
    /// A digit is left open (`198X`).
    OpenDigit,
    /// `a..b` without its brackets.
    Unbracketed,
    /// `[` without `]`.
    Unclosed,
    /// An end is missing (`1986/`, `[..1986]`).
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
            DateError::FarYear => "the year is too far: years reach from `Y-99999` to `Y99999`",
            DateError::Month(month) => {
                return write!(
                    f,
                    "there is no month {month:02}: months are `01` to `12`; `21` to `24` are spring, summer, autumn, winter"
                );
            }
            DateError::Day { day, last } => {
                return write!(f, "there is no day {day:02} in that month: its days are `01` to `{last}`");
            }
            DateError::OpenDigit => "open digits are not read: write `[1980..1989]` for some time in the 1980s",
            DateError::Unbracketed => {
                "`..` needs brackets: write `[1986..1988]` for some time between, `1986/1988` for all the time"
            }
            DateError::Unclosed => "the bracket is not closed: write `[1986..1988]`",
            DateError::MissingEnd => "an end is missing: write `../1986` for before, `1986/..` for after",
            DateError::OpenBothSides => "both sides are open, which says nothing: give one of them",
            DateError::EndBeforeStart => "the end lies before the start: write the earlier date first",
        })
    }
}

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
        let (from, to) = inner.split_once("..").ok_or(DateError::Unreadable)?;
        return Ok(Kind::Between(end(from)?, end(to)?));
    }
    match text.split_once('/') {
        Some(("..", "..")) => Err(DateError::OpenBothSides),
        Some(("..", to)) => Ok(Kind::Before(end(to)?)),
        Some((from, "..")) => Ok(Kind::After(end(from)?)),
        Some((from, to)) => Ok(Kind::Span(end(from)?, end(to)?)),
        None if text.contains("..") => Err(DateError::Unbracketed),
        None => moment(text).map(Kind::At),
    }
}

/// One end of a span or range.
fn end(text: &str) -> Result<Moment, DateError> {
    if text.is_empty() { Err(DateError::MissingEnd) } else { moment(text) }
}

/// A year, season, month or day, and its qualifier.
fn moment(text: &str) -> Result<Moment, DateError> {
    if text.contains(['X', 'x']) {
        return Err(DateError::OpenDigit);
    }
    let (body, about, disputed) = match text.as_bytes().last() {
        Some(b'~') => (&text[..text.len() - 1], true, false),
        Some(b'?') => (&text[..text.len() - 1], false, true),
        Some(b'%') => (&text[..text.len() - 1], true, true),
        _ => (text, false, false),
    };
    let (year, rest) = year(body)?;
    Ok(within(year, rest)?.qualified(about, disputed))
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
        return Err(DateError::Year);
    }
    // Seven digits are far too many already, and cannot overflow.
    let year = digits.bytes().take(7).fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0'));
    if year > Day::MAX_YEAR {
        return Err(DateError::FarYear);
    }
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
            Kind::Before(it) => write!(f, "../{it}"),
            Kind::After(it) => write!(f, "{it}/.."),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let year = self.year();
        match year {
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
            "../1986",
            "1986-11/..",
            "[1986..1988]",
            "2003-11-19/2003-11-20",
            "1986~/1988?",
            "0000",
            "0044",
            "-0044",
            "-0044-03-15",
            "Y12000",
            "Y-12000",
            "Y12000-02-29",
            "Y-99999",
            "Y99999-24",
        ] {
            let date: EventDate = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(date.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        for (text, error) in [
            ("", DateError::Empty),
            ("soon", DateError::Unreadable),
            (" 1986", DateError::Unreadable),
            ("1986-11-18T10:00", DateError::Unreadable),
            ("1986-1", DateError::Unreadable),
            ("1986-é", DateError::Unreadable),
            ("18.11.1986", DateError::Year),
            ("[1986]", DateError::Unreadable),
            ("86", DateError::Year),
            ("12000", DateError::Year),
            ("Y1986", DateError::Year),
            ("Y01986", DateError::Year),
            ("-0000", DateError::Year),
            ("Y100000", DateError::FarYear),
            ("Y-99999999999999999999", DateError::FarYear),
            ("1986-00", DateError::Month(0)),
            ("1986-13", DateError::Month(13)),
            ("1986-25", DateError::Month(25)),
            ("1986-21-01", DateError::Month(21)),
            ("1986-02-29", DateError::Day { day: 29, last: 28 }),
            ("1986-11-00", DateError::Day { day: 0, last: 30 }),
            ("198X", DateError::OpenDigit),
            ("1986..1988", DateError::Unbracketed),
            ("[1986..1988", DateError::Unclosed),
            ("[..1986]", DateError::MissingEnd),
            ("1986/", DateError::MissingEnd),
            ("/1986", DateError::MissingEnd),
            ("../..", DateError::OpenBothSides),
            ("1988/1986", DateError::EndBeforeStart),
            ("[1988-02..1988-01-31]", DateError::EndBeforeStart),
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
