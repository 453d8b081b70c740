//! What must hold for the money rules whatever they are given. The worked examples are beside the rules themselves.
//!
//! Contents: periods (one instant, one period) · divisions (not one unit lost, nobody wronged). A failure prints the
//! smallest case it could find and the seed that brings it back.

#[path = "domain_properties/periods.rs"]
mod periods;
