// What Node's pages tell search engines. Run by NodePartsTests.
const assert = require('node:assert');
const test = require('node:test');

const ARTICLE = { headline: 'A </script><script>alert(1)</script> <!-- headline', datePublished: '2026-11-01' };

async function told(...args) {
    const { structuredData } = await import(`${process.env.PARTS}structured-data.js`);
    const script = structuredData(...args);
    const json = /^<script type="application\/ld\+json">([^<]*)<\/script>$/.exec(script)?.[1];
    assert.ok(json, script);
    return JSON.parse(json);
}

test('tells which part is not free, and ends no script early', async () => {
    assert.deepEqual(await told('standard', ARTICLE), {
        '@context': 'https://schema.org', '@type': 'NewsArticle', ...ARTICLE,
        isAccessibleForFree: false,
        hasPart: { '@type': 'WebPageElement', isAccessibleForFree: false, cssSelector: '.latchkey-text' },
    });
    assert.equal((await told('registered', ARTICLE, '.story')).hasPart.cssSelector, '.story');
});

test('takes an article that is not known for one that is not free', async () => {
    assert.equal((await told(undefined, { ...ARTICLE, isAccessibleForFree: true })).isAccessibleForFree, false);
});

test('says of a free article that it is', async () => {
    const free = await told('free', ARTICLE);
    assert.equal(free.isAccessibleForFree, true);
    assert.equal('hasPart' in free, false);
});

test('puts no article into the page', async () => {
    const { structuredData } = await import(`${process.env.PARTS}structured-data.js`);
    assert.throws(() => structuredData('standard', { articleBody: 'the whole of it' }), /articleBody/);
});
