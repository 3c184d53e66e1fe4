//! What only a file can be: of another program, damaged, a link, or open to others.

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, symlink},
};

use psa_connect::store::mirror::{MIRRORS, Purpose};

use crate::bench::{Bench, acme, agreements, named, read, write_all};

fn says(bench: &Bench, purpose: Purpose) -> String {
    let refused = bench.store().mirror(&acme(), purpose).map(|_| ()).expect_err("it cannot be used");
    refused.with_remedy().replace(&bench.folder.path().display().to_string(), "…")
}

fn pulled() -> Bench {
    let bench = Bench::sqlite();
    let list = agreements();
    write_all(&mut *bench.begun(std::slice::from_ref(&list)), &list, &named(&[(1, "a")]));
    bench
}

#[test]
fn the_file_and_its_directory_are_this_accounts_own() {
    let bench = pulled();
    let folder = bench.folder.path().join(MIRRORS);
    let file = folder.join("acme-1.x.db");
    let mode = |path: &std::path::Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o7777;
    assert_eq!((mode(&folder), mode(&file), mode(&folder.join("acme-1.x.lock"))), (0o700, 0o600, 0o600));
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("it is changed");
    bench.store().mirror(&acme(), Purpose::Read).expect("it opens").expect("it is there");
    assert_eq!(mode(&file), 0o600);
}

#[test]
fn a_file_of_another_program_is_refused_and_left_alone() {
    let bench = pulled();
    let file = bench.folder.path().join(MIRRORS).join("acme-1.x.db");
    fs::remove_file(&file).expect("it goes");
    let db = rusqlite::Connection::open(&file).expect("it opens");
    db.execute_batch("CREATE TABLE own (it TEXT); PRAGMA user_version = 7").expect("it is made");
    drop(db);
    let before = fs::read(&file).expect("it is read");
    for purpose in [Purpose::Read, Purpose::Pull] {
        assert_eq!(
            says(&bench, purpose),
            "…/mirrors/acme-1.x.db is a database of another program. Move it away, or use another directory with \
             --config-dir."
        );
    }
    assert_eq!(fs::read(&file).expect("it is read"), before);
}

#[test]
fn a_file_that_is_damaged_or_no_database_is_refused_with_what_to_do() {
    let bench = pulled();
    let file = bench.folder.path().join(MIRRORS).join("acme-1.x.db");
    fs::write(&file, "this was a database once, and then somebody opened it with an editor".repeat(20))
        .expect("written");
    for purpose in [Purpose::Read, Purpose::Pull] {
        assert_eq!(
            says(&bench, purpose),
            "the mirror …/mirrors/acme-1.x.db cannot be used: it is damaged or no database. Move the file away and pull \
             again; everything in it comes from the PSA."
        );
    }
}

#[test]
fn a_link_in_its_place_is_not_followed() {
    let bench = pulled();
    let file = bench.folder.path().join(MIRRORS).join("acme-1.x.db");
    let other = bench.folder.path().join("other.db");
    fs::rename(&file, &other).expect("it is moved");
    symlink(&other, &file).expect("it is linked");
    for purpose in [Purpose::Read, Purpose::Pull] {
        let says = says(&bench, purpose);
        assert!(says.contains("it is a symbolic link"), "{says}");
    }
}

#[test]
fn a_row_reads_the_same_after_the_file_was_copied() {
    let bench = pulled();
    let copy = Bench::sqlite();
    let folder = copy.folder.path().join(MIRRORS);
    fs::create_dir(&folder).expect("it is made");
    for it in [copy.folder.path(), &folder] {
        fs::set_permissions(it, fs::Permissions::from_mode(0o700)).expect("it is closed");
    }
    let from = bench.folder.path().join(MIRRORS).join("acme-1.x.db");
    fs::copy(from, folder.join("acme-1.x.db")).expect("it is copied");
    assert_eq!(read(&mut *copy.pull(), &agreements()), [["#1", "a"]]);
}
