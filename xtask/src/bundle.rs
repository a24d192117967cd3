//! The second stage: what a browser loads, made of the compiled program and of `scripts/`, in a folder of `target/`.
//!
//! `app.js` is the glue of the programs and our loader as one module, so that one integrity covers both.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    paths,
    program::{self, PROGRAMS},
    run::{self, Outcome},
    stamp::Stamp,
    tools::{self, Npm},
};

/// For whom a bundle is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// For readers: every byte is one that they wait for.
    Release,
    /// For authors and developers: not optimised, so that it is ready at once.
    Development,
}

/// A program as the binding generator names it.
pub fn wasm(program: &str) -> String {
    format!("{program}_bg.wasm")
}

/// The glue of a program, of which `app.js` is made.
fn glue(program: &str) -> String {
    format!("{program}.js")
}

/// What wasm-opt may use: all that Rust's compiler assumes of a browser, and nothing that came later.
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

/// Passes of wasm-opt, chosen by measurement. `--low-memory-unused` is right because the first kilobyte of memory holds nothing but
/// the far end of the stack, a megabyte from where it begins: no address is that small, so additions to one can be folded.
const PASSES: [&str; 6] = ["--low-memory-unused", "--flatten", "--rereloop", "-Oz", "-Oz", "--converge"];

/// Compiles and bundles what has changed. Returns the folder of the bundle, for the prerender.
pub fn make(mode: Mode) -> Outcome<PathBuf> {
    let folder = paths::bundle(mode);
    let compiled = program::compile()?;
    for program in PROGRAMS {
        let compiled = compiled.join(program).with_extension("wasm");
        let inputs = [compiled.clone(), paths::root().join("crates/bundle"), paths::root().join("xtask/tools")];
        if_changed(&folder, program, &inputs, || {
            bind(&compiled, &folder, program)?;
            if mode == Mode::Release { optimise(&folder.join(wasm(program))) } else { Ok(()) }
        })?;
    }
    scripts(mode, &folder)?;
    Ok(folder)
}

/// The bundle around programs that another tool compiled and bound into `bound`.
pub fn take(mode: Mode, bound: &Path, folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for program in PROGRAMS {
        let names = [glue(program), wasm(program)];
        let inputs = names.each_ref().map(|name| bound.join(name));
        if_changed(folder, program, &inputs, || {
            for (input, name) in inputs.iter().zip(&names) {
                fs::copy(input, folder.join(name)).map_err(|error| format!("{}: {error}", input.display()))?;
            }
            if mode == Mode::Release { optimise(&folder.join(wasm(program))) } else { Ok(()) }
        })?;
    }
    scripts(mode, folder)
}

/// Writes the scripts into a folder that has the programs and their glue.
pub fn scripts(mode: Mode, folder: &Path) -> Outcome {
    let from = paths::root().join("scripts");
    let [page, timeline] = PROGRAMS.map(|program| folder.join(glue(program)));
    let inputs = [page.clone(), timeline.clone(), from.clone(), paths::root().join("xtask/tools")];
    if_changed(folder, "scripts", &inputs, || {
        let app = joined(&read(&page)?, &read(&timeline)?, &read(&from.join("loader.js"))?);
        let app = write(&folder.join("app.js"), &app)?;
        let frame = write(&folder.join("iframe.js"), &read(&from.join("iframe.js"))?)?;
        let embed = write(&folder.join("embed.js"), &read(&from.join("embed.js"))?)?;
        if mode == Mode::Development {
            return Ok(());
        }
        // Nothing imports a module of ours, so that its top level is its own; the host's script stands in others' pages. The glue
        // warns of ways to call it that the loader does not take.
        minify(&app, &["--compress", "pure_funcs=console.warn", "--module"])?;
        minify(&frame, &["--compress", "--module"])?;
        minify(&embed, &["--compress"])
    })
}

/// Does what is to be done where the inputs are others than the last time.
fn if_changed(folder: &Path, name: &str, inputs: &[PathBuf], make: impl FnOnce() -> Outcome) -> Outcome {
    let note = folder.join(format!("{name}.stamp"));
    let this_file = paths::root().join("xtask/src/bundle.rs");
    let stamp = inputs.iter().chain([&this_file]).fold(Stamp::default(), |stamp, path| stamp.file(path)).text();
    if fs::read_to_string(&note).is_ok_and(|last| last == stamp) {
        return Ok(());
    }
    let _ = fs::remove_file(&note);
    make()?;
    write(&note, &stamp).map(|_| ())
}

/// Writes the glue and the program.
fn bind(compiled: &Path, folder: &Path, name: &str) -> Outcome {
    run::step(&format!("binding {name} to the page"), "a browser reaches a program through a module script");
    let bind = compile_bind()?;
    run::run(run::program(bind).arg(compiled).arg("--out-dir").arg(folder).args(["--out-name", name]))
}

/// Compiles the program that binds; where it is.
pub fn compile_bind() -> Outcome<PathBuf> {
    run::run(run::cargo().args(["build", "--package", "backstory-bundle", "--bin", "bind"]))?;
    Ok(paths::target().join("debug/bind"))
}

/// Makes a program as small as it gets.
fn optimise(program: &Path) -> Outcome {
    let wasm_opt = tools::from_npm("binaryen/bin/wasm-opt", Npm::Build)?;
    run::step("optimising the program", "every byte is one a reader waits for");
    let size = |path: &Path| fs::metadata(path).map(|about| about.len()).unwrap_or_default();
    let before = size(program);
    run::run(run::program(wasm_opt).args(PASSES).args(FEATURES).arg(program).arg("-o").arg(program))?;
    println!("    {before} bytes before, {} after", size(program));
    Ok(())
}

/// Glue and loader as one module. Nothing imports it, so it needs no exports. The glue of the timeline's program is wrapped in a
/// function, because both glues use the same names.
fn joined(page: &str, timeline: &str, loader: &str) -> String {
    let without_exports = |glue: &str| {
        let is_kept = |line: &&str| !line.starts_with("export ") || line.starts_with("export function");
        glue.lines().filter(is_kept).collect::<Vec<_>>().join("\n").replace("export function", "function")
    };
    let (page, timeline) = (without_exports(page), without_exports(timeline));
    format!("{page}\nfunction timelineGlue() {{\n{timeline}\nreturn initSync;\n}}\n{loader}")
}

/// Makes a script smaller where it stands: no comments, short names, nothing that is never called.
fn minify(script: &Path, options: &[&str]) -> Outcome {
    let terser = tools::from_npm("terser/bin/terser", Npm::Build)?;
    let node = run::find(&["node"]).ok_or("there is no node, which makes scripts smaller")?;
    let mut command: Command = run::program(node);
    command.arg(terser).arg(script).args(options).args(["--mangle", "--output"]).arg(script);
    run::run(&mut command)
}

fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Outcome<PathBuf> {
    fs::write(path, text).map(|()| path.to_path_buf()).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_joined_module_exports_nothing_and_keeps_every_function() {
        let glue = "export function wake() {}\nasync function init() {}\nexport { init as default };";
        let plain = "function wake() {}\nasync function init() {}";
        let whole = format!("{plain}\nfunction timelineGlue() {{\n{plain}\nreturn initSync;\n}}\ninit();");
        assert_eq!(joined(glue, glue, "init();"), whole);
    }
}
