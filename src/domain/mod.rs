//! The nouns and the rules, without any database, PHP, clock or file.

pub mod allocation; // who gets how much of a pool
pub mod bytes; // looking at all bytes of a text at once
pub mod call; // calls as the log carries them
pub mod clawback; // what is claimed back of a divided pool
pub mod clock; // whether a time can be believed
pub mod code; // coupon codes as they are compared
pub mod collaborator; // who can earn
pub mod difference; // in what a record differs from the one that counts
pub mod dispute; // what somebody says is wrong
pub mod distribution; // one run of a distributor, for one period
pub mod distributor; // what is measured, filled, divided, and when
pub mod doubt; // what can speak against events that count
pub mod event; // a fact about collaborators
pub mod free; // what was got for nothing
pub mod ids; // the numbers rows are known by
pub mod input; // reading what callers hand over
pub mod instant; // points in time
pub mod metric; // an event as one distributor counts it
pub mod money; // amounts
pub mod network; // where visitors come from
pub mod obligation; // what is owed
pub mod outbox; // what is told to others
pub mod payout; // what is paid
pub mod period; // stretches of time
pub mod person; // the names people are known by
pub mod points; // what scores are counted in
pub mod pool; // what fills a reward pool
pub mod pseudonyms; // what takes the place of a name that is forgotten
pub mod quantity; // how many units, exactly
pub mod recorded; // what must hold of a record that comes out of the journal
pub mod refunding; // what refunds make of a sale
pub mod repeats; // who counts once, and came again
pub mod schedule; // when periods end
mod shape; // what values that write themselves look like
pub mod structure; // incentive structures
pub mod transaction; // purchases and refunds
pub mod units; // currencies and points
pub mod verdict; // what a period comes to when it closes
pub mod words; // closed sets of words
pub mod zone; // where a time of day is read
