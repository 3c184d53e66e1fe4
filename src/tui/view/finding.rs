//! Rows of the test: mark, what it is about, what is needed, what was found, how long it took.

use std::time::Duration;

use ratatui::text::{Line, Span};

use super::{Picture, body::Block, choice::focused, text};
use crate::{
    model::table::Align,
    tui::looks::{Looks, Role},
    wizard::{
        event::ItemId,
        screen::{FindingItem, FindingState, Item, Notice, Told},
    },
    words,
};

/// From this many columns on there is room for what is needed.
const NARROW: usize = 50;

/// Columns of one group of rows.
struct Columns {
    mark: usize,
    label: usize,
    needed: usize,
    found: usize,
    took: usize,
}

/// Rows with their columns aligned. The time goes first when there is no room, then the need is cut, then the rest.
pub fn findings(group: &[Item], picture: &Picture, columns: usize) -> Vec<Block> {
    let layout = layout(group, picture, columns);
    let rows: Vec<_> = only(group).collect();
    rows.iter().enumerate().map(|(n, it)| block(it, found(&rows, n), picture, &layout)).collect()
}

/// What stands above the columns of need and find, and how many columns are free before it; nothing where no need is shown.
pub fn heads(group: &[Item], picture: &Picture, columns: usize) -> Option<(usize, Span<'static>)> {
    let layout = layout(group, picture, columns);
    let needed = text::cell(words::say("rights-label-needed"), layout.needed, Align::Left, "");
    let heads = format!("{needed}  {}", words::say("rights-label-found"));
    let before = 1 + layout.mark + 1 + layout.label + 2;
    (layout.needed > 0).then(|| (before, Span::styled(heads, picture.looks.style(Role::Faint))))
}

fn only(group: &[Item]) -> impl Iterator<Item = &FindingItem> {
    group.iter().filter_map(|it| if let Item::Finding(finding) = it { Some(finding) } else { None })
}

fn layout(group: &[Item], picture: &Picture, columns: usize) -> Columns {
    let widest = |of: fn(&FindingItem) -> usize| only(group).map(of).max().unwrap_or(0);
    let mark = picture.looks.finding_mark_width();
    let took = widest(|it| it.took.map_or(0, |it| text::width(&duration(it))));
    let took = if columns < 70 { 0 } else { took };
    let gap = |of: usize| if of == 0 { 0 } else { of + 2 };
    let room = columns.saturating_sub(1 + mark + 1 + 1 + gap(took));
    // Where a label could not be told from another, the page of the row says what is needed.
    let needs = if columns < NARROW { 0 } else { widest(|it| text::width(&it.needed)) };
    let finds = widest(|it| text::width(&it.found)).max(24);
    // Where the rest is short, the label gets what it leaves.
    let left = room.saturating_sub(finds + 2 + gap(needs));
    let label = widest(|it| text::width(&it.label)).min((room * 2 / 5).max(left));
    let needed = needs.min(room.saturating_sub(label) * 2 / 5);
    let found = room.saturating_sub(label + 2 + gap(needed)).min(finds);
    Columns { mark, label, needed, found, took }
}

/// What was found; why it could not be told, once for rows that follow each other.
fn found<'a>(rows: &[&'a FindingItem], n: usize) -> &'a str {
    let it = rows[n];
    let is_same = |before: &&FindingItem| (before.state, &before.found) == (it.state, &it.found);
    let before = n.checked_sub(1).map(|it| rows[it]).filter(is_same);
    if it.state == FindingState::Unclear && before.is_some() { words::say("rights-same-reason") } else { &it.found }
}

