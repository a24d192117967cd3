//! Where a preview stands: the rules, in pixels and without the document, so that they are tested without a browser.

use web_sys::DomRect;

/// Below this width a sheet comes from below, in pixels: `styles/preview.css` has the same.
const SHEET_BELOW_PX: f64 = 640.0;
/// Narrower than this the margin has no room, in pixels.
const MARGIN_LEAST_PX: f64 = 230.0;
/// Widest preview, in pixels.
const WIDTH_MOST_PX: f64 = 400.0;
/// Least height near a link, in pixels: with less room it may lie over the link.
const HEIGHT_LEAST_PX: f64 = 180.0;
/// How far above the line of the link the layer begins, in pixels, so that their first lines are level.
const ABOVE_LINE_PX: f64 = 9.0;
/// The part of the window's height that a long preview may take, to begin above its line if it must.
const LONG_SHARE: f64 = 0.6;
/// Distance of the preview from the link and the edges of the window, in pixels.
pub(super) const GAP_PX: f64 = 14.0;

/// The part of the window that is seen, from top to bottom, in pixels: without the section bar, or what the host leaves of a frame.
pub(super) type Visible = (f64, f64);

/// A rectangle in pixels of the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Area {
    left: f64,
    top: f64,
    right: f64,
    pub(super) bottom: f64,
}

impl Area {
    pub(super) fn of(rect: &DomRect) -> Self {
        Self { left: rect.left(), top: rect.top(), right: rect.right(), bottom: rect.bottom() }
    }
}

/// What the place of a preview depends on, in pixels of the window.
#[derive(Debug, Clone)]
pub(super) struct Surroundings {
    pub(super) seen: Visible,
    /// Width of the page.
    pub(super) width: f64,
    pub(super) is_rtl: bool,
    pub(super) is_framed: bool,
    pub(super) is_in_dialog: bool,
    /// The first and the last line of the link, if there is one.
    pub(super) lines: Option<(Area, Area)>,
    /// The block of text that holds the link.
    pub(super) block: Option<Area>,
}

/// How a preview is presented: `styles/preview.css` has a rule for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presentation {
    /// In the margin, level with the line of its link.
    Beside,
    /// Below or above its link.
    Near,
    /// From below, over the whole width; its size is that of the styles.
    Sheet,
}

impl Presentation {
    /// As the styles call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Beside => "beside",
            Self::Near => "near",
            Self::Sheet => "sheet",
        }
    }
}

/// Where the layer stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placement {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) max_height: f64,
}

impl Surroundings {
    /// Height between the upper and the lower edge of what is seen.
    fn room(&self) -> f64 {
        self.seen.1 - self.seen.0 - 2.0 * GAP_PX
    }

    /// Top of a layer beside the text, if it is not too high.
    fn level(&self) -> f64 {
        self.lines.map_or(self.seen.0, |(first, _)| first.top) - ABOVE_LINE_PX
    }

    /// From where to where the margin beside the text reaches.
    fn margin(&self) -> (f64, f64) {
        match self.block {
            Some(block) if self.is_rtl => (GAP_PX * 2.0, block.left - GAP_PX * 2.0),
            Some(block) => (block.right + GAP_PX * 2.0, self.width - GAP_PX * 2.0),
            // Without a link there is no text that it could cover.
            None => (self.width - WIDTH_MOST_PX - GAP_PX * 2.0, self.width - GAP_PX * 2.0),
        }
    }

    pub(super) fn presentation(&self) -> Presentation {
        let (from, to) = self.margin();
        if self.is_in_dialog || (!self.is_framed && self.width < SHEET_BELOW_PX) {
            Presentation::Sheet
        } else if !self.is_framed && to - from >= MARGIN_LEAST_PX {
            Presentation::Beside
        } else {
            Presentation::Near
        }
    }

    /// Width of a layer in the margin.
    pub(super) fn width_beside(&self) -> f64 {
        let (from, to) = self.margin();
        (to - from).min(WIDTH_MOST_PX)
    }

    /// Greatest height of a layer in the margin. A long one begins at its line too, as long as most of it is seen.
    pub(super) fn max_height_beside(&self) -> f64 {
        let below = self.seen.1 - GAP_PX - self.level();
        below.max(self.room() * LONG_SHARE).min(self.room())
    }

    /// Where a layer of this height stands in the margin.
    pub(super) fn beside(&self, height: f64) -> Placement {
        let (top, bottom) = self.seen;
        let width = self.width_beside();
        let (from, to) = self.margin();
        let left = if self.is_rtl { to - width } else { from };
        let y = self.level().min(bottom - GAP_PX - height).max(top + GAP_PX);
        Placement { left, top: y, max_height: self.max_height_beside() }
    }

    /// Width of a layer near its link.
    pub(super) fn width_near(&self) -> f64 {
        WIDTH_MOST_PX.min(self.width - 2.0 * GAP_PX)
    }

