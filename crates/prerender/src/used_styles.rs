//! The styles that a page needs, for pages whose classes no script changes.

use std::collections::HashSet;

use lightningcss::rules::{CssRule, CssRuleList};
use lightningcss::selector::{Component, Selector};
use lightningcss::stylesheet::{ParserOptions, StyleSheet};

use crate::assets::minify;

/// The part of a style sheet that has a meaning in some HTML: without the rules for classes and ids that do not occur in it.
///
/// # Errors
/// A message if the style sheet cannot be understood.
pub fn sheet_for(css: &str, html: &str) -> Result<String, String> {
    let sheet = StyleSheet::parse(css, ParserOptions::default()).map_err(|why| format!("styles: {why}"))?;
    let mut styled = HashSet::new();
    add_names_of_rules(&sheet.rules, &mut styled);
    minify(css, &styled - &names_in_html(html))
}

/// Every class and id of some HTML. All attributes there are written with double quotes; a text that looks like one keeps a
/// rule too many, and no more.
fn names_in_html(html: &str) -> HashSet<String> {
    let values = |attribute| html.split(attribute).skip(1).filter_map(|rest: &str| rest.split('"').next());
    let values = values(" class=\"").chain(values(" id=\""));
    values.flat_map(str::split_whitespace).map(str::to_owned).collect()
}

fn add_names_of_rules(rules: &CssRuleList, names: &mut HashSet<String>) {
    for rule in &rules.0 {
        match rule {
            CssRule::Style(rule) => {
                add_names_of_selectors(&rule.selectors.0, names);
                add_names_of_rules(&rule.rules, names);
            }
            CssRule::Media(rule) => add_names_of_rules(&rule.rules, names),
            CssRule::Supports(rule) => add_names_of_rules(&rule.rules, names),
            CssRule::Container(rule) => add_names_of_rules(&rule.rules, names),
            // No rule of another kind in `styles/` has selectors. What is missed here only stays.
            _ => {}
        }
    }
}

/// Classes and ids that an element has to have. One in `:not()` it may lack.
fn add_names_of_selectors(selectors: &[Selector], names: &mut HashSet<String>) {
    for component in selectors.iter().flat_map(|selector| selector.iter_raw_match_order()) {
        match component {
            Component::Class(name) | Component::ID(name) => {
                names.insert(name.0.to_string());
            }
            Component::Is(selectors) | Component::Where(selectors) | Component::Any(_, selectors) => {
                add_names_of_selectors(selectors, names);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in_css(css: &str) -> Vec<String> {
        let sheet = StyleSheet::parse(css, ParserOptions::default()).expect("good styles");
        let mut names = HashSet::new();
        add_names_of_rules(&sheet.rules, &mut names);
        let mut names: Vec<_> = names.into_iter().collect();
        names.sort();
        names
    }

    #[test]
    fn a_sheet_has_what_its_html_names() {
        let css = ":root{--ink:red}.card h3:before{content:\"\";color:var(--ink)}.card.open{color:blue}#map,.map{color:green}@media print{.map{color:black}}p:not(.map){margin:0}";
        assert_eq!(
            sheet_for(css, "<p class=\"card map\" id=\"map\">").expect("good styles"),
            ":root{--ink:red}.card h3:before{content:\"\";color:var(--ink)}#map,.map{color:green}@media print{.map{color:#000}}p:not(.map){margin:0}"
        );
        assert_eq!(
            sheet_for(css, "<p class=\"card\">A map").expect("good styles"),
            ":root{--ink:red}.card h3:before{content:\"\";color:var(--ink)}p:not(.map){margin:0}"
        );
    }

    #[test]
    fn names_are_those_of_selectors_wherever_they_stand() {
        let css = ".a{margin:.5rem;color:#fff}@media (width>.5rem){#b{x:y}}@container (width>1rem){:is(.c,.d) .e{x:y}}";
        assert_eq!(names_in_css(css), ["a", "b", "c", "d", "e"]);
        assert_eq!(names_in_css("@supports (display:grid){.f:where(.g){x:y}}p:not(.h){x:y}"), ["f", "g"]);
    }

    #[test]
    fn a_text_has_no_classes() {
        let names = names_in_html("<p class=\"a b\" data-class=\"c\"><i id=\"d\">class, id=</i></p>");
        assert_eq!(names, HashSet::from(["a", "b", "d"].map(str::to_owned)));
    }

    #[test]
    fn what_cannot_be_understood_is_told() {
        assert!(sheet_for("}{", "").is_err());
    }
}
