//! Screens of what was found: the test and the preview.

use std::time::Duration;

use psa_connect::{
    model::{
        report::Check,
        shown::Shown,
        table::{Align, Heading, Row, Table},
    },
    wizard::{
        event::{Button, ItemId},
        screen::{ButtonHint, FindingItem, FindingState, Item, Notice, Screen, ScreenName, Told, Tone},
    },
};

use super::screen;

fn finding(id: ItemId, state: FindingState, label: &str, needed: &str, found: &str, ms: u64) -> Item {
    Item::Finding(FindingItem {
        id,
        state,
        label: label.into(),
        needed: needed.into(),
        found: found.into(),
        took: (ms > 0).then_some(Duration::from_millis(ms)),
        detail: vec![
            Told::Pair { label: "needed", value: format!("{needed}: Sync 365 reads it every night.") },
            Told::Pair { label: "shown by", value: "GET /company/companies".into() },
            Told::Menu("System > Security Roles > Sync 365 API > Finance > Agreements".into()),
        ],
    })
}

pub(crate) fn test() -> Screen {
    let mut screen = screen(
        ScreenName::Test,
        "acme · ConnectWise PSA · North America",
        "Connection test",
        "Every right is looked up on its own; nothing is written to the PSA.",
        &[
            (Button::Back, "Back"),
            (Button::Mend, "Guide"),
            (Button::RetryAll, "Test again"),
            (Button::RetryRight, "Retry row"),
            (Button::Confirm, "Confirm row"),
            (Button::Next, "Next"),
        ],
    );
    let check = |check, state, found: &str, ms| {
        let Item::Finding(mut it) = finding(ItemId::Check(check), state, check.name(), "", found, ms) else {
            return Item::Heading(String::new());
        };
        it.detail = vec![Told::Pair { label: "shown by", value: "GET /system/info".into() }];
        Item::Finding(it)
    };
    let right = |id: &str, state, label: &str, needed: &str, found: &str, ms| {
        finding(ItemId::Right(id.into()), state, label, needed, found, ms)
    };
    screen.items = vec![
        Item::Heading("Connection".into()),
        check(Check::Lookup, FindingState::Good, "3 addresses, 52.20.11.7 first", 12),
        check(Check::Tls, FindingState::Good, "TLS 1.3, Amazon RSA 2048 M02, 211 days left", 48),
        check(Check::Login, FindingState::Good, "accepted", 320),
        check(Check::Identity, FindingState::Skipped, "this PSA does not say who a key is", 0),
        Item::Heading("Rights".into()),
        right("a", FindingState::Good, "Companies / Company Maintenance", "inquire All", "inquire All", 210),
        right("b", FindingState::Partial, "Finance / Agreements", "add, edit All; inquire All", "inquire My", 190),
        right("c", FindingState::Bad, "Procurement / Product Catalog", "inquire All", "inquire None", 1_250),
        right(
            "d",
            FindingState::Unclear,
            "System / Table Setup",
            "inquire All",
            "the API has no request that shows it",
            0,
        ),
        right("e", FindingState::Confirmed, "System / My Company", "inquire All", "confirmed by kim on 2026-11-20", 0),
        right("f", FindingState::Busy, "Project / Projects", "inquire All", "", 0),
        right("g", FindingState::Waiting, "Service Desk / Tickets", "add, inquire All", "", 0),
    ];
    screen.notice = Some(Notice {
        whose: Some("the PSA's administrator"),
        menu: Some("System > Security Roles > Sync 365 API".into()),
        ..Notice::new(
            Tone::Bad,
            "2 rights are missing.",
            "Have the rows marked as missing set in the PSA, then look them up again with Retry row.",
        )
    });
    screen
}

pub(crate) fn testing() -> Screen {
    let mut screen = test();
    screen.notice = None;
    screen.busy = Some("checking TLS".into());
    screen.buttons = vec![
        ButtonHint { button: Button::Back, label: "Back".into() },
        ButtonHint { button: Button::Stop, label: "Stop".into() },
    ];
    screen
}

pub(crate) fn table() -> Table {
    let heading = |id: &str, label: &str, align| Heading { id: id.into(), label: label.into(), align };
    let names =
        ["Acme Müller GmbH", "株式会社アクメ", "Zed & Sons", "Contoso", "A Company With A Very Long Name Indeed Ltd"];
    let row = |n: usize| Row {
        cells: vec![
            Shown::new(&format!("{}", 250 + n * 17)),
            Shown::new(&format!("{} {n}", names[n % names.len()])),
            Shown::new(["Active", "Inactive", "Prospect"][n % 3]),
            Shown::new(&format!("{}", (n * 7919) % 500)),
        ],
        warnings: if n % 4 == 1 {
            vec!["This company is inactive: Sync 365 will skip it, and its agreements with it.".into()]
        } else {
            vec![]
        },
    };
    Table {
        columns: vec![
            heading("id", "ID", Align::Right),
            heading("name", "Name", Align::Left),
            heading("status", "Status", Align::Left),
            heading("seats", "Seats", Align::Right),
        ],
        rows: (0..30).map(row).collect(),
        part: Some("first 30 of 10240 rows".into()),
    }
}

pub(crate) fn preview() -> Screen {
    let mut screen = screen(
        ScreenName::Preview,
        "acme · ConnectWise PSA · North America",
        "Preview",
        "What the integration will see. Enter opens a list; / searches in it, o sorts it.",
        &[(Button::Back, "Back"), (Button::Next, "Next")],
    );
    let list = |id: &str, label: &str, count: &str, state, table, note: &str| Item::List {
        id: ItemId::List(id.into()),
        label: label.into(),
        count: count.into(),
        state,
        table,
        note: note.into(),
    };
    screen.items = vec![
        list("companies", "Companies", "10240", FindingState::Partial, table(), "first 30 shown, 8 rows to look at"),
        list("agreements", "Agreements", "182", FindingState::Good, Table::default(), "first 50 shown"),
        list(
            "products",
            "Products",
            "",
            FindingState::Bad,
            Table::default(),
            "the role does not allow GET /procurement/catalog. Have the right added to the role.",
        ),
        list("additions", "Additions", "", FindingState::Busy, Table::default(), ""),
    ];
    screen.busy = Some("reading first rows, 3 of 4 lists so far".into());
    screen
}
