//! How the timeline's data and the interface strings travel from the prerender to the browser: lines of tab-separated fields
//! in the page.
//!
//! Smaller and quicker than JSON (no parser beyond `split`), and enough for labels, numbers and ids.

use std::str::Split;

use crate::number::whole;

/// What stands for `<`, which could close the element that holds the data.
const LESS_THAN: char = '\u{1}';

/// The fields of one line.
#[derive(Debug)]
pub(crate) struct Fields<'a>(Split<'a, char>);

/// Splits a line into its fields.
pub(crate) fn fields(line: &str) -> Fields<'_> {
    Fields(line.split('\t'))
}

impl<'a> Fields<'a> {
    /// The next field, empty when there is none.
    pub(crate) fn text(&mut self) -> &'a str {
        self.0.next().unwrap_or("")
    }

    /// The next field as a number, zero when it is none.
    pub(crate) fn number(&mut self) -> i64 {
        whole(self.text()).unwrap_or(0)
    }
}

/// Writes fields as one line; tabs and line ends inside a field become spaces, and `<` is written as [`LESS_THAN`].
pub(crate) fn line(out: &mut String, fields: &[&str]) {
    for (n, field) in fields.iter().enumerate() {
        if n > 0 {
            out.push('\t');
        }
        for c in field.chars() {
            match c {
                '\t' | '\n' | '\r' => out.push(' '),
                '<' => out.push(LESS_THAN),
                c => out.push(c),
            }
        }
    }
    out.push('\n');
}

/// Writes a whole text as one line, which may hold tabs.
#[must_use]
pub fn text_line(text: &str) -> String {
    text.replace('<', LESS_THAN.encode_utf8(&mut [0; 4])).replace('\n', " ") + "\n"
}

/// Undoes what [`line`] and [`text_line`] did to `<`.
pub(crate) fn plain(text: &str) -> String {
    text.replace(LESS_THAN, "<")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_survive_and_cannot_close_their_element() {
        let mut out = String::new();
        line(&mut out, &["a</script>", "b\tc", "7"]);
        assert!(!out.contains('<'));
        let mut f = fields(out.trim_end_matches('\n'));
        assert_eq!(plain(f.text()), "a</script>");
        assert_eq!(f.text(), "b c");
        assert_eq!(f.number(), 7);
        assert_eq!(f.text(), "");
    }

    #[test]
    fn a_text_survives_with_its_tabs() {
        let out = text_line("<b>\tone\ntwo");
        assert!(!out.contains('<'));
        assert_eq!(plain(&out), "<b>\tone two\n");
    }
}
