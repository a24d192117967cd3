//! `weigh [--until MARK] FILE…`: prints `RAW BROTLI FILE` for each, up to the mark where one is given.

use std::{env, fs, process::ExitCode};

use backstory_bundle::{Weight, weigh};

fn main() -> ExitCode {
    match run(env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result<(), String> {
    let mut until = None;
    while let Some(argument) = arguments.next() {
        if argument == "--until" {
            until = Some(arguments.next().ok_or("--until needs a mark")?);
            continue;
        }
        let mut bytes = fs::read(&argument).map_err(|error| format!("{argument}: {error}"))?;
        if let Some(mark) = &until {
            let place = find(&bytes, mark.as_bytes()).ok_or(format!("{argument}: has no {mark}"))?;
            bytes.truncate(place);
        }
        let Weight { raw, brotli } = weigh(&bytes);
        println!("{raw} {brotli} {argument}");
    }
    Ok(())
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark)
}
