--TEST--
siren_rebuild(), siren_maintain(): a new database from the newest snapshot and the log
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

$directory = new_site();
collaborators('Ada');
siren_save_distributor(lessons());
lesson('a', 1);

echo "-- a snapshot a day\n";
$first = siren_maintain();
show([array_keys($first), $first['made'], is_string($first['snapshot'])]);
show(siren_maintain() === ['snapshot' => $first['snapshot'], 'made' => false]);
show(count(glob("$directory/data/snapshots/*.sqlite3")));

siren_run_due(JUNE);
siren_create_fulfillment(['now' => JUNE]);
siren_set_payout(1, 'paid', ['now' => JUNE]);
lesson('b', 1);
$everything = static fn (): array => array_map('rows', [
	'collaborators', 'distributors', 'distributions', 'allocations', 'obligations', 'fulfillments', 'payouts', 'events', 'metrics',
]);
$here = $everything();

echo "-- a missing database\n";
array_map('unlink', glob("$directory/data/siren.sqlite3*"));
$done = siren_rebuild();
show([array_keys($done), $done['snapshot'] === $first['snapshot'], $done['aside'], $done['without'], $done['ok'], $everything() === $here]);

echo "-- a damaged database\n";
$database = "$directory/data/siren.sqlite3";
array_map('unlink', glob("$database-*"));
file_put_contents($database, substr_replace(file_get_contents($database), str_repeat('x', 8192), 4096, 8192));
$done = siren_rebuild();
show([file_exists((string) $done['aside']), $done['ok'], $everything() === $here]);

echo "-- what is missing is reported\n";
rename("$directory/data/journal.log", "$directory/journal.log");
foreach ([null, ['without_log' => false]] as $options) {
	try {
		siren_rebuild($options);
		echo "not refused\n";
	} catch (Siren\Exception\StorageFailure $refusal) {
		echo strstr($refusal->getMessage(), ':', true), "\n";
	}
}
rename("$directory/journal.log", "$directory/data/journal.log");
show($everything() === $here);

echo "-- refused\n";
refused(fn () => siren_rebuild(['without_log' => 'yes']));
refused(fn () => siren_rebuild(['other' => 1]));
--EXPECT--
-- a snapshot a day
[["snapshot","made"],true,true]
true
1
-- a missing database
[["snapshot","aside","folded","without","ok"],true,null,null,true,true]
-- a damaged database
[true,true,true]
-- what is missing is reported
the log does not go on where the database stands
the log does not go on where the database stands
true
-- refused
InvalidInput
  without_log: must be true or false, not a string
InvalidInput
  other: is not a known field; expected one of: without_log
