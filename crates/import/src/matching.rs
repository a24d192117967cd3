//! Which thing of today is which of last time.

use std::collections::{HashMap, VecDeque};

/// The key of a thing, if it has one.
pub type Key<'k, T> = &'k dyn Fn(&T) -> Option<String>;

/// Pairs things by keys, from the surest to the vaguest: each of `new` with at most one of `old`, the first that is free.
pub fn pair<N, O>(new: &[N], old: &[O], passes: &[(Key<N>, Key<O>)]) -> Vec<Option<usize>> {
    let mut pairs = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    for (key_of_new, key_of_old) in passes {
        let mut free = HashMap::<String, VecDeque<usize>>::new();
        for (ix, it) in old.iter().enumerate().filter(|(ix, _)| !taken[*ix]) {
            if let Some(key) = key_of_old(it) {
                free.entry(key).or_default().push_back(ix);
            }
        }
        for (pair, it) in pairs.iter_mut().zip(new).filter(|(pair, _)| pair.is_none()) {
            if let Some(found) = key_of_new(it).and_then(|key| free.get_mut(&key)?.pop_front()) {
                *pair = Some(found);
                taken[found] = true;
            }
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surer_keys_come_first() {
        let whole = |it: &&str| Some((*it).to_owned());
        let first = |it: &&str| it.get(..1).map(str::to_owned);
        let pairs = pair(&["ax", "ab", "c"], &["ab", "ay"], &[(&whole, &whole), (&first, &first)]);
        assert_eq!(pairs, [Some(1), Some(0), None]);
    }
}
