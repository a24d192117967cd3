//! The HTML of texts, as Markdown that means the same.
//!
//! A paragraph is a row of runs with their styles. After it is written it is read again: where the reader would see other
//! styles than were meant, it is written more plainly, so no mark is ever shown as it stands.

mod addresses;
mod read_html;
mod write_markdown;

use pulldown_cmark::{Event, Parser, Tag};

pub use self::addresses::address_of;
pub use self::read_html::plain;

use self::read_html::blocks_of;
use self::write_markdown::{paragraph, write_blocks};

/// Things in a text that have no place in Markdown; said once for each text.
#[derive(Debug, Default)]
pub struct Losses(pub Vec<&'static str>);

impl Losses {
    fn note(&mut self, what: &'static str) {
        if !self.0.contains(&what) {
            self.0.push(what);
        }
    }
}

/// Some letters of one style.
#[derive(Debug, Default, Clone, PartialEq)]
struct Run {
    text: String,
    style: Style,
}

#[derive(Debug, Default, Clone, PartialEq)]
struct Style {
    bold: bool,
    italic: bool,
    code: bool,
    link: Option<String>,
    title: String,
}

#[derive(Debug)]
enum Block {
    Paragraph(Vec<Run>),
    List { ordered: bool, items: Vec<Vec<Block>> },
    Quote(Vec<Block>),
}

/// A link with a title, as Markdown; the words alone where the address leads nowhere.
pub fn link(words: &str, address: &str, title: &str) -> String {
    let style = Style { link: address_of(address), title: collapse(title), ..Style::default() };
    paragraph(vec![Run { text: collapse(words), style }])
}

/// Plain words as Markdown.
pub fn words(plain: &str) -> String {
    paragraph(vec![Run { text: collapse(plain), style: Style::default() }])
}

/// Plain words, bold.
pub fn bold(plain: &str) -> String {
    paragraph(vec![Run { text: collapse(plain), style: Style { bold: true, ..Style::default() } }])
}

/// Turns HTML into Markdown.
pub fn markdown(html: &str, losses: &mut Losses) -> String {
    write_blocks(&blocks_of(html, losses))
}

/// Turns HTML into Markdown of one paragraph.
pub fn line(html: &str, losses: &mut Losses) -> String {
    let mut runs = Vec::new();
    flatten(&blocks_of(html, losses), &mut runs);
    runs.iter_mut().filter(|it| it.text == "\n").for_each(|it| it.text = " ".to_owned());
    paragraph(runs)
}

fn flatten(blocks: &[Block], runs: &mut Vec<Run>) {
    for block in blocks {
        runs.push(Run { text: " ".to_owned(), style: Style::default() });
        match block {
            Block::Paragraph(inner) => runs.extend(inner.iter().cloned()),
            Block::Quote(inner) => flatten(inner, runs),
            Block::List { items, .. } => items.iter().for_each(|it| flatten(it, runs)),
        }
    }
}

/// The words of HTML for a place where no Markdown is read: marks that the check would take for Markdown are written with
/// letters that look alike. Blank where there is no word.
pub fn plain_without_marks(html: &str) -> String {
    let text = plain(html);
    if !text.chars().any(char::is_alphanumeric) {
        return String::new();
    }
    let is_plain = |text: &str| {
        let marked = Parser::new(text).into_offset_iter().any(|(event, range)| match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strong) => true,
            Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) => true,
            Event::Text(it) => text[range.clone()].starts_with('&') && it.len() != range.len(),
            _ => false,
        });
        !marked && !text.contains("[^")
    };
    if is_plain(&text) {
        return text;
    }
    let alike = |it: char| match it {
        '*' => '∗',
        '_' => '＿',
        '`' => 'ˋ',
        '[' => '(',
        ']' => ')',
        '<' => '‹',
        '>' => '›',
        '&' => '＆',
        it => it,
    };
    text.chars().map(alike).collect()
}

/// Signs that turn the order of the letters behind them, for which a story has no use.
fn turns_letters(it: char) -> bool {
    matches!(it, '\u{202d}' | '\u{202e}')
}

