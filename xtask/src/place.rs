//! Where things are.

use std::{
    env,
    path::{Path, PathBuf},
};

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

/// The module script and the program, ready for the page.
pub fn packed() -> PathBuf {
    target().join("packed")
}

/// What a static host serves.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The explainer in one file, as the tests open it.
pub fn single_file() -> PathBuf {
    target().join("explainer.html")
}

/// Like `dist`, with the script that reloads; never to be published.
pub fn live() -> PathBuf {
    target().join("live")
}

/// Tools that the project installs for itself.
pub fn tools() -> PathBuf {
    root().join(".tools")
}

/// A path as a person reads it: from the project's top where it is inside.
pub fn short(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}
