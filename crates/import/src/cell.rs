//! A date that stands in one cell, as people and programs write it: `25/12/2020`, `1 May 1950`, `c. 1920`, `1990s`.

use backstory_timeline::{Day, EventDate};

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

/// What people write where they know no date.
const UNKNOWN: [&str; 10] = ["-", "?", "n/a", "na", "n.d.", "unknown", "undated", "none", "null", "tbd"];
/// What people write for an end that has not come.
pub const OPEN: [&str; 8] = ["present", "now", "today", "ongoing", "heute", "aujourd'hui", "presente", "..."];
/// What says that a date is not exact; `c` and `ca` stand with and without a full stop.
const ABOUT: [&str; 14] = [
    "about",
    "circa",
    "ca.",
    "ca",
    "c.",
    "c",
    "approx.",
    "approximately",
    "around",
    "um",
    "etwa",
    "vers",
    "environ",
    "~",
];
const BEFORE: [&str; 6] = ["before", "by", "vor", "avant", "antes de", "prima del"];
const UNTIL: [&str; 6] = ["until", "till", "up to", "bis", "jusqu'en", "hasta"];
const AFTER: [&str; 5] = ["after", "nach", "après", "después de", "dopo il"];
const SINCE: [&str; 6] = ["since", "from", "seit", "depuis", "desde", "dal"];
/// What names a part of a year, decade or century, for which there is no date.
const PARTS: [&str; 12] =
    ["early", "mid", "middle of", "late", "beginning of", "end of", "anfang", "mitte", "ende", "début", "fin", "the"];
const SEASONS: [(&str, u8); 18] = [
    ("spring", 21),
    ("summer", 22),
    ("autumn", 23),
    ("fall", 23),
    ("winter", 24),
    ("frühling", 21),
    ("frühjahr", 21),
    ("sommer", 22),
    ("herbst", 23),
    ("printemps", 21),
    ("été", 22),
    ("automne", 23),
    ("hiver", 24),
    ("primavera", 21),
    ("verano", 22),
    ("estate", 22),
    ("otoño", 23),
    ("invierno", 24),
];
/// Names of the months in Latin letters without accents, in English, German, French, Spanish, Portuguese, Italian, Dutch,
/// Polish, Russian, Ukrainian, Czech, Finnish, Hungarian, Romanian, Turkish, Greek, Indonesian, Arabic and the languages of
/// the north.
const MONTHS: [&str; 12] = [
    "january januar janner janvier enero janeiro gennaio januari stycznia styczen ianvaria ianvar' sichnia sichen' leden ledna \
     tammikuu ianuarie ocak ianouarios ianouariou ynyr",
    "february februar feber fevrier febrero fevereiro febbraio februari lutego luty fevralia fevral' liutogo liutii unor unora \
     helmikuu februarie subat phebrouarios phebrouariou fbryr",
    "march marz maerz mrz mars marzo marco maart marca marzec marta mart mrt bereznia berezen' brezen brezna maaliskuu marcius \
     martie martios martiou maret mrs",
    "april avril abril aprile kwietnia kwiecien aprelia aprel' kvitnia kviten' duben dubna huhtikuu aprilis aprilie nisan \
     aprilios apriliou bryl",
    "may mai mayo maio maggio mei maja maj maia travnia traven' kveten kvetna toukokuu majus mayis maios maiou myw",
    "june juni juin junio junho giugno czerwca czerwiec iiunia iiun' chervnia cherven' cerven cervna kesakuu junius iunie \
     haziran iounios iouniou ywnyw",
    "july juli juillet julio julho luglio lipca lipiec iiulia iiul' lipnia lipen' cervenec cervence heinakuu julius iulie \
     temmuz ioulios iouliou ywlyw",
    "august aout agosto augustus augusti sierpnia sierpien avgusta avgust serpnia serpen' srpen srpna elokuu augusztus \
     agustos augoustos augoustou agustus gsts",
    "september septembre septiembre setiembre setembro settembre wrzesnia wrzesien sentiabria sentiabr' veresnia veresen' zari syyskuu \
     szeptember septembrie eylul septembrios septembriou sbtmbr",
    "october oktober octobre octubre outubro ottobre pazdziernika pazdziernik oktiabria oktiabr' zhovtnia zhovten' rijen \
     rijna lokakuu octombrie ekim oktobrios oktobriou ktwbr",
    "november novembre noviembre novembro listopada listopad listopadu noiabria noiabr' marraskuu noiembrie kasim noembrios noembriou \
     nwfmbr",
    "december dezember decembre diciembre dezembro dicembre desember grudnia grudzien dekabria dekabr' gruden' prosinec \
     prosince joulukuu decembrie aralik dekembrios dekembriou dysmbr",
];
/// Words in a date that tell nothing.
const FILLERS: [&str; 16] =
    ["of", "the", "de", "del", "do", "den", "der", "dem", "am", "le", "el", "il", "la", "г", "год", "года"];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Weekdays of other languages: German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian. Whole words, for `mar`
