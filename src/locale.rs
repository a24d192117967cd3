//! The words on frames and controls in the story's language, and how it writes numbers, lists and quotations.

mod dates;

use std::collections::BTreeMap;
use std::path::Path;

use crate::i18n::{BY_FIRST, BY_SECOND, fill_pattern};
use crate::{Text, plural};
use backstory_content::{Problem, Problems, Rule};

/// The language file, checked: every key that the program asks for is there.
#[derive(Debug, Clone)]
pub struct Words {
    lang: String,
    page: BTreeMap<String, PluralForms>,
    islands: BTreeMap<String, PluralForms>,
    dates: BTreeMap<String, String>,
    /// How numbers, lists and quotations are written.
    writing: BTreeMap<String, String>,
    months: Vec<String>,
    seasons: Vec<String>,
    centuries: Vec<String>,
    languages: BTreeMap<String, String>,
    /// What the browser gets, in the order of [`Text::KEYS`].
    sent: Vec<String>,
}

/// A text in its plural forms, by category; most have one, whose category is blank.
type PluralForms = BTreeMap<String, String>;

/// The file that is whole: a test holds it against the code, and every other language is held against it.
const WHOLE: &str = include_str!("../strings/en.toml");

/// Keys of `[dates]` that hold one text.
const DATES: [&str; 15] = [
    "day", "month", "season", "year", "years", "bce", "ce", "about", "disputed", "before", "until", "after", "since",
    "between", "span",
];

/// Texts whose plural form goes with the second number that is filled in: "1 of 12 events".
const SECOND_DECIDES: [&str; 2] = ["events", "checklist-sum"];

/// The name of the file in which a story keeps words of its own.
const OWN: &str = "strings.toml";

fn texts(table: &toml::Table) -> BTreeMap<String, String> {
    table.iter().filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
}

fn plural_forms(table: &toml::Table) -> BTreeMap<String, PluralForms> {
    let forms = |value: &toml::Value| match value {
        toml::Value::Table(forms) => Some(texts(forms)),
        it => Some(PluralForms::from([(String::new(), it.as_str()?.to_owned())])),
    };
    table.iter().filter_map(|(key, value)| Some((key.clone(), forms(value)?))).collect()
}

/// What is wrong with a file as a whole.
fn wrong(rule: Rule, file: &Path, message: String, help: &str) -> Problems {
    vec![Problem::of_file(rule, file.display().to_string(), message, help)].into()
}

impl Words {
    /// Reads `strings/<lang>.toml`; falls back to the main language of `lang` (`pt` for `pt-BR`).
    ///
    /// # Errors
    /// Every key that is missing or wrong, or why the file cannot be read.
    pub fn read(folder: &Path, lang: &str) -> Result<Self, Problems> {
        Self::of_story(folder, lang, None)
    }

    /// Reads the words of a language, and over them those that a story has of its own in its folder: some, or all where the
    /// language has no file.
    ///
    /// # Errors
    /// Every key that is missing or wrong, or why a file cannot be read.
    pub fn of_story(folder: &Path, lang: &str, story: Option<&Path>) -> Result<Self, Problems> {
        let main = lang.split('-').next().unwrap_or(lang);
        let own = story.map(|it| it.join(OWN)).filter(|it| it.exists());
        let path = [lang, main].iter().map(|it| folder.join(format!("{it}.toml"))).find(|it| it.exists());
        if path.is_none() && own.is_none() {
            let story = story.unwrap_or(folder).join("story.toml");
            let message = format!("there are no words for controls in the language `{lang}`");
            let help = format!(
                "copy strings/en.toml to strings/{main}.toml, or to {OWN} in the story's folder, and translate it"
            );
            return Err(wrong(Rule::StringMissing, &story, message, &help));
        }
        let mut table = toml::Table::new();
        let whole = [path.as_deref().map(|it| (it, true)), own.as_deref().map(|it| (it, path.is_none()))];
        for (path, whole) in whole.into_iter().flatten() {
            let shown = path.display().to_string();
            let bytes = std::fs::read(path)
                .map_err(|why| wrong(Rule::FileMissing, path, format!("it cannot be read: {why}"), ""))?;
            let problems = backstory_content::check_strings(&shown, &bytes, WHOLE, plural::categories(lang), whole);
            if problems.errors() > 0 {
                return Err(problems);
            }
            let text = String::from_utf8_lossy(&bytes);
            let read = text.trim_start_matches('\u{feff}').parse::<toml::Table>();
            let read = read.map_err(|why| wrong(Rule::TomlSyntax, path, why.message().to_owned(), ""))?;
            lay_over(&mut table, read);
        }
        let last = own.or(path).unwrap_or_default();
        Self::parse(&table, lang).map_err(|missing| wrong(Rule::StringMissing, &last, missing, ""))
    }

