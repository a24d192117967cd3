//! Days to pixels and back, and the steps of zoom at which layouts are made.

use std::f64::consts::SQRT_2;

/// A linear scale along the time axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// The day (see [`Day`](crate::Day), with its fraction) that lies at pixel 0.
    pub origin: f64,
    /// Pixels a day takes.
    pub px_per_day: f64,
}

impl Scale {
    /// The pixel of a day.
    #[must_use]
    pub fn to_px(self, day: f64) -> f64 {
        (day - self.origin) * self.px_per_day
    }

    /// The day of a pixel.
    #[must_use]
    pub fn to_day(self, px: f64) -> f64 {
        px / self.px_per_day + self.origin
    }
}

/// The step of zoom at or below a scale: steps are powers of √2, so that a layout made at a step is at most 1.42
/// times too tight. Lay out at `level(px_per_day)` and draw with [`Placed::stretch`](crate::Placed::stretch) by
/// `px_per_day / level(px_per_day)`: that only widens gaps, so boxes stay clear of each other, and the arrangement
/// changes only between steps. A scale that is no positive, normal number is taken as the smallest step.
#[must_use]
pub fn level(px_per_day: f64) -> f64 {
    if !px_per_day.is_normal() || px_per_day < 0.0 {
        return f64::MIN_POSITIVE;
    }
    // Sign and exponent without the fraction: the power of two below, with no logarithm in the program.
    let power = f64::from_bits(px_per_day.to_bits() & 0xfff0_0000_0000_0000);
    if px_per_day >= power * SQRT_2 { power * SQRT_2 } else { power }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scale_goes_there_and_back() {
        let scale = Scale { origin: -7_748.0, px_per_day: 0.25 };
        assert_eq!(scale.to_px(-7_748.0), 0.0);
        assert_eq!(scale.to_px(252.0), 2_000.0);
        assert_eq!(scale.to_day(2_000.0), 252.0);
    }

    #[test]
    fn levels_are_half_octaves() {
        for (px_per_day, step) in
            [(1.0, 1.0), (1.4, 1.0), (1.5, SQRT_2), (2.0, 2.0), (0.99, SQRT_2 / 2.0), (3.99, 2.0 * SQRT_2)]
        {
            assert_eq!(level(px_per_day), step, "{px_per_day}");
        }
    }

    #[test]
    fn a_scale_that_is_none_is_the_smallest_step() {
        for px_per_day in [0.0, -0.0, -1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 5e-324] {
            assert_eq!(level(px_per_day), f64::MIN_POSITIVE, "{px_per_day}");
        }
    }
}
