//! Screens to questions and answers to events, without a terminal: values in, values out.

use zeroize::Zeroizing;

use super::{
    answer::{Answer, Line, answer, one_of},
    menu::{Does, Wanted, entries, rows},
    prompt,
    question::{Asked, Key, Part, Question, parts, questions},
    told,
};
use crate::{
    model::{id::FieldId, secret::Secret},
    wizard::{
        event::{Button, Event, ItemId},
        screen::{
            ButtonHint, FieldItem, FieldText, FindingItem, FindingState, Item, Mark, Screen, ScreenName, Told, Tone,
        },
    },
};

fn screen(name: ScreenName, items: Vec<Item>, buttons: &[(Button, &str)]) -> Screen {
    Screen {
        name,
        connection: "new connection".into(),
        steps: vec![],
        title: String::new(),
        lead: String::new(),
        sent_to: None,
        items,
        busy: None,
        notice: None,
        buttons: buttons.iter().map(|(button, label)| ButtonHint { button: *button, label: (*label).into() }).collect(),
    }
}

fn choice(id: &str, mark: Mark) -> Item {
    let (label, note, detail) = (id.to_uppercase(), String::new(), String::new());
    Item::Choice { id: ItemId::Psa(id.into()), mark, label, note, detail }
}

fn field(id: &str, text: FieldText, on_enter: Option<Button>) -> Item {
    Item::Field(FieldItem {
        id: ItemId::Field(FieldId(id.into())),
        label: id.into(),
        text,
        example: "acme".into(),
        help: "It is in the address.".into(),
        problem: None,
        doubt: None,
        on_enter,
    })
}

fn tick(id: &str) -> Item {
    let menu = Some(format!("System > Members > {id}"));
    Item::Tick { id: ItemId::Tick(id.into()), mark: Mark::Off, menu, text: "Do it.".into(), detail: "Because.".into() }
}

fn text(says: &str) -> Item {
    Item::Text { text: says.into(), tone: Tone::Plain }
}

fn plain(text: &str) -> FieldText {
    FieldText::Plain(text.into())
}

fn asked(screen: &Screen) -> Vec<Question> {
    questions(&parts(screen)).into_iter().cloned().collect()
}

fn given(question: &Question, line: &str) -> Result<Answer, String> {
    let text = Zeroizing::new(line.to_owned());
    answer(question, if line.is_empty() { Line::Nothing } else { Line::Text(&text) })
}

fn chose(id: &str) -> Answer {
    Answer::Tell(vec![Event::Chose(ItemId::Psa(id.into()))])
}

fn pressed(button: Button) -> Event {
    Event::Pressed { button, on: None }
}

#[test]
fn the_questions_of_a_screen_come_in_reading_order_with_what_is_said_between_them() {
    let items = vec![
        field("name", plain("acme"), Some(Button::Next)),
        Item::Heading("Where?".into()),
        choice("here", Mark::On),
        choice("there", Mark::Off),
        text("It is safe there."),
        tick("a"),
        Item::Heading("More".into()),
        tick("b"),
        Item::Heading("It writes".into()),
        Item::Verbatim("/etc/a file".into()),
    ];
    let parts = parts(&screen(ScreenName::Save, items, &[]));
    let said = |it: &Part| match it {
        Part::Says(told) | Part::Beside(told) => {
            format!("{}: {}", told.heading.clone().unwrap_or_default(), told.text)
        }
        Part::Asks(question) => format!("{:?} {}", question.key, question.heading.clone().unwrap_or_default()),
    };
    let said: Vec<_> = parts.iter().map(said).collect();
    let name = format!("{:?} ", Key::Field(ItemId::Field(FieldId("name".into()))));
    let wanted = [&name, "Choices(0) Where?", ": It is safe there.", "Ticks(0) ", "It writes: /etc/a file"];
    assert_eq!(said, wanted);
}

