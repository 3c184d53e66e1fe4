//! Which ids of a list are still to be read, and which page to ask for next. Decides; sends nothing.
//!
//! A list is read in segments of ids, several at once. Whoever is free takes half of what the longest one has left, so that
//! all end together and nearly every page is full, however the ids are spread.

use crate::{
    model::mirror::{Coverage, Span},
    psa::More,
};

/// The segments of a list that are not read yet.
#[derive(Debug)]
pub(super) struct Walk {
    segments: Vec<Segment>,
    next: u64,
    /// Rows of a page.
    page: u32,
    /// Rows there are, when the PSA has said so.
    pub(super) total: Option<u64>,
    /// The same by the pages that the PSA counts, so up to a page too many.
    roughly: Option<u64>,
    /// The highest id, when the PSA has said so.
    pub(super) top: Option<i64>,
    /// The lowest id that came, if the list is read from its beginning.
    bottom: Option<i64>,
    is_fresh: bool,
    /// Whether a reply has said that more follows.
    tells_more: bool,
    /// Rows that came and the ids between the first and the last of their pages.
    seen: Seen,
}

#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    rows: u64,
    ids: u64,
}

/// Ids that one page after the other is read of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Segment {
    key: SegmentKey,
    span: Span,
    /// Where the page that is on its way is expected to end.
    expected: Option<i64>,
}

/// Names a segment for as long as it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SegmentKey(u64);

/// A page to ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PageAsk {
    /// Of which segment.
    pub(super) segment: SegmentKey,
    /// Which ids.
    pub(super) span: Span,
}

impl Walk {
    /// What is left of a list of which this much was read.
    pub(super) fn of(covered: &Coverage, page: u32) -> Self {
        let mut walk = Self {
            segments: vec![],
            next: 0,
            page,
            total: None,
            roughly: None,
            top: None,
            bottom: None,
            is_fresh: covered.is_empty(),
            tells_more: false,
            seen: Seen::default(),
        };
        for span in covered.gaps() {
            walk.push(span);
        }
        walk
    }

    fn push(&mut self, span: Span) -> SegmentKey {
        let key = SegmentKey(self.next);
        self.next += 1;
        self.segments.push(Segment { key, span, expected: None });
        key
    }

    /// Whether every page was asked for and came.
    pub(super) fn is_done(&self) -> bool {
        self.segments.is_empty()
    }

    /// Whether nothing of the list was asked yet.
    pub(super) fn is_unasked(&self) -> bool {
        self.seen.rows == 0 && self.segments.iter().all(|it| it.expected.is_none())
    }

    /// The first page of a list of which nothing was asked yet.
    pub(super) fn next_first(&mut self) -> Option<PageAsk> {
        if self.is_unasked() { self.next() } else { None }
    }

    /// Rows there are, as well as the PSA has said so.
    pub(super) fn rows(&self) -> Option<u64> {
        self.total.or(self.roughly)
    }

    /// A page that was asked for says how many pages there are, itself included.
    ///
    /// `size` is how many rows each has.
    pub(super) fn says_pages(&mut self, ask: PageAsk, pages: u64, size: u32) {
        if self.is_fresh && ask.span == Span::ALL {
            self.roughly = Some(pages.saturating_mul(u64::from(size)));
        }
    }

    /// The next page to ask for; `None` when what is on its way is enough for now.
    pub(super) fn next(&mut self) -> Option<PageAsk> {
        let idle = self.segments.iter().position(|it| it.expected.is_none());
        let at = match idle {
            Some(at) => at,
            None => self.split()?,
        };
        let expected = self.expected_end(self.segments[at].span);
        let segment = &mut self.segments[at];
        segment.expected = Some(expected);
        Some(PageAsk { segment: segment.key, span: segment.span })
    }

