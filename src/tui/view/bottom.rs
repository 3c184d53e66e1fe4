//! The bottom of a screen: what runs, the detail of the focused item, the notice, the buttons and the keys.

use std::time::Duration;

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use super::{Busy, Picture, body, leaf, text};
use crate::{
    tui::{
        copy,
        field::{self, Enter},
        focus,
        keys::{self, Action, Binding, Mode, Place},
        looks::{Looks, Role},
    },
    wizard::{
        event::{Button, ItemId},
        screen::{ButtonHint, Notice, Tone},
    },
    words,
};

/// The most lines of detail where the body needs the room.
pub const DETAIL: usize = 3;
/// The most lines of detail where it does not.
pub const LONG_DETAIL: usize = 6;

/// The steps of the seconds where nothing turns.
pub const STILL: Duration = Duration::from_secs(5);

/// Which way the body goes on beyond what is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct More {
    /// Lines above.
    pub above: usize,
    /// Lines below.
    pub below: usize,
}

/// Draws the rule below the body: what runs on its left, whether there is more on its right.
pub fn rule(frame: &mut Frame, area: Rect, picture: &Picture, more: More) {
    if area.height == 0 {
        return;
    }
    let looks = picture.looks;
    super::top::rule(frame, area, looks);
    let buffer = frame.buffer_mut();
    let right = match (more.above, more.below) {
        (0, 0) => String::new(),
        (0, _) => format!(" {} ", looks.below()),
        (_, 0) => format!(" {} ", looks.above()),
        (_, _) => format!(" {}  {} ", looks.above(), looks.below()),
    };
    let used = u16::try_from(text::width(&right)).unwrap_or(0);
    if used > 0 && used + 2 <= area.width {
        buffer.set_string(area.right() - used - 2, area.y, &right, Style::new());
    }
    if let Some(busy) = &picture.busy {
        let room = usize::from(area.width).saturating_sub(usize::from(used) + 8);
        let sign = format!(" {} ", looks.turning(busy.phase));
        let room = room.saturating_sub(text::width(&sign));
        let says = format!("{} ", text::cut(&busy_text(busy, looks), room, looks.ellipsis()));
        // No colour: it would be set and taken back at each turn.
        buffer.set_stringn(area.x + 2, area.y, sign + &says, usize::from(area.width.saturating_sub(2)), Style::new());
    }
}

/// Where nothing turns, the seconds go in steps: that they go on is the sign that something runs.
fn busy_text(busy: &Busy, looks: Looks) -> String {
    let (step, from) = if looks.turns() { (1, 3) } else { (STILL.as_secs(), STILL.as_secs()) };
    let seconds = busy.since.as_secs() / step * step;
    let time = if seconds < from { String::new() } else { format!("{}{seconds} s", looks.between()) };
    format!("{}{time}", busy.text)
}

/// Where what is entered will be sent: a sentence if it fits in a line, else the address, whole.
pub fn sent_to_lines(picture: &Picture, columns: usize) -> Vec<Line<'static>> {
    let Some(to) = &picture.screen.sent_to else { return vec![] };
    let lines = if text::width(&to.says) <= columns { vec![to.says.clone()] } else { text::wrap(&to.short, columns) };
    lines.into_iter().map(Line::raw).collect()
}

/// The detail of the item, always as many lines as the longest of the screen, so that nothing jumps; none while no item
/// had the focus yet.
pub fn detail_lines(picture: &Picture, columns: usize, most: usize) -> Vec<Line<'static>> {
    let looks = picture.looks;
    let Some(shown) = picture.detail else { return vec![] };
    let wrapped = |id: &ItemId| {
        let detail = body::detail(picture.screen, id, looks);
        let mut lines: Vec<String> = detail.iter().flat_map(|it| text::wrap(it, columns)).collect();
        if lines.len() > most {
            lines = text::wrap_at_most(&run_on(&detail, looks), columns, most, looks.ellipsis());
        }
        lines
    };
    let tallest = focus::items(picture.screen).iter().map(|id| wrapped(id).len()).max().unwrap_or(0);
    let mut lines = wrapped(shown);
    lines.resize(tallest, String::new());
    lines.into_iter().map(Line::raw).collect()
}

