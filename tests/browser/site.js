/** The rest of the site: overview, status, health, narrow windows, right-to-left. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { academy, complaints, download, fits, go, leave, look, said, screen, visit } from './lib/site.js';

const SCREENS = {
	overview: '',
	distributors: '',
	'distributors-editor': `&edit=${ academy.distributors.share }`,
	'distributors-recipes': '&edit=new',
	distributions: '',
	payouts: '',
	collaborators: '',
	'collaborators-form': `&edit=${ academy.collaborators.carla }`,
	activity: '',
	'activity-sales': '&part=sales',
	settings: '',
	status: '',
};

const each = async ( page, look ) => {
	for ( const [ name, more ] of Object.entries( SCREENS ) ) {
		await screen( page, name.split( '-' )[ 0 ], more );
		await look( name );
	}
};

describe( 'The site', () => {
	let page;
	before( async () => {
		page = await visit();
	} );
	after( () => leave( page ) );

	it( 'has an overview, and help on it', async () => {
		await screen( page, 'overview' );
		await look( page, 'overview' );
		await page.getByRole( 'button', { name: 'Help' } ).click();
		await page.getByRole( 'link', { name: 'Glossary' } ).click();
		await page.getByText( 'the money that a distribution divides' ).waitFor();
	} );

	it( 'shows the overview on the dashboard', async () => {
		await go( page, '/wp-admin/index.php' );
		assert.match( await page.locator( '#siren_overview' ).innerText(), /Course creators share 20 % of sales/ );
		await look( page, 'wordpress-dashboard', '#siren_overview' );
	} );

	it( 'proves and exports its ledger', async () => {
		await screen( page, 'status' );
		await page.getByRole( 'button', { name: 'Verify the ledger' } ).click();
		await said( page, 'The ledger passed verification' );
		await look( page, 'status' );
		const ledger = await download( page, page.getByRole( 'link', { name: 'Download the ledger' } ) );
		assert.ok( ledger.trim().split( '\n' ).every( ( line ) => JSON.parse( line ) ) );
	} );

	it( 'lists what was recorded, with the reason if it does not count', async () => {
		await screen( page, 'activity' );
		await look( page, 'activity' );
		await page.getByRole( 'link', { name: 'Ignored' } ).click();
		await page.getByText( 'collaborator’s own activity' ).first().waitFor();
		assert.equal( await page.locator( '.siren-status-counted' ).count(), 0 );
		await page.getByRole( 'link', { name: 'Sales', exact: true } ).click();
		await page.getByText( 'Refunded' ).first().waitFor();
		await look( page, 'activity-sales' );
	} );

	it( 'is in Site Health', async () => {
		await go( page, '/wp-admin/site-health.php' );
		await page.getByText( /Siren Distributors (is working|needs attention)/ ).first().waitFor( { state: 'attached' } );
	} );

	it( 'fits a phone', async () => {
		const narrow = await visit( 'admin', { viewport: { width: 375, height: 800 } } );
		await each( narrow, async ( name ) => {
			await fits( narrow, name );
			await look( narrow, 'narrow-' + name );
		} );
		await leave( narrow );
	} );

	it( 'works from right to left', async () => {
		await each( page, async ( name ) => {
			await page.evaluate( () => {
				document.documentElement.dir = 'rtl';
			} );
			await fits( page, name );
		} );
		await screen( page, 'distributors', SCREENS[ 'distributors-editor' ] );
		await page.evaluate( () => {
			document.documentElement.dir = 'rtl';
		} );
		await look( page, 'rtl-distributor-editor' );
	} );

	it( 'has logged no errors', () => {
		assert.deepEqual( complaints(), [] );
	} );
} );
