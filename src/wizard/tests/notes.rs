//! Pasted notes: what each step takes of them, what is shown before use, and values in each other's place.

use crate::{
    model::secret::Secret,
    wizard::{
        Wizard,
        event::{Button, Effect, Event, ItemId, Job},
        screen::{FieldText, Item, Screen},
    },
};

use super::situations::{at_login, at_site, connectwise_values, field, press};

/// Everything that a screen says.
fn said(screen: &Screen) -> String {
    let notice = screen.notice.iter().map(|it| format!("{} {}", it.says, it.remedy));
    let items = screen.items.iter().map(|it| format!("{it:?}"));
    notice.chain(items).collect::<Vec<_>>().join("\n")
}

fn text_of(wizard: &Wizard, id: &str) -> Option<FieldText> {
    let items = wizard.screen().items.into_iter();
    let mut fields = items.filter_map(|it| if let Item::Field(field) = it { Some(field) } else { None });
    fields.find(|it| it.id == field(id)).map(|it| it.text)
}

fn has(wizard: &Wizard, button: Button) -> bool {
    wizard.screen().buttons.iter().any(|it| it.button == button)
}

fn paste(wizard: &mut Wizard, into: ItemId, text: &str) {
    let _ = wizard.update(Event::Pasted(into, Secret::new(text)));
}

fn whole_note() -> String {
    let [company, public, private, client] = connectwise_values().map(|(_, value)| value);
    format!(
        "> Site: https://eu.myconnectwise.net/v2025_1/ConnectWise.aspx\n> Company ID: {company}\n> Public key: {public}\n\
         > Private key: {private}\n> Client ID: {client}\n"
    )
}

#[test]
fn a_note_on_the_site_step_gives_that_step_its_part_and_keeps_the_rest_for_the_login() {
    for into in [ItemId::Address, field("company")] {
        let mut wizard = at_site();
        paste(&mut wizard, into, &whole_note());
        assert_eq!(text_of(&wizard, "company"), Some(FieldText::Plain("acme".into())));
        let screen = said(&wizard.screen());
        assert!(screen.contains("Taken from what you pasted: Company ID and the address."), "{screen}");
        assert!(screen.contains("https://api-eu.myconnectwise.net"), "{screen}");
        assert!(screen.contains("Waiting for the login step: Public key, Private key and Client ID."), "{screen}");
        for (id, value) in connectwise_values() {
            assert!(id == "company" || !screen.contains(value), "{id} is on the screen: {screen}");
        }
        let _ = wizard.update(press(Button::Next));
        let _ = wizard.update(press(Button::Next));
        assert_eq!(text_of(&wizard, "private_key"), Some(FieldText::Masked { chars: 0, tail: String::new() }));
        let screen = said(&wizard.screen());
        assert!(screen.contains("Private key: 16 characters") && !screen.contains("ary3"), "{screen}");
        let _ = wizard.update(press(Button::Reveal));
        assert!(said(&wizard.screen()).contains("Private key: 16 characters, ends in ary3"));
        let _ = wizard.update(press(Button::Reveal));
        assert!(screen.contains("Left out: the > marks of a quoted message."), "{screen}");
        let _ = wizard.update(press(Button::UsePasted));
        assert_eq!(text_of(&wizard, "private_key"), Some(FieldText::Masked { chars: 16, tail: String::new() }));
        assert_eq!(text_of(&wizard, "company"), Some(FieldText::Plain("acme".into())));
    }
}

#[test]
fn a_browsers_address_on_the_site_step_gives_its_company_too() {
    let mut wizard = at_site();
    paste(&mut wizard, ItemId::Address, "https://eu.myconnectwise.net/v2025_1/ConnectWise.aspx?companyName=acme");
    assert_eq!(text_of(&wizard, "company"), Some(FieldText::Plain("acme".into())));
    assert!(said(&wizard.screen()).contains("https://api-eu.myconnectwise.net"));
    let mut wizard = at_site();
    paste(&mut wizard, field("company"), "eu.myconnectwise.net");
    assert_eq!(text_of(&wizard, "company"), Some(FieldText::Plain(String::new())));
    assert!(said(&wizard.screen()).contains("https://api-eu.myconnectwise.net"));
}

