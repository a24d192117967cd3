//! Keys by the names that browsers give them, as WebDriver wants them.

/// The character that stands for a key.
pub(crate) fn character(name: &str) -> String {
    let special = match name {
        "Control" => '\u{e009}',
        "Shift" => '\u{e008}',
        "Enter" => '\u{e007}',
        "Tab" => '\u{e004}',
        "Backspace" => '\u{e003}',
        "Escape" => '\u{e00c}',
        "Space" => ' ',
        "PageUp" => '\u{e00e}',
        "PageDown" => '\u{e00f}',
        "End" => '\u{e010}',
        "Home" => '\u{e011}',
        "ArrowLeft" => '\u{e012}',
        "ArrowUp" => '\u{e013}',
        "ArrowRight" => '\u{e014}',
        "ArrowDown" => '\u{e015}',
        _ => return name.to_owned(),
    };
    special.into()
}
