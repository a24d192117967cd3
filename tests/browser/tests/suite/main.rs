//! What readers do, one file a theme.

mod faults;
mod links;
mod no_scripts;
mod opens;
mod places;
mod reader;

use std::process::ExitCode;

fn main() -> ExitCode {
    // Those in an unusual setting come together: each change of setting is a new browser.
    backstory_browser_tests::run(
        [opens::all(), places::all(), reader::all(), links::all(), faults::all(), no_scripts::all()].concat(),
    )
}
