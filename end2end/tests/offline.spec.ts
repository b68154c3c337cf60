// Without a network: what was seen is there, nothing is ordered, and what was changed in the cart arrives once.
import {
  AS_PAGE, CARDS, ONCE, type Page, awake, expect, expectAccessible, expectNoSideways, newShopper, test,
} from './fixtures.ts';

const KETTLE = '/p/gooseneck-kettle-1-litre-with-temperature-hold';
const SKILLET = '/p/cast-iron-skillet-26-cm-seasoned';
const NEVER_SEEN = '/p/pour-over-dripper-with-reusable-steel-filter';

test.beforeEach(({ watch }) => {
  // The browser itself reports each request that finds no network.
  watch.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch/);
});

/** The worker has taken over: from now on pages are kept. */
async function taken(page: Page) {
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

/** The addresses that the worker keeps. */
const kept = (page: Page) => page.evaluate(async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith('pages-'));
  const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return all.flat().map((request) => new URL(request.url).pathname);
});

/** Opens a page and waits until the worker has kept it. */
async function see(page: Page, path: string) {
  await page.goto(path);
  await expect.poll(() => kept(page), `${path} is kept`).toContain(path);
}

/** The key of a change that was sent. */
const keyOf = (form: string) => new URLSearchParams(form).get('key') ?? '';

const cartCount = (page: Page) => page.locator('[data-count]').first().getAttribute('data-count');

test('a product that was seen and the cart are there without a network, and say how old they are', async ({ page, context }) => {
  await page.goto('/');
  await taken(page);
  await see(page, KETTLE);
  await page.locator('#add-to-cart').getByRole('button').click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  await see(page, '/cart');

  await context.setOffline(true);
  await page.goto(KETTLE);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Gooseneck kettle');
  await expect(page.locator('#kept')).toContainText('You are offline.');
  await expect(page.locator('#notices'), 'what was said once is not said again').toBeEmpty();
  await page.goto('/cart');
  await expect(page.locator('#basket')).toContainText('Gooseneck kettle');
  await expectAccessible(page);

  await context.setOffline(false);
  await page.reload();
  await expect(page.locator('#kept')).toHaveCount(0);
});

test('a page that was never seen is the offline page, with what there is', async ({ page, context, isMobile }) => {
  await page.goto('/');
  await taken(page);
  await see(page, KETTLE);
  await page.locator('#add-to-cart').getByRole('button').click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  // The cart is kept by itself after a change.
  await expect.poll(() => kept(page)).toContain('/cart');

  await context.setOffline(true);
  await page.goto(NEVER_SEEN);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are offline');
  await expect(page.locator('#offline-seen')).toContainText('Gooseneck kettle');
  await expect(page.locator('#offline-cart')).toContainText('Gooseneck kettle');
  await expect(page.locator('#offline-cart')).toContainText('× 1');
  await expectAccessible(page);
  await expectNoSideways(page);
  await page.locator('#offline-seen').getByRole('link', { name: /Gooseneck/ }).click();
  await expect(page).toHaveURL(KETTLE);
  await page.goto(NEVER_SEEN);

  await context.setOffline(false);
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(page.locator('#buy'), `the page itself${isMobile ? ', on a phone' : ''}`).toBeVisible();
});

