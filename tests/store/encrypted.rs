//! The encrypted file: who can read it, what each kind of damage is called, and how a planted reader is noticed.

use std::{fs, path::Path};

use age::x25519;
use psa_connect::{
    model::{
        fault::Fault,
        saved::{Replace, StoreNeeds, ToSave},
        secret::Secret,
        store_kind::StoreKind,
    },
    store::Store,
};

use crate::{catalog, directory, everything, local, login_with, mode, name, relative, stamp, to_save};

const PASSPHRASE: &str = "correct horse battery";

fn passphrase() -> Secret {
    Secret::new(PASSPHRASE)
}

fn encrypted(under: &str, secret: &str) -> ToSave {
    ToSave { store: StoreKind::EncryptedFile, ..to_save(under, login_with(secret), Replace::Yes) }
}

/// A store with one connection, whose secret is `first`.
fn saved(path: &Path) -> Store {
    let store = Store::at(path);
    let first = ToSave { passphrase: Some(passphrase()), ..encrypted("acme", "first") };
    store.save(&first, &stamp()).expect("it can be saved");
    store
}

/// The same store in another process: locked.
fn locked(path: &Path) -> Store {
    Store::at(path)
}

fn unlock(store: &Store) -> Result<(), Fault> {
    store.unlock(StoreKind::EncryptedFile, &passphrase())
}

fn opened(path: &Path) -> Result<String, Fault> {
    let store = locked(path);
    unlock(&store)?;
    let login = store.open(&name("acme"), catalog())?.1;
    let found = ["first", "second"].into_iter().find(|it| login == login_with(it));
    Ok(found.expect("one of the two").to_owned())
}

fn what(fault: Result<impl std::fmt::Debug, Fault>, path: &Path) -> String {
    local(fault.expect_err("it is refused")).0.replace(&format!("{}/", path.display()), "")
}

/// Changes one byte of a file, counted from its end when `at` is negative.
fn flip(path: &Path, at: isize) {
    let mut bytes = fs::read(path).expect("it can be read");
    let at = if at < 0 { bytes.len().checked_add_signed(at) } else { usize::try_from(at).ok() };
    bytes[at.expect("within the file")] ^= 1;
    fs::write(path, bytes).expect("written");
}

fn cut(path: &Path, left: usize) {
    let bytes = fs::read(path).expect("it can be read");
    fs::write(path, &bytes[..left]).expect("written");
}

/// Where the header of an age file ends.
fn header(path: &Path) -> usize {
    let bytes = fs::read(path).expect("it can be read");
    let mark = bytes.windows(5).position(|it| it == b"\n--- ").expect("a header");
    mark + 1 + bytes[mark + 1..].iter().position(|it| *it == b'\n').expect("a line") + 1
}

#[test]
fn what_was_saved_is_opened_with_the_passphrase_and_not_without() {
    let (_dir, path) = directory();
    assert_eq!(Store::at(&path).cards()[0].needs, StoreNeeds::NewPassphrase);
    let store = saved(&path);
    assert_eq!(store.open(&name("acme"), catalog()).expect("just now unlocked").1, login_with("first"));
    let card = locked(&path).cards().remove(0);
    assert_eq!((card.kind, card.needs, card.trouble), (StoreKind::EncryptedFile, StoreNeeds::Nothing, None));
    let identity = path.join("identity.age").display().to_string();
    let refused = locked(&path).open(&name("acme"), catalog()).expect_err("it is locked");
    assert_eq!(refused, Fault::StoreLocked { place: identity.clone() });
    let wrong = locked(&path).unlock(StoreKind::EncryptedFile, &Secret::new("wrong horse battery"));
    assert_eq!(wrong, Err(Fault::WrongPassphrase { place: identity }));
    assert_eq!(opened(&path), Ok("first".into()));
}

