//! The words of the title slide, which become the head of the story.

use std::collections::BTreeMap;

use backstory_content::limits;
use serde_json::json;
use toml_edit::{DocumentMut, Item};

use super::toml_file::{File, set};
use crate::markdown::{self, Losses};
use crate::notes::Notes;
use crate::slide::Timeline;

/// What `cargo xtask new` writes, of which no word is the story's own.
const BEGUN: &str = include_str!("../../../../xtask/new-story/story.toml");

/// The words of the title slide, where the story has none of its own.
pub(super) fn title(timeline: &Timeline, config: &mut File, memory: &mut BTreeMap<String, String>, notes: &mut Notes) {
    let Some(slide) = &timeline.title else { return };
    let document = &mut config.document;
    let begun: DocumentMut = BEGUN.parse().unwrap_or_default();
    let headline = drawable(&markdown::plain_without_marks(&slide.headline));
    let mut losses = Losses::default();
    let text = markdown::markdown(&slide.text, &mut losses);
    if headline.is_empty() && text.is_empty() && slide.media.url.is_empty() {
        return;
    }
    let standfirst = text.split("\n\n").next().unwrap_or_default();
    let mut used = false;
    for (key, words) in [
        ("title", markdown::shorten(&headline, limits::STORY_TITLE)),
        ("short-title", markdown::shorten(&headline, limits::SHORT_TITLE)),
        ("standfirst", standfirst.to_owned()),
    ] {
        let said = document.get(key).and_then(Item::as_str).unwrap_or_default();
        let is_word = |it: &str| it.chars().any(char::is_alphanumeric);
        let is_begun = begun.get(key).and_then(Item::as_str) == Some(said);
        let is_ours = memory.get(key).is_some_and(|it| it == said);
        if (!is_word(said) || is_begun || is_ours) && is_word(&words) {
            if said != words {
                set(document.as_table_mut(), key, Some(&json!(words)));
            }
            memory.insert(key.to_owned(), words);
            used = true;
        }
    }
    if !used {
        notes.say("the title slide is left out: the story has a title and a standfirst of its own");
    } else if text.contains("\n\n") {
        notes.say("the title slide says more than a standfirst holds; the rest is left out");
    }
    if !slide.media.url.is_empty() {
        notes.add("media of the title slide are left out", &slide.media.url);
    }
}

/// The title without the letters that only look like others: the card for social media is drawn in fonts that lack them.
fn drawable(title: &str) -> String {
    let as_drawn = |it: char| match it {
        '∗' => None,
        '＿' => Some(' '),
        'ˋ' => Some('‘'),
        '‹' => Some('('),
        '›' => Some(')'),
        '＆' => Some('+'),
        it => Some(it),
    };
    title.chars().filter_map(as_drawn).collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}
