//! The words on controls and frames: a language's file, held against the file of the language that is whole.

use crate::encoding;
use crate::fields::nearest;
use crate::problem::{Diagnostics, Problems, fold_repeats, hold_back};
use crate::rule::Rule;
use crate::source::{Source, Span, SpannedString};
use crate::tree::{self, Node, Table, Value};

/// The plural categories of Unicode's CLDR, in its order.
const PLURAL_CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Every problem of a file, which is shown as `path`: a missing (where it has to be whole), unknown or blank text, and places
/// to be filled in (`{}`, `{name}`) that are not those of `reference`. Of a text with plural forms, those of `categories` must be
/// there; every text with a place may have some.
pub fn check_strings(path: &str, bytes: &[u8], reference: &str, categories: &[&str], whole_file: bool) -> Problems {
    let source = |text: &str| Source { path: path.to_owned(), shown: path.to_owned(), text: text.to_owned() };
    let (text, wrong) = encoding::decode(bytes);
    let sources = [source(&text)];
    let diagnostics = Diagnostics::new(&sources);
    if let Some(wrong) = wrong {
        let help = "save it again as plain text, with the encoding UTF-8";
        diagnostics.report(Rule::NotUtf8, &Span::new(0, wrong.span), wrong.message, "", help);
    }
    let table = tree::toml(0, &text, &diagnostics);
    let whole = [source(reference)];
    let silent = Diagnostics::new(&whole);
    let reference = tree::toml(0, reference, &silent);
    let check = Check { categories, whole_file, diagnostics: &diagnostics };
    check.group("", &table, &reference);
    let problems = Problems::from(hold_back(diagnostics.into_problems()));
    fold_repeats(problems.into()).into()
}

struct Check<'a> {
    /// The plural categories of the language.
    categories: &'a [&'a str],
    /// Whether nothing may be missing.
    whole_file: bool,
    diagnostics: &'a Diagnostics<'a>,
}

