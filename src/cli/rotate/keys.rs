//! The second key as somebody noted it, read from a file or standard input: never from the arguments.

use std::{fs::File, io::Read};

use crate::{
    model::{
        catalog::PsaFacts,
        id::FieldId,
        login::{Login, Value, Values},
        paste, rotation,
        secret::Secret,
        shown::Shown,
    },
    wizard::event::Opened,
    words,
};

use super::super::say::{Trouble, talk};

/// More than this is no note about a key. Unit: bytes.
const MOST: u64 = 65_536;

/// Reads the note.
pub(super) fn read(from: &str) -> Result<Secret, Trouble> {
    let cannot = |it: std::io::Error| {
        Trouble::usage(
            words::with(
                "explain-unreadable",
                &[("name", Shown::new(from).to_string().into()), ("error", it.to_string().into())],
            ),
            words::say("rotate-name-a-file"),
        )
    };
    let text = if from == "-" {
        whole(std::io::stdin().lock())
    } else {
        let file = File::open(from).map_err(cannot)?;
        warn_of_readers(&file, from);
        whole(file)
    };
    let text = text.map_err(cannot)?;
    if text.chars() == 0 || text.is(|it| it.trim().is_empty()) {
        return Err(Trouble::usage(words::say("rotate-no-key"), words::say("rotate-no-key-next")));
    }
    Ok(text)
}

/// All of it, in a buffer that never grows: one that did would leave copies of the keys behind.
fn whole(source: impl Read) -> std::io::Result<Secret> {
    let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(usize::try_from(MOST).unwrap_or_default() + 32));
    source.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(std::io::Error::other(words::say("rotate-too-large")));
    }
    let text = String::from_utf8(std::mem::take(&mut *bytes));
    text.map(Secret::new).map_err(|it| {
        drop(zeroize::Zeroizing::new(it.into_bytes()));
        std::io::Error::other(words::say("rotate-no-utf8"))
    })
}

fn warn_of_readers(file: &File, from: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let is_open = file.metadata().is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o077 != 0);
    if is_open {
        talk(&words::with("rotate-open-to-others", &[("file", Shown::new(from).to_string().into())]));
    }
}

/// The opened login with the second key in it. Nothing else of it may differ.
pub(super) fn second(facts: &PsaFacts, opened: &Opened, note: &Secret) -> Result<Login, Trouble> {
    let noted = noted(facts, note);
    let now = opened.login.values();
    let rotates = |id: &FieldId| facts.field(id).is_some_and(|it| it.rotates);
    let others = noted.iter().filter(|(id, value)| !rotates(id) && now.get(id) != Some(value));
    let others = labels(facts, others.map(|(id, _)| id));
    if !others.is_empty() {
        return Err(Trouble::usage(
            words::with("rotate-other-values", &[("others", others.into())]),
            words::say("rotate-other-values-next"),
        ));
    }
    let new: Values = noted.into_iter().filter(|(id, value)| rotates(id) && !value.is_empty()).collect();
    let missing: Vec<_> = rotation::rotating(facts).map(|it| &it.id).filter(|it| !new.contains_key(*it)).collect();
    if !missing.is_empty() {
        return Err(Trouble::usage(
            words::with("rotate-has-no", &[("fields", labels(facts, missing.into_iter()).into())]),
            words::say("rotate-has-no-next"),
        ));
    }
    let same = rotation::in_use(facts, &opened.login, &new);
    if !same.is_empty() {
        return Err(Trouble::usage(
            words::with("rotate-already-in-use", &[("fields", labels(facts, same.iter()).into())]),
            words::say("rotate-already-in-use-next"),
        ));
    }
    let mut values = now.clone();
    values.extend(new);
    let login = Login::complete(facts, opened.login.origin.clone(), opened.login.site.clone(), &values);
    let login = login.map_err(|fields| {
        Trouble::usage(
            words::with("rotate-connection-has-no", &[("fields", labels(facts, fields.iter()).into())]),
            words::say("rotate-edit-it"),
        )
    })?;
    Ok(login.pinned(opened.login.pin.clone()))
}

/// What the note names. Where only one field rotates, a note without names is its value.
fn noted(facts: &PsaFacts, note: &Secret) -> Vec<(FieldId, Value)> {
    let noted = paste::split_secret(facts, note);
    let mut rotating = rotation::rotating(facts);
    match (rotating.next(), rotating.next()) {
        (Some(only), None) if noted.is_empty() && !note.is(|it| it.trim().contains(['\n', '\r'])) => {
            vec![(only.id.clone(), paste::clean_secret(only.kind, note).value)]
        }
        (Some(_) | None, Some(_) | None) => noted,
    }
}

fn labels<'a>(facts: &PsaFacts, ids: impl Iterator<Item = &'a FieldId>) -> String {
    ids.filter_map(|it| facts.field(it)).map(|it| it.label.as_str()).collect::<Vec<_>>().join(" and ")
}
