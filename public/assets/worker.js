// The service worker of one build. `/sw.js` says which build it is and runs this file.
//
// Files of the build come from the cache, pages from the network; a page that cannot be had is shown as it was last
// seen, or else the offline page with what there is. The server says which pages may be kept. Changes of the cart that
// are made without a network wait here and are sent once: each has a key that the server does only once.
const { version, files } = self.BUILD;
const FILES = `files-${version}`;
const PAGES = `pages-${version}`;
const PICTURES = 'pictures';
const OFFLINE = '/offline';
const CART = '/cart';
const MOST_PAGES = 60;
const MOST_PICTURES = 150;
// So often a change is sent that the shop answers with a fault of its own: those behind it wait for it.
const MOST_TRIES = 8;
const AS_PAGE = { accept: 'text/html' };

// What is remembered: the changes that wait, in their order, and whose pages these are.
const database = () => new Promise((done, fail) => {
  const asked = indexedDB.open('orinoco', 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore('waiting', { keyPath: 'at', autoIncrement: true });
    asked.result.createObjectStore('facts');
  };
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});

async function stored(name, mode, work) {
  const db = await database();
  try {
    return await new Promise((done, fail) => {
      const transaction = db.transaction(name, mode);
      const asked = work(transaction.objectStore(name));
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = () => fail(transaction.error);
    });
  } finally {
    db.close();
  }
}
const waiting = () => stored('waiting', 'readonly', (store) => store.getAll());

async function tell(kind) {
  for (const page of await self.clients.matchAll()) page.postMessage(kind);
}

// Beginning and taking over: an older build's pages go with its files, so no page ever has the files of two.
addEventListener('install', (event) => event.waitUntil((async () => {
  await (await caches.open(FILES)).addAll(files);
  await keepOffline();
  await self.skipWaiting();
})()));

addEventListener('activate', (event) => event.waitUntil((async () => {
  const mine = [FILES, PAGES, PICTURES];
  for (const name of await caches.keys()) if (!mine.includes(name)) await caches.delete(name);
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
})()));

// Its language and look are the visitor's; nobody's name is on it.
async function keepOffline() {
  // In the background: a notice that waits for the page in front is not for this one.
  const answer = await fetch(OFFLINE, { headers: { ...AS_PAGE, 'x-background': '1' }, cache: 'no-store' });
  if (answer.ok && (await answer.clone().text()).includes(`/pkg/${version}/`)) {
    await (await caches.open(FILES)).put(OFFLINE, answer);
  } else {
    throw new Error('another build answered');
  }
}

// Forgetting. A page that is still on its way when somebody signs out is not kept, either.
let leavings = 0;
async function forget() {
  // Messages were the other person's, too.
  const messages = await self.registration.pushManager?.getSubscription().catch(() => null);
  await messages?.unsubscribe().catch(() => {});
  await Promise.all([caches.delete(PAGES), caches.delete(PICTURES)]);
  await stored('waiting', 'readwrite', (store) => store.clear());
}

// Another person's pages are not shown to this one, however the first one left; another language is another offline page.
async function meet(visitor) {
  if (!visitor) return;
  const before = await stored('facts', 'readonly', (store) => store.get('visitor'));
  if (before === visitor) return;
  await stored('facts', 'readwrite', (store) => store.put(visitor, 'visitor'));
  const [who, earlier] = [visitor, before ?? visitor].map((text) => text.split(' ')[0]);
  // A guest who signs in takes their own cart along; what waits is sent in their name.
  if (who !== earlier && earlier !== 'guest') await forget();
  else if (who !== earlier) await caches.delete(PAGES);
  // The first one that is met may have chosen another language since this worker began.
  await keepOffline().catch(() => {});
}

async function trim(name, most) {
  const cache = await caches.open(name);
  const kept = (await cache.keys()).filter((request) => new URL(request.url).pathname !== CART);
  for (const request of kept.slice(0, Math.max(kept.length - most, 0))) await cache.delete(request);
}

