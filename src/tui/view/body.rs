//! The body of a screen: its items as blocks of lines, of which a window is shown that holds the focused one.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{Drawn, Picture, bottom::More, choice, field, finding, list, row, text};
use crate::{
    tui::looks::Looks,
    wizard::{
        event::ItemId,
        screen::{Item, Screen},
    },
};

/// The lines of one item.
#[derive(Debug, Default)]
pub struct Block {
    /// What can have the focus, if it can.
    pub id: Option<ItemId>,
    /// Its lines.
    pub lines: Vec<Line<'static>>,
    /// Where the cursor stands while it has the focus: line of the block, column.
    pub caret: (usize, usize),
    /// Whether just this runs: it is kept in sight while no item has the focus.
    pub runs: bool,
}

/// All blocks.
pub struct Body {
    blocks: Vec<Block>,
}

impl Body {
    /// Lays the items out in so many columns. Items of one kind that follow each other share their columns.
    pub fn of(picture: &Picture, columns: usize) -> Self {
        let mut blocks = vec![];
        let mut rest = picture.screen.items.as_slice();
        while let [first, ..] = rest {
            let same = rest.iter().take_while(|it| kind(it) == kind(first)).count();
            let (group, behind) = rest.split_at(same);
            match kind(first) {
                Kind::Words => blocks.extend(group.iter().map(|it| words(it, picture.looks, columns))),
                Kind::Choice => blocks.extend(choice::choices(group, picture, columns)),
                Kind::Tick => blocks.extend(choice::ticks(group, picture, columns)),
                Kind::Field => blocks.extend(field::fields(group, picture, columns)),
                Kind::Finding => {
                    if let Some((before, heads)) = finding::heads(group, picture, columns) {
                        put_heads(&mut blocks, before, heads);
                    }
                    blocks.extend(finding::findings(group, picture, columns));
                }
                Kind::List => blocks.extend(list::lists(group, picture, columns)),
                Kind::Row => blocks.extend(row::rows(group, picture, columns)),
                Kind::Connection => blocks.extend(list::connections(group, picture, columns)),
            }
            rest = behind;
        }
        Self { blocks }
    }

    /// All its lines.
    pub fn height(&self) -> usize {
        self.blocks.iter().map(|it| it.lines.len()).sum()
    }

    /// Draws the window that holds the focused block.
    pub fn draw(self, frame: &mut Frame, area: Rect, picture: &Picture) -> (Drawn, More) {
        let page = usize::from(area.height);
        let total = self.height();
        let top = self.window(picture, page).min(total.saturating_sub(page));
        let (mut at, mut hidden) = (0, More::default());
        for block in self.blocks {
            let focused = block.id.is_some() && block.id.as_ref() == picture.focus;
            if focused {
                let end = at + block.lines.len();
                hidden = More { above: top.saturating_sub(at), below: end.saturating_sub(top + page) };
            }
            let pointed = !focused && block.id.is_some() && block.id.as_ref() == picture.current;
            for (n, line) in block.lines.iter().enumerate() {
                if (top..top + page).contains(&at) {
                    let y = area.y + u16::try_from(at - top).unwrap_or(0);
                    frame.buffer_mut().set_line(area.x, y, line, area.width);
                    if pointed && n == block.caret.0 {
                        frame.buffer_mut().set_string(area.x, y, picture.looks.pointer(), ratatui::style::Style::new());
                    }
                    if focused && n == block.caret.0 {
                        let x = u16::try_from(block.caret.1).unwrap_or(0).min(area.width.saturating_sub(1));
                        frame.set_cursor_position((area.x + x, y));
                    }
                }
                at += 1;
            }
        }
        let below = total.saturating_sub(top + page);
        (Drawn { top, page, hidden }, More { above: top, below })
    }

    /// The first line to show: as before, unless the focused block would not be seen whole, or of one that is taller than
    /// the page, not be all that is seen.
    fn window(&self, picture: &Picture, page: usize) -> usize {
        let focused = |block: &Block| block.id.is_some() && block.id.as_ref() == picture.focus;
        let running = || self.blocks.iter().rposition(|it| it.runs).filter(|_| picture.screen.busy.is_some());
        let index = self.blocks.iter().position(focused).or_else(running);
        let Some(index) = index else { return picture.top };
        let lines_before = |n: usize| self.blocks.iter().take(n).map(|it| it.lines.len()).sum::<usize>();
        // What can have the focus first shows what stands above it as well: a heading is part of what follows.
        let above = self.blocks[..index].iter().rposition(|it| it.id.is_some()).map_or(0, |it| it + 1);
        let (start, mut end) = (lines_before(index), lines_before(index + 1));
        if end - start > page && (start..=end - page).contains(&picture.top) {
            return picture.top;
        }
        // And the last one shows what stands below it, if both fit.
        let total = lines_before(self.blocks.len());
        if self.blocks[index + 1..].iter().all(|it| it.id.is_none()) && total - start <= page {
            end = total;
        }
        let with_heading = lines_before(above).max((end).saturating_sub(page));
        let start = if with_heading <= start { with_heading } else { start };
        let top = if end > picture.top + page { end - page } else { picture.top };
        if start < top { start } else { top }
    }
}

