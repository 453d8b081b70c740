--TEST--
siren_verify(): the database agrees with the ledger
--EXTENSIONS--
pdo
pdo_sqlite
--FILE--
<?php
$dir = sys_get_temp_dir() . '/siren-verify-' . getmypid();
siren_open("sqlite:$dir");

// An empty site verifies.
$report = siren_verify();
var_dump($report['ok'], $report['checked']['lines'], $report['problems'], $report['total']);

siren_save_collaborator(['name' => 'Ann', 'now' => '2026-05-01T00:00:00Z']);
siren_save_collaborator(['name' => 'Ben', 'now' => '2026-05-01T00:00:00Z']);
siren_save_distributor([
    'name' => 'Lessons', 'units' => 'USD', 'starts_at' => '2026-05-01T00:00:00Z', 'now' => '2026-05-01T00:00:00Z',
    'schedule' => ['every' => 'month', 'on' => 1, 'at' => '00:00', 'timezone' => 'UTC'],
    'metrics' => [['event' => 'lesson_completed', 'points' => 1]],
    'pool' => ['sources' => [['kind' => 'fixed', 'amount' => '100.00']]],
    'structure' => ['kind' => 'performance_weighted_pool'],
]);
siren_record_event('lesson_completed', ['key' => 'a', 'collaborator' => 1, 'quantity' => 2, 'occurred_at' => '2026-05-02T00:00:00Z']);
siren_record_event('lesson_completed', ['key' => 'b', 'collaborator' => 2, 'quantity' => 1, 'occurred_at' => '2026-05-03T00:00:00Z']);
siren_run_due('2026-06-01T00:00:00Z');
siren_create_fulfillment(['now' => '2026-06-02T00:00:00Z']);

$report = siren_verify();
echo implode(' ', array_keys($report)), "\n", implode(' ', array_keys($report['checked'])), "\n";
var_dump($report['ok'], $report['checked']['lines'], $report['checked']['distributions']);
var_dump($report['checked']['acts'], $report['checked']['rows']['obligations'], strlen($report['checked']['head']));

// A cent more for Ben, written without the engine.
(new PDO("sqlite:$dir/siren.sqlite3"))->exec('UPDATE obligations SET amount = amount + 1 WHERE id = 2');
$report = siren_verify();
var_dump($report['ok'], $report['total']);
foreach ($report['problems'] as $problem) {
    echo implode(' | ', $problem), "\n";
}
echo implode(' ', array_keys($report['problems'][0])), "\n";

try {
    siren_verify('x');
} catch (ArgumentCountError $error) {
    echo get_class($error), "\n";
}
?>
--CLEAN--
<?php
foreach (glob(sys_get_temp_dir() . '/siren-verify-*') as $dir) {
    array_map('unlink', glob("$dir/*"));
    rmdir($dir);
}
?>
--EXPECT--
bool(true)
int(0)
array(0) {
}
int(0)
ok checked problems total
lines head acts distributions rows
bool(true)
int(3)
int(1)
array(2) {
  ["distribution"]=>
  int(1)
  ["fulfillment"]=>
  int(1)
}
int(2)
int(64)
bool(false)
int(2)
obligations | 2 | amount | is 3334, should be 3333
payouts | 2 | amount | is 3333, its obligations sum to 3334
table id column message
ArgumentCountError