#[test]
fn saving_needs_no_passphrase_once_there_is_one() {
    let (_dir, path) = directory();
    saved(&path);
    locked(&path).save(&encrypted("acme", "second"), &stamp()).expect("saved without a passphrase");
    assert_eq!(opened(&path), Ok("second".into()));
    let again = ToSave { passphrase: Some(passphrase()), ..encrypted("acme", "third") };
    let refused = what(locked(&path).save(&again, &stamp()), &path);
    assert_eq!(refused, "identity.age is there already, under its own passphrase");
}

#[test]
fn nothing_of_it_can_be_read_by_others_or_without_the_identity() {
    let (_dir, path) = directory();
    saved(&path);
    let files = ["connections", "connections/acme.toml", "identity.age", "lock", "recipients.txt", "secrets"];
    assert_eq!(relative(&path), [&files[..], &["secrets/acme.1.age"]].concat());
    for it in everything(&path) {
        assert_eq!(mode(&it) & 0o077, 0, "{}", it.display());
        let bytes = if it.is_file() { fs::read(&it).expect("it can be read") } else { vec![] };
        let holds = |text: &str| bytes.windows(text.len()).any(|it| it == text.as_bytes());
        assert!(!holds("\"first\"") && !holds("AGE-SECRET-KEY"), "{}", it.display());
    }
}

#[test]
fn a_passphrase_that_protects_nothing_is_refused_before_anything_is_written() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    for (text, why) in [("", "the passphrase is empty"), ("1234567", "the passphrase has only 7 characters")] {
        let short = ToSave { passphrase: Some(Secret::new(text)), ..encrypted("acme", "first") };
        assert_eq!(what(store.save(&short, &stamp()), &path), why);
    }
    assert_eq!(
        what(store.save(&encrypted("acme", "first"), &stamp()), &path),
        "there is no identity.age yet, so nothing can be encrypted"
    );
    assert!(!path.join("identity.age").exists() && !path.join("recipients.txt").exists());
}

#[test]
fn a_first_save_that_was_killed_halfway_leaves_nothing_that_is_used() {
    let (_dir, path) = directory();
    saved(&path);
    // As a kill leaves it between the two files: a list of a recipient whose identity nobody has.
    fs::remove_file(path.join("secrets/acme.1.age")).expect("removed");
    fs::remove_file(path.join("identity.age")).expect("removed");
    let orphan = fs::read_to_string(path.join("recipients.txt")).expect("it is there");
    let store = locked(&path);
    assert_eq!(store.cards()[0].needs, StoreNeeds::NewPassphrase);
    assert_eq!(
        what(store.save(&encrypted("acme", "second"), &stamp()), &path),
        "there is no identity.age yet, so nothing can be encrypted"
    );
    saved(&path);
    assert_ne!(fs::read_to_string(path.join("recipients.txt")).expect("it is there"), orphan);
    assert_eq!(opened(&path), Ok("first".into()));
}

#[test]
fn an_identity_that_is_lost_is_never_replaced() {
    let (_dir, path) = directory();
    saved(&path);
    fs::rename(path.join("identity.age"), path.join("backup")).expect("moved");
    let lost = "identity.age is missing, though keys are encrypted to it";
    let store = locked(&path);
    let card = store.cards().remove(0);
    assert_eq!(card.needs, StoreNeeds::Nothing);
    assert!(card.trouble.is_some_and(|it| it.contains("Put identity.age back from a backup.")));
    assert_eq!(what(unlock(&store), &path), lost);
    assert_eq!(what(store.open(&name("acme"), catalog()), &path), lost);
    let again = ToSave { passphrase: Some(passphrase()), ..encrypted("acme", "second") };
    assert_eq!(what(store.save(&again, &stamp()), &path), lost);
    fs::rename(path.join("backup"), path.join("identity.age")).expect("put back");
    assert_eq!(opened(&path), Ok("first".into()));
}

