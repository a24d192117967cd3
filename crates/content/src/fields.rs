//! Reads a table key by key, and notes what is missing, unknown or of the wrong type.

use std::cell::RefCell;

use backstory_timeline::{DateError, EventDate};

use crate::problem::Diagnostics;
use crate::rule::Rule;
use crate::schema::{Asked, Wanted};
use crate::source::SpannedString;
use crate::tree::{Node, Table, Value};

/// A table that is being read; `what` names its kind in messages.
pub(crate) struct Fields<'a> {
    pub table: &'a Table,
    diagnostics: &'a Diagnostics<'a>,
    what: &'static str,
    known: RefCell<Vec<&'static str>>,
    /// Keys that must be there and are not: told at the end, unless they are there misspelt.
    missing: RefCell<Vec<&'static str>>,
}

/// Reads a table with `read`, then notes every key that `read` did not ask for.
pub(crate) fn fields<'a, T>(
    table: &'a Table,
    what: &'static str,
    diagnostics: &'a Diagnostics<'a>,
    read: impl FnOnce(&Fields<'a>) -> T,
) -> T {
    let fields = Fields { table, diagnostics, what, known: RefCell::default(), missing: RefCell::default() };
    diagnostics.ask(|| Asked::Table { table: table.span.clone(), what });
    let result = read(&fields);
    fields.note_unknown_keys();
    result
}

impl<'a> Fields<'a> {
    /// A text that must be there.
    pub(crate) fn text(&self, key: &'static str) -> SpannedString {
        match self.needed(key, Wanted::Text) {
            Some(node) => self.as_text(key, node, true).unwrap_or_else(|| self.blank()),
            None => self.blank(),
        }
    }

    /// A text that must be there, unless something else in the table makes up for it.
    pub(crate) fn text_unless(&self, key: &'static str, excused: bool) -> SpannedString {
        if !excused && self.table.get(key).is_none() {
            self.missing.borrow_mut().push(key);
        }
        self.maybe_text(key).unwrap_or_else(|| self.blank())
    }

    /// The id; how it is spelt and whether it is taken are looked at by the index.
    pub(crate) fn id(&self) -> String {
        self.text("id").value
    }

    /// A text that may be left out.
    pub(crate) fn maybe_text(&self, key: &'static str) -> Option<SpannedString> {
        let node = self.node(key, Wanted::Text)?;
        self.as_text(key, node, true)
    }

    /// A text that must be there and may be blank: its own rule speaks about that.
    pub(crate) fn maybe_blank(&self, key: &'static str) -> SpannedString {
        match self.node(key, Wanted::Text) {
            Some(node) => self.as_text(key, node, false).unwrap_or_else(|| self.blank()),
            None => self.blank(),
        }
    }

