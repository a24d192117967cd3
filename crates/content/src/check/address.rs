//! Web addresses and language tags.

use crate::problem::Diagnostics;
use crate::rule::Rule;
use crate::source::SpannedString;

/// Notes an address that is not complete.
pub(crate) fn url(text: &SpannedString, diagnostics: &Diagnostics) {
    if text.is_blank() {
        return;
    }
    let rest = text.value.strip_prefix("https://").or_else(|| text.value.strip_prefix("http://"));
    if !rest.is_some_and(is_host_and_path) {
        let help = "write the whole address: https://example.org/page";
        diagnostics.report(
            Rule::UrlInvalid,
            &text.span,
            format!("`{}` is no web address", text.value),
            "not an address",
            help,
        );
    }
}

fn is_host_and_path(rest: &str) -> bool {
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let clean = !rest.contains(|it: char| it.is_whitespace() || it.is_control() || "<>\"{}|\\^`".contains(it));
    let labels = host.split(':').next().unwrap_or_default().split('.');
    clean && host.contains('.') && labels.into_iter().all(|it| !it.is_empty())
}

/// The two-letter languages of ISO 639-1.
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv \
    dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja \
    jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl \
    nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te \
    tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Notes a tag that is not a language of BCP 47: a known two-letter or any three-letter language, and subtags.
pub(crate) fn lang(text: &SpannedString, diagnostics: &Diagnostics) {
    if text.is_blank() || is_lang(&text.value) {
        return;
    }
    let lower = text.value.trim().to_lowercase().replace('_', "-");
    let help = match lower.split('-').next() {
        Some(main) if is_lang(main) => {
            format!("did you mean `{main}`? Tags of BCP 47 look like en, ko, zh-Hant, pt-BR")
        }
        _ => "write a tag of BCP 47: en, ko, mn, zh-Hant, pt-BR".to_owned(),
    };
    diagnostics.report(
        Rule::LangUnknown,
        &text.span,
        format!("`{}` is no language that is known", text.value),
        "unknown language",
        help,
    );
}

/// Scripts and languages that are written from right to left.
const RIGHT_TO_LEFT: &[&str] = &[
    "ar", "arc", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "lrc", "mzn", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur",
    "yi",
];
const RIGHT_TO_LEFT_SCRIPTS: &[&str] = &["Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Syrc", "Thaa"];

fn is_right_to_left(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or_default();
    match subtags.find(|it| it.len() == 4 && it.starts_with(char::is_alphabetic)) {
        Some(script) => RIGHT_TO_LEFT_SCRIPTS.contains(&script),
        None => RIGHT_TO_LEFT.contains(&language),
    }
}

/// Whether a page in that language runs from right to left. `dir` may say so, and may not say otherwise.
pub(crate) fn direction(lang: &str, dir: Option<(&SpannedString, bool)>, diagnostics: &Diagnostics) -> bool {
    let expected = is_right_to_left(lang);
    if let Some((text, _)) = dir.filter(|(_, rtl)| *rtl != expected && is_lang(lang)) {
        let (is, wanted) = if expected { ("right to left", "rtl") } else { ("left to right", "ltr") };
        let message = format!("`{lang}` is written from {is}, and `dir` says otherwise");
        let help = format!("write dir = \"{wanted}\", or leave it out");
        diagnostics.report(Rule::LangDirection, &text.span, message, "the other way", help);
    }
    dir.map_or(expected, |(_, rtl)| rtl)
}

fn is_lang(tag: &str) -> bool {
    let mut subtags = tag.split('-');
    let language = subtags.next().unwrap_or_default();
    let known = match language.len() {
        2 => LANGUAGES.split_whitespace().any(|it| it == language),
        3 => language.chars().all(|it| it.is_ascii_lowercase()),
        _ => false,
    };
    known && subtags.all(|it| (2..=8).contains(&it.len()) && it.chars().all(|it| it.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_host_with_a_dot() {
        assert!(is_host_and_path("example.org/a?b=(c)#d"));
        assert!(is_host_and_path("example.org:8080"));
        for wrong in ["", "example", "example..org", "example.org/a b", "/path"] {
            assert!(!is_host_and_path(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_script_says_more_than_a_language() {
        assert!(["ar", "he-IL", "uz-Arab", "ur"].into_iter().all(is_right_to_left));
        assert!(!["en", "ar-Latn", "uz", "ko"].into_iter().any(is_right_to_left));
    }

    #[test]
    fn languages_have_subtags() {
        assert!(is_lang("en") && is_lang("zh-Hant-TW") && is_lang("grc"));
        assert!(!is_lang("english") && !is_lang("xx") && !is_lang("en-") && !is_lang(""));
    }
}
