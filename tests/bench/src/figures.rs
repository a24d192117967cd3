//! The measurements as a table, and their comparison with the targets.

use serde_json::Value;

/// Times between frames, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frames {
    /// Median.
    pub median: f64,
    /// 95th percentile.
    pub most: f64,
    /// The longest.
    pub worst: f64,
}

impl Frames {
    /// Summarises a list of times; `None` for an empty one.
    pub fn of(times: &[f64]) -> Self {
        let mut times = times.to_vec();
        times.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = (times.len() as f64 * share).ceil() as usize;
            times.get(place.saturating_sub(1)).copied().unwrap_or(0.0)
        };
        Self { median: at(0.5), most: at(0.95), worst: at(1.0) }
    }
}

/// Measurements of one phase of use.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// Name of the phase.
    pub name: &'static str,
    /// Its frames.
    pub frames: Frames,
    /// Slowest answer to a click or key, until it was painted, in milliseconds; `None` if all took less than 16 ms,
    /// which browsers do not report.
    pub answer: Option<f64>,
    /// Whether there were clicks or keys.
    pub asked: bool,
}

impl Done {
    /// Reads the values that `probe.js` has collected.
    pub fn read(name: &'static str, noted: &Value) -> Self {
        let list = |key: &str| noted[key].as_array().cloned().unwrap_or_default();
        let times: Vec<f64> = list("frames").iter().filter_map(Value::as_f64).collect();
        let answer = list("events").iter().filter_map(|e| e[1].as_f64()).max_by(f64::total_cmp);
        let by_hand = ["button", "filter", "search", "choose", "drag"].iter().any(|word| name.contains(word));
        Self { name, frames: Frames::of(&times), answer, asked: by_hand }
    }
}

/// Measurements of opening a page, in milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Load {
    /// Until the page marked itself ready; 0 of an embedded timeline, which answers as soon as it is drawn.
    pub ready: f64,
    /// Until the timeline showed its first boxes.
    pub drawn: f64,
    /// Total blocking time: the part of long tasks beyond 50 ms.
    pub blocked: f64,
}

/// Opening a page beside others.
#[derive(Clone, Copy, Debug, Default)]
pub struct Visit {
    /// Until the largest paint, in milliseconds.
    pub painted: f64,
    /// Until the page marked itself ready, in milliseconds; 0 for one without scripts.
    pub ready: f64,
    /// Sum of what long tasks blocked beyond 50 ms.
    pub blocked: f64,
    /// How much of the page moved, by the browser's measure.
    pub shift: f64,
    /// Bytes that came over the wire.
    pub bytes: f64,
}

/// The pages side by side, as a table for the README.
pub fn pages(found: &[(&str, Visit)]) -> String {
    let mut out = String::from(
        "| page | largest paint, ms | ready, ms | blocked, ms | shift | kB |\n| --- | --: | --: | --: | --: | --: |\n",
    );
    for (name, v) in found {
        let ready = if v.ready > 0.0 { whole(v.ready) } else { "–".into() };
        out += &format!(
            "| {name} | {:.0} | {ready} | {:.0} | {:.3} | {:.0} |\n",
            v.painted,
            v.blocked,
            v.shift,
            v.bytes / 1_000.0
        );
    }
    out
}

/// The first page held against the second (TimelineJS) and the third (a plain list).
pub fn page_targets(found: &[(&str, Visit)]) -> String {
    let [(_, ours), (_, timelinejs), (_, list), ..] = found else { return String::new() };
    let ratio =
        |name: &str, found: f64, limit: f64| Target { name: name.into(), found, limit, unit: "", at: String::new() };
    let targets = [
        ratio("largest paint, times that of the plain list", ours.painted / list.painted, 1.25),
        ratio("ready, times that of TimelineJS", ours.ready / timelinejs.ready, 0.75),
        Target { unit: "ms", ..ratio("blocked", ours.blocked, 50.0) },
        ratio("shift", ours.shift, 0.01),
    ];
    let rows: Vec<Vec<String>> = targets.iter().map(judge_closely).collect();
    align(&rows)
}

