// The newspaper's pages: they ask the service by its contract, with the reader token in a cookie
// that this script cannot read, and the content server (/demo/text/) with the access token.

const site = document.documentElement.dataset.site;
const byId = (id) => document.getElementById(id);
const count = (number, thing) => `${number} ${thing}${number === 1 ? '' : 's'}`;
const day = (instant) => new Date(instant).toLocaleDateString('en-GB',
    {day: 'numeric', month: 'long', year: 'numeric'});
const money = (price) => (price.amountMinor / 100).toLocaleString('en-IE',
    {style: 'currency', currency: price.currency});
const labels = {
  subscribe: 'Subscribe for €9.00 a month', 'buy-pack': 'Buy 5 unlocks for €4.00',
};

async function call(method, path, body) {
  const send = () => fetch(path, {
    method,
    // Cookies know no ports: another demo on this machine may have left its own.
    headers: {'X-Latchkey-Site': site, ...(body && {'Content-Type': 'application/json'})},
    body: body && JSON.stringify(body),
  });
  let answer = await send();
  if (answer.status === 401) {
    await deed('/demo/session');
    answer = await send();
  }
  return {ok: answer.ok, status: answer.status, body: await answer.json()};
}

async function deed(path) {
  const answer = await fetch(path, {method: 'POST'});
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

function say(text) {
  byId('toast').textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { byId('toast').textContent = ''; }, 6000);
}

// After a page load that follows it, too.
function sayNext(text) { sessionStorage.setItem('say', text); }

function ask(title, text, yes) {
  const dialog = byId('ask');
  byId('ask-title').textContent = title;
  byId('ask-text').textContent = text;
  byId('ask-yes').textContent = yes;
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), {once: true});
  });
}

function button(text, onClick, primary) {
  const made = document.createElement('button');
  made.textContent = text;
  made.className = primary ? 'primary' : '';
  made.addEventListener('click', () => busy(made, onClick));
  return made;
}

async function busy(pressed, work) {
  pressed.disabled = true;
  try {
    await work();
  } catch {
    say('That did not work. Please try again.');
  } finally {
    pressed.disabled = false;
  }
}

function counters({unlockLeft, meter}) {
  byId('unlocks').textContent = `Unlock left: ${unlockLeft}`;
  byId('meter').textContent = `${meter.left} of ${count(meter.limit, 'free article')} left this month`;
}

async function buy(kind) {
  const pack = kind === 'buy-pack';
  const answer = await call('POST', pack ? '/v1/me/purchases' : '/v1/me/subscription',
      {plan: pack ? 'five-posts' : 'monthly', returnTo: location.href});
  if (!answer.ok) return say(answer.body.title);
  location.assign(answer.body.checkout.url);
}

// ---- An article

const story = document.querySelector('.story');

async function openArticle() {
  const article = story.dataset.article;
  const {body: decision} = await call('GET', `/v1/me/access/${article}`);
  counters(decision);
  if (story.dataset.access === 'free') return;
  if (decision.reason === 'meter-available') {
    const read = await call('POST', '/v1/me/reads', {article});
    if (!read.ok) return wall(decision, read.body.ways);
    counters(read.body);
    const {limit, used} = read.body.meter;
    quiet(`You have read ${used} of your ${count(limit, 'free article')} this month.`);
    return show(read.body.token);
  }
  if (decision.decision === 'granted') {
    if (decision.reason === 'unlocked') quiet('You unlocked this post. It stays yours.');
    if (decision.reason === 'metered') quiet('One of your free articles this month.');
    if (decision.reason === 'plan') quiet('Open to you as a subscriber.');
    return show(decision.token);
  }
  wall(decision, decision.ways);
}

function quiet(text) {
  byId('quiet').textContent = text;
  byId('quiet').hidden = false;
}

async function show(token) {
  const answer = await fetch(`/demo/text/${story.dataset.article}`,
      {headers: {Authorization: `Bearer ${token}`}});
  if (!answer.ok) return say('The text is not to be had just now. Please load the page again.');
  byId('text').innerHTML = await answer.text();
  byId('wall').hidden = true;
  story.classList.remove('locked');
}

function wall(decision, ways) {
  const [title, text] = words(decision);
  byId('wall-title').textContent = title;
  byId('wall-text').textContent = text;
  byId('ways').replaceChildren(...ways.flatMap(({kind}, i) => {
    if (kind === 'unlock') return button('Unlock this post', () => unlock(decision), i === 0);
    return labels[kind] ? button(labels[kind], () => buy(kind), i === 0) : [];
  }));
  byId('wall').hidden = false;
  story.classList.add('locked');
}

