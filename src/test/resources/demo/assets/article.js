// An article: asks the service for the decision, and the content server for the text.

import {ask, button, buy, byId, call, count, counters, labels, quiet, say} from './shared.js';

const story = document.querySelector('.story');

export async function openArticle() {
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
