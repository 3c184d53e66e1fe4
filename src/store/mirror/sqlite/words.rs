//! What the database is taught of words: to fold any letter, and to find one among the entries of a cell. Reads no table.

use rusqlite::{
    Connection,
    functions::{Context, FunctionFlags},
};

/// Adds `fold(text)`, small letters of any alphabet without the blanks around them, and `is_one_of(text, word, ...)` with words in small letters.
pub(super) fn teach(db: &Connection) -> Result<(), rusqlite::Error> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    let fold = |it: &mut Context<'_>| Ok(it.get_raw(0).as_str_or_null()?.map(|it| it.trim().to_lowercase()));
    db.create_scalar_function("fold", 1, flags, fold)?;
    db.create_scalar_function("is_one_of", -1, flags, |it| {
        let Some(text) = it.get_raw(0).as_str_or_null()?.map(str::trim) else { return Ok(false) };
        for word in 1..it.len() {
            if has(text, it.get_raw(word).as_str()?) {
                return Ok(true);
            }
        }
        Ok(false)
    })
}

/// Whether `text` is `word`, or entries with a comma between them of which it is one. The word is in small letters.
fn has(text: &str, word: &str) -> bool {
    if text.is_ascii() && !text.contains(", ") {
        return text.eq_ignore_ascii_case(word);
    }
    format!(", {}, ", text.to_lowercase()).contains(&format!(", {word}, "))
}

#[cfg(test)]
mod tests {
    use super::{Connection, teach};

    #[test]
    fn a_word_is_found_in_any_case_as_a_whole_entry() {
        let db = Connection::open_in_memory().unwrap();
        teach(&db).unwrap();
        let is = |sql: &str| db.query_row(&format!("SELECT {sql}"), [], |it| it.get::<_, bool>(0)).unwrap();
        for sql in [
            "is_one_of('Lead', 'prospect', 'lead')",
            "is_one_of('Client, PROSPECT', 'prospect')",
            "is_one_of(' Élan ', 'élan')",
            "is_one_of('A, B, C', 'b, c')",
            "NOT is_one_of('Prospects', 'prospect')",
            "NOT is_one_of('Client, Prospects', 'prospect')",
            "NOT is_one_of('', 'lead')",
            "NOT is_one_of(NULL, 'lead')",
            "fold(' ÄB ') = 'äb'",
            "fold(NULL) IS NULL",
        ] {
            assert!(is(sql), "{sql}");
        }
    }
}
