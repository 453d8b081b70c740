<?php
/** The test site of the academy: its directory, its current time, and the ids behind the names. */

declare(strict_types=1);

namespace Siren\Story;

use DateTimeImmutable;
use DateTimeZone;

final class Site {

	public const ZONE = 'America/New_York';

	/** @var array<string, array<string, mixed>> As seed.php wrote them: ids and paths by kind and name. */
	private readonly array $ids;

	public readonly string $directory;

	/** @param string $directory As site.sh made and seed.php filled it. */
	public function __construct( string $directory ) {
		$this->directory = realpath( $directory );
		$this->ids       = json_decode( file_get_contents( "{$this->directory}/academy.json" ), true, flags: JSON_THROW_ON_ERROR );
	}

	/** Read each time, because a restarted server may have another port. */
	public function url( string $path = '' ): string {
		return trim( file_get_contents( "{$this->directory}/url" ) ) . $path;
	}

	public function id( string $kind, string $name ): int {
		return $this->ids[ $kind ][ $name ];
	}

	/** @return string The name behind an id. */
	public function name( string $kind, int $id ): string {
		return array_search( $id, $this->ids[ $kind ], true );
	}

	/** @return string Where a course, lesson, post or product is found on the site, like "/product/rust-from-zero/". */
	public function path( string $kind, string $name ): string {
		return $this->ids['paths'][ $kind ][ $name ];
	}

	/** Moves the clock. The file is replaced atomically, because the server may be reading it. */
	public function set_clock( string $local ): void {
		$instant = ( new DateTimeImmutable( $local, new DateTimeZone( self::ZONE ) ) )->setTimezone( new DateTimeZone( 'UTC' ) );
		file_put_contents( "{$this->directory}/clock.new", $instant->format( 'Y-m-d\TH:i:s\Z' ) );
		rename( "{$this->directory}/clock.new", "{$this->directory}/clock" );
	}

	/** @return string The time the clock was moved to, RFC 3339 in UTC. */
	public function now(): string {
		return trim( file_get_contents( "{$this->directory}/clock" ) );
	}

	/** Lets this process ask the extension about the site's data. */
	public function open_engine(): void {
		siren_open( 'sqlite:' . glob( "{$this->directory}/data/site-*" )[0], [ 'timezone' => self::ZONE, 'currency' => 'USD' ] );
	}
}
