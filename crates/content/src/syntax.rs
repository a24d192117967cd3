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
    ('\0', "an invisible character (NUL)"),
    ('\u{ad}', "an invisible character (soft hyphen)"),
    ('\u{2060}', "an invisible character (word joiner)"),
    ('\u{202a}', "an invisible character (mark of direction)"),
    ('\u{202b}', "an invisible character (mark of direction)"),
    ('\u{202c}', "an invisible character (mark of direction)"),
    ('\u{2066}', "an invisible character (mark of direction)"),
    ('\u{2069}', "an invisible character (mark of direction)"),
];
/// How notes begin elsewhere.
const OTHER_NOTES: [&str; 7] = ["//", "/*", "--", "<!--", ";", "%", "\\\\"];

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
    if let Some(what) = other_language(text) {
        let help = "write it as docs/stories.md shows: [[event]] above each, then lines key = \"value\"";
        return explained(&format!("this file is {what}, where TOML is wanted"), help, 0..text.len().min(1));
    }
    if let Some(opening) = unclosed_three_quotes(text) {
        let help = "put three quotes (\"\"\") at its end as well";
        return explained(
            "this text begins with three quotes, and runs on over the keys below it",
            help,
            opening..opening + 3,
        );
    }
    if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|it| line.starts_with(it)) {
        let help = "two versions of this file were joined: keep one of them, and take the three marked lines out";
        return explained("this line is the mark of a merge that was not finished", help, here);
    }
    let trimmed = line.trim_start();
    let indent = line.len() - trimmed.len();
    if let Some(mark) = OTHER_NOTES.iter().find(|it| trimmed.starts_with(**it)) {
        let help = "write `#` there; without it nobody knows that this is none";
        let at = line_start + indent;
        return explained("a note begins with `#`", help, at..at + mark.len());
    }
    if trimmed.starts_with(['(', '{']) && !line.contains('=') {
        let name: String = trimmed.chars().filter(|it| it.is_alphanumeric() || *it == '-').collect();
        let help = format!("write `[[{name}]]`, or `[{name}]` for what is there once");
        return explained("a heading stands in square brackets", &help, here);
    }
    if let Some(heading) = trimmed.find("[[").filter(|at| *at > 0 || trimmed.starts_with("[[["))
        && !line.contains('=')
        && LOOKALIKES.iter().all(|(it, _)| !trimmed[..heading].contains(*it))
    {
        let name = trimmed[heading..].trim_matches(|it: char| !it.is_alphanumeric());
        return explained(
            "a heading stands alone in its line, in two square brackets",
            &format!("write `[[{name}]]`"),
            here,
        );
    }
    if let Some((key, _)) = line.split_once('=')
        && let Some((at, letter)) = key.char_indices().find(|(_, it)| !it.is_ascii() && !it.is_whitespace())
        && LOOKALIKES.iter().all(|(it, _)| *it != letter)
        && !trimmed.starts_with('"')
    {
        let at = line_start + at;
        let span = at..at + letter.len_utf8();
        return if TYPOGRAPHIC_QUOTES.contains(&letter) {
            explained("a key stands without quotes", "take the quotes around it away", span)
        } else {
            let message = format!("a key has letters from a to z, digits and hyphens, and no `{letter}`");
            explained(&message, "type the key anew: some letters of other scripts look like ours", span)
        };
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
            it if it.starts_with("[[") => {
                // The first was written with one bracket.
                let single = format!("[{key}]");
                let lines = text.split_inclusive('\n').scan(0, |at, line| {
                    *at += line.len();
                    Some((*at - line.len(), line.trim_end()))
                });
                let first = lines.into_iter().find(|(_, line)| *line == single);
                let span = first.map_or(span, |(at, line)| at..at + line.len());
                let help = format!("write `[[{key}]]`, with two brackets on each side");
                explained(&format!("`[{key}]` stands here with one bracket, and elsewhere with two"), &help, span)
            }
            it if it.starts_with('[') && ["measure", "news", "licence"].contains(&key) => {
                explained(&format!("`[{key}]` stands here a second time"), "keep one of the two", span)
            }
            // Groups of strings.toml.
            it if it.starts_with('[') && ["writing", "dates", "page", "islands", "languages"].contains(&key) => {
                let help = "write all lines of the two below one of them, and take the other out";
                explained(&format!("`[{key}]` stands here a second time"), help, span)
            }
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
    let value = line.split_once('=').map_or("", |(_, it)| it.trim());
    let unquoted = word.trim_matches(['`', '\'', '"']);
    let (message, help): (String, String) = match said {
        it if it.starts_with("unclosed array table") || it.starts_with("unclosed table") => {
            let name = line.trim().trim_matches(['[', ']']).to_owned();
            let brackets = if line.trim_start().starts_with("[[") { ("[[", "]]") } else { ("[", "]") };
            ("this heading is not closed".to_owned(), format!("write `{}{name}{}`", brackets.0, brackets.1))
        }
        _ if value.starts_with('(') => {
            ("a list stands in square brackets".to_owned(), format!("write [{}]", value.trim_matches(['(', ')'])))
        }
        _ if value.starts_with('>') || value.starts_with('=') || line.contains(":=") => {
            ("one `=` stands between a key and its value".to_owned(), "write key = \"value\"".to_owned())
        }
        _ if value.is_empty() && line.trim_end().ends_with('=') => (
            "a key stands here without a value".to_owned(),
            "write its value behind the `=`, or take the line out".to_owned(),
        ),
        it if it.starts_with("missing comma") => {
            let between = if line[start - line_start..].starts_with(';') { ", and not by `;`" } else { "" };
            (format!("things of a list are parted by commas{between}"), "put a `,` between the two".to_owned())
        }
        _ if ["true", "false", "yes", "no", "on", "off"].contains(&word.to_ascii_lowercase().as_str()) => {
            let meant = ["true", "yes", "on"].contains(&word.to_ascii_lowercase().as_str());
            (
                format!("`{word}` is neither true nor false"),
                format!("write {meant}, in small letters and without quotes"),
            )
        }
        it if it.starts_with("string values must be quoted")
            || (it.starts_with("invalid ") && word.starts_with(char::is_alphabetic)) =>
        {
            let help = if line.trim_start().starts_with("importance") {
                crate::fields::IMPORTANCE.to_owned()
            } else if unquoted.is_empty() {
                "put it in quotes".to_owned()
            } else {
                format!("put it in quotes: \"{unquoted}\"")
            };
            ("a text stands without quotes".to_owned(), help)
        }
        it if it.starts_with("unexpected key or value") && value.starts_with("\'\'") => {
            ("two single quotes stand where one double quote is wanted".to_owned(), "write \" at both ends".to_owned())
        }
        it if it.starts_with("unexpected key or value") && value.starts_with('\'') => (
            "the text ends before this place: an apostrophe inside it closes it".to_owned(),
            "put a text that holds an apostrophe between double quotes: \"It’s\"".to_owned(),
        ),
        it if it.starts_with("unexpected key or value") && line[start - line_start..].trim() == "]" => {
            ("this list is not opened".to_owned(), "put a `[` before its first text".to_owned())
        }
        it if it.starts_with("unexpected key or value") && line[start - line_start..].starts_with([',', ';']) => (
            format!("no `{}` stands at the end of a line", &line[start - line_start..][..1]),
            "take it away".to_owned(),
        ),
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
        it if it.starts_with("missing opening quote") && !value.starts_with('"') => {
            ("this text has no opening quote".to_owned(), "put a \" before its first word".to_owned())
        }
        it if it.starts_with("invalid basic string, expected `\"`") || it.starts_with("missing opening quote") => (
            "this text has no closing quote in its line".to_owned(),
            "put a \" at its end; a text of several lines stands between three quotes (\"\"\")".to_owned(),
        ),
        it if it.starts_with("invalid literal string") => (
            "this text has no closing quote in its line".to_owned(),
            "put a ' at its end; a text that holds an apostrophe stands between double quotes".to_owned(),
        ),
        it if (it.starts_with("missing escaped value") || it.contains("unicode"))
            && ["file", "icon", "outlines"].contains(&line.split('=').next().unwrap_or_default().trim()) =>
        {
            let help = "write `/` between a folder and what is in it: media/lock.jpg";
            ("a backslash in a text means a special character".to_owned(), help.to_owned())
        }
        it if it.starts_with("missing escaped value") || it.contains("unicode") => (
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

/// Where a file that was pasted into itself begins anew: its first line, with a key that stands above all tables, comes again.
/// TOML takes what follows for keys of the last table above it.
pub(crate) fn begins_again(text: &str) -> Option<Range<usize>> {
    let mut lines = text.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        Some((*end - line.len(), line.trim_end()))
    });
    let is_content = |line: &str| !line.is_empty() && !line.starts_with('#');
    let (_, first) = lines.find(|(_, line)| is_content(line)).filter(|(_, line)| !line.starts_with('['))?;
    lines.find(|(_, line)| line.starts_with('['))?;
    lines.find(|(_, line)| *line == first).map(|(at, line)| at..at + line.len())
}

/// What a file is that was written in another language.
fn other_language(text: &str) -> Option<&'static str> {
    let lines: Vec<&str> =
        text.lines().map(str::trim_end).filter(|it| !it.is_empty() && !it.starts_with('#')).collect();
    let first = lines.first()?;
    if first.starts_with('{') && text.trim_end().ends_with('}') && text.contains("\":") {
        return Some("JSON");
    }
    if first.starts_with("<?xml") || first.to_ascii_lowercase().starts_with("<!doctype") {
        return Some("XML or HTML");
    }
    let is_yaml = |it: &&str| {
        let it = it.trim_start().trim_start_matches("- ");
        let key = it
            .split_once(':')
            .map_or("", |(key, rest)| if rest.is_empty() || rest.starts_with(' ') { key } else { "" });
        !key.is_empty() && key.chars().all(|it| it.is_alphanumeric() || it == '-' || it == '_')
    };
    let yaml = lines.iter().filter(|it| is_yaml(it)).count();
    (lines.len() > 1 && yaml * 2 > lines.len() && !text.contains(" = ")).then_some("YAML")
}

