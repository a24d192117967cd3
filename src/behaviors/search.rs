//! A list of entries: filtered by a choice, searched by words, opened and closed all at once.
//!
//! A link to an entry that a filter hides removes the filters and says so ([`show_anyway`]).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDetailsElement, HtmlElement, HtmlInputElement};

use super::{on, on_click, press};
use crate::i18n::{Text, fill, text};
use crate::state::store::{self, Step};
use crate::{dom, fold};

/// Selects the entries of a list.
const ENTRY: &str = ":scope > [data-entry]";
/// Entries whose text is read in one task; more would make the page hang.
const SLICE_ENTRIES: usize = 40;
/// Pause between two such tasks, in milliseconds.
const SLICE_MS: u32 = 20;
/// Delay of the search after a letter, in milliseconds: the letter is drawn first, and letters typed faster are
/// searched for together.
const TYPED_MS: u32 = 30;

/// The entries of a list with the words to search them by.
struct Index {
    entries: Vec<HtmlElement>,
    /// Folded text of the entries, as far as they have been read.
    texts: Vec<String>,
}

impl Index {
    fn read(&mut self, most: usize) {
        for entry in self.entries.iter().skip(self.texts.len()).take(most) {
            self.texts.push(fold::fold(&entry.text_content().unwrap_or_default()));
        }
    }
}

/// A button of a group of filters, and how many entries it would show beside the search and the other groups as they are.
struct Chip {
    button: HtmlElement,
    attribute: String,
    /// Empty for the button of a group that lets all through.
    value: String,
    is_pressed: bool,
    count: Cell<usize>,
}

impl Chip {
    fn of(button: HtmlElement) -> Self {
        let attribute = |name: &str| button.get_attribute(name).unwrap_or_default();
        let (own, value, pressed) = (attribute("data-filter"), attribute("data-value"), attribute("aria-pressed"));
        Self { attribute: own, is_pressed: pressed == "true" && !value.is_empty(), value, button, count: Cell::new(0) }
    }
}

type Shared = Rc<RefCell<Index>>;

pub(crate) fn mount(bar: &Element) {
    let Some(list) = list_of(bar) else { return };
    let index: Shared = Rc::new(RefCell::new(Index { entries: dom::all(&list, ENTRY), texts: Vec::new() }));
    let (host, i) = (bar.clone(), index.clone());
    on_click(bar, "[data-filter]", move |button| {
        press_in_group(&button);
        apply(&host, &i);
    });
    let (host, i) = (bar.clone(), index.clone());
    on_click(bar, "[data-reset]", move |_| {
        reset(&host);
        apply(&host, &i);
        if let Some(field) = search_field(&host) {
            let _ = field.focus();
        }
    });
    let i = index.clone();
    on_click(bar, "[data-open]", move |button| {
        let open = button.get_attribute("data-open").as_deref() == Some("true");
        for card in i.borrow().entries.iter().filter(|c| !c.hidden()) {
            if let Ok(Some(details)) = card.query_selector(":scope > details") {
                details.unchecked_into::<HtmlDetailsElement>().set_open(open);
            }
        }
    });
    let Some(field) = search_field(bar) else { return };
    let (host, i, timer) = (bar.clone(), index.clone(), RefCell::new(None));
    on(bar, "input", move |_| {
        let (host, i) = (host.clone(), i.clone());
        timer.replace(Some(dom::later(TYPED_MS, move || apply(&host, &i))));
    });
    if is_alone() {
        let (host, i, is_first) = (bar.clone(), index.clone(), Cell::new(true));
        store::follow(move |state| {
            let is_first = is_first.replace(false);
            for value in state.filter.themes.iter().filter(|_| is_first) {
                if let Ok(Some(chip)) = host.query_selector(&["[data-value=\"", value, "\"]"].concat()) {
                    press_in_group(&chip);
                }
            }
            // A link to an entry leaves the search on, unless that hides the entry: then `show_anyway` takes it off and says so.
            let leads = !is_first && state.anchor.is_some() && state.filter.query.is_empty();
            // Over a reload Firefox keeps what was typed, and not what that hid.
            if is_first && !state.filter.is_empty() || !leads && field.value().trim() != state.filter.query {
                field.set_value(&state.filter.query);
                apply(&host, &i);
            }
        });
    }
    read_on(index);
}

/// Whether the address is this search's: where the page has a timeline, a search in the address is that of the timeline.
fn is_alone() -> bool {
    dom::by_id("timeline").is_none()
}

/// Reads the texts in slices while nothing is searched for, so that the first letter need not wait for it.
fn read_on(index: Shared) {
    dom::later(SLICE_MS, move || {
        index.borrow_mut().read(SLICE_ENTRIES);
        let is_read = index.borrow().texts.len() == index.borrow().entries.len();
        if !is_read {
            read_on(index);
        }
    })
    .forget();
}

fn list_of(bar: &Element) -> Option<Element> {
    dom::by_id(&bar.get_attribute("data-list")?)
}