    fn parse(table: &toml::Table, lang: &str) -> Result<Self, String> {
        let mut missing = Vec::new();
        let group = |name: &str| table.get(name).and_then(toml::Value::as_table).cloned().unwrap_or_default();
        let (islands, dates) = (plural_forms(&group("islands")), group("dates"));
        let list = |key: &str| -> Vec<String> {
            let values = dates.get(key).and_then(toml::Value::as_array);
            values.map(|v| v.iter().filter_map(|s| s.as_str().map(str::to_owned)).collect()).unwrap_or_default()
        };
        let (months, seasons, centuries, dates) = (list("months"), list("seasons"), list("centuries"), texts(&dates));
        missing.extend((months.len() != 12).then(|| "dates.months (12 names)".to_owned()));
        missing.extend((seasons.len() != 4).then(|| "dates.seasons (4 names)".to_owned()));
        missing.extend(centuries.is_empty().then(|| "dates.centuries".to_owned()));
        missing.extend(DATES.iter().filter(|it| !dates.contains_key(**it)).map(|it| format!("dates.{it}")));
        let writing = texts(&group("writing"));
        let sent = Text::KEYS.iter().map(|key| match *key {
            "plurals" => plural::table(lang),
            // Ours the browser has.
            "digits" => writing.get("digits").filter(|it| !it.is_ascii()).cloned().unwrap_or_default(),
            key => islands.get(key).map(|it| one_line(key, it, lang)).unwrap_or_else(|| {
                missing.push(format!("islands.{key}"));
                String::new()
            }),
        });
        let sent = sent.collect();
        if !missing.is_empty() {
            return Err(format!("missing: {}", missing.join(", ")));
        }
        let languages = texts(&group("languages"));
        let page = plural_forms(&group("page"));
        Ok(Self { lang: lang.to_owned(), page, islands, dates, writing, months, seasons, centuries, languages, sent })
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
        &self.sent
    }

    /// A text of the page. Never missing: a test checks the English file against the code, and each file that is read
    /// is checked against the English one.
    #[must_use]
    pub fn get(&self, key: &str) -> &str {
        debug_assert!(self.page.contains_key(key), "strings/en.toml lacks page.{key}");
        self.page.get(key).map_or("", |forms| self.plural_form(forms, None))
    }

    /// A text of the page with each `{}` replaced by the next of `values`. A text that changes with a number takes the plural
    /// form of the first of them.
    #[must_use]
    pub fn fill(&self, key: &str, values: &[&str]) -> String {
        debug_assert!(self.page.contains_key(key), "strings/en.toml lacks page.{key}");
        self.page.get(key).map(|forms| self.filled(key, forms, values)).unwrap_or_default()
    }

    /// A text that islands use too, with each `{}` replaced, for the first render.
    #[must_use]
    pub fn island(&self, key: &str, values: &[&str]) -> String {
        debug_assert!(self.islands.contains_key(key), "strings/en.toml lacks islands.{key}");
        self.islands.get(key).map(|forms| self.filled(key, forms, values)).unwrap_or_default()
    }

    fn filled(&self, key: &str, forms: &PluralForms, values: &[&str]) -> String {
        let decides = usize::from(SECOND_DECIDES.contains(&key));
        let form = self.plural_form(forms, values.get(decides).and_then(|it| it.parse().ok()));
        let values: Vec<_> = values.iter().map(|it| self.digits(it)).collect();
        fill_pattern(form, &values.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// The plural form of a text that goes with a number; where none is known, that of most numbers.
    fn plural_form<'t>(&self, forms: &'t PluralForms, number: Option<u64>) -> &'t str {
        let of_number = number.map(|it| plural::category(&self.lang, it));
        let wanted = of_number.into_iter().chain(["", "other", "many", "few"]);
        wanted.filter_map(|it| forms.get(it)).next().map_or("", String::as_str)
    }

    /// A whole number in the digits of the language; another text as it is.
    #[must_use]
    pub fn digits(&self, number: &str) -> String {
        let is_number = !number.is_empty() && number.bytes().all(|it| it.is_ascii_digit());
        if is_number { self.in_digits(number) } else { number.to_owned() }
    }

    /// Every digit of a text in those of the language.
    fn in_digits(&self, text: &str) -> String {
        let digit = |it: char| it.to_digit(10).and_then(|it| self.writing.get("digits")?.chars().nth(it as usize));
        text.chars().map(|it| digit(it).unwrap_or(it)).collect()
    }

    /// A whole number, with what parts its thousands.
    #[must_use]
    pub fn number(&self, number: u32) -> String {
        let part = self.writing.get("thousands").map_or("", String::as_str);
        let written =
            if number < 1000 { number.to_string() } else { format!("{}{part}{:03}", number / 1000, number % 1000) };
        self.in_digits(&written)
    }

