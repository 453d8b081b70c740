/** Collaborators and their dashboard. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { follow, go, leave, look, said, screen, visit } from './lib/site.js';

describe( 'Collaborators', () => {
	let page;
	before( async () => {
		page = await visit();
	} );
	after( () => leave( page ) );

	it( 'are found', async () => {
		await screen( page, 'collaborators' );
		await look( page, 'collaborators' );
		await page.getByRole( 'searchbox' ).fill( 'ruiz' );
		await page.getByRole( 'button', { name: 'Search collaborators' } ).click();
		await page.waitForURL( /s=ruiz/ );
		assert.equal( await page.locator( '.wp-list-table tbody tr' ).count(), 1 );
	} );

	it( 'show what they own, are owed and earned', async () => {
		await follow( page, page.getByRole( 'link', { name: 'Carla Ruiz' } ) );
		const text = await page.locator( '.siren' ).innerText();
		assert.match( text, /Design Notes/ );
		assert.match( text, /57\.14\sUSD/ );
		await look( page, 'collaborator' );
	} );

	it( 'are added with a coupon and linked to a user', async () => {
		await screen( page, 'collaborators', '&edit=new' );
		await page.getByLabel( 'Name' ).fill( 'Nils Berg' );
		await page.getByLabel( 'WordPress user' ).fill( 'nobody' );
		await page.getByLabel( 'Coupon codes' ).fill( 'NILS10' );
		await page.getByRole( 'button', { name: 'Add collaborator' } ).click();
		await page.locator( '#siren-wp_user-problem' ).waitFor();
		assert.equal( await page.getByLabel( 'Coupon codes' ).inputValue(), 'NILS10' );
		await page.getByLabel( 'WordPress user' ).fill( 'nils' );
		await page.getByRole( 'button', { name: 'Add collaborator' } ).click();
		await said( page, 'Collaborator saved.' );
		assert.match( await page.getByRole( 'row', { name: /Nils Berg/ } ).innerText(), /NILS10/ );
	} );

	it( 'are imported from a file after a trial', async () => {
		await screen( page, 'collaborators', '&edit=import' );
		await page.getByLabel( 'File', { exact: true } ).setInputFiles( {
			name: 'people.csv',
			mimeType: 'text/csv',
			buffer: Buffer.from( 'name,email,groups\nOlga Petrova,olga@academy.example,partners\nAda again,ada@academy.example,\n' ),
		} );
		await page.getByRole( 'button', { name: 'Preview import' } ).click();
		assert.match( await page.getByRole( 'row', { name: /Ada again/ } ).innerText(), /unchanged/ );
		await look( page, 'collaborator-import' );
		await page.getByRole( 'button', { name: 'Import collaborators' } ).click();
		assert.match( await page.getByRole( 'row', { name: /Olga Petrova/ } ).innerText(), /is added/ );
	} );
} );

describe( 'The collaborators’ dashboard', () => {
	it( 'asks visitors to log in', async () => {
		const stranger = await visit( '' );
		await go( stranger, '/my-shares/' );
		await stranger.getByText( 'Log in to see what you have earned.' ).waitFor();
		await leave( stranger );
	} );

	it( 'shows users their own data as a block and as a shortcode, with printable statements', async () => {
		const carla = await visit( 'carla' );
		await go( carla, '/my-earnings/' );
		const dashboard = await carla.locator( '.siren-dashboard' ).innerText();
		assert.match( dashboard, /57\.14\sUSD/ );
		assert.doesNotMatch( dashboard, /Ada Brandt/ );
		await look( carla, 'dashboard', '.siren-dashboard' );

		await go( carla, '/my-shares/' );
		assert.equal( await carla.locator( '.siren-dashboard' ).innerText(), dashboard );

		await follow( carla, carla.getByRole( 'link', { name: /printable/ } ).last() );
		assert.match( await carla.locator( 'main' ).innerText(), /Total paid\s+84\.92\sUSD/ );
		await look( carla, 'statement', 'body' );
		const own = new URL( carla.url() ).search;
		await leave( carla );

		const ben = await visit( 'ben' );
		const answer = await go( ben, '/' + own );
		assert.equal( answer.status(), 404 );
		await leave( ben );
	} );

	it( 'shows others as far as the site allows', async () => {
		const admin = await visit();
		await screen( admin, 'settings' );
		await admin.getByLabel( 'What they see of others' ).selectOption( 'scores' );
		await admin.getByRole( 'button', { name: 'Save Changes' } ).click();
		await said( admin, 'Settings saved.' );
		await look( admin, 'settings' );
		assert.equal( await admin.getByLabel( 'What they see of others' ).inputValue(), 'scores' );
		await leave( admin );
	} );

	it( 'is previewed in the block editor', async () => {
		const admin = await visit();
		await go( admin, '/wp-admin/edit.php?post_type=page' );
		await admin.getByRole( 'link', { name: '“My earnings” (Edit)' } ).click();
		await admin.waitForURL( /action=edit/ );
		// WordPress shows the content with or without an iframe, depending on the blocks of the site.
		const shown = async () => ( await Promise.all( admin.frames().map( ( frame ) => frame.locator( '.siren-dashboard' ).count() ) ) ).some( ( count ) => count > 0 );
		for ( let tries = 0; ! ( await shown() ) && tries < 60; tries++ ) {
			await admin.waitForTimeout( 500 );
		}
		assert.ok( await shown() );
		await leave( admin );
	} );
} );
