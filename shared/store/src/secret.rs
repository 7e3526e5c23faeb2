//! The deployment's own secret: the key of its page tokens.

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use crate::Store;
use crate::error::StoreError;
use crate::item::{Item, Stored};
use crate::table::Key;
use crate::transaction::{Condition, Outcome, Transaction};

const KEY_BYTES: usize = 32;

impl Store {
    /// Makes the key of page tokens, unless there is one.
    ///
    /// # Errors
    /// When the table cannot be written or there is no randomness.
    pub async fn ensure_page_token_key(&self) -> Result<(), StoreError> {
        let mut bytes = vec![0; KEY_BYTES];
        getrandom::fill(&mut bytes).map_err(StoreError::service("getrandom"))?;
        let mut transaction = Transaction::new(&self.table);
        let item =
            Item::new(&Key::page_token_key()).value("Bytes", AttributeValue::B(Blob::new(bytes)));
        transaction.put(item.build(), Some(Condition::absent()));
        match transaction.run(self).await? {
            Outcome::Done | Outcome::Refused(_) => Ok(()),
        }
    }

    /// The key of page tokens, read once in a process; `None` when no graph was ever created, and so
    /// no key.
    ///
    /// # Errors
    /// When the table cannot be read.
    pub async fn page_token_key(&self) -> Result<Option<Vec<u8>>, StoreError> {
        if let Some(key) = self.page_token_key.get() {
            return Ok(Some(key.clone()));
        }
        let Some(item) = self.item(&Key::page_token_key()).await? else {
            return Ok(None);
        };
        let bytes = item.get("Bytes").and_then(|value| value.as_b().ok());
        let bytes = bytes
            .ok_or_else(|| Stored(&item).malformed("Bytes"))?
            .as_ref()
            .to_vec();
        // Another task may have been first; both read the same.
        let _ = self.page_token_key.set(bytes.clone());
        Ok(Some(bytes))
    }
}
