//! What readers do, one file a theme.

mod access;
mod codes;
mod common;
mod drawing;
mod element;
mod embeds;
mod event_text;
mod faults;
mod forged;
mod frames;
mod heights;
mod hosts;
mod links;
mod media;
mod no_scripts;
mod opens;
mod peers;
mod places;
mod preview;
mod reader;
mod shipped;
mod tall_frames;
mod timeline;
mod tour;

use std::process::ExitCode;

fn main() -> ExitCode {
    let usual = [
        shipped::all(),
        opens::all(),
        places::all(),
        reader::all(),
        timeline::all(),
        drawing::all(),
        event_text::all(),
        links::all(),
        preview::all(),
        tour::all(),
        frames::all(),
        element::all(),
        tall_frames::all(),
        forged::all(),
        codes::all(),
        peers::all(),
        access::all(),
        heights::all(),
    ];
    // Behaviours with the same unusual setting stand together, because each change of setting starts a new browser.
    let unusual = [faults::all(), no_scripts::all(), media::all()];
    let code = backstory_browser_tests::run([usual.concat(), hosts::all(), unusual.concat()].concat());
    hosts::stop();
    code
}
