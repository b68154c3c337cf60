// The shop on a phone: starts the worker, says what is kept and what waits, fills the offline page, offers to install,
// and keeps the badge. Loaded by boot.js once the page stands. Its words are templates of the page `/offline`.
const base = new URL('.', import.meta.url);
const build = base.pathname.split('/')[2];
const html = document.documentElement;
const { pathname, search } = location;
const HOUR_MS = 3_600_000;

// Asks the worker that serves this page; without one there is nothing kept.
function ask(what) {
  const worker = navigator.serviceWorker?.controller;
  if (!worker) return Promise.resolve(null);
  return new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) => done(event.data);
    worker.postMessage({ ask: what }, [channel.port2]);
  });
}

let words;
const template = async (id) => {
  words ??= fetch('/offline', { headers: { accept: 'text/html', 'x-background': '1' } })
    .then(async (answer) => new DOMParser().parseFromString(await answer.text(), 'text/html'));
  const found = (await words).getElementById(id);
  return document.adoptNode(found.content.cloneNode(true));
};

async function made(id, values) {
  const part = await template(id);
  for (const [name, value] of Object.entries(values)) {
    for (const place of part.querySelectorAll(`[data-at="${name}"]`)) place.textContent = value;
  }
  return part;
}

const time = (at) => new Intl.DateTimeFormat(html.lang, { dateStyle: 'medium', timeStyle: 'short' }).format(at);

// One place for what is said at the top of a page, in the order of the ids.
function banner(id, part) {
  document.getElementById(id)?.remove();
  if (!part) return;
  const place = document.createElement('div');
  place.id = id;
  place.append(part);
  const notices = document.getElementById('notices');
  if (notices) notices.after(place);
}

async function changes() {
  const all = await ask('waiting') ?? [];
  return Promise.all(all.map(({ action, title, form }) => {
    const quantity = new URLSearchParams(form).get('quantity') ?? '';
    const what = action.endsWith('/add') ? 't-add' : quantity === '0' ? 't-remove' : 't-set';
    return made(what, { title, quantity });
  }));
}

/** Says in a form that its change waits: the list of what waits may be out of view. */
export async function waits(form) {
  const part = await template('t-waiting');
  const line = document.createElement('p');
  line.className = 'notice tone-info mt-3 text-sm';
  line.dataset.said = '';
  line.setAttribute('role', 'status');
  line.textContent = part.querySelector('p').textContent;
  form.append(line);
  await waiting();
}

let lastAsked = 0;

/** Says which changes of the cart wait for a network. Of several who ask at once, the last one knows best. */
export async function waiting() {
  lastAsked += 1;
  const asked = lastAsked;
  const list = await changes();
  const part = list.length > 0 ? await template('t-waiting') : null;
  if (asked !== lastAsked) return;
  const own = document.getElementById('offline-waiting');
  if (own) {
    own.hidden = list.length === 0;
    return own.querySelector('ul').replaceChildren(...list);
  }
  part?.querySelector('ul').append(...list);
  banner('waiting', part);
}

async function send() {
  if (((await ask('waiting')) ?? []).length === 0) return;
  await ask('send');
  await waiting();
}

// The cart as the network last told it, for when there is none. In the background: a notice is said only once.
function keepCart() {
  fetch('/cart', { headers: { accept: 'text/html', 'x-background': '1' } }).catch(() => {});
}

async function fillOffline() {
  const list = document.getElementById('offline-seen');
  const cache = await caches.open(`pages-${build}`);
  const entries = [];
  for (const request of (await cache.keys()).reverse()) {
    const answer = await cache.match(request);
    const url = new URL(request.url);
    if (url.pathname === '/cart') await fillCart(await answer.text());
    // Without the shop's name behind it.
    const title = decodeURIComponent(answer.headers.get('x-title') ?? '').replace(/ · [^·]*$/, '') || url.pathname;
    const entry = await made('t-entry', { title, when: time(Number(answer.headers.get('x-seen'))) });
    entry.querySelector('a').href = url.pathname + url.search;
    entries.push(entry);
  }
  list.replaceChildren(...entries);
  document.getElementById('offline-none').hidden = entries.length > 0;
}

