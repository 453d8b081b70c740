--TEST--
siren_open(): names a site, touches nothing, and can switch to another
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

echo "-- before it\n";
refused(fn () => siren_find('events'));
refused(fn () => siren_record_event('lesson_completed', ['key' => 'a', 'collaborator' => 1]));

echo "-- nothing is touched until it is needed\n";
$directory = new_directory();
var_dump(siren_open("sqlite:$directory/one"));
var_dump(is_dir("$directory/one"));
collaborators('Ada');
var_dump(is_dir("$directory/one"));
printf("%o\n", fileperms("$directory/one") & 0777);

echo "-- again, with options, and another site\n";
siren_open("sqlite:$directory/one");
show(columns('collaborators', 'id', 'name'));
siren_open("sqlite:$directory/two", ['timezone' => 'Europe/Berlin', 'currency' => 'EUR']);
show(columns('collaborators', 'id', 'name'));
show(siren_save_distributor(['schedule' => ['every' => 'day', 'at' => '00:00']] + lessons())['schedule']);
siren_open("sqlite:$directory/two", []);
show(siren_save_distributor(['schedule' => ['every' => 'day', 'at' => '00:00']] + lessons())['schedule']);

echo "-- refused, and the site stays what it was\n";
refused(fn () => siren_open(''));
refused(fn () => siren_open('sqlite:relative/path'));
refused(fn () => siren_open("sqlite:/a\0b"));
refused(fn () => siren_open('oracle:x', ['timezone' => 'Mars/Olympus', 'currency' => 'EURO', 'colour' => 'red']));
refused(fn () => siren_open("sqlite:$directory/three", ['timezone' => 1.5, 'currency' => null]));
refused(fn () => siren_open("sqlite:$directory/three", ['a', 'list']));
refused(fn () => siren_open("sqlite:$directory/three", ['site' => '../four', 'read_only' => 'yes']));
refused(fn () => siren_open());
refused(fn () => siren_open([]));
refused(fn () => siren_open("sqlite:$directory/three", 'UTC'));
show(count(rows('distributors')));
var_dump(is_dir("$directory/three"));

echo "-- a setting that is not known stops nothing but what needs it\n";
siren_open("sqlite:$directory/two", ['timezone' => 'Mars/Olympus', 'currency' => 'XYZ']);
lesson('kept', 1);
show(columns('events', 'key'));
show(siren_save_distributor(lessons())['schedule']['timezone']);
refused(fn () => siren_save_distributor(['schedule' => ['every' => 'day']] + lessons()));
foreach (siren_status(MAY)['problems'] as $problem) {
	echo "{$problem['code']}: {$problem['message']}\n";
}
siren_open("sqlite:$directory/two", ['timezone' => '+05:30', 'currency' => 'BTC']);
show(siren_save_distributor(['schedule' => ['every' => 'day']] + lessons())['schedule']['timezone']);
show(siren_status(MAY)['problems']);

echo "-- another site's ledger\n";
siren_open("sqlite:$directory/two", ['site' => 'one']);
show(count(rows('distributors')));
show(siren_save_collaborator(['name' => 'Bea', 'now' => MAY])['id']);
siren_open("sqlite:$directory/two", ['site' => 'another']);
foreach ([fn () => siren_find('events'), fn () => lesson('b', 1)] as $call) {
	try {
		$call();
	} catch (Siren\Exception\StorageFailure $failure) {
		echo str_replace($directory, '{site}', $failure->getMessage()), "\n";
	}
}
siren_open("sqlite:$directory/two", ['site' => 'one', 'read_only' => true]);
show(count(rows('distributors')));
refused(fn () => siren_save_collaborator(['name' => 'Cleo']));

echo "-- a place that cannot be used is told by the first call that needs it\n";
file_put_contents("$directory/file", '');
siren_open("sqlite:$directory/file");
try {
	siren_find('events');
} catch (Siren\Exception\StorageFailure $failure) {
	echo str_replace($directory, '{site}', $failure->getMessage()), "\n";
}
--EXPECT--
-- before it
InvalidInput
  no site is open; call siren_open() first
InvalidInput
  no site is open; call siren_open() first
-- nothing is touched until it is needed
NULL
bool(false)
bool(true)
700
-- again, with options, and another site
[[1,"Ada"]]
[]
{"every":"day","on":null,"at":"00:00","timezone":"Europe/Berlin"}
{"every":"day","on":null,"at":"00:00","timezone":"UTC"}
-- refused, and the site stays what it was
InvalidInput
  dsn: must begin with sqlite: followed by an absolute directory, such as sqlite:/var/lib/siren
InvalidInput
  dsn: is "relative/path"; expected an absolute directory after sqlite:
InvalidInput
  dsn: is "/a\000b"; expected an absolute directory after sqlite:
InvalidInput
  dsn: must begin with sqlite: followed by an absolute directory, such as sqlite:/var/lib/siren
  options.colour: is not a known field; expected one of: timezone, currency, site, two_people, read_only
InvalidInput
  options.timezone: must be a string, not a float
InvalidInput
  options: must be an associative array, not a list
InvalidInput
  options.site: is "../four"; expected 1 to 64 letters, digits, dots, hyphens and underscores
  options.read_only: must be true or false, not a string
ArgumentCountError
  siren_open() expects at least 1 argument, 0 given
TypeError
  siren_open(): Argument #1 ($dsn) must be of type string, array given
TypeError
  siren_open(): Argument #2 ($options) must be of type ?array, string given
2
bool(false)
-- a setting that is not known stops nothing but what needs it
[["kept"]]
"America/New_York"
InvalidInput
  schedule.timezone: is missing, and the site's own time zone is "Mars/Olympus"; expected an IANA time zone such as America/New_York, or an offset from UTC such as +05:30
unknown_timezone: The site's time zone is "Mars/Olympus"; expected an IANA time zone such as America/New_York, or an offset from UTC such as +05:30
unknown_currency: The site's currency is "XYZ"; expected an ISO 4217 currency code in capitals, such as USD, or points
"+05:30"
[]
-- another site's ledger
4
1
the ledger in {site}/two belongs to another site ("one"; this one is "another"). Give each site a data directory of its own; nothing was changed
the ledger in {site}/two belongs to another site ("one"; this one is "another"). Give each site a data directory of its own; nothing was changed
4
StorageFailure
  the ledger was opened for reading only, so nothing can be recorded or changed in it; nothing was changed
-- a place that cannot be used is told by the first call that needs it
the data directory cannot be used: {site}/file is not a directory
