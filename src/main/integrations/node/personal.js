const ABOUT_KEEPING = /^(?:cache-control|expires)$/i;

/**
 * Who asks decides what is answered: no cache may hand it to anybody else, whatever the page says of
 * caching until its headers are sent.
 *
 * @param {import('node:http').ServerResponse} res
 */
export function forOneReader(res) {
    const writeHead = res.writeHead;
    res.writeHead = function (...args) {
        this.setHeader('Cache-Control', 'private, no-store');
        this.removeHeader('Expires');
        return writeHead.apply(this, args.map(withoutKeeping));
    };
}

// Headers come as an object, or as names and values in turn.
function withoutKeeping(arg) {
    if (Array.isArray(arg)) {
        return arg.filter((_, at) => !ABOUT_KEEPING.test(arg[at - at % 2]));
    }
    return arg === null || typeof arg !== 'object' ? arg
        : Object.fromEntries(Object.entries(arg).filter(([name]) => !ABOUT_KEEPING.test(name)));
}
