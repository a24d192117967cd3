//! The time axis: ticks that never collide and never jump.

use backstory_timeline::{Day, Tick, ticks};
use proptest::prelude::*;

/// A scale, a range of days that it shows, and the width of a label.
fn views() -> impl Strategy<Value = (f64, f64, f64, f64)> {
    (-16.0..8.0f64, -3.7e7..3.7e7f64, 1.0..4_000.0f64, 1.0..200.0f64).prop_map(|(zoom, from, px, label)| {
        let px_per_day = zoom.exp2();
        (px_per_day, from, from + px / px_per_day, label)
    })
}

fn gaps(ticks: &[Tick], px_per_day: f64) -> impl Iterator<Item = f64> {
    ticks.windows(2).map(move |pair| (pair[1].day - pair[0].day) * px_per_day)
}

proptest! {
    #[test]
    fn labels_never_collide((px_per_day, from, to, label) in views()) {
        for gap in gaps(&ticks(px_per_day, from, to, label), px_per_day) {
            prop_assert!(gap >= label - 1e-9, "{} px for a label of {}", gap, label);
        }
    }

    #[test]
    fn labels_never_collide_where_the_eras_meet(zoom in -16.0..0.0f64, label in 1.0..200.0f64) {
        let px_per_day = zoom.exp2();
        let reach = 1e3 / px_per_day;
        for gap in gaps(&ticks(px_per_day, -719_163.0 - reach, -719_163.0 + reach, label), px_per_day) {
            prop_assert!(gap >= label - 1e-9, "{} px for a label of {}", gap, label);
        }
    }

    #[test]
    fn ticks_are_about_as_many_as_fit((px_per_day, from, to, label) in views()) {
        for gap in gaps(&ticks(px_per_day, from, to, label), px_per_day) {
            prop_assert!(gap <= px_per_day.max(label * 10.0), "{} px for a label of {}", gap, label);
        }
    }

    #[test]
    fn panning_shows_other_ticks_of_the_same_row((px_per_day, from, to, label) in views(), part in 0.0..1.0f64) {
        let (from_part, to_part) = (from + (to - from) * part / 2.0, to - (to - from) * part / 2.0);
        let mut expected = ticks(px_per_day, from, to, label);
        expected.retain(|tick| (from_part..=to_part).contains(&tick.day));
        prop_assert_eq!(ticks(px_per_day, from_part, to_part, label), expected);
    }

    #[test]
    fn each_tick_is_the_day_it_names((px_per_day, from, to, label) in views()) {
        for tick in ticks(px_per_day, from, to, label) {
            prop_assert!((from..=to).contains(&tick.day));
            let day = Day::from_ymd(tick.year, tick.month, tick.dom).map(|day| day.0 as f64);
            prop_assert_eq!(day, Some(tick.day));
        }
    }

    #[test]
    fn no_input_makes_the_axis_panic(a in any::<f64>(), b in any::<f64>(), c in any::<f64>(), d in any::<f64>()) {
        prop_assert!(ticks(a, b, c, d).len() <= 4_096);
    }
}
