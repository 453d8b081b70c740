//! What events, sales and refunds bring to the scores and the pool of one distributor. The fold counts what is new, and a
//! recount counts again what changed rules count differently.
//! Not here: in which period something counts (`periods`), or what it is worth (`domain::metric`).

mod events; // the points of an event
mod pools; // the money of a sale, a refund or an event
mod reversal; // points taken back, or given again
mod scores; // sums that wait to be written

use crate::domain::message::Template;

pub use events::{CountedEvent, Fact, too_many};
pub use pools::{SoldPart, TakenBack, pool_detail, take_back};
pub use reversal::{Reversal, counted};
pub use scores::Scores;
pub(in crate::engine) use scores::score_too_large;

/// Their templates.
pub const MESSAGES: &[&[&Template]] = &[events::MESSAGES, scores::MESSAGES];

use crate::engine::periods::Tracked;
use crate::store::Write;
use crate::store::load::loader::Loader;

/// Counts for one distributor.
pub struct Counter<'c> {
    pub db: &'c Write<'c>,
    pub tracked: &'c mut Tracked,
    pub scores: &'c mut Scores,
    pub loader: &'c mut Loader,
}
