// An edge worker in front of the site's own server.

import { gate } from '../edge.js';
import { latchkey } from '../latchkey.js';
import articles from './articles.json';

const known = new Map(Object.entries(articles));
const ARTICLE = /^\/articles\/([^/]+)$/;
let handler;

function articleOf(url) {
    const id = ARTICLE.exec(url.pathname)?.[1];
    return id === undefined ? null : { id, asks: known.get(id) };
}

// Once for each isolate, so that keys are kept from one request to the next.
function handlerFor(env) {
    const verifier = latchkey({
        issuer: env.LATCHKEY_ISSUER,
        address: env.LATCHKEY_ADDRESS,
        site: env.LATCHKEY_SITE,
        keysSeconds: Number(env.LATCHKEY_KEYS_SECONDS ?? 300),
        pauseSeconds: Number(env.LATCHKEY_PAUSE_SECONDS ?? 30),
        revocationsSeconds: Number(env.LATCHKEY_REVOCATIONS_SECONDS ?? 30),
    });
    return gate(verifier, articleOf, env.ORIGIN);
}

export default {
    fetch(request, env) {
        handler ??= handlerFor(env);
        return handler(request);
    },
};
