//! For the tests of components: the made-up story, and the HTML of a part of one of its pages.

use std::path::Path;
use std::rc::Rc;
use std::sync::LazyLock;

use backstory_content::Story;
use yew::prelude::*;

use crate::components::share_dialog::Embedding;
use crate::page::{Page, PageContext, Surface};
use crate::render::rendered;
use crate::{SharedView, View, Words, set_catalogue};

/// Read once for all tests.
static STORY: LazyLock<Story> = LazyLock::new(|| {
    backstory_content::read(Path::new("tests/fixtures/stories/towns")).expect("the made-up story is sound").story
});

#[derive(PartialEq, Properties)]
struct OnPageProps {
    context: PageContext,
    children: Html,
}

#[component]
fn OnPage(props: &OnPageProps) -> Html {
    html! { <ContextProvider<PageContext> context={props.context.clone()}>{ props.children.clone() }</ContextProvider<PageContext>> }
}

/// A view of the made-up story, after `change` has taken from it what a test wants to be missing.
pub(crate) fn view(change: impl FnOnce(&mut Story)) -> View {
    let mut story = STORY.clone();
    change(&mut story);
    let words = Words::read(Path::new("strings"), "en").expect("the English words are there");
    set_catalogue(words.islands().iter().cloned());
    View::new(story, words)
}

/// A page of a view.
pub(crate) fn page(view: View, surface: Surface) -> PageContext {
    PageContext::new(SharedView::new(Rc::new(view)), surface, Rc::new(Embedding::default()))
}

/// The article of the made-up story after `change`.
pub(crate) fn article(change: impl FnOnce(&mut Story)) -> PageContext {
    page(view(change), Surface::Page(Page::Article))
}

/// HTML of a part of a page.
pub(crate) fn html_on(context: &PageContext, children: Html) -> String {
    rendered::<OnPage>(OnPageProps { context: context.clone(), children })
}
