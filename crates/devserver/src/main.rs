//! `serve FOLDER`: serves a folder at an address of this machine.

use std::{io, process::ExitCode};

use backstory_devserver::{Host, Running};
use lexopt::{
    Parser,
    prelude::{Long, Short, Value, ValueExt},
};

const USAGE: &str = "\
usage: serve FOLDER [--port N] [--mount PATH] [--live]

--live reads lines: `reload`, or `problem TEXT` with \\n for a new line. It ends with them.";

fn main() -> ExitCode {
    match read(Parser::from_env()).map_err(|error| format!("{error}\n\n{USAGE}")).and_then(serve) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

fn read(mut arguments: Parser) -> Result<Host, lexopt::Error> {
    let (mut folder, mut mount, mut port, mut live) = (None, String::from("/"), None, false);
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("port") => port = Some(arguments.value()?.parse()?),
            Long("mount") => mount = arguments.value()?.string()?,
            Long("live") => live = true,
            Short('h') | Long("help") => return Err("how to use it".into()),
            Value(name) if folder.is_none() => folder = Some(name),
            other => return Err(other.unexpected()),
        }
    }
    let host = Host::new(folder.ok_or("the folder is missing")?).mount(&mount);
    let host = if live { host.live() } else { host };
    Ok(match port {
        Some(port) => host.port(port),
        None => host.port_or_next(8000),
    })
}

fn serve(host: Host) -> Result<(), String> {
    let is_live = host.is_live();
    let running = host.start().map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => "the port is taken; --port N chooses another".into(),
        _ => format!("cannot serve: {error}"),
    })?;
    println!("==> serving {}", running.mounted(""));
    if is_live {
        follow(&running);
    } else {
        loop {
            std::thread::park();
        }
    }
    Ok(())
}

/// Does what the lines say until they end, as they do when the program at the other end does.
fn follow(running: &Running) {
    for line in io::stdin().lines().map_while(Result::ok) {
        match line.split_once(' ').unwrap_or((&line, "")) {
            ("reload", _) => running.reload(),
            ("rest", _) => running.reload_rest(),
            ("problem", text) => running.problem(&unescape(text)),
            _ => eprintln!("cannot read {line:?}: reload, rest, or problem TEXT"),
        }
    }
}

/// Undoes `\n` and `\\`.
fn unescape(text: &str) -> String {
    let mut letters = text.chars();
    let mut plain = String::new();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => plain.extend(letters.next().map(|next| if next == 'n' { '\n' } else { next })),
            (letter, false) => plain.push(letter),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::unescape;

    #[test]
    fn lines_come_back() {
        assert_eq!(unescape(r"one\ntwo \\n"), "one\ntwo \\n");
    }
}
