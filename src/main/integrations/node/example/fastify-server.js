import Fastify from 'fastify';
import { gate } from '../fastify.js';
import { articleOf, page, verifier } from './site.js';

const app = Fastify();
app.decorateRequest('latchkey', null);

app.get('/articles/:id', { preHandler: gate(verifier, articleOf) }, async (request, reply) => {
    const { article, open } = request.latchkey;
    return send(reply, await page(`/articles/${encodeURIComponent(article.id)}`, open ? 'full' : 'preview'));
});

app.get('/*', async (request, reply) =>
    send(reply, await page(`/${request.params['*']}`, 'preview')));

function send(reply, { status, type, text, caching }) {
    if (caching) {
        reply.header('Cache-Control', caching);
    }
    return reply.code(status).type(type).send(text);
}

await app.listen({ port: Number(process.env.PORT ?? 3000), host: process.env.HOST ?? '127.0.0.1' });
