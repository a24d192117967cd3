//! Runs other programs, in a clean environment, and says why.

use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
};

/// Result of a step; the error is a message for the person at the keyboard.
pub type Outcome<T = ()> = Result<T, String>;

/// Says what is about to happen and why.
pub fn step(what: &str, why: &str) {
    println!("==> {what}, {why}");
}

/// The cargo that runs this program.
pub fn cargo() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(crate::paths::root());
    clean(&mut command, &["RUSTUP_TOOLCHAIN", "RUSTC", "RUSTDOC", "RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"]);
    command.env("CARGO_TARGET_DIR", crate::paths::target());
    command
}

/// Another program, in the project's top folder.
pub fn program(path: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(path);
    command.current_dir(crate::paths::root());
    clean(&mut command, &[]);
    command
}

/// Removes the variables that `cargo run` and `rustup` have set, except those in `keep`.
///
/// They would lead another cargo (Debian's) to the wrong compiler and libraries, and make build scripts run again.
fn clean(command: &mut Command, keep: &[&str]) {
    for (name, _) in env::vars_os() {
        let Some(name) = name.to_str() else { continue };
        if is_ours(name) && !keep.contains(&name) {
            command.env_remove(name);
        }
    }
}

fn is_ours(name: &str) -> bool {
    const ALONE: [&str; 12] = [
        "CARGO",
        "CARGO_MANIFEST_DIR",
        "CARGO_MANIFEST_PATH",
        "CARGO_PRIMARY_PACKAGE",
        "CARGO_CRATE_NAME",
        "CARGO_ENCODED_RUSTFLAGS",
        "RUSTC",
        "RUSTDOC",
        "RUSTFLAGS",
        "RUSTUP_TOOLCHAIN",
        "RUST_RECURSION_COUNT",
        "LD_LIBRARY_PATH",
    ];
    ALONE.contains(&name) || name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_BIN_")
}

/// Runs a program to its end; its output is shown.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.stdin(Stdio::null()).status().map_err(|error| cannot(command, &error))?;
    if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", line(command))) }
}

/// Runs a program and returns its standard output; its errors are shown.
pub fn output(command: &mut Command) -> Outcome<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| cannot(command, &error))?;
    if !output.status.success() {
        return Err(format!("{} ended with {}", line(command), output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a program silently; returns whether it succeeded.
pub fn quietly(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// Runs a program, shows each line of its output and passes it to `read`; returns whether the program succeeded.
pub fn listen(command: &mut Command, mut hear: impl FnMut(&str)) -> Outcome<bool> {
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|error| cannot(command, &error))?;
    let lines = child.stdout.take().map(|pipe| BufReader::new(pipe).split(b'\n'));
    for line in lines.into_iter().flatten().map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        hear(&line);
    }
    let status = child.wait().map_err(|error| cannot(command, &error))?;
    Ok(status.success())
}

fn cannot(command: &Command, error: &std::io::Error) -> String {
    format!("cannot run {}: {error}", command.get_program().to_string_lossy())
}

/// A command as a person would type it.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

/// The first program of these names on the path.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let folders: Vec<_> = env::split_paths(&path).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.is_file())
}
