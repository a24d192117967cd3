//! The first stage: what runs in the browser, compiled.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    paths,
    run::{self, Outcome},
};

const TARGET: &str = "wasm32-unknown-unknown";

/// The programs by their names in Cargo.toml: the page's, and the timeline's.
pub const PROGRAMS: [&str; 2] = ["backstory", "backstory-timeline"];

/// Compiles the browser's programs; the folder in which they are.
pub fn compile() -> Outcome<PathBuf> {
    ready()?;
    run::step("compiling the browser's programs", "they make the timeline and the other live parts of the page work");
    let mut cargo = run::cargo();
    cargo.args(["build", "--package", "backstory", "--bins", "--features", "csr"]);
    cargo.args(["--profile", "wasm", "--target", TARGET]).arg("--target-dir").arg(paths::target());
    run::run(cargo.env("CARGO_ENCODED_RUSTFLAGS", flags().join("\u{1f}")))?;
    Ok(paths::target().join(TARGET).join("wasm"))
}

/// Adds the standard library for the browser to the Rust of whoever builds, where it is missing.
pub fn ready() -> Outcome {
    if has_target() { Ok(()) } else { add_target().map_err(|why| format!("{why}\n{}", to_type())) }
}

/// What to type to have the target.
pub fn to_type() -> String {
    format!(
        "The browser's program needs Rust's standard library for {TARGET}. With rustup: rustup target add {TARGET}. \
         A Rust from elsewhere has it as a package of its own (Debian and Ubuntu: libstd-rust-dev-wasm32; Fedora: \
         rust-std-static-{TARGET})"
    )
}

/// Whether the Rust of whoever builds has the standard library for the browser.
pub fn has_target() -> bool {
    let mut rustc = run::program(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    let sysroot = run::output(rustc.args(["--print", "sysroot"]));
    sysroot.is_ok_and(|path| Path::new(path.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir())
}

fn add_target() -> Outcome {
    let rustup = run::find(&["rustup"]).ok_or("there is no rustup, which installs targets")?;
    run::step(&format!("installing the target {TARGET}"), "which the browser's program is compiled for");
    run::run(Command::new(rustup).args(["target", "add", TARGET]))?;
    if has_target() { Ok(()) } else { Err(format!("rustup said it added {TARGET}, but it is not there")) }
}

/// Flags for the browser's programs alone: cargo keeps them from build scripts, since a target is named.
///
/// They take the place of those that somebody set for this machine. A panic's message names the file it comes from: it
/// should not tell where that file was on the machine that built, nor make two machines build two different programs.
fn flags() -> Vec<String> {
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let registries = cargo_home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let registries = registries.into_iter().flatten().flatten().map(|entry| entry.path());
    let folders = registries.chain([paths::root()]);
    folders.map(|path| format!("--remap-path-prefix={}=", path.display())).collect()
}

/// Lets a cargo that another program calls compile the browser's programs with the same flags, so that it finds done what
/// [`compile`] did. Cargo parts this variable at spaces: a path that has one is left to be compiled again.
pub fn share(command: &mut Command) {
    let flags = flags();
    if flags.iter().all(|flag| !flag.contains(' ')) {
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags.join(" "));
    }
}