    /// A list of texts; empty if it is left out.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<SpannedString> {
        let Some(node) = self.node(key, Wanted::Texts) else {
            return Vec::new();
        };
        let Value::List(list) = &node.value else {
            self.wrong_type(key, node, "a list of texts");
            return Vec::new();
        };
        list.iter().filter_map(|it| self.as_text(key, it, true)).collect()
    }

    /// A whole number that must be there, from `min` to `max`.
    pub(crate) fn integer(&self, key: &'static str, min: i64, max: i64) -> i64 {
        let Some(node) = self.needed(key, Wanted::Integer(min, max)) else {
            return min;
        };
        match node.value {
            Value::Integer(it) if (min..=max).contains(&it) => it,
            Value::Integer(it) => {
                self.out_of_range(Rule::NumberRange, key, node, &it.to_string(), (&min.to_string(), &max.to_string()));
                min
            }
            _ => {
                self.wrong_type(key, node, "a whole number");
                min
            }
        }
    }

    /// A number that must be there, from `min` to `max`; `rule` is what it breaks otherwise.
    pub(crate) fn number(&self, key: &'static str, min: f64, max: f64, rule: Rule) -> f64 {
        let Some(node) = self.needed(key, Wanted::Number(min, max)) else {
            return min;
        };
        let number = match node.value {
            #[expect(clippy::cast_precision_loss, reason = "what lies beyond 2^53 is out of range anyway")]
            Value::Integer(it) => it as f64,
            Value::Float(it) => it,
            _ => {
                self.wrong_type(key, node, "a number");
                return min;
            }
        };
        if (min..=max).contains(&number) {
            return number;
        }
        self.out_of_range(rule, key, node, &number.to_string(), (&min.to_string(), &max.to_string()));
        min
    }

    /// True or false; false if it is left out.
    pub(crate) fn flag(&self, key: &'static str) -> bool {
        let Some(node) = self.node(key, Wanted::Flag) else {
            return false;
        };
        if let Value::Flag(it) = node.value {
            return it;
        }
        self.wrong_type(key, node, "true or false");
        false
    }

    /// A date that must be there.
    pub(crate) fn date(&self, key: &'static str) -> EventDate {
        parse_date(&self.text(key), self.diagnostics).unwrap_or_else(filler_date)
    }

    /// A date that may be left out.
    pub(crate) fn maybe_date(&self, key: &'static str) -> Option<EventDate> {
        self.maybe_text(key).map(|it| parse_date(&it, self.diagnostics).unwrap_or_else(filler_date))
    }

    /// A table that must be there.
    pub(crate) fn table(&self, key: &'static str) -> Option<&'a Table> {
        self.as_table(key, self.needed(key, Wanted::Table)?)
    }

    /// A table that may be left out.
    pub(crate) fn maybe_table(&self, key: &'static str) -> Option<&'a Table> {
        self.as_table(key, self.node(key, Wanted::Table)?)
    }

    /// A list of tables (`[[key]]`); empty if it is left out.
    pub(crate) fn tables(&self, key: &'static str) -> Vec<&'a Table> {
        let Some(node) = self.node(key, Wanted::Tables) else {
            return Vec::new();
        };
        match &node.value {
            Value::List(list) => list.iter().filter_map(|it| self.as_table(key, it)).collect(),
            // Read on: what the table holds is needed elsewhere.
            Value::Table(table) => {
                let message = format!("`{key}` is a list, of which this is one member");
                let help = if self.diagnostics.starts_with(&node.span, "{") {
                    "put it in square brackets: [{ … }]".to_owned()
                } else {
                    format!("write `[[{key}]]`, with two brackets")
                };
                self.diagnostics.report(Rule::WrongType, &node.span, message, "one member", help);
                vec![table]
            }
            _ => {
                self.wrong_type(key, node, "a list of tables");
                Vec::new()
            }
        }
    }

    fn as_table(&self, key: &str, node: &'a Node) -> Option<&'a Table> {
        match &node.value {
            Value::Table(table) => return Some(table),
            Value::List(list) => {
                if let [Node { value: Value::Table(table), span }] = list.as_slice() {
                    let help = format!("write `[{key}]`, with one bracket on each side");
                    let message = format!("`{key}` stands once, and is no list");
                    self.diagnostics.report(Rule::WrongType, span, message, "a list", help);
                    return Some(table);
                }
            }
            _ => {}
        }
        self.wrong_type(key, node, "a table");
        None
    }

    fn as_text(&self, key: &str, node: &Node, needs_words: bool) -> Option<SpannedString> {
        let Value::Text(value) = &node.value else {
            self.wrong_type(key, node, "a text");
            return None;
        };
        let text = SpannedString { value: value.clone(), span: node.span.clone() };
        if needs_words && text.is_blank() {
            let message = format!("`{key}` of this {} is blank", self.what);
            self.diagnostics.report(
                Rule::TextEmpty,
                &text.span,
                message,
                "nothing is written here",
                "write it, or take the key out if it is optional",
            );
        }
        Some(text)
    }

    fn node(&self, key: &'static str, wanted: Wanted) -> Option<&'a Node> {
        self.ask(key, wanted, false)
    }

    fn ask(&self, key: &'static str, wanted: Wanted, needed: bool) -> Option<&'a Node> {
        let node = self.table.get(key);
        if !self.known.borrow().contains(&key) {
            // Of a list of tables the first stands for all.
            let value = match node.map(|it| &it.value) {
                Some(Value::List(list)) if wanted == Wanted::Tables => list.first(),
                _ => node,
            };
            let (what, value) = (self.what, value.map(|it| it.span.clone()));
            self.diagnostics.ask(|| Asked::Key { what, key, wanted, needed, value });
            self.known.borrow_mut().push(key);
        }
        node
    }

    fn needed(&self, key: &'static str, wanted: Wanted) -> Option<&'a Node> {
        let node = self.ask(key, wanted, true);
        if node.is_none() {
            self.missing.borrow_mut().push(key);
        }
        node
    }

    /// The text of a key that is not there.
    pub(crate) fn blank(&self) -> SpannedString {
        SpannedString { value: String::new(), span: self.table.span.clone() }
    }

    fn wrong_type(&self, key: &str, node: &Node, wanted: &str) {
        let found = node.value.type_name();
        let help = match (&node.value, wanted) {
            (Value::Date | Value::Integer(_) | Value::Float(_), "a text") => "put it in quotes".to_owned(),
            (Value::Text(_), "a list of texts") => "put it in square brackets".to_owned(),
            (Value::Text(_), "true or false") => "write true or false, without quotes".to_owned(),
            (Value::Text(it), "a number" | "a whole number") if it.trim().parse::<f64>().is_ok() => {
                "take the quotes away".to_owned()
            }
            (Value::Text(_), "a number" | "a whole number") if key == "importance" => IMPORTANCE.to_owned(),
            (Value::Text(_), "a number" | "a whole number") => format!("write {wanted}, without quotes"),
            _ if key == "licence" => {
                "write its name and address: { name = \"CC BY 4.0\", url = \"https://…\" }".to_owned()
            }
            _ => format!("write {wanted}, as docs/stories.md shows"),
        };
        self.diagnostics.report(
            Rule::WrongType,
            &node.span,
            format!("`{key}` is {wanted}, not {found}"),
            format!("this is {found}"),
            help,
        );
    }

    fn out_of_range(&self, rule: Rule, key: &str, node: &Node, found: &str, (min, max): (&str, &str)) {
        let message = format!("`{key}` is {found}, outside {min} to {max}");
        self.diagnostics.report(
            rule,
            &node.span,
            message,
            "out of range",
            format!("write a number from {min} to {max}"),
        );
    }

    fn note_unknown_keys(&self) {
        let known = self.known.borrow();
        for entry in &self.table.entries {
            let key = &entry.key;
            if known.contains(&key.value.as_str()) {
                continue;
            }
            let meant = other_name(&key.value, &known)
                .filter(|it| self.table.get(it).is_none())
                .or_else(|| nearest(&key.value.to_lowercase(), known.iter().copied()));
            self.missing.borrow_mut().retain(|it| Some(*it) != meant);
            let help = meant.map_or_else(
                || {
                    if let Some(file) = crate::content::home_of(&key.value).filter(|_| self.what == "story") {
                        return format!("[[{}]] stands in {file}: move it there", key.value);
                    }
                    if PARTS_OF_A_STORY.contains(&self.what) && OF_THE_STORY.contains(&key.value.as_str()) {
                        return "it belongs to the whole story: put it above the first heading in brackets".to_owned();
                    }
                    format!("{} knows: {}", with_article(self.what), known.join(", "))
                },
                |it| format!("did you mean `{it}`?"),
            );
            self.diagnostics.report(
                Rule::KeyUnknown,
                &key.span,
                format!("{} has no key `{}`", with_article(self.what), key.value),
                "unknown key",
                help,
            );
        }
        self.note_missing_keys();
    }

    /// All that a table lacks is said at once.
    fn note_missing_keys(&self) {
        let missing = self.missing.borrow();
        if missing.is_empty() {
            return;
        }
        let named = |ending: &str| missing.iter().map(|it| format!("`{it}{ending}`")).collect::<Vec<_>>().join(", ");
        let verb = if missing.len() == 1 { "is" } else { "are" };
        self.diagnostics.report(
            Rule::KeyMissing,
            &self.table.span,
            format!("this {} has no {}", self.what, named("")),
            format!("{} {verb} missing here", named("")),
            format!("add {}", named(" = …")),
        );
    }
}

/// Tables of story.toml, below which a key of the story itself is easily written.
const PARTS_OF_A_STORY: [&str; 8] =
    ["theme", "era", "verdict", "status", "confidence", "measure", "direction", "news item"];
/// Keys of the story itself.
const OF_THE_STORY: [&str; 14] = [
    "slug",
    "short-title",
    "standfirst",
    "lang",
    "dir",
    "byline",
    "published",
    "updated",
    "today",
    "licence",
    "keywords",
    "publisher",
    "icon",
    "abbreviations",
];

/// The key that other programs, and people, call so.
fn other_name<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    const NAMES: [(&str, &[&str]); 14] = [
        ("headline", &["title"]),
        ("heading", &["title"]),
        ("name", &["title", "label", "term"]),
        ("text", &["summary"]),
        ("description", &["summary", "text", "meaning"]),
        ("body", &["text", "summary"]),
        ("when", &["date"]),
        ("start", &["date", "from"]),
        ("year", &["date", "published"]),
        ("category", &["theme", "kind"]),
        ("tags", &["theme", "keywords"]),
        ("group", &["theme"]),
        ("author", &["byline", "publisher"]),
        ("link", &["url"]),
    ];
    let lower = name.to_lowercase();
    let meant = NAMES.iter().find(|(it, _)| *it == lower)?.1;
    meant.iter().find_map(|meant| known.iter().find(|it| *it == meant)).copied()
}

/// A date, if the text is one; notes it if it is not.
pub(crate) fn parse_date(text: &SpannedString, diagnostics: &Diagnostics) -> Option<EventDate> {
    if text.is_blank() {
        return None;
    }
    let date = text.value.parse::<EventDate>();
    if let Err(error) = &date {
        let (rule, label) = match error {
            DateError::EndBeforeStart => (Rule::DateOrder, "the wrong way round"),
            _ => (Rule::DateInvalid, "not a date"),
        };
        let looks =
            "dates look like 1986-11-18, 1986-11, 1986, 1986~ (about), 1986? (disputed) or 2003-11-19/2003-11-20";
        let is_open = ["..", "present", "now", "ongoing", "today"].contains(&text.value.trim().to_lowercase().as_str());
        if is_open {
            let help = "write when it ends; what has not ended yet reaches to `today` of story.toml".to_owned();
            diagnostics.report(rule, &text.span, format!("`{}` is no date of its own", text.value), label, help);
            return None;
        }
        let help = meant_date(&text.value)
            .map_or_else(|| looks.to_owned(), |it| format!("did you mean {it}? {}", looks.replacen('d', "D", 1)));
        diagnostics.report(rule, &text.span, format!("`{}`: {error}", text.value), label, help);
    }
    date.ok()
}

/// What stands for a word there, with quotes or without.
pub(crate) const IMPORTANCE: &str = "write 1, 2 or 3: 3 is a main event, 1 a detail";

/// What was probably meant by a date that is written as people write it.
fn meant_date(written: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = written.trim().to_lowercase();
    // Sets of dates (EDTF's level 2): the time from the first to the last.
    if let Some(inner) = lower.strip_prefix('[').and_then(|it| it.strip_suffix(']')).filter(|it| it.contains(',')) {
        let ends: Vec<_> = inner.split([',']).flat_map(|it| it.split("..")).map(str::trim).collect();
        let date = format!("[{}..{}]", ends.first()?, ends.last()?);
        return date.parse::<EventDate>().is_ok().then(|| format!("\"{date}\""));
    }
    let valid = |it: String| it.parse::<EventDate>().is_ok().then(|| format!("\"{it}\""));
    let digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let about =
        ["circa ", "about ", "ca. ", "ca ", "c. ", "c.", "c ", "~"].iter().find_map(|it| lower.strip_prefix(it));
    if let Some(rest) = about {
        return valid(format!("{}~", rest.trim()));
    }
    if let Some(decade) =
        lower.trim_end_matches('s').strip_suffix('0').filter(|it| it.len() == 3 && lower.ends_with('s'))
    {
        let decade = decade.trim_end_matches('\'');
        // `1900s` can be ten years or a hundred.
        let century = decade.strip_suffix('0').and_then(|it| valid(format!("{it}XX")));
        let decade = valid(format!("{decade}X"))?;
        return Some(century.map_or_else(|| decade.clone(), |it| format!("{decade} or {it}")));
    }
    // 1950-1960, 1950–1960
    if let Some((from, to)) = lower.split_once(['-', '–', '—']).filter(|(_, to)| to.trim().len() == 4) {
        return valid(format!("{}/{}", from.trim(), to.trim()));
    }
    for (word, before, behind) in [
        ("before ", "[..", "]"),
        ("until ", "../", ""),
        ("after ", "[", "..]"),
        ("since ", "", "/.."),
        ("from ", "", "/.."),
    ] {
        if let Some(date) = lower.strip_prefix(word).and_then(|it| valid(format!("{before}{}{behind}", it.trim()))) {
            return Some(date);
        }
    }
    let seasons = [("spring ", 21), ("summer ", 22), ("autumn ", 23), ("fall ", 23), ("winter ", 24)];
    if let Some((year, season)) = seasons.iter().find_map(|(it, number)| Some((lower.strip_prefix(it)?, number))) {
        return valid(format!("{}-{season}", year.trim()));
    }
    let century = lower.strip_suffix(" century").or_else(|| lower.strip_suffix(" c."));
    if let Some(number) = century.and_then(|it| ["st", "nd", "rd", "th"].iter().find_map(|end| it.strip_suffix(end))) {
        return number
            .parse::<u32>()
            .ok()
            .filter(|it| (1..=99).contains(it))
            .and_then(|it| valid(format!("{:02}XX", it - 1)));
    }
    let before = ["bce", "bc", "b.c."].iter().find_map(|it| lower.strip_suffix(it));
    if let Some(year) = before.and_then(|it| it.trim().parse::<u32>().ok()).filter(|it| (1..=9999).contains(it)) {
        return valid(if year == 1 { "0000".to_owned() } else { format!("-{:04}", year - 1) });
    }
    if let Some((from, to)) = lower.split_once(['–', '—']).or_else(|| lower.split_once(" to ")) {
        return valid(format!("{}/{}", from.trim(), to.trim()));
    }
    let parts: Vec<&str> = lower.split(['/', '.', ' ', ',', '-']).filter(|it| !it.is_empty()).collect();
    let month = |it: &str| MONTHS.iter().position(|month| it.len() >= 3 && it.starts_with(month)).map(|it| it + 1);
    let year = |it: &str| it.len() == 4 && digits(it);
    match parts.as_slice() {
        [name, last] if year(last) => valid(format!("{last}-{:02}", month(name)?)),
        [day, name, last] if year(last) && digits(day) && month(name).is_some() => {
            valid(format!("{last}-{:02}-{day:0>2}", month(name)?))
        }
        [name, day, last] if year(last) && digits(day) && month(name).is_some() => {
            valid(format!("{last}-{:02}-{day:0>2}", month(name)?))
        }
        [one, two, last] if year(last) && digits(one) && digits(two) => {
            let both = [valid(format!("{last}-{two:0>2}-{one:0>2}")), valid(format!("{last}-{one:0>2}-{two:0>2}"))];
            let [first, second] = both;
            match (first, second) {
                (Some(first), Some(second)) if first != second => Some(format!("{first} or {second}")),
                (first, second) => first.or(second),
            }
        }
        [first, month, day] if year(first) && digits(month) && digits(day) => {
            valid(format!("{first}-{month:0>2}-{day:0>2}"))
        }
        [first, month] if year(first) && digits(month) => valid(format!("{first}-{month:0>2}")),
        _ => None,
    }
}

/// Stands where a date was missing or wrong: the story is not built then.
pub(crate) fn filler_date() -> EventDate {
    "1970".parse().expect("1970 is a year")
}

/// `an event`, `a claim`.
pub(crate) fn with_article(what: &str) -> String {
    let article = if what.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {what}")
}

/// The candidate that was probably meant.
pub(crate) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let scored = candidates.into_iter().map(|it| (strsim::jaro_winkler(word, it), it));
    scored.filter(|(score, _)| *score > 0.82).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, it)| it)
}

#[cfg(test)]
mod tests {
    use super::meant_date;

    #[test]
    fn dates_as_people_write_them_are_told_as_they_should_be() {
        for (written, meant) in [
            ("5/1/1950", "\"1950-01-05\" or \"1950-05-01\""),
            ("25.12.1950", "\"1950-12-25\""),
            ("12/25/1950", "\"1950-12-25\""),
            ("1950/5/1", "\"1950-05-01\""),
            ("1950-5", "\"1950-05\""),
            ("May 1950", "\"1950-05\""),
            ("1 May 1950", "\"1950-05-01\""),
            ("May 1, 1950", "\"1950-05-01\""),
            ("c. 1950", "\"1950~\""),
            ("1950s", "\"195X\""),
            ("44 BC", "\"-0043\""),
            ("before 1950", "\"[..1950]\""),
            ("until 1950", "\"../1950\""),
            ("after 1950", "\"[1950..]\""),
            ("since 1950-05", "\"1950-05/..\""),
            ("Spring 1950", "\"1950-21\""),
            ("19th century", "\"18XX\""),
            ("21st century", "\"20XX\""),
            ("1900s", "\"190X\" or \"19XX\""),
            ("1950–1951", "\"1950/1951\""),
            ("[1667, 1668, 1670..1672]", "\"[1667..1672]\""),
        ] {
            assert_eq!(meant_date(written).as_deref(), Some(meant), "{written}");
        }
        for nothing in ["", "soon", "31/31/1950", "é", "–", "s", "bc"] {
            assert_eq!(meant_date(nothing), None, "{nothing}");
        }
    }
}
