//! What is wrong with a sale or a refund.

use crate::domain::message::messages;

messages! {
    sale_too_large(source: String, id: String) = "the sale {source}:{id} is too large to count";
    /// Continues the path of a field.
    reduces_no_discount() = "is allowed on a discount only";
    /// Continues the path of a field.
    names_no_line(given: String) = "is \"{given}\"; expected the external_id of a line_item of this sale";
    /// Continues the path of a field.
    repeats_a_detail(given: String) = "is \"{given}\", but an earlier detail has the same external_id; expected a unique one";
    /// Continues the path of a field.
    has_no_detail() = "must have at least one detail";
    /// Continues the path of a field.
    is_negative() = "is negative; only a discount, a fee or a tax can be (record a refund with siren_record_refund)";
    /// Continues the path of a field.
    is_a_positive_discount() = "is more than zero; write a discount as a negative amount";
    /// Continues the path of a field.
    undoes_a_part() = "has undo together with lines or an amount; a refund is undone as a whole, so remove them";
    /// Continues the path of a field.
    has_lines_and_an_amount() = "has both lines and an amount; give one of them, or neither to refund all that is left";
    /// Continues the path of a field.
    repeats_a_line() = "names the same line twice; list each line once";
    /// Continues the path of a field.
    refunds_no_line() = "is empty; leave it out to refund all that is left";
}
