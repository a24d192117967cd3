//! A made-up story of any size: the same for the same size, on every machine.

use std::{fmt::Write as _, fs, path::Path};

use anyhow::Result;

/// First year of the record.
const FIRST: i32 = 1945;
/// Years of the record.
const YEARS: i32 = 80;
/// Most links of a story: nobody writes more by hand.
const MOST_LINKS: usize = 400;

const THEMES: [(&str, &str); 6] = [
    ("diplomacy", "circle"),
    ("trade", "square"),
    ("aid", "diamond"),
    ("security", "triangle"),
    ("culture", "hexagon"),
    ("mediation", "ring"),
];
const WAYS: [&str; 3] = ["warming", "cooling", "neutral"];
const PARTIES: [&str; 8] = ["upton", "lowick", "brae", "corrie", "dunmore", "elgin", "fenwick", "garth"];

const WHO: [&str; 8] = [
    "The two mayors",
    "A delegation of millers",
    "The canal company",
    "Envoys of both councils",
    "The harbour board",
    "A joint commission",
    "Teachers and students",
    "The lock keepers",
];
const DOES: [&str; 8] = [
    "sign a treaty on",
    "argue about",
    "open talks on",
    "renew the accord on",
    "walk out of a meeting on",
    "ask for help with",
    "mark the anniversary of",
    "put off a decision on",
];
const WHAT: [&str; 8] = [
    "the upper lock",
    "summer water",
    "timber and grain",
    "the river toll",
    "a shared school",
    "the old bridge",
    "safe passage",
    "the flood wall",
];
const WORDS: [&str; 24] = [
    "after", "before", "council", "letter", "visit", "water", "boats", "harvest", "bridge", "promise", "answer",
    "minutes", "record", "clerk", "both", "towns", "agreed", "later", "neither", "side", "spring", "autumn", "toll",
    "paper",
];

/// Pseudorandom numbers, the same in every run (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }

    fn one_of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// Writes the content of a story with so many events.
pub fn write(folder: &Path, events: usize) -> Result<()> {
    for name in ["sections", "timeline"] {
        fs::create_dir_all(folder.join(name))?;
    }
    fs::write(folder.join("story.toml"), story())?;
    fs::write(folder.join("ties.toml"), ties())?;
    fs::write(folder.join("sources.toml"), sources())?;
    fs::write(folder.join("sections/01-record.md"), SECTION)?;
    fs::write(folder.join("timeline/events.toml"), timeline(events))?;
    Ok(())
}

