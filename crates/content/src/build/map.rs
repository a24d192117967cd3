//! Parties and their ties, places and the map.

use serde_json::Value as Json;

use crate::context::BuildContext;
use crate::fields::{Fields, fields};
use crate::id_index::{CARDS_AND_EVENTS, Kind};
use crate::limits;
use crate::markdown::Shape;
use crate::model::{Land, Map, Party, Place, Ring, Tie};
use crate::rule::Rule;
use crate::source::{Span, SpannedString};
use crate::tree::Table;

pub(crate) fn party(table: &Table, cx: &BuildContext) -> Party {
    fields(table, "party", cx.diagnostics, |f| Party {
        id: f.id(),
        label: cx.plain(f, "label"),
        full: cx.plain(f, "full"),
        own: f.flag("own"),
        x: place_in_drawing(f, "x", cx),
        y: place_in_drawing(f, "y", cx),
    })
}

/// A place in the drawing of the ties, which only a story with ties has.
fn place_in_drawing(f: &Fields, key: &'static str, cx: &BuildContext) -> f64 {
    if cx.content.list("tie").is_empty() && f.table.get(key).is_none() {
        return 0.0;
    }
    f.number(key, 0.0, 100.0, Rule::NumberRange)
}

pub(crate) fn tie(table: &Table, cx: &BuildContext) -> Tie {
    fields(table, "tie", cx.diagnostics, |f| {
        let text = cx.prose(f, "text", Shape::Card);
        let written = f.texts("between").len();
        let between = match cx.positions(f, "between", Kind::Party).as_slice() {
            [a, b] => (*a, *b),
            _ => {
                if written != 2 {
                    let message = format!("a tie is between two parties, not {written}");
                    cx.diagnostics.report(
                        Rule::NumberRange,
                        crate::context::span_of(table, "between"),
                        message,
                        "",
                        "write between = [\"one\", \"other\"]",
                    );
                }
                (0, 0)
            }
        };
        Tie {
            id: f.id(),
            between,
            label: cx.plain(f, "label"),
            related: cx.ids(f, "related", CARDS_AND_EVENTS),
            sources: cx.sourced(f, "tie", [&text]),
            text,
        }
    })
}

pub(crate) fn map(table: &Table, cx: &BuildContext) -> Map {
    fields(table, "map", cx.diagnostics, |f| {
        let outlines = f.maybe_text("outlines").map_or_else(Vec::new, |it| outlines(&it, cx));
        Map {
            title: cx.short(f, "title", limits::STORY_TITLE, Rule::TitleLong),
            text: cx.prose(f, "text", Shape::Card),
            lands: f.tables("land").into_iter().map(|it| land(it, &outlines, cx)).collect(),
            outlines,
            places: f.tables("place").into_iter().map(|it| place(it, cx)).collect(),
            distances: f.tables("distance").into_iter().map(|it| distance(it, cx)).collect(),
        }
    })
}

fn land(table: &Table, outlines: &[(String, Vec<Ring>)], cx: &BuildContext) -> Land {
    fields(table, "land", cx.diagnostics, |f| {
        let outline = f.text("outline");
        if !outline.is_blank() && !outlines.iter().any(|it| it.0 == outline.value) {
            let message = format!("the outlines have no `{}`", outline.value);
            let help = "take the name that it has in the file of outlines (`properties.name`)";
            cx.diagnostics.report(Rule::Outlines, &outline.span, message, "", help);
        }
        Land {
            outline: outline.value,
            label: cx.plain(f, "label"),
            own: f.flag("own"),
            lat: f.number("lat", -90.0, 90.0, Rule::Coordinates),
            lon: f.number("lon", -180.0, 180.0, Rule::Coordinates),
        }
    })
}

fn place(table: &Table, cx: &BuildContext) -> Place {
    fields(table, "place", cx.diagnostics, |f| Place {
        id: f.id(),
        label: cx.plain(f, "label"),
        lat: f.number("lat", -90.0, 90.0, Rule::Coordinates),
        lon: f.number("lon", -180.0, 180.0, Rule::Coordinates),
        capital: cx.choice(&f.text("kind"), "kind", &[("capital", true), ("place", false)]).unwrap_or_default(),
        note: cx.maybe_plain(f, "note"),
    })
}

fn distance(table: &Table, cx: &BuildContext) -> (usize, usize) {
    fields(table, "distance", cx.diagnostics, |f| {
        let to = f.text("to");
        if !to.is_blank() && f.text("from").value == to.value {
            cx.diagnostics.report(
                Rule::IdSelf,
                &to.span,
                "a distance is between two places",
                "the same place",
                "name another one",
            );
        }
        (cx.position(f, "from", Kind::Place), cx.position(f, "to", Kind::Place))
    })
}

fn outlines(path: &SpannedString, cx: &BuildContext) -> Vec<(String, Vec<Ring>)> {
    let Some((file, source)) = cx.diagnostics.sources.iter().enumerate().find(|(_, it)| it.path == path.value) else {
        if !path.is_blank() {
            let message = format!("`{}` is not there", path.value);
            cx.diagnostics.report(
                Rule::FileMissing,
                &path.span,
                message,
                "no such file",
                "put the outlines there, or take the key out for a map without",
            );
        }
        return Vec::new();
    };
    let note = |message: String| {
        let help =
            "it is a FeatureCollection of polygons or lines, with coordinates as longitude and latitude in degrees";
        cx.diagnostics.report(Rule::Outlines, &Span::start_of(file), message, "", help);
    };
    let json = match serde_json::from_str::<Json>(&source.text) {
        Ok(json) => json,
        Err(error) => {
            note(format!("this is not JSON: {error}"));
            return Vec::new();
        }
    };
    let Some(features) = json["features"].as_array() else {
        note("this is no GeoJSON FeatureCollection".to_owned());
        return Vec::new();
    };
    let mut outlines = Vec::new();
    for (ix, feature) in features.iter().enumerate() {
        let name = feature["properties"]["name"].as_str().unwrap_or_default().to_owned();
        match rings(&feature["geometry"]) {
            Some(rings) => outlines.push((name, rings)),
            None => note(format!("feature {} ({name}) has no outline that can be drawn", ix + 1)),
        }
    }
    outlines
}

fn rings(geometry: &Json) -> Option<Vec<Ring>> {
    let coordinates = &geometry["coordinates"];
    match geometry["type"].as_str()? {
        "LineString" => Some(vec![ring(coordinates)?]),
        "Polygon" | "MultiLineString" => polygon(coordinates),
        "MultiPolygon" => {
            let polygons: Option<Vec<_>> = coordinates.as_array()?.iter().map(polygon).collect();
            Some(polygons?.concat())
        }
        _ => None,
    }
}

fn polygon(coordinates: &Json) -> Option<Vec<Ring>> {
    coordinates.as_array()?.iter().map(ring).collect()
}

fn ring(coordinates: &Json) -> Option<Ring> {
    coordinates.as_array()?.iter().map(point).collect()
}

fn point(coordinates: &Json) -> Option<(f64, f64)> {
    let (lon, lat) = (coordinates.get(0)?.as_f64()?, coordinates.get(1)?.as_f64()?);
    ((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat)).then_some((lon, lat))
}