    /// Takes half of what the longest segment has left beyond the page that is on its way.
    fn split(&mut self) -> Option<usize> {
        let density = self.density()?;
        let top = self.estimated_top(density)?;
        let rest = |it: &Segment| {
            let after = it.expected.unwrap_or(it.span.after);
            rows_between(after, it.span.upto.min(top), density)
        };
        let longest = self.segments.iter().max_by(|one, other| rest(one).total_cmp(&rest(other)))?;
        let pages = rest(longest) / f64::from(self.page);
        let begins = longest.expected?;
        // Less than a row is what the estimate is off.
        if rest(longest) < 1.0 {
            return None;
        }
        // Up to a page more goes along as it is; of more, whole pages are taken, so that no page is cut.
        let stays = if pages <= 1.0 { 0.0 } else { (pages / 2.0).ceil() };
        let middle = begins.saturating_add(ids_of(stays * f64::from(self.page), density));
        let key = longest.key;
        let whole = longest.span;
        let rest = Span { after: middle, upto: whole.upto };
        if rest.is_empty() || middle <= whole.after {
            return None;
        }
        if let Some(it) = self.segments.iter_mut().find(|it| it.key == key) {
            it.span.upto = middle;
        }
        self.push(rest);
        Some(self.segments.len() - 1)
    }

    /// A page came, with ids from `first` to `last` if it has any. Gives the ids that are read with it.
    pub(super) fn came(&mut self, ask: PageAsk, ids: &[i64], more: More) -> Span {
        let has_more = match more {
            More::Yes => {
                self.tells_more = true;
                true
            }
            More::No => false,
            // Of a list that has said so once, what says nothing is the last.
            More::Unsaid => !self.tells_more,
        };
        if let (Some(first), Some(last)) = (ids.first(), ids.last()) {
            self.seen.rows += ids.len().saturating_sub(1) as u64;
            self.seen.ids += last.abs_diff(*first);
            if ask.span.after == i64::MIN && self.is_fresh {
                self.bottom = Some(*first);
            }
        }
        // Whatever is above the highest id that there was came later, and is the next pull's.
        let is_top = self.top.is_some_and(|top| ids.last().is_some_and(|last| *last >= top));
        let upto = if has_more && !is_top { ids.last().copied().unwrap_or(ask.span.upto) } else { ask.span.upto };
        let read = Span { after: ask.span.after, upto };
        for it in &mut self.segments {
            let is_asked = it.key == ask.segment;
            if is_asked {
                it.expected = None;
            }
            // A page may reach into what was split off from its segment.
            let reaches = it.span.after >= read.after && it.span.after < read.upto;
            if is_asked || (reaches && it.expected.is_none()) {
                it.span.after = it.span.after.max(read.upto);
            }
        }
        self.segments.retain(|it| it.expected.is_some() || !it.span.is_empty());
        read
    }

    /// Pages that are left, as far as that can be told.
    pub(super) fn pages_left(&self) -> f64 {
        self.rows_left() / f64::from(self.page)
    }

    /// Rows that are left, as far as that can be told.
    pub(super) fn rows_left(&self) -> f64 {
        let density = self.density().unwrap_or(1.0);
        let Some(top) = self.estimated_top(density) else { return f64::from(self.page) };
        let rows = |it: &Segment| {
            let after = it.expected.unwrap_or(it.span.after);
            let after = if after == i64::MIN { self.bottom.unwrap_or_default() } else { after };
            rows_between(after, it.span.upto.min(top), density)
        };
        self.segments.iter().map(rows).sum()
    }

    /// Rows an id, as far as can be told.
    fn density(&self) -> Option<f64> {
        let counted = match (self.total, self.top, self.bottom) {
            (Some(total), Some(top), Some(bottom)) if top > bottom && total > 1 => {
                Some(float(total - 1) / float(top.abs_diff(bottom)))
            }
            _ => None,
        };
        let seen = (self.seen.rows > 0 && self.seen.ids > 0).then(|| float(self.seen.rows) / float(self.seen.ids));
        counted.or(seen)
    }

    fn estimated_top(&self, density: f64) -> Option<i64> {
        let from_count = || Some(self.bottom?.saturating_add(ids_of(float(self.rows()?.saturating_sub(1)), density)));
        self.top.or_else(from_count)
    }

    fn expected_end(&self, span: Span) -> i64 {
        match self.density() {
            Some(density) if span.after > i64::MIN => {
                span.after.saturating_add(ids_of(f64::from(self.page), density)).min(span.upto)
            }
            // Nothing is known before the first page; it is not split.
            Some(_) | None => span.upto,
        }
    }
}

fn rows_between(after: i64, upto: i64, density: f64) -> f64 {
    if after >= upto { 0.0 } else { float(upto.abs_diff(after)) * density }
}

