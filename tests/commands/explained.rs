//! `explain`: what other programs and the vendors say, told in the words of the catalogue.

use std::{io::Write as _, process::Stdio};

use crate::situation::{Host, Ran};

/// Runs it with a text on standard input.
fn piped(host: &Host, arguments: &[&str], text: &[u8]) -> Ran {
    let mut child = host.command(arguments).stdin(Stdio::piped()).spawn().expect("the binary starts");
    // It reads no more than it needs, so the pipe may be closed before all is written.
    let _ = child.stdin.take().expect("a pipe").write_all(text);
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes| String::from_utf8(bytes).expect("only UTF-8 is printed");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

#[test]
fn a_text_is_explained_with_side_next_step_and_menu() {
    let host = Host::new();
    let ran = host.run(&["explain", r#"{"errors":["IntegrationCode is invalid."]}"#]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""), "{ran:?}");
    for part in [
        "Autotask PSA: the tracking identifier is missing or not accepted",
        "because    it says \"IntegrationCode is invalid.\"",
        "whose job  the PSA's administrator",
        "where      Admin > ",
        "retry      does not help by itself",
        "exit code  3",
        "name       tracking-id-refused",
    ] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    assert!(ran.out.lines().all(|it| it.chars().count() <= 100), "{}", ran.out);
}

#[test]
fn programs_get_the_same_as_json() {
    let ran = Host::new().run(&["explain", "--json", "--psa", "connectwise", "--status", "401", "-"]);
    let json = ran.json();
    assert_eq!((ran.code, json["version"].as_u64()), (Some(0), Some(1)));
    let row = &json["explained"][0];
    assert_eq!(row["psa"], "connectwise");
    assert_eq!(row["fault"], "refused-login");
    assert_eq!((row["side"].as_str(), row["exit"].as_u64()), (Some("administrator"), Some(3)));
    assert_eq!(row["retry"], false);
    assert!(row["menu"].as_str().is_some_and(|it| it.ends_with("API Keys")), "{row}");
}

#[test]
fn a_pipe_and_a_file_are_read_and_no_key_comes_back() {
    let host = Host::new();
    let reply = "HTTP/1.1 401 Unauthorized\nSet-Cookie: canary\n\n{\"message\":\"Secret: canary\"}";
    let file = host.file("reply.txt", reply);
    let by_file = host.run(&["explain", file.to_str().expect("a path")]);
    for ran in
        [piped(&host, &["explain"], reply.as_bytes()), piped(&host, &["explain", "-"], reply.as_bytes()), by_file]
    {
        assert_eq!(ran.code, Some(0), "{ran:?}");
        assert!(ran.out.contains("the login was refused") && !ran.out.contains("canary"), "{ran:?}");
    }
}

#[test]
fn a_status_line_behind_a_header_is_understood_and_the_header_is_not_repeated() {
    let host = Host::new();
    let bare = host.run(&["explain", "403 Forbidden"]);
    let ran = host.run(&["explain", "Authorization: Basic canary HTTP/1.1 403 Forbidden"]);
    assert_eq!((ran.code, &ran.out), (Some(0), &bare.out), "{ran:?}");
    assert!(ran.out.contains("status 403") && !ran.out.contains("canary"), "{ran:?}");
}

#[test]
fn what_no_reference_knows_is_said_so_with_its_own_code() {
    let host = Host::new();
    let ran = host.run(&["explain", "hello world"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(8), ""));
    assert!(ran.err.contains("No reference knows this."), "{ran:?}");
    assert_eq!(host.run(&["explain", "hello", "--json"]).json()["explained"], serde_json::json!([]));
    assert_eq!(host.run(&["explain"]).code, Some(8));
}

#[test]
fn no_more_than_a_megabyte_is_read() {
    let host = Host::new();
    let mut text = vec![b'"'; 3_000_000];
    text.extend_from_slice(b" certificate has expired");
    assert_eq!(piped(&host, &["explain"], &text).code, Some(8));
    let labels = "token: x ".repeat(100_000);
    assert_eq!(piped(&host, &["explain"], labels.as_bytes()).code, Some(8));
}
