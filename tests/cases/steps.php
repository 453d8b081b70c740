<?php
/** How PHP takes a worked case: the arguments of its steps as a caller gives them. */

declare(strict_types=1);

/** What a script holds, with the arrays that PHP callers give in place of objects. */
function as_given(mixed $value): mixed
{
	$items = is_object($value) ? get_object_vars($value) : $value;
	return is_array($items) ? array_map('as_given', $items) : $items;
}

/** Puts the number of the repetition into every text, as tests/cases/README.md says. */
function numbered(mixed $value, int $n): mixed
{
	if (is_string($value)) {
		return $value === '{n}' ? $n : strtr($value, ['{nn}' => sprintf('%02d', $n), '{n}' => (string) $n]);
	}
	if (is_object($value)) {
		return (object) numbered(get_object_vars($value), $n);
	}
	return is_array($value) ? array_map(static fn (mixed $item): mixed => numbered($item, $n), $value) : $value;
}

/** The worked cases by their names. */
function worked_cases(): array
{
	$cases = [];
	foreach (glob(__DIR__ . '/*.json') as $file) {
		$cases[basename($file, '.json')] = json_decode(file_get_contents($file), false, 512, JSON_THROW_ON_ERROR);
	}
	return $cases;
}
