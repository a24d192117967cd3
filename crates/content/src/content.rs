//! Which file holds what: takes the files apart into tables.

use std::collections::BTreeMap;

use crate::fields::{fields, nearest};
use crate::problem::Diagnostics;
use crate::rule::Rule;
use crate::source::{FileIx, Source, Span, SpannedString};
use crate::tree::{self, Entry, Table, Value};

/// Files of tables: path, and the lists it may hold.
pub(crate) const TABLE_FILES: &[(&str, &[&str])] = &[
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
    ("media.toml", &["media"]),
    ("sources.toml", &["source"]),
];

/// What a file is called that holds nothing but lists.
pub(crate) const FILE_OF_LISTS: &str = "file of this name";

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
    pub prose: SpannedString,
}

impl Content {
    /// The tables of one kind, in the order of the files and then as written.
    pub(crate) fn list(&self, kind: &str) -> &[Table] {
        self.lists.get(kind).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn read(diagnostics: &Diagnostics) -> Self {
        let mut content = Self::default();
        let copies = copies(diagnostics.sources);
        for (file, source) in diagnostics.sources.iter().enumerate() {
            if let Some(mark) = merge_mark(&source.text) {
                note_merge(file, mark, diagnostics);
                continue;
            }
            match copies.get(&file) {
                Some(original) => note_copy(file, &diagnostics.sources[*original], diagnostics),
                None => content.read_file(file, source, diagnostics),
            }
        }
        if content.story.is_some() {
            content.note_emptiness(diagnostics);
        }
        content
    }

    fn read_file(&mut self, file: FileIx, source: &Source, diagnostics: &Diagnostics) {
        let path = source.path.as_str();
        let text = source.text.as_str();
        match path {
            "story.toml" => self.story = Some(tree::toml(file, text, diagnostics)),
            "map.toml" => self.map = Some(tree::toml(file, text, diagnostics)),
            _ if in_folder(path, "timeline/", ".toml") => {
                self.take_lists(&tree::toml(file, text, diagnostics), &["event"], diagnostics)
            }
            _ if in_folder(path, "sections/", ".md") => self.sections.extend(section(file, text, diagnostics)),
            _ => match TABLE_FILES.iter().find(|(it, _)| *it == path) {
                Some((_, kinds)) => self.take_lists(&tree::toml(file, text, diagnostics), kinds, diagnostics),
                None if is_beside(path) || is_picture(path) || is_font(path) => {}
                None => note_unknown(file, path, diagnostics),
            },
        }
    }

    fn add(&mut self, kind: &'static str, tables: impl IntoIterator<Item = Table>) {
        self.lists.entry(kind).or_default().extend(tables);
    }

    fn take_lists(&mut self, root: &Table, kinds: &'static [&'static str], diagnostics: &Diagnostics) {
        let (known, unknown): (Vec<_>, Vec<_>) =
            root.entries.iter().cloned().partition(|it| kinds.contains(&it.key.value.as_str()));
        unknown.iter().for_each(|it| note_list(it, kinds, diagnostics));
        let root = Table { span: root.span.clone(), entries: known };
        fields(&root, FILE_OF_LISTS, diagnostics, |f| {
            for kind in kinds {
                self.add(kind, f.tables(kind).into_iter().cloned());
            }
        });
    }

    fn note_emptiness(&self, diagnostics: &Diagnostics) {
        let story = diagnostics.sources.iter().position(|it| it.path == "story.toml").unwrap_or_default();
        for (empty, what, help) in [
            (self.sections.is_empty(), "section", "write sections/01-….md"),
            (self.list("event").is_empty(), "event", "write an [[event]] into timeline/….toml"),
        ] {
            if empty {
                diagnostics.report(
                    Rule::EmptyStory,
                    &Span::start_of(story),
                    format!("this story has no {what}"),
                    "",
                    help,
                );
            }
        }
    }
}

