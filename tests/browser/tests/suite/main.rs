//! What readers do, one file a theme.

mod opens;

use std::process::ExitCode;

fn main() -> ExitCode {
    backstory_browser_tests::run([opens::all()].concat())
}
