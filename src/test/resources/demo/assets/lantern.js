// The newspaper's pages: they ask the service by its contract, with the reader token in a cookie
// that this script cannot read, and the content server (/demo/text/) with the access token.

import {account} from './account.js';
import {openArticle} from './article.js';
import {busy, buy, byId, call, counters, day, deed, say, sayNext} from './shared.js';

async function markOpen() {
  const {body} = await call('GET', '/v1/me/unlocks?limit=100');
  for (const {article} of body.items) {
    const label = document.querySelector(`[data-article="${CSS.escape(article)}"] .label`);
    if (label) { label.textContent = 'Unlocked'; label.classList.add('open'); }
  }
}

byId('clock').addEventListener('click', (event) => busy(event.target, async () => {
  const {now} = await (await deed('/demo/clock')).json();
  sayNext(`It is ${day(now)} now.`);
  location.reload();
}));
byId('anew').addEventListener('click', (event) => busy(event.target, async () => {
  await deed('/demo/new-reader');
  sayNext('Welcome, new reader.');
  location.assign('/demo/');
}));
byId('buy-pack')?.addEventListener('click', (event) => busy(event.target, () => buy('buy-pack')));

async function load() {
  const note = sessionStorage.getItem('say');
  sessionStorage.removeItem('say');
  if (note) say(note);
  switch (document.documentElement.dataset.page) {
    case 'article': return openArticle();
    case 'account': return account();
    default:
      counters((await call('GET', '/v1/me')).body);
      return markOpen();
  }
}

// Also when the browser brings a page back from its memory: things were bought meanwhile.
addEventListener('pageshow', () => load().catch(() => say('The service does not answer. Is it running?')));
