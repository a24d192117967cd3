//! Paths of the project: sources, build folders, outputs.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
};

use crate::bundle::Mode;

/// The top folder of the project.
pub fn root() -> PathBuf {
    // Cargo sets the variable at run time too, so that a project that was moved after compiling is still found.
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    package.parent().map(Path::to_path_buf).unwrap_or(package)
}

/// Cargo's target folder, where everything that is built goes, apart from `dist/`.
pub fn target() -> PathBuf {
    // A relative path is relative to the current folder, as for cargo.
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => env::current_dir().unwrap_or_else(|_| root()).join(folder),
        None => root().join("target"),
    }
}

/// Folder of the bundle: the program, its glue and our scripts.
pub fn bundle(mode: Mode) -> PathBuf {
    target().join(match mode {
        Mode::Release => "bundle",
        Mode::Development => "bundle-development",
    })
}

/// A path from the command line, relative to the folder where it was typed.
pub fn typed(path: &OsStr) -> PathBuf {
    env::current_dir().unwrap_or_else(|_| root()).join(path)
}

/// What a static host serves of the default story.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// A made-up story with every part. Behaviours are tested on it, so that edits of the shipped story never break a test.
pub const FIXTURE: &str = "tests/fixtures/stories/towns";
/// An example story on another subject, which the tests build.
pub const EXAMPLE: &str = "examples/metre";

/// Output folder of the made-up story.
pub fn fixture_site() -> PathBuf {
    target().join("stories/two-towns")
}

/// Output folder of the example story.
pub fn example_site() -> PathBuf {
    target().join("stories/metre")
}

/// The made-up story as a single file.
pub fn fixture_file() -> PathBuf {
    target().join("two-towns.html")
}

/// The shipped story as a single file.
pub fn single_file() -> PathBuf {
    target().join("explainer.html")
}

/// Tools that the project installs for itself.
pub fn tools() -> PathBuf {
    root().join(".tools")
}

/// A path for messages: relative to the project's top if it is inside.
pub fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
