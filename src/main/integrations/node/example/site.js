// What the examples share: this site's settings, its articles, and its own server's pages.

import { readFileSync } from 'node:fs';
import { latchkey } from '../latchkey.js';

const env = process.env;
const articles = new Map(Object.entries(
    JSON.parse(readFileSync(new URL('./articles.json', import.meta.url), 'utf8'))));

export const verifier = latchkey({
    issuer: env.LATCHKEY_ISSUER ?? 'https://latchkey.example',
    address: env.LATCHKEY_ADDRESS,
    site: env.LATCHKEY_SITE ?? 'lantern',
    keysSeconds: Number(env.LATCHKEY_KEYS_SECONDS ?? 300),
    pauseSeconds: Number(env.LATCHKEY_PAUSE_SECONDS ?? 30),
    revocationsSeconds: Number(env.LATCHKEY_REVOCATIONS_SECONDS ?? 30),
});

/** Decided and served by the same id, so that no spelling of a path comes between. */
export function articleOf({ params }) {
    return { id: params.id, asks: articles.get(params.id) };
}

/** A page as the site's own server has it. */
export async function page(path, view) {
    const url = new URL(env.ORIGIN ?? 'http://127.0.0.1:8081');
    url.pathname = path;
    const answer = await fetch(url, { headers: { 'X-Latchkey-View': view } });
    return { status: answer.status, type: answer.headers.get('Content-Type') ?? 'text/html', text: await answer.text(),
        caching: answer.headers.get('Cache-Control') };
}
