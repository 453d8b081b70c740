/** Distributors: from a recipe to an active distributor, and to the archive. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { download, go, leave, look, said, screen, visit } from './lib/site.js';

describe( 'Distributors', () => {
	let page;
	before( async () => {
		page = await visit();
	} );
	after( () => leave( page ) );

	it( 'are listed with what they have collected', async () => {
		await screen( page, 'distributors' );
		const row = page.getByRole( 'row', { name: /Course creators share/ } );
		assert.match( await row.innerText(), /30\.00\sUSD/ );
		await look( page, 'distributors' );
	} );

	it( 'start from a recipe, with a live preview of the rule and what it would have paid', async () => {
		await page.getByRole( 'link', { name: 'Add distributor' } ).click();
		await look( page, 'distributor-recipes' );
		await page.getByRole( 'link', { name: /Coupon leaderboard/ } ).click();

		const sentence = page.locator( '.siren-sentence' );
		await page.locator( '.siren-trial', { hasText: 'Past periods' } ).waitFor();
		assert.match( await sentence.innerText(), /300\.00\sUSD is given in prizes of 50%, 30% and 20%/ );

		await page.getByLabel( 'Fixed amount', { exact: true } ).last().fill( '500.00' );
		await page.locator( '.siren-sentence', { hasText: '500.00 USD' } ).waitFor();
		await page.locator( '.siren-trial', { hasText: '500.00' } ).waitFor();
		const june = page.locator( '.siren-tried', { hasText: 'June 1, 2026' } );
		await june.locator( 'summary' ).click();
		assert.match( await june.innerText(), /Grace Lin\s+250\.00\sUSD/ );
		await look( page, 'distributor-editor' );
	} );

	it( 'show problems beside the fields', async () => {
		const amount = page.getByLabel( 'Fixed amount', { exact: true } ).last();
		await amount.fill( '5,00' );
		await page.locator( '#siren-fixed_amount-problem' ).waitFor();
		assert.equal( await amount.getAttribute( 'aria-invalid' ), 'true' );
		assert.equal( await amount.getAttribute( 'aria-describedby' ), 'siren-fixed_amount-problem' );
		await look( page, 'distributor-problem' );
		await amount.fill( '500.00' );
		await page.locator( '#siren-fixed_amount-problem' ).waitFor( { state: 'detached' } );

		const points = page.getByLabel( 'Coupon code used', { exact: true } ).first();
		await points.fill( '' );
		await page.locator( '.siren-beyond', { hasText: 'nothing would be measured' } ).waitFor();
		await points.fill( '1' );
		await page.locator( '.siren-sentence', { hasText: '1 point for each coupon' } ).waitFor();
	} );

	it( 'do not treat an invalid number as empty', async () => {
		const points = page.getByLabel( 'Blog post visited', { exact: true } ).first();
		await points.pressSequentially( 'e' );
		await page.getByRole( 'button', { name: 'Add distributor' } ).click();
		assert.ok( await points.evaluate( ( control ) => control === document.activeElement && control.validity.badInput ) );
		await page.keyboard.press( 'Backspace' );
		assert.equal( await points.inputValue(), '' );
	} );

	it( 'can be saved with the keyboard alone', async () => {
		const name = page.getByLabel( 'Name', { exact: true } );
		await name.focus();
		await page.keyboard.press( 'Control+A' );
		await page.keyboard.type( 'Leaders of the coupon' );
		await page.keyboard.press( 'Enter' );
		await said( page, 'Distributor saved.' );
		await page.getByRole( 'heading', { level: 1, name: /Leaders of the coupon/ } ).waitFor();
	} );

	it( 'are paused and resumed', async () => {
		await screen( page, 'distributors' );
		await page.getByRole( 'button', { name: /^Pause.*Leaders of the coupon/ } ).click();
		await said( page, 'Distributor paused' );
		await page.getByRole( 'button', { name: /^Resume.*Leaders of the coupon/ } ).click();
		await said( page, 'Distributor activated' );
	} );

	it( 'are duplicated as a draft', async () => {
		await page.getByRole( 'button', { name: /^Duplicate.*Leaders of the coupon/ } ).click();
		await said( page, 'This is a draft' );
		assert.match( await page.getByRole( 'heading', { level: 1 } ).innerText(), /Copy of Leaders of the coupon\s+Draft/ );
	} );

	it( 'can be exported to a file and imported from it', async () => {
		const file = await download( page, page.locator( '.siren' ).getByRole( 'link', { name: 'Export' } ) );
		assert.equal( JSON.parse( file ).structure.kind, 'ladder' );

		await screen( page, 'distributors', '&edit=new' );
		await page.getByText( 'Import a distributor' ).click();
		await page.getByLabel( 'File', { exact: true } ).setInputFiles( { name: 'rule.json', mimeType: 'application/json', buffer: Buffer.from( file ) } );
		await page.getByRole( 'button', { name: 'Import as draft' } ).click();
		await said( page, 'This is a draft' );
	} );

	it( 'are archived for good', async () => {
		await page.getByText( 'Archive distributor' ).click();
		await page.getByRole( 'button', { name: 'Archive permanently' } ).click();
		await said( page, 'Distributor archived' );
		await screen( page, 'distributors', '&status=archived' );
		assert.equal( await page.locator( '.siren-status-archived' ).count(), 1 );
	} );

	it( 'can be previewed without scripts', async () => {
		const plain = await visit( 'admin', { javaScriptEnabled: false } );
		await screen( plain, 'distributors', '&edit=new&recipe=blogger-traffic' );
		await plain.getByRole( 'button', { name: 'Preview' } ).click();
		await plain.getByRole( 'heading', { name: 'Past periods' } ).waitFor();
		assert.equal( await plain.getByLabel( 'Name', { exact: true } ).inputValue(), 'Blogger traffic bonus' );
		await leave( plain );
	} );

	it( 'reveal nothing to users without the capability', async () => {
		const author = await visit( 'carla' );
		const answer = await go( author, '/wp-admin/admin.php?page=siren-distributors' );
		assert.equal( answer.status(), 403 );
		await leave( author );
	} );
} );
