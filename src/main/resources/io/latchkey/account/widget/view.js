import {sheet} from './style.js';

/** Makes an element; a part's name is also its class. */
export function make(tag, {part, text, ...rest} = {}, ...children) {
  const made = document.createElement(tag);
  if (part) {
    made.setAttribute('part', part);
    made.className = part;
  }
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(rest)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** What the element shows around the article's text, which stays the page's own. */
export class View {
  #toastTimer;

  constructor(host) {
    const root = host.shadowRoot ?? host.attachShadow({mode: 'open'});
    root.adoptedStyleSheets = [sheet];
    this.note = make('p', {part: 'note'});
    this.preview = make('div', {part: 'preview'}, make('slot'));
    this.skeleton = make('div', {part: 'skeleton', role: 'progressbar'},
        make('i'), make('i'), make('i'));
    this.wall = make('section', {part: 'wall', 'aria-labelledby': 'title'});
    this.footer = make('footer', {part: 'footer'});
    // One for all walls, so that it stays ticked while numbers change, and no longer.
    this.consent = make('input', {type: 'checkbox'});
    this.dialog = make('dialog');
    this.toast = make('div', {part: 'toast', role: 'status'});
    root.replaceChildren(this.note, this.preview, this.skeleton, this.wall, this.footer, this.dialog,
        this.toast);
    this.rest();
  }

  /** The language of the sentences may be another than the page's. */
  speak(words) {
    this.consent.checked = false;
    this.skeleton.ariaLabel = words.say('loading');
    for (const part of [this.note, this.skeleton, this.wall, this.footer, this.toast]) part.lang = words.language;
  }

  /** What is always there, whether the article is open or not. */
  link(links) {
    this.footer.replaceChildren(...links.map(([text, href]) => make('a', {part: 'link', text, href})),
        make('slot', {name: 'footer'}));
  }

  /** Shows the text and nothing else: what was asked about it is answered. */
  rest() {
    this.consent.checked = false;
    this.dialog.close();
    this.#show({});
  }

  /** Lines where the rest will stand. */
  load() {
    this.#show({faded: true, skeleton: true});
  }

  /** The wall below the faded preview. */
  stop({title, text, left, ways = [], offers = [], consent, others}) {
    if (!consent) this.consent.checked = false;
    const [focused, wasOpen] = [this.#places().indexOf(this.wall.getRootNode().activeElement),
      this.wall.querySelector('[open]')];
    const list = !offers.length ? [] : [
      consent && make('label', {part: 'consent'}, this.consent, consent),
      make('ul', {part: 'offers'}, ...offers),
    ].filter(Boolean);
    const hidden = others && list.length
      && make('details', {part: 'others'}, make('summary', {text: others}), ...list);
    this.wall.replaceChildren(
        make('h2', {part: 'title', id: 'title', text: title, tabindex: '-1'}),
        make('p', {part: 'text', text}),
        left ? make('p', {part: 'left', text: left}) : '',
        make('div', {part: 'ways'}, ...ways),
        ...hidden ? [hidden] : list);
    this.#show({faded: true, wall: true});
    // The same wall with newer numbers takes nothing out of the reader's hands.
    if (wasOpen && hidden) hidden.open = true;
    this.#places()[focused]?.focus();
  }

  #places() {
    return [...this.wall.querySelectorAll('button, summary, input')];
  }

  /** Whether the reader consented to what they were asked here. */
  get agreed() {
    return this.consent.isConnected && this.consent.checked;
  }

  /** Where the reader is told what became of a press of a button. */
  focusWall() {
    if (!this.wall.hidden) this.wall.firstChild.focus();
  }

  say(text) {
    clearTimeout(this.#toastTimer);
    this.toast.textContent = text;
    this.#toastTimer = setTimeout(() => { this.toast.textContent = ''; }, 6000);
  }

  /** Asks, and answers whether the reader said yes; Esc and the other button say no. */
  async confirm(button, title, text, yes, no) {
    const place = this.#places().indexOf(button);
    const cancel = make('button', {part: 'button cancel', text: no});
    const confirm = make('button', {part: 'button primary', text: yes});
    // A new one each time: the last one's end may not have been told yet.
    const dialog = make('dialog',
        {part: 'dialog', lang: this.wall.lang, 'aria-labelledby': 'ask', 'aria-describedby': 'cost'},
        make('h2', {part: 'ask', id: 'ask', text: title}),
        make('p', {part: 'cost', id: 'cost', text}),
        make('div', {part: 'ways'}, cancel, confirm));
    this.dialog.replaceWith(dialog);
    this.dialog = dialog;
    cancel.onclick = () => dialog.close();
    confirm.onclick = () => dialog.close('yes');
    dialog.showModal();
    await new Promise((resolve) => { dialog.onclose = resolve; });
    // Browsers know no opener where a click gives buttons no focus, or newer numbers replaced it.
    this.#places()[place]?.focus();
    return dialog.returnValue === 'yes';
  }

  #show({faded = false, skeleton = false, wall = false}) {
    this.preview.classList.toggle('faded', faded);
    this.skeleton.hidden = !skeleton;
    this.wall.hidden = !wall;
  }
}
