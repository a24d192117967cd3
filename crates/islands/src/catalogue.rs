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
    ClusterShort = "cluster-short",
    ZoomIn = "zoom-in",
    ZoomOut = "zoom-out",
    Fit = "fit",
    Earlier = "earlier",
    Later = "later",
    Play = "play",
    Pause = "pause",
    Filters = "filters",
    Reset = "reset",
    SearchEvents = "search-events",
    Kinds = "kinds",
    Direction = "direction",
    Parties = "parties",
    Importance = "importance",
    ImportanceAll = "importance-all",
    ImportanceMiddle = "importance-middle",
    ImportanceMain = "importance-main",
    Period = "period",
    From = "from",
    To = "to",
    LanesBy = "lanes-by",
    LanesTheme = "lanes-theme",
    LanesParty = "lanes-party",
    LanesNone = "lanes-none",
    Help = "help",
    HelpTitle = "help-title",
    HelpKeys = "help-keys",
    Close = "close",
    Previous = "previous",
    Next = "next",
    CopyLink = "copy-link",
    Copied = "copied",
    CopyFailed = "copy-failed",
    PathTitle = "path-title",
    PathShow = "path-show",
    PathHide = "path-hide",
    PathNone = "path-none",
    NoMatch = "no-match",
    ZoomHint = "zoom-hint",
    ViewLabel = "view-label",
    Minimap = "minimap",
    Placeholder = "placeholder",
    Today = "today",
    OpenAll = "open-all",
    CloseAll = "close-all",
    All = "all",
    Shown = "shown",
    Section = "section",
    Sections = "sections",
    PreviousSection = "previous-section",
    NextSection = "next-section",
    YearSlider = "year-slider",
    YearNothing = "year-nothing",
    YearHint = "year-hint",
    Step = "step",
    Embed = "embed",
    EmbedTitle = "embed-title",
    EmbedWhat = "embed-what",
    EmbedTheme = "embed-theme",
    EmbedKind = "embed-kind",
    EmbedFrame = "embed-frame",
    EmbedScript = "embed-script",
    EmbedAddress = "embed-address",
    EmbedUpdates = "embed-updates",
    EmbedFrozen = "embed-frozen",
    EmbedCopy = "embed-copy",
    EmbedPreview = "embed-preview",
    EmbedVersion = "embed-version",
    ThemeAuto = "theme-auto",
    ThemeLight = "theme-light",
    ThemeDark = "theme-dark",
    SearchSources = "search-sources",
    SourcesShown = "sources-shown",
    OutlookHelp = "outlook-help",
    OutlookTick = "outlook-tick",
    OutlookFits = "outlook-fits",
    OutlookAgainst = "outlook-against",
    OutlookNone = "outlook-none",
    TiesPick = "ties-pick",
    TiesAll = "ties-all",
    Climate = "climate",
    Readings = "readings",
}

/// Sets the texts, in the order of [`Text::KEYS`]; the server reads them from the language file, the browser from the page.
pub fn set_catalogue(texts: impl Iterator<Item = String>) {
    CATALOGUE.with_borrow_mut(|all| *all = texts.map(AttrValue::from).collect());
}

/// The text of a key, empty before the catalogue is set.
#[must_use]
pub fn text(key: Text) -> AttrValue {
    CATALOGUE.with_borrow(|all| all.get(key as usize).cloned().unwrap_or_default())
}

/// The text of a key with each `{}` replaced by the next of `values`.
pub(crate) fn fill(key: Text, values: &[&str]) -> String {
    let pattern = text(key);
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut values = values.iter();
    let mut parts = pattern.split("{}");
    out.push_str(parts.next().unwrap_or(""));
    for part in parts {
        out.push_str(values.next().unwrap_or(&""));
        out.push_str(part);
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
}
