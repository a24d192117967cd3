//! Problems in content: where, what, and what to do.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use crate::rule::{Rule, Severity};
use crate::schema::{Asked, Questions};
use crate::source::{Source, Span};

/// Something in the content that is to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The rule that is broken.
    pub rule: Rule,
    /// Path of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Other lines of the file of which the same is to be said.
    pub also: Vec<usize>,
    label: String,
    excerpt: String,
    marked: Range<usize>,
}

impl Problem {
    /// A problem of a file that is not read here, such as a picture.
    pub fn of_file(rule: Rule, file: String, message: String, help: &str) -> Self {
        without_span(rule, file, message, help)
    }

    /// How much it weighs.
    pub fn severity(&self) -> Severity {
        self.rule.severity()
    }

    /// Draws it as rustc does: with place, line, mark and help. `colour` is for terminals.
    pub fn render(&self, colour: bool) -> String {
        let level = match self.severity() {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let title = level.primary_title(&self.message).id(self.rule.name());
        if self.excerpt.is_empty() {
            let place = Origin::path(&self.file).line(self.line).char_column(self.column);
            return renderer.render(&[self.with_help(title.element(place))]);
        }
        let mark = AnnotationKind::Primary.span(self.marked.clone());
        let mark = if self.label.is_empty() { mark } else { mark.label(&self.label) };
        let snippet = Snippet::source(&self.excerpt).line_start(self.line).path(&self.file).annotation(mark);
        renderer.render(&[self.with_help(title.element(snippet))])
    }

    fn with_help<'a>(&'a self, group: Group<'a>) -> Group<'a> {
        let group = if self.help.is_empty() { group } else { group.element(Level::HELP.message(&self.help)) };
        if self.also.is_empty() { group } else { group.element(Level::NOTE.message(self.elsewhere())) }
    }

    /// `the same in line 12`, `likewise in lines 12, 15, 20 and 1996 more`.
    fn elsewhere(&self) -> String {
        const NAMED: usize = 8;
        let lines: Vec<_> = self.also.iter().take(NAMED).map(ToString::to_string).collect();
        let more = self.also.len().saturating_sub(NAMED);
        let plural = if self.also.len() == 1 { "" } else { "s" };
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        format!("the same in line{plural} {}{more}", lines.join(", "))
    }

    /// One line of JSON, for machines.
    pub fn json(&self) -> String {
        #[derive(Serialize)]
        struct Line<'a> {
            rule: &'a str,
            severity: &'a str,
            file: &'a str,
            line: usize,
            column: usize,
            message: &'a str,
            help: &'a str,
            #[serde(skip_serializing_if = "<[usize]>::is_empty")]
            also: &'a [usize],
        }
        let severity = match self.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let line = Line {
            rule: self.rule.name(),
            severity,
            file: &self.file,
            line: self.line,
            column: self.column,
            message: &self.message,
            help: &self.help,
            also: &self.also,
        };
        serde_json::to_string(&line).expect("strings and numbers are always JSON")
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

/// All problems of a story, by file and line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// The problems.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// How many errors there are.
    pub fn errors(&self) -> usize {
        self.iter().filter(|it| it.severity() == Severity::Error).count()
    }

    /// All of them drawn, with a line between two.
    pub fn render(&self, colour: bool) -> String {
        let drawn: Vec<_> = self.iter().map(|it| it.render(colour)).collect();
        drawn.join("\n\n")
    }

    /// One line of JSON each.
    pub fn json_lines(&self) -> String {
        self.iter().map(|it| it.json() + "\n").collect()
    }
}

impl From<Vec<Problem>> for Problems {
    fn from(mut problems: Vec<Problem>) -> Self {
        problems.sort_by(|a, b| {
            let key = |it: &Problem| (it.line, it.column, it.rule);
            a.file.cmp(&b.file).then_with(|| key(a).cmp(&key(b))).then_with(|| a.message.cmp(&b.message))
        });
        problems.dedup();
        Self(problems)
    }
}

impl From<Problems> for Vec<Problem> {
    fn from(problems: Problems) -> Self {
        problems.0
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Problems {}

/// Where problems are noted while the story is read.
#[derive(Debug)]
pub(crate) struct Diagnostics<'s> {
    pub sources: &'s [Source],
    problems: RefCell<Vec<Problem>>,
    questions: Option<Questions>,
}

impl<'s> Diagnostics<'s> {
    pub(crate) fn new(sources: &'s [Source]) -> Self {
        Self { sources, problems: RefCell::default(), questions: None }
    }

    /// One that notes what the readers ask for, too.
    pub(crate) fn recording(sources: &'s [Source]) -> Self {
        Self { questions: Some(Questions::default()), ..Self::new(sources) }
    }

    /// Notes a question, if somebody wants to know.
    pub(crate) fn ask(&self, asked: impl FnOnce() -> Asked) {
        if let Some(questions) = &self.questions {
            questions.borrow_mut().push(asked());
        }
    }

    pub(crate) fn into_questions(self) -> Vec<Asked> {
        self.questions.map(RefCell::into_inner).unwrap_or_default()
    }

