//! The second stage: each compiled program as a module script and a small program, in `target/packed/`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    place,
    program::{self, Program, Route},
    run::{self, Outcome},
    stamp::Stamp,
    tools,
};

/// Whether the program has to be optimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Optimise {
    /// What is published is optimised.
    Always,
    /// While writing, a bigger program is better than none.
    IfPossible,
}

/// What wasm-opt may use: all that Rust's compiler assumes of a browser, and nothing that came later. Left to itself
/// it reads the list from the program, which names no features on the small route.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// How wasm-opt works, by measurement. Nothing of ours is in the first kilobyte of memory: the far end of the stack is
/// there, a megabyte from where it begins, so no address is a little more than nothing and sums with one can be folded.
const PASSES: [&str; 6] = ["--low-memory-unused", "--flatten", "--rereloop", "-Oz", "-Oz", "--converge"];

/// Compiles and packs a program where anything changed; which route was taken.
pub fn packed(program: Program, route: Option<Route>, optimise: Optimise) -> Outcome<Route> {
    let route = Route::ready(route)?;
    let compiled = program::compile(program, route)?;
    let optimiser = optimiser(optimise)?;
    let stamp = stamp(&compiled, optimiser.as_deref());
    if made(program).is_some_and(|made| made.stamp == stamp) {
        return Ok(route);
    }
    let new = place::target().join("packed.new");
    let _ = fs::remove_dir_all(&new);
    bind(&compiled, &new, program)?;
    if let Some(optimiser) = &optimiser {
        let [_, wasm] = files(program);
        shrink(optimiser, &new.join(wasm))?;
    }
    put(&new, program, &Made { stamp, route, optimised: optimiser.is_some() })?;
    Ok(route)
}

/// What is written of a program.
fn files(program: Program) -> [String; 2] {
    let name = program.name();
    [format!("{name}.js"), format!("{name}_bg.wasm")]
}

fn optimiser(optimise: Optimise) -> Outcome<Option<PathBuf>> {
    match (tools::from_npm("binaryen/bin/wasm-opt", tools::Npm::Build), optimise) {
        (Ok(path), _) => Ok(Some(path)),
        (Err(why), Optimise::Always) => Err(why),
        (Err(why), Optimise::IfPossible) => {
            println!("    going on with a bigger program: {why}");
            Ok(None)
        }
    }
}

fn stamp(program: &Path, optimiser: Option<&Path>) -> String {
    let root = place::root();
    Stamp::default()
        .file(program)
        .file(&root.join("crates/bundle"))
        .file(&root.join("xtask/src/packed.rs"))
        .file(&root.join("xtask/tools/package-lock.json"))
        .words(if optimiser.is_some() { "optimised" } else { "as it is" })
        .text()
}

/// Writes the module script and the program.
fn bind(compiled: &Path, out: &Path, program: Program) -> Outcome {
    run::step(&format!("binding {} to the page", program.name()), "a browser reaches it through a module script");
    run::run(run::cargo().args(["build", "--package", "backstory-bundle"]))?;
    run::run(run::program(place::target().join("debug/bind")).arg(compiled).arg(out).arg(program.name()))
}

/// Makes the program as small as it gets.
fn shrink(optimiser: &Path, program: &Path) -> Outcome {
    run::step("optimising the program", "every byte is one a reader waits for");
    let size = |path: &Path| fs::metadata(path).map(|about| about.len()).unwrap_or_default();
    let before = size(program);
    run::run(run::program(optimiser).args(PASSES).args(FEATURES).arg(program).arg("-o").arg(program))?;
    println!("    {before} bytes before, {} after", size(program));
    Ok(())
}

/// What is known of the packed program.
pub struct Made {
    stamp: String,
    /// The route by which it was compiled.
    pub route: Route,
    /// Whether it was optimised.
    pub optimised: bool,
}

fn note(program: Program) -> PathBuf {
    place::target().join(format!("packed-{}.stamp", program.name()))
}

/// How a program was packed last, where it is still there.
pub fn made(program: Program) -> Option<Made> {
    let whole = files(program).iter().all(|name| place::packed().join(name).is_file());
    let text = fs::read_to_string(note(program)).ok().filter(|_| whole)?;
    let mut words = text.split_whitespace();
    let stamp = words.next()?.to_owned();
    Some(Made { stamp, route: words.next()?.parse().ok()?, optimised: words.next()? == "optimised" })
}

fn put(new: &Path, program: Program, made: &Made) -> Outcome {
    let _ = fs::remove_file(note(program));
    let optimised = if made.optimised { "optimised" } else { "not-optimised" };
    fs::create_dir_all(place::packed())
        .and_then(|()| {
            files(program).iter().try_for_each(|name| fs::rename(new.join(name), place::packed().join(name)))
        })
        .and_then(|()| fs::write(note(program), format!("{} {} {optimised}\n", made.stamp, made.route)))
        .map_err(|error| format!("cannot write {}: {error}", place::packed().display()))
}
