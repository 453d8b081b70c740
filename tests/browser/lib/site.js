/**
 * Shared by all tests: one browser, logged-in pages, and the checks that every screen must pass.
 */

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const axe = createRequire( import.meta.url ).resolve( 'axe-core/axe.min.js' );

/** The site's directory, as tests/setup/site.sh made it. */
const directory = process.env.SIREN_SITE;
const pictures = process.env.SIREN_SCREENSHOTS;

/** Timeout in milliseconds. Long, because the machine may be busy. */
const PATIENCE = 30000;

/** User agent of a normal browser, because a headless one counts as a bot. */
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

const url = readFileSync( join( directory, 'url' ), 'utf8' ).trim();
export const academy = JSON.parse( readFileSync( join( directory, 'academy.json' ), 'utf8' ) );

let browser;

export async function open() {
	mkdirSync( pictures, { recursive: true } );
	browser = await chromium.launch( {
		executablePath: process.env.SIREN_CHROMIUM,
		args: [ '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync' ],
	} );
}

export async function close() {
	await browser.close();
}

/**
 * Opens a page as a logged-in user. Errors in the page fail the test when the page is closed.
 *
 * @param {string} who    User name and password; '' for a visitor.
 * @param {Object} options Of the browser's context.
 */
export async function visit( who = 'admin', options = {} ) {
	const context = await browser.newContext( { userAgent: USER_AGENT, viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options } );
	// Avatars come from an external service; without a network, pages would wait for them.
	await context.route( ( { host } ) => host !== new URL( url ).host, ( route ) => route.abort() );
	const page = await context.newPage();
	page.setDefaultTimeout( PATIENCE );
	page.faults = [];
	page.on( 'pageerror', ( error ) => page.faults.push( error.message ) );
	if ( who !== '' ) {
		await page.goto( url + '/wp-login.php' );
		if ( options.javaScriptEnabled !== false ) {
			// WordPress moves the focus here a moment later. If it does so while the password is typed, the password ends up here.
			await page.waitForFunction( () => document.activeElement.id === 'user_login' );
		}
		await page.fill( '#user_login', who );
		await page.fill( '#user_pass', who );
		await page.click( '#wp-submit' );
		await page.waitForURL( /wp-admin/ );
	}
	return page;
}

export async function leave( page ) {
	const faults = page.faults;
	await page.context().close();
	assert.deepEqual( faults, [], 'scripts failed on the page' );
}

/** Goes to a page of the site. */
export const go = ( page, path ) => page.goto( url + path );

/** Goes to one of our screens. */
export const screen = ( page, name, more = '' ) => go( page, `/wp-admin/admin.php?page=siren-${ name }${ more }` );

/** Follows a link and waits until its page is loaded. */
export async function follow( page, link ) {
	await link.click();
	await page.waitForLoadState();
}

/** Waits for WordPress's success notice and until its page is loaded. */
export async function said( page, text ) {
	await page.locator( '.notice', { hasText: text } ).first().waitFor();
	await page.waitForLoadState();
}

/**
 * Takes a screenshot and checks our content with axe, which must find nothing serious.
 *
 * @param {Object} page
 * @param {string} name    Name of the screenshot.
 * @param {string} content Selector of our content.
 */
export async function look( page, name, content = '#wpbody-content' ) {
	await page.screenshot( { path: join( pictures, name + '.png' ), fullPage: true } );
	await page.addScriptTag( { path: axe } );
	const found = await page.evaluate(
		( selector ) =>
			window.axe.run( selector, { runOnly: [ 'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice' ] } ),
		content
	);
	const serious = found.violations
		.filter( ( { impact } ) => [ 'serious', 'critical' ].includes( impact ) )
		.map( ( { id, nodes } ) => `${ id }: ${ nodes.map( ( { html } ) => html.slice( 0, 160 ) ).join( ' | ' ) }` );
	assert.deepEqual( serious, [], name );
}

/**
 * Takes a screenshot of the window for the documentation.
 *
 * @param {Object} page
 * @param {string} name Name of the screenshot.
 */
export const picture = ( page, name ) => page.screenshot( { path: join( pictures, 'documentation', name + '.png' ) } );

/** Checks that nothing is wider than the window. */
export async function fits( page, name ) {
	const beyond = await page.evaluate( () => document.documentElement.scrollWidth - window.innerWidth );
	assert.ok( beyond <= 0, `${ name } is ${ beyond } pixels too wide` );
}

/** Downloads the file behind a link as text. */
export async function download( page, link ) {
	const [ file ] = await Promise.all( [ page.waitForEvent( 'download' ), link.click() ] );
	return readFileSync( await file.path(), 'utf8' );
}

/** Moves the site's clock. The file is replaced atomically, because the server may be reading it. */
export function setClock( instant ) {
	writeFileSync( join( directory, 'clock.new' ), instant );
	renameSync( join( directory, 'clock.new' ), join( directory, 'clock' ) );
}

/** Errors that WordPress and PHP have logged so far, except that a test site cannot reach WordPress.org. */
export function complaints() {
	const log = join( directory, 'debug.log' );
	return existsSync( log ) ? readFileSync( log, 'utf8' ).split( '\n' ).filter( ( line ) => line !== '' && ! line.includes( 'WordPress.org' ) ) : [];
}
