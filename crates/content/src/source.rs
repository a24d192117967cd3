//! The files of a story, and places in them.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::content::{is_known, is_left_alone};

/// The files of a content folder, by their path in it (`timeline/events.toml`).
#[derive(Debug, Clone, Default)]
pub struct Files {
    root: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// No files yet; `root` is put before their paths where they are shown.
    pub fn new(root: impl Into<String>) -> Self {
        Self { root: root.into(), files: BTreeMap::new() }
    }

    /// Reads a folder and the folders in it.
    ///
    /// # Errors
    /// When a file or folder cannot be read.
    pub fn load(root: &Path) -> io::Result<Self> {
        let mut files = Self::new(root.display().to_string());
        files.load_folder(root, "", &mut Vec::new())?;
        Ok(files)
    }

    /// Adds a file, or replaces it.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), bytes.into());
    }

    /// Takes a file away.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }

    /// `above` are the folders that this one lies in: a link may lead back to one of them.
    fn load_folder(&mut self, folder: &Path, prefix: &str, above: &mut Vec<PathBuf>) -> io::Result<()> {
        let place = folder.canonicalize()?;
        if above.contains(&place) {
            return Ok(());
        }
        above.push(place);
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if is_scratch(&name) || is_left_alone(&path) {
                continue;
            }
            if entry.path().is_dir() {
                self.load_folder(&entry.path(), &format!("{path}/"), above)?;
            } else if is_known(&path) {
                let named = |error: io::Error| io::Error::new(error.kind(), format!("{path}: {error}"));
                let bytes = std::fs::read(entry.path()).map_err(named)?;
                self.insert(path, bytes);
            } else {
                // Its name is enough to tell what it is.
                self.insert(path, Vec::new());
            }
        }
        above.pop();
        Ok(())
    }

    /// The bytes of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// Every path with its bytes.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }

    pub(crate) fn shown(&self, path: &str) -> String {
        match self.root.trim_end_matches('/') {
            "" => path.to_owned(),
            root => format!("{root}/{path}"),
        }
    }
}

/// Hidden files, what systems put beside files, and the copies that programs leave behind while one types.
fn is_scratch(name: &str) -> bool {
    name.starts_with(['.', '#'])
        || name.starts_with("~$")
        || name.ends_with(['~', '#'])
        || [".swp", ".swo", ".tmp", ".bak", ".orig", ".rej"].iter().any(|it| name.ends_with(it))
        || ["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r"].contains(&name.to_ascii_lowercase().as_str())
}

/// Position of a file among those that were decoded.
pub(crate) type FileIx = usize;

/// A decoded file.
#[derive(Debug)]
pub(crate) struct Source {
    /// Path in the content folder.
    pub path: String,
    /// Path as it is shown to a person.
    pub shown: String,
    pub text: String,
}

/// Some bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub file: FileIx,
    pub range: Range<usize>,
}

impl Span {
    pub(crate) fn new(file: FileIx, range: Range<usize>) -> Self {
        Self { file, range }
    }

    pub(crate) fn start_of(file: FileIx) -> Self {
        Self::new(file, 0..0)
    }
}

/// A text and where it was written. Blank where a key was missing: that has been reported, so nobody reports it again.
#[derive(Debug, Clone)]
pub(crate) struct SpannedString {
    pub value: String,
    pub span: Span,
}

impl SpannedString {
    pub(crate) fn is_blank(&self) -> bool {
        self.value.trim().is_empty()
    }

    pub(crate) fn chars(&self) -> usize {
        self.value.chars().count()
    }

    /// Where some bytes of the value were written; the whole text where that cannot be told.
    pub(crate) fn inside(&self, sources: &[Source], part: Range<usize>) -> Span {
        let written = sources.get(self.span.file).and_then(|it| it.text.get(self.span.range.clone()));
        let range = written.and_then(|written| {
            if let Some(shift) = written.find(&self.value) {
                return Some(part.start + shift..part.end + shift);
            }
            let start = escaped_offset(written, part.start)?;
            let start = start + joins(written.get(start..)?);
            Some(start..escaped_offset(written, part.end)?.max(start))
        });
        match range {
            Some(range) => {
                Span::new(self.span.file, self.span.range.start + range.start..self.span.range.start + range.end)
            }
            None => self.span.clone(),
        }
    }
}

/// Where in a written TOML string (with its quotes and escapes) the byte `wanted` of its value stands.
fn escaped_offset(written: &str, wanted: usize) -> Option<usize> {
    let quotes = if written.starts_with("\"\"\"") { 3 } else { 1 };
    let body = written.strip_prefix('"')?.get(quotes - 1..)?;
    // The newline right after three quotes is not part of the text.
    let newline = if quotes == 3 { ["\r\n", "\n"].into_iter().find(|it| body.starts_with(it)) } else { None };
    let mut at = quotes + newline.map_or(0, str::len);
    let mut decoded = 0;
    while decoded < wanted {
        let rest = written.get(at..)?;
        let (took, gave) = next_char(rest)?;
        at += took;
        decoded += gave;
    }
    Some(at)
}

/// Bytes of a joined line (`\\` and the white space after it) at the start.
fn joins(rest: &str) -> usize {
    next_char(rest).filter(|(_, gave)| *gave == 0).map_or(0, |(took, _)| took)
}

/// Bytes written and bytes meant by the next character or escape of a TOML string.
fn next_char(rest: &str) -> Option<(usize, usize)> {
    let first = rest.chars().next()?;
    if first != '\\' {
        return Some((first.len_utf8(), first.len_utf8()));
    }
    let hex = |digits: usize| {
        let code = rest.get(2..2 + digits)?;
        let meant = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
        Some((2 + digits, meant.len_utf8()))
    };
    match rest[1..].chars().next()? {
        'x' => hex(2),
        'u' => hex(4),
        'U' => hex(8),
        it if it.is_whitespace() => Some((1 + rest[1..].len() - rest[1..].trim_start().len(), 0)),
        it => Some((1 + it.len_utf8(), 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_an_escaped_text_is_found_where_it_was_written() {
        let text = r#"a = "Say \"yes\" \u00e9 now""#;
        let source = Source { path: String::new(), shown: String::new(), text: text.to_owned() };
        let value = "Say \"yes\" é now".to_owned();
        let now = value.find("now").expect("it is there");
        let written = SpannedString { value, span: Span::new(0, 4..text.len()) };
        let at = written.inside(&[source], now..now + 3);
        assert_eq!(&text[at.range], "now");
    }

    #[test]
    fn a_joined_line_counts_for_nothing() {
        let text = "\"\"\"\none \\\n   two\"\"\"";
        let source = Source { path: String::new(), shown: String::new(), text: text.to_owned() };
        let written = SpannedString { value: "one two".to_owned(), span: Span::new(0, 0..text.len()) };
        let at = written.inside(&[source], 4..7);
        assert_eq!(&text[at.range], "two");
    }
}
