//! Which plural category (`one`, `few`, …) a number has in a language: the rules of Unicode's CLDR for whole numbers
//! (<https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html>).
//!
//! A table of our own, as the page counts nothing but whole numbers: the rules for fractions and for round millions, and the
//! data of languages that nobody has strings for, would be most of a library.

/// The plural categories that whole numbers have in a language, in the order of CLDR.
#[must_use]
pub fn categories(lang: &str) -> &'static [&'static str] {
    match main_language(lang) {
        "id" | "in" | "ja" | "jv" | "km" | "ko" | "lo" | "ms" | "my" | "th" | "vi" | "wo" | "yo" | "zh" => &["other"],
        "ar" | "cy" => &["zero", "one", "two", "few", "many", "other"],
        "lv" => &["zero", "one", "other"],
        "he" | "iw" => &["one", "two", "other"],
        "sl" => &["one", "two", "few", "other"],
        "ga" | "mt" => &["one", "two", "few", "many", "other"],
        "ru" | "uk" | "be" | "pl" => &["one", "few", "many"],
        "cs" | "sk" | "lt" | "ro" | "mo" | "sr" | "hr" | "bs" => &["one", "few", "other"],
        _ => &["one", "other"],
    }
}

/// The plural category of a number.
#[must_use]
pub fn category(lang: &str, n: u64) -> &'static str {
    let (ten, hundred) = (n % 10, n % 100);
    let teens = (11..=19).contains(&hundred);
    let slavic_few = (2..=4).contains(&ten) && !(12..=14).contains(&hundred);
    match main_language(lang) {
        _ if categories(lang) == ["other"] => "other",
        "ar" => match (n, hundred) {
            (0, _) => "zero",
            (1, _) => "one",
            (2, _) => "two",
            (_, 3..=10) => "few",
            (_, 11..=99) => "many",
            _ => "other",
        },
        "cy" => match n {
            0 => "zero",
            1 => "one",
            2 => "two",
            3 => "few",
            6 => "many",
            _ => "other",
        },
        "ga" => match n {
            1 => "one",
            2 => "two",
            3..=6 => "few",
            7..=10 => "many",
            _ => "other",
        },
        "mt" => match (n, hundred) {
            (1, _) => "one",
            (2, _) => "two",
            (0, _) | (_, 3..=10) => "few",
            (_, 11..=19) => "many",
            _ => "other",
        },
        "he" | "iw" => match n {
            1 => "one",
            2 => "two",
            _ => "other",
        },
        "sl" => match hundred {
            1 => "one",
            2 => "two",
            3 | 4 => "few",
            _ => "other",
        },
        "lv" if ten == 0 || teens => "zero",
        "lv" if ten == 1 => "one",
        "lv" => "other",
        "lt" if teens || ten == 0 => "other",
        "lt" if ten == 1 => "one",
        "lt" => "few",
        "ro" | "mo" => match (n, hundred) {
            (1, _) => "one",
            (0, _) | (_, 1..=19) => "few",
            _ => "other",
        },
        "cs" | "sk" => match n {
            1 => "one",
            2..=4 => "few",
            _ => "other",
        },
        "pl" if n == 1 => "one",
        "pl" if slavic_few => "few",
        "pl" => "many",
        "ru" | "uk" | "be" | "sr" | "hr" | "bs" if ten == 1 && hundred != 11 => "one",
        "ru" | "uk" | "be" | "sr" | "hr" | "bs" if slavic_few => "few",
        "ru" | "uk" | "be" => "many",
        "sr" | "hr" | "bs" => "other",
        "is" | "mk" if ten == 1 && hundred != 11 => "one",
        "is" | "mk" => "other",
        // Nothing is one, too.
        "am" | "as" | "bn" | "fa" | "fr" | "gu" | "hi" | "hy" | "kn" | "pt" | "zu" if n == 0 => "one",
        _ if n == 1 => "one",
        _ => "other",
    }
}

/// The category of each number as a digit, its place among the categories of the language: of the numbers to 99, then of those from
/// 100 to 199, which stand for all greater ones. It saves the browser the rules.
#[must_use]
pub fn table(lang: &str) -> String {
    let categories = categories(lang);
    let place = |n| categories.iter().position(|it| *it == category(lang, n)).unwrap_or_default();
    (0..200).filter_map(|n| char::from_digit(u32::try_from(place(n)).ok()?, 10)).collect()
}

fn main_language(lang: &str) -> &str {
    lang.split('-').next().unwrap_or(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_categories_of_their_language() {
        for (lang, numbers) in [
            ("en", "0 other, 1 one, 2 other, 21 other"),
            ("fr", "0 one, 1 one, 2 other"),
            ("ko", "0 other, 1 other, 2 other"),
            ("ar", "0 zero, 1 one, 2 two, 3 few, 10 few, 11 many, 99 many, 100 other, 102 other, 103 few"),
            ("ru-RU", "1 one, 2 few, 5 many, 11 many, 12 many, 21 one, 22 few, 111 many"),
            ("pl", "1 one, 2 few, 5 many, 21 many, 22 few, 112 many"),
            ("cs", "1 one, 4 few, 5 other, 22 other"),
            ("sl", "1 one, 2 two, 3 few, 5 other, 101 one"),
            ("lt", "1 one, 2 few, 10 other, 11 other, 21 one"),
            ("lv", "0 zero, 1 one, 2 other, 11 zero, 21 one"),
            ("ro", "0 few, 1 one, 19 few, 20 other, 101 few"),
            ("he", "1 one, 2 two, 3 other"),
        ] {
            for case in numbers.split(", ") {
                let (n, wanted) = case.split_once(' ').expect("a number and its category");
                assert_eq!(category(lang, n.parse().expect("a number")), wanted, "{lang}: {n}");
            }
        }
    }

    #[test]
    fn the_table_holds_for_every_number() {
        for lang in ["en", "fr", "ko", "ar", "cy", "ga", "mt", "ru", "pl", "cs", "sl", "lt", "lv", "ro", "he", "is"] {
            let table = table(lang);
            for n in 0..2_000 {
                let place = usize::try_from(if n < 100 { n } else { 100 + n % 100 }).expect("it is small");
                let which = usize::from(table.as_bytes()[place] - b'0');
                assert_eq!(categories(lang)[which], category(lang, n), "{lang}: {n}");
            }
        }
    }

    #[test]
    fn every_category_is_one_that_the_language_has_and_each_is_taken() {
        for lang in
            ["en", "fr", "ko", "ar", "cy", "ga", "mt", "ru", "pl", "cs", "sk", "sl", "lt", "lv", "ro", "he", "sr", "is"]
        {
            let taken: std::collections::BTreeSet<_> = (0..1_000).map(|n| category(lang, n)).collect();
            assert_eq!(taken, categories(lang).iter().copied().collect(), "{lang}");
        }
    }
}
