import { credential } from './latchkey.js';
import { forOneReader } from './personal.js';

/**
 * Middleware for an article's route: afterwards `req.latchkey` is `{article, open}`.
 *
 * @param verifier from `latchkey(…)`
 * @param articleOf of a request answers `{id, asks}`, or null where there is no article
 */
export function gate(verifier, articleOf) {
    return async (req, res, next) => {
        const article = await articleOf(req);
        const token = credential(req.get('Authorization'), req.get('Cookie'));
        const open = article !== null && (await verifier.opens(token, article.id, article.asks));
        req.latchkey = { article, open };
        if (article !== null && article.asks !== 'free') {
            forOneReader(res);
        }
        next();
    };
}
