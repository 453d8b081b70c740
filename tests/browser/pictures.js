/** Screenshots for the documentation and WordPress.org: the academy after its two months. Run by tests/setup/pictures.sh. */

import { after, before, describe, it } from 'node:test';
import { academy, close, follow, go, leave, open, picture, said, screen, visit } from './lib/site.js';

/** The size at which screenshots are shown, so that they are readable. */
const WINDOW = { width: 1280, height: 800 };

before( open );
after( close );

describe( 'Pictures', () => {
	let page;
	before( async () => {
		page = await visit( 'admin', { viewport: WINDOW } );
	} );
	after( () => leave( page ) );

	it( 'show collaborators', async () => {
		await screen( page, 'collaborators' );
		await picture( page, 'collaborators' );
	} );

	it( 'show recipes and the preview of one', async () => {
		await screen( page, 'distributors', '&edit=new' );
		await picture( page, 'recipes' );
		await screen( page, 'distributors', '&edit=new&recipe=course-profit-share' );
		await page.locator( '.siren-tried' ).first().waitFor();
		await page.setViewportSize( { ...WINDOW, height: 1100 } ); // Tall enough to show the preview.
		await picture( page, 'distributor' );
		await page.setViewportSize( WINDOW );
	} );

	it( 'show a distribution and the explanation of an amount', async () => {
		await screen( page, 'distributions', `&distributor=${ academy.distributors.share }` );
		await follow( page, page.getByRole( 'link', { name: /May 1, 2026/ } ) );
		await picture( page, 'distribution' );
		await follow( page, page.getByRole( 'link', { name: /62\.51\sUSD/ } ) );
		await picture( page, 'explanation' );
	} );

	it( 'show what is owed and paid', async () => {
		await screen( page, 'payouts' );
		await picture( page, 'payouts' );
		await screen( page, 'status' );
		await page.getByRole( 'button', { name: 'Run the heartbeat now' } ).click(); // Else the overview asks for one.
		await said( page, 'The heartbeat has run.' );
		await screen( page, 'overview' );
		await picture( page, 'overview' );
	} );

	it( 'show a collaborator’s dashboard', async () => {
		const carla = await visit( 'carla', { viewport: WINDOW } );
		await go( carla, '/my-earnings/' );
		await carla.locator( '.siren-dashboard' ).evaluate( ( dashboard ) => window.scrollTo( 0, dashboard.offsetTop - 60 ) );
		await picture( carla, 'dashboard' );
		await leave( carla );
	} );
} );
