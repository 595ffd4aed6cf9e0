// The edge worker before a cache that knows a page by its address alone, as CDNs have one. Run by
// NodePartsTests.
const assert = require('node:assert');
const test = require('node:test');

const ASKS = { essay: 'standard', weather: 'free' };
const VERIFIER = { opens: async (token, id, asks) => asks === 'free' || token === `for-${id}` };

// A gate, and how often the origin itself was asked.
async function gateBeforeACache() {
    const { gate } = await import(`${process.env.PARTS}edge.js`);
    const kept = new Map();
    const asked = [];
    globalThis.fetch = async (target, init) => {
        const key = `${init.method} ${target}`;
        if (init.cache !== 'no-store' && kept.has(key)) {
            return kept.get(key).clone();
        }
        asked.push(key);
        const answer = new Response(`${init.headers.get('X-Latchkey-View')} of ${target.pathname}`,
            { headers: { 'Cache-Control': 'public, max-age=60' } });
        if (init.cache !== 'no-store') {
            kept.set(key, answer.clone());
        }
        return answer;
    };
    const articleOf = (url) => {
        const id = url.pathname.split('/')[2];
        return id ? { id, asks: ASKS[id] } : null;
    };
    const handler = gate(VERIFIER, articleOf, 'https://origin.example');
    const read = async (path, token) => handler(new Request(`https://edge.example${path}`, {
        headers: token ? { Authorization: `Bearer ${token}` } : {},
    }));
    return { read, asked };
}

test('hands no view of one reader to the next', async () => {
    const { read } = await gateBeforeACache();
    for (const [token, view] of [['for-essay', 'full'], [null, 'preview'], ['for-essay', 'full'], ['for-other', 'preview']]) {
        const answer = await read('/articles/essay', token);
        assert.equal(await answer.text(), `${view} of /articles/essay`);
        assert.equal(answer.headers.get('cache-control'), 'private, no-store');
    }
});

test('lets be kept what is the same for all', async () => {
    const { read, asked } = await gateBeforeACache();
    for (const path of ['/articles/weather', '/', '/articles/weather', '/']) {
        const answer = await read(path, 'for-essay');
        assert.equal(answer.headers.get('cache-control'), 'public, max-age=60');
    }
    assert.equal(asked.length, 2);
});
