import { get, getText, h, number, pill, plural, show, size, time } from './dom.js';
import { drawJson } from './json.js';

const open = new Map();
const partsMax = 200;

export function drawReceipt(target, receipt, close, moreMessages, moreAnswers, moreDeliveries) {
  show(target,
    h('div', { class: 'card head' },
      h('div', { class: 'row' },
        h('h2', {}, receipt.fileName ?? 'Receipt'), pill(receipt.state),
        h('button', { class: 'close', type: 'button', onclick: close }, 'Close')),
      receipt.reason ? h('p', { class: 'reason' }, receipt.reason) : null,
      h('dl', { class: 'facts' },
        fact('Arrived', `${receipt.arrivedAt.slice(0, 19).replace('T', ' ')} UTC`), fact('Came by', receipt.channel),
        fact('Sender', receipt.partner ?? 'unknown'), fact('Size', size(receipt.bytes)),
        fact('Receipt', receipt.receipt, 'mono'), fact('SHA-256', receipt.sha256, 'mono'),
        receipt.interchanges.map(one => fact('Interchange reference', one.reference ?? 'none')),
        h('div', {}, h('dt', {}, 'Original'), h('dd', {}, h('a', { href: `/v1/interchanges/${receipt.receipt}/raw` }, 'Download the bytes')))),
      receipt.interchanges.filter(one => one.state === 'conflict').map(one => h('p', { class: 'reason' },
        `Reference ${one.reference} came before with other content (digest ${one.earlierSha256?.slice(0, 12)}…).`))),
    parts(receipt),
    h('div', { class: 'card' },
      h('header', {}, h('h2', {}, 'Messages'),
        h('span', { class: 'soft' }, `${number(receipt.accepted)} of ${plural(receipt.documents, 'message', 'messages')} accepted`)),
      receipt.messages.length ? receipt.messages.map(message) : h('p', { class: 'empty' }, 'No message was found in these bytes.'),
      receipt.nextMessages ? h('button', { class: 'more', type: 'button', onclick: moreMessages }, 'Show more messages') : null),
    answers(receipt, moreAnswers), deliveries(receipt, moreDeliveries));
}

function fact(name, value, kind) {
  return h('div', {}, h('dt', {}, name), h('dd', { class: kind ?? '', title: value }, value));
}

// Parts come in the order of unpacking, each after the one it was unpacked from: its depth is one more.
function parts(receipt) {
  if (!receipt.parts?.length) return null;
  const depth = [];
  return h('div', { class: 'card' },
    h('header', {}, h('h2', {}, 'Files in it'), h('span', { class: 'soft' }, plural(receipt.parts.length - 1, 'file', 'files'))),
    h('ul', { class: 'parts' }, receipt.parts.slice(0, partsMax).map(one => {
      depth[one.part] = one.parent < 0 ? 0 : depth[one.parent] + 1;
      return h('li', { 'data-part': String(one.part), 'data-depth': String(Math.min(depth[one.part], 6)) },
        h('a', { href: one.raw, title: `SHA-256 ${one.sha256}` }, one.name ?? (one.part ? `part ${one.part}` : 'the message')),
        h('span', { class: 'tag' }, one.format ?? { evidence: 'paper', note: 'text' }[one.use] ?? 'unknown'),
        h('span', { class: 'soft' }, size(one.bytes)), verdict(one),
        one.findings.map(finding));
    })),
    receipt.parts.length > partsMax ? h('p', { class: 'hint' }, `and ${number(receipt.parts.length - partsMax)} more`) : null);
}

function verdict(one) {
  if (one.use === 'evidence') return h('span', { class: 'pill good' }, 'Kept as evidence');
  if (one.documents) {
    return one.accepted === one.documents ? pill('accepted')
      : h('span', { class: `pill ${one.accepted ? 'warn' : 'bad'}` }, `${number(one.accepted)} of ${number(one.documents)} accepted`);
  }
  if (one.findings.some(found => found.severity === 'error')) return h('span', { class: 'pill bad' }, 'Not accepted');
  return one.container || one.use === 'note' ? null : h('span', { class: 'pill' }, one.format ? 'No document' : 'Not read');
}

function message(one) {
  const place = h('div', { class: 'document' });
  const buttons = ['WCO JSON', 'WCO XML'].map(form => h('button', {
    type: 'button', 'aria-pressed': 'false',
    onclick: event => {
      const again = open.get(one.id) === form;
      open.set(one.id, again ? '' : form);
      fill(place, buttons, one, open.get(one.id));
      event.stopPropagation();
    },
  }, form));
  if (open.get(one.id)) fill(place, buttons, one, open.get(one.id));
  return h('article', { class: 'message', 'data-message': one.id },
    h('div', { class: 'row' },
      h('h3', {}, `${one.type} ${one.release ?? ''}`), h('span', { class: 'soft mono' }, one.reference),
      one.partName ? h('span', { class: 'soft' }, `in ${one.partName}`) : null,
      one.accepted ? pill('accepted') : h('span', { class: `pill ${one.errors ? 'bad' : 'warn'}` }, 'Not accepted'),
      one.mapping ? h('div', { class: 'actions' }, buttons) : null),
    one.reason && !one.findings.some(found => one.reason.endsWith(found.sentence)) ? h('p', { class: 'reason' }, one.reason) : null,
    keysOf(one).length ? h('p', { class: 'keys' }, keysOf(one).slice(0, 8).map(key => h('span', { class: 'tag', title: key.kind }, key.value)),
      keysOf(one).length > 8 ? h('span', { class: 'hint' }, `and ${number(keysOf(one).length - 8)} more`) : null) : null,
    one.findings.map(finding), place);
}

