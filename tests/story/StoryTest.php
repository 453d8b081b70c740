<?php
/** The two months without failures: every request is answered. */

declare(strict_types=1);

namespace Siren\Story;

final class StoryTest extends StoryCase {

	protected static function site_name(): string {
		return 'story';
	}

	protected static function workers(): int {
		return 4;
	}

	protected static function play( Site $site, Server $server ): void {
		( new Chronicle( $site, new Actions( $site, new Connection() ) ) )->play( static fn( Moment $moment ) => ( $moment->act )() );
	}
}