    /// Several things, one after the other.
    #[must_use]
    pub fn list<'t>(&self, items: impl IntoIterator<Item = &'t str>) -> String {
        let mut items = items.into_iter();
        let first = items.next().unwrap_or_default().to_owned();
        items.fold(first, |list, it| fill_pattern(self.written("list"), &[&list, it]))
    }

    /// What goes on in a list that has begun: ", 1950".
    #[must_use]
    pub fn and(&self, item: &str) -> String {
        fill_pattern(self.written("list"), &["", item])
    }

    /// A name and what it names: "Evidence: the treaty".
    #[must_use]
    pub fn label(&self, name: &str, named: &str) -> String {
        fill_pattern(self.written("label"), &[name, named])
    }

    /// From one number to another.
    #[must_use]
    pub fn range(&self, from: &str, to: &str) -> String {
        fill_pattern(self.written("range"), &[from, to])
    }

    /// A text in quotation marks.
    #[must_use]
    pub fn quoted(&self, text: &str) -> String {
        fill_pattern(self.written("quoted"), &[text])
    }

    /// The counter of styles that counts in the digits of the language, if it is not the usual one.
    #[must_use]
    pub fn counter_style(&self) -> Option<&'static str> {
        let styles = [('٠', "arabic-indic"), ('۰', "persian"), ('०', "devanagari"), ('০', "bengali"), ('๐', "thai")];
        let zero = self.writing.get("digits")?.chars().next()?;
        styles.iter().find(|(it, _)| *it == zero).map(|(_, name)| *name)
    }

    fn written(&self, key: &str) -> &str {
        self.writing.get(key).map_or("{}", String::as_str)
    }
}

/// The plural forms of a text as the browser gets them.
fn one_line(key: &str, forms: &PluralForms, lang: &str) -> String {
    if let Some(text) = forms.get("") {
        return text.clone();
    }
    let mark = if SECOND_DECIDES.contains(&key) { BY_SECOND } else { BY_FIRST };
    let other = forms.get("other").map_or("", String::as_str);
    let forms = plural::categories(lang).iter().map(|it| forms.get(*it).map_or(other, String::as_str));
    forms.collect::<Vec<_>>().join(&mark.to_string())
}

