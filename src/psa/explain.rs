//! x
use crate::model::id::PsaId;
#[derive(Clone, Debug)]
pub struct Explained;
pub fn explain(_: Option<&PsaId>, _: Option<u16>, _: &str) -> Vec<Explained> {
    vec![]
}
