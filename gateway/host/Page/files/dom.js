// Builds elements. Text from messages only ever becomes text nodes, never markup.
export function h(name, properties, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key === 'class') element.className = value;
    else if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key.startsWith('data-') || key.startsWith('aria-') || key === 'role' || key === 'href' || key === 'title') {
      element.setAttribute(key, value);
    } else element[key] = value;
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export function show(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(child => child !== null && child !== undefined));
}

export async function get(path) {
  const reply = await fetch(path, { headers: { accept: 'application/json' } });
  if (!reply.ok) throw new Error(`${reply.status} ${path}`);
  return reply.json();
}

export async function getText(path) {
  const reply = await fetch(path);
  if (!reply.ok) throw new Error(`${reply.status} ${path}`);
  return reply.text();
}

const states = {
  'accepted': ['good', 'Accepted'], 'partly-accepted': ['warn', 'Partly accepted'], 'rejected': ['bad', 'Rejected'],
  'parked': ['warn', 'Parked'], 'kept': ['busy', 'Received'], 'working': ['busy', 'In work'],
  'delivered': ['good', 'Delivered'], 'waiting': ['busy', 'Waiting'], 'sending': ['busy', 'Sending'],
  'well': ['good', 'Well'], 'faulty': ['bad', 'Faulty'], 'stopped': ['bad', 'Stopped'],
  'conflict': ['bad', 'Conflict'], 'repeat': ['', 'Repeat'],
};

export function pill(state) {
  const [kind, text] = states[state] ?? ['', state];
  return h('span', { class: `pill ${kind}` }, text);
}

export function number(value) {
  return new Intl.NumberFormat('en').format(value);
}

export function plural(count, one, many) {
  return `${number(count)} ${count === 1 ? one : many}`;
}

export function time(text) {
  const at = new Date(text);
  const today = new Date().toDateString() === at.toDateString();
  const clock = at.toLocaleTimeString('en-GB');
  return today ? clock : `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${clock.slice(0, 5)}`;
}

export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
