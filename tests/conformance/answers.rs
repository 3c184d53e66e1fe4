//! The face that reads a file of answers: the real binary, where nobody sits.

use std::fmt::Write as _;

use psa_connect::model::catalog::FieldKind;

use crate::world::{Home, World};

/// The file that a technician would write.
fn file(world: &World, home: &Home) -> String {
    let mut text = format!(
        "version = 1\npsa = \"{}\"\nintegration = \"sync365\"\nname = \"{}\"\nsite = {{ look_up = true }}\nstore = \"file\"\n",
        world.psa,
        world.name().as_str()
    );
    if world.is_short() {
        text.push_str("on_missing_rights = \"save\"\n");
    }
    text.push_str("[login]\n");
    for (id, kind, value) in world.login() {
        let value = match kind {
            FieldKind::Plain => format!("\"{value}\""),
            FieldKind::Secret => format!("{{ file = \"{}\" }}", home.secret(&id.0, value).display()),
        };
        let _ = writeln!(text, "{id} = {value}");
    }
    text
}

pub(crate) fn plays(world: &World, home: &Home) {
    let file = home.file("answers.toml", &file(world, home));
    let mut command = home.command(world, &["setup", "--no-input", "--answers"]);
    let output = command.arg(file).output().expect("the binary starts");
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let said = String::from_utf8(output.stdout).expect("only UTF-8 is printed");
    assert!(said.contains("is saved"), "{said}");
}
