// Decides whether an article is served in full to whoever brings a token, without asking anybody:
// for Node 20 and newer, and for edge workers.

import { compactVerify, importJWK } from 'jose';
import { Copy } from './copy.js';

const SKEW_SECONDS = 5;
const LONGEST_LIFE_SECONDS = 300;
const LONGEST_TOKEN = 8192;
// After a list that could not be fetched: so one failure does not take more than the minute.
const REVOCATIONS_PAUSE_SECONDS = 5;
const COMPACT = /^[A-Za-z0-9_-]{2,1024}\.[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]{86}$/;
const KID = /^[A-Za-z0-9_-]{43}$/;
const HALF_A_LETTER = /\\ud[89a-f]/i;
const ARTICLE = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$/;

/**
 * A verifier for one site.
 *
 * @param {object} settings
 * @param {string} settings.issuer what `iss` must be: Latchkey's public address
 * @param {string} settings.site the site's id, which `aud` must be
 * @param {string} [settings.address] where keys and revocations are fetched, if not at the issuer
 * @param {number} [settings.keysSeconds] how long keys are kept
 * @param {number} [settings.pauseSeconds] between looks for a key that is not known
 * @param {number} [settings.revocationsSeconds] how long the revocation list is kept
 * @returns {{opens: (token: ?string, article: string, asks: ?string) => Promise<boolean>}}
 */
export function latchkey(settings) {
    const { issuer, site, address = issuer, now = Date.now } = settings;
    const { keysSeconds = 300, pauseSeconds = 30, revocationsSeconds = 30 } = settings;
    const keys = new Copy(loadKeys, keysSeconds, pauseSeconds, now);
    const revocations = new Copy(loadRevocations, revocationsSeconds,
        Math.min(revocationsSeconds, REVOCATIONS_PAUSE_SECONDS), now);

    /** Whether whoever brings this token reads the article, which asks for `free`, `registered` or a tier. */
    async function opens(token, article, asks) {
        if (!asks || !ARTICLE.test(article)) {
            return false;
        }
        if (asks === 'free') {
            return true;
        }
        try {
            return await covers(token, article, asks);
        } catch {
            // Whatever goes wrong while verifying: the preview.
            return false;
        }
    }

    async function covers(token, article, asks) {
        if (typeof token !== 'string' || token.length > LONGEST_TOKEN) {
            return false;
        }
        const claims = await signedClaims(token, 'at+jwt');
        if (!claims || !inForce(claims) || !Object.values(claims).every(isFlat)
            || !isListOfTexts(claims.articles) || !isListOfTexts(claims.tiers)) {
            return false;
        }
        const revoked = await revocations.get();
        return (claims.articles.includes(article) || claims.tiers.includes(asks))
            && claims.iat >= (revoked?.before.get(claims.sub) ?? 0);
    }

    /** What a JWT of this type says that one of the published keys signed, or null. */
    async function signedClaims(token, type) {
        if (!COMPACT.test(token)) {
            return null;
        }
        const [head, body, signature] = token.split('.');
        const header = json(head);
        if (!header || Object.keys(header).sort().join() !== 'alg,kid,typ' || header.alg !== 'ES256'
            || header.typ !== type || !KID.test(header.kid) || !bytes(signature)) {
            return null;
        }
        const key = (await keys.get())?.get(header.kid) ?? (await keys.again())?.get(header.kid);
        if (!key) {
            return null;
        }
        await compactVerify(token, key, { algorithms: ['ES256'] });
        return json(body);
    }

    function inForce(claims) {
        const time = Math.floor(now() / 1000);
        return claims.iss === issuer && claims.aud === site
            && typeof claims.sub === 'string' && typeof claims.jti === 'string'
            && isTime(claims.iat) && claims.iat <= time + SKEW_SECONDS
            && isTime(claims.exp) && claims.exp >= time - SKEW_SECONDS
            && claims.exp <= claims.iat + LONGEST_LIFE_SECONDS + SKEW_SECONDS
            && (claims.nbf == null || (isTime(claims.nbf) && claims.nbf <= time + SKEW_SECONDS));
    }

    async function loadKeys(signal) {
        const published = JSON.parse(await fetched('/.well-known/jwks.json', signal)).keys;
        const ours = published.filter((jwk) => jwk.kty === 'EC' && jwk.crv === 'P-256');
        const entries = ours.map(async ({ kid, kty, crv, x, y }) =>
            [kid, await importJWK({ kty, crv, x, y }, 'ES256')]);
        return new Map(await Promise.all(entries));
    }

    async function loadRevocations(signal, held) {
        const path = `/v1/revocations?site=${encodeURIComponent(site)}`;
        const list = await signedClaims(await fetched(path, signal), 'latchkey-revocations+jwt');
        if (!list || !inForce(list) || list.iat < (held?.iat ?? 0)
            || !Array.isArray(list.revoked) || !list.revoked.every(isRevocation)) {
            throw new Error('latchkey: not a revocation list');
        }
        return { iat: list.iat, before: new Map(list.revoked) };
    }

    async function fetched(path, signal) {
        const answer = await fetch(address + path, { signal, redirect: 'manual' });
        if (answer.status !== 200) {
            throw new Error(`latchkey: ${path} answered ${answer.status}`);
        }
        return answer.text();
    }

    return { opens };
}

/** The token that a request brings: as a bearer, else in the cookie `latchkey_access`. */
export function credential(authorization, cookies) {
    if (/^bearer /i.test(authorization ?? '')) {
        return authorization.slice(7);
    }
    return /(?:^|;\s*)latchkey_access=([^;\s]*)/.exec(cookies ?? '')?.[1];
}

/**
 * An object written as Latchkey writes it. Anything else (a name twice, 5.0 for 5, a blank, an escape)
 * comes back in another spelling, and is nothing of ours.
 */
function json(part) {
    const decoded = bytes(part);
    if (!decoded) {
        return null;
    }
    try {
        const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(decoded);
        const value = JSON.parse(text);
        const ours = value !== null && typeof value === 'object' && !Array.isArray(value)
            && !HALF_A_LETTER.test(text);
        return ours && JSON.stringify(value) === text ? value : null;
    } catch {
        return null;
    }
}

/** What a part stands for; null when it could be spelled otherwise and mean the same. */
function bytes(part) {
    try {
        const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
        const again = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
        return again === part ? Uint8Array.from(binary, (char) => char.charCodeAt(0)) : null;
    } catch {
        return null;
    }
}

function isTime(claim) {
    return Number.isInteger(claim) && claim >= 0 && claim <= 253402300799;
}

function isRevocation(entry) {
    return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string'
        && isTime(entry[1]);
}

function isListOfTexts(claim) {
    return Array.isArray(claim) && claim.every((item) => typeof item === 'string');
}

/** Nothing of ours is deeper than a list of texts, and our numbers are integers. */
function isFlat(claim) {
    if (typeof claim === 'number') {
        return Number.isSafeInteger(claim);
    }
    return claim === null || typeof claim !== 'object' || isListOfTexts(claim);
}
