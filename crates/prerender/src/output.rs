//! Writes the output folder: beside the old one first, then both are exchanged in one step, so that no reader meets
//! half a site.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use backstory::page_file;

/// Smaller files gain nothing from compression.
const WORTH_IT: usize = 256;
/// How the names of folders begin that are being written; `cargo xtask serve` deletes those of a build that it ends, by the same
/// `UNFINISHED_FOLDER_PREFIX` in `xtask/src/serve.rs`.
const UNFINISHED_FOLDER_PREFIX: &str = ".backstory-";
/// A file that every build writes.
const MANIFEST: &str = "manifest.webmanifest";
/// Kinds of files that are compressed already.
const COMPRESSED: [&str; 3] = ["woff2", "png", "ttf"];

/// What is kept of the output folder of an older build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeps {
    /// Only the files that embed codes on other people's pages name.
    PublishedEmbeds,
    /// Every file that the new build does not replace.
    All,
}

/// Writes all files; with `compress`, `.br` and `.gz` beside each that gains from it. What codes on other people's pages name is
/// kept: what older builds froze under `v/`, and their `embed-….js`, which a code names with its integrity. A draft keeps all,
/// until the rest of it is written too.
///
/// # Errors
/// A message with the path that could not be written; the old folder is then untouched.
pub fn write(out: &Path, files: &BTreeMap<String, Vec<u8>>, compress: bool, keeps: Keeps) -> Result<(), String> {
    let parent = out.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(|e| at(parent, &e))?;
    let fresh = tempfile::Builder::new().prefix(UNFINISHED_FOLDER_PREFIX).tempdir_in(parent);
    let fresh = fresh.map_err(|e| at(parent, &e))?;
    for (path, bytes) in files {
        put(&fresh.path().join(path), bytes)?;
    }
    if compress {
        compress_all(fresh.path(), files)?;
    }
    match keeps {
        Keeps::PublishedEmbeds => {
            keep(&out.join("v"), &fresh.path().join("v"), &|_| true)?;
            keep(&out.join("assets"), &fresh.path().join("assets"), &|name| name.starts_with("embed-"))?;
        }
        Keeps::All => keep(out, fresh.path(), &|_| true)?,
    }
    replace(out, fresh, parent)
}

/// Checks that a folder may be replaced as a whole: nothing is there yet, or only what builds wrote, or what they keep.
///
/// # Errors
/// A message that names something that would be lost.
pub fn check_replaceable(out: &Path) -> Result<(), String> {
    let help = "A build replaces the whole folder: name one with --out that is empty or not there yet";
    if out.is_file() {
        return Err(format!("{} is a file. {help}", out.display()));
    }
    let entries = fs::read_dir(out).into_iter().flatten().flatten();
    let names: Vec<_> = entries.map(|it| it.file_name().to_string_lossy().into_owned()).collect();
    let is_of_a_build = names.iter().any(|it| it == MANIFEST);
    let mut lost = names.iter().filter(|it| match it.as_str() {
        "v" | "assets" => false,
        ".git" => true,
        _ => !is_of_a_build,
    });
    match lost.next() {
        Some(name) => Err(format!("{} holds {name}, which no build wrote. {help}", out.display())),
        None => Ok(()),
    }
}

/// Whether these files may be frozen in a folder: nothing is there yet, or just these.
#[must_use]
pub fn is_free(out: &Path, files: &BTreeMap<String, Vec<u8>>) -> bool {
    let mut folders =
        files.keys().filter_map(|path| path.strip_suffix(page_file::ARTICLE)).map(|folder| out.join(folder));
    folders.all(|folder| !folder.exists())
        || files.iter().all(|(path, bytes)| fs::read(out.join(path)).is_ok_and(|old| old == *bytes))
}

