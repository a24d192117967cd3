//! Exact dates: a year, month or day in numbers, in signs or in words, as people and programs write them.

use backstory_timeline::Day;

use super::words::{BEFORE_OUR_ERA, FILLERS, is_weekday, month};
use super::{Order, is_digits, no_century};
use crate::date::{self, Parts};

/// TimelineJS's old JSON: `1950,5,1,12,30`; and a year with a separator.
pub(super) fn by_commas(text: &str) -> Result<Option<Parts>, String> {
    let numbers: Vec<&str> = text.split(',').map(str::trim).collect();
    let is_number = |it: &&str| it.is_empty() || it.trim_start_matches('-').parse::<u32>().is_ok();
    if numbers.len() < 2 || !numbers.iter().all(is_number) {
        return Ok(None);
    }
    let at = |ix: usize| numbers.get(ix).copied().unwrap_or_default().to_owned();
    if numbers.len() == 2 && numbers[1].len() == 3 {
        return Ok(Some(Parts { year: numbers.concat(), ..Parts::default() }));
    }
    let or_zero = |it: String| if it.is_empty() { "0".to_owned() } else { it };
    let time = if numbers.len() > 3 { date::time(&format!("{}:{}", at(3), or_zero(at(4))))? } else { String::new() };
    Ok(Some(Parts { year: at(0), month: at(1), day: at(2), time }))
}

/// What is said of days that spreadsheets count.
pub const COUNTED: &str = "numbers like 44196 are read as the days that spreadsheets count";

/// A day as spreadsheets count them, from the last but one of 1899, with a time behind its point.
pub fn counted_days(text: &str) -> Option<Parts> {
    const FIRST: i64 = -25_569;
    const LAST: i64 = 80_000;
    // German spreadsheets write `44197,5`.
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let days = whole.parse::<i64>().ok().filter(|it| whole.len() == 5 && (10_000..LAST).contains(it))?;
    let time = match part {
        "" => String::new(),
        _ if part.bytes().all(|it| it == b'0') => String::new(),
        _ => date::part_of_a_day(part)?,
    };
    let (year, month, day) = Day(FIRST + days).ymd();
    Some(Parts { year: year.to_string(), month: month.to_string(), day: day.to_string(), time })
}

/// A year, month or day that is named as such; nothing where the text is something else.
pub(super) fn exact(text: &str, order: Order) -> Result<Option<Parts>, String> {
    if let Some(parts) = iso(text).or_else(|| with_signs_of_years(text)) {
        return Ok(Some(parts));
    }
    if let Some(parts) = numbers(text, order)? {
        return Ok(Some(parts));
    }
    Ok(month_and_year(text).or_else(|| words(text)))
}

/// `-0043`: a year as ISO 8601 counts it, which has a year 0. A sheet that counts without one writes no zeros before it.
pub fn is_iso_before_our_era(year: &str) -> bool {
    year.trim()
        .strip_prefix('-')
        .is_some_and(|it| it.len() == 4 && it.starts_with('0') && is_digits(it) && it != "0000")
}

/// `1950`, `1950-05`, `1950-05-01`, `-44`: by the sheet's count of years; `19500501` too.
fn iso(text: &str) -> Option<Parts> {
    let (sign, rest) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest),
        None => ("", text.trim_start_matches('+')),
    };
    // A sheet's count has no zeros before a year; what has them is ISO 8601, as the story writes it.
    if sign == "-" && is_iso_before_our_era(&format!("-{}", rest.split('-').next().unwrap_or_default())) {
        return None;
    }
    let fields: Vec<&str> = rest.split('-').collect();
    let fits = |ix: usize, it: &str| it.bytes().all(|it| it.is_ascii_digit()) && (ix == 0 || it.len() <= 2);
    if fields.len() > 3
        || fields.iter().any(|it| it.is_empty())
        || !fields.iter().enumerate().all(|(ix, it)| fits(ix, it))
    {
        return None;
    }
    // 1-5-1950, and what has a season or is a span of years.
    if fields.len() > 1 && fields[0].len() < 3
        || fields.get(1).is_some_and(|it| it.parse::<u8>().is_ok_and(|it| it > 12))
    {
        return None;
    }
    let parts = |year: &str, month: &str, day: &str| {
        let [month, day] = [month, day].map(str::to_owned);
        Some(Parts { year: format!("{sign}{year}"), month, day, time: String::new() })
    };
    if let ([whole], "") = (fields.as_slice(), sign)
        && whole.len() == 8
    {
        return parts(&whole[..4], &whole[4..6], &whole[6..]);
    }
    let at = |ix: usize| fields.get(ix).copied().unwrap_or_default();
    parts(fields[0], at(1), at(2))
}

