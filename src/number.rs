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

/// A year as text: from 10 000 on in groups of three digits, which nobody could count otherwise.
pub(crate) fn year(year: i32) -> String {
    let mut out = year.to_string();
    let mut at = out.len();
    while year.abs() > 9_999 && at > 3 + usize::from(year < 0) {
        at -= 3;
        out.insert(at, '\u{a0}');
    }
    out
}

/// Reads a whole number of at most fifteen digits, which may have a minus. One reader for numbers of all sizes, because the
/// standard library's is code in the program for each.
pub(crate) fn whole<T: TryFrom<i64>>(text: &str) -> Option<T> {
    T::try_from(read_whole(text)?).ok()
}

fn read_whole(text: &str) -> Option<i64> {
    let (sign, digits) = signed(text);
    if digits.is_empty() || digits.len() > 15 {
        return None;
    }
    let mut number = 0;
    for b in digits.bytes() {
        if !b.is_ascii_digit() {
            return None;
        }
        number = number * 10 + i64::from(b - b'0');
    }
    Some(sign * number)
}

/// The sign of a number, and what follows it.
fn signed(text: &str) -> (i64, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    }
}

/// Reads `-12`, `12.5` or `12.34`; further decimals are cut off. `None` for anything but digits with at most one sign
/// and one point.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let (sign, digits) = signed(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.starts_with('-') || whole.len() > 9 || !rest.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let whole = read_whole(whole)?;
    let mut part = 0.0;
    for (b, unit) in rest.bytes().zip([0.1, 0.01]) {
        part += f64::from(b - b'0') * unit;
    }
    Some(sign as f64 * (whole as f64 + part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn far_years_are_parted_into_groups() {
        for (number, text) in [(1986, "1986"), (-9_999, "-9999"), (10_000, "10 000"), (-170_000_002, "-170 000 002")] {
            assert_eq!(year(number), text.replace(' ', "\u{a0}"));
        }
    }

    #[test]
    fn whole_numbers_fit_or_are_none() {
        assert_eq!(whole("-62091864000"), Some(-62_091_864_000_i64));
        assert_eq!((whole::<u8>("255"), whole::<u8>("256"), whole::<u8>("-1")), (Some(255), None, None));
        for text in ["", "-", "--1", "+1", "1.5", " 1", "١", "9999999999999999"] {
            assert_eq!(whole::<i64>(text), None, "{text}");
        }
    }

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
