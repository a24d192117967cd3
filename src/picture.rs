//! The files of a picture, as the prerender made them.

/// A picture in the sizes that browsers choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picture {
    /// Width and height of the largest, in pixels.
    pub size: (u32, u32),
    /// Width of each file in pixels, and its path below the story's folder, narrowest first.
    pub files: Vec<(u32, String)>,
}

impl Picture {
    /// Files by width, as `srcset` takes them; nothing where there is only one.
    #[must_use]
    pub fn srcset(&self, root: &str) -> Option<String> {
        let candidates: Vec<String> = self.files.iter().map(|(width, path)| format!("{root}{path} {width}w")).collect();
        (candidates.len() > 1).then(|| candidates.join(", "))
    }

    /// The file for `src`: the narrowest that is wide enough for a column of text.
    #[must_use]
    pub fn src(&self, root: &str) -> String {
        let in_column = self.files.iter().find(|(width, _)| *width >= COLUMN).or(self.files.last());
        in_column.map(|(_, path)| format!("{root}{path}")).unwrap_or_default()
    }
}

/// Width of a column of text on a wide screen, in pixels.
const COLUMN: u32 = 800;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_chooses_among_sizes_or_gets_one_that_fills_a_column() {
        let files = vec![(480, "m/a-480.jpg".into()), (960, "m/a-960.jpg".into()), (1600, "m/a-1600.jpg".into())];
        let picture = Picture { size: (1600, 900), files };
        assert_eq!(
            picture.srcset("../").as_deref(),
            Some("../m/a-480.jpg 480w, ../m/a-960.jpg 960w, ../m/a-1600.jpg 1600w")
        );
        assert_eq!(picture.src(""), "m/a-960.jpg");
        let one = Picture { size: (320, 200), files: vec![(320, "m/b.svg".into())] };
        assert_eq!((one.srcset(""), one.src("")), (None, "m/b.svg".to_owned()));
    }
}
