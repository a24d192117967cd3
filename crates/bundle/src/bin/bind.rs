//! `bind --out-dir FOLDER --out-name NAME PROGRAM.wasm`: writes `NAME.js` and `NAME_bg.wasm` into the folder.
//!
//! It understands what Trunk says to wasm-bindgen's own program, so that it can stand in for it.

use std::{path::PathBuf, process::ExitCode};

use lexopt::prelude::*;

/// What was typed.
struct Options {
    program: PathBuf,
    folder: PathBuf,
    name: String,
}

fn main() -> ExitCode {
    match options().map_err(|error| error.to_string()).and_then(|options| run(options.as_ref())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Nothing where only the version is asked for.
fn options() -> Result<Option<Options>, lexopt::Error> {
    let (mut program, mut folder, mut name) = (None, None, None);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("version") => return Ok(None),
            Long("out-dir") => folder = Some(PathBuf::from(parser.value()?)),
            Long("out-name") => name = Some(parser.value()?.string()?),
            // A browser loads nothing else, and nobody reads types.
            Long("target") => {
                parser.value()?;
            }
            Long("no-typescript") => {}
            Value(path) if program.is_none() => program = Some(PathBuf::from(path)),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Some(Options {
        program: program.ok_or("which program?")?,
        folder: folder.ok_or("--out-dir is missing")?,
        name: name.ok_or("--out-name is missing")?,
    }))
}

fn run(options: Option<&Options>) -> Result<(), String> {
    let Some(Options { program, folder, name }) = options else {
        println!("wasm-bindgen {}", backstory_bundle::version());
        return Ok(());
    };
    backstory_bundle::bind(program, folder, name).map_err(|error| error.to_string())
}
