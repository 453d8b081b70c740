--TEST--
open_basedir: the engine opens only what PHP's own functions may open
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

// Not with new_directory(), because the script may no longer remove what is outside when it ends. A child that was started
// before does.
$directory = sys_get_temp_dir() . '/siren-phpt-' . getmypid() . '-basedir';
mkdir($directory, 0700);
$cleaner = popen('cat >/dev/null; rm -rf ' . escapeshellarg($directory), 'w');
mkdir("$directory/inside");
mkdir("$directory/outside");
$told = static function (callable $call) use ($directory): void {
	try {
		$call();
		echo "not refused\n";
	} catch (Siren\Exception\StorageFailure $failure) {
		echo str_replace($directory, '{site}', $failure->getMessage()), "\n";
	}
};
siren_open("sqlite:$directory/inside/data");
collaborators('Ada');
siren_open("sqlite:$directory/outside/data");
collaborators('Bea');
lesson('a', 1);

ini_set('open_basedir', "$directory/inside" . PATH_SEPARATOR . __DIR__);
echo "-- even a directory that was open before\n";
$told(fn () => siren_find('collaborators'));
$told(fn () => siren_record_event('lesson_completed', ['key' => 'b', 'collaborator' => 1]));
$told(fn () => siren_status());

echo "-- a directory inside works, and no file is written outside\n";
siren_open("sqlite:$directory/inside/data");
show(columns('collaborators', 'name'));
$told(fn () => siren_backup("$directory/outside/backup"));
$told(fn () => siren_export_ledger("$directory/outside/ledger"));
$told(fn () => siren_backup("$directory/inside/backup"));
var_dump(is_file("$directory/inside/backup"));
--EXPECT--
-- even a directory that was open before
the data directory cannot be used: {site}/outside/data is outside the directories that PHP may open files in. Add it to open_basedir, or choose a directory inside them
the data directory cannot be used: {site}/outside/data is outside the directories that PHP may open files in. Add it to open_basedir, or choose a directory inside them
the data directory cannot be used: {site}/outside/data is outside the directories that PHP may open files in. Add it to open_basedir, or choose a directory inside them
-- a directory inside works, and no file is written outside
[["Ada"]]
the data directory cannot be used: {site}/outside/backup is outside the directories that PHP may open files in. Add it to open_basedir, or choose a directory inside them
the data directory cannot be used: {site}/outside/ledger is outside the directories that PHP may open files in. Add it to open_basedir, or choose a directory inside them
not refused
bool(true)
