//! Where the time of one pull goes, from the moments in its log.

use std::{fs, path::Path};

use jiff::Timestamp;

/// Prints the lines of the log, in ms since `began`.
pub(crate) fn print(log: &Path, began: Timestamp) {
    let text = fs::read_to_string(log).expect("a log");
    let mut replies = 0;
    for line in text.lines() {
        let Some((at, says)) = line.split_once(' ') else { continue };
        let Ok(at) = at.parse::<Timestamp>() else { continue };
        let ms = at.duration_since(began).as_millis();
        let is_reply = says.contains("reply");
        replies += usize::from(is_reply);
        // Of the many pages, the first and some show how it goes.
        if !is_reply || replies <= 12 || replies % 16 == 0 {
            println!("  {ms:>6} ms  {}", says.trim());
        }
    }
    println!("  {replies} replies");
}
