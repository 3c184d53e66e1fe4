//! Draws one screen. Everything here reads and nothing decides: same [`Picture`], same cells.
//!
//! ```text
//! psa-connect · new connection                        header
//! Step 3/9  ✓PSA ✓Integration ▸Site ·API user …       steps
//! ────────────────────────────────────────────
//! Where does your PSA answer?                         title
//! Choose a region, or type your own address.          lead, two lines at most
//!
//!  (•) North America   api-na.myconnectwise.net       body: scrolls, follows the focus
//! ── asking 6 regions ────────────── ↓ more ──       rule: what runs, and whether there is more
//! They will be sent to https://api-na… only.          where it goes what is entered; always whole
//! The region is in the address of your browser.       detail of the focused item
//! ✗ No region knows "acm".                            notice: what happened, what to do
//! [ Back ]  [ Find ]  [ Next ]                        buttons
//! Enter choose  Tab move  Esc back  ? help            footer
//! ```

pub mod body;
pub mod bottom;
pub mod choice;
pub mod copy;
pub mod field;
pub mod finding;
pub mod help;
pub mod leaf;
pub mod list;
pub mod row;
pub mod table;
pub mod text;
pub mod top;

use std::time::Duration;

use crate::words;

use ratatui::{Frame, layout::Rect, text::Line};

use self::{body::Body, bottom::More, leaf::Leaf};
use super::{
    browse::Browse,
    copy::{Page, Piece},
    field::Fields,
    keys::Mode,
    looks::Looks,
};
use crate::wizard::{
    event::ItemId,
    screen::{Screen, Tone},
};

/// The smallest screen that can be used.
pub const SMALLEST: (u16, u16) = (40, 10);

/// From this height on a notice may take more lines.
const ROOMY: u16 = 22;

/// Everything that one frame shows.
pub struct Picture<'a> {
    /// What the wizard wants shown.
    pub screen: &'a Screen,
    /// How.
    pub looks: Looks,
    /// What has the focus.
    pub focus: Option<&'a ItemId>,
    /// The item that buttons are about: the focused one, or the one focused last.
    pub current: Option<&'a ItemId>,
    /// The item whose detail is shown; it lags behind the focus while that moves.
    pub detail: Option<&'a ItemId>,
    /// Carets.
    pub fields: &'a Fields,
    /// The first line of the body that is shown.
    pub top: usize,
    /// What runs.
    pub busy: Option<Busy<'a>>,
    /// The opened list.
    pub open: Option<&'a Browse>,
    /// The opened finding.
    pub leaf: Option<&'a Leaf>,
    /// The copy page with what is on it.
    pub copy: Option<(&'a [Piece], Page)>,
    /// The help, scrolled to this line.
    pub help: Option<usize>,
    /// The mode under the help.
    pub mode: Mode,
    /// What stands in place of the footer until the next key.
    pub message: Option<&'a str>,
}

/// What runs.
#[derive(Clone, Copy, Debug)]
pub struct Busy<'a> {
    /// What it is.
    pub text: &'a str,
    /// For how long.
    pub since: Duration,
    /// How often it turned.
    pub phase: usize,
}

/// What a frame came to, for the next one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// The first line of the body (or of the table, or of the help) that was shown.
    pub top: usize,
    /// How many lines of it were shown.
    pub page: usize,
    /// Lines of what has the focus that are above and below what was shown.
    pub hidden: More,
}

/// Draws the picture.
pub fn draw(frame: &mut Frame, picture: &Picture) -> Drawn {
    let area = frame.area();
    let drawn = if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        too_small(frame, area);
        Drawn { top: picture.top, page: 1, hidden: More::default() }
    } else if let Some(top) = picture.help {
        help::draw(frame, area, picture, top)
    } else if let Some((pieces, page)) = picture.copy {
        copy::draw(frame, area, picture, pieces, page)
    } else if let Some((leaf, finding)) = picture.leaf.and_then(|it| Some((it, leaf::find(picture.screen, &it.id)?))) {
        leaf::draw(frame, area, picture, finding, leaf.top)
    } else {
        whole(frame, area, picture)
    };
    super::looks::fold(frame.buffer_mut(), picture.looks);
    drawn
}

