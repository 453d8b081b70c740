<?php
/**
 * Rivals measured side by side: every round runs each of them once, in rotating order, so that other load affects all of
 * them equally. The median of the rounds counts.
 */

declare(strict_types=1);

namespace Siren\Bench;

final class Race {

	/** @var array<string,callable(): float> */
	private array $rivals = [];

	public function __construct( private readonly int $rounds ) {}

	/** @param callable(): float $round Runs one round and returns its figure; it decides what is measured. */
	public function enter( string $name, callable $round ): self {
		$this->rivals[ $name ] = $round;
		return $this;
	}

	/** @return array<string,float> The medians, by name. */
	public function run(): array {
		$figures = [];
		$names   = array_keys( $this->rivals );
		$said    = 0;
		for ( $round = 1; $round <= $this->rounds; $round++ ) {
			if ( time() > $said ) {
				Progress::say( "round $round of {$this->rounds}" );
				$said = time() + 9;
			}
			foreach ( $names as $name ) {
				$figures[ $name ][] = $this->rivals[ $name ]();
			}
			$names[] = array_shift( $names );
		}
		return array_map( self::median( ... ), $figures );
	}

	/** @param non-empty-list<float> $figures */
	public static function median( array $figures ): float {
		return self::percentile( $figures, 50 );
	}

	/** @param non-empty-list<float> $figures */
	public static function percentile( array $figures, float $percent ): float {
		sort( $figures );
		return $figures[ min( count( $figures ) - 1, (int) ( count( $figures ) * $percent / 100 ) ) ];
	}

	/** How long something takes, in seconds. */
	public static function seconds( callable $work ): float {
		$began = hrtime( true );
		$work();
		return ( hrtime( true ) - $began ) / 1e9;
	}
}
