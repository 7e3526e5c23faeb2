//! The interfaces of one object.

use gumshoe_activity::Entity;
use gumshoe_activity::flow::Interface;
use gumshoe_domain::AccountId;

use super::direction::Addresses;
use super::field::{Field, Fields};
use super::task::{self, Task};
use crate::memo::{Memo, MemoKey};
use crate::tally::RecordRejected;

/// What names an interface; its account comes before.
const TEXTS: [Field; 5] = [
    Field::InstanceId,
    Field::InterfaceId,
    Field::VpcId,
    Field::SubnetId,
    Field::AzId,
];

/// An interface that records are of.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) account: AccountId,
    /// In the order of [`TEXTS`].
    texts: [Option<String>; TEXTS.len()],
    /// Whether the account is another than that of the object's key.
    pub(super) is_of_another_account: bool,
    /// Whether a text was cut.
    pub(super) is_cut: bool,
    /// What its records have in common.
    pub(super) addresses: Addresses,
    /// The ECS task that it belongs to.
    pub(super) task: Option<Task>,
}

impl Known {
    /// As a part of rows.
    pub(super) fn interface(&self) -> Interface<'_> {
        let [instance_id, interface_id, vpc_id, subnet_id, az_id] =
            self.texts.each_ref().map(Option::as_deref);
        Interface {
            account: self.account.as_str(),
            instance_id,
            interface_id,
            vpc_id,
            subnet_id,
            az_id,
        }
    }
}

/// Bytes of a text that are looked at: some more than an identifier may have.
const MOST_BYTES: usize = Entity::MAX_ID_BYTES + 8;

/// Interfaces, each once.
#[derive(Debug, Default)]
pub(super) struct Interfaces {
    pub(super) list: Vec<Known>,
    /// Places in the list by the texts as they were written.
    places: Memo<Result<usize, RecordRejected>>,
    key: MemoKey,
    /// Bytes of all texts.
    text_bytes: usize,
}

impl Interfaces {
    /// The place of a record's interface, which is added unless it is there. Records without a valid
    /// account of their own are of the `object`'s.
    pub(super) fn place(
        &mut self,
        fields: &impl Fields,
        object: Option<AccountId>,
    ) -> Result<usize, RecordRejected> {
        let account = fields.text(Field::AccountId);
        // What is behind is cut away in any case, and must not fill the memory before.
        let texts = TEXTS.map(|it| fields.text(it).map(|it| it.get(..MOST_BYTES).unwrap_or(it)));
        let of_task =
            task::TEXTS.map(|it| fields.text(it).map(|it| it.get(..MOST_BYTES).unwrap_or(it)));
        let mut key = [None; 1 + TEXTS.len() + task::TEXTS.len()];
        let named = [account].into_iter().chain(texts).chain(of_task);
        key.iter_mut()
            .zip(named)
            .for_each(|(kept, text)| *kept = text);
        self.key.set(key);
        let (list, text_bytes) = (&mut self.list, &mut self.text_bytes);
        self.places.get_or_make(&self.key, || {
            let mut known = known(account, texts, object)?;
            known.task = Task::told(of_task, known.account);
            *text_bytes += known.texts.iter().flatten().map(String::len).sum::<usize>();
            *text_bytes += known.task.as_ref().map_or(0, Task::bytes);
            list.push(known);
            Ok(list.len() - 1)
        })
    }

    /// Bytes of memory held, about.
    pub(super) fn memory(&self) -> usize {
        self.list.capacity() * size_of::<Known>() + self.text_bytes + self.places.memory()
    }
}

fn known(
    account: Option<&[u8]>,
    texts: [Option<&[u8]>; TEXTS.len()],
    object: Option<AccountId>,
) -> Result<Known, RecordRejected> {
    let [instance, interface, ..] = texts;
    if instance.or(interface).is_none() {
        return Err(RecordRejected::NoInterface);
    }
    // An interface that stands for its instance is kept as one whose instance is not known.
    let is_named_twice = instance == interface;
    // AWS writes `unknown` for the interfaces of some of its services.
    let named: Option<AccountId> = account
        .and_then(|it| std::str::from_utf8(it).ok())
        .and_then(|it| it.parse().ok());
    let mut is_cut = false;
    let mut texts = texts.map(|text| {
        let text = String::from_utf8_lossy(text?);
        let kept = cut(&text);
        is_cut |= kept.len() < text.len();
        Some(kept.to_owned())
    });
    if is_named_twice {
        texts[0] = None;
    }
    Ok(Known {
        account: named.or(object).ok_or(RecordRejected::NoAccount)?,
        texts,
        is_of_another_account: named.zip(object).is_some_and(|(it, key)| it != key),
        is_cut,
        addresses: Addresses::default(),
        task: None,
    })
}

/// As much of a text as an identifier may have, in whole characters.
fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(Entity::MAX_ID_BYTES))
        .unwrap_or(text)
}