/// The file in which a list stands.
pub(crate) fn home_of(list: &str) -> Option<&'static str> {
    let files = TABLE_FILES.iter().copied().chain([("timeline/….toml", ["event"].as_slice())]);
    files.into_iter().find(|(_, its)| its.contains(&list)).map(|(file, _)| file)
}

/// Notes what a file of lists holds beside them: a list of another name, or a key above the first.
fn note_list(entry: &Entry, kinds: &[&str], diagnostics: &Diagnostics) {
    let (key, kinds_shown) = (&entry.key.value, kinds.join("]] and [["));
    let is_table = matches!(entry.value.value, Value::List(_) | Value::Table(_));
    let home = home_of(key);
    let (message, help) = if let Some(meant) = nearest(&key.to_lowercase(), kinds.iter().copied()).filter(|_| is_table)
    {
        (format!("this file has no list `{key}`"), format!("did you mean [[{meant}]]?"))
    } else if let Some(home) = home.filter(|_| is_table) {
        (
            format!("[[{key}]] stands in {home}, and not here"),
            format!("move it there; this file holds [[{kinds_shown}]]"),
        )
    } else if is_table {
        let help =
            format!("it holds [[{kinds_shown}]]; what belongs to one of them stands below it, without a heading");
        (format!("this file has no list `{key}`"), help)
    } else {
        (format!("`{key}` belongs to nothing here"), format!("put it below a line [[{}]]", kinds[0]))
    };
    diagnostics.report(Rule::ListUnknown, &entry.key.span, message, "not read", help);
}

fn in_folder(path: &str, folder: &str, ending: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|it| it.ends_with(ending) && !it.contains('/'))
}

/// Whether something is read from a file of this path.
pub(crate) fn is_known(path: &str) -> bool {
    ["story.toml", "map.toml"].contains(&path)
        || TABLE_FILES.iter().any(|(it, _)| *it == path)
        || in_folder(path, "sections/", ".md")
        || in_folder(path, "timeline/", ".toml")
        || is_beside(path)
}

/// Files that stand beside the story: the outlines and what is told about them, the room of embeds, and words of its own.
fn is_beside(path: &str) -> bool {
    ["heights.toml", "strings.toml"].contains(&path) || path.starts_with("map/")
}

/// Fonts that the story brings, and the style sheet that names them; the prerender reads them.
fn is_font(path: &str) -> bool {
    path == "fonts/fonts.css"
        || path.starts_with("fonts/") && [".woff2", ".ttf", ".otf", ".md"].iter().any(|it| path.ends_with(it))
}

/// Pictures that `media.toml` may name; the prerender reads them.
pub(crate) fn is_picture(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, it)| it);
    path.starts_with("media/") && PICTURES.contains(&ending.to_ascii_lowercase().as_str())
}

/// Ends of the names of pictures that browsers show.
pub(crate) const PICTURES: [&str; 6] = ["jpg", "jpeg", "png", "webp", "avif", "svg"];

/// Drafts and notes, which an editor may keep in the folder: what begins with `_`, a folder `drafts` or `notes`, texts,
/// README and LICENSE.
pub(crate) fn is_left_alone(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let lower = name.to_ascii_lowercase();
    path.split('/').any(|it| it.starts_with('_'))
        || path.split('/').rev().skip(1).any(|it| ["drafts", "notes"].contains(&it))
        || ["drafts", "notes"].contains(&path)
        || is_about_the_folder(path, &lower)
        // Some systems hide the end of a name, and add one that is not asked for.
        || (lower.ends_with(".txt") && !is_where_each_is_read(path) && ![".toml.txt", ".md.txt"].iter().any(|it| lower.ends_with(it)))
}

/// Whether a file lies where files of the story stand, of which each one is read.
fn is_where_each_is_read(path: &str) -> bool {
    ["timeline/", "sections/", "cards/"].iter().any(|it| path.starts_with(it))
}