    /// Where a layer of this height stands near its link, below it or above it.
    pub(super) fn near(&self, height: f64) -> Placement {
        let (top, bottom) = self.seen;
        let width = self.width_near();
        let Some((first, last)) = self.lines else {
            return Placement { left: GAP_PX, top: top + GAP_PX, max_height: self.room() };
        };
        let start = if self.is_rtl { first.right - width } else { first.left };
        let below = bottom - last.bottom - 2.0 * GAP_PX;
        let above = first.top - top - 2.0 * GAP_PX;
        let (y, most) = if height <= below || below >= above {
            (last.bottom + GAP_PX, below)
        } else {
            (first.top - GAP_PX - height.min(above), above)
        };
        let most = most.max(HEIGHT_LEAST_PX).min(self.room());
        Placement {
            left: start.min(self.width - GAP_PX - width).max(GAP_PX),
            top: y.min(bottom - GAP_PX - height.min(most)).max(top + GAP_PX),
            max_height: most,
        }
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    /// A link of 100 pixels in a text of 600 that begins at 100, in a wide window.
    fn surroundings() -> Surroundings {
        let line = Area { left: 300.0, top: 200.0, right: 400.0, bottom: 220.0 };
        let block = Area { left: 100.0, top: 100.0, right: 700.0, bottom: 400.0 };
        Surroundings {
            seen: (50.0, 800.0),
            width: 1_200.0,
            is_rtl: false,
            is_framed: false,
            is_in_dialog: false,
            lines: Some((line, line)),
            block: Some(block),
        }
    }

    /// Where a layer stands that would be as high as this.
    fn place(surroundings: &Surroundings, height: f64) -> Placement {
        match surroundings.presentation() {
            Presentation::Beside => surroundings.beside(height.min(surroundings.max_height_beside())),
            Presentation::Near => surroundings.near(height),
            Presentation::Sheet => panic!("the styles place a sheet"),
        }
    }

    #[test]
    fn beside_the_text_it_is_level_with_the_line_of_the_link() {
        assert_eq!(surroundings().presentation(), Presentation::Beside);
        assert_eq!(surroundings().width_beside(), 400.0);
        let placement = place(&surroundings(), 300.0);
        assert_eq!((placement.left, placement.top), (700.0 + 2.0 * GAP_PX, 200.0 - ABOVE_LINE_PX));
    }

    #[test]
    fn from_right_to_left_the_margin_is_on_the_left() {
        let mut mirrored = Surroundings { is_rtl: true, ..surroundings() };
        mirrored.block = Some(Area { left: 500.0, top: 100.0, right: 1_100.0, bottom: 400.0 });
        let line = Area { left: 800.0, top: 200.0, right: 900.0, bottom: 220.0 };
        mirrored.lines = Some((line, line));
        assert_eq!(mirrored.presentation(), Presentation::Beside);
        let placement = place(&mirrored, 300.0);
        assert_eq!(placement.left, 500.0 - 2.0 * GAP_PX - 400.0);
    }

    #[test]
    fn a_long_one_is_never_out_of_sight() {
        let room = 750.0 - 2.0 * GAP_PX;
        for top in [60.0, 400.0, 780.0] {
            let mut low = surroundings();
            let line = Area { left: 300.0, top, right: 400.0, bottom: top + 20.0 };
            low.lines = Some((line, line));
            for (is_framed, height) in [(false, 2_000.0), (true, 2_000.0), (true, 100.0)] {
                let placement = place(&Surroundings { is_framed, ..low.clone() }, height);
                let most = placement.max_height;
                assert!(most <= room && placement.top >= 50.0 + GAP_PX, "{placement:?}");
                assert!(placement.top + height.min(most) <= 800.0 - GAP_PX, "{placement:?}");
            }
        }
    }

    #[test]
    fn without_a_margin_it_is_near_the_link_where_there_is_more_room() {
        let narrow = Surroundings { width: 720.0, ..surroundings() };
        assert_eq!(narrow.presentation(), Presentation::Near);
        let below = place(&narrow, 300.0);
        assert_eq!((below.left, below.top), (300.0, 220.0 + GAP_PX));
        let line = Area { left: 600.0, top: 700.0, right: 700.0, bottom: 720.0 };
        let above = place(&Surroundings { lines: Some((line, line)), ..narrow }, 300.0);
        // It ends above the link, and does not reach over the edge of the page.
        assert_eq!((above.left, above.top), (720.0 - GAP_PX - 400.0, 700.0 - GAP_PX - 300.0));
    }

    #[test]
    fn in_a_frame_it_is_always_near_the_link() {
        let framed = Surroundings { is_framed: true, ..surroundings() };
        assert_eq!(framed.presentation(), Presentation::Near);
        assert_eq!(Surroundings { width: 320.0, ..framed }.presentation(), Presentation::Near);
    }

    #[test]
    fn it_is_a_sheet_on_a_phone_and_in_a_dialog() {
        assert_eq!(Surroundings { width: 400.0, ..surroundings() }.presentation(), Presentation::Sheet);
        assert_eq!(Surroundings { is_in_dialog: true, ..surroundings() }.presentation(), Presentation::Sheet);
    }

    #[test]
    fn without_a_link_it_stands_at_the_end_of_the_page() {
        let alone = Surroundings { lines: None, block: None, ..surroundings() };
        assert_eq!(alone.presentation(), Presentation::Beside);
        let placement = place(&alone, 300.0);
        assert_eq!((placement.left, placement.top), (1_200.0 - 400.0 - 2.0 * GAP_PX, 50.0 + GAP_PX));
    }
}
