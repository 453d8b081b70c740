/* Siren Distributors: reports a view of this page once, without setting a cookie. */
( () => {
	const { token, url, parameter, consent } =
		( document.currentScript || document.querySelector( 'script[data-token]' ) ).dataset;
	const link = new URLSearchParams( location.search ).get( parameter );
	const agreed = ( category ) => ( window.wp_has_consent ? window.wp_has_consent( category ) : ! consent );
	const said = {};
	let seen = false;

	const tell = () => {
		const body = new URLSearchParams( { t: token } );
		const add = ( name, category ) => {
			if ( seen && ! said[ name ] && agreed( category ) ) {
				said[ name ] = true;
				body.set( name, '1' );
			}
		};
		if ( link ) {
			body.set( 'r', link );
			add( 'm', 'marketing' );
		}
		if ( link || token[ 0 ] === 'p' ) {
			add( 'n', 'statistics-anonymous' );
		}
		if ( body.has( 'm' ) || body.has( 'n' ) ) {
			navigator.sendBeacon( url, body ) || fetch( url, { method: 'POST', body, keepalive: true } );
		}
	};

	// A page that is prerendered, in the background or embedded in another site is not viewed.
	const look = () => {
		if ( ! seen && ! document.prerendering && ! document.hidden && self === top ) {
			seen = true;
			tell();
		}
	};
	look();
	for ( const event of [ 'prerenderingchange', 'visibilitychange' ] ) {
		document.addEventListener( event, look );
	}
	for ( const event of [ 'wp_consent_type_defined', 'wp_listen_for_consent_change' ] ) {
		document.addEventListener( event, tell );
	}
} )();
