//! Numbers in and out with two decimals, and a length, without the weight of the standard library's code for all numbers.

/// Length of the way by so much to the side and so much down. Not `hypot`, whose care for huge numbers is code in the program.
pub(crate) fn length(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}

/// A number with up to two decimals, as text.
pub(crate) fn hundredths(value: f64) -> String {
    let whole = (value * 100.0).round() as i64;
    let rest = (whole % 100).abs();
    let mut out = String::new();
    if whole < 0 {
        out.push('-');
    }
    out += &(whole / 100).abs().to_string();
    if rest > 0 {
        out.push('.');
        if rest < 10 {
            out.push('0');
        }
        out += &rest.to_string();
    }
    out
}

/// Reads `-12`, `12.5` or `12.34`; further decimals are cut off. `None` for anything but digits with at most one sign
/// and one point.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text),
    };
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() || whole.len() > 9 || !rest.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole: i32 = whole.bytes().all(|b| b.is_ascii_digit()).then(|| whole.parse().ok())??;
    let mut part = 0.0;
    for (b, unit) in rest.bytes().zip([0.1, 0.01]) {
        part += f64::from(b - b'0') * unit;
    }
    Some(sign * (f64::from(whole) + part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for value in [0.0, 1.0, -1.5, 1986.05, 24.5, 0.07, -44.0] {
            assert_eq!(decimal(&hundredths(value)), Some(value), "{value}");
        }
        for text in ["", "-", ".", "1e9", "NaN", "inf", "1.2.3", "99999999999", "0x10", "１"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }
}