/// One story at one speed.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// How many events.
    pub events: usize,
    /// How many times slower the processor.
    pub slower: u32,
    /// The timeline alone.
    pub embed: Load,
    /// The whole page.
    pub page: Load,
    /// The phases of use.
    pub done: Vec<Done>,
    /// Largest number of elements in the view.
    pub elements: f64,
    /// Bytes of the page's objects.
    pub heap: f64,
    /// Bytes of the program's memory.
    pub memory: f64,
    /// Milliseconds that a fixed piece of work took: how busy the machine was.
    pub work: f64,
}

impl Measured {
    fn idle(&self) -> f64 {
        self.done.first().map_or(0.0, |d| d.frames.most)
    }

    /// Phases in which the reader did something.
    fn busy(&self) -> impl Iterator<Item = &Done> {
        self.done.iter().skip(1)
    }

    fn moving(&self) -> impl Iterator<Item = &Done> {
        self.busy().filter(|d| d.name.starts_with("pan") || d.name.starts_with("zoom"))
    }
}

/// All figures, a column for each story and speed.
pub fn table(all: &[Measured]) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row = |name: &str, cell: &dyn Fn(&Measured) -> String| {
        rows.push(std::iter::once(name.to_owned()).chain(all.iter().map(cell)).collect());
    };
    row("events", &|m| format!("{}", m.events));
    row("processor", &|m| format!("{}x", m.slower));
    row("a fixed piece of work, ms", &|m| whole(m.work));
    row("embed: first boxes, ms", &|m| whole(m.embed.drawn));
    row("embed: blocked, ms", &|m| whole(m.embed.blocked));
    row("page: ready, ms", &|m| whole(m.page.ready));
    row("page: first boxes, ms", &|m| whole(m.page.drawn));
    row("page: blocked, ms", &|m| whole(m.page.blocked));
    row("elements in the view, most", &|m| whole(m.elements));
    row("heap + program's memory, MB", &|m| format!("{:.1} + {:.1}", m.heap / 1e6, m.memory / 1e6));
    let names: Vec<&str> = all.first().map(|m| m.done.iter().map(|d| d.name).collect()).unwrap_or_default();
    for (n, name) in names.iter().enumerate() {
        row(&format!("frames: {name}"), &|m| {
            m.done.get(n).map_or_else(String::new, |d| {
                format!("{:.0} {:.0} {:.0}", d.frames.median, d.frames.most, d.frames.worst)
            })
        });
    }
    for (n, name) in names.iter().enumerate().skip(1) {
        if all.iter().any(|m| m.done.get(n).is_some_and(|d| d.asked)) {
            row(&format!("next paint: {name}"), &|m| {
                m.done.get(n).and_then(|d| d.answer).map_or_else(|| "<16".into(), whole)
            });
        }
    }
    align(&rows)
}

fn whole(value: f64) -> String {
    format!("{value:.0}")
}

/// The first column to the left, the others to the right.
fn align(rows: &[Vec<String>]) -> String {
    let width = |n: usize| rows.iter().filter_map(|r| r.get(n)).map(|c| c.chars().count()).max().unwrap_or(0);
    let line = |row: &Vec<String>| {
        let cells = row.iter().enumerate().map(|(n, cell)| match n {
            0 => format!("{cell:<0$}", width(0)),
            n => format!("{cell:>0$}", width(n)),
        });
        cells.collect::<Vec<_>>().join("  ") + "\n"
    };
    rows.iter().map(line).collect()
}

/// A target and what was found.
struct Target {
    name: String,
    found: f64,
    limit: f64,
    unit: &'static str,
    at: String,
}