// The message's own id stands in its address already.
function keysOf(one) {
  return one.keys.filter(key => key.value !== one.id);
}

function finding(one) {
  const where = [one.place.tag, one.place.segment ? `segment ${one.place.segment}` : null,
    one.place.element ? `element ${one.place.element}` : null, one.place.component ? `component ${one.place.component}` : null]
    .filter(part => part).join(', ');
  return h('div', { class: `finding ${one.severity}` },
    h('h4', {}, h('span', { class: 'code' }, one.code), one.sentence),
    one.excerpt ? bytes(one.excerpt) : null,
    h('p', {}, [where, `byte ${number(one.span.start)}`].filter(part => part).join(' · '), '. ', one.cause, ' ', h('span', { class: 'fix' }, one.fix)));
}

function bytes(excerpt, kind) {
  return h('div', { class: 'bytes' }, h('span', { class: 'offset' }, number(excerpt.start)),
    excerpt.before, h('mark', { class: kind ?? '' }, excerpt.marked), excerpt.after);
}

async function fill(place, buttons, one, form) {
  for (const button of buttons) button.setAttribute('aria-pressed', String(button.textContent === form));
  if (!form) return show(place);
  try {
    if (form === 'WCO XML') return show(place, h('pre', { class: 'code', tabIndex: 0 }, await getText(`/v1/messages/${one.id}.xml`)));
    const text = await getText(`/v1/messages/${one.id}.json`);
    const origin = h('div', { class: 'origin', 'aria-live': 'polite' }, h('p', {}, 'Click a value to see where it came from.'));
    show(place, origin, drawJson(text, pointer => drawOrigin(origin, one.id, pointer)));
  } catch {
    show(place, h('p', { class: 'hint' }, 'There is no document: the message was not mapped.'));
  }
}

async function drawOrigin(place, message, pointer) {
  const { values: [value] } = await get(`/v1/messages/${message}/provenance?pointer=${encodeURIComponent(pointer)}`);
  if (!value) return show(place, h('h4', {}, pointer), h('p', {}, 'The gateway made this value itself; it comes from no byte.'));
  const made = value.rule ? `${value.rule.file}, line ${value.rule.line}: ${value.rule.text}`
    : value.addition ? `Added by ${value.addition.source}` : 'From the arrival';
  return show(place, h('h4', {}, value.path),
    value.origins.slice(0, 4).map(origin => h('div', {},
      origin.excerpt ? bytes(origin.excerpt, 'source') : null,
      h('p', {}, `${{ value: 'The value', key: 'Decided by', absent: 'Absent here' }[origin.role] ?? origin.role}: byte ${number(origin.start)}, ${plural(origin.length, 'byte', 'bytes')}`))),
    value.origins.length ? null : h('p', {}, 'A constant of the mapping.'),
    h('p', { class: 'mono' }, made));
}

function answers(receipt, more) {
  return h('div', { class: 'card' },
    h('header', {}, h('h2', {}, 'Answers to the sender')),
    receipt.answers.length ? receipt.answers.map(answer => h('div', { class: 'answer' },
      h('div', { class: 'row' }, h('b', {}, answer.fileName), pill(answer.state),
        h('span', { class: 'soft' }, answer.deliveredAt ? time(answer.deliveredAt) : '')),
      answer.text === null || answer.text === undefined ? h('p', {}, h('a', { href: answer.href }, 'Download'))
        : h('pre', { class: 'code', tabIndex: 0 }, answer.mediaType.startsWith('text/') ? answer.text : answer.text.replaceAll("'", "'\n"))))
      : h('p', { class: 'empty' }, 'The answer is being made.'),
    receipt.nextAnswers ? h('button', { class: 'more', type: 'button', onclick: more }, 'Show more answers') : null);
}

function deliveries(receipt, more) {
  if (!receipt.deliveries.length) return null;
  return h('div', { class: 'card' },
    h('header', {}, h('h2', {}, 'Deliveries'), h('span', { class: 'soft' }, 'each keeps its message id over all attempts')),
    h('table', {},
      h('thead', {}, h('tr', {}, h('th', {}, 'Destination'), h('th', {}, 'Message-Id'), h('th', {}, 'State'),
        h('th', { class: 'number' }, 'Attempts'), h('th', {}, 'Last seen'))),
      h('tbody', {}, receipt.deliveries.map(one => h('tr', {},
        h('td', {}, one.destination), h('td', { class: 'mono', title: one.messageId }, one.messageId.slice(0, 12)), h('td', {}, pill(one.state)),
        h('td', { class: 'number' }, number(one.attempts)), h('td', { class: 'soft' }, one.lastReason || 'waits for its time'))))),
    receipt.nextDeliveries ? h('button', { class: 'more', type: 'button', onclick: more }, 'Show more deliveries') : null);
}
