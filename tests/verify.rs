//! What the ledger proves: a rich history holds, and whatever is changed in it is found.

/// The blocks of the history, damaged in every way.
#[path = "verify/blocks.rs"]
mod blocks;
/// Claims from those whose points were taken back.
#[path = "verify/credited.rs"]
mod credited;
/// Every table there is.
#[path = "verify/everything.rs"]
mod everything;
/// An exported ledger, and the program that checks it.
#[path = "verify/file.rs"]
mod file;
/// A history in which every act on money occurs.
#[path = "verify/history.rs"]
mod history;
/// A site in a directory of its own, and how to change it behind its back.
#[path = "verify/site.rs"]
mod site;
/// Every column of every money table, every row, every line.
#[path = "verify/tamper.rs"]
mod tamper;
/// A distribution that refunds had divided again.
#[path = "verify/window.rs"]
mod window;
