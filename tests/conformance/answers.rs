//! The face that reads a file of answers.

use std::fmt::Write as _;

use psa_connect::{
    model::{
        answers::{Answers, Given, Known, next},
        catalog::FieldKind,
        login::{Value, Values},
        paste,
    },
    store::Sources,
    unattended::{self, Playing, Stop, Until},
};

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

pub(crate) async fn plays(world: &World, home: &Home) {
    let answers = Answers::parse(&file(world, home)).expect("it has no mistake");
    let stores = home.store().cards();
    let known = Known { catalog: &world.catalog, stores: &stores, taken: &[] };
    assert_eq!((answers.wrong(&known), next(&answers, &known)), (None, None));
    assert!(matches!(played(world, home, answers).await, Stop::Saved { pull: None, .. }));
}

/// Plays whole answers to their end.
pub(crate) async fn played(world: &World, home: &Home, answers: Answers) -> Stop {
    let mut sources = Sources::new(std::io::empty());
    let mut values = Values::new();
    for (id, given) in &answers.login {
        let value = match given {
            Given::Text(text) => Value::Plain(text.clone()),
            Given::From(source) => {
                paste::clean_secret(FieldKind::Secret, &sources.read(source).expect("it can be read")).value
            }
        };
        values.insert(id.clone(), value);
    }
    let (mut wizard, mut engine, mut events) = world.begin(home);
    let playing = Playing { answers, values, passphrase: None, until: Until::End };
    unattended::play(&mut wizard, &mut engine, &mut events, &playing, &mut |_, _| {}).await
}
