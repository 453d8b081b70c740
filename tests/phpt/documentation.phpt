--TEST--
docs/distributor.md: each example prints what the page says, and the page names every field
--FILE--
<?php
declare(strict_types=1);
require __DIR__ . '/site.inc';
require __DIR__ . '/documentation.inc';

echo "-- a difference is reported with its location\n";
$page = <<<'PAGE'
## First
```php
const ONE = 1;
function twice(): void { nobody_has_this(); }
```
## Second
```php
echo ONE, "\n", ONE + ONE, "\n";
// 1
// 3
```
## Third
```php
echo "before\n";
nobody_has_this();
// before
// after
```
```php
twice();
```
PAGE;
[$first, $second, $third, $fourth] = examples($page);
foreach ([$second, $third, $fourth] as $example) {
	echo implode("\n", difference($example, printed($first, $example))), "\n";
}
show(difference($second, ['1', '3']));
show(unnamed("a `name`, a 'kind' and `all`", ['properties' => [
	'name' => [],
	'pool' => ['oneOf' => [['properties' => ['kind' => ['enum' => ['all', 'some']]]]]],
	'list' => ['items' => ['properties' => ['size' => []]]],
]]));
show(anchors("# Title\n## `every.thing`, and `all_of` it\n```php\n## none\n```\n### Two\n"));

echo "-- the examples\n";
$page = file_get_contents(dirname(__DIR__, 2) . '/docs/distributor.md');
$examples = examples($page);
$first = array_shift($examples);
foreach ($examples as $example) {
	foreach (difference($example, printed($first, $example)) as $line) {
		echo "$line\n";
	}
}
$with_example = array_column($examples, 'heading');
preg_match_all('/^### (.+)$/m', $page, $fields);
show(array_values(array_diff($fields[1], $with_example)));

echo "-- what the engine describes and the page does not name\n";
new_site();
show(unnamed($page, siren_describe('save_distributor')[0]['input']));

echo "-- headings without a link, and links without a heading\n";
preg_match_all('/\]\(#([^)]*)\)/', $page, $links);
$anchors = array_keys(anchors($page));
show([array_values(array_diff($anchors, $links[1])), array_values(array_diff($links[1], $anchors))]);
--EXPECT--
-- a difference is reported with its location
Second (from line 8 of the page on)
    1
  - 3
  + 2
Third (from line 14 of the page on)
    before
  - after
  + Error: Call to undefined function Example2\nobody_has_this() (line 15 of the page)
Third (from line 20 of the page on)
  + Error: Call to undefined function Example3\nobody_has_this() (line 4 of the page)
[]
["pool","pool.kind is some","list","list[].size"]
{"everything-and-all_of-it":"`every.thing`, and `all_of` it","two":"Two"}
-- the examples
[]
-- what the engine describes and the page does not name
[]
-- headings without a link, and links without a heading
[[],[]]
