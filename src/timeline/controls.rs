//! The timeline's controls: search, filters, tools, minimap. The prerender writes their HTML; this reads and changes
//! it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlInputElement};
use yew::Callback;

use super::timeline_layout::{passes, way};
use crate::behaviors::{on, on_click};
use crate::i18n::{Text, digits, fill, text};
use crate::number::{hundredths, whole};
use crate::state::data::{EventRow, Label, TimelineData};
use crate::state::url::{Filter, Lanes, State};
use crate::{dom, fold};

/// Actions of the timeline's controls.
#[derive(Debug, Clone, PartialEq)]
pub enum ControlAction {
    /// Zoom in.
    ZoomIn,
    /// Zoom out.
    ZoomOut,
    /// Show everything.
    Fit,
    /// Move towards the past.
    Earlier,
    /// Move towards the present.
    Later,
    /// Start or stop the play mode.
    Play,
    /// Show the events that pass this filter.
    Filter(Filter, Lanes),
    /// Move the middle of the view to a share of the whole axis, 0 to 1.
    Jump(f64),
}

/// The controls around the stage.
pub(crate) struct Controls {
    block: Element,
}

impl Controls {
    /// Listens to the controls within a timeline's block.
    pub(crate) fn follow(block: Element, ask: &Callback<ControlAction>) -> Self {
        on_click(&block, "[data-ask]", {
            let (ask, block) = (ask.clone(), block.clone());
            move |button| match button.get_attribute("data-ask").as_deref() {
                Some("in") => ask.emit(ControlAction::ZoomIn),
                Some("out") => ask.emit(ControlAction::ZoomOut),
                Some("fit") => ask.emit(ControlAction::Fit),
                Some("earlier") => ask.emit(ControlAction::Earlier),
                Some("later") => ask.emit(ControlAction::Later),
                Some("play") => ask.emit(ControlAction::Play),
                Some("help") => show_help(&block),
                Some("reset") => ask.emit(ControlAction::Filter(Filter::default(), lanes(&block))),
                _ => {}
            }
        });
        if let Ok(Some(bar)) = block.query_selector(".tl-bar") {
            for name in ["input", "change"] {
                let (ask, block) = (ask.clone(), block.clone());
                on(&bar, name, move |event| {
                    // Searches run as they are typed; years only once they are entered.
                    let search = dom::closest(event, "[type=\"search\"]").is_some();
                    if search == (event.type_() == "input") {
                        ask.emit(ControlAction::Filter(read(&block), lanes(&block)));
                    }
                });
            }
        }
        if let Ok(Some(mini)) = block.query_selector(".tl-mini") {
            let ask = ask.clone();
            on(&mini, "input", move |event| {
                if let Some(share) = whole::<u16>(&dom::value(event)) {
                    ask.emit(ControlAction::Jump(f64::from(share) / 1000.0));
                }
            });
        }
        Self { block }
    }

    /// Sets the controls to what the state says, with counts.
    ///
    /// The search field is left alone while `is_typing`: what the reader has typed since is newer than the state.
    pub(crate) fn show(&self, data: &TimelineData, state: &State, shown: usize, is_typing: bool) {
        let filter = &state.filter;
        let mut status = fill(Text::Events, &[&shown.to_string(), &data.events.len().to_string()]);
        if let Some(period) = &state.refused {
            status.push(' ');
            status += &fill(Text::PeriodRefused, &[period]);
        }
        dom::set_text(&self.block, ".tl-status", &status);
        for Group { name, labels, chosen, clear, holds } in groups(data, filter) {
            let mut others = filter.clone();
            clear(&mut others);
            let passing: Vec<&EventRow> =
                data.events.iter().enumerate().filter(|(n, _)| passes(data, &others, *n)).map(|(_, e)| e).collect();
            for (n, label) in labels.iter().enumerate() {
                let count = passing.iter().filter(|e| holds(e, n)).count();
                if let Some(input) = self.input(&[name, "\"][value=\"", &label.id].concat()) {
                    input.set_checked(chosen.iter().any(|c| *c == *label.id));
                    if let Some(place) = input.parent_element() {
                        dom::set_text(&place, ".chip-count", &digits(&count.to_string()));
                    }
                }
            }
        }
        let (first, last) = data.year_range();
        let (from, to) = filter.years.map_or((first, last), |(from, to)| (from.max(first), to.min(last)));
        self.set("i", &filter.importance.to_string());
        self.set("lanes", state.lanes.name());
        self.set("from", &from.to_string());
        self.set("to", &to.to_string());
        let differs = |field: &HtmlInputElement| fold::words(&field.value()) != fold::words(&filter.query);
        if let Some(search) = self.input("q").filter(|field| !is_typing && differs(field)) {
            search.set_value(&filter.query);
        }
        let active = active(filter);
        dom::set_text(&self.block, ".tl-active", &if active > 0 { digits(&active.to_string()) } else { String::new() });
    }