/// Checks that what older builds froze in this folder is of the same story: another story's pages must not be published
/// with this one.
///
/// # Errors
/// A message that names the folder that is another story's.
pub fn check_frozen(out: &Path, slug: &str) -> Result<(), String> {
    for version in fs::read_dir(out.join("v")).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let manifest = fs::read(version.join(MANIFEST)).unwrap_or_default();
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap_or_default();
        // Pages frozen before the id was introduced have none.
        let other = manifest["id"].as_str().filter(|id| *id != slug);
        if let Some(other) = other {
            return Err(format!(
                "{} is a frozen copy of another story, {other:?}, and this one is {slug:?}. Write this story elsewhere with --out, or move {} away",
                version.display(),
                out.join("v").display()
            ));
        }
    }
    Ok(())
}

fn at(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| at(folder, &e))?;
    }
    fs::write(path, bytes).map_err(|e| at(path, &e))
}

fn compress_all(root: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    let worth = |path: &str, bytes: &[u8]| {
        bytes.len() >= WORTH_IT
            && !COMPRESSED.iter().any(|e| path.ends_with(&format!(".{e}")))
            && !path.starts_with('_')
    };
    // The frozen copy holds the same bytes again: compress each content once.
    let mut by_bytes: BTreeMap<&[u8], Vec<&str>> = BTreeMap::new();
    for (path, bytes) in files.iter().filter(|(p, b)| worth(p, b)) {
        by_bytes.entry(bytes).or_default().push(path);
    }
    let work: Vec<(&[u8], Vec<&str>)> = by_bytes.into_iter().collect();
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    while let Some((bytes, paths)) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let (br, gz) = (brotli(bytes), gzip(bytes));
                        for path in paths {
                            put(&root.join(format!("{path}.br")), &br)?;
                            put(&root.join(format!("{path}.gz")), &gz)?;
                        }
                    }
                    Ok(())
                })
            })
            .collect();
        workers.into_iter().try_for_each(|w| w.join().unwrap_or_else(|_| Err("compression failed".to_owned())))
    })
}

