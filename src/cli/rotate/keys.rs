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
};

use super::super::say::{Trouble, talk};

/// More than this is no note about a key. Unit: bytes.
const MOST: u64 = 65_536;

/// Reads the note.
pub(super) fn read(from: &str) -> Result<Secret, Trouble> {
    let cannot = |it: std::io::Error| {
        Trouble::usage(
            format!("{} cannot be read: {it}", Shown::new(from)),
            "Name a text file, or - for standard input.",
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
        return Err(Trouble::usage("there is no key in what was read", "Write the second key there, as you noted it."));
    }
    Ok(text)
}

/// All of it, in a buffer that never grows: one that did would leave copies of the keys behind.
fn whole(source: impl Read) -> std::io::Result<Secret> {
    let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(usize::try_from(MOST).unwrap_or_default() + 32));
    source.take(MOST + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST {
        return Err(std::io::Error::other("it is larger than 64 KiB"));
    }
    let text = String::from_utf8(std::mem::take(&mut *bytes));
    text.map(Secret::new).map_err(|it| {
        drop(zeroize::Zeroizing::new(it.into_bytes()));
        std::io::Error::other("it is no text (UTF-8)")
    })
}

fn warn_of_readers(file: &File, from: &str) {
    use std::os::unix::fs::PermissionsExt as _;
    let is_open = file.metadata().is_ok_and(|it| it.is_file() && it.permissions().mode() & 0o077 != 0);
    if is_open {
        talk(&format!(
            "warning: other accounts may read {0}. Remove it when this is done: shred -u {0}",
            Shown::new(from)
        ));
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
            format!("the note has another value for {others}, and a rotation changes keys only"),
            "Make the second key for the same API user; to change the rest, use Edit in psa-connect.",
        ));
    }
    let new: Values = noted.into_iter().filter(|(id, value)| rotates(id) && !value.is_empty()).collect();
    let missing: Vec<_> = rotation::rotating(facts).map(|it| &it.id).filter(|it| !new.contains_key(*it)).collect();
    if !missing.is_empty() {
        return Err(Trouble::usage(
            format!("what was read has no {}", labels(facts, missing.into_iter())),
            "Write each value on a line with its name before it, such as \"private key: ...\".",
        ));
    }
    let same = rotation::in_use(facts, &opened.login, &new);
    if !same.is_empty() {
        return Err(Trouble::usage(
            format!("{} of the note is in use already", labels(facts, same.iter())),
            "Make a second key in the PSA first. Nothing was sent.",
        ));
    }
    let mut values = now.clone();
    values.extend(new);
    let login = Login::complete(facts, opened.login.origin.clone(), opened.login.site.clone(), &values);
    let login = login.map_err(|fields| {
        Trouble::usage(format!("the connection has no {}", labels(facts, fields.iter())), "Edit it in psa-connect.")
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