    /// Shows whether the play mode runs.
    pub(crate) fn show_playing(&self, playing: bool) {
        let Ok(Some(button)) = self.block.query_selector("[data-ask=\"play\"]") else { return };
        let label = text(if playing { Text::Pause } else { Text::Play });
        for name in ["aria-label", "title"] {
            let _ = button.set_attribute(name, &label);
        }
        let _ = button.class_list().toggle_with_force("pause", playing);
    }

    /// Shows which part of the whole is in view, in thousandths.
    pub(crate) fn show_window(&self, from: f64, length: f64) {
        // In the vertical form readers can scroll past the end.
        let from = from.min(1000.0 - length);
        if let Ok(Some(window)) = self.block.query_selector(".tl-mini-window") {
            let window: HtmlElement = window.unchecked_into();
            dom::style(&window, "inset-inline-start", &(hundredths(from / 10.0) + "%"));
            dom::style(&window, "inline-size", &(hundredths((length / 10.0).max(1.0)) + "%"));
        }
        if let Ok(Some(range)) = self.block.query_selector(".tl-mini input") {
            range.unchecked_into::<HtmlInputElement>().set_value(&((from + length / 2.0).round() as i32).to_string());
        }
    }

    fn input(&self, name: &str) -> Option<HtmlInputElement> {
        field(&self.block, name)
    }

    fn set(&self, name: &str, value: &str) {
        if let Some(field) = self.input(name) {
            field.set_value(value);
        }
    }
}

/// Chips of one kind.
struct Group<'a> {
    /// Name of its fields.
    name: &'static str,
    /// The labels it offers.
    labels: &'a [Label],
    chosen: &'a [String],
    /// Clears the choice of this group.
    clear: fn(&mut Filter),
    /// Whether an event has the label at a position.
    holds: fn(&EventRow, usize) -> bool,
}

fn groups<'a>(data: &'a TimelineData, filter: &'a Filter) -> [Group<'a>; 3] {
    [
        Group {
            name: "t",
            labels: &data.themes,
            chosen: &filter.themes,
            clear: |f| f.themes.clear(),
            holds: |e, n| usize::from(e.theme) == n,
        },
        Group {
            name: "d",
            labels: &data.ways,
            chosen: &filter.directions,
            clear: |f| f.directions.clear(),
            holds: |e, n| way(e.direction) == n,
        },
        Group {
            name: "p",
            labels: &data.parties,
            chosen: &filter.parties,
            clear: |f| f.parties.clear(),
            holds: |e, n| e.parties.iter().any(|p| usize::from(*p) == n),
        },
    ]
}

/// A field by its name. Selects are cast to inputs too: `value` is all that is used, and both have it.
fn field(block: &Element, name: &str) -> Option<HtmlInputElement> {
    let element = block.query_selector(&["[name=\"", name, "\"]"].concat()).ok().flatten()?;
    Some(element.unchecked_into())
}

fn value(block: &Element, name: &str) -> String {
    field(block, name).map(|f| f.value()).unwrap_or_default()
}

fn checked(block: &Element, name: &str) -> Vec<String> {
    dom::all(block, &["[name=\"", name, "\"]:checked"].concat())
        .into_iter()
        .map(|e| e.unchecked_into::<HtmlInputElement>().value())
        .collect()
}

/// The filter that the fields describe.
fn read(block: &Element) -> Filter {
    let from = field(block, "from");
    let bound = |name: &str| from.as_ref().and_then(|f| f.get_attribute(name)).and_then(|v| whole::<i32>(&v));
    let years = (|| {
        let (first, last) = (bound("min")?, bound("max")?);
        let from = whole(&value(block, "from")).unwrap_or(first).clamp(first, last);
        let to = whole(&value(block, "to")).unwrap_or(last).clamp(from, last);
        (from > first || to < last)
            .then_some((if from > first { from } else { i32::MIN }, if to < last { to } else { i32::MAX }))
    })();
    Filter {
        themes: checked(block, "t"),
        directions: checked(block, "d"),
        parties: checked(block, "p"),
        importance: whole(&value(block, "i")).unwrap_or(0),
        years,
        query: value(block, "q"),
    }
}

fn lanes(block: &Element) -> Lanes {
    Lanes::from_name(&value(block, "lanes"))
}

fn active(filter: &Filter) -> usize {
    let lists = [&filter.themes, &filter.directions, &filter.parties];
    lists.iter().filter(|l| !l.is_empty()).count()
        + usize::from(filter.importance > 1)
        + usize::from(filter.years.is_some())
}

/// Opens the list of keys.
pub(crate) fn show_help(block: &Element) {
    if let Ok(Some(dialog)) = block.query_selector(".tl-help") {
        let _ = dialog.unchecked_into::<HtmlDialogElement>().show_modal();
    }
}

/// The class of a direction's mark.
pub(crate) fn way_class(direction: i8) -> &'static str {
    ["up", "down", "flat"][way(direction)]
}
