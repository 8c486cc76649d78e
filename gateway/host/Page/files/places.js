import { h, number, pill, show } from './dom.js';

const words = { answered: 'answered', notAnswered: 'not answered', delayedByLimit: 'delayed by the limit', sent: 'sent' };

// Where documents come from and go to, and how each place stands.
export function drawPlaces(target, places) {
  show(target, places.length ? h('ul', { class: 'places' }, places.map(place)) : null);
}

function place(one) {
  const notes = [
    one.waiting ? `${number(one.waiting)} waiting` : null,
    ...Object.entries(one.counts ?? {}).filter(([, times]) => times > 0).map(([what, times]) => `${number(times)} ${words[what] ?? what}`),
  ].filter(note => note);
  return h('li', {}, h('b', {}, one.name), ' ', pill(one.state), notes.length ? ` ${notes.join(', ')}` : null,
    one.fault ? h('p', { class: 'bad' }, `${one.fault.sentence} ${one.fault.fix}`) : null);
}
