//! The zoom levels at which layouts are made.

use std::f64::consts::SQRT_2;

/// The step of zoom at or below a scale: steps are powers of √2, so that a layout made at a step is at most 1.42
/// times too tight. Lay out at `level(px_per_day)` and draw with [`LayoutBox::stretch`](crate::LayoutBox::stretch) by
/// `px_per_day / level(px_per_day)`: that only widens gaps, so boxes stay clear of each other, and the arrangement
/// changes only between steps. A scale that is no positive, normal number is taken as the smallest step.
#[must_use]
pub fn level(px_per_day: f64) -> f64 {
    if !px_per_day.is_normal() || px_per_day < 0.0 {
        return f64::MIN_POSITIVE;
    }
    // Keeps sign and exponent of the `f64` and clears its fraction: the power of two below, without a logarithm in the
    // program.
    let power = f64::from_bits(px_per_day.to_bits() & 0xfff0_0000_0000_0000);
    if px_per_day >= power * SQRT_2 { power * SQRT_2 } else { power }
}

#[cfg(test)]
mod tests {
    use super::*;

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
