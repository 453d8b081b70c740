--TEST--
A process that forks: all records of its children and itself are stored, and a period is closed once
--SKIPIF--
<?php
if (!function_exists('pcntl_fork')) {
	die('skip needs pcntl');
}
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

const CHILDREN = 6;
const EVENTS = 150;

new_site();
collaborators('Ada', 'Grace');
siren_save_distributor(lessons());
// The journal is open and the store has been used before the first fork.
lesson('before', 1);
show(siren_standings(1, '2026-05-20T12:00:00Z')['standings'][0]['score']);

$children = [];
for ($child = 1; $child <= CHILDREN; $child++) {
	$process = pcntl_fork();
	if ($process === 0) {
		for ($n = 1; $n <= EVENTS; $n++) {
			lesson("child $child $n", 2);
			if ($n % 50 === 0) {
				siren_find('events', ['per_page' => 1]);
			}
		}
		exit(0);
	}
	$children[] = $process;
}
for ($n = 1; $n <= EVENTS; $n++) {
	lesson("parent $n", 1);
}

/** Waits for the children; answers how they ended. */
function ends(array $children): array
{
	$ends = [];
	foreach ($children as $process) {
		pcntl_waitpid($process, $status);
		$ends[] = pcntl_wifexited($status) ? pcntl_wexitstatus($status) : 'killed';
	}
	return $ends;
}

echo "-- every child succeeded, and nothing is missing\n";
show(ends($children));
show(siren_find('events', ['per_page' => 1])['total'] === 1 + EVENTS * (CHILDREN + 1));
show(array_column(siren_standings(1, '2026-05-20T12:00:00Z')['standings'], 'score', 'collaborator')
	=== [2 => CHILDREN * EVENTS, 1 => 1 + EVENTS]);

echo "-- all of them see that the period has ended; one closes it\n";
$children = [];
for ($child = 1; $child <= CHILDREN; $child++) {
	$process = pcntl_fork();
	if ($process === 0) {
		exit(count(siren_run_due(JUNE)['ran']));
	}
	$children[] = $process;
}
show(array_sum(ends($children)) + count(siren_run_due(JUNE)['ran']));
show(columns('distributions', 'status', 'amount'));
show(columns('obligations', 'collaborator', 'amount'));
--EXPECT--
1
-- every child succeeded, and nothing is missing
[0,0,0,0,0,0]
true
true
-- all of them see that the period has ended; one closes it
1
[["complete","100.00"],["tracking",null]]
[[2,"85.63"],[1,"14.37"]]