fn block(finding: &FindingItem, found: &str, picture: &Picture, columns: &Columns) -> Block {
    let looks = picture.looks;
    let ellipsis = looks.ellipsis();
    let style = looks.finding_style(finding.state);
    let is_sentence = matches!(finding.id, ItemId::Sight(_));
    let cut = if is_sentence { text::cut } else { text::cut_middle };
    let label = cut(&finding.label, columns.label, ellipsis);
    let pad = " ".repeat(columns.label - text::width(&label) + 2);
    let mut spans = vec![
        Span::raw(" "),
        Span::styled(
            text::cell(looks.finding_mark(finding.state), columns.mark, Align::Left, ""),
            looks.finding_sign(finding.state),
        ),
        Span::raw(" "),
        Span::styled(label, focused(picture, &finding.id)),
        Span::raw(pad),
    ];
    if columns.needed > 0 {
        spans.push(Span::styled(
            format!("{}  ", text::cell(&finding.needed, columns.needed, Align::Left, ellipsis)),
            looks.style(Role::Faint),
        ));
    }
    let found_style = if is_quiet(finding.state) { ratatui::style::Style::new() } else { style };
    let found = text::cut(found, columns.found, ellipsis);
    let after = " ".repeat(columns.found - text::width(&found));
    spans.push(Span::styled(found, found_style));
    if let (Some(took), 1..) = (finding.took, columns.took) {
        let took = text::cell(&duration(took), columns.took, Align::Right, ellipsis);
        spans.push(Span::styled(format!("{after}  {took}"), looks.style(Role::Faint)));
    }
    Block {
        id: Some(finding.id.clone()),
        lines: vec![Line::from(spans)],
        caret: (0, 2 + columns.mark),
        runs: finding.state == FindingState::Busy,
    }
}

/// What the detail area says: the state in a word, what the row may have cut, and the wizard's lines. What the notice below
/// it says of a layer is not said twice.
pub fn detail(finding: &FindingItem, notice: Option<&Notice>, looks: Looks) -> Vec<String> {
    let notice = notice.filter(|_| matches!(finding.id, ItemId::Check(_)));
    let all = |it: &Notice| {
        let or_none = Option::unwrap_or_default;
        let besides = [or_none(it.cause.as_deref()), or_none(it.whose), or_none(it.menu.as_deref())];
        format!("{} {} {}", it.says, it.remedy, besides.join(" ")).to_lowercase()
    };
    let notice = notice.map(all).unwrap_or_default();
    let noticed = |text: &str| notice.contains(&text.to_lowercase());
    let is_news = |it: &&Told| match it {
        Told::Says(text) | Told::Pair { value: text, .. } | Told::Menu(text) => !noticed(text),
    };
    let told: Vec<String> = finding.detail.iter().filter(is_news).map(ToString::to_string).collect();
    let said = finding.found.is_empty() || noticed(&finding.found) || told.iter().any(|it| it.contains(&finding.found));
    let found = if said { String::new() } else { format!(": {}", finding.found) };
    let first = format!("{}{}{}{found}.", finding.word(), looks.between(), finding.label);
    std::iter::once(first).chain(told).collect()
}

fn is_quiet(state: FindingState) -> bool {
    match state {
        FindingState::Waiting
        | FindingState::NotReached
        | FindingState::Busy
        | FindingState::Good
        | FindingState::Confirmed
        | FindingState::Skipped => true,
        FindingState::Partial | FindingState::Bad | FindingState::Unclear => false,
    }
}

/// `120 ms`, `1.2 s`, `2 min`.
pub fn duration(took: Duration) -> String {
    let ms = took.as_millis();
    if ms < 1_000 {
        words::with("age-milliseconds", &[("n", ms.to_string().into())])
    } else if ms < 60_000 {
        format!("{}.{} s", ms / 1_000, ms % 1_000 / 100)
    } else {
        words::with("age-span-minutes", &[("n", (ms / 60_000).to_string().into())])
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::duration;

    #[test]
    fn times_are_short() {
        let shown = [7, 999, 1_250, 59_999, 150_000].map(|it| duration(Duration::from_millis(it)));
        assert_eq!(shown, ["7 ms", "999 ms", "1.2 s", "59.9 s", "2 min"]);
    }
}
