// What every page runs: hydrates islands when there are any, posts marked forms in place, follows live regions.
// Everything here is an improvement: without it each form and link still works.
const base = new URL('.', import.meta.url);
const RELOADED = 'reloaded-for-update-at';

// A page of an older build asks for files that are gone after an update: load the new page, once in a while. The server
// does the same for this very file (`load_again`).
let asked = false;
async function reloadIfUpdated() {
  if (asked) return;
  asked = true;
  const answer = await fetch(new URL('orinoco.css', base), { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  if (answer?.status === 404 && Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0) > 10_000) {
    sessionStorage.setItem(RELOADED, String(Date.now()));
    location.reload();
  }
}
addEventListener('error', reloadIfUpdated);
addEventListener('unhandledrejection', reloadIfUpdated);
// Scripts wait for the style sheet: without a sheet by now it did not come.
if (document.querySelector('link[rel="stylesheet"]')?.sheet === null) reloadIfUpdated();

// Islands. Order matters inside a page: an island's children belong to it.
let loading;
const load = () => (loading ??= (async () => {
  // What the framework would find in the page if it were sent in pieces.
  Object.assign(globalThis, { __RESOLVED_RESOURCES: [], __SERIALIZED_ERRORS: [], __INCOMPLETE_CHUNKS: [] });
  const app = await import(new URL('orinoco.js', base).href);
  await app.default({ module_or_path: new URL('orinoco.wasm', base) });
  app.hydrate();
  return app;
})());

const childrenOf = [];
async function walk(node, app, shownAt) {
  const tag = node.localName;
  if (tag === 'leptos-island' && !node.hydrated) {
    node.hydrated = true;
    // What counts down counts from when its region came, not from when the page did.
    node.shownAt = shownAt;
    childrenOf.at(-1)?.();
    await app[node.dataset.component]?.(node);
  }
  if (tag === 'leptos-children') childrenOf.push(node.$$on_hydrate);
  for (const child of [...node.children]) await walk(child, app, shownAt);
  if (tag === 'leptos-children') childrenOf.pop();
}

async function hydrate(root, shownAt) {
  if (root.localName !== 'leptos-island' && !root.querySelector('leptos-island')) return;
  try {
    await walk(root, await load(), shownAt);
  } catch (error) {
    console.error(error);
    reloadIfUpdated();
  }
}
(window.requestIdleCallback ?? setTimeout)(() => hydrate(document.body, performance.timeOrigin));

// What makes it an application on a phone comes once the page stands.
let phone;
const onPhone = () => (phone ??= import(new URL('phone.js', base).href));
addEventListener('beforeinstallprompt', (event) => {
  event.preventDefault();
  globalThis.orinocoInstall = event;
  dispatchEvent(new Event('orinoco:installable'));
});
// `data-phone` says that it has begun.
const begin = () => onPhone().then((all) => all.start()).then(() => { document.documentElement.dataset.phone = ''; });
const later = () => (window.requestIdleCallback ?? setTimeout)(() => begin().catch(console.warn));
if (document.readyState === 'complete') later();
else addEventListener('load', later);

// Which build a document is of. Nothing of another build's is taken into this one.
const boot = (doc) => doc.querySelector('script[type=module][src]')?.getAttribute('src');

// What is in the fields of a form when it is sent; by now somebody may have typed on.
const sent = new WeakMap();
const valueOf = (control) => (['checkbox', 'radio'].includes(control.type) ? control.checked : control.value);
const noteSent = (form) => [...form.elements].forEach((control) => sent.set(control, valueOf(control)));
const forgetSent = (form) => [...form.elements].forEach((control) => sent.delete(control));

// What an answer must not take away: what was typed after its form was sent, or in a field of another form.
function typedIn(region) {
  const changed = (control) => {
    if (!control.id || control.type === 'hidden' || control.type === 'file') return false;
    if (sent.has(control)) return valueOf(control) !== sent.get(control);
    return control.matches('textarea, input:not([type=checkbox], [type=radio])') && control.value !== control.defaultValue;
  };
  return [...region.querySelectorAll('input, select, textarea')].filter(changed);
}
function typeAgain(control) {
  const next = document.getElementById(control.id);
  if (next?.name !== control.name || next.type !== control.type) return;
  if (typeof valueOf(control) === 'boolean') next.checked = control.checked;
  else if (next.localName !== 'select' || [...next.options].some(({ value }) => value === control.value)) next.value = control.value;
  // What was chosen anew while the first choice was under way is sent once that form is free.
  if (next.matches('[data-submit]')) setTimeout(() => next.dispatchEvent(new Event('change', { bubbles: true })));
}

// Swapping: regions are elements with an id; those marked data-always come along with every answer. A live answer that
// has no notice leaves the one that is being read.
function swap(html, names, live) {
  const next = new DOMParser().parseFromString(html, 'text/html');
  const ids = [...new Set([...names, ...[...document.querySelectorAll('[data-always]')].map((e) => e.id)])];
  const wanted = names.every((id) => document.getElementById(id) && next.getElementById(id));
  if (boot(next) !== boot(document) || !wanted) return false;
  const focused = document.activeElement;
  const at = (e, name) => e.getAttribute(name) ?? '';
  // A button is known by its label, whatever it would send now; without one by what it sends.
  const known = focused && at(focused, 'aria-label') ? 'aria-label' : 'value';
  const alike = (e) => at(e, known) === at(focused, known);
  for (const id of ids) {
    const [before, after] = [document.getElementById(id), next.getElementById(id)];
    if (!before || !after || before.outerHTML === after.outerHTML) continue;
    if (live && id === 'notices' && !after.textContent.trim()) continue;
    // Scripts never come along: the parser marks them as already started.
    const typed = typedIn(before);
    before.replaceWith(document.adoptNode(after));
    typed.forEach(typeAgain);
    hydrate(after, Date.now());
  }
  document.title = next.title;
  sendSeen();
  if (focused && !focused.isConnected) {
    const again = document.querySelector('[aria-invalid=true]')
      || (focused.id && document.getElementById(focused.id))
      || (at(focused, 'name') && [...document.getElementsByName(at(focused, 'name'))].find(alike));
    // A button that is gone leaves the focus on what it changed, not at the top of the page.
    const place = again || document.getElementById(names[0]);
    if (place && !again) place.setAttribute('tabindex', '-1');
    if (place) place.focus({ preventScroll: true });
  }
  return true;
}

// A form with data-when-seen says what was read: it sends itself, once, as soon as somebody looks at the page.
const seenSent = new Set();
function sendSeen() {
  if (document.visibilityState !== 'visible') return;
  for (const form of document.querySelectorAll('form[data-when-seen]')) {
    const what = `${form.getAttribute('action')} ${new URLSearchParams(new FormData(form))}`;
    if (seenSent.has(what)) continue;
    seenSent.add(what);
    setTimeout(() => form.isConnected && form.requestSubmit());
  }
}
addEventListener('visibilitychange', sendSeen);

async function show(url, names, background, signal) {
  const headers = { accept: 'text/html', 'x-in-place': '1' };
  // What nobody asked for is no page in front: a notice that a form has just left is for the page that it leads to.
  if (background) headers['x-background'] = '1';
  const answer = await fetch(url, { headers, signal });
  const isPage = answer.ok && answer.headers.get('content-type')?.startsWith('text/html');
  if (!isPage || !swap(await answer.text(), names, background)) location.assign(url);
}

function say(text, tone = 'bad') {
  const place = document.getElementById('notices');
  if (!place || !text) return;
  const line = document.createElement('p');
  line.className = `notice notice-${tone}`;
  line.textContent = text;
  place.replaceChildren(line);
}

// A form that orders says in itself what became of it; its words differ by whether it can have been sent at all.
function sayIn(form, text) {
  form.querySelector('[data-said]')?.remove();
  if (!text) return;
  const line = document.createElement('p');
  line.className = 'notice notice-bad';
  line.dataset.said = '';
  line.setAttribute('role', 'alert');
  line.textContent = text;
  form.append(line);
}

function forgetTyped() {
  try { sessionStorage.removeItem('checkout'); } catch { /* it may be forbidden */ }
}

const noticed = () => {
  const place = document.getElementById('notices');
  return place?.textContent.trim() ? place : null;
};

// A button that stands away from its form, as on the bar of a phone, leads to what came of it.
function lead(place) {
  if (!place) return;
  place.setAttribute('tabindex', '-1');
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: 'start' });
}

