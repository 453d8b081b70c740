<?php
/**
 * Runs the commands of one page, in order, in one shell: what one block sets, the next ones use.
 */

declare(strict_types=1);

require_once __DIR__ . '/Page.php';

final class Shell {

	/** Separates the blocks in what the shell prints. */
	private const MARK = "\x1e";

	/**
	 * @param string               $directory   Where the shell works.
	 * @param array<string,string> $environment Its variables.
	 * @param array<string,string> $not_run     Commands that are left out, with the reason.
	 */
	public function __construct( private readonly string $directory, private readonly array $environment, private readonly array $not_run ) {}

	/**
	 * Runs blocks.
	 *
	 * @param list<Block> $blocks
	 * @return array<int,array{printed:string,failed:?string}> By the number of their first line. After a failure nothing is run.
	 */
	public function run( array $blocks ): array {
		$script = "set -eu\n";
		foreach ( $blocks as $block ) {
			$lines   = array_filter( $block->lines, fn( string $line ): bool => ! isset( $this->not_run[ trim( $line ) ] ) );
			$script .= "printf '\\036%s\\036' begin-$block->first_line\n" . implode( "\n", $lines ) . "\nprintf '\\036%s\\036' end\n";
		}
		// The directories of a server are below the one where the shell works.
		$script  = str_replace( '/srv/', $this->directory . '/srv/', $script );
		$errors  = $this->directory . '/errors';
		$process = proc_open( [ 'bash', '-c', $script ], [ [ 'file', '/dev/null', 'r' ], [ 'pipe', 'w' ], [ 'file', $errors, 'w' ] ], $pipes, $this->directory, $this->environment );
		$printed = (string) stream_get_contents( $pipes[1] );
		proc_close( $process );
		$printed = str_replace( $this->directory . '/srv/', '/srv/', $printed );

		$parts  = explode( self::MARK, $printed );
		$result = [];
		foreach ( $parts as $index => $part ) {
			if ( 1 === preg_match( '/^begin-(\d+)$/', $part, $begin ) ) {
				$has_ended                  = 'end' === ( $parts[ $index + 2 ] ?? '' );
				$result[ (int) $begin[1] ] = [
					'printed' => $parts[ $index + 1 ] ?? '',
					'failed'  => $has_ended ? null : trim( (string) file_get_contents( $errors ) ),
				];
			}
		}
		return $result;
	}
}
