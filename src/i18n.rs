//! The words on controls, by key; they come from `strings/<lang>.toml`, never from the code.

use std::cell::RefCell;

use yew::AttrValue;

use crate::number::whole;

thread_local! {
    static CATALOGUE: RefCell<Vec<AttrValue>> = const { RefCell::new(Vec::new()) };
}

macro_rules! texts {
    ($($name:ident = $key:literal),* $(,)?) => {
        /// Every text that an island shows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "the key says it")]
        pub enum Text { $($name),* }

        impl Text {
            /// Keys in the language files, in the order of the variants.
            pub const KEYS: &'static [&'static str] = &[$($key),*];
        }
    };
}

texts! {
    // Never empty, as the digits are in most languages: minifiers take empty lines from the beginning.
    Plurals = "plurals",
    Digits = "digits",
    Months = "months",
    Of = "of",
    Events = "events",
    EventPosition = "event-position",
    ClusterLabel = "cluster-label",
    ClusterOneYear = "cluster-one-year",
    ClusterOne = "cluster-one",
    ClusterShort = "cluster-short",
    YearBce = "year-bce",
    YearCe = "year-ce",
    LinkLed = "link-led",
    LinkAnswers = "link-answers",
    LinkPart = "link-part",
    LinkContradicts = "link-contradicts",
    LinkFulfils = "link-fulfils",
    PeriodRefused = "period-refused",
    PathPlace = "path-place",
    BeyondBefore = "beyond-before",
    BeyondAfter = "beyond-after",
    Play = "play",
    Pause = "pause",
    Close = "close",
    Previous = "previous",
    Next = "next",
    CopyLink = "copy-link",
    Copied = "copied",
    CopyFailed = "copy-failed",
    PathTitle = "path-title",
    PathNote = "path-note",
    LanesOther = "lanes-other",
    PathShow = "path-show",
    PathHide = "path-hide",
    NoMatch = "no-match",
    ViewLabel = "view-label",
    Placeholder = "placeholder",
    RecordEnd = "record-end",
    Shown = "shown",
    Sections = "sections",
    YearNothing = "year-nothing",
    Step = "step",
    ChecklistFits = "checklist-fits",
    ChecklistAgainst = "checklist-against",
    ChecklistSum = "checklist-sum",
    Unchanged = "unchanged",
    New = "new",
    NothingFits = "nothing-fits",
    FiltersOff = "filters-off",
}

/// Sets the texts, in the order of [`Text::KEYS`]. The prerender takes them from the language file, the browser from
/// the page.
pub fn set_catalogue(texts: impl Iterator<Item = String>) {
    CATALOGUE.with_borrow_mut(|all| *all = texts.map(AttrValue::from).collect());
}

/// The text of a key, empty before the catalogue is set.
pub(crate) fn text(key: Text) -> AttrValue {
    CATALOGUE.with_borrow(|all| all.get(key as usize).cloned().unwrap_or_default())
}

/// What parts the plural forms of a text that changes with the first number filled in, and with the second. No text holds either.
pub(crate) const BY_FIRST: char = '\t';
/// See [`BY_FIRST`].
pub(crate) const BY_SECOND: char = '\u{c}';

/// The text of a key, in the plural form of its number, with each `{}` replaced by the next of `values`.
pub(crate) fn fill(key: Text, values: &[&str]) -> String {
    let written: Vec<String> = values.iter().map(|it| digits(it)).collect();
    fill_pattern(plural_form(&text(key), values), &written.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A text with each `{}` replaced by the next of `values`, or by nothing where there are too few.
pub(crate) fn fill_pattern(pattern: &str, values: &[&str]) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut values = values.iter();
    // Split at one letter: searching for a longer text would add a kilobyte to the program.
    let mut parts = pattern.split('{');
    out.push_str(parts.next().unwrap_or(""));
    for part in parts {
        match part.strip_prefix('}') {
            Some(rest) => {
                out.push_str(values.next().unwrap_or(&""));
                out.push_str(rest);
            }
            None => {
                out.push('{');
                out.push_str(part);
            }
        }
    }
    out
}

/// The plural form of a text that goes with its number, by a table that the page brings: of the numbers to 99, and of what is left
/// of greater ones beyond the hundreds.
fn plural_form<'t>(forms: &'t str, values: &[&str]) -> &'t str {
    let (mark, value) = if forms.contains(BY_SECOND) { (BY_SECOND, 1) } else { (BY_FIRST, 0) };
    let number = values.get(value).and_then(|it| whole::<usize>(it)).unwrap_or(0);
    let place = if number < 100 { number } else { 100 + number % 100 };
    let which = text(Text::Plurals).as_bytes().get(place).map_or(0, |it| usize::from(it - b'0'));
    // A text of one plural form is its own first.
    forms.split(mark).nth(which).unwrap_or(forms.split(mark).next().unwrap_or(""))
}

/// A whole number in the digits of the language; another text as it is.
pub(crate) fn digits(number: &str) -> String {
    let digits = text(Text::Digits);
    let is_number = number.bytes().all(|it| it.is_ascii_digit());
    let digit = |it: u8| digits.chars().nth(usize::from(it - b'0'));
    let written = if is_number { number.bytes().map(digit).collect() } else { None };
    written.unwrap_or_else(|| number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_in_order() {
        let mut all = vec![String::new(); Text::KEYS.len()];
        all[Text::Of as usize] = "{} of {}".into();
        set_catalogue(all.into_iter());
        assert_eq!(fill(Text::Of, &["3", "7"]), "3 of 7");
        assert_eq!(fill(Text::Of, &["3"]), "3 of ");
    }

    #[test]
    fn a_brace_that_holds_no_place_stays() {
        let mut all = vec![String::new(); Text::KEYS.len()];
        all[Text::Of as usize] = "{} {x} {".into();
        set_catalogue(all.into_iter());
        assert_eq!(fill(Text::Of, &["3"]), "3 {x} {");
    }

    #[test]
    fn a_text_takes_the_form_of_its_number_and_the_digits_of_its_language() {
        let mut all = vec![String::new(); Text::KEYS.len()];
        all[Text::Plurals as usize] = (0..200).map(|n| if n == 1 { '0' } else { '1' }).collect();
        all[Text::Digits as usize] = "٠١٢٣٤٥٦٧٨٩".into();
        all[Text::Of as usize] = "one of {}\t{} of {}".into();
        all[Text::Events as usize] = "{} of {} event\u{c}{} of {} events".into();
        set_catalogue(all.into_iter());
        assert_eq!(fill(Text::Of, &["1", "2"]), "one of ١");
        assert_eq!(fill(Text::Of, &["12", "100"]), "١٢ of ١٠٠");
        assert_eq!(fill(Text::Events, &["1", "101"]), "١ of ١٠١ events");
        assert_eq!(fill(Text::Events, &["0", "1"]), "٠ of ١ event");
        assert_eq!(digits("1 May 1950"), "1 May 1950");
    }
}
