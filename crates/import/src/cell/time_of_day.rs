//! The time of day that stands behind a date in the same cell.

use crate::date;

/// Parts a time of day from what stands before it.
pub(super) fn split_time(text: &str) -> Result<(String, String), String> {
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
