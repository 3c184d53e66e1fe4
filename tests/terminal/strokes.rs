//! Keys whose bytes are cut apart on the way, keys of other terminals, and pastes of every kind.

use std::{thread, time::Duration};

use crate::{
    RICH, connectwise_to_login,
    pty::{Pty, keys},
};

/// A machine that is busy may not decide what an Escape is.
const PATIENT: [(&str, &str); 3] = [RICH[0], RICH[1], ("PSA_CONNECT_ESCAPE_MS", "5000")];
const SITE: &str = "Where does your ConnectWise PSA answer";
const LOGIN: &str = "Enter the API user's login";

fn at_site(environment: &[(&str, &str)]) -> Pty {
    let mut pty = Pty::demo(80, 24, environment);
    pty.sees("Which PSA");
    pty.press(keys::ENTER);
    pty.sees("Which integration");
    pty.press(keys::ENTER);
    pty.sees(SITE);
    pty
}

fn leave(mut pty: Pty) {
    pty.press(keys::CTRL_C);
    pty.sees("Press Ctrl-C again to leave");
    pty.press(keys::CTRL_C);
    pty.ended().gave_the_terminal_back();
}

/// Sends bytes one by one, so many milliseconds apart. The pause is what is tested.
fn send_apart(pty: &mut Pty, key: &str, gap: u64) {
    for byte in key.chars() {
        pty.press(byte.encode_utf8(&mut [0; 4]));
        thread::sleep(Duration::from_millis(gap));
    }
}

#[test]
fn keys_that_are_cut_apart_are_keys() {
    let mut pty = at_site(&PATIENT);
    pty.types("a");
    let mut text = "a".to_owned();
    // Home and End of PuTTY, of xterm and of rxvt, in turn.
    let keys = [("\x1b[1~", "\x1b[4~"), ("\x1b[H", "\x1b[F"), ("\x1bOH", "\x1bOF"), ("\x1b[7~", "\x1b[8~")];
    for (gap, (home, end)) in [0, 20, 50, 80].into_iter().zip(keys) {
        send_apart(&mut pty, home, gap);
        pty.press("b");
        text.insert(0, 'b');
        pty.sees(&format!("[{text} "));
        send_apart(&mut pty, end, gap);
        pty.press("c");
        text.push('c');
        pty.sees(&format!("[{text} "));
        send_apart(&mut pty, "\x1b[D", gap);
        pty.press("d");
        text.insert(text.len() - 1, 'd');
        pty.sees(&format!("[{text} "));
        // Both Backspaces take away what is before the caret.
        pty.press(if gap % 50 == 0 { "\x08" } else { "\x7f" });
        text.remove(text.len() - 2);
        pty.sees(&format!("[{text} "));
    }
    for (gap, help) in [0, 20, 50, 80].into_iter().zip(["\x1b[11~", "\x1bOP", "\x1b[[A", "\x1b[11~"]) {
        send_apart(&mut pty, help, gap);
        pty.sees("Ctrl-L");
        pty.press(keys::ENTER);
        pty.misses("Ctrl-L");
    }
    assert!(pty.screen().contains(SITE) && pty.screen().contains(&format!("[{text} ")), "{}", pty.screen());
    leave(pty);
}

#[test]
fn an_escape_alone_goes_back_and_loses_nothing() {
    let mut pty = at_site(&RICH);
    pty.types("acme");
    pty.press(keys::ESC);
    pty.sees("Which integration");
    pty.press(keys::ENTER);
    pty.sees(SITE);
    pty.sees("[acme ");
    leave(pty);
    // Nor does it lose a key, which is kept nowhere else.
    let mut pty = Pty::demo(80, 24, &RICH);
    connectwise_to_login(&mut pty);
    pty.press("\x1b[200~Zy8xW6vU4tS2rQ0p\x1b[201~");
    pty.sees("typing replaces it");
    pty.press(keys::ESC);
    pty.sees("Make the API user");
    pty.press(keys::CTRL_N);
    pty.sees(LOGIN);
    pty.sees("••••");
    leave(pty);
}

#[test]
fn no_paste_submits() {
    let pastes = [
        ("\x1b[200~acme\r\n\x1b[201~", "[acme "),
        ("\x1b[200~acme\n\r\n\r\x1b[201~", "[acme "),
        // The text ends the paste by itself, and goes on with what would submit and leave.
        ("\x1b[200~ac\x1b[201~me\r\x1b[B\x0e\x1b\x03\x03\r\x1b[201~", "[acme "),
        // Nothing marks the paste.
        ("acme\r\n", "[acme "),
    ];
    for (paste, field) in pastes {
        let mut pty = at_site(&PATIENT);
        pty.press(paste);
        pty.sees(field);
        // Whatever the paste did, it did before this.
        pty.press("\x1b[11~");
        pty.sees("Ctrl-L");
        pty.press("q");
        pty.misses("Ctrl-L");
        assert!(pty.screen().contains(SITE) && pty.screen().contains(field), "{paste:?}:\n{}", pty.screen());
        assert!(!pty.screen().contains("is chosen"), "{paste:?}:\n{}", pty.screen());
        leave(pty);
    }
}

#[test]
fn a_megabyte_is_pasted_in_bounded_memory_and_submits_nothing() {
    let mut pty = at_site(&PATIENT);
    let before = pty.most_memory();
    pty.press(&format!("\x1b[200~{}\x1b[201~", "0123456789abcde\r".repeat(62_500)));
    pty.sees("abcde0 ]");
    let more = pty.most_memory() - before;
    assert!(more < 20_000, "{before} KiB before, {more} more");
    pty.press(&format!("\x1b[200~{}\x1b[201~", "x".repeat(2_000_000)));
    pty.sees("more than a megabyte");
    assert!(pty.screen().contains(SITE) && pty.screen().contains("abcde0 ]"), "{}", pty.screen());
    leave(pty);
}

#[test]
fn a_megabyte_for_a_key_is_cleaned_and_sent_nowhere() {
    let mut pty = Pty::demo(80, 24, &PATIENT);
    connectwise_to_login(&mut pty);
    // Into the first field for a key; the caret is there.
    pty.press(&format!("\x1b[200~{}\x1b[201~", "0123456789abcde\r".repeat(62_500)));
    pty.sees("typing replaces it");
    pty.sees("everything after 4096 characters");
    assert!(pty.screen().contains(LOGIN), "{}", pty.screen());
    leave(pty);
}