fn collapse(text: &str) -> String {
    let shown = |it: char| if it.is_control() || it.is_whitespace() && it != '\u{a0}' { ' ' } else { it };
    let shown: String = text.chars().filter(|it| !turns_letters(*it)).map(shown).collect();
    shown.split(' ').filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// At most so many letters, cut between words where there are some.
pub fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most - 1).collect();
    let words = cut.rfind(' ').filter(|it| *it * 2 > cut.len()).map_or(cut.as_str(), |it| &cut[..it]);
    format!("{}…", words.trim_end_matches([' ', ',', ';', ':', '.', '–', '—', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> String {
        markdown(html, &mut Losses::default())
    }

    #[test]
    fn emphasis_is_emphasis_wherever_it_ends() {
        for (html, meant) in [
            ("<b>Note: </b>The", "**Note:** The"),
            ("<b>Opening.</b>The", "**Opening**.The"),
            ("towns<b></b> open", "towns open"),
            ("<b>「水門」</b>が", "**「水門**」が"),
            ("a<b>「水門」</b>が", "a「**水門**」が"),
            ("<b>a</b><b>b</b>", "**ab**"),
            ("<b>a <i>b</i></b> c", "**a** ***b*** c"),
            ("<strong>one <em>two</em></strong>", "**one** ***two***"),
            ("<b>—</b>x", "—x"),
        ] {
            assert_eq!(read(html), meant, "{html}");
        }
    }

    #[test]
    fn letters_stay_letters() {
        for (html, meant) in [
            ("L*O*C*K", "L\\*O\\*C\\*K"),
            ("__init__", "\\_\\_init\\_\\_"),
            ("snake_case", "snake_case"),
            ("1. Mai", "1\\. Mai"),
            ("[^1]", "\\[^1\\]"),
            ("# no heading", "\\# no heading"),
            ("- no list", "\\- no list"),
            ("a &lt; b &amp;amp; c & d", "a \\< b \\&amp; c & d"),
            ("a | b ~~c~~", "a \\| b \\~\\~c\\~\\~"),
            ("x<br>2) y", "x\\\n2\\) y"),
            ("A lock&hellip; &#8217;til", "A lock… ’til"),
        ] {
            assert_eq!(read(html), meant, "{html}");
        }
    }

    #[test]
    fn blocks_stay_apart() {
        for (html, meant) in [
            ("lock.<p>In", "lock.\n\nIn"),
            ("<div>a.</div><div>b", "a.\n\nb"),
            ("<p>a</p><p>b</p>", "a\n\nb"),
            ("<ul><li>a</li><li><b>b</b></li></ul>c", "- a\n- **b**\n\nc"),
            ("<ol><li>a<ul><li>b</li></ul></li></ol>", "1. a\n\n   - b"),
            ("<blockquote>a<p>b</p></blockquote>", "> a\n>\n> b"),
            ("<h3>A</h3>b", "**A**\n\nb"),
            ("m<sup>2</sup>, 5<sup>th</sup>, H<sub>2</sub>O", "m², 5th, H₂O"),
            ("10<sup>-3</sup>, Ca<sup>2+</sup>", "10⁻³, Ca²⁺"),
            ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a, b\n\nc"),
            ("a\n\n  b", "a b"),
            ("a<br><br>\n<br/>b<br>c", "a\n\nb\\\nc"),
            ("<script>x</script>a<style>b</style>", "a"),
        ] {
            assert_eq!(read(html), meant, "{html}");
        }
    }

    #[test]
    fn links_lead_where_they_led() {
        for (html, meant) in [
            ("<a href=\"https://example.org/a b.pdf\">x</a>", "[x](https://example.org/a%20b.pdf)"),
            ("<a href=\"https://example.org/a)b\">x</a>", "[x](https://example.org/a%29b)"),
            ("<A HREF=https://example.org/a>x</A>", "[x](https://example.org/a)"),
            ("<a href='//example.org/a'>x</a>", "[x](https://example.org/a)"),
            ("<a href=\"https://example.org\"><b>x</b> y</a>", "[**x** y](https://example.org/)"),
            ("<a href=\"javascript:x()\">x</a>", "x"),
            ("<a href=\"/here\">x</a>", "x"),
            ("<a href=\"https://example.org/\"></a>x", "x"),
            ("see https://example.org/a_(b).", "see [example.org/a\\_(b)](https://example.org/a_%28b%29)."),
            ("(www.example.org)", "([example.org](https://www.example.org/))"),
            ("<img src=\"https://example.org/a.png\" alt=\"A lock\">", "[A lock](https://example.org/a.png)"),
        ] {
            assert_eq!(read(html), meant, "{html}");
        }
    }

    #[test]
    fn headlines_are_plain() {
        assert_eq!(plain("<b>A lock</b>"), "A lock");
        assert_eq!(plain("A lock&hellip;<br>opens &lt;3"), "A lock… opens <3");
        assert_eq!(plain_without_marks("A * lock & a [gate] &lt;3"), "A * lock & a [gate] <3");
        assert_eq!(plain_without_marks("__init__ L*O*C*K"), "＿＿init＿＿ L∗O∗C∗K");
        assert_eq!(plain_without_marks("<b>…</b>"), "");
        assert_eq!([plain("a\u{202e}b&#x202e;c\u{7}"), read("a\u{202e}b")], ["abc", "ab"]);
    }

    #[test]
    fn deep_tags_do_no_harm() {
        let deep = format!("{}x", "<div><b><ul><li>".repeat(300));
        assert!(read(&deep).contains('x'));
        assert!(read(&format!("{}x", "<blockquote>".repeat(2_000))).contains('x'));
    }
}
