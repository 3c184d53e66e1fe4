//! Pages, both ways: numbered ones, and forward-only ones that start after an id. The `Link` header of each.

use axum::http::HeaderMap;

use super::{query::Query, reply::Refusal};

/// Rows of a page when nothing is asked for.
const USUAL: usize = 25;
/// The most rows of a page.
const MOST: usize = 1000;

/// Which page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Paging {
    /// The default.
    Numbered {
        /// From 1.
        page: usize,
        /// Rows of a page.
        size: usize,
    },
    /// `pagination-type: forward-only`.
    Forward {
        /// Ids of the page are larger than this.
        after: u64,
        /// Rows of a page.
        size: usize,
    },
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Rows of all pages; of this and the later ones when going forward only.
    pub total: usize,
    /// The last id of the page.
    pub last_id: Option<u64>,
}

impl Paging {
    /// Reads `page`, `pageSize`, `pageId` and the header.
    ///
    /// Errors: numbers out of range, an order where none is allowed.
    pub fn read(query: &Query, headers: &HeaderMap) -> Result<Self, Refusal> {
        let number = |name: &str, field: &'static str, usual: u64, range: std::ops::RangeInclusive<u64>| {
            let Some(text) = query.get(name) else { return Ok(usual) };
            let read = text.parse().ok().filter(|it| range.contains(it));
            let message = || format!("The field {field} must be between {} and {}.", range.start(), range.end());
            read.ok_or_else(|| Refusal::Parameter { field, message: message() })
        };
        let whole = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let most = u64::from(i32::MAX.unsigned_abs());
        let size = whole(number("pagesize", "pageSize", USUAL as u64, 1..=MOST as u64)?);
        let forward =
            headers.get("pagination-type").is_some_and(|it| it.as_bytes().eq_ignore_ascii_case(b"forward-only"));
        if !forward {
            return Ok(Self::Numbered { page: whole(number("page", "page", 1, 1..=most)?), size });
        }
        if query.get("orderby").is_some() {
            let message = "orderBy is not allowed with forward-only pagination.".to_owned();
            return Err(Refusal::Parameter { field: "orderBy", message });
        }
        Ok(Self::Forward { after: number("pageid", "pageId", 0, 0..=most)?, size })
    }

    /// Rows of a page.
    pub fn size(&self) -> usize {
        match self {
            Self::Numbered { size, .. } | Self::Forward { size, .. } => *size,
        }
    }

    /// The `Link` header; `None` when there is none, which forward-only pages never have.
    pub fn link(&self, url: &str, query: &Query, found: &Page) -> Option<String> {
        let to = |name, value: u64, rel: &str| format!("<{url}?{}>; rel=\"{rel}\"", query.with_last(name, value));
        match *self {
            Self::Forward { size, .. } => {
                let next = found.last_id.filter(|_| found.total > size);
                Some(next.map(|id| to("pageId", id, "next")).unwrap_or_default())
            }
            Self::Numbered { page, size } => {
                let last = found.total.div_ceil(size).max(1);
                let mut links = Vec::new();
                if page < last {
                    links.push(to("page", page as u64 + 1, "next"));
                    links.push(to("page", last as u64, "last"));
                }
                if page > 1 {
                    links.push(to("page", 1, "first"));
                    links.push(to("page", page.min(last + 1) as u64 - 1, "prev"));
                }
                (!links.is_empty()).then(|| links.join(", "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::{Page, Paging, Query};

    fn link(query: &str, total: usize) -> Option<String> {
        let query = Query::read(query);
        Paging::read(&query, &HeaderMap::new()).unwrap().link("http://h/a", &query, &Page { total, last_id: None })
    }

    #[test]
    fn the_link_names_the_other_pages_and_page_is_its_last_parameter() {
        assert_eq!(link("pageSize=50", 50), None);
        let first = r#"<http://h/a?pageSize=50&page=2>; rel="next", <http://h/a?pageSize=50&page=4>; rel="last""#;
        assert_eq!(link("page=1&pageSize=50", 151).as_deref(), Some(first));
        let last = r#"<http://h/a?page=1>; rel="first", <http://h/a?page=2>; rel="prev""#;
        assert_eq!(link("page=3", 75).as_deref(), Some(last));
        assert_eq!(link("page=9", 75).unwrap().matches("page=3").count(), 1);
    }

    #[test]
    fn forward_only_always_has_a_link_and_the_last_is_empty() {
        let headers =
            HeaderMap::from_iter([("pagination-type".parse().unwrap(), HeaderValue::from_static("forward-only"))]);
        let query = Query::read("pageId=7&pageSize=2");
        let paging = Paging::read(&query, &headers).unwrap();
        assert_eq!(paging, Paging::Forward { after: 7, size: 2 });
        let link = |total| paging.link("http://h/a", &query, &Page { total, last_id: Some(9) });
        assert_eq!(link(3).as_deref(), Some("<http://h/a?pageSize=2&pageId=9>; rel=\"next\""));
        assert_eq!(link(2).as_deref(), Some(""));
        assert!(Paging::read(&Query::read("orderBy=id"), &headers).is_err());
    }

    #[test]
    fn numbers_out_of_range_are_refused() {
        for query in ["pageSize=1001", "pageSize=0", "page=0", "page=x", "pageSize=-1"] {
            assert!(Paging::read(&Query::read(query), &HeaderMap::new()).is_err(), "{query}");
        }
    }
}
