//! The sandbox in place of the real PSAs, for `--demo`.

use std::{
    fs::DirBuilder,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

use crate::{
    model::catalog::Catalog,
    sandbox::{Options, Sandbox, scenario::Scenario},
    wizard::event::Offer,
    words,
};

use super::say::Trouble;

/// The running sandbox and, when no directory was named, one for its connections that goes when it goes.
#[derive(Debug)]
pub(super) struct Demo {
    sandbox: Sandbox,
    folder: Option<Folder>,
}

/// A directory of this run only.
#[derive(Debug)]
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // It holds the sandbox's logins only; the next start of the host clears it at the latest.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    fn make() -> std::io::Result<Self> {
        let parent = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|it| it.is_dir());
        let name = format!("psa-connect-demo-{}-{:08x}", std::process::id(), fastrand::u32(..));
        let path = parent.unwrap_or_else(std::env::temp_dir).join(name);
        DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Self(path))
    }
}

impl Demo {
    /// Starts the sandbox.
    pub(super) async fn start(scenario: Scenario, store: DemoStore) -> Result<Self, Trouble> {
        let cannot = |what: &str, error: std::io::Error| {
            Trouble::ours(format!("{what}: {error}"), words::say("demo-cannot-next"))
        };
        let sandbox =
            Sandbox::start(Options::of(scenario)).await.map_err(|it| cannot(words::say("demo-cannot-start"), it))?;
        let folder = match store {
            DemoStore::OfThisRun => Some(Folder::make().map_err(|it| cannot(words::say("demo-no-directory"), it))?),
            DemoStore::Named => None,
        };
        Ok(Self { sandbox, folder })
    }

    /// The directory for connections of this run.
    pub(super) fn directory(&self) -> Option<PathBuf> {
        self.folder.as_ref().map(|it| it.0.clone())
    }

    /// What the person should know: the scenario, and where saved connections go.
    pub(super) fn card(&self) -> String {
        let scenario = self.sandbox.scenario();
        let kept = match self.directory().as_deref().map(Path::display) {
            Some(folder) => words::with("demo-kept-in", &[("folder", folder.to_string().into())]),
            None => words::say("demo-kept-where-named").to_owned(),
        };
        let (name, story) = (scenario.name.as_str().into(), scenario.story.as_str().into());
        format!("{}\n{kept}", words::with("demo-banner", &[("name", name), ("story", story)]))
    }

    /// Lets every site of the catalogue be answered by the sandbox, and gives the logins that it takes.
    pub(super) fn stand_in(&self, catalog: &mut Catalog) -> Vec<Offer> {
        self.sandbox.stand_in(catalog);
        let guests = self.sandbox.guests().into_iter().chain(self.sandbox.second_guests());
        guests.map(|it| Offer { psa: it.psa, site: it.site, values: it.values }).collect()
    }
}

/// Where a demo keeps connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DemoStore {
    /// In a directory that goes when it ends.
    OfThisRun,
    /// Where the person said.
    Named,
}

#[cfg(test)]
mod tests {
    use super::{Demo, DemoStore, Folder};
    use crate::{model::catalog::Catalog, sandbox::scenario::Scenario};

    #[test]
    fn the_folder_goes_with_the_demo() {
        let folder = Folder::make().unwrap();
        let path = folder.0.clone();
        assert!(path.is_dir());
        drop(folder);
        assert!(!path.exists());
    }

    #[tokio::test]
    async fn no_site_of_a_demo_is_off_this_host() {
        let demo = Demo::start(Scenario::named("wrong-zone").unwrap(), DemoStore::Named).await.unwrap();
        let mut catalog = Catalog::embedded();
        let offers = demo.stand_in(&mut catalog);
        for facts in &catalog.psas {
            assert!(facts.sites.iter().all(|it| it.origin.is_loopback()), "{:?}", facts.sites);
            assert!(facts.locate.host.as_ref().is_none_or(crate::model::origin::Origin::is_loopback));
        }
        for offer in offers {
            let facts = catalog.psa(&offer.psa).unwrap();
            let offered: Vec<_> = offer.values.iter().map(|it| &it.0).collect();
            let asked: Vec<_> = facts.fields.iter().map(|it| &it.id).collect();
            assert_eq!(offered, asked);
            assert!(facts.site(&offer.site).is_some(), "{:?}", offer.site);
        }
    }
}
