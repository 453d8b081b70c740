--TEST--
The exceptions: their class hierarchy, what they contain, and that they leak no memory
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';

use Siren\Exception\{Conflict, InvalidInput, NotFound, SirenException, StorageFailure};

$directory = new_site();
collaborators('Ada', 'Grace');
siren_save_collaborator(['id' => 1, 'wp_user_id' => 7]);
$throws = [
	InvalidInput::class => static fn () => siren_record_event('x', ['quantity' => 1.5]),
	NotFound::class => static fn () => siren_save_distributor(['id' => 99]),
	Conflict::class => static fn () => siren_save_collaborator(['id' => 2, 'wp_user_id' => 7]),
	StorageFailure::class => static function () use ($directory): void {
		siren_open("sqlite:$directory/file");
		try {
			siren_find('events');
		} finally {
			siren_open("sqlite:$directory/data");
		}
	},
];
touch("$directory/file");

echo "-- the tree\n";
foreach ([SirenException::class, ...array_keys($throws)] as $class) {
	show([$class, array_values(class_parents($class))]);
}

echo "-- each is thrown, and caught by its class\n";
foreach ($throws as $class => $throw) {
	try {
		$throw();
	} catch (RuntimeException $caught) {
		show([$caught::class === $class, $caught instanceof SirenException, $caught->getCode(), $caught->getPrevious()]);
		echo str_replace($directory, '{site}', $caught->getMessage()), "\n";
	}
}

echo "-- where it was thrown\n";
function caller(array $event): void
{
	siren_record_event('x', $event);
}
try {
	caller([]);
} catch (InvalidInput $caught) {
	$trace = array_map(static fn (array $call): string => $call['function'], $caught->getTrace());
	$source = file($caught->getFile());
	show([basename($caught->getFile()), trim($source[$caught->getLine() - 1]), $trace]);
}

echo "-- every problem, all in the message\n";
show($caught->problems());
show($caught->problems() === $caught->problems);
echo $caught->getMessage(), "\n";

echo "-- each says the same in parts\n";
foreach (array_slice($throws, 1, 2) as $throw) {
	try {
		$throw();
	} catch (SirenException $caught) {
		show([$caught->parts(), $caught->parts() === $caught->parts]);
	}
}
try {
	siren_record_event('x', ['key' => 'k']);
} catch (InvalidInput $caught) {
	show([$caught->parts(), $caught->problems()[0]['message_parts']]);
}
show((new NotFound('made here'))->parts());

echo "-- an exception created by PHP code\n";
$own = new InvalidInput('made here', 7, new NotFound('before'));
show([$own->getMessage(), $own->getCode(), $own->problems(), $own->getPrevious()->getMessage()]);
final class Ours extends InvalidInput
{
	public function problems(): array
	{
		return [...parent::problems(), ['path' => 'ours', 'message' => 'is wrong']];
	}
}
show((new Ours('made here'))->problems());
show((new Conflict('made here'))->problems());

echo "-- while another exception propagates\n";
final class Last
{
	public function __destruct()
	{
		siren_record_event('x', []);
	}
}
try {
	(static function (): void {
		$last = new Last();
		throw new LogicException('the first');
	})();
} catch (InvalidInput $caught) {
	show([count($caught->problems()), $caught->getPrevious()->getMessage()]);
}

echo "-- a NUL does not cut the message\n";
try {
	siren_find("a\0b");
} catch (InvalidInput $caught) {
	show(str_starts_with($caught->getMessage(), 'what: is "a b"; expected one of: '));
}

echo "-- the caller can keep and drop the problems\n";
$kept = $caught->problems();
unset($caught);
show(str_starts_with($kept[0]['message'], "is \"a\0b\"; expected one of: "));

echo "-- twenty thousand leak no memory\n";
$throw_all = static function (int $times) use ($throws): void {
	for ($n = 0; $n < $times; $n++) {
		foreach ($throws as $throw) {
			try {
				$throw();
			} catch (SirenException $caught) {
				unset($caught);
			}
		}
		try {
			siren_get('events', 'not a number');
		} catch (TypeError $caught) {
			unset($caught);
		}
	}
};
/** Kilobytes that the process has in memory. */
$resident = static function (): int {
	preg_match('/^VmRSS:\s+(\d+) kB$/m', file_get_contents('/proc/self/status'), $found);
	return (int) $found[1];
};
$throw_all(500);
$held = $resident();
$before = memory_get_usage();
$throw_all(4000);
$after = memory_get_usage();
show([$after - $before, $resident() - $held < 1024]);
--EXPECT--
-- the tree
["Siren\\Exception\\SirenException",["RuntimeException","Exception"]]
["Siren\\Exception\\InvalidInput",["Siren\\Exception\\SirenException","RuntimeException","Exception"]]
["Siren\\Exception\\NotFound",["Siren\\Exception\\SirenException","RuntimeException","Exception"]]
["Siren\\Exception\\Conflict",["Siren\\Exception\\SirenException","RuntimeException","Exception"]]
["Siren\\Exception\\StorageFailure",["Siren\\Exception\\SirenException","RuntimeException","Exception"]]
-- each is thrown, and caught by its class
[true,true,0,null]
key: is required; must say who is credited with exactly one of: collaborator, collaborators, alias; quantity: must be an integer, not a float
[true,true,0,null]
there is no distributor 99
[true,true,0,null]
WordPress user 7 is already collaborator 1; a user can be only one collaborator
[true,true,0,null]
the data directory cannot be used: {site}/file is not a directory
-- where it was thrown
["exceptions.php","siren_record_event('x', $event);",["siren_record_event","caller"]]
-- every problem, all in the message
[
  {"path":"key","message":"is required","message_parts":{"code":"required","values":[]}},
  {
    "path": "",
    "message": "must say who is credited with exactly one of: collaborator, collaborators, alias",
    "message_parts": {"code":"names_not_exactly_one","values":[]}
  }
]
true
key: is required; must say who is credited with exactly one of: collaborator, collaborators, alias
-- each says the same in parts
[{"code":"no_distributor","values":{"id":{"type":"text","text":"99"}}},true]
[
  {
    "code": "user_is_taken",
    "values": {"user":{"type":"text","text":"7"},"collaborator":{"type":"text","text":"1"}}
  },
  true
]
[null,{"code":"names_not_exactly_one","values":[]}]
null
-- an exception created by PHP code
["made here",7,[],"before"]
[{"path":"ours","message":"is wrong"}]
[]
-- while another exception propagates
[2,"the first"]
-- a NUL does not cut the message
true
-- the caller can keep and drop the problems
true
-- twenty thousand leak no memory
[0,true]
