//! `bind PROGRAM.wasm FOLDER NAME`: writes `NAME.js` and `NAME_bg.wasm` into the folder.

use std::{env, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let [wasm, out, name] = arguments.as_slice() else {
        eprintln!("usage: bind PROGRAM.wasm FOLDER NAME");
        return ExitCode::from(2);
    };
    match backstory_bundle::bind(Path::new(wasm), Path::new(out), &name.to_string_lossy()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
