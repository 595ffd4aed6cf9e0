// All that the paper's own pages do beside the widget: they hear its events, as a site's analytics
// would, and keep the numbers at the top true.

const put = (id, text) => {
  const place = document.getElementById(id);
  if (place) place.textContent = text;
};

const hear = (name, then = () => {}) => document.addEventListener(`latchkey:${name}`, ({detail}) => {
  const line = document.createElement('li');
  line.textContent = `latchkey:${name} ${JSON.stringify(detail)}`;
  document.getElementById('heard').append(line);
  then(detail);
});

hear('decision');
hear('read', ({meter: {left, limit}}) => put('meter', `${left} of ${limit} free articles left this month`));
hear('unlocked', ({unlockLeft}) => put('unlocks', `Unlock left: ${unlockLeft}`));
for (const name of ['opened', 'sign-in', 'checkout', 'subscribed', 'bought', 'failed']) hear(name);
