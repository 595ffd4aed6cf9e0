import {tab} from './memory.js';
import {articleIn, newKey, seen, visited} from './page.js';
import {ask, Expired, Reader, Unavailable} from './reader.js';
import {texts} from './texts.js';
import {make, View} from './view.js';
import {Words} from './words.js';

const HOME = new URL(import.meta.url).origin;
const readers = new Map();

/** What always stands below the article, by its texts: an attribute of the name leads elsewhere. */
const LINKS = ['account', 'cancel-contract', 'withdraw'];

/** How long the reader's checkout may need to reach the service once they are back from it. */
const PAYMENT_MS = [1e3, 2e3, 4e3, 8e3, 16e3];

/** Where the way to a plan leads, and what its button says. */
const BUYING = {
  'subscribe': {path: '/v1/me/subscription', label: 'subscribe', outcome: 'subscribed'},
  'change-plan': {label: 'change', outcome: 'subscribed', said: 'changed'},
  'buy-pack': {path: '/v1/me/purchases', label: 'buy', outcome: 'bought'},
};

/** What the wall says for each reason; any other is "none", which leads to what is for sale. */
const WALLS = {
  'unlock-available': 'unlock',
  'sign-in-required': 'sign-in',
  'subscription-required': 'subscribers',
  'subscription-past-due': 'past-due',
  'unknown-article': 'gone',
};

/**
 * <latchkey-paywall site article content session sign-in>preview</latchkey-paywall>
 *
 * Asks the service whether the article is open to the reader, and shows it, or the ways in. Decides
 * nothing: what is not open, the content server does not send.
 */
export class LatchkeyPaywall extends HTMLElement {
  static observedAttributes = ['article', 'session', 'lang'];

  #view;
  #words;
  #session;
  #state = 'new';
  #busy = false; // with what a button was pressed for
  #life; // ends with the element's place in the page
  #turn; // ends when another look at the service begins
  #asked; // whose wall it is: their token
  #untold; // what may have been spent: the reason that opens then, the article and by whom
  #keys = {};

  connectedCallback() {
    this.#view ??= new View(this);
    this.#life = new AbortController();
    const {signal} = this.#life;
    const again = () => { if (['wall', 'offline', 'down'].includes(this.#state)) this.#look(); };
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') again();
    }, {signal});
    document.addEventListener('latchkey:unlocked', ({target}) => {
      if (target !== this) again();
    }, {signal});
    // The second click of a double click was meant for what the first one took away, if anything.
    let ours = false;
    document.addEventListener('click', (event) => {
      const [at] = event.composedPath();
      if (event.detail < 2) ours = at.getRootNode() === this.shadowRoot && !at.closest?.('label');
      else if (ours) {
        event.preventDefault();
        event.stopPropagation();
      }
    }, {signal, capture: true});
    window.addEventListener('online', again, {signal});
    window.addEventListener('pageshow', ({persisted}) => { if (persisted) again(); }, {signal});
    this.#begin();
  }

  disconnectedCallback() {
    this.#turn?.abort();
    this.#life.abort();
  }

  attributeChangedCallback(_, before, after) {
    if (this.isConnected && this.#view && before !== after) this.#begin();
  }

  /** The site's session: the address that answers with {token}, or a function that does. */
  get session() {
    return this.#session ?? this.getAttribute('session');
  }

  set session(session) {
    this.#session = session;
    if (this.isConnected) this.refresh();
  }

  /** Asks anew who reads, as after the site signed them in without leaving the page. */
  refresh() {
    readers.clear();
    return this.#begin();
  }

  #begin() {
    this.#words = new Words(this);
    this.#view.speak(this.#words);
    this.#view.link(this.#links());
    this.#view.footer.firstChild.onclick = (event) => this.#toAccount(event);
    this.#view.note.textContent = '';
    this.#view.load();
    return this.#look();
  }

  /** As below the account's pages: by the law of the site's country. */
  #links() {
    const american = this.#words.american;
    return LINKS.filter((name) => name !== 'withdraw' || !american || this.hasAttribute(name))
        .map((name) => [
          this.#words.say(american && name === 'cancel-contract' ? 'cancel-subscription' : name),
          this.getAttribute(name) ?? this.#page(name === 'account' ? '' : name),
        ]);
  }

