//! What a child does to a store, and how it says what came of it.

use std::path::Path;

use jiff::Timestamp;
use psa_connect::{
    engine::{EngineSetup, Limits, Network, Solo},
    model::{
        catalog::Catalog,
        draft::{Draft, DraftId, PlainFields, Reached},
        fault::Fault,
        guide::Way,
        hand_over::Manner,
        saved::Replace,
        store_kind::StoreKind,
    },
    store::{Listed, Store},
    wizard::event::{Finish, Job},
};

use crate::{catalog, login, name, passphrase, stamp, to_save};

fn now() -> Timestamp {
    crate::NOW.parse().expect("a time")
}

pub(crate) fn draft_id() -> DraftId {
    DraftId::new("0a1b2c3d").expect("a draft's name")
}

fn draft() -> Draft {
    Draft {
        psa: "connectwise".into(),
        integration: Some("sync365".into()),
        site: None,
        pin: None,
        way: Way::Simple,
        ticked: ["step-1".to_owned()].into(),
        plain: PlainFields::default(),
        name: Some(name("acme")),
        store: None,
        step: Reached::Login,
        edits: None,
    }
}

/// Does one thing, and reads back what it wrote: what is said to be done is done.
pub(crate) fn act(what: &str, path: &Path) -> Result<(), Fault> {
    let store = Store::at(path);
    let acme = name("acme");
    let holds = |of: &str, text: &str| -> Result<(), Fault> {
        let it = Store::at(path);
        if of == "crypt" {
            it.unlock(StoreKind::EncryptedFile, &passphrase())?;
        }
        assert_eq!(it.open(&name(of), catalog())?.1.values(), login(text).values());
        Ok(())
    };
    match what {
        "save" => {
            store.save(&to_save("acme", "third", StoreKind::File, Replace::Yes), &stamp())?;
            holds("acme", "third")
        }
        "open" => holds("acme", "second"),
        "save encrypted" => {
            store.save(&to_save("crypt", "third", StoreKind::EncryptedFile, Replace::Yes), &stamp())?;
            holds("crypt", "third")
        }
        "open encrypted" => holds("crypt", "first"),
        "first passphrase" => {
            store.choose_passphrase(None, &passphrase())?;
            Store::at(path).unlock(StoreKind::EncryptedFile, &passphrase())
        }
        "move" => {
            store.unlock(StoreKind::EncryptedFile, &passphrase())?;
            store.move_to(&acme, StoreKind::EncryptedFile).map(drop)
        }
        "undo" => {
            store.undo(&acme, crate::NOW)?;
            holds("acme", "first")
        }
        "rename" => {
            store.rename(&acme, &name("umbrella"))?;
            holds("umbrella", "second")
        }
        "keep report" => {
            store.keep_report(&acme, "{\"new\":true}")?;
            assert_eq!(Store::at(path).last_report(&acme)?.as_deref(), Some("{\"new\":true}"));
            Ok(())
        }
        "read report" => store.last_report(&acme).map(drop),
        "note refusal" => {
            store.note_refusal(&login("second"), now())?;
            assert!(Store::at(path).refused(&login("second"), now())?.is_some());
            Ok(())
        }
        "draft" => store.hold_draft(&draft_id())?.keep(&draft(), crate::NOW),
        "read drafts" => {
            let found = store.drafts(catalog(), now());
            found.unreadable.into_iter().next().map_or(Ok(()), Err)
        }
        "hand over" => store.hand_overs().note(Manner::Credentials, &acme, None),
        "read hand-overs" => store.hand_overs().read(None).map(drop),
        "list" => store.list().into_iter().try_for_each(|it| match it {
            Listed::Connection(_) => Ok(()),
            Listed::Broken { fault, .. } => Err(fault),
        }),
        "sheet" => sheet(store),
        other => panic!("{other} is nothing that a child can do"),
    }
}

/// Writes the guide's sheet into the working directory.
fn sheet(store: Store) -> Result<(), Fault> {
    let network = Network { limits: Limits::within(std::time::Duration::from_secs(1)), ..Network::default() };
    let setup = EngineSetup { catalog: std::sync::Arc::new(Catalog::embedded()), store, network };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("threads");
    let job = Job::WriteSheet { file: "guide.txt".into(), text: "the sheet".into() };
    let finish = runtime.block_on(Solo::new(setup).run(job)).finish;
    if matches!(finish, Finish::Wrote(_)) { Ok(()) } else { Err(finish.into_fault()) }
}

/// Does it and prints what came of it, in one line.
pub(crate) fn tell(what: &str, path: &Path) {
    match act(what, path) {
        Ok(()) => println!("outcome done"),
        Err(fault) => println!("outcome refused: {fault}. {}", fault.remedy()),
    }
    for it in Store::at(path).repaired() {
        println!("repaired {it}");
    }
}
