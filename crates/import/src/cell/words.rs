//! The words of which people make dates, in the languages that are read: months, seasons, weekdays, and those of vague dates.

/// What people write where they know no date.
pub(super) const UNKNOWN: [&str; 10] = ["-", "?", "n/a", "na", "n.d.", "unknown", "undated", "none", "null", "tbd"];
/// What people write for an end that has not come.
pub const OPEN: [&str; 8] = ["present", "now", "today", "ongoing", "heute", "aujourd'hui", "presente", "..."];
/// What says that a date is not exact; `c` and `ca` stand with and without a full stop.
pub(super) const ABOUT: [&str; 14] = [
    "about",
    "circa",
    "ca.",
    "ca",
    "c.",
    "c",
    "approx.",
    "approximately",
    "around",
    "um",
    "etwa",
    "vers",
    "environ",
    "~",
];
pub(super) const BEFORE: [&str; 6] = ["before", "by", "vor", "avant", "antes de", "prima del"];
pub(super) const UNTIL: [&str; 6] = ["until", "till", "up to", "bis", "jusqu'en", "hasta"];
pub(super) const AFTER: [&str; 5] = ["after", "nach", "après", "después de", "dopo il"];
pub(super) const SINCE: [&str; 6] = ["since", "from", "seit", "depuis", "desde", "dal"];
/// What names a part of a year, decade or century, for which there is no date.
pub(super) const PARTS: [&str; 12] =
    ["early", "mid", "middle of", "late", "beginning of", "end of", "anfang", "mitte", "ende", "début", "fin", "the"];
pub(super) const SEASONS: [(&str, u8); 18] = [
    ("spring", 21),
    ("summer", 22),
    ("autumn", 23),
    ("fall", 23),
    ("winter", 24),
    ("frühling", 21),
    ("frühjahr", 21),
    ("sommer", 22),
    ("herbst", 23),
    ("printemps", 21),
    ("été", 22),
    ("automne", 23),
    ("hiver", 24),
    ("primavera", 21),
    ("verano", 22),
    ("estate", 22),
    ("otoño", 23),
    ("invierno", 24),
];
/// Names of the months in Latin letters without accents, in English, German, French, Spanish, Portuguese, Italian, Dutch,
/// Polish, Russian, Ukrainian, Czech, Finnish, Hungarian, Romanian, Turkish, Greek, Indonesian, Arabic and the languages of
/// the north.
const MONTHS: [&str; 12] = [
    "january januar janner janvier enero janeiro gennaio januari stycznia styczen ianvaria ianvar' sichnia sichen' leden ledna \
     tammikuu ianuarie ocak ianouarios ianouariou ynyr",
    "february februar feber fevrier febrero fevereiro febbraio februari lutego luty fevralia fevral' liutogo liutii unor unora \
     helmikuu februarie subat phebrouarios phebrouariou fbryr",
    "march marz maerz mrz mars marzo marco maart marca marzec marta mart mrt bereznia berezen' brezen brezna maaliskuu marcius \
     martie martios martiou maret mrs",
    "april avril abril aprile kwietnia kwiecien aprelia aprel' kvitnia kviten' duben dubna huhtikuu aprilis aprilie nisan \
     aprilios apriliou bryl",
    "may mai mayo maio maggio mei maja maj maia travnia traven' kveten kvetna toukokuu majus mayis maios maiou myw",
    "june juni juin junio junho giugno czerwca czerwiec iiunia iiun' chervnia cherven' cerven cervna kesakuu junius iunie \
     haziran iounios iouniou ywnyw",
    "july juli juillet julio julho luglio lipca lipiec iiulia iiul' lipnia lipen' cervenec cervence heinakuu julius iulie \
     temmuz ioulios iouliou ywlyw",
    "august aout agosto augustus augusti sierpnia sierpien avgusta avgust serpnia serpen' srpen srpna elokuu augusztus \
     agustos augoustos augoustou agustus gsts",
    "september septembre septiembre setiembre setembro settembre wrzesnia wrzesien sentiabria sentiabr' veresnia veresen' zari syyskuu \
     szeptember septembrie eylul septembrios septembriou sbtmbr",
    "october oktober octobre octubre outubro ottobre pazdziernika pazdziernik oktiabria oktiabr' zhovtnia zhovten' rijen \
     rijna lokakuu octombrie ekim oktobrios oktobriou ktwbr",
    "november novembre noviembre novembro listopada listopad listopadu noiabria noiabr' marraskuu noiembrie kasim noembrios noembriou \
     nwfmbr",
    "december dezember decembre diciembre dezembro dicembre desember grudnia grudzien dekabria dekabr' gruden' prosinec \
     prosince joulukuu decembrie aralik dekembrios dekembriou dysmbr",
];
/// Words in a date that tell nothing.
pub(super) const FILLERS: [&str; 16] =
    ["of", "the", "de", "del", "do", "den", "der", "dem", "am", "le", "el", "il", "la", "г", "год", "года"];
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
/// Weekdays of other languages: German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian. Whole words, for `mar`
/// is March.
const OTHER_WEEKDAYS: &str = "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi fr sa so \
    lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo \
    lunedì martedì mercoledì giovedì venerdì sabato domenica segunda-feira terça-feira quarta-feira quinta-feira sexta-feira \
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag poniedziałek wtorek środa czwartek piątek sobota niedziela \
    понедельник вторник среда четверг пятница суббота воскресенье";
