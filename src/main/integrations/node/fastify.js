import { credential } from './latchkey.js';
import { forOneReader } from './personal.js';

/**
 * A `preHandler` for an article's route: afterwards `request.latchkey` is `{article, open}`.
 *
 * @param verifier from `latchkey(…)`
 * @param articleOf of a request answers `{id, asks}`, or null where there is no article
 */
export function gate(verifier, articleOf) {
    return async (request, reply) => {
        const article = await articleOf(request);
        const token = credential(request.headers.authorization, request.headers.cookie);
        const open = article !== null && (await verifier.opens(token, article.id, article.asks));
        request.latchkey = { article, open };
        if (article !== null && article.asks !== 'free') {
            forOneReader(reply.raw);
        }
    };
}
