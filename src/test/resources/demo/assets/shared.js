// What the pages share: calls of the service, small talk with the reader.

const site = document.documentElement.dataset.site;
export const byId = (id) => document.getElementById(id);
export const count = (number, thing) => `${number} ${thing}${number === 1 ? '' : 's'}`;
export const day = (instant) => new Date(instant).toLocaleDateString('en-GB',
    {day: 'numeric', month: 'long', year: 'numeric'});
export const money = (price) => (price.amountMinor / 100).toLocaleString('en-IE',
    {style: 'currency', currency: price.currency});
export const labels = {
  subscribe: 'Subscribe for €9.00 a month', 'buy-pack': 'Buy 5 unlocks for €4.00',
};

export async function call(method, path, body) {
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

export async function deed(path) {
  const answer = await fetch(path, {method: 'POST'});
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

export function say(text) {
  byId('toast').textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { byId('toast').textContent = ''; }, 6000);
}

// After a page load that follows it, too.
export function sayNext(text) { sessionStorage.setItem('say', text); }

export function ask(title, text, yes) {
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

export function button(text, onClick, primary) {
  const made = document.createElement('button');
  made.textContent = text;
  made.className = primary ? 'primary' : '';
  made.addEventListener('click', () => busy(made, onClick));
  return made;
}

export async function busy(pressed, work) {
  pressed.disabled = true;
  try {
    await work();
  } catch {
    say('That did not work. Please try again.');
  } finally {
    pressed.disabled = false;
  }
}

export function counters({unlockLeft, meter}) {
  byId('unlocks').textContent = `Unlock left: ${unlockLeft}`;
  byId('meter').textContent = `${meter.left} of ${count(meter.limit, 'free article')} left this month`;
}

export async function buy(kind) {
  const pack = kind === 'buy-pack';
  const answer = await call('POST', pack ? '/v1/me/purchases' : '/v1/me/subscription',
      {plan: pack ? 'five-posts' : 'monthly', returnTo: location.href});
  if (!answer.ok) return say(answer.body.title);
  location.assign(answer.body.checkout.url);
}

export function quiet(text) {
  byId('quiet').textContent = text;
  byId('quiet').hidden = false;
}
