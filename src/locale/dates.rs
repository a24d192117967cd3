//! Years, dates and times of day in words.

use backstory_content::model::Event;
use backstory_timeline::{EventDate, Kind, Moment, Precision};

use super::Words;
use crate::i18n::fill_pattern;

impl Words {
    /// A year as it stands beside what happened in it.
    #[must_use]
    pub fn year(&self, year: i32) -> String {
        self.in_digits(&crate::number::year(year))
    }

    /// A year as it stands alone, with its era where the number would be misread.
    #[must_use]
    pub fn year_name(&self, year: i32) -> String {
        Moment::of_year(year).map_or_else(String::new, |it| self.moment(it))
    }

    /// The year in which something happened or began, or its decade or century where no year is known.
    #[must_use]
    pub fn year_of(&self, date: &EventDate) -> String {
        let first = date.first();
        let is_coarse = first.precision() < Precision::Year;
        if is_coarse { self.moment(first.qualified(false, false)) } else { self.year_name(first.year()) }
    }

    /// A date in words.
    #[must_use]
    pub fn date(&self, date: &EventDate) -> String {
        match date.kind() {
            Kind::At(m) => self.moment(m),
            // "1 May 1989", and not "1 to 1 May 1989".
            Kind::Span(a, b) | Kind::Between(a, b) if a == b => self.moment(a),
            Kind::Span(a, b) => self.pair("span", a, b),
            Kind::Between(a, b) => self.pair("between", a, b),
            Kind::Before(m) => fill_pattern(&self.dates["before"], &[&self.moment(m)]),
            Kind::Until(m) => fill_pattern(&self.dates["until"], &[&self.moment(m)]),
            Kind::After(m) => fill_pattern(&self.dates["after"], &[&self.moment(m)]),
            Kind::Since(m) => fill_pattern(&self.dates["since"], &[&self.moment(m)]),
        }
    }

    /// When an event happened: in the words it brings, or its date and time of day.
    #[must_use]
    pub fn event_date(&self, event: &Event) -> String {
        if let Some(words) = &event.display_date {
            return words.clone();
        }
        let [from, to] = [&event.time, &event.end_time].map(|it| it.as_deref().map(|it| self.in_digits(it)));
        let date = self.date(&event.date);
        match (from, to) {
            (None, None) => date,
            (Some(time), None) => self.list([date.as_str(), &time]),
            (from, Some(to)) => self.list([date.as_str(), self.range(&from.unwrap_or_default(), &to).as_str()]),
        }
    }

    fn pair(&self, key: &str, a: Moment, b: Moment) -> String {
        // "10 to 13 March 2024", not the month and year twice.
        if key == "span"
            && a.precision() == Precision::Day
            && b.precision() == Precision::Day
            && (a.year(), a.month()) == (b.year(), b.month())
            && self.dates["day"].starts_with("{day}")
        {
            return fill_pattern(&self.dates[key], &[&self.year(a.day().unwrap_or(1).into()), &self.moment(b)]);
        }
        // "28 June to 2 July 1988", not the year twice: where the language writes it last.
        let without_year = |m: Moment| {
            let pattern = match m.precision() {
                Precision::Day => "day",
                Precision::Month => "month",
                _ => return None,
            };
            let year = self.year(m.year());
            let is_last = self.dates[pattern].ends_with(" {year}");
            is_last.then(|| self.moment(m).strip_suffix(&year).map(|it| it.trim_end().to_owned())).flatten()
        };
        if key == "span"
            && a.year() == b.year()
            && a.year() > 99
            && a.precision() == b.precision()
            && let Some(first) = without_year(a)
        {
            return fill_pattern(&self.dates[key], &[&first, &self.moment(b)]);
        }
        // "12 BCE to 200 CE": where one end bears its era, the other does.
        let eras = a.year() < 1 && b.year() > 0;
        fill_pattern(&self.dates[key], &[&self.moment_with(a, eras), &self.moment_with(b, eras)])
    }

    /// A century by its name, or its first and last year where it has none.
    fn century(&self, first: i32) -> String {
        let name = usize::try_from(first / 100).ok().and_then(|it| self.centuries.get(it));
        let [from, to] = [first, first + 99].map(|it| self.year(it));
        name.cloned().unwrap_or_else(|| fill_pattern(&self.dates["span"], &[&from, &to]))
    }

    fn moment(&self, m: Moment) -> String {
        self.moment_with(m, false)
    }