/// Each target with whether it is met.
pub fn targets(all: &[Measured]) -> String {
    let mut found = Vec::new();
    for m in all.iter().filter(|m| m.events >= 10_000 && m.slower == 1) {
        let (embed, page) = (m.embed.ready.max(m.embed.drawn), m.page.ready.max(m.page.drawn));
        found.push(target(m, "embed usable", embed, 1_500.0, "ms", ""));
        found.push(target(m, "page usable", page, 1_500.0, "ms", ""));
    }
    for m in all {
        let worst = m.moving().max_by(|a, b| a.frames.most.total_cmp(&b.frames.most));
        if let Some(done) = worst {
            let limit = if m.slower == 1 { 17.0 } else { 34.0 };
            found.push(target(m, "95th-percentile frame", done.frames.most, limit, "ms", done.name));
        }
        found.push(target(m, "elements in the view", m.elements, 3_000.0, "", ""));
        if m.slower > 1
            && let Some(done) = m.busy().max_by(|a, b| answer(a).total_cmp(&answer(b)))
        {
            found.push(target(m, "interaction to next paint", answer(done), 100.0, "ms", done.name));
        }
        if m.events == 63
            && let Some(done) = m.busy().max_by(|a, b| a.frames.worst.total_cmp(&b.frames.worst))
        {
            found.push(target(m, "no frame over one", done.frames.worst, 17.0, "ms", done.name));
        }
    }
    let rows: Vec<Vec<String>> = found.iter().map(judge).collect();
    align(&rows)
}

/// Browsers report no event that took less than 16 ms.
fn answer(done: &Done) -> f64 {
    done.answer.unwrap_or(0.0)
}

fn target(m: &Measured, name: &str, found: f64, limit: f64, unit: &'static str, at: &str) -> Target {
    let name = format!("{} events at {}x: {name}", m.events, m.slower);
    Target { name, found, limit, unit, at: at.to_owned() }
}

fn judge(t: &Target) -> Vec<String> {
    let verdict = match t.found - t.limit {
        over if over <= 0.0 => "met".to_owned(),
        over => format!("missed by {over:.0} {}", t.unit).trim_end().to_owned(),
    };
    let at = if t.at.is_empty() { String::new() } else { format!(" ({})", t.at) };
    vec![t.name.clone(), format!("{:.0}", t.found), format!("of {:.0} {}", t.limit, t.unit), verdict + &at]
}

/// As [`judge`], for what is told in hundredths.
fn judge_closely(t: &Target) -> Vec<String> {
    let verdict =
        if t.found <= t.limit { "met".into() } else { format!("missed by {:.2} {}", t.found - t.limit, t.unit) };
    vec![t.name.clone(), format!("{:.2}", t.found), format!("of {:.2} {}", t.limit, t.unit), verdict.trim_end().into()]
}

/// Frames without any input: what the browser itself needs.
pub fn idle(all: &[Measured]) -> String {
    let worst = all.iter().map(Measured::idle).fold(0.0, f64::max);
    let median = all.first().and_then(|m| m.done.first()).map_or(0.0, |d| d.frames.median);
    format!(
        "When nothing happens a frame takes {median:.1} ms, and 95 of 100 at most {worst:.1} ms. Frames below are times \
         between them\nin ms: median, 95th percentile, worst."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_summed_up() {
        let times: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!(Frames::of(&times), Frames { median: 50.0, most: 95.0, worst: 100.0 });
        assert_eq!(Frames::of(&[]), Frames::default());
    }

    #[test]
    fn a_page_is_held_against_its_peers() {
        let visit = |painted, ready| Visit { painted, ready, ..Visit::default() };
        let found =
            [("ours", visit(450.0, 900.0)), ("TimelineJS", visit(1_600.0, 1_000.0)), ("list", visit(400.0, 0.0))];
        let text = page_targets(&found);
        assert!(text.lines().next().is_some_and(|line| line.contains("1.12") && line.ends_with("met")), "{text}");
        assert!(text.contains("0.90") && text.contains("missed by 0.15"), "{text}");
        assert!(pages(&found).contains("| list | 400 | – |"));
    }

    #[test]
    fn a_miss_says_by_how_much() {
        let slow = Measured { events: 10_000, slower: 1, ..Measured::default() };
        let slow = Measured { embed: Load { ready: 1_620.0, ..Load::default() }, ..slow };
        let text = targets(&[slow]);
        assert!(text.contains("missed by 120 ms"), "{text}");
        assert!(text.contains("page usable") && text.contains("met"), "{text}");
    }
}