/// is March.
const OTHER_WEEKDAYS: &str = "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi fr sa so \
    lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo \
    lunedì martedì mercoledì giovedì venerdì sabato domenica segunda-feira terça-feira quarta-feira quinta-feira sexta-feira \
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag poniedziałek wtorek środa czwartek piątek sobota niedziela \
    понедельник вторник среда четверг пятница суббота воскресенье";
/// What names a half or a quarter of a century: the words stay, over the whole of it.
const PARTS_OF_A_WHOLE: [&str; 22] = [
    "first half of",
    "1st half of",
    "second half of",
    "2nd half of",
    "latter half of",
    "last half of",
    "first quarter of",
    "1st quarter of",
    "second quarter of",
    "2nd quarter of",
    "third quarter of",
    "3rd quarter of",
    "last quarter of",
    "4th quarter of",
    "1. hälfte",
    "erste hälfte",
    "2. hälfte",
    "zweite hälfte",
    "première moitié du",
    "seconde moitié du",
    "primera mitad del",
    "segunda mitad del",
];
const BEFORE_OUR_ERA: [&str; 9] = ["bc", "bce", "b.c", "b.c.e", "av", "v.chr", "a.c", "p.n.e", "bc."];

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

fn is_weekday(lower: &str) -> bool {
    WEEKDAYS.iter().any(|it| lower.len() >= 3 && it.starts_with(lower))
        || OTHER_WEEKDAYS.split(' ').any(|it| it == lower)
}

/// `-0043`: a year as ISO 8601 counts it, which has a year 0. A sheet that counts without one writes no zeros before it.
pub fn is_iso_before_our_era(year: &str) -> bool {
    year.trim()
        .strip_prefix('-')
        .is_some_and(|it| it.len() == 4 && it.starts_with('0') && is_digits(it) && it != "0000")
}

fn no_century(text: &str) -> String {
    format!("`{text}` does not say which century: write all digits of the year")
}

/// Whether two dates stand there, the later one first.
fn is_reversed(text: &str, order: Order) -> bool {
    let ends = ["–", "—", " - ", " to ", "-", "/"].iter().find_map(|it| text.split_once(it));
    ends.and_then(|(from, to)| Some((one(from, order)?.0, one(to, order)?.0))).is_some_and(|(from, to)| {
        format!("{from}/{to}").parse::<EventDate>() == Err(backstory_timeline::DateError::EndBeforeStart)
    })
}

/// What is said of days that spreadsheets count.
pub const COUNTED: &str = "numbers like 44196 are read as the days that spreadsheets count";

/// A text without the spaces and the signs without width that copying leaves at its ends.
pub fn visible(text: &str) -> &str {
    let is_unseen = |it: char| {
        it.is_whitespace()
            || it.is_control()
            || matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}')
    };
    text.trim_matches(is_unseen)
}

