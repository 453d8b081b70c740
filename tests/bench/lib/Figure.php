<?php
/** A measured number with its unit, as shown in the table. */

declare(strict_types=1);

namespace Siren\Bench;

final class Figure {

	private const SECONDS = 's';
	private const RATE    = '/s';
	private const BYTES   = 'bytes';
	private const WORK    = 'instructions';

	private function __construct( public readonly float $value, private readonly string $unit ) {}

	public static function seconds( float $seconds ): self {
		return new self( $seconds, self::SECONDS );
	}

	/** A rate per second. */
	public static function rate( float $rate ): self {
		return new self( $rate, self::RATE );
	}

	public static function bytes( float $bytes ): self {
		return new self( $bytes, self::BYTES );
	}

	public static function instructions( float $instructions ): self {
		return new self( $instructions, self::WORK );
	}

	/** How many times better than another one of the same unit. */
	public function times_better_than( self $other ): float {
		return self::RATE === $this->unit ? $this->value / $other->value : $other->value / $this->value;
	}

	/** How it compares, in words. */
	public function beside( self $other ): string {
		$ratio = $this->times_better_than( $other );
		return $ratio >= 1
			? self::digits( $ratio ) . ( self::BYTES === $this->unit ? '× less' : '× as fast' )
			: self::digits( 1 / $ratio ) . ( self::BYTES === $this->unit ? '× as much' : '× as long' );
	}

	public function text(): string {
		return match ( $this->unit ) {
			self::RATE    => number_format( $this->value ) . '/s',
			self::BYTES   => self::digits( $this->value / ( 1 << 20 ) ) . ' MiB',
			self::WORK    => self::digits( $this->value / 1e6 ) . ' million instructions',
			self::SECONDS => match ( true ) {
				$this->value < 1e-3 => self::digits( $this->value * 1e6 ) . ' µs',
				$this->value < 1    => self::digits( $this->value * 1e3 ) . ' ms',
				default             => self::digits( $this->value ) . ' s',
			},
		};
	}

	/** Three significant digits, or all digits before the decimal point. */
	public static function digits( float $number ): string {
		return number_format( $number, $number < 10 ? 2 : ( $number < 100 ? 1 : 0 ) );
	}
}
