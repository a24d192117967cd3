//! The rules, each with the name that an editor sees.

use std::fmt;

/// How much a problem weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Stops the build.
    Error,
    /// Is shown, and lets the page be built.
    Warning,
}

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $rule:ident = $severity:ident $name:literal,)+) => {
        /// A rule that content can break.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[doc = $doc])+ $rule,)+
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$rule),+];

            /// Its name, as shown in `error[name]`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$rule => $name),+ }
            }

            /// How much breaking it weighs.
            pub const fn severity(self) -> Severity {
                match self { $(Self::$rule => Severity::$severity),+ }
            }

        }
    };
}

rules! {
    // Files and their syntax.
    /// A file that the story needs is there and can be read.
    FileMissing = Error "file-missing",
    /// Every file in the folder is one that the program reads.
    FileUnknown = Error "file-unknown",
    /// A file of the story has the name by which it is read.
    FileName = Error "file-name",
    /// A file holds the lists that are read from it, and nothing beside them.
    ListUnknown = Error "list-unknown",
    /// Files are UTF-8.
    NotUtf8 = Error "not-utf8",
    /// TOML is well-formed.
    TomlSyntax = Error "toml-syntax",
    /// A section starts with TOML between two lines of `+++`.
    FrontMatter = Error "front-matter",
    /// A picture is a file in `media/`, and belongs to something that shows it.
    PictureFile = Error "picture-file",
    /// A picture says in words what it shows, and its caption says something else.
    PictureText = Error "picture-text",
    /// Every picture in `media/` is shown somewhere.
    PictureUnused = Warning "picture-unused",
    /// A story has at least one section and one event.
    EmptyStory = Error "empty-story",

    // Keys and values.
    /// A name consists of the parts of which the page says how they are read.
    NameOrder = Error "name-order",
    /// Every key is a known one.
    KeyUnknown = Error "key-unknown",
    /// Every key that is needed is there.
    KeyMissing = Error "key-missing",
    /// A value has the type of its key.
    WrongType = Error "wrong-type",
    /// A text is not blank.
    TextEmpty = Error "text-empty",
    /// A word is one of those that its key knows.
    WordUnknown = Error "word-unknown",
    /// A number lies within its range.
    NumberRange = Error "number-range",

    // Ids.
    /// An id is lower-case words joined by hyphens, and none that the page uses itself.
    IdInvalid = Error "id-invalid",
    /// An id is used once.
    IdDuplicate = Error "id-duplicate",
    /// An id that is referred to exists.
    IdUnknown = Error "id-unknown",
    /// An id that is referred to belongs to the right kind of thing.
    IdKind = Error "id-kind",
    /// Nothing refers to itself.
    IdSelf = Error "id-self",
    /// A list names each id once.
    IdTwice = Error "id-twice",

    // Sources.
    /// Every statement has a source.
    SourceMissing = Error "source-missing",
    /// A source that is cited is in sources.toml.
    SourceUnknown = Error "source-unknown",
    /// Every source is cited somewhere.
    SourceUnused = Warning "source-unused",
    /// Two sources never lead to the same page.
    SourceDuplicate = Error "source-duplicate",
    /// An imported timeline is not all that its events rest on.
    SourceImported = Warning "source-imported",
    /// What rests on state media alone says so.
    StateMedia = Warning "state-media",

    /// Sources are cited at what they bear out, not in heaps.
    SourceHeap = Warning "source-heap",
    /// A sentence that states a fact cites its source.
    SentenceSource = Warning "sentence-source",
    /// High confidence rests on more than weak sources.
    ConfidenceSource = Warning "confidence-source",

    // Dates.
    /// A date is written as docs/stories.md says.
    DateInvalid = Error "date-invalid",
    /// A beginning comes before its end.
    DateOrder = Error "date-order",
    /// Nothing has happened after the end of the record.
    DateFuture = Error "date-future",
    /// An event that counts lies in the years that the ribbon shows.
    DateEpoch = Warning "date-epoch",
    /// Eras follow one another without overlap.
    EraOrder = Warning "era-order",

    // Links between events.
    /// A link between events agrees with their dates.
    LinkDates = Error "link-dates",
    /// An event does not link to itself.
    LinkSelf = Error "link-self",
    /// A link between two events is written once.
    LinkDuplicate = Error "link-duplicate",
    /// A link that is a judgement gives its reason and its sources.
    LinkJudgement = Error "link-judgement",

    /// A main event is linked with another.
    MainUnlinked = Warning "main-unlinked",

    // Claims and cards.
    /// A claim has evidence for or against it.
    ClaimEvidence = Error "claim-evidence",
    /// A verdict has a reason.
    VerdictReason = Error "verdict-reason",
    /// What is known with low confidence says what is in doubt.
    DoubtMissing = Warning "doubt-missing",
    /// A part of the page is placed once, and nothing that was written is left out.
    PartPlaced = Error "part-placed",
    /// A section shows no part of which the story has nothing.
    PartEmpty = Error "part-empty",
    /// A story with ties has exactly two parties of its own.
    OwnPair = Error "own-pair",

    // Lengths.
    /// A title fits its place.
    TitleLong = Error "title-long",
    /// A text shown in place is short enough.
    ShortLong = Error "short-long",
    /// A text has the number of words that reads well in its place.
    TextLength = Warning "text-length",
    /// The tour and the minute have as many steps as a reader follows.
    StepCount = Warning "step-count",

    // Markdown.
    /// Markdown holds no HTML.
    RawHtml = Error "raw-html",
    /// Markdown uses only what the page can show.
    MarkdownUnsupported = Error "markdown-unsupported",
    /// Headings are `###` and `####`, in order, and only in sections.
    HeadingLevel = Error "heading-level",
    /// A link leads to the web or into the story.
    LinkScheme = Error "link-scheme",
    /// A text that stands in a line is one paragraph.
    OneParagraph = Error "one-paragraph",
    /// Capitals are explained: a concept, a party, or spelled out beside them.
    Abbreviation = Warning "abbreviation",

    // The words on controls and frames.
    /// A language's strings are all there.
    StringMissing = Error "string-missing",
    /// A string is one that the page shows.
    StringUnknown = Error "string-unknown",
    /// A string has the places that the page fills in.
    StringPlaces = Error "string-places",

    // The rest.
    /// A web address is complete.
    UrlInvalid = Error "url-invalid",
    /// A language tag is a known one.
    LangUnknown = Error "lang-unknown",
    /// The direction of writing is that of the language.
    LangDirection = Error "lang-direction",
    /// Coordinates lie on the Earth.
    Coordinates = Error "coordinates",
    /// Outlines are GeoJSON polygons or lines.
    Outlines = Error "outlines",
    /// A colour is `#rrggbb`.
    ColourInvalid = Error "colour-invalid",
    /// A colour can be read on paper and in the dark.
    ColourContrast = Error "colour-contrast",
}

impl Rule {
    /// Whether a file that breaks it was not read to its end.
    pub(crate) const fn leaves_a_file_unread(self) -> bool {
        matches!(self, Self::FileName | Self::ListUnknown | Self::TomlSyntax | Self::FrontMatter | Self::NotUtf8)
    }

    /// Whether it speaks of things that another file may hold.
    pub(crate) const fn rests_on_other_files(self) -> bool {
        matches!(
            self,
            Self::EmptyStory
                | Self::IdUnknown
                | Self::IdKind
                | Self::WordUnknown
                | Self::SourceUnknown
                | Self::SourceUnused
                | Self::PictureUnused
                | Self::PartPlaced
                | Self::PartEmpty
                | Self::OwnPair
                | Self::StepCount
                | Self::Abbreviation
        )
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
