//! A file of the folder, as it goes over the wire.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// Compressions prepared in advance, the better one first.
const ENCODINGS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

/// What a path of the folder leads to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// A file with its content.
    File(File),
    /// A folder, which is asked for with a slash at the end.
    Folder,
}

/// A file with its content.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct File {
    /// Its name without the folders, which tells its type.
    pub(crate) name: String,
    /// What is sent.
    pub(crate) bytes: Vec<u8>,
    /// How that is compressed.
    pub(crate) encoding: Option<&'static str>,
    /// Whether others may get it in another compression.
    pub(crate) varies: bool,
    /// Changes when the content does.
    pub(crate) tag: String,
}

/// Looks for a file; `accepted` is what the browser can decompress.
pub(crate) fn find(folder: &Path, path: &Path, is_folder: bool, accepted: &str) -> Option<Found> {
    let full = folder.join(path);
    if full.is_dir() {
        let index = full.join("index.html");
        return if is_folder { read(&index, accepted).map(Found::File) } else { Some(Found::Folder) };
    }
    if is_folder {
        return None;
    }
    read(&full, accepted).map(Found::File)
}

/// Reads a file, compressed where it was compressed in advance.
pub(crate) fn read(path: &Path, accepted: &str) -> Option<File> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let prepared: Vec<_> = ENCODINGS.iter().filter(|(_, ending)| beside(path, ending).is_file()).collect();
    let chosen = prepared.iter().find(|(encoding, _)| accepts(accepted, encoding));
    let (bytes, encoding) = match chosen {
        Some((encoding, ending)) => (fs::read(beside(path, ending)).ok()?, Some(*encoding)),
        None => (fs::read(path).ok()?, None),
    };
    let tag = tag(&bytes, encoding);
    Some(File { name, bytes, encoding, varies: !prepared.is_empty(), tag })
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let is_it = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let is_refused = parts.any(|part| part.strip_prefix("q=").is_some_and(|value| value.parse() == Ok(0.0)));
        is_it && !is_refused
    })
}

fn tag(bytes: &[u8], encoding: Option<&str>) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("\"{:016x}{}\"", hasher.finish(), encoding.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::accepts;

    #[test]
    fn browsers_say_what_they_decompress() {
        assert!(accepts("gzip, deflate, br, zstd", "br"));
        assert!(accepts("gzip;q=0.5, br;q=1.0", "gzip"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("", "br"));
        assert!(!accepts("brotli", "br"));
    }
}