const plain = (address) => {
  const url = new URL(address);
  url.hash = '';
  return url.href;
};

// Keeps a page that the server allows to be kept by this very build.
async function keep(address, answer, asked) {
  await meet(answer.headers.get('x-visitor'));
  const cache = await caches.open(PAGES);
  if ([401, 403, 404, 410].includes(answer.status)) await cache.delete(plain(address));
  if (answer.headers.get('x-keep') !== version || answer.redirected) return;
  const html = await answer.text();
  if (asked !== leavings) return;
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '';
  const headers = new Headers({ 'x-title': encodeURIComponent(title), 'x-seen': String(Date.now()) });
  for (const name of ['content-type', 'content-security-policy']) headers.set(name, answer.headers.get(name) ?? '');
  await cache.put(plain(address), new Response(html, { headers }));
  await trim(PAGES, MOST_PAGES);
}

const mayKeep = (answer) => answer.headers.has('x-visitor');

// A page as it was last seen; its script tells the visitor so.
async function seen(address) {
  const kept = await (await caches.open(PAGES)).match(plain(address));
  if (!kept) return null;
  const html = (await kept.text()).replace('<html ', `<html data-kept="${Number(kept.headers.get('x-seen'))}" `);
  return new Response(html, { headers: kept.headers });
}

const offline = async () => (await (await caches.open(FILES)).match(OFFLINE)) ?? Response.error();

async function page(event) {
  const asked = leavings;
  let answer;
  try {
    answer = (await event.preloadResponse) ?? await fetch(event.request);
  } catch {
    return (await seen(event.request.url)) ?? offline();
  }
  if (mayKeep(answer)) event.waitUntil(keep(event.request.url, answer.clone(), asked));
  return answer;
}

// A region that is asked for anew brings the whole page: a fresher copy. Without a network it fails, as it would.
async function region(event) {
  const asked = leavings;
  const answer = await fetch(event.request);
  if (mayKeep(answer)) event.waitUntil(keep(event.request.url, answer.clone(), asked));
  return answer;
}

async function file(request) {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request);
  return kept ?? fetch(request);
}

async function picture(event) {
  const cache = await caches.open(PICTURES);
  const kept = await cache.match(event.request);
  if (kept) return kept;
  const answer = await fetch(event.request);
  // What only a moderator may see is kept nowhere.
  if (answer.ok && !answer.headers.get('cache-control')?.includes('no-store')) {
    const copy = answer.clone();
    event.waitUntil(cache.put(event.request, copy).then(() => trim(PICTURES, MOST_PICTURES)));
  }
  return answer;
}

// Sends what waits, oldest first, one worker or tab at a time. An answer of any kind that is not "later" ends a
// change: the server has done it, or has said why not. Throws while there is no network.
const send = () => navigator.locks.request('orinoco-cart', async () => {
  const changes = await waiting();
  for (const change of changes) {
    const answer = await fetch(change.action, {
      method: 'POST',
      body: new URLSearchParams(change.form),
      headers: { ...AS_PAGE, 'x-in-place': '1' },
      referrer: CART,
    });
    const tries = (change.tries ?? 0) + 1;
    const isLater = answer.status === 429 || (answer.status >= 500 && tries < MOST_TRIES);
    if (isLater) {
      await stored('waiting', 'readwrite', (store) => store.put({ ...change, tries }));
      throw new Error(`later: ${answer.status}`);
    }
    if (answer.status >= 500) console.warn(`${change.action} is given up: ${answer.status}`);
    await stored('waiting', 'readwrite', (store) => store.delete(change.at));
  }
  if (changes.length > 0) await tell('sent');
});

