//! `std::sync::mpsc`: channels without a bound, with one, and those that hand over from hand to hand.

use super::origin::Origin;
use crate::kernel::{self, Action, Reason, TaskId, Wait};
use crate::time::end_of_wait;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Arc;
pub use std::sync::mpsc::{RecvError, RecvTimeoutError, SendError, TryRecvError, TrySendError};
use std::time::Duration;

/// `std::sync::mpsc::Sender`, under the model.
pub struct Sender<T>(Arc<Channel<T>>);

/// `std::sync::mpsc::SyncSender`, under the model.
pub struct SyncSender<T>(Arc<Channel<T>>);

/// `std::sync::mpsc::Receiver`, under the model.
pub struct Receiver<T> {
    channel: Arc<Channel<T>>,
    not_sync: PhantomData<*const ()>,
}

// SAFETY: a receiver may move to another task; `not_sync` keeps it from being shared.
unsafe impl<T: Send> Send for Receiver<T> {}

struct Channel<T> {
    origin: Origin,
    /// The most messages that may wait; `None` without a limit.
    bound: Option<usize>,
    state: RefCell<State<T>>,
}

struct State<T> {
    messages: VecDeque<T>,
    /// How many messages were ever taken; a sender from hand to hand waits for its own.
    taken: u64,
    sent: u64,
    senders: usize,
    has_receiver: bool,
    waiting_senders: Vec<TaskId>,
    waiting_receiver: Option<TaskId>,
}

// SAFETY: tasks of a run share one thread of the system, and the state is only borrowed between points.
unsafe impl<T: Send> Send for Channel<T> {}
// SAFETY: as above.
unsafe impl<T: Send> Sync for Channel<T> {}

/// As in std.
#[track_caller]
#[must_use]
pub fn channel<T>() -> (Sender<T>, Receiver<T>) {
    let channel = Channel::new(None);
    (Sender(Arc::clone(&channel)), Receiver { channel, not_sync: PhantomData })
}

/// As in std; a bound of 0 hands over from hand to hand.
#[track_caller]
#[must_use]
pub fn sync_channel<T>(bound: usize) -> (SyncSender<T>, Receiver<T>) {
    let channel = Channel::new(Some(bound));
    (SyncSender(Arc::clone(&channel)), Receiver { channel, not_sync: PhantomData })
}

impl<T> Channel<T> {
    #[track_caller]
    fn new(bound: Option<usize>) -> Arc<Self> {
        let state = State {
            messages: VecDeque::new(),
            taken: 0,
            sent: 0,
            senders: 1,
            has_receiver: true,
            waiting_senders: Vec::new(),
            waiting_receiver: None,
        };
        Arc::new(Self { origin: Origin::here("channel"), bound, state: RefCell::new(state) })
    }

    fn send(&self, message: T, place: &'static Location<'static>) -> Result<(), SendError<T>> {
        self.origin.begin();
        loop {
            let mut state = self.state.borrow_mut();
            if !state.has_receiver {
                self.origin.record(Some(place), || Action::FailsToSend);
                return Err(SendError(message));
            }
            if self.bound.is_none_or(|bound| state.messages.len() < bound.max(1)) {
                break;
            }
            state.waiting_senders.push(kernel::me());
            drop(state);
            self.origin.block(Wait::Room, place, None);
        }
        let number = self.put(message, place);
        if self.bound == Some(0) { self.wait_until_taken(number, place) } else { Ok(()) }
    }

    fn try_send(&self, message: T, place: &'static Location<'static>) -> Result<(), TrySendError<T>> {
        self.origin.begin();
        let state = self.state.borrow();
        if !state.has_receiver {
            self.origin.record(Some(place), || Action::FailsToSend);
            return Err(TrySendError::Disconnected(message));
        }
        let has_room = match self.bound {
            None => true,
            // From hand to hand: only to a receiver that waits.
            Some(0) => state.waiting_receiver.is_some() && state.messages.is_empty(),
            Some(bound) => state.messages.len() < bound,
        };
        drop(state);
        if !has_room {
            self.origin.record(Some(place), || Action::FailsToSend);
            return Err(TrySendError::Full(message));
        }
        self.put(message, place);
        Ok(())
    }

    /// The number of the message.
    fn put(&self, message: T, place: &'static Location<'static>) -> u64 {
        self.origin.record(Some(place), || Action::Sends);
        let mut state = self.state.borrow_mut();
        state.messages.push_back(message);
        state.sent += 1;
        if let Some(receiver) = state.waiting_receiver.take() {
            kernel::wake(receiver);
        }
        state.sent
    }

    fn wait_until_taken(&self, number: u64, place: &'static Location<'static>) -> Result<(), SendError<T>> {
        loop {
            let mut state = self.state.borrow_mut();
            if state.taken >= number {
                return Ok(());
            }
            if !state.has_receiver {
                let message = state.messages.pop_back();
                return message.map_or(Ok(()), |message| Err(SendError(message)));
            }
            state.waiting_senders.push(kernel::me());
            drop(state);
            self.origin.block(Wait::Room, place, None);
        }
    }

    fn try_receive(&self, place: &'static Location<'static>) -> Result<T, TryRecvError> {
        self.origin.begin();
        let result = self.take();
        let found = result.is_ok();
        self.origin.record(Some(place), || if found { Action::Receives } else { Action::FindsNoMessage });
        result
    }