#[test]
fn each_damage_of_a_secret_has_a_sentence_of_its_own() {
    let (_dir, path) = directory();
    saved(&path);
    let file = path.join("secrets/acme.1.age");
    let whole = fs::read(&file).expect("it can be read");
    let end = header(&file);
    let damages: [(&str, &dyn Fn()); 6] = [
        ("ends too early: it was cut short", &|| cut(&file, end - 20)),
        ("ends too early: it was cut short", &|| cut(&file, end + 3)),
        ("is damaged: its content was changed or cut short", &|| cut(&file, whole.len() - 5)),
        ("is damaged: its header was changed", &|| flip(&file, isize::try_from(end - 10).expect("small"))),
        ("is damaged: its content was changed or cut short", &|| flip(&file, -10)),
        ("is no age file", &|| fs::write(&file, "private_key = \"first\"").expect("written")),
    ];
    for (says, damage) in damages {
        damage();
        assert_eq!(what(opened(&path), &path), format!("secrets/acme.1.age {says}"));
        fs::write(&file, &whole).expect("written");
    }
    assert_eq!(opened(&path), Ok("first".into()));
}

#[test]
fn each_damage_of_the_identity_has_a_sentence_of_its_own() {
    let (_dir, path) = directory();
    saved(&path);
    let file = path.join("identity.age");
    let whole = fs::read(&file).expect("it can be read");
    let text = String::from_utf8_lossy(&whole);
    let work = text.find(" 16\n").expect("scrypt at 16");
    let end = header(&file);
    let mut greedy = whole.clone();
    greedy[work + 1..work + 3].copy_from_slice(b"21");
    let damages: [(&str, &dyn Fn()); 5] = [
        ("ends too early: it was cut short", &|| cut(&file, end - 20)),
        ("is damaged: its header was changed", &|| flip(&file, isize::try_from(end - 10).expect("small"))),
        ("is damaged: its content was changed or cut short", &|| flip(&file, -10)),
        ("asks for too much work (scrypt 2^21, at most 2^20 here)", &|| fs::write(&file, &greedy).expect("written")),
        ("is not protected by a passphrase", &|| {
            fs::copy(path.join("secrets/acme.1.age"), &file).map(drop).expect("copied");
        }),
    ];
    for (says, damage) in damages {
        damage();
        assert_eq!(what(unlock(&locked(&path)), &path), format!("identity.age {says}"));
        fs::write(&file, &whole).expect("written");
    }
    assert_eq!(opened(&path), Ok("first".into()));
}

#[test]
fn a_secret_for_somebody_else_is_told_from_a_damaged_one() {
    let ((_one, path), (_other, elsewhere)) = (directory(), directory());
    saved(&path);
    saved(&elsewhere);
    fs::copy(elsewhere.join("secrets/acme.1.age"), path.join("secrets/acme.1.age")).expect("copied");
    let refused = opened(&path).expect_err("it is not ours");
    let (says, remedy) = local(refused);
    assert!(says.ends_with("acme.1.age is not encrypted to this store's identity"), "{says}");
    let own = Store::at(&path).recipients().expect("they can be read").remove(0);
    assert!(remedy.ends_with(&format!("psa-connect recipients add {own}")), "{remedy}");
}

#[test]
fn a_line_that_is_no_recipient_is_named_and_comments_are_not() {
    let (_dir, path) = directory();
    saved(&path);
    let list = path.join("recipients.txt");
    let text = fs::read_to_string(&list).expect("it can be read");
    fs::write(&list, format!("{text}\n# of the night shift\n")).expect("written");
    assert_eq!(opened(&path), Ok("first".into()));
    fs::write(&list, format!("{text}ssh-ed25519 AAAA\n")).expect("written");
    let line = text.lines().count() + 1;
    let says = format!("line {line} of recipients.txt is no age recipient: ssh-ed25519 AAAA");
    assert_eq!(what(locked(&path).save(&encrypted("acme", "second"), &stamp()), &path), says);
    assert_eq!(what(unlock(&locked(&path)), &path), says);
    assert!(locked(&path).cards()[0].trouble.as_ref().is_some_and(|it| it.contains("is no age recipient")));
}