fn search_field(bar: &Element) -> Option<HtmlInputElement> {
    bar.query_selector("input[type=\"search\"]").ok().flatten()?.dyn_into().ok()
}

fn press_in_group(chip: &Element) {
    if let Some(group) = chip.parent_element() {
        press(&group, chip);
    }
}

/// Clears every filter and the search.
fn reset(bar: &Element) {
    for whole in dom::all(bar, "[data-value=\"\"]") {
        press_in_group(&whole);
    }
    if let Some(field) = search_field(bar) {
        field.set_value("");
    }
}

/// Hides the entries that the pressed filters and the search leave out, and says how many are left.
fn apply(bar: &Element, index: &Shared) {
    let query = search_field(bar).map(|field| field.value()).unwrap_or_default();
    let words = fold::words(&query);
    if !words.is_empty() {
        index.borrow_mut().read(usize::MAX);
    }
    // Names what hides entries: the searched words and the pressed filters.
    let (mut why, mut values) = (Vec::new(), Vec::new());
    let query = query.trim();
    if !query.is_empty() {
        why.push(["“", query, "”"].concat());
    }
    let chips: Vec<Chip> = dom::all(bar, "[data-filter]").into_iter().map(Chip::of).collect();
    for chip in chips.iter().filter(|chip| chip.is_pressed) {
        let label = chip.button.first_child().and_then(|label| label.text_content()).unwrap_or_default();
        why.push(label.trim().to_owned());
        values.push(chip.value.clone());
    }
    let index = index.borrow();
    // A number of a numbered list is that entry, and not every year that it is part of.
    let numbered = index.entries.iter().position(|entry| entry.get_attribute("value").as_deref() == Some(query));
    let mut left = 0;
    for (n, entry) in index.entries.iter().enumerate() {
        let is_found =
            numbered.map_or_else(|| words.is_empty() || fold::holds_all(&index.texts[n], &words), |it| it == n);
        let mut fits = is_found;
        if is_found {
            // The chips of a group stand together, and its attribute is read once: thousands of entries may be found.
            let (mut name, mut value) = ("", None);
            let mut all = Vec::new();
            for chip in &chips {
                if chip.attribute != name {
                    (name, value) = (&*chip.attribute, entry.get_attribute(&chip.attribute));
                }
                all.push((chip, value.as_ref() == Some(&chip.value)));
            }
            // At most one of a group is pressed: who misses it may still be counted by the others of its group.
            let missed: Vec<&str> = all
                .iter()
                .filter(|(chip, is_of)| chip.is_pressed && !is_of)
                .map(|(chip, _)| &*chip.attribute)
                .collect();
            fits = missed.is_empty();
            for (chip, _) in all.iter().filter(|(chip, is_of)| *is_of && missed.iter().all(|it| *it == chip.attribute))
            {
                chip.count.set(chip.count.get() + 1);
            }
        }
        if entry.hidden() == fits {
            entry.set_hidden(!fits);
        }
        left += usize::from(fits);
    }
    for chip in &chips {
        dom::set_text(&chip.button, ".chip-count", &chip.count.get().to_string());
    }
    if let Ok(Some(none)) = bar.query_selector(".list-none") {
        let _ = none.toggle_attribute_with_force("hidden", left > 0);
        if left == 0 {
            none.set_text_content(Some(&fill(Text::NothingFits, &[&why.join(" · ")])));
        }
    }
    if let Ok(Some(button)) = bar.query_selector("[data-reset]") {
        let _ = button.toggle_attribute_with_force("hidden", why.is_empty());
    }
    dom::say(bar, fill(Text::Shown, &[&left.to_string(), &index.entries.len().to_string()]));
    // Last, because whoever hears of it may look for an entry that was hidden until now.
    if is_alone() {
        store::update(Step::Replace, |s| {
            s.filter.query = query.to_owned();
            s.filter.themes = values;
        });
    }
}

/// Shows an element that a filter or search hides, by clearing them, and says so. Returns whether it was hidden.
pub(crate) fn show_anyway(element: &Element) -> bool {
    let Ok(Some(hidden)) = element.closest("[hidden]") else { return false };
    let bars = dom::document().document_element().map(|root| dom::all_elements(&root, "[data-behavior=\"search\"]"));
    for bar in bars.unwrap_or_default() {
        if list_of(&bar).is_some_and(|list| list.contains(Some(&hidden)))
            && let Ok(Some(button)) = bar.query_selector("[data-reset]")
        {
            let focus = dom::document().active_element();
            button.unchecked_ref::<HtmlElement>().click();
            if let Some(focus) = focus.and_then(|focus| focus.dyn_into::<HtmlElement>().ok()) {
                dom::focus(&focus);
            }
            let said = bar.query_selector("[role=\"status\"]").ok().flatten();
            let count = said.and_then(|said| said.text_content()).unwrap_or_default();
            dom::say(&bar, [&count, ". ", &*text(Text::FiltersOff)].concat());
        }
    }
    true
}