/// Everything that is told in one run, sentences as they are and the rest set apart.
fn run_on(told: &[String], looks: Looks) -> String {
    let joined = |mut all: String, it: &String| {
        if !all.is_empty() {
            all.push_str(if all.ends_with(['.', '?']) { " " } else { looks.between() });
        }
        all + it
    };
    told.iter().fold(String::new(), joined)
}

/// Lines of a notice at most: a refused login has several causes to name.
pub const NOTICE: usize = 7;
/// Lines of a notice at most where there is room.
pub const LONG_NOTICE: usize = 9;

/// The notice: what happened, what it means where there is room for it, what to do, whose job it is and where to click.
pub fn notice_lines(notice: &Notice, looks: Looks, columns: usize, most: usize) -> Vec<Line<'static>> {
    let mark = looks.tone_mark(notice.tone);
    let indent = text::width(&mark);
    let room = columns.saturating_sub(indent);
    let mut says = text::wrap_at_most(&notice.says, room, 2, looks.ellipsis());
    if says.len() >= most {
        // One text, so that its end shows that it was cut.
        says = text::wrap_at_most(&format!("{} {}", notice.says, notice.remedy), room, most, looks.ellipsis());
    }
    let mut left = most.saturating_sub(says.len());
    let remedy = text::wrap(&notice.remedy, room);
    let whose = whose(notice);
    let wanted = text::wrap(&whose, room).len().min(3);
    // What to do comes first; of where, the first line at least.
    let whose = match left.saturating_sub(remedy.len()).clamp(usize::from(wanted > 0), 3).min(wanted) {
        0 => vec![],
        lines => text::wrap_at_most(&whose, room, lines, looks.ellipsis()),
    };
    left = left.saturating_sub(whose.len());
    let remedy = text::wrap_at_most(&notice.remedy, room, left.max(1), looks.ellipsis());
    left = left.saturating_sub(remedy.len());
    let cause = notice.cause.as_ref().map(|it| text::wrap(it, room)).filter(|it| it.len() <= left).unwrap_or_default();
    let loud = looks.tone(notice.tone);
    let loud = if super::is_loud(notice.tone) { loud.patch(looks.title()) } else { loud };
    let line = |before: &str, says: String, style| Line::from(vec![Span::styled(format!("{before}{says}"), style)]);
    let blank = " ".repeat(indent);
    let sign = || Span::styled(mark.clone(), looks.tone_sign(notice.tone));
    let first = says.into_iter().enumerate().map(|(n, it)| match n {
        0 => Line::from(vec![sign(), Span::styled(it, loud)]),
        _ => line(&blank, it, loud),
    });
    let cause = cause.into_iter().map(|it| line(&blank, it, looks.style(Role::Faint)));
    let remedy = remedy.into_iter().map(|it| line(&blank, it, Style::new()));
    let whose = whose.into_iter().map(|it| line(&blank, it, looks.style(Role::Accent)));
    first.chain(cause).chain(remedy).chain(whose).collect()
}

/// `Whose job: the PSA's administrator, at System > Members`.
fn whose(notice: &Notice) -> String {
    match (notice.whose, &notice.menu) {
        (None, None) => String::new(),
        (None, Some(menu)) => menu.clone(),
        (Some(whose), None) => words::with("notice-whose", &[("whose", whose.into())]),
        (Some(whose), Some(menu)) => words::with("notice-whose-at", &[("whose", whose.into()), ("menu", menu.into())]),
    }
}

