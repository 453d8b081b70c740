/** Distributions: their stages, points and amounts. */

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { academy, download, follow, leave, look, said, screen, setClock, visit } from './lib/site.js';

describe( 'Distributions', () => {
	let page;
	before( async () => {
		page = await visit();
	} );
	after( () => leave( page ) );

	it( 'are listed by status', async () => {
		await screen( page, 'distributions' );
		await look( page, 'distributions' );
		await follow( page, page.getByRole( 'link', { name: 'Complete', exact: true } ) );
		await page.waitForURL( /status=complete/ );
		assert.equal( await page.locator( '.siren-status-tracking' ).count(), 0 );
	} );

	it( 'show their stages, their pool and their points over time', async () => {
		await screen( page, 'distributions', `&distributor=${ academy.distributors.share }` );
		await follow( page, page.getByRole( 'link', { name: /May 1, 2026/ } ) );
		assert.match( await page.locator( '.siren-lifecycle' ).innerText(), /Paid\s+done\s+4 of 4/ );
		assert.equal( await page.locator( '.siren-chart polyline' ).count(), 4 );
		await page.getByText( 'View as table' ).click();
		assert.match( await page.getByRole( 'row', { name: /May 31, 2026/ } ).innerText(), /27/ );
		await look( page, 'distribution' );
	} );

	it( 'can be exported', async () => {
		const csv = await download( page, page.getByRole( 'link', { name: /CSV/ } ) );
		assert.match( csv, /"1","Ada Brandt","27","0.409091","62.51","USD","paid",""/ );
		const snapshot = JSON.parse( await download( page, page.getByRole( 'link', { name: /JSON/ } ) ) );
		assert.equal( snapshot.amount, '152.80' );
	} );

	it( 'explain every amount down to its events', async () => {
		await follow( page, page.getByRole( 'link', { name: /62\.51\sUSD/ } ) );
		const content = page.locator( '.siren' );
		assert.match( await content.innerText(), /27 \/ 66 × 152\.80 USD = 62\.51 USD/ );
		await page.getByText( 'Based on 9 events' ).click();
		assert.equal( await page.locator( 'details .siren-short tbody tr' ).count(), 9 );
		await look( page, 'explanation' );
	} );

	it( 'are corrected with another amount and never changed', async () => {
		await page.getByText( 'Correct this amount' ).click();
		await page.getByLabel( 'Difference (use a minus sign to reduce)' ).fill( '-0.51' );
		await page.getByLabel( 'Reason' ).fill( 'Rounded by agreement' );
		await page.getByRole( 'button', { name: 'Save correction' } ).click();
		await said( page, 'Correction saved.' );
		assert.match( await page.locator( '.siren' ).innerText(), /Rounded by agreement/ );
		await look( page, 'explanation-correction' );
	} );

	it( 'show what they would pay while they are open', async () => {
		await screen( page, 'distributors' );
		await follow( page, page.getByRole( 'row', { name: /Bloggers share/ } ).getByRole( 'link', { name: /100\.00\sUSD/ } ) );
		assert.equal( await page.getByRole( 'button', { name: 'Close period now' } ).count(), 0 );
		await look( page, 'distribution-open' );
	} );

	it( 'take points and money by hand, with a reason', async () => {
		await page.getByText( 'Add points manually' ).click();
		await page.getByLabel( 'Collaborator', { exact: true } ).selectOption( { label: 'Grace Lin' } );
		await page.getByLabel( 'Points', { exact: true } ).fill( '3' );
		await page.getByLabel( 'Reason' ).first().fill( 'A talk at the fair' );
		await page.getByRole( 'button', { name: 'Add points' } ).click();
		await said( page, 'Points added.' );

		await page.getByText( 'Add to the pool manually' ).click();
		await page.getByLabel( 'Amount', { exact: true } ).fill( '20' );
		await page.getByLabel( 'Reason' ).last().fill( 'A gift' );
		await page.getByRole( 'button', { name: 'Add amount' } ).click();
		await said( page, 'Amount added to the pool.' );
		assert.match( await page.getByRole( 'row', { name: /Grace Lin/ } ).innerText(), /3\s+100\.00\s%\s+120\.00\sUSD/ );
	} );

	it( 'are triggered manually once their period is over', async () => {
		setClock( '2026-08-01T12:00:00Z' );
		await page.reload();
		await look( page, 'distribution-due' );
		await page.getByLabel( /I have reviewed the amounts/ ).check();
		await page.getByRole( 'button', { name: 'Close period now' } ).click();
		await said( page, 'All distributions that were due have run.' );
		assert.match( await page.locator( '.siren' ).innerText(), /Grace Lin\s+1\s+3\s+100\.00\s%\s+120\.00\sUSD/ );
	} );

	it( 'wait for approval if the distributor requires it', async () => {
		await screen( page, 'distributors', '&edit=new&recipe=team-pool' );
		await page.getByLabel( 'Schedule' ).selectOption( 'day' );
		await page.getByText( 'Advanced' ).click();
		await page.getByLabel( /Require approval/ ).check();
		await page.getByLabel( 'Fixed amount:' ).check();
		await page.getByLabel( 'Fixed amount', { exact: true } ).last().fill( '60.00' );
		await page.getByLabel( 'Site visited by affiliate link', { exact: true } ).first().fill( '10' );
		await page.getByRole( 'button', { name: 'Add distributor' } ).click();
		await said( page, 'Distributor saved.' );

		// Somebody follows Grace's link, and the day ends.
		const reader = await visit( '' );
		await reader.goto( new URL( '/?ref=grace', page.url() ).href );
		await leave( reader );
		setClock( '2026-08-02T12:00:00Z' );
		await screen( page, 'status' );
		await page.getByRole( 'button', { name: 'Run the heartbeat now' } ).click();
		await said( page, 'The heartbeat has run.' );

		await screen( page, 'overview' );
		await page.getByRole( 'link', { name: 'Review distributions' } ).click();
		await page.locator( '.wp-list-table tbody a' ).first().click();
		await look( page, 'distribution-review' );
		await page.getByRole( 'button', { name: 'Approve distribution' } ).click();
		await said( page, 'Distribution approved.' );
	} );
} );
