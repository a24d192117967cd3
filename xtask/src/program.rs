//! The first stage: what runs in the browser, compiled.
//!
//! Two routes lead there. *Stable* is the Rust of whoever builds, with the `wasm32-unknown-unknown` target. *Small* is
//! Debian's Rust, which comes with the source of the standard library: it is compiled along, for size and with panics
//! that only stop, and makes a program a fifth smaller. It also works where no target can be downloaded.

use std::{
    env,
    fmt::{self, Display},
    fs,
    path::{Path, PathBuf},
    process::Command,
    str::FromStr,
};

use crate::{
    place,
    run::{self, Outcome},
    tools,
};

const TARGET: &str = "wasm32-unknown-unknown";

/// What is compiled for the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Program {
    /// The page's own.
    Islands,
    /// What takes the page out of the single file.
    Unpack,
}

impl Program {
    /// Its name in file names.
    pub fn name(self) -> &'static str {
        match self {
            Program::Islands => "backstory",
            Program::Unpack => "unpack",
        }
    }

    /// What it is there for, as the commands say it.
    fn purpose(self) -> &'static str {
        match self {
            Program::Islands => "they are the page's program in the browser",
            Program::Unpack => "which takes the page out of the single file",
        }
    }

    fn features(self) -> &'static [&'static str] {
        match self {
            Program::Islands => &["--package", "backstory", "--bin", "backstory", "--features", "csr"],
            Program::Unpack => &["--package", "backstory-unpack", "--lib"],
        }
    }
}

/// How the browser's program is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// By the Rust of whoever builds.
    Stable,
    /// By Debian's Rust, with a standard library compiled for size.
    Small,
}

impl Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Route::Stable => "stable",
            Route::Small => "small",
        })
    }
}

impl FromStr for Route {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "stable" => Ok(Route::Stable),
            "small" => Ok(Route::Small),
            other => Err(format!("{other:?} should be stable or small")),
        }
    }
}

impl Route {
    /// Takes the route asked for, or the nearest one, and readies it.
    pub fn ready(wish: Option<Route>) -> Outcome<Route> {
        match wish {
            Some(Route::Stable) => add_target().map(|()| Route::Stable),
            Some(Route::Small) => tools::install(&tools::SMALL_ROUTE).map(|()| Route::Small),
            None => nearest(),
        }
    }

    /// The route that would be taken without installing anything.
    pub fn at_hand() -> Option<Route> {
        if has_target() {
            Some(Route::Stable)
        } else if tools::SMALL_ROUTE.iter().all(tools::Tool::is_here) {
            Some(Route::Small)
        } else {
            None
        }
    }
}

fn nearest() -> Outcome<Route> {
    if let Some(route) = Route::at_hand() {
        return Ok(route);
    }
    let Err(stable) = add_target() else {
        return Ok(Route::Stable);
    };
    println!("    it cannot be had ({stable}); taking Debian's Rust instead");
    let small = tools::install(&tools::SMALL_ROUTE);
    small.map(|()| Route::Small).map_err(|small| {
        format!(
            "the browser's program cannot be compiled here. Either of two is needed:\n  \
             the {TARGET} target of your own Rust: rustup target add {TARGET}\n    ({stable})\n  \
             or Debian's Rust with its source: {small}"
        )
    })
}

/// Whether the Rust of whoever builds has the standard library for the browser.
fn has_target() -> bool {
    let mut rustc = run::program(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    let sysroot = run::output(rustc.args(["--print", "sysroot"]));
    sysroot.is_ok_and(|path| Path::new(path.trim()).join("lib/rustlib").join(TARGET).join("lib").is_dir())
}

fn add_target() -> Outcome {
    if has_target() {
        return Ok(());
    }
    let rustup = run::find(&["rustup"]).ok_or("there is no rustup, which installs targets")?;
    run::step(&format!("installing the target {TARGET}"), "which the browser's program is compiled for");
    run::run(Command::new(rustup).args(["target", "add", TARGET]))?;
    if has_target() { Ok(()) } else { Err(format!("rustup said it added {TARGET}, but it is not there")) }
}

/// Compiles a program; where it is.
pub fn compile(program: Program, route: Route) -> Outcome<PathBuf> {
    let (name, purpose) = (program.name(), program.purpose());
    let first = match route {
        Route::Stable => "",
        Route::Small => " (the first time the standard library is compiled too)",
    };
    run::step(&format!("compiling {name} on the {route} route"), &format!("{purpose}{first}"));
    let mut command = match route {
        Route::Stable => stable(),
        Route::Small => small(),
    };
    // A folder of its own for each: no build makes another one stale.
    let folder = place::target().join("program").join(route.to_string());
    command.arg("build").args(program.features()).args(["--profile", "wasm", "--target", TARGET]);
    run::run(command.arg("--target-dir").arg(&folder))?;
    Ok(folder
        .join(TARGET)
        .join(format!("wasm/{}.wasm", if name == "backstory" { name.to_owned() } else { format!("backstory_{name}") })))
}

fn stable() -> Command {
    let mut command = run::cargo();
    command.env("CARGO_ENCODED_RUSTFLAGS", flags(&[]));
    command
}

fn small() -> Command {
    let mut command = run::program("/usr/bin/cargo");
    command
        .env("RUSTC", "/usr/bin/rustc")
        // The standard library can only be compiled along where unstable options are allowed.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "/usr/bin/wasm-ld-19")
        .env("CARGO_ENCODED_RUSTFLAGS", flags(&["-Zunstable-options", "-Cpanic=immediate-abort"]));
    command
}

/// Flags for the browser's program alone: cargo keeps them from build scripts, since a target is named.
///
/// They take the place of those that somebody set for this machine. A panic's message names the file it comes from: it
/// should not tell where that file was on the machine that built, nor make two machines build two different programs.
fn flags(first: &[&str]) -> String {
    let cargo_home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo_home = cargo_home.or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cargo")));
    let registries = cargo_home.and_then(|home| fs::read_dir(home.join("registry/src")).ok());
    let registries = registries.into_iter().flatten().flatten().map(|entry| entry.path());
    let places = registries.chain([place::root()]).map(|path| format!("--remap-path-prefix={}=", path.display()));
    first.iter().map(|flag| (*flag).to_owned()).chain(places).collect::<Vec<_>>().join("\u{1f}")
}
