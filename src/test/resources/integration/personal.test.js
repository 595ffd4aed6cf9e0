// Whatever a page says of caching, its answer stays one reader's. Run by NodePartsTests.
const assert = require('node:assert');
const { createServer } = require('node:http');
const test = require('node:test');

const KEPT = { 'Cache-Control': 'public, max-age=60', 'expires': 'Thu, 01 Jan 2037 00:00:00 GMT' };
const SAYS = {
    'before': (res) => {
        for (const [name, value] of Object.entries(KEPT)) res.setHeader(name, value);
    },
    'with its headers as an object': (res) => res.writeHead(200, { ...KEPT, 'X-Page': '1' }),
    'with its headers as a list': (res) => res.writeHead(200, [...Object.entries(KEPT).flat(), 'X-Page', '1']),
    'with a status and headers': (res) => res.writeHead(200, 'OK', { ...KEPT, 'X-Page': '1' }),
};

for (const [when, says] of Object.entries(SAYS)) {
    test(`said ${when}`, async () => {
        const { forOneReader } = await import(`${process.env.PARTS}personal.js`);
        const server = createServer((req, res) => {
            forOneReader(res);
            says(res);
            res.end('text');
        });
        await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
        try {
            const { headers } = await fetch(`http://127.0.0.1:${server.address().port}/`);
            assert.equal(headers.get('cache-control'), 'private, no-store');
            assert.equal(headers.get('expires'), null);
            assert.equal(headers.get('x-page'), when === 'before' ? null : '1');
        } finally {
            server.closeAllConnections();
            server.close();
        }
    });
}