async function fillCart(text) {
  const cart = new DOMParser().parseFromString(text, 'text/html');
  const lines = [...cart.querySelectorAll('[data-line]')].map((line) => made('t-line', {
    title: line.dataset.line, quantity: `× ${line.querySelector('output')?.textContent ?? 1}`,
  }));
  const section = document.getElementById('offline-cart');
  section.querySelector('ul').replaceChildren(...await Promise.all(lines));
  section.hidden = lines.length === 0;
}

// Installing is offered after a purchase or at the third visit, never on a visit's first page, and once.
const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* it may be forbidden */ } };
const remembered = (name) => { try { return localStorage.getItem(name); } catch { return null; } };

function visits() {
  let pages = Number(sessionStorage.getItem('pages'));
  if (pages === 0) remember('visits', String(Number(remembered('visits')) + 1));
  sessionStorage.setItem('pages', String(pages += 1));
  return { pages, visits: Number(remembered('visits')) };
}

const ordered = () => pathname.startsWith('/orders/') && new URLSearchParams(location.search).has('new');
const bought = () => ordered()
  || document.querySelector('#ordered[data-state=placed]') !== null;

// What was typed at the checkout (checkout.js) is kept for an hour, or until it is ordered.
function forgetTyped() {
  try {
    const { at } = JSON.parse(sessionStorage.getItem('checkout')) ?? {};
    if (at && (ordered() || Date.now() - at > HOUR_MS)) sessionStorage.removeItem('checkout');
  } catch { /* it may be forbidden */ }
}

async function offerInstall() {
  const offer = globalThis.orinocoInstall;
  const { pages, visits: all } = counted;
  if (!offer || remembered('install') === 'no' || document.getElementById('install')) return;
  if (!bought() && (pages < 2 || all < 3)) return;
  const part = await template('t-install');
  part.querySelector('[data-do=install]').addEventListener('click', async () => {
    banner('install');
    // A browser asks once for each offer.
    globalThis.orinocoInstall = null;
    await offer.prompt();
    if ((await offer.userChoice).outcome === 'dismissed') remember('install', 'no');
  });
  part.querySelector('[data-do=dismiss]').addEventListener('click', () => {
    remember('install', 'no');
    banner('install');
  });
  banner('install', part);
}

// On the icon of the installed shop: what is in the cart.
function badge() {
  const count = Number(document.querySelector('[data-count]')?.dataset.count);
  if (!navigator.setAppBadge || Number.isNaN(count)) return;
  (count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge()).catch(() => {});
}

// A page of another build than the worker's asks for the newer worker at once; browsers take their time.
async function enlist() {
  const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
  const served = await ask('version');
  if (served && served !== build) await registration.update();
}

const counted = visits();

/** Called after a form was answered in place. */
export async function answered(action) {
  badge();
  if (action.startsWith('/api/cart/')) keepCart();
  await offerInstall();
}

export async function start() {
  badge();
  forgetTyped();
  addEventListener('online', send);
  addEventListener('orinoco:installable', offerInstall);
  if (navigator.serviceWorker && build !== 'dev') {
    navigator.serviceWorker.addEventListener('message', (event) => {
      if (event.data !== 'sent') return;
      waiting();
      dispatchEvent(new CustomEvent('orinoco:refresh', { detail: document.getElementById('basket') ? 'basket' : '' }));
    });
    // Not waited for: without a network what is kept is shown all the same.
    enlist().catch(console.warn);
  }
  if (html.dataset.kept) banner('kept', await made('t-kept', { when: time(Number(html.dataset.kept)) }));
  if (document.getElementById('offline-seen') && globalThis.caches) await fillOffline();
  if (document.getElementById('push-device')) (await import(new URL('push.js', base).href)).start();
  await waiting();
  await send();
  await offerInstall();
}
