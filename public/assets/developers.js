// The page of the API: each operation can be tried against this shop. The key stays in this page's memory.
const key = document.getElementById('api-key');
document.getElementById('api-key-of').hidden = false;

/** The address with what was typed, and what is sent along; empty fields of the query are left out. */
function request(form) {
  const { method, path } = form.dataset;
  let address = path;
  const query = new URLSearchParams();
  for (const field of form.querySelectorAll('[data-place]')) {
    const value = field.value.trim();
    if (field.dataset.place === 'path') address = address.replace(`{${field.name}}`, encodeURIComponent(value));
    else if (value) query.set(field.name, value);
  }
  if (query.size) address += `?${query}`;
  const headers = { authorization: `Bearer ${key.value.trim()}`, accept: 'application/json' };
  if (method !== 'GET') headers['idempotency-key'] = crypto.randomUUID();
  const body = form.elements.body?.value;
  if (body) headers['content-type'] = 'application/json';
  return { address, method, headers, body };
}

/** The same request for a shell, without the key. */
function curl({ address, method, headers, body }) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const words = ['curl', method === 'GET' ? '' : `-X ${method}`, `-H "Authorization: Bearer $KEY"`];
  for (const [name, value] of Object.entries(headers)) {
    if (!['authorization', 'accept'].includes(name)) words.push(`-H ${quoted(`${name}: ${value}`)}`);
  }
  if (body) words.push(`-d ${quoted(body)}`);
  return [...words.filter(Boolean), quoted(new URL(address, location.href).href)].join(' \\\n  ');
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function send(form) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  part('needs-key').hidden = Boolean(key.value.trim());
  part('failed').hidden = true;
  if (!key.value.trim()) return key.focus();
  const asked = request(form);
  const button = form.querySelector('button');
  button.disabled = true;
  const began = performance.now();
  try {
    const answer = await fetch(asked.address, { method: asked.method, headers: asked.headers, body: asked.body, credentials: 'omit', cache: 'no-store' });
    const kind = answer.headers.get('content-type') ?? '';
    // The bytes of a paper are nothing to read: what it is and how large says more.
    const text = /json|text/.test(kind) || !kind ? await answer.text() : `${kind}, ${(await answer.blob()).size} B`;
    part('status').textContent = `${answer.status} ${answer.statusText}`;
    part('took').textContent = `${Math.round(performance.now() - began)} ms`;
    part('curl').textContent = curl(asked);
    part('text').textContent = pretty(text);
    part('answer').hidden = false;
  } catch (error) {
    console.warn(error);
    part('failed').hidden = false;
  } finally {
    button.disabled = false;
  }
}

for (const form of document.querySelectorAll('form[data-try]')) {
  form.hidden = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send(form);
  });
}

// A link to one operation opens it.
function open() {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (named?.localName === 'details') named.open = true;
}
addEventListener('hashchange', open);
open();