fn whole(frame: &mut Frame, area: Rect, picture: &Picture) -> Drawn {
    let width = usize::from(area.width).saturating_sub(2);
    let open = picture.open.and_then(|browse| table::Open::find(picture, browse));
    let most = if area.height < ROOMY { bottom::NOTICE } else { bottom::LONG_NOTICE };
    let notice_in = |most: usize| {
        let notice = picture.screen.notice.as_ref().map(|it| bottom::notice_lines(it, picture.looks, width, most));
        notice.unwrap_or_default()
    };
    let mut notice = notice_in(most);
    let buttons = bottom::button_lines(picture, width);
    let body = Body::of(picture, usize::from(area.width));
    let head = if open.is_some() { vec![] } else { top::title_lines(picture, width) };
    let sent_to = bottom::sent_to_lines(picture, width);
    let wanted = notice.len();
    let shared = |detail: usize| {
        let buttons = if open.is_some() { 0 } else { buttons.len().min(bottom::BUTTONS) };
        // An opened list takes all that is left.
        let body = if open.is_some() { usize::MAX } else { body.height() };
        let (head, sent_to) = (head.len(), sent_to.len());
        share(area.height, &Wants { head, body, sent_to, detail, notice: wanted, buttons })
    };
    let mut detail = match &open {
        Some(open) => open.detail(width),
        None => bottom::detail_lines(picture, width, bottom::LONG_DETAIL),
    };
    let mut heights = shared(detail.len());
    if open.is_none() && detail.len() > bottom::DETAIL && usize::from(heights.body) < body.height() {
        detail = bottom::detail_lines(picture, width, bottom::DETAIL);
        heights = shared(detail.len());
    }
    // What is cut for want of room ends in the sign of that.
    if wanted > usize::from(heights.notice) {
        notice = notice_in(usize::from(heights.notice));
    }
    if open.is_none() && detail.len() > usize::from(heights.detail) {
        detail = bottom::detail_lines(picture, width, usize::from(heights.detail));
    }
    // The blank line below the lead goes to a body that does not fit.
    if heights.head > 1 && usize::from(heights.body) < body.height() {
        heights.head -= 1;
        heights.body += 1;
    }
    let [
        header,
        steps,
        rule,
        head_area,
        body_area,
        below,
        sent_to_area,
        detail_area,
        notice_area,
        buttons_area,
        footer,
    ] = stacked(
        area,
        [
            1,
            heights.steps,
            heights.rule,
            heights.head,
            heights.body,
            heights.below,
            heights.sent_to,
            heights.detail,
            heights.notice,
            heights.buttons,
            1,
        ],
    );
    top::header(frame, header, picture);
    top::steps(frame, steps, picture);
    top::rule(frame, rule, picture.looks);
    lines(frame, head_area, &head);
    let (drawn, more) = match open {
        Some(open) => open.draw(frame, body_area),
        None => body.draw(frame, body_area, picture),
    };
    bottom::rule(frame, below, picture, more);
    lines(frame, sent_to_area, &sent_to);
    lines(frame, detail_area, &detail);
    lines(frame, notice_area, &notice);
    bottom::buttons(frame, buttons_area, picture, buttons);
    bottom::footer(frame, footer, picture);
    drawn
}

/// Areas of these heights, one below the other, as far as there is room. The solver of [`ratatui::layout::Layout`] takes as
/// long as all the rest of a frame.
fn stacked<const N: usize>(area: Rect, heights: [u16; N]) -> [Rect; N] {
    let mut y = area.y;
    heights.map(|height| {
        let height = height.min(area.bottom() - y);
        let part = Rect { y, height, ..area };
        y += height;
        part
    })
}

