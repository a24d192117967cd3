//! The tools above a list: search, filters and the number of entries shown.

use yew::prelude::*;

use crate::page::use_page;

/// A group of filters: the attribute of an entry that is compared, the group's name, and its choices.
#[derive(Debug, Clone, PartialEq)]
pub struct FilterGroup {
    /// Attribute of the entry.
    pub attribute: &'static str,
    /// Name of the group.
    pub label: AttrValue,
    /// Value, label and number of entries of each choice.
    pub choices: Vec<(String, String, usize)>,
}

/// Props of [`ListTools`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ListToolsProps {
    /// Id of the list.
    pub list: &'static str,
    /// Number of its entries.
    pub count: usize,
    /// Name of the search.
    pub search: AttrValue,
    /// Its filters.
    #[prop_or_default]
    pub groups: Vec<FilterGroup>,
    /// Whether its entries can be opened, so that all can be at once.
    #[prop_or(true)]
    pub opens: bool,
}

/// Search, filters and count of a list. Without scripts the tools are hidden and the list shows everything.
#[component]
pub fn ListTools(props: &ListToolsProps) -> Html {
    let view = use_page().view;
    let count = props.count.to_string();
    let groups = props.groups.iter().filter(|group| group.choices.iter().filter(|c| c.2 > 0).count() > 1);
    let groups = groups.enumerate().map(|(n, group)| {
        let name = format!("{}-filter-{n}", props.list);
        let chip = |value: &str, label: AttrValue, count: Option<usize>| html! {
            <button type="button" class="chip" aria-pressed={value.is_empty().to_string()} data-filter={group.attribute} data-value={value.to_owned()}>
                { label }if let Some(count) = count { { " " }<span class="chip-count num">{ count }</span> }</button>
        };
        let choices = group.choices.iter().filter(|c| c.2 > 0).map(|(value, label, count)| chip(value, label.clone().into(), Some(*count)));
        html! { <div class="chips" role="group" aria-labelledby={name.clone()}><span class="chips-name" id={name}>{ group.label.clone() }</span>{ chip("", view.t("all"), None) }{ for choices }</div> }
    });
    html! {
        <div class="list-tools needs-script" data-behavior="search" data-list={props.list}>
            <label class="search"><span class="visually-hidden">{ props.search.clone() }</span>
                <input type="search" placeholder={props.search.clone()} /></label>
            { for groups }
            <div class="list-count">
                <span class="num" role="status">{ view.words.island("shown", &[&count, &count]) }</span>
                if props.opens {
                    <button type="button" class="quiet" data-open="true">{ view.t("open-all") }</button>
                    <button type="button" class="quiet" data-open="false">{ view.t("close-all") }</button>
                }
                <button type="button" class="quiet" data-reset="" hidden=true>{ view.t("reset-list") }</button>
            </div>
            <p class="list-none" hidden=true>{ view.t("list-none") }</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::components::fixture::{article, html_on};

    fn tools(counts: [usize; 2], opens: bool) -> String {
        let choices = vec![("a".into(), "First".into(), counts[0]), ("b".into(), "Second".into(), counts[1])];
        let groups = vec![FilterGroup { attribute: "data-word", label: "Kinds".into(), choices }];
        html_on(&article(|_| {}), html! { <ListTools list="list" count=5 search="Search" {groups} {opens} /> })
    }

    #[test]
    fn a_filter_is_offered_only_where_it_leaves_a_choice() {
        assert_eq!(tools([2, 3], true).matches("data-filter=\"data-word\"").count(), 3);
        assert!(!tools([5, 0], true).contains("data-filter"));
    }

    #[test]
    fn entries_that_do_not_open_have_no_button_to_open_all() {
        assert!(tools([2, 3], true).contains("data-open=\"true\""));
        assert!(!tools([2, 3], false).contains("data-open"));
    }
}
