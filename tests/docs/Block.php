<?php
/**
 * A fenced block of a page.
 */

declare(strict_types=1);

final class Block {

	/**
	 * @param string       $language   The word after the fence, '' for none.
	 * @param int          $first_line Number of its first line on the page, from 1.
	 * @param list<string> $lines      Without the fence and its indentation.
	 */
	public function __construct(
		public readonly string $language,
		public readonly int $first_line,
		public readonly array $lines,
	) {}

	/**
	 * What it prints, as the page shows it: the lines that begin with a comment sign. Null where the page shows nothing.
	 */
	public function output(): ?string {
		$sign  = 'php' === $this->language ? '// ' : '# ';
		$shown = array_filter( $this->lines, static fn( string $line ): bool => str_starts_with( $line . ' ', $sign ) );
		return [] === $shown ? null : implode( "\n", array_map( static fn( string $line ): string => rtrim( substr( $line, strlen( $sign ) ) ), $shown ) );
	}

	/**
	 * The other lines.
	 *
	 * @return list<string>
	 */
	public function commands(): array {
		$sign = 'php' === $this->language ? '//' : '#';
		return array_values( array_filter( $this->lines, static fn( string $line ): bool => '' !== trim( $line ) && ! str_starts_with( $line, $sign ) ) );
	}

	/**
	 * Whether a text is what the page shows; "…" stands for what differs from one run to the next.
	 */
	public function shows( string $printed ): bool {
		$expected = $this->output();
		if ( null === $expected ) {
			return true;
		}
		$pattern = str_replace( '…', '.*', preg_quote( $expected, '/' ) );
		return 1 === preg_match( "/^$pattern$/Du", rtrim( $printed ) );
	}
}
