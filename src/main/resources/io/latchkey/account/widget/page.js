// What the page around the element does: is it seen, was it prerendered, what does its server send.

const LOOK_MS = 400;

// Pages that ask for Trusted Types allow this name: trusted-types latchkey.
const policy = globalThis.trustedTypes?.createPolicy('latchkey', {createHTML: (html) => html});

/** Resolves once the reader may have come: a prerendered page may never be looked at. */
export function visited() {
  return new Promise((resolve) => {
    if (!document.prerendering) resolve();
    else document.addEventListener('prerenderingchange', resolve);
  });
}

/** Resolves once the element was before the reader's eyes for a moment. */
export function seen(element, signal) {
  return new Promise((resolve) => {
    let inView = false;
    let timer;
    const look = () => {
      clearTimeout(timer);
      if (inView && document.visibilityState === 'visible') {
        timer = setTimeout(() => {
          leave();
          resolve();
        }, LOOK_MS);
      }
    };
    const observer = new IntersectionObserver((entries) => {
      inView = entries.at(-1).isIntersecting;
      look();
    });
    const leave = () => {
      clearTimeout(timer);
      observer.disconnect();
      document.removeEventListener('visibilitychange', look);
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', leave);
    observer.observe(element);
  });
}

/** The article in what the content server sent: this very element of a whole page, or all of it. */
export function articleIn(html, article) {
  const page = new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, 'text/html');
  const same = page.querySelector(`latchkey-paywall[article="${CSS.escape(article)}"]`);
  const text = document.createDocumentFragment();
  text.append(...(same ?? page.body).childNodes);
  return text;
}

/** A key for one intent, so that saying it twice does it once. Works on pages without https too. */
export function newKey() {
  return crypto.getRandomValues(new Uint32Array(4)).join('-');
}
