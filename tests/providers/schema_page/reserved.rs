//! Names that a database keeps for itself: they would have to stand between quotes.

/// Keywords that are no names of tables or columns without quotes in `sqlite3` 3.40. The list of keywords is that of
/// <https://www.sqlite.org/lang_keywords.html>; which of them are refused was tried, one by one.
const SQLITE: &str = "add all alter and as autoincrement between case cast check collate commit constraint create default \
    deferrable delete distinct drop else escape except exists foreign from group having if in index insert intersect into \
    is isnull join limit not nothing notnull null on or order primary raise references returning select set table then to \
    transaction union unique update using values when where";

/// Reserved words of `postgres` 15: `SELECT word FROM pg_get_keywords() WHERE catcode IN ('R', 'T')`.
/// See <https://www.postgresql.org/docs/15/sql-keywords-appendix.html>.
const POSTGRES: &str = "all analyse analyze and any array as asc asymmetric authorization binary both case cast check \
    collate collation column concurrently constraint create cross current_catalog current_date current_role \
    current_schema current_time current_timestamp current_user default deferrable desc distinct do else end except false \
    fetch for foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral \
    leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps \
    placing primary references returning right select session_user similar some symmetric table tablesample then to \
    trailing true union unique user using variadic verbose when where window with";

/// Which database keeps a name for itself, if one does.
pub(super) fn by(name: &str) -> Option<&'static str> {
    let is_in = |words: &str| words.split_whitespace().any(|it| it == name);
    if is_in(SQLITE) {
        Some("SQLite")
    } else if is_in(POSTGRES) {
        Some("PostgreSQL")
    } else {
        None
    }
}

/// Whether a name is `[a-z][a-z0-9_]*` and at most 63 bytes long, behind which `postgres` cuts off.
pub(super) fn is_plain(name: &str) -> bool {
    let rest = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_';
    name.starts_with(|it: char| it.is_ascii_lowercase()) && name.chars().all(rest) && name.len() <= 63
}

#[test]
fn a_name_that_would_need_quotes_is_found() {
    assert_eq!(["order", "user", "first"].map(by), [Some("SQLite"), Some("PostgreSQL"), None]);
    assert_eq!(
        ["type_id", "2nd", "Type", "type-id", "_a", ""].map(is_plain),
        [true, false, false, false, false, false]
    );
}
