//! `bind PROGRAM.wasm FOLDER`: writes `islands.js` and `islands_bg.wasm` into the folder.

use std::{env, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<_> = env::args_os().skip(1).collect();
    let [wasm, out] = arguments.as_slice() else {
        eprintln!("usage: bind PROGRAM.wasm FOLDER");
        return ExitCode::from(2);
    };
    match backstory_pack::bind(Path::new(wasm), Path::new(out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