#[test]
fn a_colleague_reads_what_was_saved_and_not_what_is_saved_after_leaving() {
    let (_dir, path) = directory();
    let store = saved(&path);
    store.save(&encrypted("acme", "second"), &stamp()).expect("saved");
    let colleague = x25519::Identity::generate();
    let theirs = colleague.to_public().to_string();
    let reads = |file: &str| {
        age::decrypt(&colleague, &fs::read(path.join("secrets").join(file)).expect("it can be read"))
            .ok()
            .map(|it| String::from_utf8(it).expect("text"))
    };
    assert_eq!(reads("acme.2.age"), None);
    let wrong = store.add_recipient(&Secret::new("wrong horse battery"), &theirs);
    assert!(matches!(wrong, Err(Fault::WrongPassphrase { .. })), "{wrong:?}");
    store.add_recipient(&passphrase(), &theirs).expect("added");
    assert!(
        reads("acme.2.age").is_some_and(|it| it.starts_with("{\"version\":1,\"fields\":{") && it.contains("second"))
    );
    assert!(reads("acme.1.age").is_some_and(|it| it.contains("first")), "the one before, for an undo");
    let told = format!("They are encrypted to one other recipient, too: {}….", &theirs[..12]);
    assert!(store.cards()[0].protection.ends_with(&told), "{}", store.cards()[0].protection);
    assert_eq!(opened(&path), Ok("second".into()));

    let own = store.recipients().expect("they can be read").remove(0);
    assert_eq!(store.recipients(), Ok(vec![own.clone(), theirs.clone()]));
    let last = what(store.remove_recipient(&passphrase(), &own), &path);
    assert!(last.starts_with("this store's own recipient cannot be removed"), "{last}");
    store.remove_recipient(&passphrase(), &theirs).expect("removed");
    assert_eq!((reads("acme.2.age"), store.recipients()), (None, Ok(vec![own])));
    // As it is left when the removal is cut off: no longer in the list, and still able to read what was not come to.
    let left =
        age::encrypt(&theirs.parse::<x25519::Recipient>().expect("a recipient"), b"left over").expect("encrypted");
    let ours = fs::read(path.join("secrets/acme.2.age")).expect("it is there");
    fs::write(path.join("secrets/acme.2.age"), &left).expect("written");
    let unread = store.remove_recipient(&passphrase(), &theirs).expect_err("this one cannot be read");
    assert!(unread.to_string().contains("acme.2.age"), "{unread}");
    fs::write(path.join("secrets/acme.2.age"), ours).expect("written");
    store.remove_recipient(&passphrase(), &theirs).expect("doing it again finishes");
    assert_eq!(opened(&path), Ok("second".into()));
}

#[test]
fn a_planted_recipient_is_noticed_and_gets_nothing() {
    let (_dir, path) = directory();
    let unlocked = saved(&path);
    let list = path.join("recipients.txt");
    let text = fs::read_to_string(&list).expect("it can be read");
    let planted = x25519::Identity::generate().to_public().to_string();
    let says = format!("recipients.txt names {}…, whom nobody confirmed with the passphrase", &planted[..12]);
    let save = |store: &Store| store.save(&encrypted("acme", "second"), &stamp());

    fs::write(&list, format!("{text}{planted}\n")).expect("written");
    assert_eq!(what(save(&locked(&path)), &path), says, "a line by hand, while the store is locked");
    // A seal that looks right: without the passphrase it cannot be told from a true one, with it at once.
    let seal = text.lines().find(|it| it.starts_with("# confirmed:")).expect("our own has one");
    fs::write(&list, format!("{text}{seal}\n{planted}\n")).expect("written");
    assert_eq!(what(unlock(&locked(&path)), &path), says);
    assert_eq!(what(save(&unlocked), &path), says);
    let other = x25519::Identity::generate().to_public().to_string();
    assert_eq!(what(unlocked.add_recipient(&passphrase(), &other), &path), says, "adding another does not confirm it");

    fs::write(&list, format!("{text}{planted}\n{other}\n")).expect("written");
    assert!(unlocked.remove_recipient(&passphrase(), &planted).is_err(), "the other one is still there");
    unlocked.remove_recipient(&passphrase(), &other).expect("removed");
    assert_eq!(fs::read_to_string(&list).expect("it can be read"), text);
    fs::write(&list, format!("{text}{planted}\n")).expect("written");
    unlocked.add_recipient(&passphrase(), &planted).expect("somebody who has the passphrase knows whose it is");
    save(&locked(&path)).expect("it is confirmed");
    assert_eq!(opened(&path), Ok("second".into()));
}

