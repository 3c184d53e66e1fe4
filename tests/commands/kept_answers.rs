//! Files of answers: one that cannot be written any more, and one that is too long to be read.

use crate::{
    situation::Host,
    spoken::hint,
    unattended::{answers, events, is_saved, set_up, small, value},
};

#[test]
fn answers_that_cannot_be_written_after_the_save_leave_one_last_word_that_says_what_is_saved() {
    let it = small("healthy");
    let served = it.sandbox.connectwise();
    let host = Host::new();
    let kept = host.config().with_file_name("kept.toml");
    let kept = kept.to_str().unwrap();
    // A file of that name appears while the set-up goes on.
    let text = answers(&host, served);
    let line = text.lines().find(|it| it.starts_with("client_id")).unwrap();
    let (script, id) = (format!(": > {kept}; echo \"$0\""), value(served, "client_id"));
    let source = format!("client_id = {{ command = [\"/bin/sh\", \"-c\", {script:?}, \"{id}\"] }}");
    let ran = set_up(&host, &text.replace(line, &source), &["--save-answers", kept, "--json"]);
    let told = events(&ran);
    assert_eq!(told.iter().filter(|it| it["event"] == "done").count(), 1, "{ran:?}");
    let done = told.last().unwrap();
    assert_eq!((ran.code, &done["exit"], &done["saved"]["connection"]), (Some(2), &2.into(), &"acme".into()), "{done}");
    assert!(is_saved(&host, "acme"));
    let (says, remedy) = (done["says"].as_str().unwrap(), done["remedy"].as_str().unwrap());
    assert!(says.contains("is saved.") && says.contains("The answers were not written: "), "{done}");
    assert_eq!(remedy, format!("Write them with: {}", hint(&host, "setup --save-answers FILE --like acme")));
}

#[test]
fn a_file_of_answers_that_is_too_long_is_refused_and_not_cut() {
    let host = Host::new();
    let ran = set_up(&host, &format!("version = 1\n{}", "#\n".repeat(1 << 19)), &[]);
    assert!(ran.code == Some(2) && ran.err.contains("is longer than a megabyte"), "{ran:?}");
}
