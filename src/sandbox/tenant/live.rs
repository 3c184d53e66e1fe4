//! The tenant as it is now, and what is worked out from it: a change puts a new state in its place, whole.
//!
//! Whoever answers a request takes one state and keeps to it, whatever happens meanwhile.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError, RwLock},
};

use super::Tenant;

/// The tenant as it is now; clones see the same.
#[derive(Clone, Debug)]
pub struct Live(Arc<RwLock<Arc<Tenant>>>);

impl Live {
    /// Starts with a tenant as it was made.
    pub fn of(tenant: Tenant) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(tenant))))
    }

    /// The state of now.
    pub fn now(&self) -> Arc<Tenant> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a changed copy in place of the state of now.
    pub(super) fn replace<T>(&self, change: impl FnOnce(&mut Tenant) -> T) -> T {
        let mut now = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let mut tenant = Tenant::clone(&now);
        let result = change(&mut tenant);
        *now = Arc::new(tenant);
        result
    }
}

/// What is worked out from the state of now, once for each state.
pub struct Latest<T> {
    live: Live,
    make: Box<dyn Fn(Arc<Tenant>) -> T + Send + Sync>,
    made: Mutex<Option<(Arc<Tenant>, Arc<T>)>>,
}

impl<T> Latest<T> {
    /// Says how it is worked out; nothing is until it is needed.
    pub fn new(live: Live, make: impl Fn(Arc<Tenant>) -> T + Send + Sync + 'static) -> Self {
        Self { live, make: Box::new(make), made: Mutex::new(None) }
    }

    /// What is worked out from the state of now.
    pub fn now(&self) -> Arc<T> {
        let tenant = self.live.now();
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, made)) = &*made
            && Arc::ptr_eq(of, &tenant)
        {
            return Arc::clone(made);
        }
        let fresh = Arc::new((self.make)(Arc::clone(&tenant)));
        *made = Some((tenant, Arc::clone(&fresh)));
        fresh
    }
}

impl<T> fmt::Debug for Latest<T> {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.debug_struct("Latest").finish_non_exhaustive()
    }
}
