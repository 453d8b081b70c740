/**
 * A person at the site: one browser for all tests, a page that is signed in, and what every screen has to stand.
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

/** How long a person waits for anything, in milliseconds. The machine may be busy. */
const PATIENCE = 30000;

/** A reader's browser: one that says it is driven by a program counts as a bot. */
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
 * A page of somebody who is signed in. What goes wrong in it fails the test that it belongs to, when it is left.
 *
 * @param {string} who    Name, which is the password as well; '' for a stranger.
 * @param {Object} options Of the browser's context.
 */
export async function visit( who = 'admin', options = {} ) {
	const context = await browser.newContext( { userAgent: USER_AGENT, viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options } );
	// Pictures of people come from a service outside: where nobody answers, a page would wait for them.
	await context.route( ( { host } ) => host !== new URL( url ).host, ( route ) => route.abort() );
	const page = await context.newPage();
	page.setDefaultTimeout( PATIENCE );
	page.faults = [];
	page.on( 'pageerror', ( error ) => page.faults.push( error.message ) );
	if ( who !== '' ) {
		await page.goto( url + '/wp-login.php' );
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

/** Follows a link to the end of its page: read before that, it is only a part of it. */
export async function follow( page, link ) {
	await link.click();
	await page.waitForLoadState();
}

/** Waits for what WordPress says was done, and for the end of the page that says it. */
export async function said( page, text ) {
	await page.locator( '.notice', { hasText: text } ).first().waitFor();
	await page.waitForLoadState();
}

/**
 * Takes a picture to be looked at, and asks axe: nothing serious may be found in what is ours.
 *
 * @param {Object} page
 * @param {string} name    Of the picture.
 * @param {string} content Selector of what is ours.
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
 * Takes a picture of what the window shows, for the documentation.
 *
 * @param {Object} page
 * @param {string} name Of the picture.
 */
export const picture = ( page, name ) => page.screenshot( { path: join( pictures, 'documentation', name + '.png' ) } );

/** Nothing is wider than the window. */
export async function fits( page, name ) {
	const beyond = await page.evaluate( () => document.documentElement.scrollWidth - window.innerWidth );
	assert.ok( beyond <= 0, `${ name } is ${ beyond } pixels too wide` );
}

/** The file that a link gives, as text. */
export async function download( page, link ) {
	const [ file ] = await Promise.all( [ page.waitForEvent( 'download' ), link.click() ] );
	return readFileSync( await file.path(), 'utf8' );
}

/** Moves the site's clock. Written aside and renamed, for the server may be reading it. */
export function setClock( instant ) {
	writeFileSync( join( directory, 'clock.new' ), instant );
	renameSync( join( directory, 'clock.new' ), join( directory, 'clock' ) );
}

/** What WordPress and PHP complained about so far, but for WordPress's own complaint that a test site cannot reach WordPress.org. */
export function complaints() {
	const log = join( directory, 'debug.log' );
	return existsSync( log ) ? readFileSync( log, 'utf8' ).split( '\n' ).filter( ( line ) => line !== '' && ! line.includes( 'WordPress.org' ) ) : [];
}
