//! The HTML of TimelineJS texts, as Markdown.

/// Turns the tags that have a Markdown of their own into it, and drops the wrapping ones. What is left of HTML is caught
/// by the Markdown reader, which allows none.
pub(super) fn markdown(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut link: Option<String> = None;
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        rest = &rest[open..];
        let Some(close) = rest.find('>') else { break };
        let tag = &rest[1..close];
        rest = &rest[close + 1..];
        match name(tag).as_str() {
            "p" | "div" | "span" | "/span" | "/div" | "small" | "/small" => {}
            "/p" => text.push_str("\n\n"),
            "br" => text.push(' '),
            "b" | "strong" | "/b" | "/strong" => text.push_str("**"),
            "i" | "em" | "/i" | "/em" => text.push('*'),
            "a" => {
                link = href(tag);
                text.push('[');
            }
            "/a" => text.push_str(&format!("]({})", link.take().unwrap_or_default())),
            _ => {
                text.push('<');
                text.push_str(tag);
                text.push('>');
            }
        }
    }
    text.push_str(rest);
    entities(text.trim())
}

fn name(tag: &str) -> String {
    let end = tag.char_indices().skip(1).find(|(_, it)| !it.is_ascii_alphanumeric()).map_or(tag.len(), |(it, _)| it);
    tag[..end].to_ascii_lowercase()
}

fn href(tag: &str) -> Option<String> {
    let value = tag.split_once("href=")?.1;
    let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

fn entities(text: &str) -> String {
    let named = [
        ("&nbsp;", " "),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&rsquo;", "’"),
        ("&ndash;", "–"),
        ("&mdash;", "—"),
        ("&amp;", "&"),
    ];
    named.iter().fold(text.to_owned(), |text, (entity, meant)| text.replace(entity, meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_with_a_markdown_of_their_own_become_it() {
        let html = "<p>It was <b>late</b> &amp; <a target='_blank' href=\"https://example.org\">dark</a>.</p>";
        assert_eq!(markdown(html), "It was **late** & [dark](https://example.org).");
    }

    #[test]
    fn other_tags_stay_for_the_reader_to_refuse() {
        assert_eq!(markdown("<script>x</script>"), "<script>x</script>");
        assert_eq!(markdown("a < b"), "a < b");
        assert_eq!(markdown("<é"), "<é");
        assert_eq!(markdown("<é>"), "<é>");
    }
}
