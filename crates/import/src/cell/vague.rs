//! Dates that are not exact, in EDTF: about, before and after, decades, centuries and seasons, and spans of them.

use backstory_timeline::EventDate;

use super::exact::exact;
use super::words::{
    ABOUT, AFTER, BEFORE, BEFORE_OUR_ERA, OPEN, PARTS, PARTS_OF_A_WHOLE, SEASONS, SINCE, UNTIL, month, season_named,
};
use super::{Order, is_digits};
use crate::date::{self, Parts};

/// What is not exact, in EDTF, and whether its words say more than that.
pub(super) fn vague(text: &str, order: Order) -> Option<(String, bool)> {
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

/// Whether two dates stand there, the later one first.
pub(super) fn is_reversed(text: &str, order: Order) -> bool {
    let ends = ["–", "—", " - ", " to ", "-", "/"].iter().find_map(|it| text.split_once(it));
    ends.and_then(|(from, to)| Some((one(from, order)?.0, one(to, order)?.0))).is_some_and(|(from, to)| {
        format!("{from}/{to}").parse::<EventDate>() == Err(backstory_timeline::DateError::EndBeforeStart)
    })
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
