//! "How did it come to this?" answers with a chain of causes, whatever the links.

use backstory_timeline::path_back;
use proptest::collection::vec;
use proptest::prelude::*;

const EVENTS: u32 = 9;

/// Links of the longest chain that ends with an event, by trying them all.
fn longest(event: u32, edges: &[(u32, u32)]) -> usize {
    let causes = edges.iter().filter(|edge| edge.1 == event);
    causes.map(|edge| longest(edge.0, edges) + 1).max().unwrap_or(0)
}

proptest! {
    #[test]
    fn a_path_is_a_chain_of_links_without_repeats(
        edges in vec((0..EVENTS, 0..EVENTS), 0..30),
        start in 0..EVENTS + 2,
    ) {
        let path = path_back(start as usize, &edges);
        prop_assert_eq!(path.last(), Some(&start));
        for link in path.windows(2) {
            prop_assert!(edges.contains(&(link[0], link[1])));
        }
        let mut events = path.clone();
        events.sort_unstable();
        events.dedup();
        prop_assert_eq!(events.len(), path.len());
    }

    #[test]
    fn a_path_begins_where_no_new_cause_is_left(
        edges in vec((0..EVENTS, 0..EVENTS), 0..30),
        start in 0..EVENTS,
    ) {
        let path = path_back(start as usize, &edges);
        let has_cause = edges.iter().any(|edge| edge.1 == start && edge.0 != start);
        prop_assert_eq!(path.len() > 1, has_cause);
    }

    #[test]
    fn without_circles_the_path_is_the_longest_and_the_order_of_links_does_not_matter(
        (edges, shuffled) in vec((0..EVENTS, 0..EVENTS), 0..20)
            .prop_map(|edges| edges.into_iter().filter(|edge| edge.0 < edge.1).collect::<Vec<_>>())
            .prop_flat_map(|edges| (Just(edges.clone()), Just(edges).prop_shuffle())),
        start in 0..EVENTS,
    ) {
        let path = path_back(start as usize, &edges);
        prop_assert_eq!(path.len(), longest(start, &edges) + 1);
        prop_assert_eq!(path, path_back(start as usize, &shuffled));
    }
}
