//! How many rows a tenant has, read from a factor or from counts. No tenant is made here.

use std::{fmt, str::FromStr};

/// Rows of each list of a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    /// Companies, the MSP's own included.
    pub companies: usize,
    /// People at companies.
    pub contacts: usize,
    /// Agreements.
    pub agreements: usize,
    /// Items of the catalogue.
    pub products: usize,
    /// Lines of agreements.
    pub lines: usize,
    /// Invoices.
    pub invoices: usize,
}

/// Why a text is no size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unsized;

/// More companies, agreements or products than this are refused.
const MOST: usize = 2_000_000;

impl Sizes {
    /// 240 companies, 700 contacts, 610 agreements, 1,900 products, 4,000 lines and 300 invoices.
    pub fn usual() -> Self {
        Self::scaled(1.0)
    }

    /// The usual sizes times a factor, each at least one.
    pub fn scaled(factor: f64) -> Self {
        let rows = |usual| sized(usual, factor);
        Self {
            companies: rows(240),
            contacts: rows(700),
            agreements: rows(610),
            products: rows(1900),
            lines: rows(4000),
            invoices: rows(300),
        }
    }

    /// These many; the lists that are not named follow the companies in the usual proportion.
    pub fn counts(companies: usize, agreements: usize, products: usize) -> Self {
        let following = |usual: usize| ((companies * usual + 120) / 240).max(1);
        Self {
            companies,
            contacts: following(700),
            agreements,
            products,
            lines: following(4000),
            invoices: following(300),
        }
    }
}

/// A count at a scale, at least one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count of rows, rounded and not negative"
)]
fn sized(usual: u32, scale: f64) -> usize {
    (f64::from(usual) * scale).round().max(1.0) as usize
}

impl FromStr for Sizes {
    type Err = Unsized;

    /// Reads `2.5`, or `10000/20000/50000` as companies, agreements and products.
    fn from_str(text: &str) -> Result<Self, Unsized> {
        let counts: Vec<&str> = text.split('/').collect();
        if let [companies, agreements, products] = counts.as_slice() {
            let count = |it: &str| it.parse().ok().filter(|it| (1..=MOST).contains(it)).ok_or(Unsized);
            return Ok(Self::counts(count(companies)?, count(agreements)?, count(products)?));
        }
        let factor = text.parse::<f64>().ok().filter(|it| *it > 0.0 && *it <= 1000.0);
        factor.map(Self::scaled).ok_or(Unsized)
    }
}

impl fmt::Display for Unsized {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "a number above 0, 1000 at most, or three counts from 1 to {MOST}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Sizes, Unsized};

    #[test]
    fn a_factor_scales_every_list() {
        let twice =
            Sizes { companies: 480, contacts: 1400, agreements: 1220, products: 3800, lines: 8000, invoices: 600 };
        assert_eq!("2".parse(), Ok(twice));
        assert_eq!("1.0".parse(), Ok(Sizes::usual()));
        assert_eq!(Sizes::scaled(0.0).companies, 1);
    }

    #[test]
    fn three_counts_are_kept_and_the_other_lists_follow_the_companies() {
        let sizes = Sizes {
            companies: 10_000,
            contacts: 29_167,
            agreements: 20_000,
            products: 50_000,
            lines: 166_667,
            invoices: 12_500,
        };
        assert_eq!("10000/20000/50000".parse(), Ok(sizes));
        assert_eq!("240/610/1900".parse(), Ok(Sizes::usual()));
    }

    #[test]
    fn what_is_no_size_is_refused() {
        for text in ["", "0", "-1", "1001", "NaN", "inf", "x", "1/2", "1/2/3/4", "0/1/1", "1/x/1", "1/1/2000001"] {
            assert_eq!(text.parse::<Sizes>(), Err(Unsized), "{text}");
        }
    }
}
