import express from 'express';
import { gate } from '../express.js';
import { articleOf, page, verifier } from './site.js';

const app = express();
app.disable('x-powered-by');

app.get('/articles/:id', gate(verifier, articleOf), async (req, res) => {
    const { article, open } = req.latchkey;
    await send(res, await page(`/articles/${encodeURIComponent(article.id)}`, open ? 'full' : 'preview'));
});

app.get('/{*path}', async (req, res) => send(res, await page(req.path, 'preview')));

// A path that cannot be read leads nowhere.
app.use((error, req, res, next) => {
    const wrong = error.status >= 400 && error.status < 500;
    res.status(wrong ? error.status : 502).type('text').send('This page cannot be shown.');
});

async function send(res, { status, type, text, caching }) {
    if (caching) {
        res.set('Cache-Control', caching);
    }
    res.status(status).type(type).send(text);
}

app.listen(Number(process.env.PORT ?? 3000), process.env.HOST ?? '127.0.0.1');
