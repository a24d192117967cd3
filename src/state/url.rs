//! The shared state, and how the address spells it: `#anchor&key=value&…`.
//!
//! The anchor comes first and bare, so that an address without further state works in a page whose scripts are off.

use crate::number::{decimal, hundredths, whole};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// Longer fragments are taken for an attack or an accident and read as empty.
const MAX_FRAGMENT: usize = 2_000;
/// Longest search text that is kept.
const MAX_QUERY: usize = 80;
/// Ids are short, lower-case words with hyphens.
const MAX_ID: usize = 80;

const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b',');

/// Writes each name once, for both directions: a table that is searched would be 90 bytes more for each reader.
macro_rules! lanes {
    ($($(#[$meta:meta])* $variant:ident = $name:literal,)+) => {
        /// What makes lanes of the timeline.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum Lanes { $($(#[$meta])* $variant),+ }

        impl Lanes {
            /// Every value, in the order in which a reader chooses.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in addresses and on the page.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The value of a name; lanes by theme for any other.
            #[must_use]
            pub fn from_name(name: &str) -> Self {
                match name {
                    $($name => Self::$variant,)+
                    _ => Self::default(),
                }
            }
        }
    };
}

lanes! {
    /// One lane a theme.
    #[default]
    Theme = "theme",
    /// One lane a party.
    Party = "party",
    /// A path's events in the first lane, all others below.
    Path = "path",
    /// A single lane.
    None = "none",
}

/// Which events are shown. An empty list stands for all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// Ids of themes.
    pub themes: Vec<String>,
    /// Ids of directions.
    pub directions: Vec<String>,
    /// Ids of parties.
    pub parties: Vec<String>,
    /// Least importance, 0 for all.
    pub importance: u8,
    /// First and last year; `i32::MIN` and `i32::MAX` where a side is open.
    pub years: Option<(i32, i32)>,
    /// Search text.
    pub query: String,
}

impl Filter {
    /// Whether every event is shown.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Where the timeline looks: pixels a year, and the year in the middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ViewPosition {
    /// Pixels a year.
    pub zoom: f64,
    /// Year in the middle, with its fraction.
    pub middle: f64,
}

/// Everything that a link restores.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    /// What the page or its preview shows: a section, or any item of the story.
    pub anchor: Option<String>,
    /// The event that is chosen in the timeline.
    pub event: Option<String>,
    /// The anchors that were left for previews, the first one first. It stands in the entry of the reader's history and not
    /// in the address: whoever gets the address has left none.
    pub trail: Vec<String>,
    /// Whether choosing an event made a step of the reader's history, so that closing it is going back. Kept likewise.
    pub is_event_step: bool,
    /// The same for opening the tour.
    pub is_tour_step: bool,
    /// Filter of the timeline.
    pub filter: Filter,
    /// Place and zoom of the timeline.
    pub view_position: Option<ViewPosition>,
    /// Lanes of the timeline.
    pub lanes: Lanes,
    /// The event whose path is shown, by its id; `1` (as older addresses say) for the chosen one.
    pub path: Option<String>,
    /// A period that made no sense.
    pub refused: Option<String>,
    /// Step of the tour, from 1.
    pub tour: Option<u16>,
    /// Signposts that the reader ticked.
    pub ticks: Vec<String>,
    /// Parts that belong to others (theme, accent, a host's secret), kept as they are.
    pub rest: Vec<(String, String)>,
}

impl State {
    /// Reads a fragment, with or without its `#`. Never fails: what makes no sense is left out.
    #[must_use]
    pub fn parse(fragment: &str) -> Self {
        let mut state = Self::default();
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        if fragment.len() > MAX_FRAGMENT {
            return state;
        }
        let fragment = fragment.strip_prefix('?').unwrap_or(fragment);
        for (n, part) in fragment.split('&').enumerate() {
            // Newsletters and networks hang their own parameters on whatever follows the `#`.
            let (part, more) = part.split_once('?').unwrap_or((part, ""));
            match part.split_once('=') {
                // No key of ours has a `%`: it is an id with a coded sign behind it.
                Some((key, value)) if n == 0 && (value.is_empty() || key.contains('%')) => state.anchor = anchor(key),
                Some((key, value)) => state.read_part(key, value),
                None if n == 0 => state.anchor = anchor(part),
                None => {}
            }
            if let Some((key, value)) = more.split_once('=') {
                state.read_part(key, value);
            }
        }
        state
    }