    /// Notes a problem; the label stands beside the marked text, the help says what to do.
    pub(crate) fn report(
        &self,
        rule: Rule,
        span: &Span,
        message: impl Into<String>,
        label: impl Into<String>,
        help: impl Into<String>,
    ) {
        let Some(source) = self.sources.get(span.file) else {
            return;
        };
        let excerpt = LineExcerpt::find(&source.text, &span.range);
        self.problems.borrow_mut().push(Problem {
            rule,
            file: source.shown.clone(),
            line: excerpt.line,
            column: excerpt.column,
            message: message.into(),
            help: help.into(),
            also: Vec::new(),
            label: label.into(),
            excerpt: excerpt.excerpt.to_owned(),
            marked: excerpt.marked,
        });
    }

    /// `content/story.toml:12`, to point to a second place in a message.
    pub(crate) fn place(&self, span: &Span) -> String {
        self.sources
            .get(span.file)
            .map_or_else(String::new, |it| format!("{}:{}", it.shown, LineExcerpt::find(&it.text, &span.range).line))
    }

    /// Whether what was written at a place begins so.
    pub(crate) fn starts_with(&self, span: &Span, start: &str) -> bool {
        let text = self.sources.get(span.file).and_then(|it| it.text.get(span.range.clone()));
        text.is_some_and(|it| it.starts_with(start))
    }

    pub(crate) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }
}

/// Holds back what follows from a file that could not be read to its end: in that file all but the first problem of its
/// syntax, and elsewhere what speaks of things that may stand in it.
pub(crate) fn hold_back(problems: Vec<Problem>) -> Vec<Problem> {
    let mut first = BTreeMap::<String, Problem>::new();
    for problem in problems.iter().filter(|it| it.rule.leaves_a_file_unread()) {
        let place = |it: &Problem| (it.rule != Rule::NotUtf8, it.line, it.column);
        match first.get(&problem.file) {
            Some(before) if place(before) <= place(problem) => {}
            _ => drop(first.insert(problem.file.clone(), problem.clone())),
        }
    }
    if first.is_empty() {
        // In a story without events or sections little can be right that speaks of them.
        let is_empty = problems.iter().any(|it| it.rule == Rule::EmptyStory);
        let stays = |it: &Problem| !is_empty || it.rule == Rule::EmptyStory || !it.rule.rests_on_other_files();
        return problems.into_iter().filter(stays).collect();
    }
    let all = problems.len();
    let mut kept: Vec<_> = problems
        .into_iter()
        .filter(|it| match first.get(&it.file) {
            Some(first) => it == first,
            None => !it.rule.rests_on_other_files(),
        })
        .collect();
    let held = all - kept.len();
    if let Some(problem) = kept.iter_mut().find(|it| it.rule.leaves_a_file_unread() && held > 0) {
        let rest = "what may only follow from this is told when it is mended";
        let asks = problem.help.ends_with('?');
        let rest = if asks { rest.replacen('w', " W", 1) } else { format!("; {rest}") };
        problem.help.push_str(&rest);
    }
    kept
}

/// So many problems of one kind are told in a file; of the others the lines.
const TOLD_OF_A_KIND: usize = 6;

/// Says once what is to be said often: the same words of one file, and from the seventh on other cases of the same rule.
/// The problems are in order.
pub(crate) fn fold_repeats(problems: Vec<Problem>) -> Vec<Problem> {
    let mut told: Vec<Problem> = Vec::new();
    let mut same = HashMap::<(String, Rule, String), usize>::new();
    let mut kinds = HashMap::<(String, Rule), (usize, usize)>::new();
    for problem in problems {
        let kind = (problem.file.clone(), problem.rule);
        let words = (problem.file.clone(), problem.rule, problem.message.clone());
        if let Some(first) = same.get(&words) {
            told[*first].also.push(problem.line);
            continue;
        }
        let (count, last) = kinds.entry(kind).or_insert((0, told.len()));
        if *count == TOLD_OF_A_KIND {
            told[*last].also.push(problem.line);
            continue;
        }
        (*count, *last) = (*count + 1, told.len());
        same.insert(words, told.len());
        told.push(problem);
    }
    for problem in &mut told {
        problem.also.sort_unstable();
        problem.also.dedup();
        problem.also.retain(|it| *it != problem.line);
    }
    told
}

/// A problem that belongs to no decoded file.
pub(crate) fn without_span(rule: Rule, file: String, message: String, help: &str) -> Problem {
    Problem {
        rule,
        file,
        line: 1,
        column: 1,
        message,
        help: help.to_owned(),
        also: Vec::new(),
        label: String::new(),
        excerpt: String::new(),
        marked: 0..0,
    }
}

/// Longer marks tell nothing more, and push the start of their line out of sight.
const LONGEST_MARK: usize = 60;

/// The line that a span starts in.
struct LineExcerpt<'t> {
    line: usize,
    column: usize,
    excerpt: &'t str,
    marked: Range<usize>,
}

impl<'t> LineExcerpt<'t> {
    fn find(text: &'t str, span: &Range<usize>) -> Self {
        let start = text.floor_char_boundary(span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |it| it + 1);
        let excerpt = text[line_start..].lines().next().unwrap_or_default();
        let end = text.ceil_char_boundary(span.end).max(start);
        let from = (start - line_start).min(excerpt.len());
        let longest = excerpt[from..].char_indices().nth(LONGEST_MARK).map_or(excerpt.len(), |(it, _)| from + it);
        Self {
            line: text[..line_start].matches('\n').count() + 1,
            column: text[line_start..line_start + from].chars().count() + 1,
            excerpt,
            marked: from..(end - line_start).min(longest).max(from),
        }
    }
}