#[test]
fn texts_below_each_choice_belong_to_it_and_a_text_below_all_of_them_does_not() {
    let mixed = vec![choice("a", Mark::Off), text("of a"), choice("b", Mark::Off), text("of b")];
    let behind = vec![choice("a", Mark::Off), choice("b", Mark::Off), text("of both")];
    let below = |items| match &asked(&screen(ScreenName::Integration, items, &[]))[0].asked {
        Asked::Choose { options, .. } => options.iter().map(|it| it.below.clone()).collect::<Vec<_>>(),
        Asked::Tick(_) | Asked::Fill(_) | Asked::Pick { .. } => vec![],
    };
    assert_eq!(below(mixed), [["of a"], ["of b"]]);
    assert_eq!(below(behind), [[""; 0], [""; 0]]);
}

#[test]
fn a_number_or_the_start_of_a_name_chooses_and_anything_else_is_complained_about() {
    let items = vec![choice("north america", Mark::Off), choice("north korea", Mark::Off), choice("oz", Mark::Off)];
    let question = &asked(&screen(ScreenName::Psa, items, &[]))[0];
    assert_eq!(given(question, "3"), Ok(chose("oz")));
    assert_eq!(given(question, " North K "), Ok(chose("north korea")));
    for wrong in ["0", "4", "north", "south", "-1", "1.5"] {
        assert!(given(question, wrong).is_err(), "{wrong}");
    }
    assert_eq!(one_of(["Open A", "Open AB"].into_iter(), "open a"), Ok(0), "a whole name is no start of another");
}

#[test]
fn enter_takes_the_first_where_nothing_else_is_asked_and_what_was_chosen_goes_on() {
    let alone = |mark| asked(&screen(ScreenName::Psa, vec![choice("a", mark), choice("b", Mark::Off)], &[]));
    assert_eq!(given(&alone(Mark::Off)[0], ""), Ok(chose("a")));
    assert_eq!(given(&alone(Mark::On)[0], ""), Ok(Answer::Tell(vec![pressed(Button::Next)])));
    assert_eq!(given(&alone(Mark::On)[0], "1"), Ok(Answer::Tell(vec![pressed(Button::Next)])));
    let among = vec![field("x", plain(""), None), choice("a", Mark::Off), choice("b", Mark::Off)];
    assert_eq!(given(&asked(&screen(ScreenName::Site, among, &[]))[1], ""), Ok(Answer::Keep));
}

#[test]
fn numbers_tick_alone_in_rows_and_in_ranges_or_not_at_all() {
    let question = &asked(&screen(ScreenName::Guide, vec![tick("a"), tick("b"), tick("c")], &[]))[0];
    let ticked =
        |ids: &[&str]| Ok(Answer::Tell(ids.iter().map(|it| Event::Chose(ItemId::Tick((*it).into()))).collect()));
    assert_eq!(given(question, "2"), ticked(&["b"]));
    assert_eq!(given(question, "3, 1"), ticked(&["c", "a"]));
    assert_eq!(given(question, "1-3"), ticked(&["a", "b", "c"]));
    assert_eq!(given(question, ""), Ok(Answer::Keep));
    for wrong in ["4", "0", "3-1", "1-9", "1 x"] {
        assert!(given(question, wrong).is_err(), "{wrong}");
    }
}

#[test]
fn menus_that_ticks_share_are_said_once() {
    let question = &asked(&screen(ScreenName::Guide, vec![tick("a"), tick("b")], &[]))[0];
    let lines: Vec<_> = prompt::question(question).lines.into_iter().map(|it| it.text).collect();
    assert_eq!(lines, ["All below System > Members:", "1. a: Do it.", "2. b: Do it."]);
    let alone = &asked(&screen(ScreenName::Guide, vec![tick("a")], &[]))[0];
    assert_eq!(prompt::question(alone).lines[0].text, "1. System > Members > a: Do it.");
}