    fn read_part(&mut self, key: &str, value: &str) {
        let Some(text) = decode(value) else { return };
        match key {
            "t" => self.filter.themes = ids(&text),
            "d" => self.filter.directions = ids(&text),
            "p" => self.filter.parties = ids(&text),
            "i" => self.filter.importance = whole(&text).unwrap_or(0).min(3),
            "y" => {
                self.filter.years = years(&text);
                if self.filter.years.is_none() && !text.is_empty() {
                    self.refused = Some(text.chars().filter(|c| !c.is_control()).take(MAX_ID).collect());
                }
            }
            "q" => self.filter.query = text.chars().filter(|c| !c.is_control()).take(MAX_QUERY).collect(),
            "at" => self.view_position = read_view_position(&text),
            "lanes" => self.lanes = Lanes::from_name(&text),
            "path" => self.path = Some(text).filter(|id| may_be_id(id)),
            "event" => self.event = Some(text).filter(|id| may_be_id(id)),
            // `step` in addresses that were copied before the tour opened over the page.
            "tour" | "step" => self.tour = whole(&text).filter(|n| *n > 0),
            "seen" => self.ticks = ids(&text),
            _ if key.starts_with("utm_") => {}
            _ => self.rest.push((key.to_owned(), value.to_owned())),
        }
    }

    /// Writes the fragment, without `#`; empty for the state a page starts in.
    #[must_use]
    pub fn to_fragment(&self) -> String {
        let mut out = self.anchor.clone().unwrap_or_default();
        let mut put = |key: &str, value: &str| {
            if !value.is_empty() {
                out.push('&');
                out.push_str(key);
                out.push('=');
                out.push_str(value);
            }
        };
        put("event", self.event.as_deref().unwrap_or_default());
        let filter = &self.filter;
        put("t", &filter.themes.join(","));
        put("d", &filter.directions.join(","));
        put("p", &filter.parties.join(","));
        if filter.importance > 1 {
            put("i", &filter.importance.to_string());
        }
        if let Some((from, to)) = filter.years {
            let end = |year: i32, open: i32| if year == open { String::new() } else { year.to_string() };
            put("y", &(end(from, i32::MIN) + ".." + &end(to, i32::MAX)));
        }
        put("q", &utf8_percent_encode(&filter.query, VALUE).to_string());
        if let Some(view_position) = self.view_position {
            // Hundredths are a few days: enough to come back to the same view.
            put("at", &(hundredths(view_position.middle) + "x" + &hundredths(view_position.zoom)));
        }
        if self.lanes != Lanes::default() {
            put("lanes", self.lanes.name());
        }
        put("path", self.path.as_deref().unwrap_or_default());
        put("tour", &self.tour.map(|n| n.to_string()).unwrap_or_default());
        put("seen", &self.ticks.join(","));
        for (key, value) in &self.rest {
            put(key, value);
        }
        if self.anchor.is_none() && out.starts_with('&') {
            out.remove(0);
        }
        out
    }
}

/// An id as an address points at it: as it is, or written as a sign-by-sign code.
fn anchor(text: &str) -> Option<String> {
    decode(text).map(|text| text.split(['?', '=']).next().unwrap_or_default().to_owned()).filter(|id| may_be_id(id))
}

/// Whether a text can be an id, as far as letters and length say. What is one, with words between its hyphens, was checked
/// when the story was read.
fn may_be_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_ID
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn decode(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(|t| t.into_owned())
}

fn ids(text: &str) -> Vec<String> {
    text.split(',').filter(|id| may_be_id(id)).take(64).map(str::to_owned).collect()
}

/// `1990..1999`, or with a side open: `1990..`, `..1999`.
fn years(text: &str) -> Option<(i32, i32)> {
    let (from, to) = text.split_once('.')?;
    let to = to.strip_prefix('.')?;
    let end = |text: &str, open: i32| if text.is_empty() { Some(open) } else { whole(text) };
    let (from, to) = (end(from, i32::MIN)?, end(to, i32::MAX)?);
    (from <= to && (from, to) != (i32::MIN, i32::MAX)).then_some((from, to))
}

