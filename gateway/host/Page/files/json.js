import { h } from './dom.js';

const textMax = 400_000;

// Shows JSON so that each value knows its pointer; clicking one asks where it came from.
export function drawJson(text, chosen) {
  const target = h('pre', { class: 'code', tabIndex: 0 });
  if (text.length > textMax) {
    target.textContent = text;
    return target;
  }
  write(target, JSON.parse(text), '', '', element => {
    target.querySelector('.chosen')?.classList.remove('chosen');
    element.classList.add('chosen');
    chosen(element.dataset.pointer);
  });
  return target;
}

function write(target, value, pointer, indent, chosen) {
  if (value === null || typeof value !== 'object') {
    const element = h('span', { class: 'v link', 'data-pointer': pointer, role: 'button', tabIndex: -1 }, JSON.stringify(value));
    element.addEventListener('click', () => chosen(element));
    target.append(element);
    return;
  }
  const isList = Array.isArray(value);
  const entries = isList ? value.map((item, index) => [String(index), item]) : Object.entries(value);
  if (entries.length === 0) {
    target.append(isList ? '[]' : '{}');
    return;
  }
  target.append(isList ? '[\n' : '{\n');
  entries.forEach(([key, item], index) => {
    target.append(indent, '  ');
    if (!isList) target.append(h('span', { class: 'k' }, JSON.stringify(key)), ': ');
    write(target, item, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, `${indent}  `, chosen);
    target.append(index < entries.length - 1 ? ',\n' : '\n');
  });
  target.append(indent, isList ? ']' : '}');
}