function words({reason, unlockLeft}) {
  switch (reason) {
    case 'unlock-available':
      return ['Keep reading', `One unlock opens this post for good. Unlock left: ${unlockLeft}.`];
    case 'subscription-required':
      return ['For subscribers', 'This one opens with a subscription, and with nothing else.'];
    case 'subscription-past-due':
      return ['Your last payment failed', 'Once it is paid, this opens again.'];
    default:
      return ['You have no unlocks left', 'A subscription opens everything; a pack opens five posts.'];
  }
}

async function unlock({article, unlockLeft}) {
  if (!await ask('Unlock this post?', `Unlock left: ${unlockLeft}`, 'Confirm')) return;
  const answer = await call('POST', '/v1/me/unlocks', {article});
  if (!answer.ok) return openArticle();
  counters(answer.body);
  say(`Unlocked. Unlock left: ${answer.body.unlockLeft}`);
  quiet('You unlocked this post. It stays yours.');
  await show(answer.body.token);
}

// ---- The front page

async function markOpen() {
  const {body} = await call('GET', '/v1/me/unlocks?limit=100');
  for (const {article} of body.items) {
    const label = document.querySelector(`[data-article="${CSS.escape(article)}"] .label`);
    if (label) { label.textContent = 'Unlocked'; label.classList.add('open'); }
  }
}

// ---- The account

async function account() {
  const {body: me} = await call('GET', '/v1/me');
  const {body: receipts} = await call('GET', '/v1/me/receipts');
  counters(me);
  const resets = me.meter.resetsAt ? `, new ones from ${day(me.meter.resetsAt)}` : '';
  byId('has').textContent = `Unlock left: ${me.unlockLeft}. `
      + `${count(me.meter.left, 'free article')} left this month${resets}.`;
  subscription(me.subscription);
  byId('receipts').replaceChildren(...receipts.items.map(receiptCard));
}

function subscription(has) {
  const [text, ...ways] = state(has);
  byId('status').textContent = text;
  byId('subscription-ways').replaceChildren(...ways);
}

function state(has) {
  const subscribe = button(labels.subscribe, () => buy('subscribe'), true);
  const cancelIt = button('Cancel subscription', () => cancel(has));
  switch (has?.status) {
    case undefined: return ['You have none.', subscribe];
    case 'expired': return [`It ended on ${day(has.endedAt ?? has.paidUntil)}.`, subscribe];
    case 'canceled':
      return [`It will not renew. You read everything until ${day(has.paidUntil)}.`,
        button('Undo the cancellation', undo)];
    case 'past_due': return ['The last payment failed.', cancelIt];
    case 'paused': return ['It is paused.', cancelIt];
    default:
      return [`It renews on ${day(has.renewsAt)} for ${money(has.price)}.`, cancelIt];
  }
}

async function cancel(has) {
  if (!await ask('Cancel your subscription?',
      `You keep reading until ${day(has.paidUntil)}, and nothing is charged any more.`,
      'Cancel subscription')) return;
  const answer = await call('POST', '/v1/me/subscription/cancellation', {effective: 'period-end'});
  if (!answer.ok) return say(answer.body.title);
  say('Canceled. The receipt is below.');
  await account();
}

async function undo() {
  const answer = await call('DELETE', '/v1/me/subscription/cancellation');
  say(answer.ok ? 'Your subscription goes on.' : answer.body.title);
  await account();
}

function receiptCard(receipt) {
  const card = document.createElement('div');
  card.className = 'card receipt';
  const title = document.createElement('h2');
  title.textContent = `Receipt of your ${receipt.kind}`;
  const list = document.createElement('dl');
  const rows = [['Number', receipt.id],
    ['Received', new Date(receipt.receivedAt).toLocaleString('en-GB',
        {dateStyle: 'long', timeStyle: 'medium'})],
    ['Plan', receipt.plan], ['You read until', receipt.accessUntil && day(receipt.accessUntil)]];
  for (const [name, value] of rows) {
    if (!value) continue;
    const term = document.createElement('dt');
    const what = document.createElement('dd');
    term.textContent = name;
    what.textContent = value;
    list.append(term, what);
  }
  card.append(title, list);
  return card;
}

// ---- Every page

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
