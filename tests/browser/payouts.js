/** Payouts: from what is owed to what is paid. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { download, leave, look, said, screen, visit } from './lib/site.js';

describe( 'Payouts', () => {
	let page;
	before( async () => {
		page = await visit();
	} );
	after( () => leave( page ) );

	it( 'are previewed before they are created', async () => {
		await screen( page, 'payouts' );
		await look( page, 'owed' );
		await page.getByLabel( 'Minimum' ).fill( '1,5' );
		await page.getByRole( 'button', { name: 'Preview' } ).click();
		await page.locator( '#siren-minimum-problem' ).waitFor();
		await page.getByLabel( 'Minimum' ).fill( '1.50' );
		await page.getByRole( 'button', { name: 'Preview' } ).click();
		await page.getByRole( 'checkbox', { name: 'Carla Ruiz' } ).waitFor();
		await look( page, 'fulfillment-preview' );
	} );

	it( 'are created for the selected collaborators', async () => {
		for ( const box of await page.locator( 'input[name^="chosen["]' ).all() ) {
			await box.setChecked( ( await box.getAttribute( 'aria-label' ) ) === 'Carla Ruiz' );
		}
		await page.getByRole( 'button', { name: 'Create fulfillment' } ).click();
		await said( page, 'Fulfillment created.' );
		assert.equal( await page.locator( '.wp-list-table tbody tr' ).count(), 1 );
		await look( page, 'fulfillment' );
	} );

	it( 'are left to another person if two-person approval is on', async () => {
		const made = page.url();
		const ask = async ( asked ) => {
			await screen( page, 'settings' );
			await page.getByLabel( 'The person who creates a fulfillment cannot mark its payouts' ).setChecked( asked );
			await page.getByRole( 'button', { name: 'Save Changes' } ).click();
			await said( page, 'Settings saved.' );
			await page.goto( made );
		};
		await ask( true );
		await page.getByText( 'someone else must mark its payouts' ).waitFor();
		assert.equal( await page.getByRole( 'button', { name: 'Mark as paid' } ).count(), 0 );
		await ask( false );
	} );

	it( 'are marked together', async () => {
		await page.getByRole( 'checkbox', { name: 'Carla Ruiz' } ).check();
		await page.getByLabel( 'Reference', { exact: true } ).fill( '=SEPA 2026-07' );
		await page.locator( '#siren-bulk' ).getByRole( 'button', { name: 'Mark as paid' } ).click();
		await said( page, 'Payout marked as paid.' );
		assert.match( await page.getByRole( 'heading', { level: 1 } ).innerText(), /Complete/ );
	} );

	it( 'leave as a file in which nothing runs', async () => {
		const csv = await download( page, page.getByRole( 'link', { name: 'Export CSV' } ) );
		assert.match( csv, /"1\.94","USD","paid","3","'=SEPA 2026-07"/ );
	} );

	it( 'are found among all obligations, fulfillments and payouts', async () => {
		await screen( page, 'payouts', '&part=obligations' );
		await look( page, 'obligations' );
		await page.getByRole( 'link', { name: 'Held', exact: true } ).click();
		await page.getByText( 'No obligations found.' ).waitFor();
		await screen( page, 'payouts', '&part=fulfillments' );
		await look( page, 'fulfillments' );
		await screen( page, 'payouts', '&part=payouts&status=paid' );
		assert.ok( ( await page.locator( '.wp-list-table tbody tr' ).count() ) > 6 );
		await look( page, 'payouts' );
	} );
} );
