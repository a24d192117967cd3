//! Colours of the light theme, for what is drawn at build time and has no styles: those of `styles/tokens.css`.

/// `--paper`, the background.
pub const PAPER: &str = "#fbf8f1";
/// `--ink`, the text.
pub const INK: &str = "#1f1b16";
/// `--ink-2`, text that is not so important.
pub const QUIET: &str = "#5f574b";
/// `--up`, what goes one way.
pub const UP: &str = "#b9770e";
/// `--down`, what goes the other.
pub const DOWN: &str = "#456480";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_those_of_the_styles() {
        let tokens = include_str!("../../../styles/tokens.css");
        for (name, colour) in [("paper", PAPER), ("ink", INK), ("ink-2", QUIET), ("up", UP), ("down", DOWN)] {
            assert!(tokens.contains(&format!("--{name}: light-dark({colour},")), "--{name} is not {colour}");
        }
    }
}