impl Check<'_> {
    fn group(&self, name: &str, table: &Table, reference: &Table) {
        let shown = if name.is_empty() { "the file".to_owned() } else { format!("[{name}]") };
        // Which languages have a name is up to each file: one without a name is shown by its tag.
        let open = name == "languages";
        let missing: Vec<_> = reference
            .entries
            .iter()
            .filter(|it| table.get(&it.key.value).is_none() && !open && self.whole_file)
            .collect();
        if let Some(first) = missing.first() {
            const NAMED: usize = 12;
            let names: Vec<_> = missing.iter().take(NAMED).map(|it| it.key.value.as_str()).collect();
            let more = match missing.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            let message = format!("{shown} lacks {}{more}", names.join(", "));
            let example = match &first.value.value {
                Value::Text(text) => format!("{} = \"{text}\"", first.key.value),
                Value::Table(_) => format!("[{}]", first.key.value),
                _ => format!("{} = …", first.key.value),
            };
            let help = format!("copy from strings/en.toml and translate: {example}");
            self.diagnostics.report(Rule::StringMissing, &table.span, message, "missing here", help);
        }
        for entry in &table.entries {
            let key = &entry.key;
            match reference.get(&key.value) {
                Some(wanted) => self.value(name, key, &entry.value, wanted),
                None if open => self.text(key, &entry.value, &[]),
                None => {
                    let known = reference.entries.iter().map(|it| it.key.value.as_str());
                    let group = reference.entries.iter().find(
                        |it| matches!(&it.value.value, Value::Table(group) if name.is_empty() && group.get(&key.value).is_some()),
                    );
                    let help = match (group, nearest(&key.value, known)) {
                        (Some(group), _) => format!("write it below the line [{}]", group.key.value),
                        (None, Some(it)) => format!("did you mean `{it}`?"),
                        (None, None) => "take it out: nothing shows it".to_owned(),
                    };
                    let message = format!("{shown} has no text `{}`", key.value);
                    self.diagnostics.report(Rule::StringUnknown, &key.span, message, "unknown", help);
                }
            }
        }
    }

    fn value(&self, group: &str, key: &SpannedString, node: &Node, wanted: &Node) {
        match (&node.value, &wanted.value) {
            (Value::Table(table), Value::Table(reference)) if is_plural(reference) => {
                self.plural(key, table, reference)
            }
            (Value::Table(table), Value::Table(reference)) => self.group(&key.value, table, reference),
            // A language without plural forms has one text for all numbers.
            (Value::Text(_), Value::Table(reference)) if is_plural(reference) => {
                let places = reference.get("other").map_or_else(Vec::new, places_of);
                if self.categories.len() > 1 {
                    let message = format!("`{}` changes with its number, and has one form only", key.value);
                    let help =
                        format!("write {} = {{ {} }}", key.value, self.categories.join(" = \"…\", ") + " = \"…\"");
                    self.diagnostics.report(Rule::StringMissing, &node.span, message, "one form", help);
                } else {
                    self.text(key, node, &places);
                }
            }
            (Value::List(list), Value::List(reference)) => {
                if list.len() != reference.len() {
                    let texts = if list.len() == 1 { "text" } else { "texts" };
                    let message = format!("`{}` has {} {texts}, and not {}", key.value, list.len(), reference.len());
                    self.diagnostics.report(
                        Rule::StringMissing,
                        &node.span,
                        message,
                        "",
                        format!("write {} texts", reference.len()),
                    );
                }
                list.iter().for_each(|it| self.text(key, it, &[]));
            }
            // Any text that something is filled into may change with a number.
            (Value::Table(table), Value::Text(_))
                if ["page", "islands"].contains(&group) && !places_of(wanted).is_empty() =>
            {
                self.check_plural_forms(key, table, &places_of(wanted));
            }
            (_, Value::Text(_)) => {
                self.length(key, node);
                self.text(key, node, &places_of(wanted));
            }
            (found, reference) => {
                let message = format!("`{}` is {}, not {}", key.value, reference.type_name(), found.type_name());
                self.diagnostics.report(Rule::WrongType, &node.span, message, "", "write it as strings/en.toml does");
            }
        }
    }

    fn plural(&self, key: &SpannedString, table: &Table, reference: &Table) {
        self.check_plural_forms(key, table, &reference.get("other").map_or_else(Vec::new, places_of));
    }

    fn check_plural_forms(&self, key: &SpannedString, table: &Table, places: &[String]) {
        let lacking: Vec<_> = self.categories.iter().copied().filter(|it| table.get(it).is_none()).collect();
        if !lacking.is_empty() {
            let message = format!("`{}` lacks the form for {}", key.value, lacking.join(", "));
            let help = "the forms of each language: cldr.unicode.org, \"Language Plural Rules\"";
            self.diagnostics.report(Rule::StringMissing, &key.span, message, "", help);
        }
        for entry in &table.entries {
            let category = entry.key.value.as_str();
            // `other` is where fractions go, which the page has none of.
            if !self.categories.contains(&category) && category != "other" {
                let message = format!("`{category}` is no plural form of this language");
                let help = format!("its forms are {}", self.categories.join(", "));
                self.diagnostics.report(Rule::StringUnknown, &entry.key.span, message, "unknown", help);
                continue;
            }
            // "One event" needs no number, where the number is all that is filled in.
            let may_lack = category != "other" && places.len() == 1 && places_of(&entry.value).is_empty();
            self.text(key, &entry.value, if may_lack { &[] } else { places });
        }
    }

    /// Digits are ten, and the months that stand in a row are twelve.
    fn length(&self, key: &SpannedString, node: &Node) {
        let Value::Text(text) = &node.value else { return };
        let (length, wanted, of) = match key.value.as_str() {
            "digits" => (text.chars().count(), 10, "characters"),
            "months" => (text.split(' ').count(), 12, "words"),
            _ => return,
        };
        if length != wanted {
            let message = format!("`{}` has {length} {of}, and not {wanted}", key.value);
            let help = format!("write {wanted} {of}");
            self.diagnostics.report(Rule::StringPlaces, &node.span, message, "", help);
        }
    }

    fn text(&self, key: &SpannedString, node: &Node, places: &[String]) {
        let Value::Text(text) = &node.value else {
            let message = format!("`{}` is a text, not {}", key.value, node.value.type_name());
            return self.diagnostics.report(Rule::WrongType, &node.span, message, "", "put it in quotes");
        };
        // Nothing may stand between thousands; everywhere else it would be a control without a name.
        if text.trim().is_empty() && key.value != "thousands" {
            return self.diagnostics.report(
                Rule::StringMissing,
                &node.span,
                format!("`{}` is blank", key.value),
                "",
                "write it",
            );
        }
        if holds_markup(text) {
            let message = format!("`{}` holds HTML, which is shown as it stands", key.value);
            return self.diagnostics.report(
                Rule::RawHtml,
                &node.span,
                message,
                "",
                "write plain text, with the signs themselves",
            );
        }
        let found = places_of(node);
        if is_same(&found, places) {
            return;
        }
        let list = |places: &[String]| match places {
            [] => "no place to be filled in".to_owned(),
            _ => places.join(" "),
        };
        let wanted = if places.is_empty() { "nothing".to_owned() } else { list(places) };
        let message = format!("`{}` holds {}, where the page fills in {wanted}", key.value, list(&found));
        let help = match places {
            [] => "take the braces out".to_owned(),
            _ => format!("write each of {} once, in braces", places.join(" ")),
        };
        self.diagnostics.report(Rule::StringPlaces, &node.span, message, "", help);
    }
}

/// Whether a text holds a tag or an entity of HTML.
fn holds_markup(text: &str) -> bool {
    let is_tag = |rest: &str| rest.starts_with(|it: char| it.is_ascii_alphabetic() || it == '/');
    let is_entity = |rest: &str| {
        let name = rest.split(';').next().unwrap_or_default().trim_start_matches('#');
        rest.contains(';') && !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric())
    };
    text.split('<').skip(1).any(is_tag) || text.split('&').skip(1).any(is_entity)
}

/// Named places may stand in any order.
fn is_same(found: &[String], wanted: &[String]) -> bool {
    let sorted = |it: &[String]| {
        let mut it = it.to_vec();
        it.sort();
        it
    };
    sorted(found) == sorted(wanted)
}

/// Whether a table holds the plural forms of one text.
fn is_plural(table: &Table) -> bool {
    table.get("other").is_some() && table.entries.iter().all(|it| PLURAL_CATEGORIES.contains(&it.key.value.as_str()))
}

/// What stands in braces, with them; a brace that is not closed is a place of its own.
fn places_of(node: &Node) -> Vec<String> {
    let Value::Text(text) = &node.value else {
        return Vec::new();
    };
    let mut places = Vec::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(['{', '}']) {
        let end = rest[start..].find('}').map_or(rest.len(), |it| start + it + 1);
        places.push(rest[start..end].to_owned());
        rest = &rest[end..];
    }
    places
}
