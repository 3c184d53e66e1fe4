//! Pictures of what is offered after a cut. They are the user interface: read them.

use psa_connect::{
    model::{
        catalog::Catalog,
        draft::{Draft, DraftId, DraftSite, PlainFields, Reached, SiteBy},
        guide::Way,
        saved::Name,
    },
    wizard::{
        event::{Button, Event, ItemId},
        resume::{Drafts, Offered},
    },
};

use crate::steps::Play;

fn draft(psa: &str, site: (&str, &str), who: (&str, &str), name: Option<&str>) -> Draft {
    let catalog = Catalog::embedded();
    let facts = catalog.psa(&psa.into()).expect("a known PSA");
    let (id, origin) = site;
    Draft {
        psa: psa.into(),
        integration: Some("sync365".into()),
        site: Some(DraftSite { origin: origin.parse().expect("an origin"), site: Some(id.into()), by: SiteBy::List }),
        pin: None,
        way: Way::LeastPrivilege,
        ticked: [].into(),
        plain: PlainFields::checked(facts, [(who.0.into(), who.1.to_owned())]),
        name: name.map(|it| Name::new(it).expect("a name")),
        store: None,
        step: Reached::Login,
        edits: None,
    }
}

fn acme() -> Offered {
    let draft = draft("connectwise", ("eu", "https://api-eu.myconnectwise.net"), ("company", "acme"), None);
    Offered { id: DraftId::new("a").expect("a name"), draft, ago: "3 minutes ago".into() }
}

fn north() -> Offered {
    let mut draft =
        draft("autotask", ("ws5", "https://webservices5.autotask.net"), ("user_name", "k@n.example"), Some("north"));
    (draft.step, draft.integration) = (Reached::Guide, Some("gone".into()));
    Offered { id: DraftId::new("b").expect("a name"), draft, ago: "2 days ago".into() }
}

fn offering(offered: Vec<Offered>) -> Play {
    let mut play = Play::new("connectwise");
    let run = DraftId::new("run").expect("a name");
    play.wizard = play.wizard.keeping(Drafts { run, offered, unreadable: None });
    play
}

#[test]
fn the_offer_and_what_follows_it() {
    let mut play = offering(vec![acme()]);
    play.picture("cut_off");
    play.press(Button::Remove);
    play.picture("cut_off_thrown_away_question");
    play.press(Button::No);
    play.press(Button::Next);
    play.picture("taken_up");
}

#[test]
fn several_that_were_cut_off_are_a_list() {
    let mut play = offering(vec![acme(), north()]);
    let second = ItemId::Draft(DraftId::new("b").expect("a name"));
    play.picture("cut_off_several");
    play.picture_on("cut_off_several_second", &second);
    play.send(Event::Chose(second));
    play.picture("taken_up_without_integration");
}