    fn moment_with(&self, m: Moment, era: bool) -> String {
        let year = match m.year() {
            it if it < 1 => self.dates["bce"].replace("{year}", &self.year(1 - it)),
            // "19 August 14" could be any year's.
            it if era || it < 100 => self.dates["ce"].replace("{year}", &self.year(it)),
            it => self.year(it),
        };
        let month = m.month().map(|n| self.months[usize::from(n) - 1].as_str()).unwrap_or_default();
        let season = m.season().map(|s| self.seasons[s as usize].as_str()).unwrap_or_default();
        let key = match m.precision() {
            Precision::Day => Some("day"),
            Precision::Month => Some("month"),
            Precision::Season => Some("season"),
            Precision::Year => Some("year"),
            Precision::Decade => Some("years"),
            // Centuries have names instead of a pattern.
            Precision::Century => None,
        };
        let mut out = match key {
            Some(key) => self.dates[key]
                .replace("{day}", &m.day().map(|it| self.year(it.into())).unwrap_or_default())
                .replace("{month}", month)
                .replace("{season}", season)
                .replace("{year}", &year),
            None => self.century(m.year()),
        };
        if m.about() {
            out = fill_pattern(&self.dates["about"], &[&out]);
        }
        if m.disputed() {
            out = fill_pattern(&self.dates["disputed"], &[&out]);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use crate::locale::tests::words;

    #[test]
    fn dates_say_what_is_known_and_no_more() {
        let words = words();
        let say = |date: &str| words.date(&date.parse().expect("a date"));
        assert_eq!(say("1986-11-18"), "18 November 1986");
        assert_eq!(say("1986-11"), "November 1986");
        assert_eq!(say("1986-22"), "summer 1986");
        assert_eq!(say("1986~"), "about 1986");
        assert_eq!(say("1986?"), "1986 (disputed)");
        assert_eq!((say("../1986"), say("[..1986]")), ("until 1986".to_owned(), "before 1986".to_owned()));
        // What has no end yet is not what came later.
        assert_eq!((say("1986/.."), say("[1986..]")), ("from 1986 on".to_owned(), "after 1986".to_owned()));
        assert_eq!(say("[1986..1988]"), "between 1986 and 1988");
        assert_eq!(say("2024-03-10/2024-03-13"), "10 to 13 March 2024");
        assert_eq!(say("-0044"), "45 BCE");
        assert_eq!(say("[..1986]"), "before 1986");
        assert_eq!(say("198X"), "1980s");
        // A decade and a century begin with the same year, and are not the same.
        assert_eq!((say("190X"), say("19XX")), ("1900s".to_owned(), "20th century".to_owned()));
        assert_eq!(say("19XX~"), "about 20th century");
        assert_eq!((say("00XX"), say("20XX")), ("1st century".to_owned(), "21st century".to_owned()));
        assert_eq!(
            (say("21XX"), say("17XX/18XX")),
            ("2100 to 2199".to_owned(), "18th century to 19th century".to_owned())
        );
    }

    /// The examples of EDTF's levels 0 and 1, as a reader sees them.
    #[test]
    fn the_standards_own_examples_are_said_in_words() {
        let words = words();
        for (date, said) in [
            ("1985-04-12", "12 April 1985"),
            ("1985-04", "April 1985"),
            ("1985", "1985"),
            ("1985-04-12T23:20:30+04:30", "12 April 1985"),
            ("1964/2008", "1964 to 2008"),
            ("2004-06/2006-08", "June 2004 to August 2006"),
            ("2004-02-01/2005", "1 February 2004 to 2005"),
            ("Y17000", "17\u{a0}000"),
            ("Y-170000002", "170\u{a0}000\u{a0}003 BCE"),
            ("2001-21", "spring 2001"),
            ("1984?", "1984 (disputed)"),
            ("2004-06~", "about June 2004"),
            ("2004-06-11%", "about 11 June 2004 (disputed)"),
            ("201X", "2010s"),
            ("20XX", "21st century"),
            ("2004-XX", "2004"),
            ("1985-04-XX", "April 1985"),
            ("1985-XX-XX", "1985"),
            ("1985-04-12/..", "from 12 April 1985 on"),
            ("../1985-04-12", "until 12 April 1985"),
            ("1985/", "from 1985 on"),
            ("/1985", "until 1985"),
            ("-1985", "1986 BCE"),
            ("1984~/2004-06", "about 1984 to June 2004"),
            ("1984?/2004%", "1984 (disputed) to about 2004 (disputed)"),
        ] {
            assert_eq!(words.date(&date.parse().expect(date)), said, "{date}");
        }
    }

    #[test]
    fn the_year_of_a_date_is_said_as_the_date_is() {
        let words = words();
        let say = |date: &str| words.year_of(&date.parse().expect("a date"));
        for (date, said) in [
            ("1986-11-18", "1986"),
            ("1986~", "1986"),
            ("1986/1988", "1986"),
            ("-0043-03-15", "44 BCE"),
            ("0014-08-19", "14 CE"),
            ("198X~", "1980s"),
            ("19XX", "20th century"),
        ] {
            assert_eq!(say(date), said, "{date}");
        }
    }

    #[test]
    fn begin_and_end_that_are_one_are_said_once() {
        let words = words();
        let say = |date: &str| words.date(&date.parse().expect("a date"));
        assert_eq!(say("1989-05-01/1989-05-01"), "1 May 1989");
        assert_eq!(say("2009/2009"), "2009");
        assert_eq!(say("[1989-05..1989-05]"), "May 1989");
    }

    #[test]
    fn a_span_within_one_year_says_the_year_once() {
        let words = words();
        let say = |date: &str| words.date(&date.parse().expect("a date"));
        assert_eq!(say("1988-06-28/1988-07-02"), "28 June to 2 July 1988");
        assert_eq!(say("1988-06/1988-07"), "June to July 1988");
        assert_eq!(say("1987-06-28/1988-07-02"), "28 June 1987 to 2 July 1988");
        assert_eq!(say("0014-06-28/0014-07-02"), "28 June 14 CE to 2 July 14 CE");
    }

    #[test]
    fn early_years_bear_their_era() {
        let words = words();
        let say = |date: &str| words.date(&date.parse().expect("a date"));
        assert_eq!(say("0014-08-19"), "19 August 14 CE");
        assert_eq!(say("-0011/0002"), "12 BCE to 2 CE");
        assert_eq!(say("-0011/0200"), "12 BCE to 200 CE");
        assert_eq!(say("-0045/-0043"), "46 BCE to 44 BCE");
        assert_eq!(say("0200/0300"), "200 to 300");
    }
}