/// The number of a season by its name.
pub fn season_named(name: &str) -> Option<u8> {
    let name = name.trim().to_lowercase();
    SEASONS.iter().find(|(it, _)| *it == name).map(|(_, number)| *number)
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

/// The number of a month by its name, or the first three letters or more of it.
pub fn month(name: &str) -> Option<u8> {
    let folded = deunicode::deunicode(name.trim().trim_end_matches('.')).to_lowercase();
    // An Arabic letter that is none in Latin; "of March" in Finnish.
    let folded = folded.trim_start_matches('\'');
    let folded = if folded.ends_with("kuuta") { &folded[..folded.len() - 2] } else { folded };
    let named = |names: &&str| {
        names.split(' ').any(|it| it == folded || (folded.len() >= 3 && it.starts_with(folded)) || folded == "sept")
    };
    let names = MONTHS.iter().position(|it| if folded == "sept" { it.starts_with("sept") } else { named(it) })?;
    u8::try_from(names + 1).ok()
}

/// TimelineJS's old JSON: `1950,5,1,12,30`; and a year with a separator.
fn by_commas(text: &str) -> Result<Option<Parts>, String> {
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

/// Parts a time of day from what stands before it.
fn split_time(text: &str) -> Result<(String, String), String> {
    let Some(colon) = text.find(':') else {
        let Some((day, clock)) = time_in_words(text) else { return Ok((text.to_owned(), String::new())) };
        return Ok((without_at(day), one_time(clock)?));
    };
    let start = text[..colon].rfind(['T', ' ']).unwrap_or(0);
    let clock = text[start..].trim_start_matches(['T', ' ']);
    let is_clock = clock.starts_with(|it: char| it.is_ascii_digit());
    if !is_clock || start == 0 {
        return Ok((text.to_owned(), String::new()));
    }
    // Programs write `14:30:00-05:00` and `T14:30-05:00`, with a zone; people write two times.
    let first = clock.split(['-', '–', '—']).next().unwrap_or_default();
    let is_of_program = first.matches(':').count() > 1 || text[start..].starts_with('T');
    let time = if is_of_program { date::time(clock)? } else { one_time(clock)? };
    // What programs write behind a day that has no time.
    let none = time == "00:00";
    Ok((without_at(&text[..start]), if none { String::new() } else { time }))
}

fn one_time(clock: &str) -> Result<String, String> {
    let (time, until) = date::times(clock)?;
    if until.is_empty() {
        return Ok(time);
    }
    Err(format!("`{clock}` are two times beside a date: write them into the columns Time and End Time"))
}

/// The day before `at 9pm` or `um 9 Uhr`.
fn without_at(day: &str) -> String {
    let day = day.trim().trim_end_matches(',');
    let day = [" at", " um", " à", " a las", " alle"].iter().find_map(|it| day.strip_suffix(it)).unwrap_or(day);
    day.trim_end_matches(',').to_owned()
}

/// Parts `noon`, `9pm` or `9 p.m.` from the day before it: a time that has no colon, but a word that says what it is.
fn time_in_words(text: &str) -> Option<(&str, &str)> {
    let spaces = text.rmatch_indices(' ').map(|(at, _)| at).take(2).collect::<Vec<_>>();
    spaces.into_iter().rev().find_map(|space| {
        let (day, clock) = (&text[..space], text[space..].trim());
        let lower = clock.to_lowercase();
        let says = date::is_named(&lower)
            || lower.starts_with(|it: char| it.is_ascii_digit())
                && ["am", "pm", "a.m.", "p.m.", "uhr"].iter().any(|it| lower.ends_with(it));
        (says && day.contains(|it: char| it.is_ascii_digit()) && date::times(clock).is_ok()).then_some((day, clock))
    })
}

/// A year, month or day that is named as such; nothing where the text is something else.
fn exact(text: &str, order: Order) -> Result<Option<Parts>, String> {
    if let Some(parts) = iso(text).or_else(|| with_signs_of_years(text)) {
        return Ok(Some(parts));
    }
    if let Some(parts) = numbers(text, order)? {
        return Ok(Some(parts));
    }
    Ok(month_and_year(text).or_else(|| words(text)))
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

/// What is not exact, in EDTF, and whether its words say more than that.
fn vague(text: &str, order: Order) -> Option<(String, bool)> {
    if let Ok(date) = text.parse::<EventDate>() {
        // Of a date with a time of day only the day is kept.
        return Some((if text.contains('T') { date.to_string() } else { text.to_owned() }, false));
    }
    let lower = text.to_lowercase();
    if let Some(rest) = without_first(&lower, &["between", "zwischen", "entre"]) {
        let (from, to) = [" and ", " und ", " et ", " y "].iter().find_map(|it| rest.split_once(it))?;
        return valid(format!("[{}..{}]", one(from, order)?.0, one(to, order)?.0), false);
    }
    if let Some(rest) = without_first(&lower, &BEFORE) {
        return once(&one(rest, order)?.0, "[..", "]", "../", "");
    }
    if let Some(rest) = without_first(&lower, &UNTIL) {
        return valid(format!("../{}", one(rest, order)?.0), false);
    }
    if let Some((date, more)) = without_first(&lower, &ABOUT).and_then(|rest| span(rest, order)) {
        return valid(date.replace('/', "~/") + "~", more);
    }
    // `Winter 1999–2000` is no span.
    if let Some(found) = season(&lower).or_else(|| span(&lower, order)) {
        return Some(found);
    }
    let since = [" onwards", " onward", " and after", " ff"].iter().find_map(|it| lower.strip_suffix(it));
    if let Some(rest) = without_first(&lower, &SINCE).or(since) {
        return valid(format!("{}/..", one(rest, order)?.0), false);
    }
    if let Some(rest) = without_first(&lower, &AFTER) {
        return once(&one(rest, order)?.0, "[", "..]", "", "/..");
    }
    one(&lower, order)
}

/// Once before or after a moment. What may not stand in a set is written as an interval, which says less than the words.
fn once(moment: &str, open: &str, close: &str, before: &str, behind: &str) -> Option<(String, bool)> {
    let set = format!("{open}{moment}{close}");
    match set.parse::<EventDate>() {
        Ok(date) if date.to_string() == set => Some((set, false)),
        _ => valid(format!("{before}{moment}{behind}"), true),
    }
}

fn valid(date: String, says_more: bool) -> Option<(String, bool)> {
    date.parse::<EventDate>().ok().map(|_| (date, says_more))
}

/// What follows one of some words.
fn without_first<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words.iter().find_map(|word| {
        let rest = text.strip_prefix(word)?;
        let parts = word.ends_with(['.', '~']) || rest.starts_with([' ', '-']) || rest.starts_with(char::is_numeric);
        parts.then(|| rest.trim_start_matches([' ', '-']))
    })
}

/// `1950–1955`, `1950-52`, `1–3 May 1950`, `May 1 to June 3, 1950`, `1990 - present`.
fn span(text: &str, order: Order) -> Option<(String, bool)> {
    let of_years = |(from, to): &(&str, &str)| {
        from.len() >= 3 && is_digits(from) && (to.len() >= 2 && is_digits(to) || OPEN.contains(to))
            || from.len() >= 4 && is_digits(from.trim_end()) && to.is_empty()
    };
    // `May 1-3, 1950`, `May-June 1950`, `500-400 BC`: one hyphen, and words beside it.
    let of_words = |_: &(&str, &str)| text.matches('-').count() == 1 && text.contains(char::is_alphabetic);
    let spaced = ["–", "—", "→", " - ", " to ", " bis ", " until ", " till ", " through ", " au "];
    let (from, to) = spaced
        .iter()
        .find_map(|it| text.split_once(it))
        .or_else(|| text.split_once(['-', '/']).filter(of_years))
        .or_else(|| text.split_once('-').filter(of_words))
        .map(|(from, to)| (from.trim(), to.trim()))?;
    let from = without_first(from, &["from", "von", "du", "de", "since"]).unwrap_or(from);
    let (from, to) = (from.trim_start_matches("from "), to.trim());
    if OPEN.contains(&to) || to.is_empty() {
        return valid(format!("{}/..", one(from, order)?.0), false);
    }
    let last = |to: &str| one(to, order);
    let digits = is_digits;
    if let Some(found) = of_centuries(from, to) {
        return Some(found);
    }
    // 500–400 BC
    if digits(from) && to.split([' ', ',']).skip(1).any(|it| BEFORE_OUR_ERA.contains(&it.trim_end_matches('.'))) {
        return valid(format!("{}/{}", one(&format!("{from} bc"), order)?.0, one(to, order)?.0), false);
    }
    // 1950–52
    if digits(from) && digits(to) && to.len() <= 2 && from.len() >= 3 {
        return valid(format!("{from:0>4}/{:0>4}", format!("{}{to}", &from[..from.len() - to.len()])), false);
    }
    let named = from.split([' ', ',']).find(|it| month(it).is_some());
    let to_date = last(to).or_else(|| last(&format!("{} {to}", named?)));
    let (to, more) = to_date?;
    // The first day, or day and month, of what the end names in full.
    let from_date = match from.split([' ', ',']).filter(|it| digits(it.trim_end_matches('.'))).collect::<Vec<_>>()[..] {
        [day] if named.is_none() && to.len() == 10 && day.trim_end_matches('.').len() <= 2 => {
            Some((format!("{}-{:0>2}", &to[..7], day.trim_end_matches('.')), false))
        }
        [day] if to.len() == 10 && day.trim_end_matches('.').len() <= 2 => {
            Some((format!("{}-{:02}-{:0>2}", &to[..4], month(named?)?, day.trim_end_matches('.')), false))
        }
        [] if to.len() == 7 => {
            Some((format!("{}-{:02}", &to[..4], month(from).or_else(|| season_named(from))?), false))
        }
        _ => one(from, order),
    };
    let (from, more_too) = from_date?;
    // "1980s to 1990s": the ends as they are.
    valid(format!("{from}/{}", beside_a_decade(&from, to)), more || more_too)
}

/// The end of a span of decades: `1900s` behind `1890s` are ten years.
pub fn beside_a_decade(from: &str, to: String) -> String {
    let is_decade = from.ends_with('X') && !from.ends_with("XX");
    match to.strip_suffix("XX") {
        Some(century) if is_decade => format!("{century}0X"),
        _ => to,
    }
}

/// `19th–20th century`: the first number is a century as the second is.
fn of_centuries(from: &str, to: &str) -> Option<(String, bool)> {
    let (last, _) = century(to)?;
    let is_number = |it: &str| it.len() <= 4 && it.starts_with(|it: char| it.is_ascii_digit());
    let (first, _) = if is_number(from) {
        let number = from.trim_end_matches(|it: char| !it.is_ascii_digit());
        let era = if last.starts_with('[') { " bc" } else { "" };
        century(&format!("{number} century{era}"))?
    } else {
        century(from)?
    };
    let inner = |it: &str| it.trim_matches(['[', ']']).to_owned();
    match (first.starts_with('['), last.starts_with('[')) {
        (false, false) => valid(format!("{first}/{last}"), true),
        // Centuries before our era are written as some time between two years.
        (true, true) => {
            let (begin, _) = inner(&first).split_once("..").map(|(a, b)| (a.to_owned(), b.to_owned()))?;
            let (_, end) = inner(&last).split_once("..").map(|(a, b)| (a.to_owned(), b.to_owned()))?;
            valid(format!("{begin}/{end}"), true)
        }
        _ => None,
    }
}

/// One moment.
fn one(text: &str, order: Order) -> Option<(String, bool)> {
    let text = text.trim().trim_end_matches('.');
    if let Some(found) = century(text).or_else(|| open_digits(text)) {
        return Some(found);
    }
    if let Some(rest) = without_first(text, &ABOUT).or_else(|| {
        [" ca", " circa", " approx", " (approx.)", " (approx)", " (circa)", " (ca.)"]
            .iter()
            .find_map(|it| text.strip_suffix(it))
    }) {
        let (date, more) = one(rest, order)?;
        return valid(format!("{}~", date.trim_end_matches(['~', '?'])), more);
    }
    if let Some(rest) = [" (?)", "(?)", " ?", "?"].iter().find_map(|it| text.strip_suffix(it)) {
        // `195?` is more often a decade than the second century.
        if rest.len() == 3 && is_digits(rest) && text.len() == 4 {
            return None;
        }
        let (date, more) = one(rest, order)?;
        return valid(format!("{}?", date.trim_end_matches(['~', '?'])), more);
    }
    if let Some(rest) = without_first(text, &["probably", "possibly", "perhaps", "maybe", "vermutlich"]) {
        let (date, more) = one(rest, order)?;
        return valid(format!("{}?", date.trim_end_matches(['~', '?'])), more);
    }
    if let Some(rest) = PARTS_OF_A_WHOLE.iter().find_map(|it| text.strip_prefix(it)?.strip_prefix(' ')) {
        let rest = without_first(rest, &["the", "des"]).unwrap_or(rest);
        return one(rest, order).map(|(date, _)| (date, true));
    }
    if let Some(rest) = without_first(text, &PARTS) {
        return one(rest, order).map(|(date, more)| (date, more || !text.starts_with("the ")));
    }
    if let Some(parts) = exact(text, order).ok()? {
        let when = date::span(&parts, &Parts::default()).ok().filter(|it| !it.date.is_empty())?;
        return Some((when.date, false));
    }
    decade(text)
        .or_else(|| season(text))
        .or_else(|| quarter(text))
        .or_else(|| feast(text))
        .or_else(|| valid(text.to_uppercase(), false))
}

/// `Q3 2008`, `2008 Q3`, `2008-Q3`, `4th quarter 2008`: its months, and the words, for a company's quarters may be others.
fn quarter(text: &str) -> Option<(String, bool)> {
    let words: Vec<_> = text.split([' ', '-', '/']).filter(|it| !it.is_empty() && *it != "of").collect();
    let is_year = |it: &&&str| it.len() == 4 && is_digits(it);
    let year = words.iter().find(is_year)?;
    let rest = words.iter().filter(|it| it != &year).copied().collect::<Vec<_>>().join(" ");
    let number = ["q1 1st first", "q2 2nd second", "q3 3rd third", "q4 4th fourth"].iter().position(|names| {
        names.split(' ').any(|name| rest == name && name.starts_with('q') || rest == format!("{name} quarter"))
    })?;
    valid(format!("{year}-{:02}/{year}-{:02}", number * 3 + 1, number * 3 + 3), true)
}

/// `Easter 1916`: a feast moves, so only the year is sure; the words stay.
fn feast(text: &str) -> Option<(String, bool)> {
    const FEASTS: [&str; 12] = [
        "easter",
        "christmas",
        "new year",
        "whitsun",
        "pentecost",
        "ramadan",
        "passover",
        "ostern",
        "pfingsten",
        "weihnachten",
        "pâques",
        "noël",
    ];
    let (name, year) = text.rsplit_once(' ')?;
    let is_year = year.len() == 4 && is_digits(year);
    let name = name.trim_end_matches(',');
    // Ramadan 1445 is counted in another calendar.
    let is_of_ours = !["ramadan", "passover"].contains(&name) || ("1500".."3000").contains(&year);
    if is_year && is_of_ours && FEASTS.contains(&name) { valid(year.to_owned(), true) } else { None }
}

/// `1990s`, `1990's`, `1990er Jahre`, `années 1990`; `1800s` are a century.
fn decade(text: &str) -> Option<(String, bool)> {
    let bare = ["années ", "años ", "anni "].iter().find_map(|it| text.strip_prefix(it));
    let marked = ["'s", "’s", "s", "er jahre", "er-jahre", "er"].iter().find_map(|it| text.strip_suffix(it));
    let year = bare.or(marked).filter(|it| it.len() == 4 && it.bytes().all(|it| it.is_ascii_digit()))?;
    match year {
        "2000" => Some(("200X".to_owned(), false)),
        // The words stay, for `1900s` may be those of a decade.
        it if it.ends_with("00") => Some((format!("{}XX", &it[..2]), true)),
        it if it.ends_with('0') => Some((format!("{}X", &it[..3]), false)),
        _ => None,
    }
}

/// `19??`, `19--`: some time in a century, as libraries write it.
fn open_digits(text: &str) -> Option<(String, bool)> {
    let digits = ["??", "--", "__"].iter().find_map(|it| text.strip_suffix(it))?;
    if digits.len() == 2 && is_digits(digits) { valid(format!("{digits}XX"), false) } else { None }
}

/// `19th century`, `19. Jahrhundert`, `5th c. BC`, `C19`, `19世紀`, `siglo XIX`: a number, the word and the era, and nothing
/// else, for `1st half of the 20th century` is another one.
fn century(text: &str) -> Option<(String, bool)> {
    if let Some(number) = text.strip_prefix('c').filter(|it| it.len() <= 2 && is_digits(it)) {
        return century(&format!("{number} century"));
    }
    let spaced = ["世紀", "世纪", "세기"].iter().fold(text.to_owned(), |text, it| text.replace(it, " century"));
    let spaced = spaced.replace(" v. chr", " bc").replace(" n. chr", "").replace(" av. j.-c", " bc");
    const WORDS: [&str; 11] =
        ["century", "cent", "c", "jahrhundert", "jahrhunderts", "jh", "siècle", "siglo", "secolo", "século", "век"];
    let (mut number, mut named, mut before) = (None, false, false);
    for word in spaced.split([' ', ',']).map(|it| it.trim_end_matches('.')).filter(|it| !it.is_empty()) {
        let ordinal = ["st", "nd", "rd", "th", "e", "er", "ème", "eme", "º", "o"];
        let digits = ordinal.iter().find_map(|it| word.strip_suffix(it)).filter(|it| is_digits(it)).unwrap_or(word);
        if WORDS.contains(&word) && !named {
            named = true;
        } else if BEFORE_OUR_ERA.contains(&word) {
            before = true;
        } else if ["ad", "ce", "a.d", "c.e"].contains(&word) {
        } else if let (Some(found), None) = (digits.parse::<u32>().ok().or_else(|| roman(word)), number) {
            number = Some(found);
        } else {
            return None;
        }
    }
    let number = number.filter(|it| named && (1..=30).contains(it))?;
    if before {
        // The fifth century BCE is 500 to 401 BCE, which are the years −499 to −400.
        let year = |it: u32| if it == 0 { "0000".to_owned() } else { format!("-{it:04}") };
        return valid(format!("[{}..{}]", year(number * 100 - 1), year((number - 1) * 100)), true);
    }
    valid(format!("{:02}XX", number - 1), true)
}

/// The number of a century in Roman digits, with an ordinal's ending or without: `xix`, `xixe`.
fn roman(word: &str) -> Option<u32> {
    let digits = ["ème", "eme", "e", "º"].iter().find_map(|it| word.strip_suffix(it)).unwrap_or(word);
    let value = |it: char| match it {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        _ => None,
    };
    let values: Vec<u32> = digits.chars().map(value).collect::<Option<_>>()?;
    // A smaller digit before a greater one is taken off it.
    let signed = values.iter().enumerate().map(|(ix, it)| match values.get(ix + 1) {
        Some(next) if next > it => -i64::from(*it),
        _ => i64::from(*it),
    });
    u32::try_from(signed.sum::<i64>()).ok().filter(|it| *it > 0)
}

/// `Spring 1950`.
fn season(text: &str) -> Option<(String, bool)> {
    let words: Vec<&str> = text.split([' ', ',']).filter(|it| !it.is_empty() && *it != "of" && *it != "de").collect();
    let [name, year] = words.as_slice() else { return None };
    let (_, code) = SEASONS.iter().find(|(it, _)| it == name)?;
    // Winter 1944/45 is that of 1944, which ends in the next year.
    let winter = year.split_once(['/', '-', '–']).filter(|_| *code == 24);
    let is_next = |(from, to): &(&str, &str)| {
        let next = from.parse::<u32>().ok().map(|it| (it + 1).to_string());
        next.is_some_and(|it| to.len() >= 2 && it.ends_with(to))
    };
    let year = winter.filter(is_next).map_or(*year, |(from, _)| from);
    valid(format!("{year}-{code}"), false)
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
    fn months_have_names_in_many_languages() {
        for (number, names) in [
            (1, "января січня ledna Ιανουαρίου ocak يناير enero"),
            (2, "лютого února şubat فبراير"),
            (3, "березня března maaliskuuta március Μαρτίου مارس März"),
            (4, "dubna أبريل квітня"),
            (5, "travnia května toukokuuta Mayıs Μαΐου مايو mei"),
            (6, "червня června kesäkuuta haziran يونيو június"),
            (7, "липня července heinäkuuta temmuz يوليو"),
            (8, "серпня srpna ağustos أغسطس augusztus"),
            (9, "вересня září eylül سبتمبر"),
            (10, "жовтня října ekim أكتوبر"),
            (11, "listopadu marraskuuta kasım نوفمبر"),
            (12, "грудня prosince joulukuuta aralık ديسمبر"),
        ] {
            for name in names.split(' ') {
                assert_eq!(month(name), Some(number), "{name}, {}", deunicode::deunicode(name));
            }
        }
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
