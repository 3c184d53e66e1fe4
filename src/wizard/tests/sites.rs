//! Sites that are looked up without keys, and what is said of their answers.

use crate::{
    model::{fault::Fault, id::JobId, origin::Origin, secret::Secret, shown::Shown},
    wizard::{
        Step, Wizard,
        event::{Button, Effect, Event, Finish, ItemId, Job, Known, Progress, SiteAnswer},
        screen::{Item, Tone},
    },
};

use super::situations::{at_site, field, press};

/// After a look-up of `acme` in which these sites answered.
fn looked_up(answers: Vec<(&str, Known)>) -> Wizard {
    let mut wizard = at_site();
    assert_eq!(wizard.update(Event::Typed(field("company"), Secret::new("acme"))), []);
    let job = Job::Locate { psa: "connectwise".into(), text: "acme".into() };
    assert_eq!(wizard.update(press(Button::Find)), [Effect::Start(JobId(0), job)]);
    for (site, answer) in answers {
        let origin = Origin::https(&format!("api-{site}.myconnectwise.net")).unwrap();
        let answer = SiteAnswer { site: Some(site.into()), origin, answer };
        assert_eq!(wizard.update(Event::Progressed(JobId(0), Progress::Located(answer))), []);
    }
    assert_eq!(wizard.update(Event::Finished(JobId(0), Finish::Located)), []);
    wizard
}

fn known_in_europe() -> Wizard {
    looked_up(vec![("na", Known::No), ("eu", Known::Yes(Shown::new("Acme IT")))])
}

#[test]
fn the_only_site_that_knows_the_company_is_chosen_but_not_entered() {
    let screen = known_in_europe().screen();
    let verbatim = screen.items.iter().find_map(|it| if let Item::Verbatim(it) = it { Some(it) } else { None });
    assert_eq!(verbatim.unwrap(), "https://api-eu.myconnectwise.net/v4_6_release/apis/3.0");
    assert_eq!(screen.notice.map(|it| it.tone), Some(Tone::Good));
}

#[test]
fn a_site_that_does_not_know_them_while_another_does_is_held_up_once() {
    let mut wizard = known_in_europe();
    let pasted =
        || Event::Pasted(ItemId::Address, Secret::new("https://na.myconnectwise.net/v2025_1/ConnectWise.aspx"));
    let _ = wizard.update(pasted());
    assert_eq!(wizard.update(press(Button::Next)), []);
    let notice = wizard.screen().notice.unwrap();
    assert_eq!((wizard.step(), notice.tone), (Step::Site, Tone::Warning));
    assert_eq!(notice.says, "North America does not know \"acme\", but Europe does.");
    assert_eq!(wizard.update(press(Button::Next)), []);
    assert_eq!(wizard.step(), Step::Guide, "it was said");
}

#[test]
fn a_site_is_not_held_up_for_what_another_company_was_answered() {
    let mut wizard = known_in_europe();
    let _ = wizard.update(Event::Chose(ItemId::Site("na".into())));
    let _ = wizard.update(Event::Typed(field("company"), Secret::new("other")));
    let _ = wizard.update(press(Button::Next));
    assert_eq!(wizard.step(), Step::Guide);
}

#[test]
fn sites_that_could_not_be_asked_have_not_said_that_they_know_nobody() {
    let fault = Fault::UnknownHost { host: "api-na.myconnectwise.net".into() };
    let notice = looked_up(vec![("na", Known::Failed(fault.clone()))]).screen().notice.unwrap();
    assert!(notice.says.starts_with("No region could be asked: "), "{}", notice.says);
    assert_eq!(notice.remedy, fault.remedy());
}
