<?php
/**
 * Reduces a picture to 128 colours: a screenshot of wp-admin then takes a third of the bytes and looks the same.
 * Usage: shrink.php FROM TO
 */

declare(strict_types=1);

$picture = imagecreatefrompng( $argv[1] );
imagetruecolortopalette( $picture, false, 128 );
imagepng( $picture, $argv[2], 9 );
