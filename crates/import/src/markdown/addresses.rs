//! Addresses: which a page may lead to, their host, and those that stand bare in a text.

use url::Url;

/// An address that a page may lead to.
pub fn address_of(written: &str) -> Option<String> {
    let written = written.trim();
    let full = if written.starts_with("//") {
        format!("https:{written}")
    } else if written.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("www.")) {
        format!("https://{written}")
    } else {
        written.to_owned()
    };
    let url = Url::parse(&full).ok().filter(|it| matches!(it.scheme(), "http" | "https"))?;
    let host = url.host_str()?;
    let is_label =
        |it: &str| !it.is_empty() && it.chars().all(|it| it.is_ascii_alphanumeric() || it == '-' || it == '_');
    if !host.contains('.') || !host.split('.').all(is_label) || !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    let mut address = String::new();
    for it in url.as_str().chars() {
        match it {
            '(' => address.push_str("%28"),
            ')' => address.push_str("%29"),
            '|' => address.push_str("%7C"),
            '\\' => address.push_str("%5C"),
            '{' => address.push_str("%7B"),
            '}' => address.push_str("%7D"),
            '^' => address.push_str("%5E"),
            '`' => address.push_str("%60"),
            '*' => address.push_str("%2A"),
            '[' => address.push_str("%5B"),
            ']' => address.push_str("%5D"),
            it => address.push(it),
        }
    }
    Some(address)
}

pub(super) fn host_of(link: &str) -> String {
    Url::parse(link)
        .ok()
        .and_then(|it| it.host_str().map(|it| it.trim_start_matches("www.").to_owned()))
        .unwrap_or_default()
}

/// Where an address begins and ends that stands in a text.
pub(super) fn bare_address(text: &str) -> Option<(usize, usize)> {
    let lower = text.to_ascii_lowercase();
    let start = ["http://", "https://", "www."].iter().filter_map(|it| lower.find(it)).min()?;
    let is_end = |it: char| it.is_whitespace() || it.is_control() || "<>\"“”„«»‘’".contains(it);
    let end = text[start..].find(is_end).map_or(text.len(), |it| start + it);
    let mut address = &text[start..end];
    loop {
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let closes = shorter.matches(')').count() > shorter.matches('(').count();
        let shorter = if closes { shorter.strip_suffix(')').unwrap_or(shorter) } else { shorter };
        if shorter.len() == address.len() {
            break;
        }
        address = shorter;
    }
    let least = start + text[start..end].chars().take(4).map(char::len_utf8).sum::<usize>();
    Some((start, (start + address.len()).max(least)))
}
