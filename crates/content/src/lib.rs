//! The files an editor writes, checked into a story that cannot be wrong.
//!
//! ```text
//! files ──source──▶ text ──tree──▶ tables with places ──build, markdown, check──▶ Story
//!                                              │
//!                                       every problem at once
//! ```
//!
//! [`read`] takes a content folder (its format is told in `docs/stories.md`) and gives back either the whole [`model`]
//! or every [`Problem`] in it, sorted by file and line: never only the first. Each names its [`Rule`], its place, the line
//! itself and what to do. Warnings come back beside a story that can be built.
//!
//! The stages, one module each: `encoding` (bytes to text), `source` (files and places), `tree` (TOML with a place for every key
//! and value; `syntax` explains what is not TOML), `content` (which file holds what), `id_index` (every id and source), `context`
//! (what builders and checks share), `fields` (a table read key by key), `markdown`, `build` (one file for each kind of thing),
//! `check` (one file for each family of rules that look at more than one key). What comes of them: `model`, and `problem` by the
//! names of `rule`. Beside them: `limits` (how long texts may be), `schema` (the keys that the readers ask for, for editors' programs), `strings` (checks the words
//! of the interface), `util`.

mod build;
mod check;
mod content;
mod context;
mod encoding;
mod fields;
mod id_index;
pub mod limits;
mod markdown;
pub mod model;
mod problem;
mod rule;
mod schema;
mod source;
mod strings;
mod syntax;
mod tree;
mod util;

use std::path::Path;

pub use id_index::{RESERVED_STARTS, is_id};
pub use model::Story;
pub use problem::{Problem, Problems};
pub use rule::{Rule, Severity};
pub use schema::schemas;
pub use source::Files;
pub use strings::check_strings;

use content::{Content, is_known, is_left_alone};
use context::BuildContext;
use problem::{Diagnostics, fold_repeats, hold_back, without_span};
use source::{Source, Span};

/// A story without errors, and what could be better in it.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The story.
    pub story: Story,
    /// What could be better.
    pub warnings: Vec<Problem>,
}

/// Reads a content folder.
///
/// # Errors
/// Every problem of every file, if one of them is an error.
pub fn read(content: &Path) -> Result<Checked, Problems> {
    match Files::load(content) {
        Ok(files) => read_files(&files),
        Err(error) => {
            let message = format!("the content cannot be read: {error}");
            let help = "give the folder that holds story.toml";
            Err(vec![without_span(Rule::FileMissing, content.display().to_string(), message, help)].into())
        }
    }
}

/// Reads content that is in memory.
///
/// # Errors
/// Every problem of every file, if one of them is an error.
pub fn read_files(files: &Files) -> Result<Checked, Problems> {
    let (sources, broken) = decode(files);
    let diagnostics = Diagnostics::new(&sources);
    for (at, message) in broken {
        let help = "save it again as plain text, with the encoding UTF-8";
        diagnostics.report(Rule::NotUtf8, &at, message, "", help);
    }
    let content = Content::read(&diagnostics);
    let story = build_twice(&content, &diagnostics);
    let mut problems = diagnostics.into_problems();
    note_no_sources(&content, files, &mut problems);
    let misnamed = sources.iter().any(|it| it.path.to_lowercase().starts_with("story."));
    if content.story.is_none() && !misnamed {
        let help = "begin with story.toml: docs/stories.md shows one";
        problems.push(without_span(
            Rule::FileMissing,
            files.shown("story.toml"),
            "there is no story.toml".to_owned(),
            help,
        ));
    }
    let problems = Problems::from(fold_repeats(Problems::from(hold_back(problems)).into()));
    match story {
        Some(story) if problems.errors() == 0 => Ok(Checked { story, warnings: problems.into() }),
        _ => Err(problems),
    }
}

/// Where sources are cited and none are written that is told once, and not at each cite.
fn note_no_sources(content: &Content, files: &Files, problems: &mut Vec<Problem>) {
    let is_cited = problems.iter().any(|it| it.rule == Rule::SourceUnknown);
    let is_unread = problems.iter().any(|it| it.rule.leaves_a_file_unread());
    if content.list("source").is_empty() && is_cited && !is_unread {
        problems.retain(|it| ![Rule::SourceUnknown, Rule::PartEmpty].contains(&it.rule));
        let message = "this story cites sources, and has none".to_owned();
        let help = "write each as a [[source]] into sources.toml; docs/stories.md shows one";
        problems.push(without_span(Rule::FileMissing, files.shown("sources.toml"), message, help));
    }
}

/// Builds the story, and then once more with only the sources that it cites: their numbers depend on which those are.
fn build_twice(content: &Content, diagnostics: &Diagnostics) -> Option<Story> {
    let all = build::sources(content, diagnostics);
    let cx = BuildContext::new(content, &all, diagnostics);
    let story = build::story(content, &cx)?;
    check::whole(&story, content, &cx);
    let cited = cx.cited.into_inner();
    let unused = all.iter().enumerate().filter(|(ix, _)| !cited.contains(ix)).map(|(_, it)| it.id.as_str());
    note_unused(&unused.collect::<Vec<_>>(), content, diagnostics);
    let used: Vec<_> = all.iter().enumerate().filter(|(ix, _)| cited.contains(ix)).map(|(_, it)| it.clone()).collect();
    let silent = Diagnostics::new(diagnostics.sources);
    build::story(content, &BuildContext::new(content, &used, &silent))
}

fn note_unused(unused: &[&str], content: &Content, diagnostics: &Diagnostics) {
    for id in content.list("source").iter().filter_map(|it| it.str_if_any("id")) {
        // What has no right id cannot be cited, and that has been noted.
        if unused.contains(&id.value.as_str()) && id_index::is_id(&id.value) {
            let help = "cite it where it bears on something, or take it out: the page lists only what is cited";
            diagnostics.report(
                Rule::SourceUnused,
                &id.span,
                format!("nothing cites `{}`", id.value),
                "never cited",
                help,
            );
        }
    }
}

/// Decodes every file that is read. Those that are not UTF-8 come back with the place of their first wrong byte.
fn decode(files: &Files) -> (Vec<Source>, Vec<(Span, String)>) {
    let mut broken = Vec::new();
    let read = files.iter().filter(|(path, _)| !is_left_alone(path));
    let decoded = read.enumerate().map(|(file, (path, bytes))| {
        let mut text = String::new();
        if is_known(path) {
            let (decoded, wrong) = encoding::decode(bytes);
            broken.extend(wrong.map(|it| (Span::new(file, it.span), it.message)));
            text = decoded;
        }
        Source { path: path.to_owned(), shown: files.shown(path), text }
    });
    (decoded.collect(), broken)
}