#[test]
fn a_note_for_another_product_is_said_to_be_so_and_stops_nobody() {
    let mut wizard = at_site();
    let _ = wizard.update(Event::Chose(ItemId::Site("eu".into())));
    paste(&mut wizard, ItemId::Address, "Server: acme.hostedrmm.com\nCompany ID: acme");
    let screen = said(&wizard.screen());
    assert!(screen.contains("This is ConnectWise Automate (the RMM), another product."), "{screen}");
    assert!(screen.contains("https://api-eu.myconnectwise.net"), "the site that was chosen stays: {screen}");
}

#[test]
fn one_value_and_one_address_are_taken_as_before() {
    let mut wizard = at_site();
    paste(&mut wizard, field("company"), " \"acme\"\r\n");
    assert_eq!(text_of(&wizard, "company"), Some(FieldText::Plain("acme".into())));
    paste(&mut wizard, ItemId::Address, "na.myconnectwise.net");
    let screen = said(&wizard.screen());
    assert!(screen.contains("https://api-na.myconnectwise.net") && !screen.contains("Taken from"), "{screen}");
}

#[test]
fn a_note_for_another_site_is_doubted_on_the_login_step() {
    let mut wizard = at_login();
    paste(&mut wizard, field("company"), &whole_note().replace("eu.", "au."));
    let screen = said(&wizard.screen());
    assert!(screen.contains("The note is for api-au.myconnectwise.net, but keys will go to api-eu"), "{screen}");
    let _ = wizard.update(press(Button::DropPasted));
    assert!(!said(&wizard.screen()).contains("api-au"));
}

#[test]
fn two_values_in_each_others_place_are_swapped_with_one_press() {
    let mut wizard = at_login();
    let [company, public, private, client] = connectwise_values().map(|(_, value)| value);
    for (id, value) in [("company", company), ("public_key", client), ("private_key", private), ("client_id", public)] {
        assert!(!has(&wizard, Button::Swap));
        let _ = wizard.update(Event::Typed(field(id), Secret::new(value)));
    }
    assert!(has(&wizard, Button::Swap));
    assert_eq!(wizard.update(press(Button::Swap)), []);
    assert!(!has(&wizard, Button::Swap));
    assert!(said(&wizard.screen()).contains("\"Public key\" and \"Client ID\" have changed places."));
    assert_eq!(text_of(&wizard, "public_key"), Some(FieldText::Masked { chars: 16, tail: String::new() }));
    assert_eq!(text_of(&wizard, "client_id"), Some(FieldText::Masked { chars: 36, tail: String::new() }));
}

#[test]
fn a_note_with_two_values_for_a_field_says_so_where_each_is_taken() {
    let (first, second) = ("aB3dE5gH7jK9mN1p", "cC4eE6gG8iI0kK2m");
    let note = format!("Company ID: acme\nCompany ID: other\nPublic key: {first}\nPublic key: {second}\n");
    let mut wizard = at_site();
    paste(&mut wizard, field("company"), &note);
    let screen = said(&wizard.screen());
    assert!(screen.contains("There is more than one Company ID in the note. The first is taken"), "{screen}");
    assert!(!screen.contains("more than one Public key"), "{screen}");
    let mut wizard = at_login();
    paste(&mut wizard, field("public_key"), &note);
    let screen = said(&wizard.screen());
    assert!(screen.contains("There is more than one Public key in the note. The first is taken"), "{screen}");
    assert!(!screen.contains(second), "{screen}");
    let _ = wizard.update(press(Button::UsePasted));
    assert!(!said(&wizard.screen()).contains("more than one"), "{}", said(&wizard.screen()));
}

