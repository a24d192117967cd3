//! What a syntax error of TOML means for whoever wrote the file: the parser says what it expected, this says what to write.

use std::ops::Range;

/// A syntax error in an editor's words.
pub(crate) struct Explained {
    pub message: String,
    pub help: String,
    /// What is marked: the cause, where that can be told, rather than the place where the parser noticed.
    pub span: Range<usize>,
}

/// Quotes that word processors put in the place of straight ones.
const TYPOGRAPHIC_QUOTES: &[char] = &['“', '”', '„', '‟', '«', '»', '‘', '’', '‚', '‹', '›', '＂', '″'];
/// Characters that cannot be seen, or look like ones that TOML knows.
const LOOKALIKES: &[(char, &str)] = &[
    ('\u{a0}', "a no-break space, where a plain space is wanted"),
    ('\u{202f}', "a narrow no-break space, where a plain space is wanted"),
    ('\u{2007}', "a figure space, where a plain space is wanted"),
    ('\u{3000}', "an ideographic space, where a plain space is wanted"),
    ('\u{200b}', "an invisible character (zero-width space)"),
    ('\u{200e}', "an invisible character (left-to-right mark)"),
    ('\u{200f}', "an invisible character (right-to-left mark)"),
    ('\u{feff}', "an invisible character (byte order mark)"),
    ('\u{2028}', "an invisible character (line separator)"),
    ('＝', "a full-width `＝`, where `=` is wanted"),
    ('［', "a full-width `［`, where `[` is wanted"),
    ('］', "a full-width `］`, where `]` is wanted"),
    ('｛', "a full-width `｛`, where `{` is wanted"),
    ('｝', "a full-width `｝`, where `}` is wanted"),
    ('，', "a full-width `，`, where `,` is wanted"),
    ('、', "a `、`, where `,` is wanted"),
    ('،', "a `،`, where `,` is wanted"),
    ('＃', "a full-width `＃`, where `#` is wanted"),
];