#[test]
fn what_the_menu_of_a_tick_names_is_not_named_again() {
    let table = "System > Table Setup > Customize > Service / Priority > Allow access";
    for (menu, text, says) in [
        ("Roles > (the role) > Finance > Invoicing", "Finance / Invoicing: inquire All", "inquire All"),
        ("Roles > (the role) > Finance > Invoicing", "Finance / Invoices: inquire All", "Invoices: inquire All"),
        (table, "System / Table Setup: Service / Priority: Allow access", ""),
        (table, "System / Table Setup: edit, inquire All", "edit, inquire All"),
        ("System > Members > API Members", "Open the tab \"API Members\".", "Open the tab \"API Members\"."),
        ("System > Members", "Company ID: the one you use", "Company ID: the one you use"),
        ("(the level) > Contracts > Contract Visibility", "Contracts / Contract visibility: All", "All"),
    ] {
        assert_eq!(told::besides(menu, text), says);
    }
    let tick = |menu: &str, text: &str| Item::Tick {
        id: ItemId::Tick(text.into()),
        mark: Mark::Off,
        menu: Some(menu.into()),
        text: text.into(),
        detail: String::new(),
    };
    let items = vec![
        tick("Roles > Sync > Finance > Invoicing", "Finance / Invoicing: inquire All"),
        tick("Roles > Sync > Finance > Batch > Allow access", "Finance / Batch: Allow access"),
    ];
    let question = &asked(&screen(ScreenName::Guide, items, &[]))[0];
    let lines: Vec<_> = prompt::question(question).lines.into_iter().map(|it| it.text).collect();
    assert_eq!(lines, ["All below Roles > Sync > Finance:", "1. Invoicing: inquire All", "2. Batch > Allow access"]);
}

#[test]
fn a_shown_text_loses_the_blanks_around_it_and_a_hidden_one_keeps_them_but_no_control_character() {
    let hidden = FieldText::Masked { chars: 0, tail: String::new() };
    let items = vec![field("name", plain(""), None), field("key", hidden, None)];
    let questions = asked(&screen(ScreenName::Save, items, &[]));
    let typed = |id: &str, text: &str| {
        Ok(Answer::Tell(vec![Event::Typed(ItemId::Field(FieldId(id.into())), Secret::new(text))]))
    };
    assert_eq!(given(&questions[0], "  acme "), typed("name", "acme"));
    assert_eq!(given(&questions[1], " a\u{1a}b "), typed("key", " ab "));
}

#[test]
fn a_value_of_a_login_arrives_as_a_paste_and_a_look_up_follows_a_new_or_an_open_one() {
    let login = asked(&screen(ScreenName::Login, vec![field("key", plain(""), None)], &[]));
    let id = ItemId::Field(FieldId("key".into()));
    let paste = Event::Pasted(id.clone(), Secret::new("abc"));
    assert_eq!(given(&login[0], "abc"), Ok(Answer::Tell(vec![paste])));
    let site = |held: &str, mark| {
        let items = vec![field("key", plain(held), Some(Button::Find)), choice("a", mark)];
        asked(&screen(ScreenName::Site, items, &[])).remove(0)
    };
    let find = Event::Pressed { button: Button::Find, on: Some(id.clone()) };
    let typed = Event::Typed(id, Secret::new("abc"));
    assert_eq!(given(&site("", Mark::Off), "abc"), Ok(Answer::Tell(vec![typed, find.clone()])));
    assert_eq!(given(&site("abc", Mark::Off), ""), Ok(Answer::Tell(vec![find])));
    assert_eq!(given(&site("abc", Mark::On), ""), Ok(Answer::Keep));
    assert_eq!(given(&site("", Mark::Off), ""), Ok(Answer::Keep));
}

