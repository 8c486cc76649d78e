import { get, h, show } from './dom.js';
import { drawList } from './list.js';
import { drawPlaces } from './places.js';
import { drawReceipt } from './receipt.js';
import { drawWay } from './way.js';

const at = id => document.getElementById(id);
const everyMs = 1500;
let shownReceipts = 50;
let shownMessages = [];
let shownAnswers = [];
let shownDeliveries = [];
let lastList = '';
let lastReceipt = '';

const chosen = () => /^#\/r\/([0-9a-f]+)$/.exec(location.hash)?.[1] ?? null;

async function refresh() {
  try {
    const id = chosen();
    const [status, page, receipt] = await Promise.all([
      get('/v1/status'), get(`/v1/interchanges?max=${shownReceipts}`), id ? get(`/v1/interchanges/${id}`).catch(() => null) : null]);
    drawWay(at('way'), status);
    drawPlaces(at('places'), status.places ?? []);
    drawIfChanged(page, id);
    drawDetail(receipt);
    live(true, status.demo ? 'running, demo' : 'running');
  } catch {
    live(false, 'not reachable');
  }
}

// Drawing again only what changed keeps the reader's selection and scroll position.
function drawIfChanged(page, id) {
  const text = JSON.stringify([page, id]);
  if (text === lastList) return;
  lastList = text;
  drawList(at('list'), page, id, () => {
    shownReceipts = Math.min(100, shownReceipts + 50);
    refresh();
  });
}

function drawDetail(receipt) {
  document.querySelector('.columns').classList.toggle('open', receipt !== null);
  const text = JSON.stringify([receipt, shownMessages.length, shownAnswers.length, shownDeliveries.length]);
  if (text === lastReceipt) return;
  lastReceipt = text;
  if (receipt === null) return show(at('detail'));
  const all = { ...receipt, messages: [...receipt.messages, ...shownMessages.flatMap(page => page.messages)],
    answers: [...receipt.answers, ...shownAnswers.flatMap(page => page.answers)],
    deliveries: [...receipt.deliveries, ...shownDeliveries.flatMap(page => page.deliveries)] };
  all.nextMessages = (shownMessages.at(-1) ?? receipt).nextMessages;
  all.nextAnswers = (shownAnswers.at(-1) ?? receipt).nextAnswers;
  all.nextDeliveries = (shownDeliveries.at(-1) ?? receipt).nextDeliveries;
  const more = (pages, parameter, next) => async () => {
    pages.push(await get(`/v1/interchanges/${receipt.receipt}?${parameter}=${encodeURIComponent(next)}`));
    refresh();
  };
  drawReceipt(at('detail'), all, () => { location.hash = '#/'; },
    more(shownMessages, 'after', all.nextMessages), more(shownAnswers, 'answersAfter', all.nextAnswers),
    more(shownDeliveries, 'deliveriesAfter', all.nextDeliveries));
}

function live(isUp, text) {
  at('live').className = `live ${isUp ? 'up' : 'down'}`;
  at('live-text').textContent = text;
}

async function find(text) {
  const { hits } = await get(`/v1/find?text=${encodeURIComponent(text)}`).catch(() => ({ hits: [] }));
  if (hits.length > 0 && hits.every(hit => hit.receipt === hits[0].receipt)) {
    location.hash = `#/r/${hits[0].receipt}`;
    return;
  }
  lastReceipt = '';
  document.querySelector('.columns').classList.add('open');
  show(at('detail'), h('div', { class: 'card' },
    h('header', {}, h('h2', {}, hits.length ? `Found "${text}"` : `Nothing carries "${text}"`)),
    hits.length ? h('table', {}, h('tbody', {}, hits.map(hit => h('tr', { onclick: () => { location.hash = `#/r/${hit.receipt}`; } },
      h('td', {}, hit.value), h('td', { class: 'soft' }, hit.kind), h('td', { class: 'mono' }, hit.message.slice(0, 12)))))) : null));
}

function theme() {
  const dark = document.documentElement.dataset.theme
    ? document.documentElement.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = dark ? 'light' : 'dark';
  localStorage.setItem('theme', document.documentElement.dataset.theme);
}

const kept = localStorage.getItem('theme');
if (kept) document.documentElement.dataset.theme = kept;
at('theme').addEventListener('click', theme);
at('search').addEventListener('submit', event => {
  event.preventDefault();
  const text = at('find').value.trim();
  if (text) {
    history.replaceState(null, '', '#/find');
    find(text);
  }
});
addEventListener('hashchange', () => {
  shownMessages = [];
  shownAnswers = [];
  shownDeliveries = [];
  refresh().then(() => { if (chosen()) at('detail').scrollIntoView({ block: 'start' }); });
});
await refresh();
setInterval(() => { if (!document.hidden && location.hash !== '#/find') refresh(); }, everyMs);
