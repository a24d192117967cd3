//! A page that shows one thing, for frames on other pages.

use backstory_content::model::ItemKind;
use yew::prelude::*;

use super::claim::Claim;
use super::concept::Concept;
use super::event_list::{Event, PathSteps, main_events};
use super::hero::Hero;
use super::hurdle::Hurdle;
use super::person::Person;
use super::preview::Preview;
use super::relation_diagram::TieCard;
use super::scenario::Scenario;
use super::section::{Chapter, Section};
use super::signpost::Signpost;
use super::sources::Source;
use super::timeline::TimelinePart;
use super::tour::TourSteps;
use crate::page::{Embed, Page, PageContext, ProgramStart};
use crate::view::{Item, View};

impl Embed {
    /// Every embed of a story.
    #[must_use]
    pub fn all(view: &View) -> Vec<Self> {
        let story = &view.story;
        let mut all = vec![Self::Whole];
        if view.has(Page::Events) {
            all.push(Self::Timeline);
        }
        if view.has(Page::Tour) {
            all.push(Self::Compact);
        }
        let kinds = [
            (ItemKind::Section, story.sections.len()),
            (ItemKind::Claim, story.claims.len()),
            (ItemKind::Person, story.people.len()),
            (ItemKind::Concept, story.concepts.len()),
            (ItemKind::Hurdle, story.hurdles.len()),
            (ItemKind::Signpost, story.signposts.len()),
            (ItemKind::Scenario, story.scenarios.len()),
            (ItemKind::Tie, story.ties.len()),
            (ItemKind::Event, story.events.len()),
        ];
        let has_path =
            |event: &usize| view.data.path_to(*event).len() > 1 && view.item(&Self::Path(*event).name(view)).is_none();
        all.extend(main_events(view).into_iter().filter(has_path).map(Self::Path));
        all.extend(kinds.into_iter().flat_map(|(kind, count)| (0..count).map(move |ix| Self::Item(kind, ix))));
        all
    }

    /// Name of its file.
    #[must_use]
    pub fn name(self, view: &View) -> String {
        let story = &view.story;
        match self {
            Self::Whole => "whole".to_owned(),
            Self::Timeline => "timeline".to_owned(),
            Self::Compact => "compact".to_owned(),
            Self::Path(event) => format!("path-{}", story.events[event].id),
            Self::Item(ItemKind::Section, ix) => story.sections[ix].id.clone(),
            Self::Item(ItemKind::Event, ix) => story.events[ix].id.clone(),
            Self::Item(ItemKind::Person, ix) => story.people[ix].id.clone(),
            Self::Item(ItemKind::Concept, ix) => story.concepts[ix].id.clone(),
            Self::Item(ItemKind::Claim, ix) => story.claims[ix].id.clone(),
            Self::Item(ItemKind::Hurdle, ix) => story.hurdles[ix].id.clone(),
            Self::Item(ItemKind::Signpost, ix) => story.signposts[ix].id.clone(),
            Self::Item(ItemKind::Scenario, ix) => story.scenarios[ix].id.clone(),
            Self::Item(ItemKind::Tie, ix) => story.ties[ix].id.clone(),
        }
    }

    /// Title of its page.
    #[must_use]
    pub fn title(self, view: &View) -> String {
        match self {
            Self::Whole => view.story.meta.title.clone(),
            Self::Timeline => view.words.get("timeline").to_owned(),
            Self::Compact => view.words.fill("compact", &[&view.story.tour.len().to_string()]),
            Self::Path(event) => view.words.fill("path-to", &[&view.story.events[event].title]),
            Self::Item(kind, ix) => view.item_name(Item { kind, ix }).to_owned(),
        }
    }

    /// Address, below the story's folder, at which the whole story shows the same thing.
    #[must_use]
    pub fn place(self, view: &View) -> String {
        match self {
            Self::Whole => String::new(),
            Self::Timeline => Page::Events.file().to_owned(),
            Self::Compact => Page::Tour.file().to_owned(),
            Self::Path(event) => {
                let id = &view.story.events[event].id;
                format!("#timeline&event={id}&path={id}")
            }
            Self::Item(kind, ix) => {
                let page = view.page_of(Item { kind, ix });
                let file = if page == Page::Article { "" } else { page.file() };
                format!("{file}#{}", self.name(view))
            }
        }
    }

    /// When the browser's program starts in it.
    #[must_use]
    pub const fn program(self) -> ProgramStart {
        match self {
            Self::Timeline | Self::Compact => ProgramStart::WhenTouched,
            Self::Whole | Self::Item(ItemKind::Section, _) => ProgramStart::AtOnce,
            Self::Path(_) | Self::Item(..) => ProgramStart::Never,
        }
    }

    /// Height in pixels, for embed codes, where `cargo xtask heights` has measured none.
    #[must_use]
    pub const fn usual_height(self) -> u32 {
        match self {
            Self::Whole | Self::Item(ItemKind::Section, _) => 900,
            Self::Timeline => 860,
            Self::Compact | Self::Path(_) => 560,
            Self::Item(ItemKind::Tie | ItemKind::Event, _) => 320,
            Self::Item(..) => 420,
        }
    }
}

