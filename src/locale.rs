//! The words on frames and controls in the story's language, and dates in words.

use std::collections::BTreeMap;
use std::path::Path;

use crate::i18n::fill_pattern;
use crate::{Text, plural};
use backstory_content::model::Event;
use backstory_timeline::{EventDate, Kind, Moment, Precision};

/// The language file, checked: every key that the program asks for is there.
#[derive(Debug, Clone)]
pub struct Words {
    lang: String,
    page: BTreeMap<String, String>,
    /// Texts that depend on a number: each form by its name.
    forms: BTreeMap<String, BTreeMap<String, String>>,
    islands: Vec<String>,
    dates: BTreeMap<String, String>,
    months: Vec<String>,
    seasons: Vec<String>,
    languages: BTreeMap<String, String>,
}

/// The reference file: a test checks that it has every key that the code asks for, and other languages must have its
/// keys.
const WHOLE: &str = include_str!("../strings/en.toml");

/// Keys of `[dates]` that hold one text.
const DATES: [&str; 13] =
    ["day", "month", "season", "year", "years", "bce", "ce", "about", "disputed", "before", "after", "between", "span"];

fn texts(table: toml::Table) -> BTreeMap<String, String> {
    table.into_iter().filter_map(|(key, value)| Some((key, value.as_str()?.to_owned()))).collect()
}

impl Words {
    /// Reads `strings/<lang>.toml`; falls back to the main language of `lang` (`pt` for `pt-BR`).
    ///
    /// # Errors
    /// A message with every key that is missing, or why the file cannot be read.
    pub fn read(folder: &Path, lang: &str) -> Result<Self, String> {
        let main = lang.split('-').next().unwrap_or(lang);
        let path =
            [lang, main].iter().map(|l| folder.join(format!("{l}.toml"))).find(|p| p.exists()).ok_or_else(|| {
                format!(
                    "no strings for the language `{lang}`: copy strings/en.toml to strings/{main}.toml and translate it"
                )
            })?;
        let text = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let shown = path.display().to_string();
        let problems = backstory_content::check_strings(&shown, &text, WHOLE, plural::forms(lang));
        if problems.errors() > 0 {
            return Err(problems.to_string());
        }
        Self::parse(&text, lang).map_err(|e| format!("{shown}: {e}"))
    }

    fn parse(text: &str, lang: &str) -> Result<Self, String> {
        let table: toml::Table = text.parse().map_err(|e: toml::de::Error| e.to_string())?;
        let mut missing = Vec::new();
        let group = |name: &str| table.get(name).and_then(toml::Value::as_table).cloned().unwrap_or_default();
        let (page, islands, dates) = (group("page"), group("islands"), group("dates"));
        let list = |key: &str| -> Vec<String> {
            let values = dates.get(key).and_then(toml::Value::as_array);
            values.map(|v| v.iter().filter_map(|s| s.as_str().map(str::to_owned)).collect()).unwrap_or_default()
        };
        let (months, seasons) = (list("months"), list("seasons"));
        if months.len() != 12 {
            missing.push("dates.months (12 names)".to_owned());
        }
        if seasons.len() != 4 {
            missing.push("dates.seasons (4 names)".to_owned());
        }
        let mut take = |group: &toml::Table, name: &str, key: &str| match group.get(key).and_then(toml::Value::as_str) {
            Some(text) => text.to_owned(),
            None => {
                missing.push(format!("{name}.{key}"));
                String::new()
            }
        };
        let islands = Text::KEYS.iter().map(|key| take(&islands, "islands", key)).collect();
        let dates = DATES.iter().map(|key| ((*key).to_owned(), take(&dates, "dates", key))).collect();
        if !missing.is_empty() {
            return Err(format!("missing: {}", missing.join(", ")));
        }
        let tables = page.iter().filter_map(|(key, value)| Some((key.clone(), texts(value.as_table()?.clone()))));
        let forms: BTreeMap<_, _> = tables.collect();
        let mut page = texts(page);
        // Where no number is given, the form for most numbers is used.
        let most =
            |it: &BTreeMap<String, String>| ["other", "many", "few"].iter().find_map(|form| it.get(*form)).cloned();
        page.extend(forms.iter().filter_map(|(key, it)| Some((key.clone(), most(it)?))));
        let languages = texts(group("languages"));
        Ok(Self { lang: lang.to_owned(), page, forms, islands, dates, months, seasons, languages })
    }

