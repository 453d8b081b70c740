-- Quantities are whole millionths of a unit: what is sold by the metre or the hour has a fraction.
UPDATE events SET quantity = quantity * 1000000;
UPDATE transaction_details SET quantity = quantity * 1000000, returned = returned * 1000000;
UPDATE refund_lines SET quantity = quantity * 1000000;

-- In another form now; the fold packs again what is in none.
DELETE FROM event_packs;
