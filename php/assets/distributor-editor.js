/**
 * Live preview in the distributor editor: the rule in a sentence, problems beside their fields, and what would be paid.
 * Everything comes from the engine; nothing is validated or calculated here. Without this script, the Preview button
 * shows the same.
 */

const form = document.querySelector( '.siren-editor' );

/** Milliseconds without a key press before the engine is asked. */
const PAUSE = 400;

let waiting = 0;

/**
 * Whether a request is running, and whether something was typed in the meantime. Only one request runs at a time, because
 * previewing a long history is expensive.
 */
let asking = false;
let again = false;

/** Id of the element with a control's problems. */
const idOf = ( name ) => 'siren-' + name.replaceAll( '[', '-' ).replaceAll( ']', '' ) + '-problem';

function controls( name ) {
	return form.querySelectorAll( `[name="${ CSS.escape( name ) }"], [name="${ CSS.escape( name ) }[]"]` );
}

function showProblems( problems ) {
	form.querySelectorAll( '.siren-problem' ).forEach( ( old ) => old.remove() );
	form.querySelectorAll( '[aria-invalid]' ).forEach( ( control ) => {
		control.removeAttribute( 'aria-invalid' );
		control.removeAttribute( 'aria-describedby' );
	} );
	for ( const [ name, messages ] of Object.entries( problems ) ) {
		const found = controls( name );
		if ( found.length === 0 ) {
			continue;
		}
		const text = document.createElement( 'span' );
		text.className = 'siren-problem';
		text.id = idOf( name );
		const label = found[ 0 ].getAttribute( 'aria-label' ) ?? found[ 0 ].closest( 'fieldset' )?.querySelector( 'legend' )?.textContent;
		text.textContent = ( label ? label + ' ' : '' ) + messages.join( ' ' );
		const last = found[ found.length - 1 ];
		( last.closest( 'label' ) ?? last ).after( text );
		found.forEach( ( control ) => {
			control.setAttribute( 'aria-invalid', 'true' );
			control.setAttribute( 'aria-describedby', text.id );
		} );
	}
}

/** Problems are only marked once somebody has typed: a new form is always incomplete. */
let touched = false;

function show( answer ) {
	form.querySelector( '.siren-sentence' ).textContent = answer.sentence ?? '';
	form.querySelector( '.siren-unfinished' ).hidden = answer.sentence !== null;
	const unplaced = Object.entries( answer.problems ).filter( ( [ name ] ) => controls( name ).length === 0 );
	const beyond = [ ...answer.beyond, ...unplaced.map( ( [ name, messages ] ) => `${ name } ${ messages.join( ' ' ) }` ) ];
	form.querySelector( '.siren-beyond' ).replaceChildren(
		...( touched ? beyond : [] ).map( ( message ) => Object.assign( document.createElement( 'li' ), { textContent: message } ) )
	);
	if ( touched ) {
		showProblems( answer.problems );
	}
	if ( answer.sentence !== null ) {
		form.querySelector( '.siren-trial' ).innerHTML = answer.trial;
	}
}

async function ask() {
	if ( asking ) {
		again = true;
		return;
	}
	asking = true;
	again = false;
	const trial = form.querySelector( '.siren-trial' );
	trial.setAttribute( 'aria-busy', 'true' );
	const fields = new FormData( form );
	fields.set( 'action', 'siren_preview_distributor' );
	fields.set( '_wpnonce', form.dataset.previewNonce );
	try {
		const response = await fetch( form.dataset.previewUrl, { method: 'POST', body: fields } );
		const answer = await response.json();
		if ( ! answer.success ) {
			throw new Error( answer.data );
		}
		show( answer.data );
	} catch {
		form.querySelector( '.siren-sentence' ).textContent = form.dataset.failed;
	}
	trial.removeAttribute( 'aria-busy' );
	asking = false;
	if ( again ) {
		ask();
	}
}

/** Browsers submit an invalid number as an empty field, so the browser's own message is shown instead. */
function refuseBadNumbers( event ) {
	for ( const control of form.querySelectorAll( 'input[type="number"]' ) ) {
		if ( control.validity.badInput ) {
			control.closest( 'details' )?.setAttribute( 'open', '' );
			if ( control.offsetParent !== null ) {
				event.preventDefault();
				control.reportValidity();
				return;
			}
		}
	}
}

function changed() {
	touched = true;
	clearTimeout( waiting );
	waiting = setTimeout( ask, PAUSE );
}

if ( form ) {
	form.classList.add( 'siren-live' );
	form.addEventListener( 'input', changed );
	form.addEventListener( 'submit', refuseBadNumbers );
	ask();
}
