//! The balance of a relation, year by year: what drew the two parties closer, and what drew them apart.

/// The balance of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Year {
    /// The astronomical year.
    pub year: i32,
    /// The sum of the weights of events that drew closer.
    pub up: u16,
    /// The sum of the weights of events that drew apart.
    pub down: u16,
    /// The number of events, those without a direction too.
    pub count: u16,
}

/// Each year from first to last (inclusive) with the events `(year, direction, weight)` that fall in it; a positive
/// direction is up, a negative one down, 0 neither. Other years' events are left out, and sums stop at 65 535.
#[must_use]
pub fn yearly_balance(events: impl Iterator<Item = (i32, i8, u8)>, first: i32, last: i32) -> Vec<Year> {
    let mut years: Vec<Year> = (first..=last).map(|year| Year { year, up: 0, down: 0, count: 0 }).collect();
    for (year, direction, weight) in events {
        let index = i64::from(year) - i64::from(first);
        let Some(it) = usize::try_from(index).ok().and_then(|index| years.get_mut(index)) else {
            continue;
        };
        it.count = it.count.saturating_add(1);
        match direction {
            1.. => it.up = it.up.saturating_add(weight.into()),
            0 => {}
            _ => it.down = it.down.saturating_add(weight.into()),
        }
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_year_sums_the_weights_of_its_events() {
        let events = [(1986, 1, 3), (1986, -1, 1), (1986, 0, 2), (1988, -1, 2), (1990, 1, 3)];
        let years = yearly_balance(events.into_iter(), 1986, 1988);
        assert_eq!(years[0], Year { year: 1986, up: 3, down: 1, count: 3 });
        assert_eq!(years[1], Year { year: 1987, up: 0, down: 0, count: 0 });
        assert_eq!(years[2], Year { year: 1988, up: 0, down: 2, count: 1 });
    }

    #[test]
    fn years_in_the_wrong_order_are_none() {
        assert_eq!(yearly_balance([(1986, 1, 1)].into_iter(), 1988, 1986), []);
    }

    #[test]
    fn far_years_are_left_out_and_great_sums_stop_at_their_bounds() {
        let events = std::iter::repeat_n((i32::MAX, 1, 255), 2).chain(std::iter::repeat_n((0, 1, 255), 70_000));
        let years = yearly_balance(events, 0, 1);
        assert_eq!(years[0], Year { year: 0, up: u16::MAX, down: 0, count: u16::MAX });
        assert_eq!(years[1], Year { year: 1, up: 0, down: 0, count: 0 });
    }
}