/// What names a half or a quarter of a century: the words stay, over the whole of it.
pub(super) const PARTS_OF_A_WHOLE: [&str; 22] = [
    "first half of",
    "1st half of",
    "second half of",
    "2nd half of",
    "latter half of",
    "last half of",
    "first quarter of",
    "1st quarter of",
    "second quarter of",
    "2nd quarter of",
    "third quarter of",
    "3rd quarter of",
    "last quarter of",
    "4th quarter of",
    "1. hälfte",
    "erste hälfte",
    "2. hälfte",
    "zweite hälfte",
    "première moitié du",
    "seconde moitié du",
    "primera mitad del",
    "segunda mitad del",
];
pub(super) const BEFORE_OUR_ERA: [&str; 9] = ["bc", "bce", "b.c", "b.c.e", "av", "v.chr", "a.c", "p.n.e", "bc."];

/// The number of a month by its name, or the first three letters or more of it.
pub fn month(name: &str) -> Option<u8> {
    let folded = deunicode::deunicode(name.trim().trim_end_matches('.')).to_lowercase();
    // An Arabic letter that is none in Latin; "of March" in Finnish.
    let folded = folded.trim_start_matches('\'');
    let folded = if folded.ends_with("kuuta") { &folded[..folded.len() - 2] } else { folded };
    let named = |names: &&str| {
        names.split(' ').any(|it| it == folded || (folded.len() >= 3 && it.starts_with(folded)) || folded == "sept")
    };
    let names = MONTHS.iter().position(|it| if folded == "sept" { it.starts_with("sept") } else { named(it) })?;
    u8::try_from(names + 1).ok()
}

/// The number of a season by its name.
pub fn season_named(name: &str) -> Option<u8> {
    let name = name.trim().to_lowercase();
    SEASONS.iter().find(|(it, _)| *it == name).map(|(_, number)| *number)
}

pub(super) fn is_weekday(lower: &str) -> bool {
    WEEKDAYS.iter().any(|it| lower.len() >= 3 && it.starts_with(lower))
        || OTHER_WEEKDAYS.split(' ').any(|it| it == lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_have_names_in_many_languages() {
        for (number, names) in [
            (1, "января січня ledna Ιανουαρίου ocak يناير enero"),
            (2, "лютого února şubat فبراير"),
            (3, "березня března maaliskuuta március Μαρτίου مارس März"),
            (4, "dubna أبريل квітня"),
            (5, "travnia května toukokuuta Mayıs Μαΐου مايو mei"),
            (6, "червня června kesäkuuta haziran يونيو június"),
            (7, "липня července heinäkuuta temmuz يوليو"),
            (8, "серпня srpna ağustos أغسطس augusztus"),
            (9, "вересня září eylül سبتمبر"),
            (10, "жовтня října ekim أكتوبر"),
            (11, "listopadu marraskuuta kasım نوفمبر"),
            (12, "грудня prosince joulukuuta aralık ديسمبر"),
        ] {
            for name in names.split(' ') {
                assert_eq!(month(name), Some(number), "{name}, {}", deunicode::deunicode(name));
            }
        }
    }
}
