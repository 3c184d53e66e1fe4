//! What only a server can be: away, closed to a role, of another program, in another encoding, or ended in between.

use std::{
    fs, io,
    net::TcpListener,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown},
    path::Path,
    time::{Duration, Instant},
};

use psa_connect::{
    model::{
        fault::Fault,
        mirror::{Tally, Value},
        secret::Secret,
        settings::database::{PostgresTls, PostgresUrl},
    },
    store::{
        Store,
        mirror::{Database, Mirror, Passwords, PostgresAt, Purpose},
    },
};

use crate::{
    authority::{Authority, leaf},
    bench::{Bench, acme, agreements, at, begin, companies, named, read, rows, tally, write, write_all},
    postgres_server::{LOCKED, PASSWORD, TestDatabase},
};

fn open(database: Database, purpose: Purpose) -> Result<Option<Box<dyn Mirror>>, Fault> {
    Store::at("/nowhere").with_database(database).mirror(&acme(), purpose)
}

fn refused(database: Database) -> String {
    open(database, Purpose::Pull).map(|_| ()).expect_err("it cannot be used").with_remedy()
}

fn with(url: &str, change: impl FnOnce(&mut PostgresAt)) -> Database {
    let Database::Postgres(mut it) = at(url) else { panic!("a server") };
    change(&mut it);
    Database::Postgres(it)
}

#[test]
fn a_server_that_is_not_there_is_said_so() {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port").port();
    let url = format!("postgres://me@127.0.0.1:{port}/data");
    assert_eq!(
        refused(at(&url)),
        format!(
            "the mirror {url}, schema psa_connect_acme-1.x cannot be reached: nothing answers there. Check host and port, \
             and that the server runs."
        )
    );
    let says = refused(at("postgres://me@/data?host=/nowhere"));
    assert!(says.contains("cannot be reached: there is no such socket."), "{says}");
    let says = refused(at("postgres://me@nowhere.invalid/data"));
    assert!(says.contains("cannot be reached: its host is not known."), "{says}");
}

#[test]
fn a_database_that_is_not_there_is_said_so() {
    let Some(database) = TestDatabase::new() else { return };
    let says = refused(at(&format!("{}-not", database.url())));
    assert!(says.contains("cannot be reached: there is no such database. Have it made"), "{says}");
}

#[test]
fn a_password_comes_from_the_environment_or_a_private_file_and_is_never_said() {
    let Some(database) = TestDatabase::new() else { return };
    let url = database.url_of(LOCKED);
    if database.is_shared() {
        println!("skipped: whom that server lets in is not ours to say");
        return;
    }
    let folder = tempfile::tempdir().expect("a directory");
    let file = folder.path().join("pgpass");
    let passwords = |own: Option<&str>| Passwords { own: own.map(Secret::new), file: Some(file.clone()) };
    let as_locked = |own| with(&url, |it| it.passwords = passwords(own));
    let says = refused(as_locked(None));
    assert!(says.contains("it wants a password, and there is none. Check user"), "{says}");
    let says = refused(as_locked(Some("canary-of-nobody")));
    assert!(says.contains("the password is wrong. Check user") && !says.contains("canary"), "{says}");
    open(as_locked(Some(PASSWORD)), Purpose::Pull).expect("it is right").expect("a pull makes it");
    fs::write(&file, format!("127.0.0.1:*:*:{LOCKED}:{PASSWORD}\n")).expect("it is written");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).expect("it is closed");
    open(as_locked(None), Purpose::Pull).expect("it is found").expect("a pull makes it");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("it is opened");
    let says = refused(as_locked(None));
    assert!(says.contains("it is open to other accounts") && !says.contains("canary"), "{says}");
}

#[test]
fn a_role_that_may_not_make_schemas_uses_one_that_was_made_for_it() {
    let Some(database) = TestDatabase::new().filter(|it| !it.is_shared()) else { return };
    let locked = with(&database.url_of(LOCKED), |it| it.passwords.own = Some(Secret::new(PASSWORD)));
    let mut mirror = open(locked.clone(), Purpose::Pull).expect("it opens").expect("a pull makes it");
    let begun = psa_connect::store::mirror::Begun {
        source: "ConnectWise PSA, acme",
        shapes: &[agreements()],
        kept: psa_connect::model::mirror::Kept::Columns,
        at: crate::bench::NOW,
        recent: crate::bench::NOW,
    };
    let says = mirror.begin_pull(&begun).expect_err("it may not").with_remedy();
    assert!(says.contains("cannot be used: this role is not allowed to. Have it granted: GRANT CREATE"), "{says}");
    drop(mirror);
    let sql = format!("CREATE SCHEMA \"psa_connect_acme-1.x\" AUTHORIZATION {LOCKED}");
    database.client().batch_execute(&sql).expect("it is made");
    assert!(open(locked.clone(), Purpose::Read).expect("it looks").is_none());
    let mut mirror = open(locked, Purpose::Pull).expect("it opens").expect("a pull makes it");
    begin(&mut *mirror, &[agreements()]);
    assert_eq!(write_all(&mut *mirror, &agreements(), &named(&[(1, "a")])), tally(1, 1, 0, 0));
}