const SECTION: &str = "\
+++
id = \"record\"
title = \"The record\"
kicker = \"1945–2024\"
summary = \"Eighty years of two towns on one canal.\"
parts = [\"timeline\", \"sources\"]
+++

Two towns share a canal, and the clerk wrote down what they made of it.[^clerk]
";

fn story() -> String {
    let last = FIRST + YEARS - 1;
    let mut out = format!(
        "slug = \"made-up\"\ntitle = \"Two towns and a canal\"\nshort-title = \"Two towns\"\n\
         standfirst = \"A made-up story, written by a program to measure the timeline.[^clerk]\"\n\
         lang = \"en\"\ndir = \"ltr\"\nbyline = \"A program\"\npublished = \"{last}-12-31\"\nupdated = \"{last}-12-31\"\n\
         today = \"{last}-12\"\nlicence = {{ name = \"CC0\", url = \"https://example.org/cc0\" }}\n\
         keywords = [\"canals\"]\n\n[news]\ntitle = \"Towns talk\"\ndate = \"{last}-12-30\"\nnote = \"Made up.\"\n\n\
         [measure]\ntitle = \"How the towns got on\"\nmethod = \"Each event counts by its importance.\"\n\
         span = [\"{FIRST}\", \"{last}\"]\n\
         up = {{ id = \"warming\", label = \"Closer\", verb = \"drew closer\" }}\n\
         down = {{ id = \"cooling\", label = \"Apart\", verb = \"drew apart\" }}\n\
         flat = {{ id = \"neutral\", label = \"Neither\", verb = \"stayed as they were\" }}\n\n"
    );
    for (id, shape) in THEMES {
        let _ = write!(out, "[[theme]]\nid = \"{id}\"\nlabel = \"{}\"\nshape = \"{shape}\"\n\n", capital(id));
    }
    for n in 0..4 {
        let (from, to) = (FIRST + n * YEARS / 4, FIRST + (n + 1) * YEARS / 4 - 1);
        let _ =
            write!(out, "[[era]]\nid = \"era-{n}\"\nlabel = \"Era {}\"\nfrom = \"{from}\"\nto = \"{to}\"\n\n", n + 1);
    }
    for kind in ["verdict", "status"] {
        let _ = write!(
            out,
            "[[{kind}]]\nid = \"{kind}-good\"\nlabel = \"Good\"\ntone = \"good\"\nmeaning = \"It is so.\"\n\n"
        );
    }
    for id in ["high", "medium", "low"] {
        let _ = write!(out, "[[confidence]]\nid = \"{id}\"\nlabel = \"{}\"\nmeaning = \"So it is.\"\n\n", capital(id));
    }
    out
}

fn ties() -> String {
    let mut out = String::new();
    for (n, id) in PARTIES.iter().enumerate() {
        let (x, y) = (10 + n % 4 * 25, 20 + n / 4 * 50);
        let _ = write!(
            out,
            "[[party]]\nid = \"{id}\"\nlabel = \"{0}\"\nfull = \"The town of {0}\"\nown = {1}\nx = {x}\ny = {y}\n\n",
            capital(id),
            n < 2
        );
    }
    out
}

fn sources() -> String {
    let ids = (0..12).map(|n| format!("paper-{n}")).chain(["clerk".into()]);
    ids.map(|id| {
        format!(
            "[[source]]\nid = \"{id}\"\npublisher = \"The {0}\"\ntitle = \"Minutes of the {0}\"\n\
             url = \"https://example.org/{id}\"\nlang = \"en\"\nkind = \"news\"\n\n",
            capital(&id.replace('-', " "))
        )
    })
    .collect()
}

fn timeline(events: usize) -> String {
    let mut dice = Dice(0x5eed);
    let links = (events / 2).min(MOST_LINKS);
    let mut out = String::new();
    for n in 0..events {
        event(&mut out, &mut dice, n, events);
        // Links are spread evenly, each from an event to a later one.
        let before_last = events - 1;
        if n < before_last && n * links / before_last != (n + 1) * links / before_last {
            let to = (n + 1 + dice.below(12)).min(events - 1);
            let _ = write!(
                out,
                "links = [{{ kind = \"led-to\", to = \"{}\", note = \"The clerk says so.\", sources = [\"clerk\"] }}]\n\n",
                id(to)
            );
        }
        out.push('\n');
    }
    out
}

/// Most dates are days; some are spans, and some that nobody links from are months.
fn event(out: &mut String, dice: &mut Dice, n: usize, events: usize) {
    let day = day_of(n, events);
    let date = match dice.below(12) {
        0 => format!("{}/{}", iso(day), iso(day + 20 + dice.below(200) as i64)),
        _ => iso(day),
    };
    let title = loop {
        let title = format!("{} {} {}", dice.one_of(&WHO), dice.one_of(&DOES), dice.one_of(&WHAT));
        if (30..=70).contains(&title.len()) {
            break title;
        }
    };
    let summary: Vec<&str> = (0..25).map(|_| dice.one_of(&WORDS)).collect();
    let first = dice.below(PARTIES.len());
    let second = (first + 1 + dice.below(PARTIES.len() - 1)) % PARTIES.len();
    // One main event for three middle ones and six details.
    let weight = [3, 2, 2, 2, 1, 1, 1, 1, 1, 1][dice.below(10)];
    let _ = write!(
        out,
        "[[event]]\nid = \"{}\"\ndate = \"{date}\"\ntitle = \"{title}\"\nsummary = \"{}.\"\ntheme = \"{}\"\n\
         direction = \"{}\"\nimportance = {weight}\nconfidence = \"high\"\nparties = [\"{}\", \"{}\"]\n\
         sources = [\"paper-{}\"]\n",
        id(n),
        capital(&summary.join(" ")),
        THEMES[dice.below(6)].0,
        dice.one_of(&WAYS),
        PARTIES[first],
        PARTIES[second],
        dice.below(12),
    );
}

fn id(n: usize) -> String {
    format!("event-{n}")
}

/// Days after 1970-01-01, evenly from the first year to the last but one.
fn day_of(n: usize, events: usize) -> i64 {
    let days = i64::from(YEARS - 1) * 1461 / 4;
    i64::from(FIRST - 1970) * 1461 / 4 + days * n as i64 / events.max(1) as i64
}

/// A day as ISO 8601 has it (the method of Howard Hinnant).
fn iso(day: i64) -> String {
    let z = day + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (dom, month) = (doy - (153 * mp + 2) / 5 + 1, if mp < 10 { mp + 3 } else { mp - 9 });
    format!("{:04}-{month:02}-{dom:02}", yoe + era * 400 + i64::from(month <= 2))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_has_one_story() {
        assert_eq!(timeline(63), timeline(63));
        assert_eq!(timeline(63).matches("[[event]]").count(), 63);
        assert_eq!(timeline(10_000).matches("links =").count(), MOST_LINKS);
    }

    #[test]
    fn days_are_written_as_dates() {
        assert_eq!([iso(0), iso(-1), iso(19_782)], ["1970-01-01", "1969-12-31", "2024-02-29"]);
    }
}
