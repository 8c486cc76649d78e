import { h, number, pill, plural, show, time } from './dom.js';

const seen = new Set();

export function drawList(target, page, chosen, more) {
  if (page.interchanges.length === 0) {
    show(target, h('div', { class: 'card' }, h('div', { class: 'empty' },
      h('b', {}, 'Nothing has arrived yet'), 'Put a file into the watched folder, or POST one to /v1/interchanges.')));
    return;
  }
  const first = seen.size === 0;
  const rows = page.interchanges.map(receipt => row(receipt, receipt.receipt === chosen, !first && !seen.has(receipt.receipt)));
  for (const receipt of page.interchanges) seen.add(receipt.receipt);
  show(target, h('div', { class: 'card' },
    h('header', {}, h('h2', {}, 'Receipts'), h('span', { class: 'soft' }, 'newest first')),
    h('table', {},
      h('thead', {}, h('tr', {}, h('th', {}, 'Time'), h('th', {}, 'File'), h('th', { class: 'narrow' }, 'Came by'),
        h('th', { class: 'narrow' }, 'Sender'), h('th', { class: 'narrow' }, 'Type'), h('th', {}, 'State'),
        h('th', { class: 'number wide' }, 'Messages'))),
      h('tbody', {}, rows)),
    page.next ? h('button', { class: 'more', type: 'button', onclick: more }, 'Show older receipts') : null));
}

function row(receipt, isChosen, isNew) {
  const link = `#/r/${receipt.receipt}`;
  return h('tr', {
    class: `${isChosen ? 'chosen' : ''} ${isNew ? 'new' : ''}`, 'data-receipt': receipt.receipt,
    onclick: event => { if (!event.target.closest('a')) location.hash = link; },
  },
    h('td', { class: 'time', title: receipt.arrivedAt }, time(receipt.arrivedAt)),
    h('td', { class: 'file', title: receipt.fileName ?? receipt.receipt },
      h('a', { href: link }, receipt.fileName ?? `without a name, ${receipt.receipt.slice(0, 8)}`)),
    h('td', { class: 'narrow' }, h('span', { class: 'tag' }, receipt.channel)),
    h('td', { class: 'narrow' }, receipt.partner ?? h('span', { class: 'soft' }, 'unknown')),
    h('td', { class: 'narrow' }, receipt.types.map(type => type.replace('edifact ', '')).join(', ') || h('span', { class: 'soft' }, 'none')),
    h('td', {}, pill(receipt.state)),
    h('td', { class: 'number wide', title: `${plural(receipt.accepted, 'message', 'messages')} accepted` },
      receipt.accepted === receipt.documents ? number(receipt.documents) : `${number(receipt.accepted)} of ${number(receipt.documents)}`));
}
