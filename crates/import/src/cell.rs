//! A date that stands in one cell, as people and programs write it: `25/12/2020`, `1 May 1950`, `c. 1920`, `1990s`.

mod exact;
mod time_of_day;
mod vague;
mod words;

pub use self::exact::{COUNTED, counted_days, day_first, is_iso_before_our_era, three_numbers, western_year};
pub use self::vague::beside_a_decade;
pub use self::words::{OPEN, month, season_named};

use self::exact::{by_commas, exact};
use self::time_of_day::split_time;
use self::vague::{is_reversed, vague};
use self::words::{UNKNOWN, is_weekday};
use crate::date::{self, Parts, When};

/// What stands in one cell.
#[derive(Debug)]
pub enum Free {
    /// Parts of a date.
    Parts(Parts),
    /// A date as the story writes it.
    Edtf(String),
}

/// Whether the first of three numbers is the day or the month, where neither can be told from the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `31/12/1950`.
    DayFirst,
    /// `12/31/1950`, as TimelineJS's old sheet has it.
    MonthFirst,
}

/// Reads a cell. Where its words say more than the date, they are kept in `when`.
///
/// # Errors
/// When it is no date.
pub fn read(written: &str, order: Order, when: &mut When) -> Result<Free, String> {
    let text = ascii_digits(written.trim()).split_whitespace().collect::<Vec<_>>().join(" ");
    // What exports for spreadsheets put before `-0043`, so that it is no formula.
    let text = text.strip_prefix('\'').filter(|it| it.starts_with('-')).unwrap_or(&text);
    let text = without_remark(text).to_owned();
    if text.is_empty() || UNKNOWN.contains(&text.to_lowercase().as_str()) {
        return Ok(Free::Parts(Parts::default()));
    }
    if let Some(parts) = counted_days(&text) {
        when.notes.push(COUNTED);
        return Ok(Free::Parts(parts));
    }
    if let Some(parts) = by_commas(&text)? {
        return Ok(Free::Parts(parts));
    }
    let (day, clock) = split_time(&text)?;
    if text.rsplit(' ').next().is_some_and(date::is_midnight) {
        when.notes.push(date::MIDNIGHT_READ);
    }
    if let Some(parts) = exact(&day, order)? {
        return Ok(Free::Parts(Parts { time: clock, ..parts }));
    }
    if let Some((date, says_more)) = vague(&text, order) {
        if says_more {
            when.words = written.trim().to_owned();
        }
        return Ok(Free::Edtf(date));
    }
    if is_reversed(&text, order) {
        return Err(format!("the end comes before the beginning ({})", written.trim()));
    }
    let is_short = |it: &str| it.len() == 2 && it.bytes().all(|it| it.is_ascii_digit());
    if text.split([' ', '-', '’', '\'']).next_back().is_some_and(is_short) && text.contains(char::is_alphabetic) {
        return Err(no_century(&text));
    }
    if let Some(year) = text.strip_suffix('?').filter(|it| it.len() == 3 && is_digits(it)) {
        return Err(format!("`{text}` can be the {year}0s or the year {year}: write {year}0s, or 0{year}?"));
    }
    Err(format!(
        "`{}` is no date that can be read; write it like 1950-05-01, 1 May 1950, May 1950, 1950, c. 1950, 1950s, 19th century or \
         1914–1918",
        written.trim()
    ))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

/// A text without what stands in brackets behind a date: its weekday, or the zone of its time.
fn without_remark(text: &str) -> &str {
    let Some((before, inside)) = text.strip_suffix([')', '）']).and_then(|it| it.rsplit_once(['(', '（'])) else {
        return text;
    };
    let lower = inside.trim().to_lowercase();
    let is_zone = ["gmt", "utc"].iter().any(|it| lower.starts_with(it));
    let is_weekday = is_weekday(&lower) || "日月火水木金土一二三四五六일월화수목금토".split("").any(|it| it == lower);
    if before.trim().is_empty() || !(is_zone || is_weekday) { text } else { before.trim_end() }
}

fn no_century(text: &str) -> String {
    format!("`{text}` does not say which century: write all digits of the year")
}

/// A text without the spaces and the signs without width that copying leaves at its ends.
pub fn visible(text: &str) -> &str {
    let is_unseen = |it: char| {
        it.is_whitespace()
            || it.is_control()
            || matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
    };
    text.trim_matches(is_unseen)
}

/// Digits of other scripts as ours.
pub fn ascii_digits(text: &str) -> String {
    // Where the zeros stand of Arabic, Persian, Devanagari, Bengali, Thai and full-width digits.
    let zeros = [0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10];
    let ascii = |it: char| {
        let code = u32::from(it);
        let zero = zeros.iter().find(|zero| (**zero..**zero + 10).contains(&code));
        zero.and_then(|zero| char::from_digit(code - zero, 10)).unwrap_or(it)
    };
    text.chars().map(ascii).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(written: &str, order: Order) -> Result<String, String> {
        let mut when = When::default();
        let date = match read(written, order, &mut when)? {
            Free::Parts(it) => {
                date::span(&it, &Parts::default()).map(|it| format!("{} {}", it.date, it.time).trim().to_owned())?
            }
            Free::Edtf(it) => it,
        };
        Ok(if when.words.is_empty() { date } else { format!("{date} “{}”", when.words) })
    }

    fn all(order: Order, cases: &[(&str, &str)]) {
        let wrong: Vec<_> = cases
            .iter()
            .map(|(it, meant)| (it, meant, reads(it, order)))
            .filter(|it| it.2.as_deref() != Ok(*it.1))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn numbers_and_what_programs_write() {
        all(
            Order::MonthFirst,
            &[
                ("1950,5,1", "1950-05-01"),
                ("1950,5,1,12,30", "1950-05-01 12:30"),
                ("1950", "1950"),
                ("1,066", "1066"),
                ("-44", "-0043"),
                ("1950-05", "1950-05"),
                ("1950-5-1", "1950-05-01"),
                ("19500501", "1950-05-01"),
                ("1950-05-01T09:30:00Z", "1950-05-01 09:30"),
                ("2020-12-25T00:00:00.000Z", "2020-12-25"),
                ("2020-12-25 14:30:00+01:00", "2020-12-25 14:30"),
                ("5/1/1950", "1950-05-01"),
                ("5/1/1950 17:00", "1950-05-01 17:00"),
                ("5/1/1950 5:30 PM", "1950-05-01 17:30"),
                ("12/25/2020", "2020-12-25"),
                ("25/12/2020", "2020-12-25"),
                ("25-12-2020", "2020-12-25"),
                ("2020/12/25", "2020-12-25"),
                ("2020. 12. 25.", "2020-12-25"),
                ("5/1950", "1950-05"),
                ("05.1950", "1950-05"),
                ("44190", "2020-12-25"),
                ("44190.5", "2020-12-25 12:00"),
                ("1950年5月1日", "1950-05-01"),
                ("1950年5月1日（月）", "1950-05-01"),
                ("2003/05", "2003-05"),
                ("-0043", "-0043"),
                ("-0043-03-15", "-0043-03-15"),
                ("25/12/2020 0:00", "2020-12-25"),
                ("25/12/2020 00:00", "2020-12-25"),
                ("October 3, 2020 4:00 PM (GMT+2)", "2020-10-03 16:00"),
                ("2020-12-25T14:30-05:00", "2020-12-25 14:30"),
                ("1950년 5월", "1950-05"),
                ("１９５０", "1950"),
                ("١٩٥٠", "1950"),
                ("unknown", ""),
            ],
        );
        all(Order::DayFirst, &[("1.5.1950", "1950-05-01"), ("1/2/1950", "1950-02-01"), ("1-2-1950", "1950-02-01")]);
        assert!(reads("12/25/20", Order::MonthFirst).unwrap_err().contains("which century"));
    }

    #[test]
    fn words_of_some_languages() {
        all(
            Order::MonthFirst,
            &[
                ("1 May 1950", "1950-05-01"),
                ("Nov. 8th, 1986", "1986-11-08"),
                ("Tuesday, 1st of May 1950", "1950-05-01"),
                ("Sept 1950", "1950-09"),
                ("1. Mai 1950", "1950-05-01"),
                ("3. März 1950", "1950-03-03"),
                ("1er août 1950", "1950-08-01"),
                ("1 de mayo de 1950", "1950-05-01"),
                ("1 maja 1950", "1950-05-01"),
                ("5 октября 1957", "1957-10-05"),
                ("1950 May 1", "1950-05-01"),
                ("March 44 BC", "-0043-03"),
                ("500BC", "-0499"),
                ("44 v. Chr.", "-0043"),
                ("AD 14", "0014"),
                ("Montag, 1. Mai 1950", "1950-05-01"),
                ("lundi 1er mai 1950", "1950-05-01"),
                ("1 мая 1950 г.", "1950-05-01"),
            ],
        );
        for wrong in ["Dec 25", "some day", "market 1950", "May", "1950 1951 1952", "Tuesday", "the", "1 May May 1950"]
        {
            assert!(reads(wrong, Order::DayFirst).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_is_not_exact() {
        all(
            Order::MonthFirst,
            &[
                ("c. 1950", "1950~"),
                ("circa 1920", "1920~"),
                ("ca.1920", "1920~"),
                ("~1920", "1920~"),
                ("about May 1950", "1950-05~"),
                ("c. 500 BC", "-0499~"),
                ("1920 (approx.)", "1920~"),
                ("1920 ?", "1920?"),
                ("probably 1920", "1920?"),
                ("1990s", "199X"),
                ("the 1990's", "199X"),
                ("1990er Jahre", "199X"),
                ("c. 1990s", "199X~"),
                ("ca 1950-1955", "1950~/1955~"),
                ("early 1990s", "199X “early 1990s”"),
                ("Mid-1990s", "199X “Mid-1990s”"),
                ("1800s", "18XX “1800s”"),
                ("1950-05-03 noon", "1950-05-03 12:00"),
                ("3 May 1950 at 9pm", "1950-05-03 21:00"),
                ("May 3, 1950, 9 p.m.", "1950-05-03 21:00"),
                ("3. Mai 1950 um 21 Uhr", "1950-05-03 21:00"),
                ("31 December 1999 midnight", "1999-12-31 00:00"),
                ("3 May 1950 24:00", "1950-05-03 24:00"),
                ("Q3 2008", "2008-07/2008-09 “Q3 2008”"),
                ("4th quarter 2008", "2008-10/2008-12 “4th quarter 2008”"),
                ("Easter 1916", "1916 “Easter 1916”"),
                ("Ramadan 2023", "2023 “Ramadan 2023”"),
                ("winter 1944/45", "1944-24"),
                ("Winter 1999-2000", "1999-24"),
                ("10,000 BC", "-9999"),
                ("c. 10 000 BCE", "-9999~"),
                ("setiembre de 1810", "1810-09"),
                ("44197,5", "2021-01-01 12:00"),
                ("Summer–Autumn 1943", "1943-22/1943-23"),
                ("昭和39年10月10日", "1964-10-10"),
                ("平成元年", "1989"),
                ("'-0043-03-15", "-0043-03-15"),
                ("明治5年", "1872"),
                ("19th century", "18XX “19th century”"),
                ("late 5th century BC", "[-0499..-0400] “late 5th century BC”"),
                ("1950-21", "1950-21"),
                ("Spring 1950", "1950-21"),
                ("1950/1952", "1950/1952"),
                ("1950-1952", "1950/1952"),
                ("1950–52", "1950/1952"),
                ("1950-52", "1950/1952"),
                ("1950/51", "1950/1951"),
                ("1950 to 1955", "1950/1955"),
                ("from 1950 to 1955", "1950/1955"),
                ("1990 - present", "1990/.."),
                ("1990–", "1990/.."),
                ("since 1990", "1990/.."),
                ("before 1950", "[..1950]"),
                ("before c. 1950", "../1950~ “before c. 1950”"),
                ("until 1950", "../1950"),
                ("after 1950", "[1950..]"),
                ("after Spring 1950", "1950-21/.. “after Spring 1950”"),
                ("between 1950 and 1952", "[1950..1952]"),
                ("1–3 May 1950", "1950-05-01/1950-05-03"),
                ("May 1–3, 1950", "1950-05-01/1950-05-03"),
                ("May 1 to June 3, 1950", "1950-05-01/1950-06-03"),
                ("May–June 1950", "1950-05/1950-06"),
                ("1 May 1950 – 3 June 1951", "1950-05-01/1951-06-03"),
                ("1952~", "1952~"),
                ("1-3 May 1950", "1950-05-01/1950-05-03"),
                ("May 1-3, 1950", "1950-05-01/1950-05-03"),
                ("May-June 1950", "1950-05/1950-06"),
                ("May 1950-June 1951", "1950-05/1951-06"),
                ("500–400 BC", "-0499/-0399"),
                ("264–146 BC", "-0263/-0145"),
                ("3300-1300 BCE", "-3299/-1299"),
                ("1990-", "1990/.."),
                ("1990 -", "1990/.."),
                ("1950 onwards", "1950/.."),
                ("October 3, 2020 → October 5, 2020", "2020-10-03/2020-10-05"),
            ],
        );
        all(
            Order::MonthFirst,
            &[
                ("19th–20th century", "18XX/19XX “19th–20th century”"),
                ("6th–5th century BC", "-0599/-0400 “6th–5th century BC”"),
                ("2nd half of the 19th century", "18XX “2nd half of the 19th century”"),
                ("1st half of 20th century", "19XX “1st half of 20th century”"),
                ("1. Hälfte 19. Jahrhundert", "18XX “1. Hälfte 19. Jahrhundert”"),
                ("zweite Hälfte des 19. Jahrhunderts", "18XX “zweite Hälfte des 19. Jahrhunderts”"),
                ("XIXe siècle", "18XX “XIXe siècle”"),
                ("siglo XIX", "18XX “siglo XIX”"),
                ("19世紀", "18XX “19世紀”"),
                ("C19", "18XX “C19”"),
                ("c1920", "1920~"),
                ("19??", "19XX"),
                ("19--", "19XX"),
                ("2000s", "200X"),
                ("1990s–2000s", "199X/200X"),
                ("1890s–1900s", "189X/190X “1890s–1900s”"),
            ],
        );
        for refused in ["195?", "195-", "19th", "turn of the 20th century"] {
            assert!(reads(refused, Order::MonthFirst).is_err(), "{refused}");
        }
        // A month of the moon, before Japan took over the calendar of the West.
        assert!(reads("明治5年9月12日", Order::DayFirst).is_err());
        assert!(reads("1955-1950", Order::DayFirst).is_err());
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in
            ["–", "é", "~", "1–", "–1", "é–é", "00", "c.", "century", "1c", "年", "1 - ", "/", "1:", "T1:0", "?", "-"]
        {
            drop(reads(text, Order::DayFirst));
        }
    }
}