    /// What a language is called, by its tag; the tag itself where it has no name here.
    #[must_use]
    pub fn language<'a>(&'a self, tag: &'a str) -> &'a str {
        let main = tag.split('-').next().unwrap_or(tag);
        [tag, main].iter().find_map(|tag| self.languages.get(*tag)).map_or(tag, String::as_str)
    }

    /// Texts of the islands, in the order of [`Text::KEYS`].
    #[must_use]
    pub fn islands(&self) -> &[String] {
        &self.islands
    }

    /// A text of the page. Never missing: a test checks the English file against the code, and each file that is read
    /// is checked against the English one.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        debug_assert!(self.page.contains_key(key), "strings/en.toml lacks page.{key}");
        self.page.get(key).map_or("", String::as_str)
    }

    /// A text of the page with each `{}` replaced by the next of `values`. A text that changes with a number takes the form
    /// of the first of them.
    #[must_use]
    pub fn fill(&self, key: &str, values: &[&str]) -> String {
        let number = values.first().and_then(|it| it.parse().ok());
        let form = number.and_then(|it| self.forms.get(key)?.get(plural::form(&self.lang, it)));
        fill_pattern(form.map_or_else(|| self.get(key), String::as_str), values)
    }

    /// A text of the islands with each `{}` replaced, for their first render on the server.
    ///
    /// # Panics
    /// If there is no such key: [`Text::KEYS`] are checked when the file is read.
    #[must_use]
    pub fn island(&self, key: &str, values: &[&str]) -> String {
        let n =
            Text::KEYS.iter().position(|k| *k == key).unwrap_or_else(|| panic!("strings: islands.{key} is missing"));
        fill_pattern(&self.islands[n], values)
    }

    /// A date in words.
    #[must_use]
    pub fn date(&self, date: &EventDate) -> String {
        match date.kind() {
            Kind::At(m) => self.moment(m),
            // "1 May 1989", and not "1 to 1 May 1989".
            Kind::Span(a, b) | Kind::Between(a, b) if a == b => self.moment(a),
            Kind::Span(a, b) => self.pair("span", a, b),
            Kind::Between(a, b) => self.pair("between", a, b),
            Kind::Before(m) => fill_pattern(&self.dates["before"], &[&self.moment(m)]),
            Kind::After(m) => fill_pattern(&self.dates["after"], &[&self.moment(m)]),
        }
    }

    /// When an event happened: in the words it brings, or its date and time of day.
    #[must_use]
    pub fn event_date(&self, event: &Event) -> String {
        if let Some(words) = &event.display_date {
            return words.clone();
        }
        with_times(self.date(&event.date), event.time.as_deref(), event.end_time.as_deref())
    }

    fn pair(&self, key: &str, a: Moment, b: Moment) -> String {
        // "10 to 13 March 2024", not the month and year twice.
        if key == "span"
            && a.precision() == Precision::Day
            && b.precision() == Precision::Day
            && (a.year(), a.month()) == (b.year(), b.month())
            && self.dates["day"].starts_with("{day}")
        {
            return fill_pattern(&self.dates[key], &[&a.day().unwrap_or(1).to_string(), &self.moment(b)]);
        }
        // "12 BCE to 200 CE": where one end bears its era, the other does.
        let eras = a.year() < 1 && b.year() > 0;
        fill_pattern(&self.dates[key], &[&self.moment_with(a, eras), &self.moment_with(b, eras)])
    }

    fn moment(&self, m: Moment) -> String {
        self.moment_with(m, false)
    }

    fn moment_with(&self, m: Moment, era: bool) -> String {
        let year = match m.year() {
            it if it < 1 => self.dates["bce"].replace("{year}", &(1 - it).to_string()),
            // "19 August 14" could be any year's.
            it if era || it < 100 => self.dates["ce"].replace("{year}", &it.to_string()),
            it => it.to_string(),
        };
        let month = m.month().map(|n| self.months[usize::from(n) - 1].as_str()).unwrap_or_default();
        let season = m.season().map(|s| self.seasons[s as usize].as_str()).unwrap_or_default();
        let key = match m.precision() {
            Precision::Day => "day",
            Precision::Month => "month",
            Precision::Season => "season",
            Precision::Year => "year",
            Precision::Decade | Precision::Century => "years",
        };
        let mut out = self.dates[key]
            .replace("{day}", &m.day().map(|d| d.to_string()).unwrap_or_default())
            .replace("{month}", month)
            .replace("{season}", season)
            .replace("{year}", &year);
        if m.about() {
            out = fill_pattern(&self.dates["about"], &[&out]);
        }
        if m.disputed() {
            out = fill_pattern(&self.dates["disputed"], &[&out]);
        }
        out
    }
}