test('the offline page speaks the language that was chosen', async ({ page, context }) => {
  await page.goto('/');
  await taken(page);
  await page.getByRole('button', { name: 'العربية' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  await expect.poll(() => page.evaluate(async () => {
    const answer = await caches.match('/offline');
    return (await answer?.text())?.includes('<html lang="ar"');
  })).toBe(true);
  await context.setOffline(true);
  await page.goto(NEVER_SEEN);
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('أنت غير متصل بالإنترنت');
});

test('a change of the cart without a network waits, survives a reload, and arrives once', async ({ page, context }) => {
  await page.goto('/');
  await taken(page);
  await see(page, SKILLET);
  await awake(page);
  await context.setOffline(true);
  await page.locator('#add-to-cart').getByRole('button').click();
  await expect(page.locator('#waiting')).toContainText('Waiting for a connection');
  await expect(page.locator('#add-to-cart').getByRole('status')).toHaveText('Waiting for a connection');
  await expect(page.locator('#waiting')).toContainText('skillet');
  await page.reload();
  await expect(page.locator('#waiting')).toContainText('skillet');
  // A second press is a second unit: it has a key of its own, though the kept page has one for both.
  await page.locator('#add-to-cart').getByRole('button').click();
  await expect(page.locator('#waiting li')).toHaveCount(2);
  expect(await cartCount(page)).toBe('0');

  const sent: string[] = [];
  // A try before the network is there again reaches nobody.
  context.on('requestfinished', (request) => { if (request.url().endsWith('/api/cart/add')) sent.push(request.postData() ?? ''); });
  await context.setOffline(false);
  await page.reload();
  await expect.poll(async () => { await page.goto('/cart'); return cartCount(page); }).toBe('2');
  await expect(page.locator('#waiting')).toHaveCount(0);
  await expect(page.locator('#basket [data-line]')).toHaveCount(1);
  expect(sent.map(keyOf), 'each change was sent once').toHaveLength(2);
  expect(new Set(sent.map(keyOf)).size).toBe(2);
});

test('a change whose answer is lost is sent again by the worker, and is in the cart once', async ({ page, context }) => {
  await page.goto('/');
  await taken(page);
  await see(page, SKILLET);
  await awake(page);
  const button = page.locator('#add-to-cart').getByRole('button');
  await button.click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  const sent: string[] = [];
  await context.route('**/api/cart/add', async (route) => {
    sent.push(route.request().postData() ?? '');
    if (sent.length > 1) return route.continue();
    // The shop does it, and nobody hears of it.
    await route.fetch();
    return route.abort();
  });
  await button.click();
  await expect.poll(() => sent.length).toBeGreaterThan(0);
  // A browser that wakes the worker when there is a network does so at once; the next page does it anyway.
  await page.reload();
  await expect.poll(() => sent.length, 'it is sent again').toBe(2);
  await expect(page.locator('#waiting')).toHaveCount(0);
  expect(keyOf(sent[1] ?? '')).toBe(keyOf(sent[0] ?? ''));
  await page.goto('/cart');
  expect(await cartCount(page)).toBe('2');
});

test('the same key is the same change, however often it is sent', ONCE, async ({ page, context }) => {
  await page.goto(SKILLET);
  const form = await page.locator('#add-to-cart').evaluate((f) => Object.fromEntries(new FormData(f as HTMLFormElement)) as Record<string, string>);
  for (let times = 0; times < 3; times += 1) {
    expect((await context.request.post('/api/cart/add', { form, headers: AS_PAGE })).status()).toBe(200);
  }
  await page.goto('/cart');
  expect(await cartCount(page)).toBe('1');
});

test('one click without a network is not confirmed, and says so where it was pressed', async ({ page, context }) => {
  await newShopper(context);
  await page.goto('/');
  await taken(page);
  await see(page, SKILLET);
  await awake(page);
  await context.setOffline(true);
  const button = page.locator('#one-click').getByRole('button');
  await button.click();
  await expect(page.locator('#one-click').getByRole('alert')).toContainText('Not ordered: you are offline.');
  await expect(page.locator('#ordered')).toHaveCount(0);
  await page.reload();
  await expect(page.locator('#ordered')).toHaveCount(0);

  await context.setOffline(false);
  await page.goto('/account/orders');
  await expect(page.locator('main a[href^="/orders/"]')).toHaveCount(0);
  await page.goto(SKILLET);
  await awake(page);
  await button.click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
});

test('a checkout without a network is not ordered and keeps what was typed', async ({ page, context }) => {
  await page.goto(KETTLE);
  await taken(page);
  await page.locator('#add-to-cart').getByRole('button').click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  await page.goto('/checkout');
  const form = page.locator('#checkout');
  await form.getByLabel('Full name').fill('Gil Rivera');
  await form.getByLabel('Card number').fill(CARDS.approved);
  await context.setOffline(true);
  await form.getByRole('button', { name: 'Review your order' }).click();
  await expect(form.getByRole('alert')).toContainText('Not ordered: you are offline.');
  await expect(form.getByLabel('Full name')).toHaveValue('Gil Rivera');
  await expect(form.getByLabel('Card number')).toHaveValue(CARDS.approved);
  // Nothing of a checkout is kept.
  expect(await kept(page)).not.toContain('/checkout');
  await page.goto('/checkout');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are offline');
});

test('who signs out leaves nothing to read', ONCE, async ({ page, context }) => {
  const { name } = await newShopper(context);
  await page.goto('/');
  await taken(page);
  await see(page, '/account/orders');
  await see(page, KETTLE);
  await page.goto('/account');
  expect(await kept(page), 'an account is never kept').not.toContain('/account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
  await context.setOffline(true);
  for (const path of ['/account/orders', KETTLE]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are offline');
    await expect(page.locator('body')).not.toContainText(name);
  }
});

test('signing out without a network hides what was kept, too', ONCE, async ({ page, context }) => {
  await newShopper(context);
  await page.goto('/');
  await taken(page);
  await see(page, '/account/orders');
  await page.goto('/account');
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are offline');
  expect(await kept(page)).toEqual([]);
});

test('an older build goes whole when a newer one takes over', ONCE, async ({ page }) => {
  await page.goto('/');
  await taken(page);
  await see(page, KETTLE);
  // As another build's worker would have left them.
  await page.evaluate(async () => {
    await (await caches.open('pages-0123456789ab')).put('/p/old', new Response('old'));
    await (await caches.open('files-0123456789ab')).put('/pkg/0123456789ab/boot.js', new Response('old'));
    await (await navigator.serviceWorker.ready).unregister();
  });
  // A worker goes when the last page that it serves has gone; until then registering would only call it back.
  await page.goto('about:blank');
  await page.goto('/');
  await taken(page);
  await expect.poll(() => page.evaluate(() => caches.keys())).not.toContain('pages-0123456789ab');
  const names = await page.evaluate(() => caches.keys());
  expect(names.filter((name) => name.startsWith('files-'))).toHaveLength(1);
});

test('the shop can be installed', ONCE, async ({ page, request }) => {
  await page.goto('/');
  const address = await page.locator('link[rel=manifest]').getAttribute('href') ?? '';
  const manifest = await (await request.get(address)).json();
  expect(manifest).toMatchObject({ id: '/', scope: '/', display: 'standalone', lang: 'en' });
  const purposes = manifest.icons.map((icon: { purpose: string }) => icon.purpose);
  expect(purposes).toEqual(expect.arrayContaining(['any', 'maskable', 'monochrome']));
  for (const { src } of [...manifest.icons, ...manifest.screenshots, ...manifest.shortcuts.flatMap((s: { icons: object[] }) => s.icons)]) {
    expect((await request.get(src)).status(), src).toBe(200);
  }
  for (const { url } of manifest.shortcuts) expect((await request.get(url)).status(), url).toBe(200);
  const arabic = await (await request.get('/manifest.webmanifest?lang=ar')).json();
  expect(arabic).toMatchObject({ id: '/', lang: 'ar', dir: 'rtl', name: 'أورينوكو' });
});

/** A browser decides for itself when it offers to install; this is its offer. */
const offersToInstall = (page: Page) => page.addInitScript(() => {
  addEventListener('load', () => {
    const offer = new Event('beforeinstallprompt');
    Object.assign(offer, { prompt: async () => {}, userChoice: Promise.resolve({ outcome: 'dismissed' }) });
    dispatchEvent(offer);
  });
});

test('installing is offered after a purchase, even at the first visit', async ({ page, context }) => {
  await newShopper(context);
  await offersToInstall(page);
  await page.goto(SKILLET);
  await page.locator('html[data-phone]').waitFor();
  await expect(page.locator('#install')).toHaveCount(0);
  await page.locator('#one-click').getByRole('button').click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  await expect(page.locator('#install')).toContainText('Keep the shop at hand');
});

test('installing is offered at the third visit, not on its first page, and not again once it was declined', async ({ page }) => {
  await offersToInstall(page);
  // By then the page has decided whether to offer it.
  const settled = () => page.locator('html[data-phone]').waitFor();
  const none = async (about: string) => {
    await settled();
    await expect(page.locator('#install'), about).toHaveCount(0);
  };
  for (let visit = 1; visit <= 3; visit += 1) {
    await page.goto('/');
    await none(`first page of visit ${visit}`);
    await page.goto('/search?q=steel');
    if (visit === 3) break;
    await none(`second page of visit ${visit}`);
    // What a closed and opened tab does.
    await page.evaluate(() => sessionStorage.clear());
  }
  await expect(page.locator('#install')).toContainText('Keep the shop at hand');
  await expectAccessible(page);
  await page.locator('#install').getByRole('button', { name: 'Not now' }).click();
  await expect(page.locator('#install')).toHaveCount(0);
  await page.goto(KETTLE);
  await settled();
  await expect(page.locator('#install')).toHaveCount(0);
});
