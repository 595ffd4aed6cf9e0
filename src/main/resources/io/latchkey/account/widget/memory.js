// What outlasts a page. A browser may refuse it; then nothing does.

function keeper(name) {
  const prefix = 'latchkey:';
  return {
    get(key) {
      try {
        return JSON.parse(window[name].getItem(prefix + key));
      } catch {
        return null;
      }
    },
    set(key, value) {
      try {
        if (value === null) window[name].removeItem(prefix + key);
        else window[name].setItem(prefix + key, JSON.stringify(value));
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