  get #article() {
    return this.getAttribute('article');
  }

  get #service() {
    return (this.getAttribute('service') ?? HOME).replace(/\/$/, '');
  }

  /** The address of one of the service's own pages, in the language that is spoken here. */
  #page(name) {
    return `${this.#service}/account/${this.getAttribute('site')}/${name}?lang=${this.#words.language}`;
  }

  #toAccount(event) {
    if (this.hasAttribute('account') || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#goTo(this.#page(''));
  }

  /** Whoever the site signed in is signed in there too: the token goes along, in a form's body. */
  #goTo(page) {
    const {token, known} = this.#reader;
    if (!known || !token) return this.#leave(page);
    const form = make('form', {method: 'post', hidden: '', action: this.#page('session')},
        make('input', {name: 'token', value: token}),
        make('input', {name: 'returnTo', value: page.slice(this.#service.length)}));
    // Where the page's policy forbids the form, the link remains.
    document.addEventListener('securitypolicyviolation',
        () => location.assign(page), {once: true});
    document.body.append(form);
    form.submit();
    form.remove();
    return 'leaving';
  }

  get #reader() {
    const [service, site, by] = [this.#service, this.getAttribute('site'), this.session];
    const key = `${service} ${site} ${by}`;
    if (!readers.has(key)) readers.set(key, new Reader(service, site, by));
    return readers.get(key);
  }

  #tell(name, detail = {}, cancelable = false) {
    return this.dispatchEvent(new CustomEvent(`latchkey:${name}`, {
      bubbles: true, composed: true, cancelable, detail: {article: this.#article, ...detail},
    }));
  }

  /** Asks anew, for who pressed a button or by itself. */
  async #look(busy) {
    if (this.#view.dialog.open) return;
    this.#turn?.abort();
    this.#turn = new AbortController();
    const {signal} = this.#turn;
    this.#busy = busy;
    this.#keys = {};
    try {
      await visited();
      const {ok, body} = await this.#ask();
      // Whoever was signed in elsewhere meanwhile has consented to nothing.
      const {token} = this.#reader;
      if (this.#asked !== token) this.#view.consent.checked = false;
      this.#asked = token;
      if (!signal.aborted) await this.#follow(ok ? body : {reason: 'unknown-article', ways: []}, signal);
    } catch (failure) {
      if (!signal.aborted) this.#fail(failure);
    }
  }

  #ask() {
    return this.#reader.call('GET', `/v1/me/access/${this.#article}`);
  }

  #follow(found, signal) {
    const {decision, reason} = found;
    this.#tell('decision', {decision, reason});
    this.#comeBack(found, signal);
    if (decision === 'granted') return this.#open(found, signal);
    if (reason === 'meter-available') return this.#readOnTheMeter(found, signal);
    return this.#stop(found, signal);
  }

  async #readOnTheMeter({meter}, signal) {
    this.#view.note.textContent = this.#words.meter(meter);
    await seen(this, signal);
    return this.#spend('reads', 'metered', signal, this.#busy);
  }

  /** Pays by the meter or an unlock. What was paid and not answered is told of once it is seen to be open. */
  async #spend(path, reason, signal, pressed) {
    const article = this.#article;
    let answer = {status: 201}; // for all that is known
    try {
      answer = await this.#reader.call('POST', `/v1/me/${path}`, {article});
    } finally {
      if (answer.status === 201) this.#untold = reason + article + this.#asked;
    }
    if (answer.ok) return this.#open({...answer.body, reason}, signal);
    if (signal.aborted) return;
    await this.#look(pressed);
    if (pressed) this.#view.focusWall();
  }

  /** Fetches the full article with the token, and puts it where the preview was. */
  async #open({token, reason, meter, unlockLeft}, signal) {
    if (this.#untold === reason + this.#article + this.#asked) {
      this.#untold = '';
      if (reason === 'unlocked') {
        this.#view.say(this.#words.say('unlocked', {n: unlockLeft}));
        this.#tell('unlocked', {unlockLeft});
      } else this.#tell('read', {meter});
    }
    const address = this.getAttribute('content') ?? location.href;
    const answer = await ask(address, {
      headers: {...(token && {Authorization: `Bearer ${token}`}), Accept: 'text/html'},
      cache: 'no-store',
    });
    if (!answer.ok) throw new Unavailable(`${address}: ${answer.status}`);
    const text = articleIn(await answer.text(), this.#article);
    if (signal.aborted) return;
    const known = this.children.length;
    for (const footer of this.querySelectorAll(':scope > [slot]')) text.append(footer);
    this.replaceChildren(text);
    this.#state = 'open';
    const pressed = this.#busy || this.#view.dialog.open;
    this.#view.rest();
    this.#view.note.textContent = reason === 'unlocked' ? this.#words.say('yours')
      : reason === 'metered' && meter ? this.#words.meter(meter) : '';
    // Whoever pressed a button goes on reading where the preview ended.
    if (pressed) focusQuietly(this.children[known] ?? this.firstElementChild);
    this.#tell('opened', {reason});
  }

  async #stop(decision, signal) {
    const {reason, unlockLeft, meter, ways} = decision;
    const {offers, consent} = await this.#offers(decision);
    if (signal.aborted) return;
    const buttons = ways.map((way) => this.#way(way, decision)).filter(Boolean);
    asFirst(buttons[0] ?? offers?.[0]?.querySelector('button'));
    const name = WALLS[reason] ?? 'none';
    const words = this.#words;
    const unlocks = reason === 'unlock-available';
    this.#state = 'wall';
    this.#untold = ''; // nothing was spent
    const outOfReads = meter?.limit && !meter.left && !['subscribers', 'past-due'].includes(name);
    this.#view.note.textContent = outOfReads ? words.meter(meter) : '';
    this.#view.stop({
      title: words.say(`${name}-title`),
      text: words.say(`${name}-text`),
      left: unlocks || name === 'none' ? words.say('left', {n: unlockLeft}) : '',
      ways: buttons,
      offers,
      consent,
      others: unlocks ? words.say('others') : '',
    });
  }

  #way({kind, opensAt}, {unlockLeft}) {
    switch (kind) {
      case 'unlock': return this.#button('unlock', () => this.#unlock(), {},
          {title: 'ask', text: 'left', values: {n: unlockLeft}});
      case 'sign-in': return this.#button('sign-in', () => this.#signIn());
      case 'update-payment': return this.#button('new-card', () => this.#newCard());
      // What is resumed, undone or waited for has its buttons and its date in the account.
      default: return (opensAt || /resume|undo/.test(kind))
        && this.#button('account', () => this.#view.footer.firstChild.click());
    }
  }

  async #offers({ways, unlockLeft}) {
    if (!ways.some(({plans}) => plans)) return {};
    const {sold, consent} = await this.#reader.offers(this.#words.language);
    const buyable = ways.flatMap(({kind, plans = [], opensAt}) => plans
        .filter((id) => !opensAt && sold.has(id))
        .map((id) => [kind, sold.get(id)]));
    return {
      offers: buyable.map(([kind, plan]) => this.#offer(kind, plan, unlockLeft)),
      // Of whoever pays from here: whoever has to sign in for it is asked afterwards.
      consent: consent && buyable.some(([kind, {price}]) => BUYING[kind]?.path && price.amountMinor)
        && (this.getAttribute('text-consent') ?? consent),
    };
  }

  #offer(kind, plan, unlockLeft) {
    // Whoever has to sign in first is asked to when they press it.
    if (kind === 'sign-in') kind = plan.kind === 'pack' ? 'buy-pack' : 'subscribe';
    const words = this.#words;
    const price = words.price(plan);
    const [label, values] = kind === 'subscribe' && plan.trial
      ? ['trial', {price, period: words.span(plan.trial)}]
      : [BUYING[kind].label, {price}];
    const button = this.#button(label, () => this.#buy(kind, plan, unlockLeft), values);
    const details = words.details(plan);
    return make('li', {part: 'offer'},
        make('div', {}, make('h3', {text: plan.name}), details ? make('p', {text: details}) : ''),
        button);
  }

  /** A button whose work is done once at a time, however often it is pressed. */
  #button(label, work, values, question) {
    const button = make('button', {part: 'button', text: this.#words.say(label, values)});
    button.onclick = async () => {
      if (this.#busy || this.#view.dialog.open) return;
      if (question && !await this.#sure(button, question) || this.#busy) return;
      this.#busy = true;
      button.ariaDisabled = 'true';
      try {
        // Whoever leaves for another page stays busy until they are back.
        this.#busy = await work() === 'leaving';
      } catch (failure) {
        this.#busy = false;
        this.#fail(failure);
        this.#view.focusWall();
      }
      if (!this.#busy) button.ariaDisabled = null;
    };
    return button;
  }

  #sure(button, {title, text, values}) {
    return this.#view.confirm(button,
        ...[title, text, 'confirm', 'cancel'].map((name) => this.#words.say(name, values)));
  }

  #unlock() {
    this.#view.load();
    return this.#spend('unlocks', 'unlocked', this.#turn.signal, true);
  }

  async #buy(kind, plan, before) {
    if (!this.#reader.known && !await this.#canBuy()) return this.#signIn();
    const {path, outcome, said = outcome} = BUYING[kind];
    const bought = () => tab.set('bought', {outcome, said, before, plan: plan.id, article: this.#article});
    if (!path) { // What is due, and when, is said and agreed to in the account.
      bought();
      return this.#goTo(`${this.#page(`plans/${plan.id}`)}&returnTo=${encodeURIComponent(location.href)}`);
    }
    const agreed = this.#view.agreed;
    const {ok, body} = await this.#reader.call('POST', path, {
      plan: plan.id,
      returnTo: location.href,
      consent: agreed ? {immediateStart: true, acknowledgedLoss: true} : undefined,
    }, {'Idempotency-Key': this.#keys[plan.id + agreed] ??= newKey()});
    if (!ok) return this.#refused();
    bought();
    this.#view.consent.checked = false;
    this.#tell('checkout', {plan: plan.id});
    return body.checkout ? this.#leave(body.checkout.url) : this.#look(true);
  }

  /** Whether a reader whose token came by cookie is signed in: the token itself is not to be read. */
  async #canBuy() {
    const {body} = await this.#reader.call('GET', '/v1/me');
    return body.reader?.anonymous === false;
  }

  async #newCard() {
    const {ok, body} = await this.#reader.call('POST', '/v1/me/subscription/payment-method',
        {returnTo: location.href});
    return ok ? this.#leave(body.url) : this.#refused();
  }

  /** The site may sign its reader in here and then call refresh(); else its page does. */
  #signIn() {
    if (!this.#tell('sign-in', {returnTo: location.href}, true)) return;
    tab.set('signing-in', this.#article);
    const back = encodeURIComponent(location.href);
    const page = this.getAttribute('sign-in') ?? this.#page('sign-in');
    return this.#leave(page.includes('{url}')
      ? page.replace('{url}', back)
      : page + (page.includes('?') ? '&' : '?') + 'returnTo=' + back);
  }

  #leave(address) {
    location.assign(address);
    return 'leaving';
  }

  #refused() {
    this.#view.say(this.#words.say('failed'));
    return this.#look(true);
  }

  /** Takes up again what the reader left this page for. */
  #comeBack(decision, signal) {
    const bought = tab.get('bought');
    if (bought?.article === this.#article) {
      if (isHad(bought, decision)) {
        tab.set('bought', null);
        this.#view.say(this.#words.say(bought.said, {n: decision.unlockLeft}));
        this.#tell(bought.outcome, {plan: bought.plan});
      } else this.#await(bought, signal);
    }
    if (tab.get('signing-in') === this.#article) {
      tab.set('signing-in', null);
      this.scrollIntoView({block: 'center'});
    }
  }

  /** The provider may tell of a payment after its payer is back: looks again for a while. */
  async #await(bought, signal) {
    for (const pause of PAYMENT_MS) {
      await new Promise((resolve) => { setTimeout(resolve, pause); });
      if (signal.aborted) return;
      const {body} = await this.#ask().catch(() => ({body: {}}));
      if (!signal.aborted && isHad(bought, body)) return this.#look();
    }
    tab.set('bought', null);
  }

  #fail(failure) {
    const expired = failure instanceof Expired;
    if (!expired && !(failure instanceof Unavailable)) reportError(failure);
    const name = expired ? 'expired' : navigator.onLine ? 'down' : 'offline';
    this.#state = name;
    this.#tell('failed', {state: name});
    this.#view.stop({
      title: this.#words.say(`${name}-title`),
      text: this.#words.say(`${name}-text`),
      ways: [asFirst(expired
        ? this.#button('sign-in', () => this.#signIn())
        : this.#button('retry', async () => {
          this.#view.load();
          await this.#look(true);
          this.#view.focusWall();
        }))],
    });
  }
}

/** Whether what was paid for has arrived. */
function isHad({outcome, before}, {reason, unlockLeft}) {
  return outcome === 'subscribed' ? reason === 'plan' : unlockLeft > before;
}

/** The best way in stands out. */
function asFirst(button) {
  button?.part.add('primary');
  button?.classList.add('primary');
  return button;
}

function focusQuietly(element) {
  if (!element) return;
  element.tabIndex = -1;
  element.focus({preventScroll: true});
  element.addEventListener('blur', () => element.removeAttribute('tabindex'), {once: true});
}

export {texts};

if (!customElements.get('latchkey-paywall')) customElements.define('latchkey-paywall', LatchkeyPaywall);