/// The buttons in their order on the row: back on the left, next on the right, the rest between by importance.
pub fn in_order(buttons: &[ButtonHint]) -> Vec<&ButtonHint> {
    let is = |wanted: Button| move |it: &&ButtonHint| it.button == wanted;
    let back = buttons.iter().filter(is(Button::Back));
    let next = buttons.iter().filter(is(Button::Next));
    let rest = buttons.iter().filter(|it| it.button != Button::Back && it.button != Button::Next);
    back.chain(rest).chain(next).collect()
}

/// What stands on a button: its label, behind the key that presses it even from within a field.
fn label(hint: &ButtonHint) -> String {
    keys::function_key(hint.button).map_or_else(|| hint.label.clone(), |key| format!("{key} {}", hint.label))
}

/// The rows of buttons, each button with its column.
pub fn button_lines<'a>(picture: &Picture<'a>, columns: usize) -> Vec<Vec<(usize, &'a ButtonHint)>> {
    let mut rows = vec![vec![]];
    let mut at = 0;
    for hint in in_order(&picture.screen.buttons) {
        let wide = text::width(&label(hint)) + 4;
        if at > 0 && at + wide > columns {
            rows.push(vec![]);
            at = 0;
        }
        if let Some(row) = rows.last_mut() {
            row.push((at, hint));
        }
        at += wide + 2;
    }
    rows.retain(|it| !it.is_empty());
    rows
}

/// Rows of buttons that are shown at most.
pub const BUTTONS: usize = 3;

/// Draws the rows of buttons.
pub fn buttons(frame: &mut Frame, area: Rect, picture: &Picture, rows: Vec<Vec<(usize, &ButtonHint)>>) {
    // Where there is no room for all rows, that of the focused button is among those that are shown.
    let focused =
        |row: &Vec<(usize, &ButtonHint)>| row.iter().any(|(_, it)| picture.focus == Some(&ItemId::Button(it.button)));
    let beyond = rows.iter().position(focused).map_or(0, |it| (it + 1).saturating_sub(usize::from(area.height)));
    for (row, y) in rows.into_iter().skip(beyond).zip(area.y..area.bottom()) {
        for (at, hint) in row {
            let x = area.x + 1 + u16::try_from(at).unwrap_or(0);
            let room = usize::from(area.right().saturating_sub(x));
            let focused = picture.focus == Some(&ItemId::Button(hint.button));
            let style = if focused { picture.looks.focus() } else { Style::new() };
            let label = text::cut(&label(hint), room.saturating_sub(4), picture.looks.ellipsis());
            frame.buffer_mut().set_stringn(x, y, format!("[ {label} ]"), room, style);
            if focused && picture.open.is_none() {
                frame.set_cursor_position((x + 2, y));
            }
        }
    }
}

/// Draws the keys of this mode, as many as fit, the help always among them, and the way back where no button shows it;
/// or the message.
pub fn footer(frame: &mut Frame, area: Rect, picture: &Picture) {
    let looks = picture.looks;
    let room = usize::from(area.width).saturating_sub(2);
    if let Some(message) = picture.message {
        let mark = looks.tone_mark(Tone::Warning);
        let message = text::cut(message, room.saturating_sub(text::width(&mark)), looks.ellipsis());
        let sign = Span::styled(mark, looks.tone_sign(Tone::Warning));
        let line = Line::from(vec![sign, Span::styled(message, looks.style(Role::Warning))]);
        frame.buffer_mut().set_line(area.x + 1, area.y, &line, area.width.saturating_sub(1));
        return;
    }
    let mode = if picture.help.is_some() { Mode::Help } else { picture.mode };
    let hints: Vec<(Action, String, String)> = hints(mode, picture)
        .filter(|(binding, _)| binding.place == Place::Footer)
        .map(|(binding, hint)| (binding.action, binding.name.to_owned(), hint.to_lowercase()))
        .collect();
    let wide = |it: &(Action, String, String)| text::width(&it.1) + 1 + text::width(&it.2) + 2;
    let is_kept = |action: Action| match mode {
        Mode::Items | Mode::Field => action == Action::Help,
        Mode::Table | Mode::Search | Mode::Leaf | Mode::Help | Mode::Copy => {
            matches!(action, Action::Help | Action::Back)
        }
    };
    let kept = hints.iter().filter(|it| is_kept(it.0)).map(wide).sum::<usize>();
    let mut left = (room + 2).saturating_sub(kept);
    let mut spans = vec![];
    for hint in &hints {
        let is_kept = is_kept(hint.0);
        if is_kept || wide(hint) <= left {
            if !is_kept {
                left -= wide(hint);
            }
            spans.push(Span::raw(hint.1.clone()));
            spans.push(Span::styled(format!(" {}  ", hint.2), looks.style(Role::Faint)));
        }
    }
    frame.buffer_mut().set_line(area.x + 1, area.y, &Line::from(spans), area.width.saturating_sub(1));
}