/// Japanese eras, and the year before their first.
const JAPANESE_ERAS: [(&str, u32); 5] =
    [("明治", 1867), ("大正", 1911), ("昭和", 1925), ("平成", 1988), ("令和", 2018)];

/// `昭和39年10月10日` with the year as the West counts it, `1964年10月10日`; an inner `None` where no era is named, an outer one
/// for months before 1873, which were those of the moon.
pub fn western_year(text: &str) -> Option<Option<String>> {
    let Some((rest, before)) = JAPANESE_ERAS.iter().find_map(|(era, before)| Some((text.strip_prefix(era)?, before)))
    else {
        return Some(None);
    };
    let rest = rest.trim_start().replacen("元", "1", 1);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, behind) = rest.split_at(digits);
    let year = before + number.parse::<u32>().ok().filter(|it| (1..=99).contains(it))?;
    let is_of_the_moon = year < 1873 && behind.contains('月');
    (!is_of_the_moon).then(|| Some(format!("{year}{behind}")))
}

/// `1950年5月1日`, `1950년 5월 1일`, `昭和25年5月1日`.
fn with_signs_of_years(text: &str) -> Option<Parts> {
    let mut rest = text;
    let mut found = Vec::new();
    let western = western_year(text)?;
    rest = western.as_deref().unwrap_or(rest);
    for signs in [['年', '년'], ['月', '월'], ['日', '일']] {
        let Some((number, behind)) = rest.split_once(signs) else { break };
        found.push(number.trim().to_owned());
        rest = behind;
    }
    let fits = !found.is_empty() && rest.trim().is_empty() && found.iter().all(|it| it.parse::<u32>().is_ok());
    let mut found = found.into_iter();
    let mut next = || found.next().unwrap_or_default();
    fits.then(|| Parts { year: next(), month: next(), day: next(), time: String::new() })
}

/// The numbers of `1/2/1950`, `1.2.1950` or `1950/2/1`.
pub fn three_numbers(text: &str) -> Option<[u32; 3]> {
    let parts: Vec<_> = text.split(['/', '.', '-']).map(str::trim).collect();
    let parts = if let [before @ .., ""] = parts.as_slice() { before } else { parts.as_slice() };
    let [a, b, c] = parts else { return None };
    let number = |it: &str| it.parse::<u32>().ok().filter(|_| it.len() <= 4);
    Some([number(a)?, number(b)?, number(c)?])
}

/// Whether the first two of three numbers can be told apart, and then whether the first is the day.
pub fn day_first(numbers: [u32; 3]) -> Option<bool> {
    match numbers {
        [a, _, _] if a > 31 => None,
        [a, b, _] if a > 12 && b <= 12 => Some(true),
        [a, b, _] if b > 12 && a <= 12 => Some(false),
        _ => None,
    }
}

fn numbers(text: &str, order: Order) -> Result<Option<Parts>, String> {
    let Some(found) = three_numbers(text) else { return Ok(None) };
    let parts = |year: u32, month: u32, day: u32| {
        let [year, month, day] = [year, month, day].map(|it| it.to_string());
        Ok(Some(Parts { year, month, day, time: String::new() }))
    };
    if found[0] > 31 && found[2] > 31 {
        return Err(format!("there is no day {} (`{text}`)", found[0]));
    }
    if found[0] > 31 {
        return parts(found[0], found[1], found[2]);
    }
    let last = text.trim_end_matches('.').rsplit(['/', '.', '-']).next().unwrap_or_default().trim();
    if last.len() < 3 {
        return Err(no_century(text));
    }
    let day_first = day_first(found).unwrap_or(order == Order::DayFirst);
    if day_first { parts(found[2], found[1], found[0]) } else { parts(found[2], found[0], found[1]) }
}

