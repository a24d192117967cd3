//! A parsed TOML file in which every key and value knows where it was written.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::Diagnostics;
use crate::rule::Rule;
use crate::source::{FileIx, Span, SpannedString};
use crate::syntax;

/// A table and the place of its header.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub span: Span,
    pub entries: Vec<Entry>,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub key: SpannedString,
    pub value: Node,
}

/// A value and its place.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub span: Span,
    pub value: Value,
}

/// A value.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Text(String),
    Integer(i64),
    Float(f64),
    Flag(bool),
    Date,
    List(Vec<Node>),
    Table(Table),
}

impl Value {
    /// Its type, as a message names it.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Integer(_) => "a whole number",
            Self::Float(_) => "a number with a point",
            Self::Flag(_) => "true or false",
            Self::Date => "a date or time without quotes",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
        }
    }
}

impl Table {
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|it| it.key.value == key).map(|it| &it.value)
    }

    /// The text of a key, if it is one, without a word about it if it is not.
    pub(crate) fn str_if_any(&self, key: &str) -> Option<SpannedString> {
        let node = self.get(key)?;
        match &node.value {
            Value::Text(value) => Some(SpannedString { value: value.clone(), span: node.span.clone() }),
            _ => None,
        }
    }

    /// How many values a list has.
    pub(crate) fn count(&self, key: &str) -> usize {
        match self.get(key).map(|it| &it.value) {
            Some(Value::List(list)) => list.len(),
            _ => 0,
        }
    }

    /// Whether one of the texts holds some characters.
    pub(crate) fn mentions(&self, characters: &str) -> bool {
        self.entries.iter().any(|it| matches!(&it.value.value, Value::Text(text) if text.contains(characters)))
    }

    /// The tables of `[[key]]`, without a word about anything else that may stand there.
    pub(crate) fn tables(&self, key: &str) -> impl Iterator<Item = &Table> {
        let list = match self.get(key).map(|it| &it.value) {
            Some(Value::List(list)) => list.as_slice(),
            _ => &[],
        };
        list.iter().filter_map(|it| match &it.value {
            Value::Table(table) => Some(table),
            _ => None,
        })
    }
}

/// Reads TOML as far as it goes, and notes its first syntax error: most of the others would not be there without it.
pub(crate) fn toml(file: FileIx, text: &str, diagnostics: &Diagnostics) -> Table {
    let (table, errors) = DeTable::parse_recoverable(text);
    if let Some(line) = syntax::begins_again(text) {
        let message = "the whole text of this file begins here a second time";
        diagnostics.report(Rule::TomlSyntax, &Span::new(file, line), message, "here", "keep one of the two");
    } else if let Some(error) = errors.iter().min_by_key(|it| it.span().map(|it| it.start)) {
        let explained = syntax::explain(text, error.message().trim(), error.span().unwrap_or(0..0));
        diagnostics.report(
            Rule::TomlSyntax,
            &Span::new(file, explained.span),
            explained.message,
            "here",
            explained.help,
        );
    }
    let span = table.span();
    from_table(file, span.start..span.start, table.into_inner())
}

fn from_table(file: FileIx, span: Range<usize>, table: DeTable<'_>) -> Table {
    let entries = table.into_iter().map(|(key, value)| Entry {
        key: SpannedString { span: Span::new(file, key.span()), value: key.into_inner().into_owned() },
        value: from_value(file, value),
    });
    Table { span: Span::new(file, span), entries: entries.collect() }
}

fn from_value(file: FileIx, value: Spanned<DeValue<'_>>) -> Node {
    let span = value.span();
    let value = match value.into_inner() {
        DeValue::String(it) => Value::Text(it.into_owned()),
        DeValue::Integer(it) => match i64::from_str_radix(it.as_str(), it.radix()) {
            Ok(number) => Value::Integer(number),
            Err(_) => Value::Float(f64::INFINITY),
        },
        DeValue::Float(it) => Value::Float(it.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(it) => Value::Flag(it),
        DeValue::Datetime(_) => Value::Date,
        DeValue::Array(it) => Value::List(it.into_iter().map(|it| from_value(file, it)).collect()),
        DeValue::Table(it) => Value::Table(from_table(file, span.clone(), it)),
    };
    Node { span: Span::new(file, span), value }
}