fn read_view_position(text: &str) -> Option<ViewPosition> {
    let (middle, zoom) = text.split_once('x')?;
    let view_position = ViewPosition { middle: decimal(middle)?, zoom: decimal(zoom)? };
    (view_position.zoom > 0.0 && view_position.middle.abs() < 100_000.0).then_some(view_position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_anchor_is_an_anchor() {
        let state = State::parse("#1986-friendship-treaty");
        assert_eq!(state.anchor.as_deref(), Some("1986-friendship-treaty"));
        assert_eq!(state.to_fragment(), "1986-friendship-treaty");
    }

    #[test]
    fn lanes_are_found_by_their_names() {
        for lanes in Lanes::ALL {
            assert_eq!(Lanes::from_name(lanes.name()), *lanes);
        }
        assert_eq!(Lanes::from_name("x"), Lanes::Theme);
    }

    #[test]
    fn everything_survives_the_address() {
        let state = State {
            anchor: Some("context".into()),
            event: Some("1986-friendship-treaty".into()),
            filter: Filter {
                themes: vec!["aid".into(), "diplomacy".into()],
                directions: vec!["warming".into()],
                parties: vec!["north".into()],
                importance: 2,
                years: Some((-44, 1995)),
                query: "köln & <b>".into(),
            },
            view_position: Some(ViewPosition { zoom: 24.5, middle: 1986.05 }),
            lanes: Lanes::Party,
            path: Some("1986-friendship-treaty".into()),
            refused: None,
            tour: Some(4),
            ticks: vec!["signpost-a".into()],
            rest: vec![("theme".into(), "dark".into())],
            ..State::default()
        };
        assert_eq!(State::parse(&state.to_fragment()), state);
    }

    #[test]
    fn what_others_hang_on_an_address_changes_nothing() {
        for more in
            ["", "=", "?utm_source=nl", "?utm_source=nl&utm_medium=mail", "&utm_source=nl", "%3Futm_source=nl", "%3D"]
        {
            let state = State::parse(&("#1999-embassy-closes".to_owned() + more));
            assert_eq!(state.to_fragment(), "1999-embassy-closes", "{more}");
        }
        assert_eq!(State::parse("#1999-embassy-closes?utm_source=nl&q=horses").filter.query, "horses");
    }

    #[test]
    fn an_address_of_the_old_tour_leads_to_its_step() {
        assert_eq!(State::parse("#walk-steps&step=3").tour, Some(3));
    }

    #[test]
    fn a_period_may_be_open_on_one_side_and_nonsense_is_remembered() {
        for (text, years) in [("1990..", (1990, i32::MAX)), ("..1990", (i32::MIN, 1990)), ("-44..1990", (-44, 1990))] {
            let state = State::parse(&["y=", text].concat());
            assert_eq!((state.filter.years, state.refused.as_deref()), (Some(years), None));
            assert_eq!(state.to_fragment(), ["y=", text].concat());
        }
        for text in ["..", "1999..1990", "x..y", "1990"] {
            let state = State::parse(&["y=", text].concat());
            assert_eq!((state.filter.years, state.refused.as_deref()), (None, Some(text)));
        }
    }

    #[test]
    fn hostile_fragments_are_read_as_little_or_nothing() {
        for text in
            ["#<script>alert(1)</script>", "#%E0%A4%A", "#?%ff", "#&&&&", "#=&=", "#javascript:alert(1)", "#__proto__"]
        {
            assert_eq!(State::parse(text).anchor, None, "{text}");
        }
        assert_eq!(State::parse(&"a".repeat(1_000_000)), State::default());
        assert_eq!(State::parse("#at=NaNxinf&i=99&y=9..1&step=0").view_position, None);
    }

    #[test]
    fn a_hosts_secret_is_kept() {
        let state = State::parse("#?secret=abc123");
        assert_eq!(state.rest, vec![("secret".to_owned(), "abc123".to_owned())]);
        assert_eq!(state.to_fragment(), "secret=abc123");
    }
}
