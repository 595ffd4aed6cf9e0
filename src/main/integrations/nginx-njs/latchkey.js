// Decides in nginx whether an article is served in full. Written for njs 0.7.9 (Debian 12), which
// imports no JWK and remembers nothing from one request to the next: nginx's own cache keeps the keys
// and the revocation list, stale ones while Latchkey is down.

const SKEW_SECONDS = 5;
const LONGEST_LIFE_SECONDS = 300;
const LONGEST_TOKEN = 8192;
const COMPACT = /^[A-Za-z0-9_-]{2,1024}\.[A-Za-z0-9_-]{2,}\.[A-Za-z0-9_-]{86}$/;
const KID = /^[A-Za-z0-9_-]{43}$/;
const COORDINATE = /^[A-Za-z0-9_-]{43}$/;
const ARTICLE = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$/;
const HALF_A_LETTER = /\\ud[89a-f]/i;
const ES256 = { name: 'ECDSA', hash: 'SHA-256' };
const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
// What stands before a point's x and y in the DER of a P-256 key (RFC 5480).
const SPKI = '3059301306072a8648ce3d020106082a8648ce3d03010703420004';

// Answers every request: chooses the view, then lets nginx fetch it.
async function serve(r) {
    const tier = r.variables.latchkey_tier;
    let open = false;
    try {
        open = await opens(r, r.variables.latchkey_article, tier);
    } catch (e) {
        // Whatever goes wrong while verifying: the preview. Tokens are never logged.
        r.error('latchkey: ' + e.message);
    }
    r.variables.latchkey_view = open ? 'full' : 'preview';
    const gated = tier !== '' && tier !== 'free';
    r.internalRedirect(gated ? '@latchkey_personal' : '@latchkey_public');
}

async function opens(r, article, tier) {
    // What nginx decided on must be what the origin sees, or paths walk around the decision.
    if (!tier || !ARTICLE.test(article) || !spelledPlainly(r)) {
        return false;
    }
    if (tier === 'free') {
        return true;
    }
    const token = credential(r);
    if (!token) {
        return false;
    }
    const claims = token.length > LONGEST_TOKEN ? null : await signedClaims(r, token, 'at+jwt');
    if (!claims || !inForce(r, claims) || !covers(claims, article, tier)) {
        return false;
    }
    const before = await revokedBefore(r, claims.sub);
    return claims.iat >= before;
}

// From when on this reader's tokens are good again; 0 when none was revoked. Without a list that
// verifies, tokens end by themselves within five minutes. A list past its end is used nevertheless:
// nginx's cache hands out the last one while Latchkey is down.
async function revokedBefore(r, reader) {
    const reply = await r.subrequest('/_latchkey/revocations', { method: 'GET' });
    const list = reply.status === 200
        ? await signedClaims(r, reply.responseText, 'latchkey-revocations+jwt') : null;
    if (!list || list.iss !== r.variables.latchkey_issuer || list.aud !== r.variables.latchkey_site
        || !Array.isArray(list.revoked) || !list.revoked.every(revocation)) {
        return 0;
    }
    const entry = list.revoked.find((revoked) => revoked[0] === reader);
    return entry ? entry[1] : 0;
}

function revocation(entry) {
    return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string'
        && seconds(entry[1]);
}

// nginx decides on the decoded path without dot segments; the origin gets the path as it was sent.
function spelledPlainly(r) {
    return r.variables.request_uri.split('?')[0] === encodeURI(r.uri);
}

function credential(r) {
    const header = r.headersIn['Authorization'];
    if (header && header.substring(0, 7).toLowerCase() === 'bearer ') {
        return header.substring(7);
    }
    return r.variables.cookie_latchkey_access;
}

function covers(claims, article, tier) {
    return listOfTexts(claims.articles) && listOfTexts(claims.tiers)
        && (claims.articles.indexOf(article) >= 0 || claims.tiers.indexOf(tier) >= 0);
}

