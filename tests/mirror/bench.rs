//! One connection with its mirror in a database of its own, and the lists that the tests pull into it.

use postgres::SimpleQueryMessage;
use psa_connect::{
    model::{
        catalog::ColumnKind,
        fault::Fault,
        id::ListId,
        mirror::{Coverage, Kept, Rows, RowsBuilder, Scope, Shape, ShapeColumn, Span, Tally, Value},
        saved::Name,
        settings::database::DatabaseSetting,
    },
    store::{
        Store,
        mirror::{Begun, Cursor, Database, ListState, MIRRORS, Mirror, Passwords, PostgresAt, Purpose, Sent, Written},
    },
};

use crate::postgres_server::TestDatabase;

/// Where one test works.
pub(crate) struct Bench {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) database: Option<TestDatabase>,
}

/// When the pulls of these tests begin.
pub(crate) const NOW: &str = "2026-01-31T12:00:00Z";
/// Later than [`NOW`].
pub(crate) const LATER: &str = "2026-02-01T12:00:00.25Z";

pub(crate) fn acme() -> Name {
    Name::new("acme-1.x").expect("a name")
}

impl Bench {
    pub(crate) fn sqlite() -> Self {
        Self { folder: tempfile::tempdir().expect("a directory"), database: None }
    }

    pub(crate) fn postgres() -> Option<Self> {
        Some(Self { database: Some(TestDatabase::new()?), ..Self::sqlite() })
    }

    pub(crate) fn store(&self) -> Store {
        let database = self.database.as_ref().map(|it| at(&it.url()));
        Store::at(self.folder.path()).with_database(database.unwrap_or_default())
    }

    /// The mirror, to be pulled into.
    pub(crate) fn pull(&self) -> Box<dyn Mirror> {
        self.store().mirror(&acme(), Purpose::Pull).expect("it opens").expect("a pull makes it")
    }

    /// The mirror, with these lists begun.
    pub(crate) fn begun(&self, shapes: &[Shape]) -> Box<dyn Mirror> {
        let mut mirror = self.pull();
        begin(&mut *mirror, shapes);
        mirror
    }

    /// What the mirror answers to any SQL, each cell as text.
    pub(crate) fn ask(&self, sql: &str) -> Vec<Vec<String>> {
        let Some(database) = &self.database else { return self.ask_file(sql) };
        let mut client = database.client();
        let sql = format!("SET search_path TO \"psa_connect_{}\"; SET TimeZone = 'UTC'; {sql}", acme().as_str());
        let cell = |it: Option<&str>| it.unwrap_or("∅").to_owned();
        let answers = client.simple_query(&sql).expect("it answers");
        let row = |it: &SimpleQueryMessage| {
            let SimpleQueryMessage::Row(row) = it else { return None };
            Some((0..row.len()).map(|at| cell(row.get(at))).collect())
        };
        answers.iter().filter_map(row).collect()
    }

    fn ask_file(&self, sql: &str) -> Vec<Vec<String>> {
        let file = self.folder.path().join(MIRRORS).join(format!("{}.db", acme().as_str()));
        let db = rusqlite::Connection::open(file).expect("it opens");
        let mut asked = db.prepare(sql).expect("it is understood");
        let n = asked.column_count();
        let cell = |row: &rusqlite::Row<'_>, at| -> String {
            match row.get::<_, rusqlite::types::Value>(at).expect("a cell") {
                rusqlite::types::Value::Null => "∅".to_owned(),
                rusqlite::types::Value::Integer(it) => it.to_string(),
                rusqlite::types::Value::Real(it) => it.to_string(),
                rusqlite::types::Value::Text(it) => it,
                rusqlite::types::Value::Blob(_) => "bytes".to_owned(),
            }
        };
        let mut rows = asked.query([]).expect("it answers");
        let mut all = vec![];
        while let Some(row) = rows.next().expect("a row") {
            all.push((0..n).map(|at| cell(row, at)).collect());
        }
        all
    }

    /// Changes something behind the program's back.
    pub(crate) fn tamper(&self, sql: &str) {
        assert_eq!(self.ask(sql), Vec::<Vec<String>>::new());
    }
}

/// The server of an address, without a password.
pub(crate) fn at(url: &str) -> Database {
    match url.parse().expect("an address") {
        DatabaseSetting::Sqlite => Database::Sqlite,
        DatabaseSetting::Postgres(url) => {
            Database::Postgres(Box::new(PostgresAt { url, ca_file: None, passwords: Passwords::default() }))
        }
    }
}

