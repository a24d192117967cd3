//! The app: a page in order, top to bottom.

use yew::prelude::*;

use crate::components::embed::EmbedPage;
use crate::components::footer::{Footer, Shelves};
use crate::components::hero::Hero;
use crate::components::preview::Preview;
use crate::components::section::Section;
use crate::components::section_nav::{SectionNav, ShelfNav};
use crate::components::shelf::Shelf;
use crate::components::sources::Source;
use crate::components::tour::TourDialog;
use crate::page::{Page, PageContext, Surface, use_page};
use crate::render::raw;
use crate::view::View;

/// Ends what the first screen needs; `cargo xtask sizes` measures the bytes of the page before this comment.
pub const FIRST_SCREEN: &str = "<!--first-screen-->";

/// Props of [`App`].
#[derive(Clone, PartialEq, Properties)]
pub struct AppProps {
    /// What the page shows, and what its components need.
    pub context: PageContext,
}

/// A page of the story.
#[component]
pub fn App(props: &AppProps) -> Html {
    let view = &props.context.view;
    let body = match props.context.surface {
        Surface::Embed(embed) => return html! { <EmbedPage context={props.context.clone()} {embed} /> },
        Surface::Page(Page::Article) => article(view, Html::default(), false),
        Surface::Page(page) => shelf(view, page),
        Surface::Print => {
            let sources = props.context.listed.iter().map(|source| html! { <Source source={*source} brief=true /> });
            html! {
                <div class="page print-page" data-frame-root="">
                    <p class="print-hint"><a href={Page::Article.file()}>{ view.t("back-to-story") }</a>{ " " }{ view.t("print-hint") }</p>
                    <Hero />
                    <main>
                        { for view.sections_of(Page::Article).map(|section| html! { <Section {section} /> }) }
                        <section class="section"><h2>{ view.t("sources") }</h2><ol class="source-list">{ for sources }</ol></section>
                    </main>
                    <Footer />
                </div>
            }
        }
        Surface::SingleFile => {
            let pages = props.context.tour_and_shelves();
            article(
                view,
                html! { <div class="shelf-pages">{ for pages.map(|page| html! { <Shelf {page} /> }) }</div> },
                true,
            )
        }
    };
    html! { <ContextProvider<PageContext> context={props.context.clone()}>{ body }</ContextProvider<PageContext>> }
}

/// The article. In the single file (`is_single`) `after` holds the other pages, which follow it in the same document.
fn article(view: &View, after: Html, is_single: bool) -> Html {
    let mut sections = view.sections_of(Page::Article);
    let first = sections.next();
    let skip = first.map(|n| format!("#{}", view.story.sections[n].id));
    html! {
        <>
            <a class="skip" href={skip}>{ view.t("skip") }</a>
            <div class="page" data-frame-root="">
                <Hero />
                <SectionNav />
                <main>
                    if let Some(section) = first { <Section {section} /> }
                    { raw(FIRST_SCREEN) }
                    <RestStyles />
                    { for sections.map(|section| html! { <Section {section} /> }) }
                    <Shelves />
                </main>
                { after }
                <Footer />
            </div>
            // In the single file the tour is one of the pages, so the dialog is not needed.
            if view.has(Page::Tour) && !is_single { <TourDialog /> }
            <Preview />
        </>
    }
}

/// Loads the styles of everything below the first screen. A browser draws what stands before this link without waiting
/// for them.
#[component]
fn RestStyles() -> Html {
    let page = use_page();
    match &page.embedding.rest_styles {
        Some(path) if page.surface == Surface::Page(Page::Article) => {
            html! { <link rel="stylesheet" href={path.clone()} /> }
        }
        _ => Html::default(),
    }
}

fn shelf(view: &View, page: Page) -> Html {
    let meta = &view.story.meta;
    html! {
        <>
            <a class="skip" href={format!("#{}", page.place())}>{ view.t("skip-shelf") }</a>
            <div class="page shelf-page" data-frame-root="">
                <header class="shelf-masthead"><p class="brand"><b>{ view.publisher().to_owned() }</b><span>{ meta.short_title.clone() }</span></p></header>
                <ShelfNav />
                <main><Shelf {page} /></main>
                <Footer />
            </div>
            <Preview />
        </>
    }
}