/// Puts the texts of one file over those of another, group by group.
fn lay_over(table: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (table.get_mut(&key), value) {
            (Some(toml::Value::Table(group)), toml::Value::Table(over)) => group.extend(over),
            (_, value) => drop(table.insert(key, value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn words() -> Words {
        Words::read(Path::new("strings"), "en").expect("the English strings are whole")
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!([990, 1_010].map(|it| words().number(it)), ["990", "1,010"]);
    }

    #[test]
    fn a_text_takes_the_plural_form_of_its_number() {
        let words = words();
        assert_eq!(words.fill("events-count", &["1"]), "1 event");
        assert_eq!(words.fill("events-count", &["2"]), "2 events");
    }

    /// The English words with some of another language over them.
    fn with(lang: &str, own: &str) -> Words {
        let mut table: toml::Table = WHOLE.parse().expect("it is TOML");
        lay_over(&mut table, own.parse().expect("they are TOML"));
        Words::parse(&table, lang).expect("they are whole")
    }

    #[test]
    fn arabic_has_six_plural_forms_and_digits_of_its_own() {
        let words = with(
            "ar",
            "[writing]\ndigits = \"٠١٢٣٤٥٦٧٨٩\"\nlist = \"{}، {}\"\nquoted = \"«{}»\"\n[islands.events]\nzero = \"z\"\n\
             one = \"o\"\ntwo = \"t\"\nfew = \"{} {} f\"\nmany = \"{} {} m\"\nother = \"{} {} x\"\n[page.events-count]\n\
             zero = \"z\"\none = \"o\"\ntwo = \"t\"\nfew = \"{} f\"\nmany = \"{} m\"\nother = \"{} x\"\n",
        );
        let forms = ["0", "1", "2", "3", "11", "100"].map(|it| words.fill("events-count", &[it]));
        assert_eq!(forms, ["z", "o", "t", "٣ f", "١١ m", "١٠٠ x"]);
        assert_eq!(words.island("events", &["1", "12"]), "١ ١٢ m");
        assert_eq!(words.date(&"1950-05-01".parse().expect("a date")), "١ May ١٩٥٠");
        assert_eq!((words.list(["a", "b", "c"]), words.quoted("a")), ("a، b، c".to_owned(), "«a»".to_owned()));
        assert_eq!(words.number(7_630), "٧,٦٣٠");
        assert_eq!(words.counter_style(), Some("arabic-indic"));
        crate::set_catalogue(words.islands().iter().cloned());
        let said = ["0", "1", "2", "3", "11", "100", "102"].map(|it| crate::i18n::fill(Text::Events, &["5", it]));
        assert_eq!(said, ["z", "o", "t", "٥ ٣ f", "٥ ١١ m", "٥ ١٠٠ x", "٥ ١٠٢ x"]);
    }

    #[test]
    fn polish_has_three_plural_forms() {
        let words = with(
            "pl",
            "[islands.cluster-one-year]\none = \"{} wydarzenie, {}\"\nfew = \"{} wydarzenia, {}\"\nmany = \"{} wydarzeń, {}\"",
        );
        crate::set_catalogue(words.islands().iter().cloned());
        for (number, said) in
            [("1", "1 wydarzenie"), ("22", "22 wydarzenia"), ("112", "112 wydarzeń"), ("21", "21 wydarzeń")]
        {
            assert!(crate::i18n::fill(Text::ClusterOneYear, &[number, "1950"]).starts_with(said), "{number}");
            assert!(words.island("cluster-one-year", &[number, "1950"]).starts_with(said), "{number}");
        }
    }

    #[test]
    fn a_story_may_bring_some_words_of_its_own() {
        let folder = std::env::temp_dir().join(format!("backstory-words-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let read = |own: &[u8], lang: &str| {
            std::fs::write(folder.join(OWN), own).expect("a file");
            Words::of_story(Path::new("strings"), lang, Some(&folder)).map_err(|problems| problems.to_string())
        };
        let words = read(b"[page]\nbrand = \"The Post\"\n", "en").expect("they are right");
        assert_eq!((words.get("brand"), words.get("sources")), ("The Post", "Sources"));
        for (own, named) in [
            ("[page]\nbrnad = \"x\"\n", "did you mean `brand`?"),
            ("[page]\nupdated = \"x\"\n", "strings.toml:2"),
            ("[pages]\nbrand = \"x\"\n", "did you mean `page`?"),
            ("[page]\nbrand = x\n", "strings.toml:2"),
            ("[writing]\ndigits = \"01\"\n", "2 characters"),
            ("[islands]\nmonths = \"Jan Feb\"\n", "2 words"),
            ("page = \"x\"\n", "strings.toml:1"),
        ] {
            let message = read(own.as_bytes(), "en").expect_err("they are wrong");
            assert!(message.contains(named), "{own}: {message}");
        }
        assert!(read(b"\xff\xfe[\0", "en").expect_err("it is no UTF-8").contains("UTF-16"));
        let message = read(b"[page]\nbrand = \"x\"\n", "xx").expect_err("they are not whole");
        assert!(message.contains("[page] lacks against") && message.contains("the file lacks"), "{message}");
        let message = Words::of_story(Path::new("strings"), "xx", None).expect_err("there are none").to_string();
        assert!(message.contains("copy strings/en.toml"), "{message}");
        std::fs::remove_dir_all(&folder).expect("it was there");
    }

    #[test]
    fn whatever_a_key_holds_is_right_or_named_with_its_line() {
        let values =
            ["1", "[]", "{}", "\"\"", "\"{} {} {} {}\"", "{ one = 1 }", "{ one = \"{}\", other = [] }", "\"{\"", "x"];
        let lines: Vec<&str> = WHOLE.lines().collect();
        // Each key with another value: all with all would take its time.
        for (ix, line) in lines.iter().enumerate() {
            let Some((key, _)) = line.split_once(" = ").filter(|(key, _)| !key.starts_with('#')) else { continue };
            let mut lines = lines.clone();
            let wrong = format!("{key} = {}", values[ix % values.len()]);
            lines[ix] = &wrong;
            let text = lines.join("\n");
            let problems = backstory_content::check_strings("xx.toml", text.as_bytes(), WHOLE, &["one", "other"], true);
            let said = problems.to_string();
            if problems.errors() > 0 {
                assert!(said.contains("xx.toml:") && said.contains(&format!("{} |", ix + 1)), "{wrong}: {said}");
            } else {
                let table = text.parse().expect("it is TOML");
                assert!(Words::parse(&table, "en").is_ok(), "{wrong} was not told");
            }
        }
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
        // A link between events is called by its id, a choice of lanes by its name.
        let by_id = |key: &str| {
            key.starts_with("kind-")
                || backstory_content::model::LinkKind::from_id(key).is_some()
                || crate::Lanes::ALL.iter().any(|lanes| key.strip_prefix("lanes-") == Some(lanes.name()))
        };
        let asked = |key: &str| code.contains(&format!("\"{key}\"")) || by_id(key);
        let idle: Vec<&String> = words.page.keys().filter(|key| !asked(key)).collect();
        assert!(idle.is_empty(), "nobody asks for {idle:?}");
    }
}