/// Explains what the parser said about a place of a text.
pub(crate) fn explain(text: &str, said: &str, span: Range<usize>) -> Explained {
    let start = text.floor_char_boundary(span.start);
    let line_start = text[..start].rfind('\n').map_or(0, |it| it + 1);
    let line = text[line_start..].lines().next().unwrap_or_default();
    let here = line_start..line_start + line.len();
    let explained = |message: &str, help: &str, span: Range<usize>| Explained {
        message: message.to_owned(),
        help: help.to_owned(),
        span,
    };
    if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|it| line.starts_with(it)) {
        let help = "two versions of this file were joined: keep one of them, and take the three marked lines out";
        return explained("this line is the mark of a merge that was not finished", help, here);
    }
    if let Some((at, length)) = quote_instead_of_a_straight_one(line, start - line_start) {
        let help = "write the straight quote \" around texts; typographic quotes may stand inside them";
        let span = line_start + at..line_start + at + length;
        return explained("this quote is a typographic one, which TOML does not know", help, span);
    }
    // The parser notices such a character at its place or at that of the word before or behind it.
    let from = text.floor_char_boundary(start.saturating_sub(4)).max(line_start);
    let near = &text[from..here.end.max(start)];
    for (character, what) in LOOKALIKES {
        if let Some(at) = near.find(*character).filter(|it| *it <= 8) {
            let at = from + at;
            let message = format!("here stands {what}");
            return explained(&message, "delete it, and type what is wanted", at..at + character.len_utf8());
        }
    }
    if said.starts_with("duplicate key") {
        let key = text.get(span.clone()).unwrap_or_default();
        return match line.trim_start() {
            it if it.starts_with("[[") => explained(said, "keep one of the two", span),
            it if it.starts_with('[') => {
                let help = format!("write `[[{key}]]`, with two brackets, above each of them");
                explained(&format!("`[{key}]` stands here a second time"), &help, span)
            }
            _ => explained(&format!("`{key}` stands twice in this table"), "keep one of the two", span),
        };
    }
    if let Some(opening) = unclosed_list(text, said, start) {
        return explained("this list is not closed", "put a `]` at its end", opening..opening + 1);
    }
    let word = text.get(span.clone()).unwrap_or_default();
    let (message, help): (String, String) = match said {
        it if it.starts_with("unclosed array table") || it.starts_with("unclosed table") => {
            let name = line.trim().trim_matches(['[', ']']).to_owned();
            let brackets = if line.trim_start().starts_with("[[") { ("[[", "]]") } else { ("[", "]") };
            ("this heading is not closed".to_owned(), format!("write `{}{name}{}`", brackets.0, brackets.1))
        }
        it if it.starts_with("string values must be quoted")
            || (it.starts_with("invalid ") && word.starts_with(char::is_alphabetic)) =>
        {
            let help =
                if word.is_empty() { "put it in quotes".to_owned() } else { format!("put it in quotes: \"{word}\"") };
            ("a text stands without quotes".to_owned(), help)
        }
        it if it.starts_with("unexpected key or value") && line[..start - line_start].contains('"') => (
            "the text ends before this place: a quote inside it closes it".to_owned(),
            "write \\\" for a quote inside a text, or a typographic one (“ ”)".to_owned(),
        ),
        it if it.starts_with("invalid unquoted key") && word.starts_with(':') => {
            ("here stands `:`, where `=` is wanted".to_owned(), "write key = \"value\"".to_owned())
        }
        it if it.starts_with("invalid multi-line") => (
            "a text that begins with three quotes is not closed".to_owned(),
            "find the last text of three quotes (\"\"\") that has none at its end".to_owned(),
        ),
        it if it.starts_with("invalid basic string, expected `\"`") || it.starts_with("missing opening quote") => (
            "this text has no closing quote in its line".to_owned(),
            "put a \" at its end; a text of several lines stands between three quotes (\"\"\")".to_owned(),
        ),
        it if it.starts_with("invalid literal string") => (
            "this text has no closing quote in its line".to_owned(),
            "put a ' at its end; a text that holds an apostrophe stands between double quotes".to_owned(),
        ),
        it if it.starts_with("missing escaped value") => (
            "a backslash in a text means a special character, and this one is none".to_owned(),
            "write \\\\ for a backslash".to_owned(),
        ),
        it if it.starts_with("invalid date") || it.starts_with("invalid datetime") => {
            ("this is no date of TOML".to_owned(), "put dates in quotes: date = \"1986-11-18\"".to_owned())
        }
        it if it.starts_with("key with no value") => {
            ("a key stands here without a value".to_owned(), "write key = \"value\"; a note begins with `#`".to_owned())
        }
        it => (
            format!("this is not TOML: {it}"),
            "compare it with docs/stories.md; texts stand in quotes, long ones in three (\"\"\")".to_owned(),
        ),
    };
    explained(&message, &help, span)
}

/// A typographic quote where a straight one has to stand: as the first character of a value, or as the last of a line.
fn quote_instead_of_a_straight_one(line: &str, noticed: usize) -> Option<(usize, usize)> {
    let value = line.find('=').map_or(0, |it| it + 1);
    let opening = value + line[value..].len() - line[value..].trim_start_matches([' ', '\t', '[']).len();
    let first = line[opening..].chars().next()?;
    if TYPOGRAPHIC_QUOTES.contains(&first) {
        return Some((opening, first.len_utf8()));
    }
    let end = line.trim_end_matches([' ', '\t', '\r', ',', ']']);
    let last = end.chars().next_back()?;
    // The parser looks for the closing quote up to the end of the line.
    (TYPOGRAPHIC_QUOTES.contains(&last) && noticed >= end.len()).then(|| (end.len() - last.len_utf8(), last.len_utf8()))
}