/// Adds the times of day at which an event begins and ends to its date.
fn with_times(date: String, from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{date}, {from}–{to}"),
        (Some(time), None) => format!("{date}, {time}"),
        (None, Some(to)) => format!("{date}, –{to}"),
        (None, None) => date,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words::read(Path::new("strings"), "en").expect("the English strings are whole")
    }

    #[test]
    fn times_of_day_stand_behind_the_date() {
        let say = |from, to| with_times("1 May 1950".to_owned(), from, to);
        assert_eq!(say(None, None), "1 May 1950");
        assert_eq!(say(Some("09:00"), None), "1 May 1950, 09:00");
        assert_eq!(say(Some("09:00"), Some("17:30")), "1 May 1950, 09:00–17:30");
    }

    #[test]
    fn dates_say_what_is_known_and_no_more() {
        let words = words();
        let say = |date: &str| words.date(&date.parse().expect("a date"));
        assert_eq!(say("1986-11-18"), "18 November 1986");
        assert_eq!(say("1986-11"), "November 1986");
        assert_eq!(say("1986-22"), "summer 1986");
        assert_eq!(say("1986~"), "about 1986");
        assert_eq!(say("1986?"), "1986 (disputed)");
        assert_eq!(say("../1986"), "before 1986");
        assert_eq!(say("[1986..1988]"), "between 1986 and 1988");
        assert_eq!(say("2024-03-10/2024-03-13"), "10 to 13 March 2024");
        assert_eq!(say("-0044"), "45 BCE");
        assert_eq!(say("[..1986]"), "before 1986");
        assert_eq!(say("198X"), "1980s");
        assert_eq!(say("19XX~"), "about 1900s");
    }

    #[test]
    fn a_text_takes_the_form_of_its_number() {
        let words = words();
        assert_eq!(words.fill("events-count", &["1"]), "1 event");
        assert_eq!(words.fill("events-count", &["2"]), "2 events");
        let arabic = include_str!("../strings/en.toml").replace(
            "events-count = { one = \"{} event\", other = \"{} events\" }",
            "events-count = { zero = \"z\", one = \"o\", two = \"t\", few = \"{} f\", many = \"{} m\", other = \"{} x\" }",
        );
        let words = Words::parse(&arabic, "ar").expect("they are whole");
        let forms = ["0", "1", "2", "3", "11", "100"].map(|it| words.fill("events-count", &[it]));
        assert_eq!(forms, ["z", "o", "t", "3 f", "11 m", "100 x"]);
    }

    #[test]
    fn begin_and_end_that_are_one_are_said_once() {
        let words = words();
        let say = |date: &str| words.date(&date.parse().expect("a date"));
        assert_eq!(say("1989-05-01/1989-05-01"), "1 May 1989");
        assert_eq!(say("2009/2009"), "2009");
        assert_eq!(say("[1989-05..1989-05]"), "May 1989");
    }

    #[test]
    fn early_years_bear_their_era() {
        let words = words();
        let say = |date: &str| words.date(&date.parse().expect("a date"));
        assert_eq!(say("0014-08-19"), "19 August 14 CE");
        assert_eq!(say("-0011/0002"), "12 BCE to 2 CE");
        assert_eq!(say("-0011/0200"), "12 BCE to 200 CE");
        assert_eq!(say("-0045/-0043"), "46 BCE to 44 BCE");
        assert_eq!(say("0200/0300"), "200 to 300");
    }

    /// Every file of Rust below a folder.
    fn code_in(folder: &Path, into: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                code_in(&path, into);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                into.push_str(&std::fs::read_to_string(&path).expect("a file"));
            }
        }
    }

    #[test]
    fn the_code_asks_for_every_key_that_is_there_and_for_no_other() {
        let words = words();
        let mut code = String::new();
        for folder in ["src", "crates/prerender/src"] {
            code_in(Path::new(folder), &mut code);
        }
        for call in ["words.get(\"", ".fill(\"", ".t(\""] {
            for key in code.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(words.page.contains_key(key), "strings/en.toml lacks page.{key}");
            }
        }
        // A link between events is called by its id.
        let by_id = |key: &str| key.starts_with("kind-") || backstory_content::model::LinkKind::from_id(key).is_some();
        let asked = |key: &str| code.contains(&format!("\"{key}\"")) || by_id(key);
        let idle: Vec<&String> = words.page.keys().filter(|key| !asked(key)).collect();
        assert!(idle.is_empty(), "nobody asks for {idle:?}");
    }
}
