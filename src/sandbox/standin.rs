//! Lets the sandbox stand in for the vendors' clouds: the catalogue's sites are answered by it, its logins are offered.

use crate::model::{
    catalog::Catalog,
    id::{FieldId, PsaId, SiteId},
    secret::Secret,
};

use super::{Sandbox, Served};

/// A login that the sandbox offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// The PSA it is for.
    pub psa: PsaId,
    /// The site it is at.
    pub site: SiteId,
    /// Its fields.
    pub values: Vec<(FieldId, Secret)>,
}

impl Sandbox {
    /// Lets every site of both PSAs be answered here: the tenant's own at home, all others where nobody knows it.
    pub fn stand_in(&self, catalog: &mut Catalog) {
        for served in [self.connectwise(), self.autotask()] {
            let psa = PsaId::from(served.psa);
            let sites: Vec<SiteId> =
                catalog.psa(&psa).map(|it| it.sites.iter().map(|it| it.id.clone()).collect()).unwrap_or_default();
            for site in sites {
                let origin = if site.0 == served.home_site { &served.home } else { &served.elsewhere };
                catalog.answer_site_at(&psa, &site, origin);
            }
            catalog.answer_locate_at(&psa, &served.elsewhere);
        }
    }

    /// A login for each PSA.
    pub fn guests(&self) -> [Guest; 2] {
        [self.connectwise(), self.autotask()].map(|it| it.guest(&it.login))
    }

    /// The same with the second key of each, for a rotation.
    pub fn second_guests(&self) -> [Guest; 2] {
        [self.connectwise(), self.autotask()].map(|it| it.guest(&it.second))
    }
}

impl Served {
    fn guest(&self, login: &[(String, String)]) -> Guest {
        let value = |(id, value): &(String, String)| (FieldId::from(id.as_str()), Secret::new(value.as_str()));
        Guest { psa: self.psa.into(), site: self.home_site.as_str().into(), values: login.iter().map(value).collect() }
    }
}