#[test]
fn a_schema_of_another_program_is_refused_and_left_alone() {
    for tables in ["own (it text)", "meta (it text)", "meta (key text, value text)"] {
        let Some(database) = TestDatabase::new() else { return };
        let sql = format!("CREATE SCHEMA \"psa_connect_acme-1.x\"; CREATE TABLE \"psa_connect_acme-1.x\".{tables}");
        database.client().batch_execute(&sql).expect("it is made");
        for purpose in [Purpose::Read, Purpose::Pull] {
            let says = open(at(&database.url()), purpose).map(|_| ()).expect_err("it is not ours").with_remedy();
            let is = "schema psa_connect_acme-1.x has tables of another program. Use another database, or have that \
                      schema renamed.";
            assert!(says.ends_with(is), "{says}");
        }
    }
}

#[test]
fn a_database_that_cannot_keep_every_text_is_refused() {
    let Some(database) = TestDatabase::of("LATIN1") else { return };
    let says = refused(at(&database.url()));
    assert!(says.contains("cannot be used: the database keeps text as LATIN1. Use a database"), "{says}");
}

#[test]
fn what_postgres_would_refuse_is_left_out_and_counted() {
    let Some(bench) = Bench::postgres() else { return };
    let list = companies();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    let of = |id, day, moment| {
        let mut row = [Value::Null; 8];
        row[..2].copy_from_slice(&[Value::Whole(id), Value::Text("a\0b")]);
        row[6..].copy_from_slice(&[Value::Text(day), Value::Text(moment)]);
        row
    };
    let page = [
        of(1, "0000-00-00", "0000-01-01T00:00:00Z"),
        of(2, "2026-13-01", "2026-01-31T12:00:00.1234567Z"),
        of(3, "2026-02-30", "2026-01-31T12:00:00Z"),
    ];
    let page = rows(8, &page.iter().map(<[Value<'_>; 8]>::as_slice).collect::<Vec<_>>());
    assert_eq!(write_all(&mut *mirror, &list, &page), Tally { misfits: 4, ..tally(3, 3, 0, 0) });
    assert_eq!(write_all(&mut *mirror, &list, &page), Tally { misfits: 4, ..tally(3, 0, 0, 0) });
    let is = [
        ["#1", "a\u{fffd}b", "∅", "∅", "∅", "∅", "∅", "∅"],
        // No finer than microseconds.
        ["#2", "a\u{fffd}b", "∅", "∅", "∅", "∅", "∅", "2026-01-31T12:00:00.123456Z"],
        ["#3", "a\u{fffd}b", "∅", "∅", "∅", "∅", "∅", "2026-01-31T12:00:00Z"],
    ];
    assert_eq!(read(&mut *mirror, &list), is);
}

#[test]
fn a_connection_that_is_ended_is_said_so_and_the_next_one_goes_on() {
    let Some(bench) = Bench::postgres() else { return };
    let list = agreements();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    write_all(&mut *mirror, &list, &named(&[(1, "a")]));
    let ended = bench.ask(
        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE application_name = 'psa-connect' \
         AND datname = current_database()",
    );
    assert_eq!(ended, [["t"]]);
    let says = write(&mut *mirror, &list, &named(&[(2, "b")]), None).expect_err("nobody listens").with_remedy();
    let ways = ["or somebody ended the connection. Try again", "the connection was cut. Try again"];
    assert!(ways.iter().any(|it| says.contains(it)), "{says}");
    // While the broken one is still held.
    let mut next = bench.begun(std::slice::from_ref(&list));
    assert_eq!(read(&mut *next, &list), [["#1", "a"]]);
}

#[test]
fn rows_are_never_here_all_at_once() {
    let Some(bench) = Bench::postgres() else { return };
    let list = agreements();
    let mut mirror = bench.begun(std::slice::from_ref(&list));
    // 300 MB.
    let sql = "INSERT INTO agreements (id, name, pulled_at, hash) SELECT i, repeat('x', 10000), now(), 0 \
               FROM generate_series(1, 30000) i";
    bench.tamper(sql);
    let resident_kib = || -> u64 {
        let status = fs::read_to_string("/proc/self/status").expect("it is read");
        let line = status.lines().find(|it| it.starts_with("VmRSS:")).expect("a line");
        line.split_whitespace().nth(1).and_then(|it| it.parse().ok()).expect("a number")
    };
    let (before, mut most, mut n) = (resident_kib(), 0, 0);
    let mut take = |_: &[Value<'_>]| {
        n += 1;
        if n % 1000 == 0 {
            most = most.max(resident_kib());
        }
        Ok(())
    };
    mirror.rows(&list, &[0, 1], &mut take).expect("they are read");
    assert_eq!(n, 30_000);
    assert!(most.saturating_sub(before) < 100 << 10, "{before} KiB before, {most} KiB at most");
}

#[test]
fn it_works_on_every_thread_of_a_runtime() {
    let Some(bench) = Bench::postgres() else { return };
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let url = bench.database.as_ref().expect("a server").url();
    let pull = move || {
        let mut mirror = open(at(&url), Purpose::Pull).expect("it opens").expect("a pull makes it");
        begin(&mut *mirror, &[agreements()]);
        write_all(&mut *mirror, &agreements(), &named(&[(1, "a")]))
    };
    let task = runtime.spawn_blocking(pull.clone());
    assert_eq!(runtime.block_on(task).expect("it does not panic"), tally(1, 1, 0, 0));
    assert_eq!(runtime.block_on(async { pull() }), tally(1, 0, 0, 0));
    let task = runtime.spawn(async move { pull() });
    assert_eq!(runtime.block_on(task).expect("it does not panic"), tally(1, 0, 0, 0));
}

#[test]
fn a_server_is_reached_by_its_socket() {
    let Some(database) = TestDatabase::new() else { return };
    let Some(folder) = database.folder() else { return };
    let Database::Postgres(it) = at(&database.url()) else { panic!("a server") };
    let PostgresUrl { port, user, database, .. } = it.url;
    let url = format!("postgres://{user}@/{database}?host={}&port={port}", folder.display());
    let mirror = open(at(&url), Purpose::Pull).expect("it opens").expect("a pull makes it");
    assert_eq!(mirror.place(), format!("{url}, schema psa_connect_acme-1.x"));
}

/// Gives a server a certificate for these names.
fn show(database: &TestDatabase, folder: &Path, authority: &Authority, names: &[&str]) {
    let key = rcgen::KeyPair::generate().expect("a key");
    let mut params = leaf();
    params.subject_alt_names = rcgen::CertificateParams::new(names.iter().map(ToString::to_string).collect::<Vec<_>>())
        .expect("names")
        .subject_alt_names;
    let certificate = params.signed_by(&key, &authority.issuer).expect("a certificate").pem();
    let owner = fs::metadata(folder).expect("it is there");
    let put = |name: &str, text: &str| -> io::Result<()> {
        let path = folder.join(name);
        fs::write(&path, text)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        chown(&path, Some(owner.uid()), Some(owner.gid()))
    };
    put("tls.pem", &certificate).and_then(|()| put("tls.key", &key.serialize_pem())).expect("they are written");
    let mut client = database.client();
    for (setting, value) in [
        ("ssl_cert_file", folder.join("tls.pem").display().to_string()),
        ("ssl_key_file", folder.join("tls.key").display().to_string()),
        ("ssl", "on".to_owned()),
    ] {
        client.batch_execute(&format!("ALTER SYSTEM SET {setting} = '{value}'")).expect("it is set");
    }
    client.batch_execute("SELECT pg_reload_conf()").expect("it is read");
}

/// Asks until the server shows what it was last given.
fn until<T>(asked: impl Fn() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_mins(1);
    loop {
        if let Some(it) = asked() {
            return it;
        }
        assert!(Instant::now() < deadline, "the server does not take its new certificate");
    }
}

#[test]
fn tls_takes_only_a_certificate_that_is_trusted_and_has_the_name() {
    let Some(database) = TestDatabase::new() else { return };
    let Some(folder) = database.folder() else { return };
    let files = tempfile::tempdir().expect("a directory");
    let ca_file = files.path().join("ca.pem");
    let authority = Authority::root("Acme root");
    fs::write(&ca_file, authority.certificate.pem()).expect("it is written");
    let url = format!("{}?sslmode=verify-full", database.url());
    let trusting = with(&url, |it| it.ca_file = Some(ca_file));
    let Database::Postgres(it) = &trusting else { panic!("a server") };
    assert_eq!(it.url.tls, PostgresTls::VerifyFull);
    let says = refused(trusting.clone());
    assert!(says.contains("cannot be reached: it does not speak TLS."), "{says}");
    show(&database, folder, &authority, &["127.0.0.1"]);
    let mirror = until(|| open(trusting.clone(), Purpose::Pull).ok()).expect("a pull makes it");
    let sql = "SELECT s.ssl FROM pg_stat_ssl s JOIN pg_stat_activity a USING (pid) WHERE a.application_name = \
               'psa-connect' AND a.datname = current_database()";
    let is_safe: bool = database.client().query_one(sql, &[]).expect("it answers").get(0);
    assert!(is_safe);
    drop(mirror);
    let says = refused(at(&url));
    assert!(says.contains("its certificate does not pass") && says.contains("--ca-file"), "{says}");
    show(&database, folder, &authority, &["other.example"]);
    let says = until(|| open(trusting.clone(), Purpose::Read).err()).with_remedy();
    assert!(says.contains("its certificate does not pass") && says.contains("other.example"), "{says}");
}