function listOfTexts(claim) {
    return Array.isArray(claim) && claim.every((item) => typeof item === 'string');
}

// What a JWT of this type says that one of the published keys signed, or null.
async function signedClaims(r, token, type) {
    if (!COMPACT.test(token)) {
        return null;
    }
    const parts = token.split('.');
    const header = json(parts[0]);
    if (!header || Object.keys(header).sort().join() !== 'alg,kid,typ' || header.alg !== 'ES256'
        || header.typ !== type || !KID.test(header.kid)) {
        return null;
    }
    const signature = bytes(parts[2]);
    const key = await keyOf(r, header.kid);
    if (!signature || !key) {
        return null;
    }
    const point = await crypto.subtle.importKey('spki', key, P256, false, ['verify']);
    const signed = Buffer.from(parts[0] + '.' + parts[1]);
    const good = await crypto.subtle.verify(ES256, point, signature, signed);
    return good === true ? json(parts[1]) : null;
}

function inForce(r, claims) {
    const now = Math.floor(Date.now() / 1000);
    return claims.iss === r.variables.latchkey_issuer && claims.aud === r.variables.latchkey_site
        && typeof claims.sub === 'string' && typeof claims.jti === 'string'
        && seconds(claims.iat) && claims.iat <= now + SKEW_SECONDS
        && seconds(claims.exp) && claims.exp >= now - SKEW_SECONDS
        && claims.exp <= claims.iat + LONGEST_LIFE_SECONDS + SKEW_SECONDS
        && Object.keys(claims).every((name) => flat(claims[name]))
        && (claims.nbf == null || (seconds(claims.nbf) && claims.nbf <= now + SKEW_SECONDS));
}

// Nothing of ours is deeper than a list of texts, and our numbers are integers.
function flat(claim) {
    if (typeof claim === 'number') {
        return Number.isSafeInteger(claim);
    }
    return claim === null || typeof claim !== 'object' || listOfTexts(claim);
}

function seconds(claim) {
    return Number.isInteger(claim) && claim >= 0 && claim <= 253402300799;
}

// An object written as Latchkey writes it. Anything else (a name twice, 5.0 for 5, a blank, an
// escape) comes back in another spelling, and is nothing of ours.
function json(part) {
    const text = bytes(part);
    if (!text) {
        return null;
    }
    try {
        const value = JSON.parse(text.toString());
        const ours = value !== null && typeof value === 'object' && !Array.isArray(value)
            && !HALF_A_LETTER.test(text.toString());
        return ours && JSON.stringify(value) === text.toString() ? value : null;
    } catch (e) {
        return null;
    }
}

// What a part stands for; null when it could be spelled otherwise and mean the same.
function bytes(part) {
    const decoded = Buffer.from(part, 'base64url');
    return decoded.toString('base64url') === part ? decoded : null;
}

// The public key of this id as SPKI. A key that is not known yet is looked for once more, in a copy
// of the keys that is at most 30 s old.
async function keyOf(r, kid) {
    const known = await keyIn(r, '/_latchkey/keys', kid);
    if (known) {
        return known;
    }
    const fresh = await keyIn(r, '/_latchkey/fresh-keys', kid);
    return fresh;
}

async function keyIn(r, location, kid) {
    const reply = await r.subrequest(location, { method: 'GET' });
    if (reply.status !== 200) {
        return null;
    }
    const jwk = JSON.parse(reply.responseText).keys.find((key) => key.kid === kid);
    if (!jwk || jwk.kty !== 'EC' || jwk.crv !== 'P-256' || !COORDINATE.test(jwk.x)
        || !COORDINATE.test(jwk.y)) {
        return null;
    }
    const point = Buffer.from(jwk.x, 'base64url').toString('hex')
        + Buffer.from(jwk.y, 'base64url').toString('hex');
    return Buffer.from(SPKI + point, 'hex');
}

export default { serve };
