//! Goes through the rows of an Autotask entity that the API user may see, for a digest. Nothing is answered here.

use std::sync::Arc;

use super::Face;
use super::cell::Cell;
use super::entity::{Getter, Source};
use super::records::{Index, id};
use crate::sandbox::backstage::Lines;
use crate::sandbox::scenario::Access;
use crate::sandbox::server::Shared;
use crate::sandbox::tenant::{Listed, Tenant};

/// Entities and ids of rows of the tenant: a product that is billed again and again is a service, too.
pub(in crate::sandbox) fn ids(tenant: &Tenant, list: Listed, rows: &[usize]) -> Vec<(&'static str, u64)> {
    let index = Index::new(tenant);
    let mut ids = Vec::new();
    let mut add = |entity, source, row: Option<usize>| {
        // No id of the sandbox is negative.
        ids.extend(row.and_then(|it| u64::try_from(id(source, it)).ok()).map(|it| (entity, it)));
    };
    for row in rows {
        match list {
            Listed::Companies => add("Companies", Source::Companies, Some(*row)),
            Listed::Agreements => add("Contracts", Source::Contracts, Some(*row)),
            Listed::Products => {
                add("Products", Source::Products, Some(*row));
                add("Services", Source::Services, index.service(*row));
            }
            Listed::Lines => add("ContractServices", Source::ContractServices, index.contract_service(*row)),
        }
    }
    ids
}

/// Takes each row's values in these fields; `None` when there is no such entity, or none that can be queried.
pub(in crate::sandbox) fn digest(shared: &Arc<Shared>, entity: &str, fields: &[&str], lines: &mut Lines) -> Option<()> {
    let face = Face::new(Arc::clone(shared), shared.tenant.now());
    let rules = &shared.scenario.autotask;
    let entity = face.entities.named(entity).filter(|it| it.can_query())?;
    let absent: Getter = |_, _| Cell::Null;
    let getters: Vec<Getter> =
        fields.iter().map(|it| entity.field(it).map_or(absent, |it| entity.fields[it].get)).collect();
    let data = face.data();
    if rules.access(entity.path).query == Access::None {
        return Some(());
    }
    let shown = |row: &usize| data.has(entity.source, *row) && !rules.hides(entity.path, *row);
    for row in (0..data.len(entity.source)).filter(shown) {
        let values: Vec<Cell<'_>> = getters.iter().map(|get| get(data, row)).collect();
        lines.take(&serde_json::to_vec(&values).unwrap_or_default());
    }
    Some(())
}
