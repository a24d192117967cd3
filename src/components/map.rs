//! The map of the story's places, and their table.

use backstory_content::model::{self, Land, Place};
use yew::prelude::*;

use super::link::ItemLink;
use super::prose::Prose;
use crate::page::use_page;
use crate::view::View;

/// Width of the map in its own units.
const WIDTH: f64 = 800.0;
/// Room around the outermost places, in degrees.
const ROOM: (f64, f64) = (9.0, 7.0);
/// Points nearer than this (units) to the last one drawn are left out.
const DETAIL: f64 = 2.0;

/// An equidistant conic projection would be finer; at this size a plate carrée stretched at its middle latitude shows the
/// same and is plain to check.
struct Projection {
    west: f64,
    north: f64,
    scale: f64,
    squeeze: f64,
    height: f64,
}

/// A place is left out, and named at the edge, if the map is narrower by at least this share without it.
const FAR: f64 = 0.5;

/// The places that the map shows, and those left out because they are so far off that all others would shrink.
fn near_and_far(places: &[Place]) -> (Vec<&Place>, Vec<&Place>) {
    let width = |places: &[&Place]| {
        let lons = || places.iter().map(|p| p.lon);
        lons().fold(f64::MIN, f64::max) - lons().fold(f64::MAX, f64::min)
    };
    let mut near: Vec<&Place> = places.iter().collect();
    let mut far = Vec::new();
    while near.len() > 3 {
        let whole = width(&near);
        let without = |n: usize| {
            let rest: Vec<&Place> = near.iter().enumerate().filter(|(m, _)| *m != n).map(|(_, p)| *p).collect();
            width(&rest)
        };
        let Some(n) = (0..near.len()).min_by(|a, b| without(*a).total_cmp(&without(*b))) else { break };
        if without(n) > whole * (1.0 - FAR) {
            break;
        }
        far.push(near.remove(n));
    }
    (near, far)
}

impl Projection {
    fn around(places: &[&Place]) -> Self {
        let (mut west, mut east, mut south, mut north) = (180.0f64, -180.0f64, 90.0f64, -90.0f64);
        for p in places {
            west = west.min(p.lon - ROOM.0);
            east = east.max(p.lon + ROOM.0);
            south = south.min(p.lat - ROOM.1);
            north = north.max(p.lat + ROOM.1);
        }
        let squeeze = ((south + north) / 2.0).to_radians().cos();
        let scale = WIDTH / (east - west);
        Self { west, north, scale, squeeze, height: (north - south) * scale / squeeze }
    }

    fn at(&self, lon: f64, lat: f64) -> (f64, f64) {
        ((lon - self.west) * self.scale, (self.north - lat) * self.scale / self.squeeze)
    }

    fn ring(&self, ring: &[(f64, f64)]) -> Option<String> {
        let points: Vec<(f64, f64)> = ring.iter().map(|(lon, lat)| self.at(*lon, *lat)).collect();
        let inside = |(x, y): &(f64, f64)| (-40.0..WIDTH + 40.0).contains(x) && (-40.0..self.height + 40.0).contains(y);
        if !points.iter().any(inside) {
            return None;
        }
        let mut outline: Vec<(i32, i32)> = Vec::new();
        let mut last = (f64::MAX, f64::MAX);
        for (x, y) in points {
            // Points far outside are moved closer, not dropped: without them the outline would cut across the map.
            let (x, y) = (x.clamp(-60.0, WIDTH + 60.0), y.clamp(-60.0, self.height + 60.0));
            if (x - last.0).hypot(y - last.1) >= DETAIL {
                add(&mut outline, (x.round() as i32, y.round() as i32));
                last = (x, y);
            }
        }
        (outline.len() > 3).then(|| path(&outline))
    }
}

/// Adds a point to an outline. Points between two others on a vertical or horizontal line, as moved points often are, are dropped.
fn add(outline: &mut Vec<(i32, i32)>, point: (i32, i32)) {
    while let [.., a, b] = outline[..]
        && ((a.0 == b.0 && b.0 == point.0) || (a.1 == b.1 && b.1 == point.1))
    {
        outline.pop();
    }
    outline.push(point);
}

/// A closed path through points, each relative to the one before: a third shorter than absolute ones, even when compressed.
fn path(outline: &[(i32, i32)]) -> String {
    let steps = outline.windows(2).map(|pair| format!("{} {}", pair[1].0 - pair[0].0, pair[1].1 - pair[0].1));
    format!("M{} {}l{}z", outline[0].0, outline[0].1, steps.collect::<Vec<_>>().join(" "))
}