/// How many ids hold this many rows.
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates, and so do all sums with it")]
fn ids_of(rows: f64, density: f64) -> i64 {
    (rows / density).round() as i64
}

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
fn float(number: u64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::{Coverage, More, Span, Walk};

    /// What the PSA says of the whole list once its first page came.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    enum Says {
        Pages,
        Count,
        CountAndTop,
    }

    /// Reads `ids` with `lanes` pages on their way at once, in an order that a seed decides. Gives how many pages that took
    /// and checks that every id came and the whole range is covered.
    fn requests(ids: &[i64], page: u32, lanes: usize, seed: u64, says: Says, covered: &Coverage) -> usize {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut walk = Walk::of(covered, page);
        let (mut coverage, mut came) = (covered.clone(), std::collections::BTreeSet::new());
        let (mut flying, mut requests) = (vec![], 0);
        loop {
            while flying.len() < lanes
                && let Some(ask) = walk.next()
            {
                flying.push(ask);
                requests += 1;
            }
            if flying.is_empty() {
                break;
            }
            let ask = flying.swap_remove(random.usize(0..flying.len()));
            let wanted: Vec<i64> =
                ids.iter().copied().filter(|it| *it > ask.span.after && *it <= ask.span.upto).collect();
            let follows = wanted.len() > page as usize;
            let more = match says {
                Says::Pages if follows => More::Yes,
                Says::Pages | Says::Count | Says::CountAndTop if wanted.len() >= page as usize => More::Unsaid,
                Says::Pages | Says::Count | Says::CountAndTop => More::No,
            };
            let rows = &wanted[..wanted.len().min(page as usize)];
            came.extend(rows.iter().copied());
            coverage.add(walk.came(ask, rows, more));
            match says {
                Says::Pages => walk.says_pages(ask, ids.len().div_ceil(page as usize) as u64, page),
                Says::Count | Says::CountAndTop => walk.total = Some(ids.len() as u64),
            }
            walk.top = ids.last().copied().filter(|_| says == Says::CountAndTop);
            assert!(requests < ids.len() + 50, "it does not end");
        }
        assert!(walk.is_done() && coverage.is_whole(), "{:?}", coverage.gaps());
        let wanted: Vec<i64> =
            ids.iter().copied().filter(|id| covered.gaps().iter().any(|it| *id > it.after && *id <= it.upto)).collect();
        assert_eq!(came.into_iter().collect::<Vec<_>>(), wanted);
        requests
    }

    #[test]
    fn ids_that_are_spread_evenly_take_full_pages_only() {
        for step in [1, 3, 17] {
            let ids: Vec<i64> = (0..50_000).map(|it| 90_001 + it * step).collect();
            for says in [Says::Pages, Says::Count, Says::CountAndTop] {
                let taken = requests(&ids, 1000, 8, 7, says, &Coverage::default());
                assert!((50..=52).contains(&taken), "{taken} pages, step {step}, {says:?}");
            }
        }
    }

    #[test]
    fn ids_that_are_spread_oddly_are_all_read_and_take_few_pages_more() {
        let mut random = fastrand::Rng::with_seed(11);
        let says = [Says::Pages, Says::Count, Says::CountAndTop].into_iter().cycle();
        for (seed, says) in (0..60).zip(says) {
            let mut id = random.i64(0..1000);
            let ids: Vec<i64> = (0..random.usize(0..6000))
                .map(|_| {
                    id += if random.u8(0..100) == 0 { random.i64(1..20_000) } else { random.i64(1..4) };
                    id
                })
                .collect();
            let taken = requests(&ids, 100, 8, seed, says, &Coverage::default());
            let least = ids.len().div_ceil(100).max(1);
            assert!(taken <= least * 2 + 10, "{taken} pages where {least} could do");
        }
    }

    #[test]
    fn what_was_read_is_not_asked_for_again() {
        let ids: Vec<i64> = (0..5000).collect();
        let mut covered = Coverage::default();
        covered.add(Span { after: i64::MIN, upto: 1999 });
        covered.add(Span { after: 3000, upto: 3999 });
        let taken = requests(&ids, 100, 8, 3, Says::CountAndTop, &covered);
        assert!((21..40).contains(&taken), "{taken}");
    }

    #[test]
    fn a_list_without_rows_takes_one_page() {
        assert_eq!(requests(&[], 100, 8, 1, Says::Count, &Coverage::default()), 1);
        assert_eq!(requests(&[5], 100, 8, 1, Says::Pages, &Coverage::default()), 1);
    }
}
