//! Whole transcripts: they are what a person hears.

use super::desk::Room;

/// The transcript without what differs from run to run: ports, times, the folder; and without what is about the account.
pub(crate) fn settled(paper: &str, room: &Room) -> String {
    let mut settled = String::new();
    let folder = room.store.directory().display().to_string();
    let mut account = false;
    for line in paper.replace(&folder, "FOLDER").lines() {
        // Names the account: its lines are as long as its number.
        account = line.contains("The keys are kept in a file that only") || (account && line.starts_with("   "));
        if account {
            continue;
        }
        let mut rest = line;
        for start in [" rows read in ", "It took "] {
            if let Some(at) = rest.find(start) {
                settled.push_str(&rest[..at + start.len()]);
                rest = rest[at..].find([')', '.']).map_or("", |end| &rest[at + end..]);
            }
        }
        while let Some(at) = rest.find("127.0.0.1:") {
            let (before, port) = rest.split_at(at + "127.0.0.1:".len());
            settled.push_str(before);
            settled.push_str("PORT");
            rest = port.trim_start_matches(|it: char| it.is_ascii_digit());
        }
        settled.push_str(rest);
        settled.push('\n');
    }
    settled
}
