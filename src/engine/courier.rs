//! Carries the requests of a store on a server. The network is set up by the first of them: most runs send none.

use std::sync::OnceLock;

use crate::{
    model::fault::Fault,
    store::{Carrier, VaultReply, VaultRequest},
};

use super::{Network, Transport};

/// A transport of its own, made when it is first needed.
pub struct Courier {
    network: Network,
    transport: OnceLock<Result<Transport, Fault>>,
}

impl Courier {
    /// Remembers how the network is reached. Nothing is read and nothing is sent yet.
    pub fn new(network: Network) -> Self {
        Self { network, transport: OnceLock::new() }
    }
}

impl Carrier for Courier {
    fn carry(&self, request: &VaultRequest) -> Result<VaultReply, Fault> {
        let transport = self.transport.get_or_init(|| Transport::new(&self.network));
        let transport = transport.as_ref().map_err(Clone::clone)?;
        // A store may be asked by a thread that runs tasks, too: this lets others run them meanwhile.
        tokio::task::block_in_place(|| transport.carry(request))
    }
}