#[test]
fn nothing_is_saved_by_the_way_and_a_lone_field_is_submitted() {
    let alone = vec![field("x", plain(""), Some(Button::Next))];
    let both = vec![field("x", plain(""), Some(Button::Next)), tick("a")];
    let events = |items| match given(&asked(&screen(ScreenName::Save, items, &[]))[0], "abc") {
        Ok(Answer::Tell(events)) => events.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!((events(alone), events(both)), (2, 1));
}

#[test]
fn a_screen_that_wants_a_yes_asks_nothing_else_and_enter_is_no() {
    let items = vec![choice("a", Mark::On), text("Gone is gone.")];
    let screen = screen(ScreenName::Save, items, &[(Button::Yes, "Yes, do it"), (Button::No, "No, keep it")]);
    assert_eq!(asked(&screen), []);
    let does: Vec<_> = entries(&screen, None).into_iter().map(|it| it.does).collect();
    assert_eq!(does, [Does::Tell(pressed(Button::No)), Does::Tell(pressed(Button::Yes))]);
}

#[test]
fn the_likeliest_comes_first_in_a_menu_and_the_way_back_last() {
    let labels = |buttons: &[(Button, &str)]| {
        let entries = entries(&screen(ScreenName::Login, vec![], buttons), None);
        entries.into_iter().map(|it| it.label).collect::<Vec<_>>()
    };
    let back = (Button::Back, "Back");
    let sandbox = (Button::FillSandbox, "Sandbox's login");
    assert_eq!(labels(&[back, sandbox, (Button::Next, "Test")]), ["Test", "Sandbox's login", "Back"]);
    let used = labels(&[back, (Button::UsePasted, "Use"), (Button::DropPasted, "Drop"), (Button::Next, "Test")]);
    assert_eq!(used, ["Use", "Drop", "Test", "Back"]);
    assert_eq!(labels(&[back, (Button::RetryAll, "Again"), (Button::Mend, "Mend")]), ["Mend", "Again", "Back"]);
}

fn row(name: &str) -> Item {
    let cells = [name, "ConnectWise PSA", "", "14/14 rights"].map(Into::into).to_vec();
    Item::Connection { id: ItemId::Connection(name.into()), cells, detail: String::new() }
}

#[test]
fn a_row_is_picked_first_and_what_is_about_it_is_asked_then() {
    let buttons = [(Button::New, "New"), (Button::Test, "Test"), (Button::Remove, "Remove"), (Button::Quit, "Quit")];
    let screen = screen(ScreenName::Home, vec![row("acme"), row("bolt")], &buttons);
    let question = &asked(&screen)[0];
    let lines: Vec<_> = prompt::question(question).lines.into_iter().map(|it| it.text).collect();
    assert_eq!(lines[0], "1. acme: ConnectWise PSA, 14/14 rights");
    assert_eq!(lines[2..], ["3. New", "4. Quit"]);
    let bolt = ItemId::Connection("bolt".into());
    assert_eq!(given(question, "bo"), Ok(Answer::About(bolt.clone())));
    assert_eq!(given(question, "new"), Ok(Answer::Tell(vec![pressed(Button::New)])));
    let about: Vec<_> = entries(&screen, Some(&bolt)).into_iter().map(|it| it.does).collect();
    let on = |button| Does::Tell(Event::Pressed { button, on: Some(bolt.clone()) });
    assert_eq!(about, [on(Button::Test), on(Button::Remove)]);
    let empty = Screen { items: vec![], ..screen };
    let labels: Vec<_> = entries(&empty, None).into_iter().map(|it| it.label).collect();
    assert_eq!(labels, ["New", "Quit"], "without rows nothing is about one");
}

fn finding(id: &str, state: FindingState) -> Item {
    Item::Finding(FindingItem {
        id: ItemId::Right(id.into()),
        state,
        label: format!("Finance / {id}"),
        needed: "inquire All".into(),
        found: "inquire None".into(),
        took: None,
        detail: vec![Told::Menu("System > Roles".into())],
    })
}

#[test]
fn a_state_is_a_word_and_what_is_missing_says_where_it_is_set() {
    let said = |state| told::item(&finding("Invoicing", state), &[]).map(|it| it.text).unwrap_or_default();
    assert_eq!(said(FindingState::Good), "ok   Finance / Invoicing: inquire None");
    let missing = "missing Finance / Invoicing: inquire None; needed: inquire All. Set it at System > Roles.";
    assert_eq!(said(FindingState::Bad), missing);
    assert!(said(FindingState::Unclear).starts_with("could not tell Finance"));
}

#[test]
fn only_what_could_not_be_told_can_be_confirmed_and_only_what_is_known_has_details() {
    let states = [FindingState::Good, FindingState::Unclear, FindingState::Waiting];
    let items = states.iter().enumerate().map(|(n, it)| finding(&n.to_string(), *it)).collect();
    let screen =
        screen(ScreenName::Test, items, &[(Button::RetryRight, "Retry row"), (Button::Confirm, "Confirm row")]);
    let n = |wanted| rows(&screen, wanted).len();
    let found = [Wanted::Press(Button::RetryRight), Wanted::Press(Button::Confirm), Wanted::Details].map(n);
    assert_eq!(found, [3, 1, 2]);
    let does: Vec<_> = entries(&screen, None).into_iter().map(|it| it.does).collect();
    assert_eq!(does[2], Does::Ask(Wanted::Details));
}
