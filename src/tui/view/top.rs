//! The top of a screen: which connection, which step, what it asks.

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use super::{Picture, text};
use crate::{
    tui::looks::{Looks, Role},
    wizard::screen::{StepMark, StepState},
    words,
};

/// Draws the program's name and the connection's.
pub fn header(frame: &mut Frame, area: Rect, picture: &Picture) {
    let looks = picture.looks;
    let room = usize::from(area.width).saturating_sub(2 + "psa-connect".len() + text::width(looks.between()));
    let line = Line::from(vec![
        Span::styled("psa-connect", looks.title()),
        Span::raw(looks.between()),
        Span::raw(text::cut(&picture.screen.connection, room, looks.ellipsis())),
    ]);
    frame.buffer_mut().set_line(area.x + 1, area.y, &line, area.width.saturating_sub(1));
}

/// Draws the step list, or only where in it this is when it does not fit.
pub fn steps(frame: &mut Frame, area: Rect, picture: &Picture) {
    if area.height == 0 {
        return;
    }
    let line = step_line(&picture.screen.steps, picture.looks, usize::from(area.width).saturating_sub(2));
    frame.buffer_mut().set_line(area.x + 1, area.y, &line, area.width.saturating_sub(1));
}

fn step_line(steps: &[StepMark], looks: Looks, room: usize) -> Line<'static> {
    let Some(here) = steps.iter().position(|it| it.state == StepState::Here) else {
        return Line::default();
    };
    let place = words::with("header-step", &[("n", (here + 1).into()), ("of", steps.len().into())]);
    let mut spans = vec![Span::styled(place.clone(), looks.title()), Span::raw(" ")];
    for step in steps {
        let style = match step.state {
            StepState::Done | StepState::Skipped => Style::new(),
            StepState::Failed => looks.style(Role::Bad),
            StepState::Here => looks.style(Role::Accent).patch(looks.title()),
            StepState::Ahead => looks.style(Role::Faint),
        };
        spans.push(Span::raw(" "));
        let sign = match step.state {
            StepState::Here => looks.sign(Role::Accent),
            StepState::Done | StepState::Failed | StepState::Skipped | StepState::Ahead => style,
        };
        spans.push(Span::styled(looks.step_mark(step.state), sign));
        spans.push(Span::styled(step.label, style));
    }
    let line = Line::from(spans);
    if line.width() <= room {
        return line;
    }
    Line::from(vec![
        Span::styled(place, looks.title()),
        Span::raw(looks.between()),
        Span::styled(text::cut(steps[here].label, room, looks.ellipsis()), looks.title()),
    ])
}

/// Draws a plain rule.
pub fn rule(frame: &mut Frame, area: Rect, looks: Looks) {
    if area.height > 0 {
        let line = looks.rule().repeat(usize::from(area.width));
        frame.buffer_mut().set_string(area.x, area.y, line, looks.style(Role::Faint));
    }
}

/// The title, the lead, and a blank line below.
pub fn title_lines(picture: &Picture, columns: usize) -> Vec<Line<'static>> {
    let looks = picture.looks;
    let screen = picture.screen;
    let mut lines = vec![];
    if !screen.title.is_empty() {
        lines.push(Line::styled(text::cut(&screen.title, columns, looks.ellipsis()), looks.title()));
    }
    let lead = text::wrap_at_most(&screen.lead, columns, 2, looks.ellipsis());
    lines.extend(lead.into_iter().map(Line::raw));
    lines.push(Line::default());
    lines
}
