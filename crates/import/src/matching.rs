//! Which thing of this import is which of the last one.

use std::collections::{HashMap, HashSet, VecDeque};

/// The key of a thing, if it has one.
pub type Key<'k, T> = &'k dyn Fn(&T) -> Option<String>;

/// Pairs things by keys, from the surest to the vaguest: each of `new` with at most one of `old`, the first that is free.
pub fn pair<N, O>(new: &[N], old: &[O], passes: &[(Key<N>, Key<O>)]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; new.len()];
    for (key_of_new, key_of_old) in passes {
        let mut free = without_a_pair(old, &pairs, *key_of_old);
        for (pair, it) in pairs.iter_mut().zip(new).filter(|(pair, _)| pair.is_none()) {
            *pair = key_of_new(it).and_then(|key| free.get_mut(&key)?.pop_front());
        }
    }
    pairs
}

/// Pairs what is left where the key is that of one thing on each side alone, and gives back the new ones of them.
pub fn pair_the_only<N, O>(
    new: &[N],
    old: &[O],
    pairs: &mut [Option<usize>],
    (key_of_new, key_of_old): (Key<N>, Key<O>),
    are_alike: &dyn Fn(&N, &O) -> bool,
) -> Vec<usize> {
    let free = without_a_pair(old, pairs, key_of_old);
    let mut waiting = HashMap::<String, Vec<usize>>::new();
    for (ix, it) in new.iter().enumerate().filter(|(ix, _)| pairs[*ix].is_none()) {
        if let Some(key) = key_of_new(it) {
            waiting.entry(key).or_default().push(ix);
        }
    }
    let mut found = Vec::new();
    for (key, waiting) in waiting {
        let old_ones = free.get(&key).map(|it| it.iter().copied().collect::<Vec<_>>()).unwrap_or_default();
        if let ([ix], [of_old]) = (waiting.as_slice(), old_ones.as_slice())
            && are_alike(&new[*ix], &old[*of_old])
        {
            pairs[*ix] = Some(*of_old);
            found.push(*ix);
        }
    }
    found.sort_unstable();
    found
}

/// The old things that have no pair yet, by their keys.
fn without_a_pair<O>(old: &[O], pairs: &[Option<usize>], key_of_old: Key<O>) -> HashMap<String, VecDeque<usize>> {
    let taken: HashSet<usize> = pairs.iter().copied().flatten().collect();
    let mut free = HashMap::<String, VecDeque<usize>>::new();
    for (ix, it) in old.iter().enumerate().filter(|(ix, _)| !taken.contains(ix)) {
        if let Some(key) = key_of_old(it) {
            free.entry(key).or_default().push_back(ix);
        }
    }
    free
}

/// Whether two titles may be one that was written anew: half of the letters of the shorter one stand in words of both.
/// Letters of scripts that part no words are words of their own.
pub fn share_words(one: &str, other: &str) -> bool {
    let words = |it: &str| -> HashSet<String> {
        let is_word_alone = |it: char| u32::from(it) >= 0x2E80;
        let mut spaced = String::new();
        for letter in it.to_lowercase().chars() {
            match letter {
                _ if is_word_alone(letter) => spaced.extend([' ', letter, ' ']),
                _ if letter.is_alphanumeric() => spaced.push(letter),
                _ => spaced.push(' '),
            }
        }
        spaced.split_whitespace().map(str::to_owned).collect()
    };
    let (one, other) = (words(one), words(other));
    let letters = |them: &mut dyn Iterator<Item = &String>| them.map(|it| it.chars().count()).sum::<usize>();
    let shared = letters(&mut one.intersection(&other));
    shared > 0 && shared * 2 >= letters(&mut one.iter()).min(letters(&mut other.iter()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(it: &&str) -> Option<String> {
        Some((*it).to_owned())
    }

    fn first(it: &&str) -> Option<String> {
        it.get(..1).map(str::to_owned)
    }

    #[test]
    fn surer_keys_come_first() {
        let pairs = pair(&["ax", "ab", "c"], &["ab", "ay"], &[(&whole, &whole), (&first, &first)]);
        assert_eq!(pairs, [Some(1), Some(0), None]);
    }

    #[test]
    fn a_vague_key_pairs_what_it_names_alone_on_each_side() {
        let mut pairs = vec![None; 4];
        let found =
            pair_the_only(&["ax", "bx", "by", "cz"], &["ay", "bz", "cy"], &mut pairs, (&first, &first), &|new, _| {
                *new != "cz"
            });
        assert_eq!((pairs, found), (vec![Some(0), None, None, None], vec![0]));
    }

    #[test]
    fn a_title_that_was_written_anew_has_words_of_the_old_one() {
        for (one, other, alike) in [
            ("Bridge falls", "The bridge falls", true),
            ("C", "C again", true),
            ("Lock opens", "The bridge falls", false),
            ("Battle of the bridge", "Peace treaty signed", false),
            ("Battle of the bridge", "End of the war", false),
            ("水門の開通", "水門開通", true),
            ("…", "…", false),
        ] {
            assert_eq!(share_words(one, other), alike, "{one} {other}");
        }
    }
}
