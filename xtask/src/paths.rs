//! Where things are.

use std::{
    env,
    ffi::OsStr,
    path::{Path, PathBuf},
};

use crate::bundle::Mode;

/// The top folder of the project.
pub fn root() -> PathBuf {
    // Baked in at compile time, but cargo tells again at run time where the project is now.
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")));
    package.parent().map(Path::to_path_buf).unwrap_or(package)
}

/// Where cargo puts what it makes, and so do we.
pub fn target() -> PathBuf {
    // Relative to where cargo was called from, as cargo has it.
    match env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => env::current_dir().unwrap_or_else(|_| root()).join(folder),
        None => root().join("target"),
    }
}

/// What a browser loads, ready for the pages.
pub fn bundle(mode: Mode) -> PathBuf {
    target().join(match mode {
        Mode::Release => "bundle",
        Mode::Development => "bundle-development",
    })
}

/// A path as it was typed, from where it was typed.
pub fn typed(path: &OsStr) -> PathBuf {
    env::current_dir().unwrap_or_else(|_| root()).join(path)
}

/// What a static host serves of the default story.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// A made-up story with every part: what the engine does is tested on it, so that an editor of ours never breaks a test.
pub const FIXTURE: &str = "tests/fixtures/stories/towns";
/// An example of another subject, which has to stay one that can be built.
pub const EXAMPLE: &str = "examples/metre";

/// The made-up story as it is built for the tests.
pub fn fixture_site() -> PathBuf {
    target().join("stories/two-towns")
}

/// The made-up story in one file, as the tests open it.
pub fn fixture_file() -> PathBuf {
    target().join("two-towns.html")
}

/// The explainer in one file.
pub fn single_file() -> PathBuf {
    target().join("explainer.html")
}

/// Tools that the project installs for itself.
pub fn tools() -> PathBuf {
    root().join(".tools")
}

/// A path as a person reads it: from the project's top where it is inside.
pub fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