/// `5/1950`, `05.1950`, `1950/05`.
fn month_and_year(text: &str) -> Option<Parts> {
    let (month, year) = text.split_once(['/', '.', '-'])?;
    let is_turned = month.len() == 4 && year.len() == 2 && year.parse().is_ok_and(|it: u8| (1..=12).contains(&it));
    let (month, year) = if is_turned { (year, month) } else { (month, year) };
    let fits = month.len() <= 2 && month.parse::<u32>().is_ok() && year.len() == 4 && year.parse::<u32>().is_ok();
    fits.then(|| Parts { year: year.to_owned(), month: month.to_owned(), ..Parts::default() })
}

/// `8 November 1986`, `Nov. 8, 1986`, `Tuesday 1. Mai 1950`, `1 de mayo de 1950`, `44 BC`, `AD 14`.
fn words(text: &str) -> Option<Parts> {
    // `1990-` has no end yet, and `19th` alone is a century.
    if text.starts_with('-') || text.ends_with('-') {
        return None;
    }
    let mut parts = Parts::default();
    let (mut before, mut after, mut ordinals) = (false, false, false);
    let mut numbers = Vec::new();
    let spaced = text.replace(" v. Chr.", " BC").replace(" n. Chr.", "").replace(" av. J.-C.", " BC");
    let spaced = ["до н.э.", "до н. э.", "p. n. e.", "a. C."].iter().fold(spaced, |text, it| text.replace(it, "BC"));
    // 公元前44年
    let spaced = match ["公元前", "紀元前", "前"].iter().find_map(|it| spaced.strip_prefix(it)) {
        Some(year) => format!("{} BC", year.trim_end_matches('年')),
        None => spaced,
    };
    let spaced = with_thousands_together(&spaced);
    // 1-May-1950, as Excel writes it.
    for word in spaced.split([' ', ',', '-']).map(|it| it.trim_end_matches('.')).filter(|it| !it.is_empty()) {
        let lower = word.to_lowercase();
        let ordinal = ["st", "nd", "rd", "th", "er", "º", "ª"].iter().find_map(|it| lower.strip_suffix(it));
        let digits = ordinal.filter(|it| it.bytes().all(|it| it.is_ascii_digit())).unwrap_or(&lower);
        let joined = BEFORE_OUR_ERA.iter().find_map(|it| digits.strip_suffix(it)).filter(|it| !it.is_empty());
        if let Ok(number) = joined.unwrap_or(digits).parse::<u32>() {
            before |= joined.is_some();
            ordinals |= digits.len() < lower.len();
            numbers.push(number);
        } else if BEFORE_OUR_ERA.contains(&lower.as_str()) {
            before = true;
        } else if ["ad", "a.d", "ce", "c.e", "n.chr"].contains(&lower.as_str()) {
            after = true;
        } else if FILLERS.contains(&lower.as_str()) || is_weekday(&lower) {
        } else if parts.month.is_empty() {
            parts.month = month(&lower)?.to_string();
        } else {
            return None;
        }
    }
    let year = match (numbers.as_slice(), parts.month.is_empty()) {
        // "Dec 25" is a day, of whatever year.
        ([year], false) if *year <= 31 && !before && !after => return None,
        ([_], true) if ordinals => return None,
        ([year], _) => *year,
        ([year, day], false) if *year > 31 => {
            parts.day = day.to_string();
            *year
        }
        ([day, year], false) => {
            parts.day = day.to_string();
            *year
        }
        _ => return None,
    };
    // "1 May 50" does not say which century.
    if year < 100 && !parts.month.is_empty() && !before && !after {
        return None;
    }
    parts.year = if before { format!("-{year}") } else { year.to_string() };
    Some(parts)
}

/// `10,000 BC` and `10 000 BC` as `10000 BC`; elsewhere three digits behind a comma may be a year.
fn with_thousands_together(text: &str) -> String {
    let joined = text.split_once([',', '\u{a0}', '\u{202f}', ' ']).filter(|(head, rest)| {
        let (digits, era) = rest.split_at(rest.bytes().take_while(u8::is_ascii_digit).count());
        let is_before = BEFORE_OUR_ERA.contains(&era.trim().trim_end_matches('.').to_lowercase().as_str());
        (1..=3).contains(&head.len()) && is_digits(head) && digits.len() == 3 && is_before
    });
    joined.map_or_else(|| text.to_owned(), |(head, rest)| format!("{head}{rest}"))
}
