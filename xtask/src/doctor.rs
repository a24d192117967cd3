//! `cargo xtask doctor`: what this machine has and lacks, and what to type.

use std::process::Command;

use crate::{
    packed, place,
    program::{Program, Route},
    run::{self, Outcome},
    tools::{self, BROWSERS, NODE, Npm, SERVERS, SMALL_ROUTE, Tool},
};

/// Looks at the machine; installs what is lacking where asked to.
pub fn doctor(install: bool, route: Option<Route>) -> Outcome {
    if install {
        Route::ready(route)?;
        tools::install(&NODE)?;
        tools::install(&SERVERS)?;
        tools::install(&BROWSERS)?;
        tools::from_npm("axe-core/axe.min.js", Npm::Test)?;
    }
    let mut lacking = 0;
    lacking += to_compile(route);
    println!("\nTo optimise the browser's program and to test:");
    lacking += report(&NODE);
    lacking += report_npm();
    println!("\nTo test in three engines:");
    lacking += report(&BROWSERS);
    println!("\nTo test hosting:");
    lacking += report(&SERVERS);
    if let Some(made) = packed::made(Program::Islands) {
        let optimised = if made.optimised { "optimised" } else { "not optimised" };
        println!("\nThe program was last compiled on the {} route, and {optimised}.", made.route);
    }
    match lacking {
        0 => {
            println!("\nNothing is lacking.");
            Ok(())
        }
        1 => Err("one thing is lacking; cargo xtask doctor --install tries to install it".into()),
        many => Err(format!("{many} things are lacking; cargo xtask doctor --install tries to install them")),
    }
}

/// Either route is enough.
fn to_compile(wish: Option<Route>) -> usize {
    println!("To compile:");
    line(true, "cargo", &version(run::cargo().arg("--version")));
    let route = Route::at_hand().filter(|route| wish.is_none_or(|wish| wish == *route));
    match (route, wish) {
        (Some(Route::Stable), _) => {
            line(true, "wasm32-unknown-unknown", "the stable route");
            0
        }
        (None, Some(Route::Stable)) => {
            line(false, "wasm32-unknown-unknown", "type: rustup target add wasm32-unknown-unknown");
            1
        }
        (Some(Route::Small), _) | (None, Some(Route::Small)) => {
            println!("  the small route:");
            report(&SMALL_ROUTE)
        }
        (None, None) => {
            line(false, "wasm32-unknown-unknown", "type: rustup target add wasm32-unknown-unknown");
            println!("  or, instead, the small route:");
            1 + report(&SMALL_ROUTE).saturating_sub(SMALL_ROUTE.len())
        }
    }
}

/// Prints a line for each tool; how many are lacking.
fn report(tools: &[Tool]) -> usize {
    let mut lacking = 0;
    for tool in tools {
        match tool.path() {
            Some(path) => line(true, tool.name, &format!("{} {}", path.display(), tool_version(tool, &path))),
            None => {
                lacking += 1;
                line(false, tool.name, &format!("needed to {}; type: {}", tool.why, tool.to_type()));
            }
        }
    }
    lacking
}

fn report_npm() -> usize {
    let is_here = tools::is_installed(Npm::Test);
    let where_to = place::short(&place::tools());
    let about = if is_here { where_to } else { format!("installed into {where_to} by the first build and test") };
    // Not counted: the commands that need them fetch them.
    line(is_here, "packages from npm", &about);
    0
}

fn line(is_here: bool, name: &str, about: &str) {
    println!("  {} {name:<30} {about}", if is_here { "ok     " } else { "lacking" });
}

/// The version of a tool; some have none to tell, and one would open a window.
fn tool_version(tool: &Tool, path: &std::path::Path) -> String {
    match tool.name {
        "WebKitWebDriver" | "MiniBrowser" | "xvfb-run" | "the standard library's source" => String::new(),
        "java" => version(Command::new(path).arg("-version")),
        _ => version(Command::new(path).arg("--version")),
    }
}

fn version(command: &mut Command) -> String {
    let Ok(output) = command.output() else {
        return "does not start".into();
    };
    let text = if output.stdout.is_empty() { output.stderr } else { output.stdout };
    let text = String::from_utf8_lossy(&text).into_owned();
    format!("({})", text.lines().next().unwrap_or_default().trim())
}
