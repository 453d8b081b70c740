--TEST--
The worked cases of tests/cases give the expected results through PHP
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';
require dirname(__DIR__) . '/cases/steps.php';

/** The differences: every key of an object must be there with what is expected, a list be as long and in order. */
function differences(mixed $expected, mixed $got, string $place): array
{
	$wrong = [];
	if (is_object($expected) && is_array($got)) {
		foreach (get_object_vars($expected) as $key => $item) {
			$wrong[] = array_key_exists($key, $got)
				? differences($item, $got[$key], "$place.$key")
				: ["$place.$key: is not there"];
		}
		return array_merge(...$wrong);
	}
	if (is_array($expected) && is_array($got) && array_is_list($got) && count($expected) === count($got)) {
		foreach ($expected as $index => $item) {
			$wrong[] = differences($item, $got[$index], "{$place}[$index]");
		}
		return array_merge(...$wrong);
	}
	return $expected === $got ? [] : ["$place: " . json_encode($expected) . ' was expected, it is ' . json_encode($got)];
}

/** Runs one step once. */
function step(object $step, int $n, string $place): array
{
	try {
		$answer = ($step->call)(...as_given(numbered($step->args, $n)));
	} catch (Siren\Exception\SirenException $refusal) {
		if (!isset($step->refused)) {
			return ["$place: {$refusal->getMessage()}"];
		}
		return differences(numbered($step->refused, $n), [
			'class' => substr(strrchr($refusal::class, '\\'), 1),
			'message' => $refusal->getMessage(),
			'problems' => method_exists($refusal, 'problems') ? $refusal->problems() : [],
		], $place);
	}
	if (isset($step->refused)) {
		return ["$place: was to be refused and answered " . json_encode($answer)];
	}
	return isset($step->expect) ? differences(numbered($step->expect, $n), $answer, $place) : [];
}

/** Runs a case on a new site; answers its first difference, because later ones usually follow from it. */
function first_difference(object $case): ?string
{
	new_site();
	foreach ($case->steps as $index => $step) {
		for ($n = 1; $n <= ($step->repeat ?? 1); $n++) {
			$wrong = step($step, $n, "$case->id step " . ($index + 1) . " ($step->call)");
			if ($wrong !== []) {
				return $wrong[0];
			}
		}
	}
	$found = siren_verify();
	return $found['ok'] ? null : "$case->id verified: " . json_encode($found['problems']);
}

echo "-- a difference is reported with its location\n";
$found = static fn (string $expected, string $got): array
	=> differences(json_decode($expected), json_decode($got, true), 'it');
show($found('{"a": 1}', '{"a": 1, "b": 2}'));
show($found('{"a": {"b": 1}}', '{"a": {"b": 2}}'));
show($found('{"a": null}', '{}'));
show($found('[1, {"a": 2}]', '[2, {"a": 1}]'));
show($found('[1]', '[1, 1]'));
show($found('[]', '{"a": 1}'));
show($found('"1"', '1'));

echo "-- the cases\n";
$cases = worked_cases() ?: exit('there are no cases');
$ran = 0;
foreach ($cases as $case) {
	$wrong = first_difference($case);
	if ($wrong !== null) {
		echo "$wrong\n";
	}
	$ran++;
}
echo $ran === count($cases) ? "all $ran cases ran\n" : "only $ran cases ran\n";
--EXPECT--
-- a difference is reported with its location
[]
["it.a.b: 1 was expected, it is 2"]
["it.a: is not there"]
["it[0]: 1 was expected, it is 2","it[1].a: 2 was expected, it is 1"]
["it: [1] was expected, it is [1,1]"]
["it: [] was expected, it is {\"a\":1}"]
["it: \"1\" was expected, it is 1"]
-- the cases
all 178 cases ran