/// Props of [`EmbedPage`].
#[derive(Clone, PartialEq, Properties)]
pub struct EmbedPageProps {
    /// The page that is made.
    pub context: PageContext,
    /// What it shows.
    pub embed: Embed,
}

/// The page of an embed: the thing, its sources, and the way to the whole story.
#[component]
pub fn EmbedPage(props: &EmbedPageProps) -> Html {
    let view = &props.context.view;
    let embed = props.embed;
    let name = embed.name(view);
    let from = view.words.label(view.publisher(), &view.story.meta.short_title);
    let title = html! { <h1 class="visually-hidden">{ embed.title(view) }</h1> };
    let body = match embed {
        Embed::Whole => {
            let sections = view.sections_of(Page::Article).enumerate();
            html! { <><Hero /><main class="chapters">{ for sections.map(|(n, section)| html! { <Chapter {section} open={n == 0} /> }) }</main></> }
        }
        Embed::Timeline => html! { <main>{ title }<TimelinePart /></main> },
        Embed::Compact => html! {
            <main class="compact">
                <header><p class="brand"><b>{ view.publisher().to_owned() }</b></p><h1>{ view.story.meta.short_title.clone() }</h1></header>
                <TourSteps />
            </main>
        },
        Embed::Path(event) => html! {
            <main class="path">
                <header><p class="brand"><b>{ view.publisher().to_owned() }</b></p><h1>{ embed.title(view) }</h1></header>
                <PathSteps {event} />
            </main>
        },
        Embed::Item(ItemKind::Section, section) => html! { <main>{ title }<Section {section} /></main> },
        Embed::Item(kind, ix) => html! { <main class="one-card">{ title }{ card(kind, ix) }</main> },
    };
    let lists_itself = matches!(embed, Embed::Item(ItemKind::Section, ix) if view.story.sections[ix].parts.contains(&backstory_content::model::Part::Sources));
    let sources = props.context.listed.iter().map(|source| html! { <Source source={*source} brief=true /> });
    html! {
        <ContextProvider<PageContext> context={props.context.clone()}>
            <div class="page embed" data-frame-root="" data-heights={view.heights.steps(&name)}>
                { body }
                if !lists_itself && !props.context.listed.is_empty() {
                    <details class="embed-sources"><summary>{ view.t("sources") }</summary><ol class="source-list">{ for sources }</ol></details>
                }
                <footer class="embed-foot"><a href={format!("{}{}", props.context.root(), Page::Article.file())} target="_blank" rel="noopener">{ view.t("whole-story") }</a>
                    <span>{ view.words.fill("part-of-story", &[&from]) }</span></footer>
            </div>
            if props.context.has_program() { <Preview /> }
        </ContextProvider<PageContext>>
    }
}

fn card(kind: ItemKind, ix: usize) -> Html {
    match kind {
        ItemKind::Claim => html! { <Claim claim={ix} /> },
        ItemKind::Person => html! { <Person person={ix} /> },
        ItemKind::Concept => html! { <Concept concept={ix} /> },
        ItemKind::Hurdle => html! { <Hurdle hurdle={ix} /> },
        ItemKind::Signpost => html! { <Signpost signpost={ix} /> },
        ItemKind::Scenario => html! { <Scenario scenario={ix} /> },
        ItemKind::Tie => html! { <TieCard tie={ix} /> },
        ItemKind::Event => html! { <ol class="events"><Event event={ix} /></ol> },
        ItemKind::Section => html! { <Section section={ix} /> },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{page, view};
    use crate::page::Surface;
    use crate::render::render_page;

    #[test]
    fn what_a_story_lacks_has_no_embed() {
        let all = Embed::all(&view(|_| {}));
        assert!(all.contains(&Embed::Compact) && all.contains(&Embed::Item(ItemKind::Tie, 0)));
        let less = Embed::all(&view(|story| (story.tour, story.ties) = (vec![], vec![])));
        assert!(!less.contains(&Embed::Compact) && !less.contains(&Embed::Item(ItemKind::Tie, 0)));
    }

    #[test]
    fn main_events_that_something_led_to_have_an_embed_of_their_path() {
        let whole = view(|_| {});
        let paths: Vec<Embed> =
            Embed::all(&whole).into_iter().filter(|embed| matches!(embed, Embed::Path(_))).collect();
        assert!(!paths.is_empty());
        let html = render_page(page(whole.clone(), Surface::Embed(paths[0])));
        assert_eq!(
            html.matches("class=\"path-link\"").count() + 1,
            html.matches("data-entry=\"event\"").count(),
            "{html}"
        );
        assert!(html.contains("embed-sources"), "the sources of its steps are listed: {html}");
        let unlinked = view(|story| {
            story.events.iter_mut().for_each(|event| (event.links, event.linked_from) = (vec![], vec![]));
        });
        assert!(!Embed::all(&unlinked).iter().any(|embed| matches!(embed, Embed::Path(_))));
    }

    #[test]
    fn an_embed_leads_to_the_whole_story_in_a_tab_of_its_own() {
        let html = render_page(page(view(|_| {}), Surface::Embed(Embed::Item(ItemKind::Person, 0))));
        assert!(html.contains("Ada Brook"), "{html}");
        assert!(html.contains("href=\"../index.html\" target=\"_blank\""), "{html}");
    }
}