/// The keys that mean something on this screen, with what they do: a button's key does what the button says.
pub fn hints<'a>(mode: Mode, picture: &'a Picture) -> impl Iterator<Item = (&'static Binding, String)> + 'a {
    let label =
        |button: Button| picture.screen.buttons.iter().find(|it| it.button == button).map(|it| it.label.clone());
    let leaf = picture.leaf.filter(|_| mode == Mode::Leaf).and_then(|it| leaf::find(picture.screen, &it.id));
    let offered = move |button| label(button).is_some() && leaf.is_none_or(|it| leaf::offers(it, button));
    keys::bindings(mode).filter(move |it| keys::stands(it.action, &offered)).filter_map(move |binding| {
        let hint = match binding.action {
            Action::Press(button) => label(button).unwrap_or_default(),
            Action::Copy if copy::pieces(picture.screen, picture.leaf.map(|it| &it.id)).is_empty() => String::new(),
            Action::Accept if mode == Mode::Items => accepts(picture).to_owned(),
            Action::Accept if mode == Mode::Field => match field::enter(picture.screen, settled(picture)) {
                Enter::Presses(button) => label(button).unwrap_or_default(),
                Enter::GoesOn(_) => binding.hint.say().to_owned(),
            },
            Action::Forward
            | Action::Backward
            | Action::Left
            | Action::Right
            | Action::First
            | Action::Last
            | Action::PageUp
            | Action::PageDown
            | Action::Accept
            | Action::Tick
            | Action::Back
            | Action::Next
            | Action::Edit(_)
            | Action::Search
            | Action::Sort
            | Action::Help
            | Action::Redraw
            | Action::Toggle
            | Action::Copy
            | Action::Leave
            | Action::Suspend => binding.hint.say().to_owned(),
        };
        (!hint.is_empty()).then_some((binding, hint))
    })
}

/// The field that the footer is about: it changes together with the detail, so that moving on quickly writes little.
fn settled<'a>(picture: &Picture<'a>) -> Option<&'a ItemId> {
    let is_field = |id: &&ItemId| field::fields(picture.screen).any(|it| it.id == **id);
    picture.detail.filter(is_field).or(picture.focus)
}

/// What Enter does to what has the focus.
fn accepts(picture: &Picture) -> &'static str {
    match picture.focus {
        Some(ItemId::Check(_) | ItemId::Right(_) | ItemId::Sight(_) | ItemId::Excess) => words::say("key-details"),
        Some(ItemId::Layers) => words::say("key-show-or-fold"),
        Some(ItemId::List(_) | ItemId::Connection(_)) => words::say("key-open"),
        Some(ItemId::Draft(_)) => words::say("key-resume"),
        Some(ItemId::Button(_)) => words::say("key-press"),
        Some(
            ItemId::Psa(_)
            | ItemId::Integration(_)
            | ItemId::Site(_)
            | ItemId::Address
            | ItemId::Field(_)
            | ItemId::Way(_)
            | ItemId::Tick(_)
            | ItemId::Name
            | ItemId::Store(_)
            | ItemId::Passphrase
            | ItemId::PassphraseAgain
            | ItemId::Unlock,
        )
        | None => words::say("key-choose"),
    }
}