/// Items that are laid out together.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Words,
    Choice,
    Tick,
    Field,
    Finding,
    List,
    Row,
    Connection,
}

fn kind(item: &Item) -> Kind {
    match item {
        Item::Text { .. } | Item::Heading(_) | Item::Verbatim(_) => Kind::Words,
        Item::Choice { .. } => Kind::Choice,
        Item::Tick { .. } => Kind::Tick,
        Item::Field(_) => Kind::Field,
        Item::Finding(_) => Kind::Finding,
        Item::List { .. } => Kind::List,
        Item::Row(_) => Kind::Row,
        Item::Connection { .. } => Kind::Connection,
    }
}

/// Heads of columns stand beside what is said above the rows, where that leaves room: a line of their own would be a row less.
fn put_heads(blocks: &mut [Block], before: usize, heads: Span<'static>) {
    let said = blocks.last_mut().filter(|it| it.id.is_none()).and_then(|it| it.lines.last_mut());
    if let Some(line) = said.filter(|it| it.width() + 2 <= before) {
        let gap = before - line.width();
        line.spans.extend([Span::raw(" ".repeat(gap)), heads]);
    }
}

fn words(item: &Item, looks: Looks, columns: usize) -> Block {
    let lines = match item {
        Item::Text { text: says, tone } => {
            let mark = looks.tone_mark(*tone);
            let indent = text::width(&mark);
            let wrapped = text::wrap(says, columns.saturating_sub(2 + indent));
            let line = |(n, line): (usize, String)| {
                let before = if n == 0 { mark.clone() } else { " ".repeat(indent) };
                let before = Span::styled(before, looks.tone_sign(*tone));
                Line::from(vec![Span::raw(" "), before, Span::styled(line, looks.tone(*tone))])
            };
            wrapped.into_iter().enumerate().map(line).collect()
        }
        Item::Heading(says) => {
            let mut lines = text::wrap(says, columns.saturating_sub(2));
            if lines.is_empty() {
                lines.push(String::new());
            }
            let line = |it| Line::from(vec![Span::raw(" "), Span::styled(it, looks.title())]);
            lines.into_iter().map(line).collect()
        }
        Item::Verbatim(says) => {
            // Unbroken if it fits at all; nothing stands beside it that would be copied along.
            let indent = if text::width(says) + 3 <= columns { "   " } else { "" };
            text::hard(says, columns).into_iter().map(|it| Line::raw(format!("{indent}{it}"))).collect()
        }
        Item::Choice { .. }
        | Item::Tick { .. }
        | Item::Field(_)
        | Item::Finding(_)
        | Item::List { .. }
        | Item::Row(_)
        | Item::Connection { .. } => vec![],
    };
    Block { id: None, lines, caret: (0, 0), runs: false }
}

/// The name of an item that can have the focus.
pub fn id(item: &Item) -> Option<&ItemId> {
    match item {
        Item::Text { .. } | Item::Heading(_) | Item::Verbatim(_) | Item::Row(_) => None,
        Item::Choice { id, .. } | Item::Tick { id, .. } | Item::List { id, .. } | Item::Connection { id, .. } => {
            Some(id)
        }
        Item::Field(field) => Some(&field.id),
        Item::Finding(finding) => Some(&finding.id),
    }
}

/// What the detail area says of an item.
pub fn detail(screen: &Screen, wanted: &ItemId, looks: Looks) -> Vec<String> {
    let Some(item) = screen.items.iter().find(|it| id(it) == Some(wanted)) else { return vec![] };
    let lines = match item {
        Item::Text { .. } | Item::Heading(_) | Item::Verbatim(_) | Item::Row(_) => vec![],
        Item::Choice { detail, .. } | Item::Tick { detail, .. } | Item::Connection { detail, .. } => {
            vec![detail.clone()]
        }
        Item::Field(field) => vec![field.help.clone()],
        Item::Finding(it) => finding::detail(it, screen.notice.as_ref(), looks),
        Item::List { note, .. } => vec![note.clone()],
    };
    lines.into_iter().filter(|it| !it.is_empty()).collect()
}
