// Sends each file by itself and shows its answer. Without this script the form is posted as it is and answered with a page.
const at = id => document.getElementById(id);
const [form, key, files, drop, results] = ['form', 'key', 'files', 'drop', 'results'].map(at);
at('check').hidden = false;

// Text from files and answers only ever becomes text nodes, never markup.
function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function place(file) {
  const state = element('p', { className: 'soft', textContent: 'waiting' });
  const bar = element('progress', { max: 1, value: 0 });
  bar.setAttribute('aria-label', `Progress of ${file.name}`);
  const answer = element('pre', { hidden: true });
  const downloads = element('p', { hidden: true });
  const section = element('section', { className: 'file' }, element('h2', { textContent: file.name }), state, bar, downloads, answer);
  results.prepend(section);
  return {
    say(text, kind) { state.textContent = text; state.className = kind ?? 'soft'; },
    progress(part) { bar.value = part; },
    // A file that came back with its faults marked, or one for a program of the sender.
    offer(name, read) {
      const what = name.includes('.checked.') ? ': your file with what is wrong marked' : '';
      const button = element('button', { type: 'button', textContent: `Download ${name}${what}` });
      button.onclick = async () => {
        const link = element('a', { href: URL.createObjectURL(await read()), download: name });
        link.click();
        URL.revokeObjectURL(link.href);
      };
      downloads.append(button, ' ');
      downloads.hidden = false;
    },
    end(text) { bar.remove(); if (text) { answer.textContent = text; answer.hidden = false; } },
  };
}

// fetch cannot tell how far an upload is; XMLHttpRequest can.
function send(path, body, headers, progress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('Authorization', `Bearer ${key.value.trim()}`);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = event => { if (event.lengthComputable) progress(event.loaded / event.total); };
    request.onload = () => {
      try { resolve({ status: request.status, reply: JSON.parse(request.responseText) }); } catch { reject(new Error('unreadable')); }
    };
    request.onerror = () => reject(new Error('not reachable'));
    request.send(body);
  });
}

async function bytesOf(path) {
  const reply = await fetch(path, { headers: { authorization: `Bearer ${key.value.trim()}` } });
  if (!reply.ok) throw new Error(String(reply.status));
  return reply.blob();
}

async function answerOf(receipt, shown) {
  for (let wait = 300; ; wait = Math.min(5000, wait * 1.3)) {
    const reply = await fetch(`/v1/interchanges/${receipt}`, { headers: { authorization: `Bearer ${key.value.trim()}` } });
    if (!reply.ok) throw new Error(String(reply.status));
    const view = await reply.json();
    if (view.state !== 'kept' && view.state !== 'working') {
      const report = view.answers.find(answer => answer.fileName.endsWith('report.txt'));
      shown.say(words[view.state] ?? view.state, view.state === 'accepted' ? 'good' : 'bad');
      for (const other of view.answers.filter(answer => answer !== report)) shown.offer(other.fileName, () => bytesOf(other.href));
      return shown.end(report?.text ?? view.reason);
    }
    shown.say('kept, waiting for the answer');
    await new Promise(resolve => { setTimeout(resolve, wait); });
  }
}

const words = {
  'accepted': 'Accepted', 'partly-accepted': 'Partly accepted', 'rejected': 'Not accepted', 'parked': 'Kept; an operator looks at it',
};

async function one(file, isCheck) {
  const shown = place(file);
  try {
    shown.say('sending');
    const data = new FormData();
    data.append('file', file, file.name);
    const { status, reply } = isCheck
      ? await send('/v1/check', file, { 'Content-Type': 'application/octet-stream' }, shown.progress)
      : await send('/v1/interchanges', data, {}, shown.progress);
    const first = reply.files?.[0];
    if (status >= 400 || (first?.status >= 400 && !first.receipt)) {
      shown.say(first?.title ?? reply.title, 'bad');
      return shown.end(first?.detail ?? reply.detail);
    }
    if (!isCheck) return await answerOf(first.receipt, shown);
    shown.say(`Checked, nothing stored: ${words[reply.state] ?? reply.state}`, reply.state === 'accepted' ? 'good' : 'bad');
    const report = reply.answers.find(answer => answer.name === 'report.txt');
    for (const other of reply.answers.filter(answer => answer !== report)) {
      const bytes = Uint8Array.from(atob(other.bytes), letter => letter.charCodeAt(0));
      shown.offer(`${file.name}.${other.name}`, () => new Blob([bytes], { type: other.mediaType }));
    }
    shown.end(report?.text ?? reply.reason);
  } catch (fault) {
    shown.say(`The gateway did not answer (${fault.message}). Send the file again: what arrived twice is taken once.`, 'bad');
    shown.end();
  }
}

async function all(isCheck) {
  if (!form.reportValidity()) return;
  const buttons = [...form.querySelectorAll('button')];
  buttons.forEach(button => { button.disabled = true; });
  for (const file of [...files.files]) await one(file, isCheck);
  buttons.forEach(button => { button.disabled = false; });
}

form.addEventListener('submit', event => {
  event.preventDefault();
  all(false);
});
at('check').addEventListener('click', () => all(true));
for (const kind of ['dragenter', 'dragover']) {
  drop.addEventListener(kind, event => {
    event.preventDefault();
    drop.classList.add('over');
  });
}
drop.addEventListener('dragleave', () => drop.classList.remove('over'));
drop.addEventListener('drop', event => {
  event.preventDefault();
  drop.classList.remove('over');
  if (event.dataTransfer.files.length > 0) files.files = event.dataTransfer.files;
});
// A file that misses the field would replace the page, and with it what was answered so far.
for (const kind of ['dragover', 'drop']) document.addEventListener(kind, event => event.preventDefault());
