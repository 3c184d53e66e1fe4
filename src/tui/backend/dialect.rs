//! Which control sequences a terminal knows, by its kind.

/// What may be written to a terminal besides what a VT100 knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// The column by its number, attributes taken back one by one, colours, and pale letters.
    #[default]
    Full,
    /// Nothing. A sequence that such a terminal does not know may be printed, or eat what follows.
    Vt100,
}

impl Dialect {
    /// The dialect of a kind of terminal (`TERM`); of one that nothing is known of, the smaller.
    pub fn of_term(term: &str) -> Self {
        if term.starts_with("vt") || ["", "dumb", "unknown", "wyse60"].contains(&term) {
            Self::Vt100
        } else {
            Self::Full
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Dialect;

    #[test]
    fn only_old_terminals_and_unknown_ones_get_the_smaller() {
        let dialects = ["vt100", "vt220", "", "linux", "xterm-256color", "putty"].map(Dialect::of_term);
        let [small, full] = [Dialect::Vt100, Dialect::Full];
        assert_eq!(dialects, [small, small, small, full, full, full]);
    }
}
