//! The words on controls, by key; they come from `strings/<lang>.toml`, never from the code.

use std::cell::RefCell;

use yew::AttrValue;

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
    PathShow = "path-show",
    PathHide = "path-hide",
    NoMatch = "no-match",
    ViewLabel = "view-label",
    Placeholder = "placeholder",
    RecordEnd = "record-end",
    Shown = "shown",
    Sections = "sections",
    SourcesShown = "sources-shown",
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

/// The text of a key with each `{}` replaced by the next of `values`.
pub(crate) fn fill(key: Text, values: &[&str]) -> String {
    fill_pattern(&text(key), values)
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
}
