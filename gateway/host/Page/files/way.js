import { h, number, plural, show } from './dom.js';

const sum = counts => Object.values(counts).reduce((all, one) => all + one, 0);

// The way of the messages in four steps, with what is in each.
export function drawWay(target, status) {
  const { receipts, entries } = status;
  const busy = receipts.kept + receipts.working;
  const open = entries.waiting + entries.sending;
  show(target,
    step('Received and kept', sum(receipts), busy ? h('b', {}, `${plural(busy, 'is', 'are')} in work`) : 'all worked on'),
    step('Messages read and mapped', status.documents, `configuration ${status.revision}`),
    step('Accepted', receipts.accepted + receipts['partly-accepted'], decided(receipts)),
    step('Delivered and answered', entries.delivered,
      entries.parked ? h('b', { class: 'bad' }, `${plural(entries.parked, 'needs', 'need')} an operator`)
        : open ? h('b', {}, `${plural(open, 'is', 'are')} waiting`) : 'nothing waits'));
}

function decided(receipts) {
  const notes = [
    receipts.rejected ? h('b', { class: 'bad' }, `${number(receipts.rejected)} not accepted`) : null,
    receipts['partly-accepted'] ? h('b', { class: 'warn' }, `${number(receipts['partly-accepted'])} in part`) : null,
    receipts.parked ? h('b', { class: 'warn' }, `${number(receipts.parked)} parked`) : null,
  ].filter(note => note);
  return notes.length ? notes.flatMap((note, index) => (index ? [', ', note] : [note])) : 'everything went on';
}

function step(title, count, note) {
  return h('div', { class: 'step' }, h('h2', {}, title), h('strong', {}, number(count)), h('p', {}, note));
}
