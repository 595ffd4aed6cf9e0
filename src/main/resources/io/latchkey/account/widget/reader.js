import {browser, tab} from './memory.js';

const PATIENCE_MS = 10_000;

/** The service or the site's server does not answer, or not with anything of use. */
export class Unavailable extends Error {}

/** The reader was signed in and is no longer; only they can change that. */
export class Expired extends Error {}

/** As fetch, but every way of not being answered is {@link Unavailable}, and waiting ends. */
export async function ask(url, options) {
  let answer;
  try {
    answer = await fetch(url, {...options, signal: AbortSignal.timeout(PATIENCE_MS)});
  } catch (cause) {
    throw new Unavailable(String(url), {cause});
  }
  if (answer.status >= 500 || answer.status === 429) throw new Unavailable(`${url}: ${answer.status}`);
  return answer;
}

/** Sends JSON and reads JSON. */
async function askJson(method, url, body, {headers, ...options}) {
  const answer = await ask(url, {
    method,
    headers: {...(body && {'Content-Type': 'application/json'}), ...headers},
    body: body && JSON.stringify(body),
    ...options,
  });
  try {
    const text = await answer.text();
    return {status: answer.status, ok: answer.ok, body: text ? JSON.parse(text) : {}};
  } catch (cause) {
    throw new Unavailable(String(url), {cause});
  }
}

/**
 * The reader who sits before this page, as one site knows them. Calls the service with their reader
 * token: from the site's session, if it has one, or else an anonymous one that this browser keeps.
 */
export class Reader {
  #site;
  #service;
  #session;
  #token; // undefined: not asked for yet; '' when a cookie holds it
  #coming;
  #offers = {};
  known = false; // to the site, by name

  constructor(service, site, session) {
    this.#service = service;
    this.#site = site;
    this.#session = session;
  }

  /** The answer of the service; signs in by itself where the site can, and once anew if need be. */
  async call(method, path, body, headers) {
    const used = await this.#signedIn();
    let answer = await this.#send(used, method, path, body, headers);
    if (answer.status === 401) {
      this.#forget(used);
      answer = await this.#send(await this.#signedIn(), method, path, body, headers);
      if (answer.status === 401) throw new Expired();
    }
    return answer;
  }

  get token() {
    return this.#token;
  }

  /** What is for sale, by id, and what buyers are asked to consent to; asked for once a language. */
  offers(language) {
    this.#offers[language] ??= this.call('GET', `/v1/me/plans?lang=${language}`).then(({body}) => ({
      sold: new Map(body.items.map((plan) => [plan.id, plan])),
      consent: body.consent,
    }));
    this.#offers[language].catch(() => { delete this.#offers[language]; });
    return this.#offers[language];
  }

  #send(token, method, path, body, headers) {
    return askJson(method, this.#service + path, body, {
      headers: token
        ? {Authorization: `Bearer ${token}`, ...headers}
        : {'X-Latchkey-Site': this.#site, ...headers},
      // A token is enough; cookies are for a service on the site's own domain.
      credentials: token ? 'omit' : 'include',
    });
  }

  #signedIn() {
    this.#coming ??= this.#signIn().then((token) => (this.#token = token));
    this.#coming.catch(() => { this.#coming = undefined; });
    return this.#coming;
  }

  #forget(token) {
    if (token !== this.#token) return;
    this.#coming = undefined;
    if (!this.known) browser.set(this.#site, null);
  }

  async #signIn() {
    const before = this.known;
    const token = this.#session ? await this.#fromSite() : null;
    this.known = token !== null;
    if (this.known) {
      // The site has told the service whose history the anonymous reader's became.
      browser.set(this.#site, null);
      return token;
    }
    if (before) throw new Expired();
    // Two tabs that open at once share one anonymous reader, and so one meter.
    return new Promise((found, failed) => {
      const begin = () => this.#anonymous(found).catch(failed);
      navigator.locks ? navigator.locks.request(`latchkey:${this.#site}`, begin) : begin();
    });
  }

  /** The site's own answer to who reads here: a token, '' for "in the cookie", null for nobody. */
  async #fromSite() {
    const anonymous = browser.get(this.#site) ?? undefined;
    if (typeof this.#session === 'function') {
      const given = await this.#session({anonymous});
      return given?.token ?? given ?? null;
    }
    const answer = await askJson('POST', this.#session, {anonymous}, {credentials: 'include'});
    return answer.ok ? answer.body.token ?? '' : null;
  }

  async #anonymous(found) {
    const kept = tab.get('signing-in') ? null : browser.get(this.#site);
    if (kept) return found(kept);
    const begun = await askJson('POST', `${this.#service}/v1/sessions`, {site: this.#site},
        {credentials: 'include'});
    if (!begun.ok) throw new Unavailable(begun.body.code);
    browser.set(this.#site, begun.body.token);
    found(begun.body.token);
    // What a browser keeps reaches its other tabs later than the lock does.
    await new Promise((resolve) => { setTimeout(resolve, 1e3); });
  }
}
