// What outlasts a page. A browser may refuse it; then nothing does.

function area(name) {
  try {
    return globalThis[name];
  } catch {
    return undefined;
  }
}

function keeper(name) {
  const prefix = 'latchkey:';
  return {
    get(key) {
      try {
        return JSON.parse(area(name)?.getItem(prefix + key) ?? null);
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        if (value === null) area(name)?.removeItem(prefix + key);
        else area(name)?.setItem(prefix + key, JSON.stringify(value));
      } catch {
        // Full or forbidden: goes on without.
      }
    },
  };
}

/** Of the site's own origin, so that blocked third-party cookies do not matter. */
export const browser = keeper('localStorage');

/** Of this tab: what a page must know when the reader comes back to it from elsewhere. */
export const tab = keeper('sessionStorage');