/// Draws lines one column in.
fn lines(frame: &mut Frame, area: Rect, lines: &[Line<'static>]) {
    let right = area.right();
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        frame.buffer_mut().set_line(area.x + 1, y, line, right.saturating_sub(area.x + 1));
    }
}

/// Lines that the parts would like.
struct Wants {
    head: usize,
    body: usize,
    sent_to: usize,
    detail: usize,
    notice: usize,
    buttons: usize,
}

/// Lines that the parts get.
struct Heights {
    steps: u16,
    rule: u16,
    head: u16,
    body: u16,
    below: u16,
    sent_to: u16,
    detail: u16,
    notice: u16,
    buttons: u16,
}

/// The height that is not given away yet.
struct Left(u16);

impl Left {
    /// Takes as many lines as wanted, but keeps some.
    fn take(&mut self, wanted: usize, keep: u16) -> u16 {
        let got = u16::try_from(wanted).unwrap_or(u16::MAX).min(self.0.saturating_sub(keep));
        self.0 -= got;
        got
    }
}

/// Shares the height: header, footer, where it is sent and a little body first, then buttons and notice, then the rest by
/// worth.
fn share(height: u16, wants: &Wants) -> Heights {
    /// Lines of body that are always kept.
    const LEAST: u16 = 3;
    /// Lines of body that are kept from the detail.
    const WORK: u16 = 6;
    /// Lines of body that are kept from the lead and the upper rule.
    const COMFORT: u16 = 10;
    let mut left = Left(height.saturating_sub(2));
    // The end of an address says as much as its beginning.
    let sent_to = left.take(wants.sent_to, 1);
    let buttons = left.take(wants.buttons, LEAST);
    let notice = left.take(wants.notice, LEAST);
    let steps = left.take(1, LEAST);
    let below = left.take(1, LEAST);
    // Whole or with its title only: half a lead says nothing.
    let title = left.take(wants.head.min(1), LEAST);
    let work = u16::try_from(wants.body).unwrap_or(WORK).clamp(LEAST, WORK);
    let detail = left.take(wants.detail, work);
    let rule = left.take(1, COMFORT);
    let lead = wants.head.saturating_sub(1);
    let lead = if left.0 >= COMFORT + u16::try_from(lead).unwrap_or(0) { left.take(lead, 0) } else { 0 };
    Heights { steps, rule, head: title + lead, body: left.0, below, sent_to, detail, notice, buttons }
}

fn too_small(frame: &mut Frame, area: Rect) {
    let needs = format!("{}x{}", SMALLEST.0, SMALLEST.1);
    let is = format!("{}x{}", area.width, area.height);
    let says = [
        words::say("small-too-small").to_owned(),
        words::with("small-needs", &[("size", needs.as_str().into())]),
        words::with("small-is", &[("size", is.as_str().into())]),
    ];
    let one = words::with("small-in-one-line", &[("needs", needs.as_str().into()), ("is", is.as_str().into())]);
    let rows = if one.len() <= usize::from(area.width) { vec![one] } else { says.to_vec() };
    let first = area.y + area.height.saturating_sub(u16::try_from(rows.len()).unwrap_or(1)) / 2;
    for (row, y) in rows.iter().zip(first..area.bottom()) {
        let used = u16::try_from(row.len()).unwrap_or(area.width).min(area.width);
        frame.buffer_mut().set_stringn(
            area.x + (area.width - used) / 2,
            y,
            row,
            usize::from(area.width),
            ratatui::style::Style::new(),
        );
    }
}

/// Says whether a tone is worth a sign of its own.
pub fn is_loud(tone: Tone) -> bool {
    match tone {
        Tone::Plain | Tone::Faint => false,
        Tone::Good | Tone::Warning | Tone::Bad => true,
    }
}
