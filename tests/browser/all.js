/**
 * A person does everything on the real site, once; the parts come in the order of a site's life, in one browser.
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