/// Where a list begins that runs on into the next key or table.
fn unclosed_list(text: &str, said: &str, noticed: usize) -> Option<usize> {
    let in_a_list = ["missing comma between array elements", "unclosed array, ", "unexpected `=` in array"];
    // A key is taken for a text without quotes where a list runs on into it: nowhere else does one begin a line.
    let begins_a_line = text[..noticed].trim_end_matches([' ', '\t']).ends_with('\n');
    if !begins_a_line && !in_a_list.iter().any(|it| said.starts_with(it)) {
        return None;
    }
    let rest = text[noticed..].trim_start();
    let next = rest.lines().next().unwrap_or_default();
    let is_key = next.split_once('=').is_some_and(|(key, _)| {
        !key.trim().is_empty() && key.trim().chars().all(|it| it.is_alphanumeric() || it == '-' || it == '_')
    });
    if !(rest.is_empty() || rest.starts_with('[') || is_key || next.starts_with('=')) {
        return None;
    }
    // The last line before that opens a list and does not close it.
    let mut end = noticed;
    for line in text[..noticed].split_inclusive('\n').rev() {
        let start = end - line.len();
        if let Some(opening) = line.find("= [").or_else(|| line.find("=["))
            && !line.contains(']')
        {
            return line[opening..].find('[').map(|it| start + opening + it);
        }
        end = start;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said first about a text, and what is marked.
    fn first(text: &str) -> (String, String, String) {
        let (_, mut errors) = toml::de::DeTable::parse_recoverable(text);
        errors.sort_by_key(|it| it.span().map(|it| it.start));
        let error = errors.first().expect("the text is wrong");
        let it = explain(text, error.message(), error.span().unwrap_or(0..0));
        (it.message, it.help, text[it.span].to_owned())
    }

    #[test]
    fn the_cause_is_named_and_marked() {
        for (text, message, marked) in [
            ("title = “x”\n", "typographic", "“"),
            ("title = \"x”\n", "typographic", "”"),
            ("list = [“x”]\n", "typographic", "“"),
            ("title = \"a \"b\" c\"\n", "a quote inside it closes it", ""),
            ("title =\u{a0}\"x\"\n", "a no-break space", "\u{a0}"),
            ("title ＝ \"x\"\n", "full-width `＝`", "＝"),
            ("title: \"x\"\n", "`:`", ":"),
            ("kind = news\n", "without quotes", "news"),
            ("a = [\"x\", \"y\"\n\n[[event]]\nid = \"b\"\n", "this list is not closed", "["),
            ("a = [\n  \"x\",\nb = \"y\"\n", "this list is not closed", "["),
            ("[[event]\nid = \"a\"\n", "this heading is not closed", ""),
            ("[event]\nid = \"a\"\n[event]\nid = \"b\"\n", "a second time", "event"),
            ("id = \"a\"\nid = \"b\"\n", "twice in this table", "id"),
            ("<<<<<<< mine\nid = \"a\"\n", "merge", "<<<<<<< mine"),
            ("title = \"c:\\dir\"\n", "a backslash", ""),
            ("title = \"x\nid = \"a\"\n", "no closing quote", ""),
        ] {
            let (said, _, at) = first(text);
            assert!(said.contains(message), "{text:?}: {said}");
            assert_eq!(at, marked, "{text:?}");
        }
    }

    #[test]
    fn the_help_can_be_followed() {
        assert_eq!(first("kind = news\n").1, "put it in quotes: \"news\"");
        assert_eq!(first("[[event]\n").1, "write `[[event]]`");
        assert_eq!(first("[event]\n[event]\n").1, "write `[[event]]`, with two brackets, above each of them");
    }

    #[test]
    fn no_text_makes_it_panic() {
        for text in ["“", "=", "= [", "\u{a0}", "é = [é\né =", "[", "\"\"\"é", "'", "a = \"\\", "\u{feff}\u{feff}＝"]
        {
            let (_, errors) = toml::de::DeTable::parse_recoverable(text);
            for error in errors {
                let span = explain(text, error.message(), error.span().unwrap_or(0..0)).span;
                assert!(text.get(span.clone()).is_some(), "{text:?} {span:?}");
            }
        }
    }
}