#[test]
fn values_that_look_swapped_are_not_sent_before_that_was_said_once() {
    let mut wizard = at_login();
    let [company, public, private, client] = connectwise_values().map(|(_, value)| value);
    for (id, value) in [("company", company), ("public_key", client), ("private_key", private), ("client_id", public)] {
        let _ = wizard.update(Event::Typed(field(id), Secret::new(value)));
    }
    assert_eq!(wizard.update(press(Button::Next)), []);
    let screen = said(&wizard.screen());
    assert!(screen.contains("\"Public key\" and \"Client ID\" look as if they had changed places."), "{screen}");
    // Another wrong place is another question.
    let _ = wizard.update(Event::Typed(field("public_key"), Secret::new("0f8fad5b-d9cb-469f-a165-70867728950e")));
    assert_eq!(wizard.update(press(Button::Next)), []);
    assert!(matches!(wizard.update(press(Button::Next)).as_slice(), [Effect::Start(_, Job::Test { .. })]));
}

#[test]
fn swapped_values_of_a_note_are_doubted_and_mended_before_they_are_used() {
    let mut wizard = at_login();
    let [company, public, private, client] = connectwise_values().map(|(_, value)| value);
    let note = format!("Company ID: {company}\nPublic key: {client}\nPrivate key: {private}\nClient ID: {public}\n");
    paste(&mut wizard, field("company"), &note);
    let screen = said(&wizard.screen());
    assert!(screen.contains("Public key: This and \\\"Client ID\\\" look as if they had changed places."), "{screen}");
    let _ = wizard.update(press(Button::Swap));
    let screen = said(&wizard.screen());
    assert!(screen.contains("Client ID: 36 characters") && screen.contains("Public key: 16 characters"), "{screen}");
    assert!(!has(&wizard, Button::Swap));
    // A doubt stops nobody.
    let _ = wizard.update(press(Button::Swap));
    let _ = wizard.update(press(Button::UsePasted));
    assert_eq!(text_of(&wizard, "client_id"), Some(FieldText::Masked { chars: 36, tail: String::new() }));
}

#[test]
fn who_typed_what_can_be_looked_up_is_told_to_look_it_up() {
    let remedy = |wizard: &Wizard| wizard.screen().notice.map(|it| it.remedy).unwrap_or_default();
    let mut wizard = at_site();
    let _ = wizard.update(press(Button::Next));
    assert!(!remedy(&wizard).contains("Look up"), "{}", remedy(&wizard));
    let _ = wizard.update(Event::Typed(field("company"), Secret::new("acme")));
    let _ = wizard.update(press(Button::Next));
    assert!(remedy(&wizard).starts_with("Press \"Look up\""), "{}", remedy(&wizard));
}

#[test]
fn a_note_that_is_used_takes_what_was_said_of_the_paste_before_along() {
    let mut wizard = at_login();
    paste(&mut wizard, field("public_key"), "Pub1Key2\nCanary34");
    assert!(said(&wizard.screen()).contains("Removed "), "{}", said(&wizard.screen()));
    paste(&mut wizard, field("public_key"), &whole_note());
    let _ = wizard.update(press(Button::UsePasted));
    assert!(!said(&wizard.screen()).contains("Removed "), "{}", said(&wizard.screen()));
}

#[test]
fn a_value_pasted_after_a_note_takes_the_place_of_that_of_the_note() {
    let mut wizard = at_login();
    let [company, public, ..] = connectwise_values().map(|(_, value)| value);
    paste(&mut wizard, field("company"), &format!("Company ID: {company}\nPublic key: {public}\n"));
    assert!(said(&wizard.screen()).contains("Public key: 16 characters"), "{}", said(&wizard.screen()));
    paste(&mut wizard, field("public_key"), "Another1Key2Here");
    assert!(!said(&wizard.screen()).contains("Public key: 16 characters"), "{}", said(&wizard.screen()));
    assert!(said(&wizard.screen()).contains("Company ID: acme"), "the rest of the note stays");
    paste(&mut wizard, field("company"), "acme");
    assert!(!has(&wizard, Button::UsePasted), "nothing is left of it");
}
