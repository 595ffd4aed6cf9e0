import { credential } from './latchkey.js';

// What one server takes for part of a name, another takes for a way to somewhere else.
const AMBIGUOUS = /\/\/|[;\\]|\.\.|%(?:00|25|2e|2f|3b|5c)/i;

// Who may read, and which address was asked for, is said here alone; some servers take `_` for `-`.
const FORGED = /^x[-_](?:latchkey[-_].*|original[-_]ur[li]|rewrite[-_]url|forwarded[-_]uri)$/i;

// The edge's own cache knows a page by its address alone: it would hand one reader's view to the next.
const NEVER_KEPT = { cache: 'no-store' };

/**
 * A fetch-style handler in front of a site's own server, which serves the full text when the header
 * `X-Latchkey-View` says `full`, and which nobody else may reach.
 *
 * @param verifier from `latchkey(…)`
 * @param articleOf of a URL answers `{id, asks}`, or null where there is no article
 * @param {string} origin the address of the site's own server
 */
export function gate(verifier, articleOf, origin) {
    return async (request) => {
        const url = new URL(request.url);
        const article = await articleOf(url);
        const token = credential(
            request.headers.get('Authorization'), request.headers.get('Cookie'));
        const open = article !== null && !AMBIGUOUS.test(url.pathname)
            && (await verifier.opens(token, article.id, article.asks));
        const headers = new Headers([...request.headers].filter(([name]) => !FORGED.test(name)));
        headers.delete('Authorization');
        headers.set('X-Latchkey-View', open ? 'full' : 'preview');
        const target = new URL(origin);
        target.pathname = url.pathname;
        target.search = url.search;
        const gated = article !== null && article.asks !== 'free';
        const answer = await fetch(target, {
            method: request.method, headers, body: bodyOf(request), redirect: 'manual',
            ...(gated ? NEVER_KEPT : {}),
        });
        return gated ? forOneReader(answer) : answer;
    };
}

// Some clients say `Content-Length: 0` with a GET: that is a body here, which fetch refuses to send.
function bodyOf(request) {
    return request.method === 'GET' || request.method === 'HEAD' ? undefined : request.body;
}

// Who asks decides what is answered: no cache may hand it to anybody else.
function forOneReader(answer) {
    const personal = new Response(answer.body, answer);
    personal.headers.delete('Expires');
    personal.headers.set('Cache-Control', 'private, no-store');
    return personal;
}