// Each press of a cart's button has a key of its own, kept until it was answered: a page that was kept for offline, or
// came back from the history, holds one that was used.
function pressKey(form) {
  form.pressKey ??= [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');
  return form.pressKey;
}

// Forms with data-swap="ids" answer in place; a button with data-swap says so for itself. A form that is under way is not
// sent twice. Live regions wait for it: its
// answer may say something that is said only once.
let posting = Promise.resolve();
let reading;
addEventListener('submit', async (event) => {
  const form = event.target;
  // What was typed at the checkout is not for who comes next.
  if (form.getAttribute('action')?.startsWith('/api/identity/sign-out')) forgetTyped();
  if (form.getAttribute('aria-busy') === 'true') return event.preventDefault();
  const swaps = event.submitter?.dataset.swap ?? form.dataset.swap;
  // A button that looks before its form says it leads to a page of its own.
  const looks = event.submitter?.getAttribute('formmethod') === 'get';
  if (event.defaultPrevented || swaps === undefined || looks) return;
  event.preventDefault();
  form.setAttribute('aria-busy', 'true');
  let done;
  posting = Promise.all([posting, new Promise((resolve) => { done = resolve; })]);
  reading?.abort();
  const names = swaps.split(' ').filter(Boolean);
  const data = new URLSearchParams(new FormData(form, event.submitter));
  noteSent(form);
  const headers = { accept: 'text/html', 'x-in-place': '1' };
  // What sends itself says nothing, and leaves what is being read.
  const byItself = form.dataset.whenSeen !== undefined;
  if (byItself) headers['x-background'] = '1';
  if (form.dataset.later !== undefined) {
    data.set('key', pressKey(form));
    headers['x-label'] = encodeURIComponent(form.dataset.later);
  }
  const connected = navigator.onLine;
  let answered = false;
  sayIn(form, '');
  const away = event.submitter && !form.contains(event.submitter);
  try {
    if (form.method === 'get') {
      const url = new URL(form.action);
      url.search = data;
      await show(url, names, false);
      history.replaceState(null, '', url);
    } else {
      const action = event.submitter?.getAttribute('formaction') ?? form.getAttribute('action');
      const answer = await fetch(action, { method: 'POST', body: data, headers });
      answered = true;
      if (answer.headers.has('x-waiting')) {
        delete form.pressKey;
        return void onPhone().then((all) => all.waits(form)).then(() => away && lead(form));
      }
      const next = answer.headers.get('x-next');
      if (!next) throw new Error(`${action}: ${answer.status}`);
      const url = new URL(next, location.href);
      if (url.pathname === location.pathname) {
        await show(url, names, byItself);
        if (url.href !== location.href) history.replaceState(null, '', url);
        if (away) lead(noticed() ?? document.getElementById(names[0]));
      } else {
        location.assign(url);
      }
      delete form.pressKey;
      onPhone().then((all) => all.answered(new URL(action, location.href).pathname)).catch(console.warn);
    }
  } catch (error) {
    console.error(error);
    const { textOffline, textUnsure } = form.dataset;
    if (textOffline && !answered) sayIn(form, connected ? textUnsure : textOffline);
    else say(document.body.dataset.textOffline);
    if (away) lead(form.querySelector('[data-said]') ?? noticed());
  } finally {
    form.removeAttribute('aria-busy');
    forgetSent(form);
    done();
  }
});

sendSeen();

// What only a script can do is shown once there is one: `.needs-script`.
document.documentElement.dataset.script = '';
addEventListener('click', async (event) => {
  const copies = event.target.closest?.('[data-copy]');
  if (!copies) return;
  try {
    if (copies.dataset.share && navigator.share) {
      return void (await navigator.share({ title: copies.dataset.share, url: copies.dataset.copy }));
    }
    await navigator.clipboard.writeText(copies.dataset.copy);
    say(copies.dataset.said, 'good');
  } catch (error) {
    console.warn(error);
  }
});

// A look at a product from a list: what its link names with data-quick, in a dialog.
const quick = document.createElement('dialog');
quick.className = 'pop';
quick.setAttribute('aria-labelledby', 'quick-title');
quick.addEventListener('submit', () => quick.close());
addEventListener('click', async (event) => {
  const link = event.target.closest?.('a[data-quick]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    const answer = await fetch(link.dataset.quick, { headers: { accept: 'text/html' } });
    const page = answer.ok && new DOMParser().parseFromString(await answer.text(), 'text/html');
    const found = page && boot(page) === boot(document) && page.getElementById('quick');
    if (!found) throw new Error(`${link.dataset.quick}: ${answer.status}`);
    quick.replaceChildren(document.adoptNode(found));
    document.body.append(quick);
    quick.showModal();
  } catch (error) {
    console.warn(error);
    location.assign(link.href);
  }
});

// Selects and checkboxes with data-submit send their form by themselves, by the button of that id if they name one.
addEventListener('change', (event) => {
  if (!event.target.matches?.('[data-submit]')) return;
  event.target.form?.requestSubmit(document.getElementById(event.target.dataset.submit));
});

// A postcode tells its city, where none is typed yet: a ZIP code to everybody, others to whom has an address with it.
addEventListener('change', async ({ target }) => {
  const { city, country } = (target.name === 'postcode' && target.form?.elements) || {};
  const code = target.value?.trim();
  if (!city || city.value || !country?.value || !code) return;
  if (country.value === 'US' && !/^\d{5}(-?\d{4})?$/.test(code)) return;
  const asked = new URLSearchParams({ country: country.value, postcode: code });
  const answer = await fetch(`/address/city?${asked}`).catch(() => null);
  const found = answer?.ok ? await answer.text() : '';
  // Only where nobody has written something meanwhile, or taken the code back.
  if (!found || city.value || target.value.trim() !== code) return;
  city.value = found;
  // Who is in the field already and about to type replaces it, instead of writing behind it.
  if (document.activeElement === city) city.select();
  city.dispatchEvent(new Event('input', { bubbles: true }));
});

// Suggestions while somebody types into the search box: a list of links behind it, gone when one leaves.
const [box, list] = ['q', 'suggest'].map((id) => document.getElementById(id));
let asking;
async function suggest() {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const typed = box.value;
  if (!typed.trim()) return void (list.hidden = true);
  try {
    const answer = await fetch(`/suggest?q=${encodeURIComponent(typed)}`, { headers: { accept: 'text/html' }, signal });
    const page = answer.ok && new DOMParser().parseFromString(await answer.text(), 'text/html');
    const found = page && boot(page) === boot(document) && page.getElementById('suggestions');
    // Shown only to somebody who is still there.
    const wanted = found?.querySelector('a') && box.form.contains(document.activeElement);
    if (wanted) list.replaceChildren(...[...found.childNodes].map((node) => document.adoptNode(node)));
    list.hidden = !wanted;
  } catch (error) {
    // Somebody types on, or the shop cannot be reached: the box works without.
    if (error.name !== 'AbortError') list.hidden = true;
  }
}
if (box && list) {
  let waiting;
  box.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(suggest, 60);
  });
  box.form.addEventListener('keydown', (event) => {
    const links = [box, ...list.querySelectorAll('a')];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault();
      box.focus();
      list.hidden = true;
    } else if (step && !list.hidden) {
      event.preventDefault();
      const at = links.indexOf(document.activeElement);
      links[(Math.max(at, 0) + step + links.length) % links.length].focus();
    }
  });
  // Pressing a link must not take the focus out of the form where a browser gives it to no link: the list would be gone.
  list.addEventListener('mousedown', (event) => event.preventDefault());
  box.form.addEventListener('focusout', (event) => {
    if (!box.form.contains(event.relatedTarget)) list.hidden = true;
  });
}

// Live regions ask for fresh contents: dispatch `orinoco:refresh` with the ids as detail.
async function refresh(names) {
  await posting;
  reading = new AbortController();
  try {
    await show(location.href, names, true, reading.signal);
  } catch (error) {
    if (error.name === 'AbortError') return refresh(names);
    console.error(error);
  }
}
let refreshing = Promise.resolve();
let queued = null;
addEventListener('orinoco:refresh', (event) => {
  const names = event.detail.split(' ').filter(Boolean);
  // Whatever happens while one is under way is shown by one more, however much it is.
  if (queued) return names.forEach((name) => queued.add(name));
  queued = new Set(names);
  refreshing = refreshing.then(() => {
    const all = [...queued];
    queued = null;
    return refresh(all);
  });
});