#[test]
fn a_list_without_our_own_recipient_first_is_refused() {
    let (_dir, path) = directory();
    saved(&path);
    let list = path.join("recipients.txt");
    let text = fs::read_to_string(&list).expect("it can be read");
    let own = Store::at(&path).recipients().expect("they can be read").remove(0);
    fs::write(&list, text.replace(&own, &x25519::Identity::generate().to_public().to_string())).expect("written");
    let says = "the first line of recipients.txt is not the recipient of this store's identity";
    assert_eq!(what(unlock(&locked(&path)), &path), says);
    fs::remove_file(&list).expect("removed");
    let says = "recipients.txt is missing, so nobody knows to whom keys are encrypted";
    assert_eq!(what(unlock(&locked(&path)), &path), says);
    assert_eq!(what(locked(&path).save(&encrypted("acme", "second"), &stamp()), &path), says);
}

#[test]
fn another_passphrase_opens_what_the_old_one_did() {
    let (_dir, path) = directory();
    let store = saved(&path);
    let new = Secret::new("staple staple staple");
    assert_eq!(
        what(store.choose_passphrase(Some(&passphrase()), &Secret::new("short")), &path),
        "the passphrase has only 5 characters"
    );
    let wrong = store.choose_passphrase(Some(&new), &new);
    assert!(matches!(wrong, Err(Fault::WrongPassphrase { .. })), "{wrong:?}");
    store.choose_passphrase(Some(&passphrase()), &new).expect("changed");
    let store = locked(&path);
    assert!(matches!(unlock(&store), Err(Fault::WrongPassphrase { .. })));
    store.unlock(StoreKind::EncryptedFile, &new).expect("the new one opens it");
    assert_eq!(store.open(&name("acme"), catalog()).expect("it can be opened").1, login_with("first"));
}

#[test]
fn a_connection_moves_into_the_encrypted_file_and_leaves_nothing_readable() {
    let (_dir, path) = directory();
    let store = Store::at(&path);
    store.save(&to_save("acme", login_with("first"), Replace::No), &stamp()).expect("saved");
    assert_eq!(
        what(store.move_to(&name("acme"), StoreKind::EncryptedFile), &path),
        "there is no identity.age yet, so nothing can be encrypted"
    );
    store.choose_passphrase(None, &passphrase()).expect("chosen");
    store.move_to(&name("acme"), StoreKind::EncryptedFile).expect("moved");
    assert_eq!(opened(&path), Ok("first".into()));
    let secrets: Vec<_> = relative(&path).into_iter().filter(|it| it.starts_with("secrets/")).collect();
    assert_eq!(secrets, ["secrets/acme.2.age"]);
}

#[test]
fn the_identity_has_the_form_that_age_writes_and_the_same_work_on_every_host() {
    let (_dir, path) = directory();
    saved(&path);
    let file = fs::read(path.join("identity.age")).expect("it can be read");
    assert!(String::from_utf8_lossy(&file).contains(" 16\n"), "scrypt at 2^16");
    let identity = age::scrypt::Identity::new(PASSPHRASE.to_owned().into());
    let plain = String::from_utf8(age::decrypt(&identity, &file).expect("it opens")).expect("text");
    let key: x25519::Identity = plain.lines().last().and_then(|it| it.parse().ok()).expect("an identity");
    assert_eq!(Store::at(&path).recipients(), Ok(vec![key.to_public().to_string()]));
}