/// The locator map and its table.
#[component]
pub fn Map() -> Html {
    let view = use_page().view;
    let Some(map) = &view.story.map else { return Html::default() };
    let (near, far) = near_and_far(&map.places);
    let projection = Projection::around(&near);
    let is_own = |name: &str| map.lands.iter().any(|l| l.own && l.outline == name);
    let land = |own: bool| -> String {
        let lands = map.outlines.iter().filter(|(name, _)| is_own(name) == own);
        lands.flat_map(|(_, rings)| rings).filter_map(|r| projection.ring(r)).collect()
    };
    let view_box = format!("0 0 {WIDTH:.0} {:.0}", projection.height);
    html! {
        <div class="map wide" id="map">
            <svg viewBox={view_box} role="group" aria-labelledby="map-title" aria-describedby="map-text">
                <path class="land" d={land(false)} fill-rule="evenodd" />
                if map.lands.iter().any(|l| l.own) { <path class="land own" d={land(true)} fill-rule="evenodd" /> }
                <g class="lines">{ for map.distances.iter().map(|d| line(map, &projection, *d)) }</g>
                { for map.lands.iter().map(|l| land_name(&projection, l)) }
                { for place_all(&projection, &near) }
                { for far.iter().map(|p| far_place(&projection, p)) }
            </svg>
            <div class="map-caption"><h3 id="map-title">{ map.title.clone() }</h3>{ key(&view, map, !far.is_empty()) }<div id="map-text"><Prose text={map.text.clone()} /></div></div>
            <details class="places"><summary>{ view.t("places") }</summary>{ distances(&view, map) }{ places(&view, map) }</details>
        </div>
    }
}

fn line(map: &model::Map, projection: &Projection, (from, to): (usize, usize)) -> Html {
    let (a, b) = (&map.places[from], &map.places[to]);
    let ((x1, y1), (x2, y2)) = (projection.at(a.lon, a.lat), projection.at(b.lon, b.lat));
    let s = |v: f64| format!("{v:.0}");
    html! { <line x1={s(x1)} y1={s(y1)} x2={s(x2)} y2={s(y2)} /> }
}

/// Height of a name on the map and width of a letter, in its units.
const NAME: (f64, f64) = (20.0, 10.5);

/// A rectangle that a mark or name covers: left, top, right, bottom.
type Taken = (f64, f64, f64, f64);

/// Marks and names, each name on the first side of its mark where it touches nothing.
fn place_all(projection: &Projection, places: &[&Place]) -> Vec<Html> {
    let mut taken: Vec<Taken> =
        places.iter().map(|p| projection.at(p.lon, p.lat)).map(|(x, y)| (x - 8.0, y - 8.0, x + 8.0, y + 8.0)).collect();
    places.iter().map(|p| place(projection, p, &mut taken)).collect()
}

fn place(projection: &Projection, p: &Place, taken: &mut Vec<Taken>) -> Html {
    let (x, y) = projection.at(p.lon, p.lat);
    let width = p.label.chars().count() as f64 * NAME.1;
    // Order of attempts: right, left, above, below; then right and left, a line higher or lower.
    let sides = [
        (x + 12.0, y),
        (x - 12.0 - width, y),
        (x - width / 2.0, y - 20.0),
        (x - width / 2.0, y + 20.0),
        (x + 12.0, y + 16.0),
        (x + 12.0, y - 16.0),
        (x - 12.0 - width, y + 16.0),
        (x - 12.0 - width, y - 16.0),
    ];
    let box_at = |(left, middle): (f64, f64)| (left, middle - NAME.0 / 2.0, left + width, middle + NAME.0 / 2.0);
    let own = (x - 8.0, y - 8.0, x + 8.0, y + 8.0);
    let free = |b: Taken| {
        b.0 > 2.0
            && b.2 < WIDTH - 2.0
            && taken.iter().all(|t| *t == own || b.2 < t.0 || b.0 > t.2 || b.3 < t.1 || b.1 > t.3)
    };
    let side = sides.into_iter().find(|s| free(box_at(*s))).unwrap_or(sides[0]);
    taken.push(box_at(side));
    let s = |v: f64| format!("{v:.0}");
    html! {
        <a href={format!("#{}", p.id)} aria-label={p.label.clone()} class={if p.capital { "place capital" } else { "place" }}>
            <circle class="hit" cx={s(x)} cy={s(y)} r="20" />
            <circle cx={s(x)} cy={s(y)} r={if p.capital { "6" } else { "4" }} />
            <text x={s(side.0)} y={s(side.1 + 6.0)}>{ p.label.clone() }</text>
        </a>
    }
}

/// A place beyond the edge: an arrow that points to it.
fn far_place(projection: &Projection, p: &Place) -> Html {
    let (x, y) = projection.at(p.lon, p.lat);
    let y = y.clamp(24.0, projection.height - 24.0);
    let (text, anchor, x) = if x < 0.0 {
        (format!("← {}", p.label), "start", 10.0)
    } else {
        (format!("{} →", p.label), "end", WIDTH - 10.0)
    };
    html! { <a href={format!("#{}", p.id)} aria-label={p.label.clone()} class="place far"><text x={format!("{x:.0}")} y={format!("{y:.0}")} text-anchor={anchor}>{ text }</text></a> }
}

