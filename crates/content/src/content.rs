//! Which file holds what: takes the files apart into tables.

use std::collections::BTreeMap;

use crate::fields::{fields, nearest};
use crate::import::{self, Imported};
use crate::problem::Log;
use crate::rule::Rule;
use crate::source::{At, FileIx, Source, Text};
use crate::tree::{self, Table};

/// Files of tables: path, and the lists it may hold.
const TABLE_FILES: &[(&str, &[&str])] = &[
    ("cards/people.toml", &["person"]),
    ("cards/concepts.toml", &["concept"]),
    ("cards/claims.toml", &["claim"]),
    ("cards/hurdles.toml", &["hurdle"]),
    ("cards/signposts.toml", &["signpost"]),
    ("cards/scenarios.toml", &["scenario"]),
    ("minute.toml", &["sentence"]),
    ("walk.toml", &["step"]),
    ("ties.toml", &["party", "tie"]),
    ("changes.toml", &["change"]),
    ("sources.toml", &["source"]),
];

/// Everything that was written, as tables.
#[derive(Debug, Default)]
pub(crate) struct Content {
    pub story: Option<Table>,
    pub map: Option<Table>,
    pub sections: Vec<SectionFile>,
    lists: BTreeMap<&'static str, Vec<Table>>,
}

/// A section: its front matter and its prose.
#[derive(Debug)]
pub(crate) struct SectionFile {
    pub front: Table,
    pub prose: Text,
}

impl Content {
    /// The tables of one kind, in the order of the files and then as written.
    pub(crate) fn list(&self, kind: &str) -> &[Table] {
        self.lists.get(kind).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn read(log: &Log) -> Self {
        let mut content = Self::default();
        for (file, source) in log.sources.iter().enumerate() {
            content.read_file(file, source, log);
        }
        if content.story.is_some() {
            content.note_emptiness(log);
        }
        content
    }

    fn read_file(&mut self, file: FileIx, source: &Source, log: &Log) {
        let path = source.path.as_str();
        let text = source.text.as_str();
        match path {
            "story.toml" => self.story = Some(tree::toml(file, text, log)),
            "map.toml" => self.map = Some(tree::toml(file, text, log)),
            _ if in_folder(path, "timeline/", ".toml") => {
                self.take_lists(&tree::toml(file, text, log), &["event"], log)
            }
            _ if in_folder(path, "timeline/", ".csv") => self.add_imported(import::csv(file, text, log)),
            _ if in_folder(path, "timeline/", ".json") => self.add_imported(import::timelinejs(file, text, log)),
            _ if in_folder(path, "sections/", ".md") => self.sections.extend(section(file, text, log)),
            _ => match TABLE_FILES.iter().find(|(it, _)| *it == path) {
                Some((_, kinds)) => self.take_lists(&tree::toml(file, text, log), kinds, log),
                None if is_beside(path) => {}
                None => note_unknown(file, path, log),
            },
        }
    }

    fn add(&mut self, kind: &'static str, tables: impl IntoIterator<Item = Table>) {
        self.lists.entry(kind).or_default().extend(tables);
    }

    fn add_imported(&mut self, imported: Imported) {
        self.add("event", imported.events);
        self.add("era", imported.eras);
    }

    fn take_lists(&mut self, root: &Table, kinds: &'static [&'static str], log: &Log) {
        fields(root, "file of this name", log, |f| {
            for kind in kinds {
                self.add(kind, f.tables(kind).into_iter().cloned());
            }
        });
    }

    fn note_emptiness(&self, log: &Log) {
        let story = log.sources.iter().position(|it| it.path == "story.toml").unwrap_or_default();
        for (empty, what, help) in [
            (self.sections.is_empty(), "section", "write sections/01-….md"),
            (self.list("event").is_empty(), "event", "write an [[event]] into timeline/….toml"),
        ] {
            if empty {
                log.add(Rule::EmptyStory, &At::start_of(story), format!("this story has no {what}"), "", help);
            }
        }
    }
}

fn in_folder(path: &str, folder: &str, ending: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|it| it.ends_with(ending) && !it.contains('/'))
}

/// Files that stand beside the story: notes for editors, the outlines and what is told about them, the room of embeds.
fn is_beside(path: &str) -> bool {
    path == "heights.toml" || path.starts_with("map/") || path.ends_with("README.md") || path.ends_with("LICENSE")
}

fn note_unknown(file: FileIx, path: &str, log: &Log) {
    let known = TABLE_FILES.iter().map(|(it, _)| *it).chain(["story.toml", "map.toml"]);
    let help = nearest(path, known).map_or_else(
        || {
            "see the list of files in docs/stories.md; take this file out of the folder if it is no part of the story"
                .to_owned()
        },
        |it| format!("did you mean `{it}`?"),
    );
    log.add(Rule::FileUnknown, &At::start_of(file), format!("nothing reads `{path}`"), "", help);
}

/// Parts the front matter from the prose. The opening `+++` is blanked rather than cut, so that places stay true.
fn section(file: FileIx, text: &str, log: &Log) -> Option<SectionFile> {
    let Some((front, prose)) = front_matter(text) else {
        let help = "start the file with a line `+++`, then id, title, kicker, summary and parts, then again `+++`";
        log.add(
            Rule::FrontMatter,
            &At::start_of(file),
            "this section has no front matter",
            "`+++` is missing here",
            help,
        );
        return None;
    };
    let mut front = tree::toml(file, &format!("   {}", &text[3..front]), log);
    front.at = At::new(file, 0..3);
    let value = text[prose..].to_owned();
    Some(SectionFile { front, prose: Text { value, at: At::new(file, prose..text.len()) } })
}

/// Where the front matter ends and where the prose begins.
fn front_matter(text: &str) -> Option<(usize, usize)> {
    let mut lines = text.split_inclusive('\n');
    let opening = lines.next()?;
    if opening.trim_end() != "+++" {
        return None;
    }
    let mut at = opening.len();
    for line in lines {
        if line.trim_end() == "+++" {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}
