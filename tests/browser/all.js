/**
 * Plays a user who does everything once on the real site, in one browser, in the order of a site's life.
 */

import { after, before } from 'node:test';
import { close, open } from './lib/site.js';

before( open );
after( close );

await import( './distributors.js' );
await import( './payouts.js' );
await import( './collaborators.js' );
await import( './distributions.js' );
await import( './site.js' );
