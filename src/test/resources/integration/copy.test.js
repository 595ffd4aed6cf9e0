// What the Node integration remembers, on a clock of the test's. Run by NodePartsTests.
const assert = require('node:assert');
const test = require('node:test');

const LIFE_SECONDS = 300;
const PAUSE_SECONDS = 30;

// A copy whose fetches are answered by hand, and the time that it is told.
async function copy() {
    const { Copy } = await import(`${process.env.PARTS}copy.js`);
    const asked = [];
    const it = { asked, now: 1_000_000 };
    it.copy = new Copy(
        () => new Promise((resolve, reject) => asked.push({ resolve, reject })),
        LIFE_SECONDS, PAUSE_SECONDS, () => it.now);
    it.holds = async (value) => {
        const got = it.copy.get();
        asked.at(-1).resolve(value);
        assert.equal(await got, value);
    };
    return it;
}

test('a fetch that never ends keeps nothing for good', async () => {
    const it = await copy();
    await it.holds('first');
    it.now += LIFE_SECONDS * 1000;
    it.copy.get();
    assert.equal(it.asked.length, 2);
    it.now += PAUSE_SECONDS * 1000;
    await it.holds('second');
    assert.equal(it.asked.length, 3);
});

test('a slower answer of before undoes nothing', async () => {
    const it = await copy();
    await it.holds('first');
    it.now += LIFE_SECONDS * 1000;
    const slow = it.copy.get();
    it.now += PAUSE_SECONDS * 1000;
    await it.holds('third');
    it.asked[1].resolve('second');
    assert.equal(await slow, 'third');
});

test('the last one serves while it cannot be fetched, asked for once a pause', async () => {
    const it = await copy();
    await it.holds('first');
    it.now += LIFE_SECONDS * 1000;
    const failed = it.copy.get();
    it.asked[1].reject(new Error('away'));
    assert.equal(await failed, 'first');
    it.now += PAUSE_SECONDS * 1000 - 1;
    assert.equal(await it.copy.get(), 'first');
    assert.equal(await it.copy.again(), 'first');
    assert.equal(it.asked.length, 2);
    it.now += 1;
    it.copy.again();
    assert.equal(it.asked.length, 3);
});
