//! Elements that are kept from one drawing to the next, because creating and styling them would be most of a frame's work.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::dom;

const SVG: &str = "http://www.w3.org/2000/svg";

/// A text of the drawing.
struct Name {
    element: Element,
    class: &'static str,
    at: (i64, i64),
    text: String,
}

/// A drawing of paths and, above them, texts. Each drawing reuses the elements of the one before, in order.
#[derive(Default)]
pub(crate) struct RetainedSvg {
    /// The element it is drawn in, whether in the vertical form, and the groups of paths and texts.
    shown: Option<(Element, bool, Element, Element)>,
    lines: Vec<(Element, String)>,
    names: Vec<Name>,
    /// Number of paths and texts that the current drawing has used so far.
    used: (usize, usize),
}

impl RetainedSvg {
    /// Begins a drawing of a size in an element. Elements that were drawn in the other form are removed, as their order
    /// differs.
    pub(crate) fn begin(&mut self, svg: &Element, vertical: bool, (width, height): (f64, f64)) {
        for (name, value) in [("width", width), ("height", height)] {
            let _ = svg.set_attribute(name, &whole(value).to_string());
        }
        self.used = (0, 0);
        if self.shown.as_ref().is_some_and(|(on, form, ..)| on == svg && *form == vertical) {
            return;
        }
        svg.set_text_content(None);
        self.lines.clear();
        self.names.clear();
        self.shown = add(svg, "g", "").zip(add(svg, "g", "")).map(|(l, n)| (svg.clone(), vertical, l, n));
    }

    /// Draws the next path. Drawings must call this in the same order each time, since a kept element keeps its class.
    pub(crate) fn line(&mut self, class: &str, d: String) {
        let n = self.used.0;
        self.used.0 += 1;
        if n == self.lines.len() {
            let Some(path) = self.shown.as_ref().and_then(|(_, _, lines, _)| add(lines, "path", class)) else { return };
            self.lines.push((path, String::new()));
        }
        if self.lines[n].1 != d {
            let _ = self.lines[n].0.set_attribute("d", &d);
            self.lines[n].1 = d;
        }
    }

    /// Writes the next text.
    pub(crate) fn name(&mut self, class: &'static str, (x, y): (f64, f64), text: &str) {
        let n = self.used.1;
        self.used.1 += 1;
        if n == self.names.len() {
            let Some(element) = self.shown.as_ref().and_then(|(.., names)| add(names, "text", "")) else { return };
            self.names.push(Name { element, class: "", at: (i64::MIN, i64::MIN), text: String::new() });
        }
        let name = &mut self.names[n];
        let at = (whole(x), whole(y));
        if name.class != class {
            name.class = class;
            let _ = name.element.set_attribute("class", class);
        }
        if name.at.0 != at.0 {
            let _ = name.element.set_attribute("x", &at.0.to_string());
        }
        if name.at.1 != at.1 {
            let _ = name.element.set_attribute("y", &at.1.to_string());
        }
        name.at = at;
        if name.text != text {
            name.element.set_text_content(Some(text));
            name.text.clear();
            name.text.push_str(text);
        }
    }

    /// Ends the drawing and removes texts of the one before that were not used again.
    pub(crate) fn end(&mut self) {
        while self.names.len() > self.used.1 {
            if let Some(name) = self.names.pop() {
                name.element.remove();
            }
        }
    }
}

/// A row of texts and marks along the axis. They are HTML moved by `transform`: a text of SVG that moves is laid out anew,
/// which took half of the layout of a frame.
#[derive(Default)]
pub(crate) struct RetainedStrip {
    strip: Option<Element>,
    parts: Vec<StripPart>,
    /// Number of parts that the current drawing has used so far.
    used: usize,
}

struct StripPart {
    element: HtmlElement,
    class: &'static str,
    at: Option<i64>,
    text: String,
}

impl RetainedStrip {
    /// Begins a drawing in an element.
    pub(crate) fn begin(&mut self, strip: &Element) {
        self.used = 0;
        if self.parts.first().is_some_and(|part| part.element.parent_element().as_ref() != Some(strip)) {
            self.parts.clear();
        }
        if self.parts.is_empty() {
            strip.set_text_content(None);
        }
        self.strip = Some(strip.clone());
    }

    /// Writes the next text at a pixel from the start of the strip.
    pub(crate) fn name(&mut self, class: &'static str, at: f64, text: &str) {
        let n = self.used;
        self.used += 1;
        if n == self.parts.len() {
            let Some(element) = self.strip.as_ref().and_then(|strip| dom::append(strip, "i", "", "")) else { return };
            self.parts.push(StripPart { element: element.unchecked_into(), class: "", at: None, text: String::new() });
        }
        let part = &mut self.parts[n];
        if part.class != class {
            part.class = class;
            part.element.set_class_name(class);
        }
        let at = whole(at);
        if part.at != Some(at) {
            part.at = Some(at);
            dom::move_along(&part.element, at);
        }
        if part.text != text {
            part.element.set_text_content(Some(text));
            part.text.clear();
            part.text.push_str(text);
        }
    }

    /// Ends the drawing and removes parts of the one before that were not used again.
    pub(crate) fn end(&mut self) {
        for part in self.parts.drain(self.used..) {
            part.element.remove();
        }
    }
}

fn whole(value: f64) -> i64 {
    value.round() as i64
}

fn add(parent: &Element, tag: &str, class: &str) -> Option<Element> {
    let element = dom::document().create_element_ns(Some(SVG), tag).ok()?;
    if !class.is_empty() {
        let _ = element.set_attribute("class", class);
    }
    parent.append_child(&element).ok()?;
    Some(element)
}
