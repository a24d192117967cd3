//! Small things that belong to no one kind.

/// Adds a value that is not in the list yet.
pub(crate) fn push_new<T: PartialEq>(list: &mut Vec<T>, value: T) {
    if !list.contains(&value) {
        list.push(value);
    }
}

/// Lower-case letters and digits of any script, joined by hyphens.
pub(crate) fn hyphenated(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
    words.collect::<Vec<_>>().join("-")
}