    fn take(&self) -> Result<T, TryRecvError> {
        let mut state = self.state.borrow_mut();
        match state.messages.pop_front() {
            Some(message) => {
                state.taken += 1;
                state.wake_senders();
                Ok(message)
            }
            None if state.senders == 0 => Err(TryRecvError::Disconnected),
            None => Err(TryRecvError::Empty),
        }
    }

    fn receive(&self, timeout: Option<Duration>, place: &'static Location<'static>) -> Result<T, RecvTimeoutError> {
        self.origin.begin();
        let end = timeout.and_then(end_of_wait);
        loop {
            match self.take() {
                Ok(message) => {
                    self.origin.record(Some(place), || Action::Receives);
                    return Ok(message);
                }
                Err(TryRecvError::Disconnected) => {
                    self.origin.record(Some(place), || Action::FindsNoMessage);
                    return Err(RecvTimeoutError::Disconnected);
                }
                Err(TryRecvError::Empty) if end.is_some_and(|end| kernel::now() >= end) => {
                    self.origin.record(Some(place), || Action::GoesOn { reason: Reason::TimeOut });
                    return Err(RecvTimeoutError::Timeout);
                }
                Err(TryRecvError::Empty) => {}
            }
            self.state.borrow_mut().waiting_receiver = Some(kernel::me());
            let timer = end.map(kernel::set_timer);
            self.origin.block(Wait::Message, place, timeout);
            self.state.borrow_mut().waiting_receiver = None;
            timer.map(kernel::cancel);
        }
    }

    fn sender_added(&self) {
        self.origin.touch();
        self.state.borrow_mut().senders += 1;
    }

    fn sender_dropped(&self) {
        self.origin.begin();
        let mut state = self.state.borrow_mut();
        state.senders -= 1;
        if state.senders == 0 {
            self.origin.record(None, || Action::Disconnects);
        }
        if let (0, Some(receiver)) = (state.senders, state.waiting_receiver) {
            kernel::wake(receiver);
        }
    }

    fn receiver_dropped(&self) {
        self.origin.begin();
        self.origin.record(None, || Action::Disconnects);
        let mut state = self.state.borrow_mut();
        state.has_receiver = false;
        state.wake_senders();
        // As in std, what nobody will read is dropped now; from hand to hand it goes back to its sender.
        let unread = if self.bound == Some(0) { VecDeque::new() } else { std::mem::take(&mut state.messages) };
        drop(state);
        drop(unread);
    }
}

impl<T> State<T> {
    fn wake_senders(&mut self) {
        for sender in std::mem::take(&mut self.waiting_senders) {
            kernel::wake(sender);
        }
    }
}

impl<T> Sender<T> {
    /// As in std.
    #[track_caller]
    pub fn send(&self, message: T) -> Result<(), SendError<T>> {
        self.0.send(message, Location::caller())
    }
}

impl<T> SyncSender<T> {
    /// As in std.
    #[track_caller]
    pub fn send(&self, message: T) -> Result<(), SendError<T>> {
        self.0.send(message, Location::caller())
    }

    /// As in std.
    #[track_caller]
    pub fn try_send(&self, message: T) -> Result<(), TrySendError<T>> {
        self.0.try_send(message, Location::caller())
    }
}

impl<T> Receiver<T> {
    /// As in std.
    #[track_caller]
    pub fn recv(&self) -> Result<T, RecvError> {
        self.channel.receive(None, Location::caller()).map_err(|_| RecvError)
    }

    /// As in std.
    #[track_caller]
    pub fn try_recv(&self) -> Result<T, TryRecvError> {
        self.channel.try_receive(Location::caller())
    }

    /// As in std.
    #[track_caller]
    pub fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {
        self.channel.receive(Some(timeout), Location::caller())
    }

    /// As in std.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter(self)
    }

    /// As in std.
    pub fn try_iter(&self) -> TryIter<'_, T> {
        TryIter(self)
    }
}

/// `std::sync::mpsc::Iter`, under the model.
#[derive(Debug)]
pub struct Iter<'a, T>(&'a Receiver<T>);

/// `std::sync::mpsc::TryIter`, under the model.
#[derive(Debug)]
pub struct TryIter<'a, T>(&'a Receiver<T>);

/// `std::sync::mpsc::IntoIter`, under the model.
#[derive(Debug)]
pub struct IntoIter<T>(Receiver<T>);

impl<T> Iterator for Iter<'_, T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.0.recv().ok()
    }
}

impl<T> Iterator for TryIter<'_, T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.0.try_recv().ok()
    }
}

impl<T> Iterator for IntoIter<T> {
    type Item = T;

    #[track_caller]
    fn next(&mut self) -> Option<T> {
        self.0.recv().ok()
    }
}

impl<'a, T> IntoIterator for &'a Receiver<T> {
    type Item = T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

impl<T> IntoIterator for Receiver<T> {
    type Item = T;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter(self)
    }
}

macro_rules! sender {
    ($name:ident) => {
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                self.0.sender_added();
                Self(Arc::clone(&self.0))
            }
        }

        impl<T> Drop for $name<T> {
            fn drop(&mut self) {
                self.0.sender_dropped();
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
}

sender!(Sender);
sender!(SyncSender);

impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        self.channel.receiver_dropped();
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").finish_non_exhaustive()
    }
}
