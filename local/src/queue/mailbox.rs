//! Messages that wait, are hidden or are gone, as a queue of Amazon SQS keeps them: a message that
//! is received is hidden for a while, and comes again unless its receiver deletes it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use gumshoe_domain::Timestamp;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep_until};

use crate::clock::now;

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// Its id, which it keeps wherever it is moved.
    pub(crate) id: String,
    /// What was sent.
    pub(crate) body: String,
    /// How often it was received from this queue, with this time.
    pub(crate) receives: u32,
    /// When it was sent.
    pub(crate) sent: Timestamp,
    /// When it was received for the first time.
    pub(crate) first_received: Option<Timestamp>,
}

/// A message that was received, and what its receiver deletes it with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    pub(crate) message: Message,
    pub(crate) handle: String,
}

/// How many messages there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Those that can be received.
    pub(crate) visible: usize,
    /// Those that somebody has received.
    pub(crate) in_flight: usize,
    /// Those that were sent with a delay.
    pub(crate) delayed: usize,
}

/// How long a message that is received stays hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hidden {
    /// So long, or until it is deleted.
    For(Duration),
    /// Until its receiver says what became of it, which it always does.
    UntilDone,
}

/// The messages of one queue.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mailbox(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    arrived: Notify,
    total: watch::Sender<usize>,
}

#[derive(Debug, Default)]
struct State {
    receipts: u64,
    ready: VecDeque<Message>,
    delayed: Vec<(Instant, Message)>,
    /// By receipt handle; without a moment it stays hidden.
    in_flight: BTreeMap<String, (Option<Instant>, Message)>,
}

impl Mailbox {
    /// Puts a new message in, which can be received after `delay`; its id.
    pub(crate) fn send(&self, body: String, delay: Duration) -> String {
        let id = crate::notify::uuid(crate::random_bits());
        let message = Message {
            id: id.clone(),
            body,
            receives: 0,
            sent: now(),
            first_received: None,
        };
        if delay.is_zero() {
            self.put(message);
        } else {
            self.change(|state| state.delayed.push((Instant::now() + delay, message)));
        }
        id
    }

    /// Puts a message in that was in another queue.
    pub(crate) fn put(&self, message: Message) {
        let message = Message {
            receives: 0,
            first_received: None,
            ..message
        };
        self.change(|state| state.ready.push_back(message));
    }

    /// Receives at most `most` messages.
    pub(crate) fn receive(&self, most: usize, hidden: Hidden) -> Vec<Received> {
        self.change(|state| {
            state.surface();
            let count = state.ready.len().min(most);
            let taken: Vec<Message> = state.ready.drain(..count).collect();
            taken
                .into_iter()
                .map(|message| state.hide(message, hidden))
                .collect()
        })
    }

    /// Waits until `count` messages can be received.
    pub(crate) async fn until_ready(&self, count: usize) {
        loop {
            // Made before the look, so that what arrives after the look is not missed.
            let arrived = self.0.arrived.notified();
            let next = {
                let mut state = self.state();
                state.surface();
                if state.ready.len() >= count {
                    return;
                }
                state.next_change()
            };
            match next {
                Some(moment) => tokio::select! {
                    () = arrived => {}
                    () = sleep_until(moment) => {}
                },
                None => arrived.await,
            }
        }
    }

    /// Deletes a message that was received; `None` when it is not in flight by this handle any more.
    pub(crate) fn delete(&self, handle: &str) -> Option<Message> {
        self.change(|state| Some(state.in_flight.remove(handle)?.1))
    }

    /// Hides a message that was received for `time` from now on; whether it is in flight.
    pub(crate) fn hide_for(&self, handle: &str, time: Duration) -> bool {
        self.change(|state| match state.in_flight.get_mut(handle) {
            Some((until, _)) => {
                *until = Some(Instant::now() + time);
                true
            }
            None => false,
        })
    }

    /// Deletes every message.
    pub(crate) fn purge(&self) {
        self.change(|state| {
            state.ready.clear();
            state.delayed.clear();
            state.in_flight.clear();
        });
    }

    /// Takes the first message that can be received, and leaves nothing of it.
    pub(crate) fn take(&self) -> Option<Message> {
        self.change(|state| {
            state.surface();
            state.ready.pop_front()
        })
    }

    /// How many messages there are.
    pub(crate) fn counts(&self) -> Counts {
        let mut state = self.state();
        state.surface();
        Counts {
            visible: state.ready.len(),
            in_flight: state.in_flight.len(),
            delayed: state.delayed.len(),
        }
    }

    /// Every message, whatever its state.
    pub(crate) fn bodies(&self) -> Vec<String> {
        let state = self.state();
        let delayed = state.delayed.iter().map(|(_, message)| message);
        let in_flight = state.in_flight.values().map(|(_, message)| message);
        let all = state.ready.iter().chain(delayed).chain(in_flight);
        all.map(|message| message.body.clone()).collect()
    }

    /// Waits until there is no message.
    pub(crate) async fn empty(&self) {
        let mut total = self.0.total.subscribe();
        // The sender lives as long as the mailbox, so that waiting cannot fail.
        let _empty = total.wait_for(|count| *count == 0).await;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state, and tells whoever waits.
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state();
        let changed = change(&mut state);
        let total = state.total();
        // While the lock is held, so that no later count is overwritten.
        self.0.total.send_if_modified(|before| {
            let differs = *before != total;
            *before = total;
            differs
        });
        drop(state);
        self.0.arrived.notify_waiters();
        changed
    }
}

impl State {
    fn total(&self) -> usize {
        self.ready.len() + self.delayed.len() + self.in_flight.len()
    }

    /// Makes visible what was hidden or delayed for long enough.
    fn surface(&mut self) {
        let now = Instant::now();
        let due = |until: &Option<Instant>| until.is_some_and(|moment| moment <= now);
        let back = self.in_flight.extract_if(.., |_, (until, _)| due(until));
        self.ready.extend(back.map(|(_, (_, message))| message));
        let arrived = self.delayed.extract_if(.., |(until, _)| *until <= now);
        self.ready.extend(arrived.map(|(_, message)| message));
    }

    /// The moment at which [`Self::surface`] has something to do next.
    fn next_change(&self) -> Option<Instant> {
        let hidden = self.in_flight.values().filter_map(|(until, _)| *until);
        hidden
            .chain(self.delayed.iter().map(|(until, _)| *until))
            .min()
    }

    fn hide(&mut self, mut message: Message, hidden: Hidden) -> Received {
        self.receipts += 1;
        message.receives += 1;
        message.first_received.get_or_insert_with(now);
        // In the order of receipt, so that messages come again in the order in which they were taken.
        let handle = format!("{:016x}-{}", self.receipts, message.id);
        let until = match hidden {
            Hidden::For(time) => Some(Instant::now() + time),
            Hidden::UntilDone => None,
        };
        self.in_flight
            .insert(handle.clone(), (until, message.clone()));
        Received { message, handle }
    }
}
