//! The parameters of a command: `Connect-CWM -Company northwind -PubKey …`, `tool --company=northwind`.

use super::{curl, found::Found, labels::Label};

/// Reads every word that starts with a hyphen and names a field. One alone is no command.
pub(super) fn read(text: &str, found: &mut Found<'_>) {
    // Most texts have none, and to take them apart costs a copy of each word.
    if text.matches(" -").count() < 2 {
        return;
    }
    let words = curl::words(text);
    let mut named = vec![];
    let mut rest = words.iter().map(|it| it.as_str()).peekable();
    while let Some(word) = rest.next() {
        let name = word.trim_start_matches('-');
        if name.len() == word.len() || name.is_empty() {
            continue;
        }
        let (label, attached) = match name.split_once(['=', ':']) {
            Some((label, value)) if !value.is_empty() => (label, Some(value)),
            Some(_) | None => (name.trim_end_matches(['=', ':']), None),
        };
        if let Some(Label::Field(..) | Label::Place) = found.means(label) {
            let value = attached.or_else(|| rest.next_if(|it| !it.starts_with('-')));
            named.extend(value.map(|value| (label, value)));
        }
    }
    if named.len() > 1 {
        for (label, value) in named {
            found.take(label, value);
        }
    }
}
