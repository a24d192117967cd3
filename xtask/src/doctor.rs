//! `cargo xtask doctor`: what this machine has and lacks, and what to type.

use std::process::Command;

use crate::{
    paths, program,
    run::{self, Outcome},
    tools::{self, BROWSERS, NODE, Npm, PUBLISHING, SERVERS, Tool},
};

/// Looks at the machine; installs what is lacking where asked to.
pub fn doctor(install: bool) -> Outcome {
    if install {
        program::ready()?;
        tools::install(&NODE)?;
        tools::install(&SERVERS)?;
        tools::install(&BROWSERS)?;
        tools::from_npm("axe-core/axe.min.js", Npm::Test)?;
    }
    let mut lacking = 0;
    lacking += to_compile();
    println!("\nTo optimise the browser's program and to test:");
    lacking += report(&NODE);
    lacking += report_npm();
    println!("\nTo test in three engines:");
    lacking += report(&BROWSERS);
    println!("\nTo test hosting:");
    lacking += report(&SERVERS);
    println!("\nFor cargo xtask matrix, which installs what it lacks:");
    report(&PUBLISHING);
    match lacking {
        0 => {
            println!("\nNothing is lacking.");
            Ok(())
        }
        1 => Err("one thing is lacking; cargo xtask doctor --install tries to install it".into()),
        many => Err(format!("{many} things are lacking; cargo xtask doctor --install tries to install them")),
    }
}

fn to_compile() -> usize {
    println!("To compile:");
    line(true, "cargo", &version(run::cargo().arg("--version")));
    let is_here = program::has_target();
    let about = if is_here { "for the browser's program".to_owned() } else { program::to_type() };
    line(is_here, "wasm32-unknown-unknown", &about);
    usize::from(!is_here)
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
    let where_to = paths::short(&paths::tools());
    let about = if is_here { where_to } else { format!("installed into {where_to} by the first build and test") };
    // Not counted as lacking, because the commands that need these install them.
    line(is_here, "packages from npm", &about);
    0
}

fn line(is_here: bool, name: &str, about: &str) {
    println!("  {} {name:<30} {about}", if is_here { "ok     " } else { "lacking" });
}

/// The version of a tool; empty for tools that print none, and for one that would open a window instead.
fn tool_version(tool: &Tool, path: &std::path::Path) -> String {
    match tool.name {
        "WebKitWebDriver" | "MiniBrowser" | "xvfb-run" => String::new(),
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