/// Whether a file is a README or a LICENSE: by its whole name, or by its beginning where the name has no ending, for a sheet
/// may be called "Licence fee".
fn is_about_the_folder(path: &str, lower_name: &str) -> bool {
    const NAMES: [&str; 3] = ["readme", "license", "licence"];
    let stem = lower_name.strip_suffix(".md").unwrap_or(lower_name);
    !is_where_each_is_read(path)
        && (NAMES.contains(&stem)
            || !stem.contains('.') && stem == lower_name && NAMES.iter().any(|it| stem.starts_with(it)))
}

/// Where git marks two versions of a file that it could not join.
fn merge_mark(text: &str) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    let mut found = None;
    let mut ends = false;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if found.is_none() && (bare.starts_with("<<<<<<< ") || bare == "=======" || bare.starts_with(">>>>>>> ")) {
            found = Some(at..at + bare.len());
        }
        // A line of `=` alone can stand below a heading.
        ends |= bare.starts_with("<<<<<<< ") || bare.starts_with(">>>>>>> ");
        at += line.len();
    }
    found.filter(|_| ends)
}

fn note_merge(file: FileIx, mark: std::ops::Range<usize>, diagnostics: &Diagnostics) {
    let rule = if diagnostics.sources[file].path.ends_with(".md") { Rule::FrontMatter } else { Rule::TomlSyntax };
    let message = "this line is the mark of a merge that git could not finish";
    let help = "two versions of this file were joined: keep one of them, and take the marked lines (<<<<<<<, =======, >>>>>>>) out";
    diagnostics.report(rule, &Span::new(file, mark), message, "a conflict", help);
}

/// What a file is that nothing reads, by the end of its name.
fn kind_of_file(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or(String::new(), |(_, it)| it.to_ascii_lowercase());
    match ending.as_str() {
        "jpg" | "jpeg" | "png" | "webp" | "avif" | "svg" | "gif" | "tif" | "tiff" | "heic" | "heif" | "psd" | "bmp"
        | "jp2" | "j2k" | "jfif" | "jxl" | "ico" | "eps" | "ai" | "raw" | "dng" | "cr2" | "nef" => "a picture",
        "mp3" | "wav" | "ogg" | "m4a" | "flac" => "a recording",
        "mp4" | "mov" | "webm" | "avi" | "mkv" => "a film",
        "doc" | "docx" | "odt" | "rtf" | "pages" => "a document of a word processor",
        "xls" | "xlsx" | "ods" | "numbers" => "a workbook",
        "csv" | "tsv" => "a sheet",
        "pdf" => "a PDF",
        "zip" | "gz" | "7z" | "rar" | "tar" => "an archive",
        "html" | "htm" => "a web page",
        "yaml" | "yml" => "YAML, where TOML is wanted",
        "json" | "geojson" => "JSON",
        "md" | "markdown" => "a Markdown text",
        "toml" => "a table file",
        _ => "a file",
    }
}

/// Where a file of such a name was probably meant to stand.
fn probable_path(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let lower = name.to_lowercase().replace(' ', "-");
    if let Some(meant) = path.strip_suffix(".txt").or_else(|| path.strip_suffix(".TXT")) {
        let ending = match folder {
            _ if meant.ends_with(".toml") || meant.ends_with(".md") => "",
            "sections" => ".md",
            _ => ".toml",
        };
        return Some(format!("{meant}{ending}"));
    }
    let known = || TABLE_FILES.iter().map(|(it, _)| *it).chain(["story.toml", "map.toml", "strings.toml"]);
    // `cards/person.toml`, `concept.toml`: named after one of what it holds.
    let stem = lower.strip_suffix(".toml").or_else(|| lower.strip_suffix(".tml"));
    if let Some(stem) = stem {
        let holds = |kinds: &[&str]| kinds.iter().any(|it| *it == stem || format!("{it}s") == stem);
        if let Some((file, _)) = TABLE_FILES.iter().find(|(_, kinds)| holds(kinds)) {
            return Some((*file).to_owned());
        }
        if let Some(file) = known().find(|it| it.rsplit('/').next() == Some(&format!("{stem}.toml"))) {
            return Some(file.to_owned());
        }
        if ["event", "events", "timeline"].contains(&stem)
            || (folder.starts_with("timeline") && lower.ends_with(".toml"))
        {
            let stem = name.rsplit_once('.').map_or(name, |(it, _)| it);
            return Some(format!("timeline/{stem}.toml"));
        }
    }
    if lower.ends_with(".md") || lower.ends_with(".markdown") {
        return Some(format!("sections/{}.md", name.rsplit_once('.').map_or(name, |(it, _)| it)));
    }
    nearest(path, known()).map(str::to_owned)
}

