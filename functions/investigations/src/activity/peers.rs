//! Whom a principal is compared with: those who behave alike, where that is known, else everybody of
//! its account.

use std::collections::HashMap;

use gumshoe_activity::Entity;
use gumshoe_analytics::attack::{AccountPeers, Peers, Share};
use gumshoe_analytics::peers::{Habit, Model};
use gumshoe_domain::GraphId;
use gumshoe_store::{Store, StoreError};

/// Services that write a version behind the names of their APIs: the model knows these names, and not
/// the one that is asked for.
const VERSIONED: &[&str] = &["cloudfront", "lambda"];

/// What is known of peers.
#[derive(Debug, Default)]
pub(crate) struct KnownPeers {
    /// Everybody else of the account.
    pub(super) account: AccountPeers,
    /// Of calls that were asked for: how usual they are among those who behave alike.
    alike: HashMap<(String, String), Share>,
}

impl KnownPeers {
    /// Asks the graph's model, if there is one that knows the principal, of calls.
    pub(super) async fn ask<'a>(
        &mut self,
        store: &Store,
        graph: GraphId,
        principals: &[Entity],
        calls: impl IntoIterator<Item = &'a (String, String)>,
    ) -> Result<(), StoreError> {
        let Some(text) = store.peers_model(graph).await? else {
            return Ok(());
        };
        // What cannot be read is learned anew when the day is over.
        let model: Option<Model> = serde_json::from_str(&text).ok();
        let Some(model) = model.filter(Model::is_sound) else {
            return Ok(());
        };
        self.ask_model(&model, principals, calls);
        Ok(())
    }

    /// Asks a model of calls, if it knows the principal.
    pub(super) fn ask_model<'a>(
        &mut self,
        model: &Model,
        principals: &[Entity],
        calls: impl IntoIterator<Item = &'a (String, String)>,
    ) {
        let peers = principals.iter().map(|it| model.peers(it));
        let Some(peers) = peers.max_by_key(gumshoe_analytics::peers::Peers::len) else {
            return;
        };
        if peers.is_empty() {
            return;
        }
        for (service, api) in calls {
            if VERSIONED.contains(&&**service) {
                continue;
            }
            let rarity = peers.rarity(service, api, Habit::New);
            let share = Share {
                probability: (-rarity.bits).exp2(),
                told: format!(
                    "{} of the {} principals that behave alike called it",
                    rarity.callers, rarity.peers
                ),
            };
            self.alike.insert((service.clone(), api.clone()), share);
        }
    }
}

impl Peers for KnownPeers {
    fn share(&self, service: &str, api: &str) -> Share {
        let known = self.alike.get(&(service.to_owned(), api.to_owned()));
        known
            .cloned()
            .unwrap_or_else(|| self.account.share(service, api))
    }
}