/// Where a text of three quotes begins in which keys and headings stand.
fn unclosed_three_quotes(text: &str) -> Option<usize> {
    let (mut at, mut opened) = (0, None);
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_end();
        let begins = |name: &str| name.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_');
        let is_key = trimmed.split_once(" = ").is_some_and(|(key, value)| {
            !key.is_empty() && begins(key) && value.starts_with(['"', '[', '{', '\'']) || value.parse::<i64>().is_ok()
        });
        let is_heading = trimmed.strip_prefix("[[").and_then(|it| it.strip_suffix("]]")).is_some_and(begins);
        if let Some(opening) = opened.filter(|_| is_key || is_heading) {
            return Some(opening);
        }
        for (place, _) in line.match_indices("\"\"\"") {
            opened = if opened.is_some() { None } else { Some(at + place) };
        }
        at += line.len();
    }
    None
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
            ("title = x\"\n", "no opening quote", ""),
            ("[event]\nid = \"a\"\n[[event]]\nid = \"b\"\n", "with one bracket", "[event]"),
            ("((event))\nid = \"a\"\n", "square brackets", "((event))"),
            ("a = (\"x\")\n", "a list stands in square brackets", "(\"x\")"),
            ("a = \"x\"]\n", "this list is not opened", ""),
            ("a = [\"x\" \"y\"]\n", "parted by commas", ""),
            ("a = [\"x\"; \"y\"]\n", "and not by `;`", ""),
            ("a = { b = \"x\" c = \"y\" }\n", "parted by commas", ""),
            ("“title” = \"x\"\n", "without quotes", "“"),
            ("titl\u{435} = \"x\"\n", "no `\u{435}`", "\u{435}"),
            ("title => \"x\"\n", "one `=`", ""),
            ("title == \"x\"\n", "one `=`", ""),
            ("title =\n", "without a value", ""),
            ("title = 'It's'\n", "an apostrophe inside it closes it", ""),
            ("title = ''x''\n", "two single quotes", ""),
            ("a = \"\"\"x\nb = \"y\"\nc = \"\"\"z\"\"\"\n", "three quotes", "\"\"\""),
            ("title = \"C:\\Users\"\n", "a backslash", ""),
            ("// a note\n", "a note begins with `#`", "//"),
            ("<!-- a note -->\n", "a note begins with `#`", "<!--"),
            ("own = True\n", "neither true nor false", "True"),
            ("- id: a\n  date: 1950\n", "YAML", "-"),
            ("{\"event\": []}", "JSON", "{"),
            ("id = \"a\"\n\0", "NUL", "\0"),
        ] {
            let (said, _, at) = first(text);
            assert!(said.contains(message), "{text:?}: {said}");
            // Where it is blank the parser's own place is marked.
            assert!(at == marked || marked.is_empty(), "{text:?}: {at:?}");
        }
    }

    #[test]
    fn a_file_that_was_pasted_into_itself_begins_again() {
        let file = "# A story\n\nslug = \"a\"\ntitle = \"A\"\n[[era]]\nid = \"b\"\n";
        let twice = file.repeat(2);
        let at = begins_again(&twice).expect("it begins again");
        assert_eq!((at.start, &twice[at]), (file.len() + 11, "slug = \"a\""));
        for once in [file, "", "[[era]]\nid = \"a\"\n[[era]]\nid = \"a\"\n", "id = \"a\"\nid = \"a\"\n"] {
            assert_eq!(begins_again(once), None, "{once}");
        }
    }

    #[test]
    fn the_help_can_be_followed() {
        assert_eq!(first("kind = news\n").1, "put it in quotes: \"news\"");
        assert_eq!(first("kind = `news`\n").1, "put it in quotes: \"news\"");
        assert!(first("[page]\na = \"x\"\n[page]\nb = \"x\"\n").1.contains("below one of them"));
        assert_eq!(first("importance = high\n").1, crate::fields::IMPORTANCE);
        assert!(first("file = \"media\\lock.png\"\n").1.contains("media/lock.jpg"));
        assert_eq!(first("own = yes\n").1, "write true, in small letters and without quotes");
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
