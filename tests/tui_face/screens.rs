//! Screens as the wizard may ask for them, one of each kind.

mod found;

use psa_connect::{
    model::shown::Shown,
    wizard::{
        event::{Button, ItemId, WayId},
        screen::{
            ButtonHint, FieldItem, FieldText, Item, Mark, Notice, Screen, ScreenName, SentTo, StepMark, StepState, Tone,
        },
    },
};

pub(crate) use found::{preview, test, testing};

const STEPS: [(&str, ScreenName); 9] = [
    ("PSA", ScreenName::Psa),
    ("Integration", ScreenName::Integration),
    ("Site", ScreenName::Site),
    ("API user", ScreenName::Guide),
    ("Login", ScreenName::Login),
    ("Test", ScreenName::Test),
    ("Preview", ScreenName::Preview),
    ("Save", ScreenName::Save),
    ("Done", ScreenName::Done),
];

fn screen(name: ScreenName, connection: &str, title: &str, lead: &str, buttons: &[(Button, &str)]) -> Screen {
    let here = STEPS.iter().position(|it| it.1 == name);
    let state = |n: usize| match here {
        Some(at) if n < at => StepState::Done,
        Some(at) if n == at => StepState::Here,
        Some(_) | None => StepState::Ahead,
    };
    let steps = STEPS.iter().enumerate().map(|(n, (label, _))| StepMark { label, state: state(n) });
    Screen {
        name,
        connection: connection.into(),
        steps: if here.is_some() { steps.collect() } else { vec![] },
        title: title.into(),
        lead: lead.into(),
        sent_to: None,
        items: vec![],
        busy: None,
        notice: None,
        buttons: buttons.iter().map(|(button, label)| ButtonHint { button: *button, label: (*label).into() }).collect(),
    }
}

fn choice(id: ItemId, mark: Mark, label: &str, note: &str, detail: &str) -> Item {
    Item::Choice { id, mark, label: label.into(), note: note.into(), detail: detail.into() }
}

pub(crate) fn psa() -> Screen {
    let mut screen = screen(
        ScreenName::Psa,
        "new connection",
        "Which PSA do you want to connect?",
        "Choose one and press Enter.",
        &[(Button::Next, "Next")],
    );
    screen.items = vec![
        choice(
            ItemId::Psa("connectwise".into()),
            Mark::Off,
            "ConnectWise PSA",
            "",
            "You need the rights of an administrator of ConnectWise PSA, or somebody who has them.",
        ),
        choice(
            ItemId::Psa("autotask".into()),
            Mark::Off,
            "Autotask PSA",
            "",
            "You need user management rights in Autotask, or somebody who has them.",
        ),
    ];
    screen
}

pub(crate) fn site() -> Screen {
    let mut screen = screen(
        ScreenName::Site,
        "new connection · ConnectWise PSA",
        "Where does your ConnectWise PSA answer?",
        "Type the company ID and press Enter: every region is asked who knows it, without any key. Or choose one, or paste an address.",
        &[(Button::Back, "Back"), (Button::Find, "Find"), (Button::Next, "Next")],
    );
    let regions = [
        ("na", Mark::On, "North America", "api-na.myconnectwise.net"),
        ("eu", Mark::Off, "Europe", "api-eu.myconnectwise.net"),
        ("au", Mark::Off, "Australia", "api-au.myconnectwise.net"),
        ("za", Mark::Off, "South Africa", "api-za.myconnectwise.net"),
    ];
    screen.items = vec![
        Item::Field(FieldItem {
            on_enter: Some(Button::Find),
            ..field("company", "Company ID", FieldText::Plain("acme".into()))
        }),
        Item::Heading(String::new()),
        Item::Heading("Regions".into()),
    ];
    screen.items.extend(
        regions.map(|(id, mark, label, host)| choice(ItemId::Site(id.into()), mark, label, host, "A cloud region.")),
    );
    screen.items.extend([
        Item::Heading("Or".into()),
        Item::Field(FieldItem {
            id: ItemId::Address,
            label: "Address".into(),
            text: FieldText::Plain(String::new()),
            example: "https://na.myconnectwise.net/v4_6_release".into(),
            help: "Any address of your PSA, as your browser shows it.".into(),
            problem: None,
            doubt: None,
            on_enter: None,
        }),
        Item::Text { text: "Calls will go to:".into(), tone: Tone::Plain },
        Item::Verbatim("https://api-na.myconnectwise.net/v4_6_release/apis/3.0".into()),
    ]);
    screen
}

fn field(id: &str, label: &str, text: FieldText) -> FieldItem {
    FieldItem {
        id: ItemId::Field(id.into()),
        label: label.into(),
        text,
        example: "acme".into(),
        help: format!("{label}: the API member's page shows it under the tab API Keys."),
        problem: None,
        doubt: None,
        on_enter: None,
    }
}

