//! Looking back and looking after the data: `simulate`, `explain`, `backup`, `privacy`.
//! One file each, named as the verb.

#[path = "explain_simulate/backup.rs"]
mod backup; // whole, proved, private, and nowhere until it is
#[path = "explain_simulate/blocks.rs"]
mod blocks; // the blocks of the history say what the rows say
#[path = "explain_simulate/credited.rs"]
mod credited; // why something is claimed from those whose points were taken back
#[path = "explain_simulate/erased_visitors.rs"]
mod erased_visitors; // forgotten, and still counted
#[path = "explain_simulate/explain.rs"]
mod explain; // amount, share, points, events, and one sentence
#[path = "explain_simulate/privacy.rs"]
mod privacy; // seen by the one it is about, and forgotten
#[path = "explain_simulate/recent.rs"]
mod recent; // the last few periods, for the editor
#[path = "explain_simulate/simulate.rs"]
mod simulate; // what rules would have paid is what they did pay

// What the tests above stand on.
#[path = "explain_simulate/history.rs"]
mod history; // seeded random lives of a site
#[path = "explain_simulate/site.rs"]
mod site; // a site in a directory of its own