fn land_name(projection: &Projection, l: &Land) -> Html {
    let (x, y) = projection.at(l.lon, l.lat);
    html! { <text class="land-name" x={format!("{x:.0}")} y={format!("{y:.0}")} text-anchor="middle">{ l.label.clone() }</text> }
}

/// The legend, with only the marks that this map has.
fn key(view: &View, map: &model::Map, far: bool) -> Html {
    let item = |shown: bool, key: &str, mark: Html| {
        if shown {
            html! { <li><svg viewBox="0 0 40 20" aria-hidden="true">{ mark }</svg>{ view.t(key) }</li> }
        } else {
            Html::default()
        }
    };
    let dot = |class: &'static str, r: &'static str| html! { <g class={classes!("place", class)}><circle cx="20" cy="10" {r} /></g> };
    html! {
        <ul class="map-key" aria-label={view.t("key")}>
            { item(map.lands.iter().any(|l| l.own), "key-land", html! { <path class="land own" d="M4 1h32v18h-32z" /> }) }
            { item(map.places.iter().any(|p| p.capital), "key-capital", dot("capital", "6")) }
            { item(map.places.iter().any(|p| !p.capital), "key-place", dot("", "4")) }
            { item(!map.distances.is_empty(), "key-line", html! { <g class="lines"><line x1="0" y1="10" x2="40" y2="10" /></g> }) }
            { item(far, "key-far", html! { <g class="place far"><text x="20" y="17" text-anchor="middle">{ "←" }</text></g> }) }
        </ul>
    }
}

/// What each place has to do with the story, and the events that happened there.
fn places(view: &View, map: &model::Map) -> Html {
    let items = map.places.iter().enumerate().map(|(n, p)| {
        let events: Vec<_> = view.story.events.iter().filter(|e| e.place == Some(n)).collect();
        let rows = events.iter().map(|e| {
            html! {
                <li><ItemLink id={e.id.clone()} />{ view.words.and(&view.words.year_of(&e.date)) }</li>
            }
        });
        html! {
            <li id={p.id.clone()}><b>{ p.label.clone() }</b>
                if let Some(note) = &p.note { <p>{ note.clone() }</p> }
                if !events.is_empty() { <ul>{ for rows }</ul> }</li>
        }
    });
    html! { <ul class="place-list">{ for items }</ul> }
}

fn distances(view: &View, map: &model::Map) -> Html {
    let rows = map.distances.iter().map(|(from, to)| {
        let (a, b) = (&map.places[*from], &map.places[*to]);
        let km = (great_circle(a, b) / 10.0).round() as u32 * 10;
        html! { <tr><th scope="row">{ a.label.clone() }{ " – " }{ b.label.clone() }</th><td class="num">{ view.words.fill("km", &[&view.words.number(km)]) }</td></tr> }
    });
    html! { <table class="figures"><caption>{ view.t("map-table") }</caption><tbody>{ for rows }</tbody></table> }
}

/// Kilometres between two places on a sphere of 6 371 km (haversine formula).
fn great_circle(a: &Place, b: &Place) -> f64 {
    let (lat1, lat2) = (a.lat.to_radians(), b.lat.to_radians());
    let (dlat, dlon) = ((lat2 - lat1) / 2.0, (b.lon - a.lon).to_radians() / 2.0);
    let h = dlat.sin().powi(2) + lat1.cos() * lat2.cos() * dlon.sin().powi(2);
    2.0 * 6371.0 * h.sqrt().asin()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(lat: f64, lon: f64) -> Place {
        Place { id: String::new(), label: String::new(), lat, lon, capital: true, note: None }
    }

    #[test]
    fn a_place_far_off_does_not_shrink_the_others() {
        let places =
            [place(47.9, 106.9), place(39.0, 125.8), place(39.9, 116.4), place(35.7, 139.7), place(55.8, 37.6)];
        let (near, far) = near_and_far(&places);
        assert_eq!((near.len(), far.len()), (4, 1));
        assert_eq!(far[0].lon, 37.6);
    }

    #[test]
    fn an_outline_has_no_point_that_says_nothing() {
        let mut outline = Vec::new();
        for point in [(0, 0), (5, 0), (2, 0), (9, 0), (9, 4), (9, 7), (0, 7)] {
            add(&mut outline, point);
        }
        assert_eq!(path(&outline), "M0 0l9 0 0 7 -9 0z");
    }

    #[test]
    fn distances_are_those_of_the_globe() {
        // A quarter of a great circle.
        let quarter = great_circle(&place(0.0, 0.0), &place(0.0, 90.0));
        assert!((quarter - 6371.0 * std::f64::consts::FRAC_PI_2).abs() < 1e-6);
        // London to Paris is about 344 km.
        let near = great_circle(&place(51.5074, -0.1278), &place(48.8566, 2.3522));
        assert!((near - 344.0).abs() < 2.0, "{near}");
    }
}
