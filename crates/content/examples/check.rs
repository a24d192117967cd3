//! Prints every problem of a content folder: `cargo run -p backstory-content --example check -- content [--json]`.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

use backstory_content::{Problems, read};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let json = arguments.iter().any(|it| it == "--json");
    let folder = arguments.iter().find(|it| *it != "--json").map_or_else(|| PathBuf::from("content"), PathBuf::from);
    let (problems, code) = match read(&folder) {
        Ok(checked) => (Problems::from(checked.warnings), ExitCode::SUCCESS),
        Err(problems) => (problems, ExitCode::FAILURE),
    };
    if json {
        print!("{}", problems.json_lines());
        return code;
    }
    println!("{}", problems.render(std::io::stdout().is_terminal()));
    println!("{} errors, {} warnings", problems.errors(), problems.iter().count() - problems.errors());
    code
}
