// The account: what the reader has, the subscription, and the receipts.

import {ask, button, buy, byId, call, count, counters, day, labels, money, say} from './shared.js';

export async function account() {
  const {body: me} = await call('GET', '/v1/me');
  const {body: receipts} = await call('GET', '/v1/me/receipts');
  counters(me);
  const resets = me.meter.resetsAt ? `, new ones from ${day(me.meter.resetsAt)}` : '';
  byId('has').textContent =
      `${count(me.unlockLeft, 'unlock')}, and ${count(me.meter.left, 'free article')} left this month${resets}.`;
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
  await account();
  byId('receipts').scrollIntoView({block: 'nearest'});
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