/// What a pull of these tests has sent.
pub(crate) const SENT: Sent<'static> = Sent { requests: 3, at: NOW };

pub(crate) fn begin(mirror: &mut dyn Mirror, shapes: &[Shape]) -> Vec<ListState> {
    mirror
        .begin_pull(&Begun { source: "ConnectWise PSA, acme", shapes, kept: Kept::Columns, at: NOW, recent: NOW })
        .expect("it begins")
        .lists
}

fn shape(list: &str, columns: &[(&str, ColumnKind)], parent: Option<&str>) -> Shape {
    let column = |(name, kind): &(&str, ColumnKind)| ShapeColumn { name: (*name).to_owned(), kind: *kind };
    Shape {
        list: ListId(list.to_owned()),
        table: Shape::table_of(&ListId(list.to_owned())),
        columns: columns.iter().map(column).collect(),
        parent: parent.map(|it| ListId(it.to_owned())),
    }
}

/// A column of each kind.
pub(crate) fn companies() -> Shape {
    let columns = [
        ("id", ColumnKind::Id),
        ("name", ColumnKind::Text),
        ("active", ColumnKind::Flag),
        ("owner", ColumnKind::Id),
        ("fee", ColumnKind::Money),
        ("seats", ColumnKind::Number),
        ("since", ColumnKind::Date),
        ("changed_at", ColumnKind::Moment),
    ];
    shape("all-companies", &columns, None)
}

/// Two columns.
pub(crate) fn agreements() -> Shape {
    shape("agreements", &[("id", ColumnKind::Id), ("name", ColumnKind::Text)], None)
}

/// Rows below agreements.
pub(crate) fn additions() -> Shape {
    shape("additions", &[("id", ColumnKind::Id), ("name", ColumnKind::Text)], Some("agreements"))
}

/// Rows of `width` cells, the id first.
pub(crate) fn rows(width: usize, cells: &[&[Value<'_>]]) -> Rows {
    let mut rows = RowsBuilder::of(width);
    for row in cells {
        let Value::Whole(id) = row[0] else { panic!("the id comes first") };
        rows.begin();
        row.iter().enumerate().for_each(|(at, it)| rows.set(at, *it));
        rows.end(id);
    }
    rows.done()
}

/// Rows with an id and a name.
pub(crate) fn named(cells: &[(i64, &str)]) -> Rows {
    let cells: Vec<_> = cells.iter().map(|it| [Value::Whole(it.0), Value::Text(it.1)]).collect();
    rows(2, &cells.iter().map(<[Value<'_>; 2]>::as_slice).collect::<Vec<_>>())
}

/// A full pass that has read up to an id.
pub(crate) fn full(upto: i64) -> Cursor {
    let mut covered = Coverage::default();
    covered.add(Span { after: i64::MIN, upto });
    Cursor {
        scope: Scope::Full,
        since: None,
        began: NOW.to_owned(),
        covered,
        asked_at: None,
        newest: Some(NOW.to_owned()),
        tally: Tally::default(),
    }
}

/// Writes all rows that there are.
pub(crate) fn write_all(mirror: &mut dyn Mirror, shape: &Shape, rows: &Rows) -> Tally {
    write(mirror, shape, rows, Some(Span::ALL)).expect("it is written")
}

/// Writes one page.
pub(crate) fn write(mirror: &mut dyn Mirror, shape: &Shape, rows: &Rows, all_of: Option<Span>) -> Result<Tally, Fault> {
    let cursor = full(i64::MAX);
    mirror.write(&[Written { shape, rows, parent: None, all_of, cursor: &cursor }], SENT).map(|it| it[0])
}

/// All rows that are not gone, each cell as it is shown in a test.
pub(crate) fn read(mirror: &mut dyn Mirror, shape: &Shape) -> Vec<Vec<String>> {
    let columns: Vec<usize> = (0..shape.columns.len()).collect();
    let mut all = vec![];
    let mut take = |cells: &[Value<'_>]| {
        all.push(cells.iter().map(shown).collect());
        Ok(())
    };
    mirror.rows(shape, &columns, &mut take).expect("it is read");
    all
}

fn shown(cell: &Value<'_>) -> String {
    match cell {
        Value::Null => "∅".to_owned(),
        Value::Whole(it) => format!("#{it}"),
        Value::Flag(it) => it.to_string(),
        Value::Text(it) => (*it).to_owned(),
    }
}

pub(crate) fn tally(read: u64, added: u64, changed: u64, gone: u64) -> Tally {
    Tally { read, added, changed, gone, misfits: 0 }
}
