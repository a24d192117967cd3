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
    /// None where nothing was ever drawn.
    lines: Vec<Option<(Element, String)>>,
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
            self.lines.push(None);
        }
        if self.lines[n].is_none() && !d.is_empty() {
            let path = self.shown.as_ref().and_then(|(_, _, lines, _)| add(lines, "path", class));
            self.lines[n] = path.map(|path| (path, String::new()));
        }
        if let Some((path, drawn)) = &mut self.lines[n]
            && *drawn != d
        {
            let _ = path.set_attribute("d", &d);
            *drawn = d;
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

/// A row of texts along the axis. They are HTML moved by `transform`: a text of SVG that moves is laid out anew, which took
/// half of the layout of a frame.
#[derive(Default)]
pub(crate) struct RetainedStrip {
    strip: Option<Element>,
    names: Vec<StripName>,
    /// What the current drawing has asked for so far: class, pixel and text.
    wanted: Vec<(&'static str, i64, String)>,
}

struct StripName {
    element: HtmlElement,
    class: &'static str,
    /// The pixel at which it stands; none while it is hidden.
    at: Option<i64>,
    text: String,
}

impl RetainedStrip {
    /// Begins a drawing in an element.
    pub(crate) fn begin(&mut self, strip: &Element) {
        if self.names.first().is_some_and(|name| name.element.parent_element().as_ref() != Some(strip)) {
            self.names.clear();
        }
        if self.names.is_empty() {
            strip.set_text_content(None);
        }
        self.strip = Some(strip.clone());
    }

    /// Writes the next text at a pixel from the start of the strip.
    pub(crate) fn name(&mut self, class: &'static str, at: f64, text: &str) {
        self.wanted.push((class, whole(at), text.to_owned()));
    }

    /// Ends the drawing. What the one before had of the same text is moved, and what is left over is hidden: other texts and
    /// other elements would have to be laid out.
    pub(crate) fn end(&mut self) {
        let mut left = std::mem::take(&mut self.names);
        let mut other = Vec::new();
        let sign = i64::from(dom::line_sign());
        for (class, at, text) in self.wanted.drain(..) {
            match left.iter().position(|name| name.class == class && name.text == text) {
                Some(n) => self.names.push(left.remove(n).put(at, sign)),
                None => other.push((class, at, text)),
            }
        }
        for (class, at, text) in other {
            if let Some(n) = left.iter().position(|name| name.class == class) {
                let mut name = left.remove(n);
                // In the same node: one put in its place would be laid out with all around it.
                if let Some(node) = name.element.first_child() {
                    node.set_text_content(Some(&text));
                }
                name.text = text;
                self.names.push(name.put(at, sign));
            } else if let Some(element) = self.strip.as_ref().and_then(|strip| dom::append(strip, "i", class, &text)) {
                let name = StripName { element: element.unchecked_into(), class, at: None, text };
                self.names.push(name.put(at, sign));
            }
        }
        for mut name in left {
            if name.at.take().is_some() {
                dom::style(&name.element, "visibility", "hidden");
            }
            self.names.push(name);
        }
    }
}

impl StripName {
    fn put(mut self, at: i64, sign: i64) -> Self {
        if self.at != Some(at) {
            dom::style(&self.element, "transform", &dom::moved_by(at * sign));
            if self.at.is_none() {
                dom::style(&self.element, "visibility", "");
            }
            self.at = Some(at);
        }
        self
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
