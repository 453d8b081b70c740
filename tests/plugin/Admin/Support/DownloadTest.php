<?php
/**
 * Tests of Download.
 *
 * @package Siren\Distributors
 */

declare(strict_types=1);

namespace Siren\Distributors\Tests\Admin\Support;

use PHPUnit\Framework\TestCase;
use Siren\Distributors\Admin\Support\Download;

/**
 * What strangers typed does not run in a spreadsheet.
 */
final class DownloadTest extends TestCase {

	/**
	 * @dataProvider cells
	 */
	public function test_a_cell_is_escaped_for_spreadsheets( string $cell, string $written ): void {
		self::assertSame( '"' . $written . "\"\r\n", Download::line( [ $cell ] ) );
	}

	/** @return array<string,array{string,string}> */
	public static function cells(): array {
		return [
			'text'                    => [ 'Ada', 'Ada' ],
			'nothing'                 => [ '', '' ],
			'quotes'                  => [ 'a "b"', 'a ""b""' ],
			'a formula'               => [ '=HYPERLINK("http://x")', "'=HYPERLINK(\"\"http://x\"\")" ],
			'a formula behind spaces' => [ '  =1+1', "'  =1+1" ],
			'a sum'                   => [ '+1', "'+1" ],
			'a function'              => [ '@SUM(A1)', "'@SUM(A1)" ],
			'a pipe'                  => [ '|cmd', "'|cmd" ],
			'an amount'               => [ '12.34', '12.34' ],
			'less than nothing'       => [ '-12.34', '-12.34' ],
			'a command after a minus' => [ '-12.34+cmd', "'-12.34+cmd" ],
			'a command on a new line' => [ "-1\n", "'-1\n" ],
			'a tab'                   => [ "\t=1", "'\t'=1" ],
			'full width'              => [ '＝1+1', "'＝1+1" ],
			'a plus in full width'    => [ '＋1', "'＋1" ],
			'a minus in full width'   => [ '－1', "'－1" ],
			'an at in full width'     => [ '＠SUM(A1)', "'＠SUM(A1)" ],
			'a minus of typesetters'  => [ '−1', "'−1" ],
			'behind a hard space'     => [ "\u{00A0}=1", "'\u{00A0}=1" ],
			'behind nothing to see'   => [ "\u{200B}\u{FEFF}=1", "'\u{200B}\u{FEFF}=1" ],
			'behind a semicolon'      => [ 'Ada;=1', "Ada;'=1" ],
			'and a quote and a space' => [ 'Ada; "＝1', "Ada;' \"\"＝1" ],
			'behind a line break'     => [ "Ada\n@SUM(A1)", "Ada\n'@SUM(A1)" ],
			'a semicolon of a text'   => [ 'Ada; Ben', 'Ada; Ben' ],
			'no UTF-8'                => [ "\xFF=1", "'\xFF=1" ],
		];
	}
}
