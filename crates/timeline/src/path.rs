//! The longest chain of causes that ends with an event: the answer to "How did it come to this?".

/// The longest chain of causes that ends with `start`, earliest first, `start` last; `edges` lead from cause to
/// effect.
///
/// No event comes twice. Of several longest chains the one whose causes have the smaller numbers is taken (compared
/// event by event, from the end). If edges make a cycle, the edge that closes it is left out; which one that is depends
/// on `start` and on the order of the edges. Memory grows with the largest number in `edges`; time is linear.
///
/// A depth-first search that keeps the best cause of each event. It has a stack of its own, because a chain may be too
/// long for recursion.
#[must_use]
pub fn path_back(start: usize, edges: &[(u32, u32)]) -> Vec<u32> {
    let Ok(last) = u32::try_from(start) else {
        return Vec::new();
    };
    let causes = Causes::new(start, edges);
    let best = best_causes(start, &causes);
    let mut path = vec![last];
    let mut at = best[start].cause;
    while let Some(cause) = at {
        path.push(cause);
        at = best[cause as usize].cause;
    }
    path.reverse();
    path
}

/// The causes of all events, one event after the other, in one list.
struct Causes {
    /// Where the causes of event `i` end in `list`; they begin where those of event `i - 1` end.
    ends: Vec<usize>,
    list: Vec<u32>,
}

impl Causes {
    fn new(start: usize, edges: &[(u32, u32)]) -> Causes {
        let largest = edges.iter().map(|&(cause, effect)| cause.max(effect) as usize).max();
        let mut ends = vec![0; largest.map_or(start, |largest| largest.max(start)) + 1];
        for &(_, effect) in edges {
            ends[effect as usize] += 1;
        }
        let mut sum = 0;
        for end in &mut ends {
            // Holds the start of each event's causes first; filling the list moves it to their end.
            sum += std::mem::replace(end, sum);
        }
        let mut list = vec![0; edges.len()];
        for &(cause, effect) in edges {
            let end = &mut ends[effect as usize];
            list[*end] = cause;
            *end += 1;
        }
        Causes { ends, list }
    }

    fn of(&self, event: usize) -> &[u32] {
        let from = if event == 0 { 0 } else { self.ends[event - 1] };
        &self.list[from..self.ends[event]]
    }
}

/// The best chain that ends with an event.
#[derive(Clone, Copy, Default)]
struct Best {
    state: State,
    /// Number of links in the chain.
    length: u32,
    cause: Option<u32>,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum State {
    #[default]
    Unseen,
    /// On the stack: an edge to it closes a cycle.
    Open,
    Done,
}

fn best_causes(start: usize, causes: &Causes) -> Vec<Best> {
    let mut best = vec![Best::default(); causes.ends.len()];
    best[start].state = State::Open;
    let mut stack = vec![(start, 0)];
    while let Some((event, next)) = stack.last_mut() {
        let Some(&cause) = causes.of(*event).get(*next) else {
            best[*event].state = State::Done;
            stack.pop();
            continue;
        };
        match best[cause as usize].state {
            State::Unseen => {
                best[cause as usize].state = State::Open;
                stack.push((cause as usize, 0));
                continue;
            }
            State::Open => {}
            State::Done => prefer(&mut best, *event, cause),
        }
        *next += 1;
    }
    best
}

/// Takes a cause if the chain through it is longer, or as long and of a smaller number.
fn prefer(best: &mut [Best], event: usize, cause: u32) {
    let length = best[cause as usize].length + 1;
    let known = best[event];
    if length > known.length || (length == known.length && known.cause.is_some_and(|other| cause < other)) {
        best[event].length = length;
        best[event].cause = Some(cause);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_without_causes_is_its_own_path() {
        assert_eq!(path_back(3, &[]), [3]);
        assert_eq!(path_back(9, &[(0, 1)]), [9]);
    }

    #[test]
    fn the_longest_chain_is_taken() {
        assert_eq!(path_back(4, &[(0, 4), (1, 2), (2, 3), (3, 4)]), [1, 2, 3, 4]);
    }

    #[test]
    fn of_equal_chains_the_smaller_numbers_are_taken() {
        assert_eq!(path_back(4, &[(3, 4), (2, 4), (1, 3), (0, 2)]), [0, 2, 4]);
    }

    #[test]
    fn effects_are_not_followed() {
        assert_eq!(path_back(1, &[(0, 1), (1, 2)]), [0, 1]);
    }

    #[test]
    fn circles_end() {
        assert_eq!(path_back(0, &[(0, 0)]), [0]);
        assert_eq!(path_back(2, &[(0, 1), (1, 2), (2, 0)]), [0, 1, 2]);
        assert_eq!(path_back(2, &[(0, 1), (1, 0), (1, 2)]), [0, 1, 2]);
    }

    #[test]
    fn a_long_chain_does_not_overflow_the_stack() {
        let edges: Vec<(u32, u32)> = (0..200_000).map(|event| (event, event + 1)).collect();
        assert_eq!(path_back(200_000, &edges).len(), 200_001);
    }
}
