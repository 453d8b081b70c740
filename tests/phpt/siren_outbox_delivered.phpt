--TEST--
siren_outbox_delivered(): delivered messages are deleted
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

new_site();
collaborators('Ada', 'Grace');
siren_save_distributor(lessons());
lesson('a', 1, 3);
lesson('b', 2, 1);
siren_run_due(JUNE);

echo "-- up to and including one, and again changes nothing\n";
show(siren_outbox_delivered(1));
show(siren_outbox_delivered(1));
show(array_column(siren_outbox(), 'kind', 'id'));
show(siren_outbox_delivered(PHP_INT_MAX));
show(siren_outbox());

echo "-- a number is not used again\n";
siren_hold_obligation(2, 'Wait', ['now' => '2026-06-02T12:00:00Z']);
show(array_column(siren_outbox(), 'kind', 'id'));
show(siren_verify()['ok']);

echo "-- refused\n";
refused(fn () => siren_outbox_delivered(0));
refused(fn () => siren_outbox_delivered('1'));
refused(fn () => siren_outbox_delivered());
--EXPECT--
-- up to and including one, and again changes nothing
{"delivered":1,"waiting":1}
{"delivered":0,"waiting":1}
{"2":"obligation_ready"}
{"delivered":1,"waiting":0}
[]
-- a number is not used again
{"3":"obligation_held"}
true
-- refused
InvalidInput
  until: is 0; expected the id of a message, 1 or more
TypeError
  siren_outbox_delivered(): Argument #1 ($until) must be of type int, string given
ArgumentCountError
  siren_outbox_delivered() expects exactly 1 argument, 0 given