pub(crate) fn guide() -> Screen {
    let mut screen = screen(
        ScreenName::Guide,
        "new connection · ConnectWise PSA · North America",
        "Make the API user",
        "Tick what is done. W writes all of it to a file for the PSA's administrator.",
        &[
            (Button::Back, "Back"),
            (Button::WriteText, "Write text"),
            (Button::WriteMarkdown, "Write Markdown"),
            (Button::Next, "Next"),
        ],
    );
    let tick = |n: usize, mark, menu: Option<&str>, text: &str| Item::Tick {
        id: ItemId::Tick(format!("step-{n}")),
        mark,
        menu: menu.map(Into::into),
        text: text.into(),
        detail: "Without its own role the API member would see everything.".into(),
    };
    screen.items = vec![
        choice(ItemId::Way(WayId::Simple), Mark::Off, "Simple", "the Admin role: grants far more than is needed", ""),
        choice(ItemId::Way(WayId::LeastPrivilege), Mark::On, "Least privilege", "a role of its own: 9 rights", ""),
        Item::Heading(String::new()),
        Item::Heading("Make the role".into()),
        tick(1, Mark::On, Some("System > Security Roles > +"), "Role ID Sync 365 API. Save."),
        tick(
            2,
            Mark::Off,
            Some("System > Security Roles > Sync 365 API > Companies > Company Maintenance"),
            "Set Inquire to All, and leave Add, Edit and Delete at None. The integration reads companies and never writes them.",
        ),
        tick(3, Mark::Off, None, "Save the role."),
        Item::Heading("Make the API member".into()),
        tick(4, Mark::Off, Some("System > Members > API Members > +"), "Member ID S365, Role ID Sync 365 API."),
        tick(5, Mark::Off, Some("API Keys > +"), "Description psa-connect. Copy both keys: they are shown once."),
    ];
    screen
}

pub(crate) fn login() -> Screen {
    let mut screen = screen(
        ScreenName::Login,
        "new connection · ConnectWise PSA · North America",
        "Enter the API user's login",
        "Paste one value at a time, or a whole note into any field. Nothing is sent before Test.",
        &[(Button::Back, "Back"), (Button::Reveal, "Show ends"), (Button::Next, "Test")],
    );
    screen.items = vec![
        Item::Field(field("company", "Company ID", FieldText::Plain("acme".into()))),
        Item::Field(field("public_key", "Public key", FieldText::Plain(String::new()))),
        Item::Field(field("private_key", "Private key", FieldText::Masked { chars: 16, tail: String::new() })),
        Item::Field(field("client_id", "Client ID", FieldText::Masked { chars: 0, tail: String::new() })),
    ];
    screen.sent_to = Some(SentTo {
        says: "They will be sent to https://api-na.myconnectwise.net only.".into(),
        short: "To https://api-na.myconnectwise.net".into(),
    });
    screen
}

pub(crate) fn login_refused() -> Screen {
    let mut screen = login();
    for item in &mut screen.items {
        if let Item::Field(field) = item {
            if field.id == ItemId::Field("public_key".into()) {
                field.problem = Some("Empty. Type or paste it, for example AbC1dEf2GhI3jKl4.".into());
            }
            if field.id == ItemId::Field("private_key".into()) {
                field.text = FieldText::Masked { chars: 16, tail: "q9Zt".into() };
                field.doubt = Some("This looks like a public key: both may be in each other's place.".into());
            }
        }
    }
    screen.notice = Some(Notice {
        cause: Some("A value is mistyped, swapped or revoked, or the user is inactive.".into()),
        whose: Some("the PSA's administrator"),
        menu: Some("System > Members > API Members > S365 > API Keys".into()),
        ..Notice::new(
            Tone::Bad,
            "api-na.myconnectwise.net refused the login.",
            "Check that both keys are from the same row and that the member is active. It is not sent again by itself: accounts lock.",
        )
    });
    screen
}

pub(crate) fn home() -> Screen {
    let mut screen = screen(
        ScreenName::Home,
        "connections",
        "Your connections",
        "Enter opens and tests one.",
        &[
            (Button::New, "New"),
            (Button::Test, "Test"),
            (Button::Edit, "Edit"),
            (Button::Remove, "Remove"),
            (Button::Quit, "Quit"),
        ],
    );
    let connection = |cells: [&str; 5]| Item::Connection {
        id: ItemId::Connection(cells[0].into()),
        cells: cells.iter().map(|it| Shown::new(it)).collect(),
        detail: "Its secret is in the file store, encrypted.".into(),
    };
    screen.items = vec![
        connection(["acme", "ConnectWise PSA", "North America", "3 days ago", "9 of 9 rights"]),
        connection(["zed-and-sons", "Autotask PSA", "webservices2", "never", "not tested"]),
    ];
    screen
}

pub(crate) fn remove() -> Screen {
    let mut screen = home();
    screen.notice = Some(Notice::new(Tone::Warning, "Remove \"acme\" and its secret?", "This cannot be taken back."));
    screen.buttons = vec![
        ButtonHint { button: Button::No, label: "No, keep it".into() },
        ButtonHint { button: Button::Yes, label: "Yes, remove it".into() },
    ];
    screen
}

pub(crate) fn done() -> Screen {
    let mut screen = screen(
        ScreenName::Done,
        "acme · ConnectWise PSA · North America",
        "Saved",
        "The connection is saved and can be used.",
        &[(Button::Next, "Finish")],
    );
    screen.items = vec![
        Item::Text { text: "9 of 9 rights are held.".into(), tone: Tone::Good },
        Item::Text { text: "The secret is in a file that only you can read.".into(), tone: Tone::Warning },
        Item::Heading("Where".into()),
        Item::Verbatim("/home/kim/.config/psa-connect/connections/acme.toml".into()),
        Item::Heading("Use it next".into()),
        Item::Verbatim("psa-connect test acme".into()),
        Item::Verbatim("psa-connect exec acme -- ./sync365-agent".into()),
    ];
    screen
}
