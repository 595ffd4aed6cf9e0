// The minute of REVOCATION.md, on a clock of the test's. Run by NodePartsTests.
const assert = require('node:assert');
const { generateKeyPairSync, sign } = require('node:crypto');
const test = require('node:test');

const ISSUER = 'https://latchkey.example';
const SITE = 'lantern';
const KID = 'k'.repeat(43);
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

function signed(typ, claims) {
    const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'ES256', typ, kid: KID })}.${part(claims)}`;
    const signature = sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${text}.${signature.toString('base64url')}`;
}

test('refuses a revoked token in time though one fetch failed', async () => {
    const { latchkey } = await import(`${process.env.PARTS}latchkey.js`);
    const begin = Math.floor(Date.now() / 1000);
    let now = begin * 1000;
    let revoked = [];
    let away = false;
    globalThis.fetch = async (address) => {
        if (away) {
            throw new Error('away');
        }
        const seconds = Math.floor(now / 1000);
        return new Response(address.endsWith('/jwks.json')
            ? JSON.stringify({ keys: [{ kid: KID, ...publicKey.export({ format: 'jwk' }) }] })
            : signed('latchkey-revocations+jwt', {
                iss: ISSUER, aud: SITE, sub: SITE, jti: 'list', iat: seconds, exp: seconds + 300, revoked,
            }));
    };
    const verifier = latchkey({ issuer: ISSUER, site: SITE, now: () => now });
    const token = signed('at+jwt', {
        iss: ISSUER, aud: SITE, sub: 'ada', jti: 'one', iat: begin, exp: begin + 300, articles: ['essay'], tiers: [],
    });
    const opens = () => verifier.opens(token, 'essay', 'standard');
    assert.equal(await opens(), true);

    revoked = [['ada', begin + 1]];
    now += 30_000;
    away = true;
    assert.equal(await opens(), true);
    away = false;
    now += 5_000;
    assert.equal(await opens(), false);
});