// A change of the cart: behind those that wait, and kept when the shop cannot be reached.
async function change(request) {
  const form = new URLSearchParams(await request.clone().text());
  let behind = false;
  try {
    await send();
  } catch {
    // A browser whose store is broken keeps nothing, and keeps nobody from asking the shop.
    behind = (await waiting().catch(() => [])).length > 0;
  }
  try {
    if (behind) throw new Error('behind others');
    return await fetch(request);
  } catch {
    if (!form.get('key')) return Response.error();
  }
  const title = decodeURIComponent(request.headers.get('x-label') ?? '');
  const action = new URL(request.url).pathname;
  await stored('waiting', 'readwrite', (store) => store.add({ action, title, form: form.toString() }));
  // Where the browser can, it wakes this worker when the network is back, even if the shop is closed by then.
  await self.registration.sync?.register('cart').catch(() => {});
  if (request.mode === 'navigate') return Response.redirect(OFFLINE, 303);
  return new Response(null, { headers: { 'x-waiting': '1' } });
}

// What one does to leave, also when the shop cannot be told: nothing stays readable here.
async function leave(request) {
  leavings += 1;
  // Messages are the account's: the push service forgets this device, and then the shop does.
  const pushed = await self.registration.pushManager?.getSubscription().catch(() => null);
  await pushed?.unsubscribe().catch(() => {});
  // A browser that forgets badly must still be told to the shop: the session ends there.
  await forget().catch(console.warn);
  await stored('facts', 'readwrite', (store) => store.delete('visitor')).catch(console.warn);
  return post(request);
}

async function post(request) {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.mode === 'navigate') return offline();
    throw error;
  }
}

addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === 'POST') {
    if (pathname === '/api/cart/add' || pathname === '/api/cart/set') event.respondWith(change(request));
    else if (pathname.startsWith('/api/identity/sign-out')) event.respondWith(leave(request));
    else if (request.mode === 'navigate') event.respondWith(post(request));
  } else if (request.method === 'GET') {
    const asPage = request.headers.get('accept')?.includes('text/html');
    if (pathname.startsWith(`/pkg/${version}/`)) event.respondWith(file(request));
    else if (pathname.startsWith('/media/')) event.respondWith(picture(event));
    else if (request.mode === 'navigate') event.respondWith(page(event));
    else if (pathname === OFFLINE) event.respondWith(offline());
    else if (asPage && pathname !== '/suggest') event.respondWith(region(event));
  }
});

// On the icon of the installed shop: how many messages have not been looked at. A page that is opened shows its cart's
// number there instead.
async function count() {
  const unseen = (await self.registration.getNotifications()).length;
  await (unseen > 0 ? navigator.setAppBadge?.(unseen) : navigator.clearAppBadge?.())?.catch(() => {});
}

// Messages: shown as they come; a tap opens the page that they are about, in a window that is there already.
addEventListener('push', (event) => {
  const message = event.data?.json();
  if (!message) return;
  const { title, body, tag, lang, dir, url } = message;
  event.waitUntil((async () => {
    await self.registration.showNotification(title, {
      body, tag, lang, dir, data: { url }, renotify: true, icon: '/icons/icon-192.png', badge: '/icons/monochrome-512.png',
    });
    await count();
  })());
});

addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(count());
  const url = new URL(event.notification.data.url, self.location.origin);
  if (url.origin !== self.location.origin) return;
  event.waitUntil((async () => {
    const windows = await self.clients.matchAll({ type: 'window' });
    const there = windows.find((page) => page.url === url.href) ?? windows[0];
    if (!there) return void await self.clients.openWindow(url.href);
    // A browser that does not let it come to the front still shows the page.
    await there.focus().catch(() => {});
    if (there.url !== url.href) await there.navigate(url.href);
  })());
});

addEventListener('sync', (event) => {
  if (event.tag === 'cart') event.waitUntil(send());
});

addEventListener('message', (event) => {
  const { ask } = event.data;
  const reply = (value) => event.ports[0]?.postMessage(value);
  if (ask === 'version') reply(version);
  if (ask === 'waiting') event.waitUntil(waiting().then(reply));
  if (ask === 'send') event.waitUntil(send().then(() => reply(true), () => reply(false)));
});