/// Files that were copied within their folder, and the file of which each is a copy.
fn copies(sources: &[Source]) -> BTreeMap<FileIx, FileIx> {
    let mut copies = BTreeMap::new();
    let lists = |it: &Source| it.path.ends_with(".toml") || it.path.ends_with(".md");
    for (ix, copy) in sources.iter().enumerate().filter(|(_, it)| is_known(&it.path) && lists(it)) {
        let (folder, name) = copy.path.rsplit_once('/').unwrap_or(("", &copy.path));
        let original = sources.iter().position(|it| {
            let (its_folder, its_name) = it.path.rsplit_once('/').unwrap_or(("", &it.path));
            folder == its_folder && it.path != copy.path && is_name_of_copy(name, its_name) && shares_ids(it, copy)
        });
        if let Some(original) = original {
            copies.insert(ix, original);
        }
    }
    copies
}

/// Whether a name is another with a word or number added: `events copy.toml`, `events (2).toml`, `Copy of events.toml`.
fn is_name_of_copy(name: &str, original: &str) -> bool {
    let stem = |it: &str| it.rsplit_once('.').map_or(it.to_owned(), |(it, _)| it.to_lowercase());
    let (name, original) = (stem(name), stem(original));
    name.len() > original.len() && (name.starts_with(&original) || name.ends_with(&original))
}

/// Whether two files have an id in common.
fn shares_ids(one: &Source, other: &Source) -> bool {
    let ids = |it: &Source| -> Vec<String> {
        let lines = it.text.lines().filter_map(|it| it.trim().strip_prefix("id")?.trim_start().strip_prefix('='));
        lines.map(|it| it.trim().to_owned()).collect()
    };
    let ids_of_one = ids(one);
    ids(other).iter().any(|it| ids_of_one.contains(it))
}

fn note_copy(file: FileIx, original: &Source, diagnostics: &Diagnostics) {
    let message = format!("this seems to be a copy of {}: it holds the same ids", original.shown);
    let help = "delete the one that is older, or put it into a folder `drafts/`, which is left alone";
    diagnostics.report(Rule::IdDuplicate, &Span::start_of(file), message, "", help);
}

