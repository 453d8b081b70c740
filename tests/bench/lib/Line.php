<?php
/** A row of the table: the work, its result, what it is compared with, and whether the goal is reached. */

declare(strict_types=1);

namespace Siren\Bench;

final class Line {

	/** @param bool|null $holds Whether the goal is reached; null where the line only informs. */
	private function __construct(
		public readonly string $work,
		public readonly string $ours,
		public readonly string $against,
		public readonly string $theirs,
		public readonly string $ratio,
		public readonly string $goal,
		public readonly ?bool $holds,
	) {}

	/** The goal is to be a number of times better than a rival. */
	public static function better( string $work, Figure $ours, string $against, Figure $theirs, float $times ): self {
		$ratio = $ours->times_better_than( $theirs );
		return new self( $work, $ours->text(), $against, $theirs->text(), $ours->beside( $theirs ), 'at least ' . self::times( $times ) . ' as fast', $ratio >= $times );
	}

	/** The goal is to take at most a number of times as long as something that does less. */
	public static function within( string $work, Figure $ours, string $against, Figure $theirs, float $times ): self {
		$ratio = $ours->times_better_than( $theirs );
		return new self( $work, $ours->text(), $against, $theirs->text(), $ours->beside( $theirs ), 'at most ' . self::times( $times ) . ' as long', $ratio >= 1 / $times );
	}

	/** Compares without a goal. */
	public static function beside( string $work, Figure $ours, string $against, Figure $theirs ): self {
		return new self( $work, $ours->text(), $against, $theirs->text(), $ours->beside( $theirs ), '', null );
	}

	/** The goal is to take at most a percentage more than without the plugin; undecided if the interval contains the limit. */
	public static function percent_more( string $work, Pair $pair, string $against, float $percent ): self {
		$holds = match ( true ) {
			$pair->percent_to() <= $percent  => true,
			$pair->percent_from() > $percent => false,
			default                          => null,
		};
		$goal  = sprintf( 'at most +%d %%', $percent ) . ( null === $holds ? '; too noisy to say' : '' );
		return new self( $work, Figure::seconds( $pair->one() )->text(), $against, Figure::seconds( $pair->other )->text(), $pair->percent_text(), $goal, $holds );
	}

	/** The goal is to take at most a percentage more than without the plugin, for results without noise. */
	public static function percent_more_counted( string $work, Figure $one, string $against, Figure $other, float $percent ): self {
		$more = ( $one->value / $other->value - 1 ) * 100;
		return new self( $work, $one->text(), $against, $other->text(), sprintf( '%+.2f %%', $more ), sprintf( 'at most +%d %%', $percent ), $more <= $percent );
	}

	/** The goal is a fixed maximum. */
	public static function at_most( string $work, Figure $ours, Figure $most ): self {
		return new self( $work, $ours->text(), '', '', '', 'at most ' . $most->text(), $ours->value <= $most->value );
	}

	/** A condition that must hold. */
	public static function must( string $work, string $found, string $goal, bool $holds ): self {
		return new self( $work, $found, '', '', '', $goal, $holds );
	}

	/** Not measured here, and why. */
	public static function without( string $work, string $why ): self {
		return new self( $work, '', $why, '', '', '', null );
	}

	/** @param array<string,mixed> $kept As json_encode() kept it. */
	public static function read( array $kept ): self {
		return new self( ...$kept );
	}

	private static function times( float $times ): string {
		return rtrim( rtrim( number_format( $times, 1 ), '0' ), '.' ) . '×';
	}
}
