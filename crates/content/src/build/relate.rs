//! What follows from what was written: relations the other way round, and who cites a source.

use std::collections::HashMap;

use crate::model::{Part, SourceIx, Story};
use crate::util::push_new;

/// Lets every card and event name those that name it.
pub(crate) fn both_ways(story: &mut Story) {
    let mut namers = HashMap::<String, Vec<String>>::new();
    let mut note = |named: &String, namer: &String| namers.entry(named.clone()).or_default().push(namer.clone());
    for (id, related) in relations(story) {
        related.iter().for_each(|it| note(it, &id));
    }
    // Whoever took part in an event has it on the card; the event names its people anyway.
    for event in &story.events {
        event.people.iter().for_each(|it| note(&story.people[*it].id, &event.id));
    }
    for (id, related) in relations(story) {
        for namer in namers.remove(&id).unwrap_or_default() {
            push_new(related, namer);
        }
    }
}

/// Id and relations of everything that has some.
fn relations(story: &mut Story) -> Vec<(String, &mut Vec<String>)> {
    macro_rules! of {
        ($($list:ident),+) => {
            std::iter::empty()$(.chain(story.$list.iter_mut().map(|it| (it.id.clone(), &mut it.related))))+.collect()
        };
    }
    of!(events, people, concepts, claims, hurdles, signposts, ties)
}

/// Tells each source who cites it: sections, then events, then cards.
pub(crate) fn note_citers(story: &mut Story) {
    let mut citers: Vec<(SourceIx, String)> = Vec::new();
    for section in &story.sections {
        let mut cites = section.prose.cites.clone();
        // What has no id of its own stands in a section.
        for part in &section.parts {
            match part {
                Part::Map => cites.extend(story.map.iter().flat_map(|map| &map.text.cites)),
                Part::Minute => cites.extend(story.minute.iter().flat_map(|it| &it.sources)),
                Part::Tour => cites.extend(story.tour.iter().flat_map(|step| &step.text.cites)),
                _ => {}
            }
        }
        citers.extend(cites.into_iter().map(|it| (it, section.id.clone())));
    }
    macro_rules! of {
        ($($list:ident),+) => {
            $(for it in &story.$list {
                citers.extend(it.sources.iter().map(|source| (*source, it.id.clone())));
            })+
        };
    }
    of!(events, people, concepts, claims, hurdles, signposts, scenarios, ties);
    for (source, citer) in citers {
        push_new(&mut story.sources[source].cited_by, citer);
    }
}