fn note_unknown(file: FileIx, path: &str, diagnostics: &Diagnostics) {
    // `story (1).toml` beside `story.toml`: under that name it would take its place.
    let end_of = |it: &str| it.rsplit_once('.').map(|(_, end)| end.to_lowercase());
    let folder = |it: &str| it.rsplit_once('/').map_or(String::new(), |(it, _)| it.to_owned());
    let name = |it: &str| it.rsplit('/').next().unwrap_or(it).to_owned();
    let original = diagnostics.sources.iter().find(|it| {
        is_known(&it.path)
            && folder(&it.path) == folder(path)
            && end_of(&it.path) == end_of(path)
            && is_name_of_copy(&name(path), &name(&it.path))
    });
    if let Some(original) = original {
        let message = format!("nothing reads `{path}`, which seems to be a copy of {}", original.shown);
        let help = "delete it, or put it into a folder `drafts/`, which is left alone";
        diagnostics.report(Rule::FileName, &Span::start_of(file), message, "", help);
        return;
    }
    let kind = kind_of_file(path);
    let leave = "or put it into a folder `drafts/`, which is left alone";
    if path.starts_with("strings/") {
        let help =
            "the story's own words stand in `strings.toml`, beside story.toml, in the language of the story: rename it";
        let message = format!("nothing reads `{path}`: a story has one file of words");
        diagnostics.report(Rule::FileName, &Span::start_of(file), message, "", help);
        return;
    }
    let (rule, help) = match probable_path(path)
        .filter(|it| it != path && !path.starts_with("media/"))
        .filter(|_| ["a table file", "a Markdown text", "a file"].contains(&kind))
    {
        Some(it) => (Rule::FileName, format!("did you mean `{it}`? Rename it, {leave}")),
        None if kind == "a picture" && path.starts_with("media/") => {
            (Rule::FileUnknown, format!("save it as JPEG, PNG, WebP, AVIF or SVG, {leave}"))
        }
        // A picture may have lost the end of its name.
        None if kind == "a file" && path.starts_with("media/") => (
            Rule::FileUnknown,
            format!("if it is a picture, save it as JPEG or PNG, with .jpg or .png at the end of its name, {leave}"),
        ),
        None if ["a film", "a recording"].contains(&kind) => {
            (Rule::FileUnknown, format!("put it where it can be watched or heard, and lead there with a link, {leave}"))
        }
        None if kind == "a document of a word processor" => {
            (Rule::FileUnknown, format!("write its text as Markdown, in sections/NN-name.md, {leave}"))
        }
        None if kind == "YAML, where TOML is wanted" => {
            let name = path.rsplit_once('.').map_or(path, |it| it.0);
            (Rule::FileUnknown, format!("write it as TOML, in {name}.toml, {leave}"))
        }
        None if kind == "a picture" => {
            (Rule::FileUnknown, format!("put it into `media/` and name it in media.toml, {leave}"))
        }
        None if ["a sheet", "JSON"].contains(&kind) => (
            Rule::FileUnknown,
            format!("`cargo xtask import FILE --story DIR` makes events of a timeline; move it elsewhere, {leave}"),
        ),
        None => (Rule::FileUnknown, format!("take it out of the story's folder, {leave}")),
    };
    diagnostics.report(rule, &Span::start_of(file), format!("nothing reads `{path}`, {kind}"), "", help);
}

/// Parts the front matter from the prose. The opening `+++` is blanked rather than cut, so that places stay true.
fn section(file: FileIx, text: &str, diagnostics: &Diagnostics) -> Option<SectionFile> {
    let Some((front, prose)) = front_matter(text) else {
        let help = match text.lines().next().map(str::trim) {
            Some("---") => "put `+++` in the place of `---`, and write TOML (key = \"value\") between the two lines",
            Some("") if text.trim_start().starts_with("+++") => "take the empty lines above the first `+++` away",
            Some("+++") => "put a line `+++` behind the last key, before the text",
            _ => "start the file with a line `+++`, then id, title, kicker, summary and parts, then again `+++`",
        };
        let message = if text.trim().is_empty() { "this section is empty" } else { "this section has no front matter" };
        diagnostics.report(Rule::FrontMatter, &Span::start_of(file), message, "`+++` is missing here", help);
        return None;
    };
    if let Some(again) = text[prose..]
        .split_inclusive('\n')
        .scan(prose, |at, line| {
            *at += line.len();
            Some((*at - line.len(), line))
        })
        .find(|(_, line)| line.trim_end() == "+++")
        .map(|(at, _)| at)
    {
        let help = "one file holds one section: move the second one into a file of its own, or take it out";
        let span = Span::new(file, again..again + 3);
        diagnostics.report(Rule::FrontMatter, &span, "this section has a second front matter", "again", help);
        return None;
    }
    let mut front = tree::toml(file, &format!("   {}", &text[3..front]), diagnostics);
    front.span = Span::new(file, 0..3);
    let value = text[prose..].to_owned();
    Some(SectionFile { front, prose: SpannedString { value, span: Span::new(file, prose..text.len()) } })
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
