--TEST--
siren_backup(): a copy of the data while it is in use
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

$directory = new_site();
collaborators('Ada');
siren_save_distributor(lessons());
lesson('a', 1);
siren_run_due(JUNE);
lesson('waits', 1);

echo "-- made\n";
$made = siren_backup("$directory/copy.sqlite");
show(array_keys($made));
show([
	$made['path'] === realpath("$directory/copy.sqlite"),
	$made['bytes'] === filesize("$directory/copy.sqlite"),
	$made['schema'] === siren_status()['store']['schema'],
	$made['events'],
	is_int($made['ledger']['seq']) && $made['ledger']['seq'] > 0,
	preg_match('/^[0-9a-f]{64}$/', $made['ledger']['hash']),
]);
printf("%o\n", fileperms("$directory/copy.sqlite") & 0777);

echo "-- a site restored from it is the same\n";
$everything = static fn (): array => array_map('rows', [
	'collaborators', 'distributors', 'distributions', 'allocations', 'obligations', 'events', 'metrics',
]);
$here = $everything();
mkdir("$directory/restored", 0700);
copy("$directory/copy.sqlite", "$directory/restored/" . basename(glob("$directory/data/*.sqlite*")[0] ?? 'none'));
siren_open("sqlite:$directory/restored");
try {
	siren_find('events');
} catch (Siren\Exception\StorageFailure $refusal) {
	echo preg_replace('/^\d+ bytes/', 'some bytes', substr(strstr($refusal->getMessage(), ': '), 2, 76)), "…\n";
}
show(array_diff_key(siren_rebuild(['without_log' => true]), ['folded' => 0, 'without' => 0]));
show($everything() === $here);
siren_open("sqlite:$directory/data");

echo "-- refused, and no file is left\n";
$shown = static fn (string $path): string => str_replace($directory, '{site}', $path);
foreach (['', 'copy', "$directory/copy.sqlite", "$directory/none/copy", "$directory/", "$directory/copy.sqlite/x", "$directory/a\0b"] as $path) {
	try {
		siren_backup($path);
		echo "not refused\n";
	} catch (Siren\Exception\InvalidInput $refusal) {
		echo addcslashes($shown($refusal->getMessage()), "\0..\37"), "\n";
	}
}
refused(fn () => siren_backup());
refused(fn () => siren_backup(7));
show(array_values(array_diff(scandir($directory), ['.', '..'])));
--EXPECT--
-- made
["path","bytes","schema","events","ledger"]
[true,true,true,2,true,1]
600
-- a site restored from it is the same
some bytes of segment 1 were folded, and journal.log no longer exists. Put b…
{"snapshot":null,"aside":null,"ok":true}
true
-- refused, and no file is left
path: is ""; expected an absolute path
path: is "copy"; expected an absolute path
path: is {site}/copy.sqlite, which already exists; choose another name, because no file is overwritten
path: is in {site}/none, which does not exist; create that directory first
path: is {site}, which already exists; choose another name, because no file is overwritten
path: is in {site}/copy.sqlite, which is not a directory
path: is "{site}/a b"; expected an absolute path
ArgumentCountError
  siren_backup() expects exactly 1 argument, 0 given
TypeError
  siren_backup(): Argument #1 ($path) must be of type string, int given
["copy.sqlite","data","restored"]