/// The compressed bytes, for a host that serves them instead of the file.
#[must_use]
pub fn brotli(bytes: &[u8]) -> Vec<u8> {
    let params = ::brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    let mut out = Vec::new();
    // Writing to memory does not fail.
    let _ = ::brotli::BrotliCompress(&mut &bytes[..], &mut out, &params);
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Copies files that an older build left in a folder and the new one lacks.
fn keep(old: &Path, fresh: &Path, is_kept: &dyn Fn(&str) -> bool) -> Result<(), String> {
    let Ok(entries) = fs::read_dir(old) else { return Ok(()) };
    for entry in entries.flatten().filter(|entry| is_kept(&entry.file_name().to_string_lossy())) {
        let (source, target) = (entry.path(), fresh.join(entry.file_name()));
        if source.is_dir() {
            keep(&source, &target, &|_| true)?;
        } else if !target.exists() {
            fs::create_dir_all(fresh).map_err(|e| at(fresh, &e))?;
            fs::copy(&source, &target).map_err(|e| at(&target, &e))?;
        }
    }
    Ok(())
}

fn replace(out: &Path, fresh: tempfile::TempDir, parent: &Path) -> Result<(), String> {
    // The old folder goes into one of ours, which is deleted at the end: no name beside it can be somebody's.
    let aside = tempfile::Builder::new().prefix(UNFINISHED_FOLDER_PREFIX).tempdir_in(parent);
    let aside = aside.map_err(|e| at(parent, &e))?;
    if out.exists() {
        fs::rename(out, aside.path().join("old")).map_err(|e| at(out, &e))?;
    }
    let fresh = fresh.keep();
    fs::rename(&fresh, out).map_err(|e| at(out, &e))?;
    readable(out)
}

/// Temporary folders can be read by their owner only; a web server must be able to read this one.
#[cfg(unix)]
fn readable(out: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(out, fs::Permissions::from_mode(0o755)).map_err(|e| at(out, &e))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> Result<(), String> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frozen_versions_stay_and_the_rest_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("dist");
        let files = |name: &str| BTreeMap::from([(name.to_owned(), b"x".to_vec())]);
        write(&out, &files("v/2024-01-01/index.html"), false, Keeps::PublishedEmbeds).expect("written");
        write(&out, &files("index.html"), false, Keeps::PublishedEmbeds).expect("written");
        assert!(out.join("index.html").exists() && out.join("v/2024-01-01/index.html").exists());
        write(&out, &files("other.html"), false, Keeps::PublishedEmbeds).expect("written");
        assert!(!out.join("index.html").exists() && out.join("v/2024-01-01/index.html").exists());
    }

    #[test]
    fn what_no_build_wrote_is_not_deleted() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("site");
        assert_eq!(check_replaceable(&out), Ok(()));
        for kept in ["v/2024-01-01/index.html", "assets/embed-1.js"] {
            put(&out.join(kept), b"x").expect("written");
        }
        assert_eq!(check_replaceable(&out), Ok(()), "what a workflow brings back first");
        put(&out.join("mine.txt"), b"x").expect("written");
        let message = check_replaceable(&out).expect_err("refused");
        assert!(message.contains("mine.txt") && message.contains("--out"), "{message}");
        put(&out.join(MANIFEST), b"{}").expect("written");
        assert_eq!(check_replaceable(&out), Ok(()), "an older build may have had other files");
        put(&out.join(".git/HEAD"), b"x").expect("written");
        assert!(check_replaceable(&out).is_err_and(|it| it.contains(".git")));
        assert!(check_replaceable(&out.join("mine.txt")).is_err_and(|it| it.contains("is a file")));
        // Nor what lies beside the folder.
        let beside = folder.path().join("site.old/mine.txt");
        put(&beside, b"x").expect("written");
        let files = BTreeMap::from([("index.html".to_owned(), b"x".to_vec())]);
        write(&out, &files, false, Keeps::PublishedEmbeds).expect("written");
        let left = fs::read_dir(folder.path()).expect("a folder").count();
        assert!(beside.exists() && left == 2, "{left}");
    }

    #[test]
    fn older_embed_scripts_stay_and_other_assets_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("dist");
        let files = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), b"x".repeat(WORTH_IT))).collect();
        write(&out, &files(&["assets/embed-1.js", "assets/app-1.js"]), true, Keeps::PublishedEmbeds).expect("written");
        write(&out, &files(&["assets/embed-2.js", "assets/app-2.js"]), true, Keeps::PublishedEmbeds).expect("written");
        let there = |name: &str| out.join("assets").join(name).exists();
        for kept in ["embed-1.js", "embed-1.js.br", "embed-1.js.gz", "embed-2.js", "app-2.js"] {
            assert!(there(kept), "{kept}");
        }
        assert!(!there("app-1.js"));
    }

    #[test]
    fn other_words_are_not_frozen_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let out = folder.path().join("dist");
        let files = |text: &str| BTreeMap::from([("v/2024-01-01/index.html".to_owned(), text.as_bytes().to_vec())]);
        assert!(is_free(&out, &files("one")));
        write(&out, &files("one"), false, Keeps::PublishedEmbeds).expect("written");
        assert!(is_free(&out, &files("one")) && !is_free(&out, &files("two")));
    }

    #[test]
    fn copies_of_another_story_are_not_published_with_this_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let version = folder.path().join("v/2024-01-01");
        fs::create_dir_all(&version).expect("a folder");
        assert_eq!(check_frozen(folder.path(), "ours"), Ok(()));
        fs::write(version.join("manifest.webmanifest"), r#"{"id":"ours"}"#).expect("a file");
        assert_eq!(check_frozen(folder.path(), "ours"), Ok(()));
        let message = check_frozen(folder.path(), "theirs").expect_err("refused");
        assert!(message.contains("2024-01-01") && message.contains("ours") && message.contains("--out"), "{message}");
    }

    #[test]
    fn compressed_bytes_are_the_same_bytes() {
        let text = "the quick brown fox ".repeat(50);
        let mut back = Vec::new();
        ::brotli::BrotliDecompress(&mut &brotli(text.as_bytes())[..], &mut back).expect("brotli");
        assert_eq!(back, text.as_bytes());
    }
}
