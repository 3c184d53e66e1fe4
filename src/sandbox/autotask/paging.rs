//! Cursors: what `nextPageUrl` and `prevPageUrl` carry, so that the server remembers nothing.

use serde::{Deserialize, Serialize};

/// The pages the vendor remembers.
const REMEMBERED: usize = 50;

/// Stands for "from the start".
const START: i64 = -1;

/// A place within the rows of a query. `nextIds` is the id before the page; `previousIds` those before earlier pages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cursor {
    /// Rows of one page.
    pub(super) page_size: usize,
    previous_ids: Vec<i64>,
    next_ids: Vec<i64>,
}

impl Cursor {
    /// The first page.
    pub(super) fn first(page_size: usize) -> Self {
        Self { page_size, previous_ids: Vec::new(), next_ids: Vec::new() }
    }

    /// Reads what `paging` carries, if it is a cursor.
    pub(super) fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// The id that all rows of the page are above.
    pub(super) fn after(&self) -> i64 {
        self.next_ids.first().copied().unwrap_or(START)
    }

    /// The page after this one, whose last row has the id `last`.
    pub(super) fn next(&self, last: i64) -> Self {
        let mut previous_ids = self.previous_ids.clone();
        previous_ids.push(self.after());
        let forgotten = previous_ids.len().saturating_sub(REMEMBERED);
        previous_ids.drain(..forgotten);
        Self { page_size: self.page_size, previous_ids, next_ids: vec![last] }
    }

    /// The page before this one.
    pub(super) fn previous(&self) -> Option<Self> {
        let mut previous_ids = self.previous_ids.clone();
        let before = previous_ids.pop()?;
        Some(Self { page_size: self.page_size, previous_ids, next_ids: vec![before] })
    }

    /// What `paging` carries.
    pub(super) fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn a_cursor_goes_on_after_the_last_row_and_back_again() {
        let first = Cursor::first(2);
        let second = first.next(174);
        let third = second.next(180);
        assert_eq!((first.after(), second.after(), third.after()), (-1, 174, 180));
        assert_eq!(third.previous().unwrap().after(), 174);
        assert_eq!(third.previous().unwrap().previous().unwrap().after(), -1);
        assert_eq!(first.previous(), None);
    }

    #[test]
    fn a_cursor_survives_the_url() {
        let cursor = Cursor::first(500).next(9);
        assert_eq!(cursor.text(), r#"{"pageSize":500,"previousIds":[-1],"nextIds":[9]}"#);
        assert_eq!(Cursor::parse(&cursor.text()), Some(cursor));
        assert_eq!(Cursor::parse("nonsense"), None);
    }

    #[test]
    fn fifty_pages_are_remembered() {
        let mut cursor = Cursor::first(1);
        for id in 0..200 {
            cursor = cursor.next(id);
        }
        let mut pages = 0;
        while let Some(before) = cursor.previous() {
            cursor = before;
            pages += 1;
        }
        assert_eq!(pages, 50);
    }
}
