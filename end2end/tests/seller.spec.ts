// The seller's open desk shows a sale without being loaded again; accepting and shipping reach the shopper's open page.
import {
  ONCE, type Page, awake, cents, digits, expect, expectSameDocument, fillCheckout, markDocument, newShopper, placeOrder, test,
} from './fixtures.ts';

// Each screen buys another product, so that both may run at once.
const GOODS = {
  desktop: { path: '/p/single-origin-coffee-from-huila-whole-bean-500-g', title: 'Single-origin coffee from Huila, whole bean, 500 g' },
  phone: { path: '/p/pour-over-dripper-with-reusable-steel-filter', title: 'Pour-over dripper with reusable steel filter' },
};

const partsOf = (page: Page) => page.locator('#to-ship [data-part]').evaluateAll((rows) => rows.map((r) => (r as HTMLElement).dataset.part ?? ''));

/** What the table behind a chart says, row for row, and whether the drawing beside it says the same. */
const chart = (desk: Page, id: string) => desk.locator(id).evaluate((chart) => {
  const bars = new Set([...chart.querySelectorAll('svg g > title')].map((bar) => bar.textContent));
  return [...chart.querySelectorAll('tbody tr')].map((row) => {
    const [when = '', sold = ''] = [...row.children].map((cell) => cell.textContent ?? '');
    return { when, sold, drawn: bars.has(`${when}: ${sold}`) };
  });
});
const byHour = (desk: Page) => chart(desk, '#by-hour');
const byDay = (desk: Page) => chart(desk, '#by-day');

test('a sale appears at the open desk, is accepted, shipped and charged, and the shopper sees each step', async ({ page, context, visitor, watch }, info) => {
  const goods = GOODS[info.project.name as keyof typeof GOODS];
  const desk = await visitor('seller');
  await desk.goto('/seller');
  await expect(desk.locator('main').getByText('Live', { exact: true })).toBeVisible();
  const before = new Set(await partsOf(desk));
  const figure = desk.locator('#figures > *').nth(1);
  const soldBefore = digits(await figure.locator(':scope > *').nth(1).innerText());
  const hoursBefore = await byHour(desk);
  expect([23, 24, 25], 'hours of a day').toContain(hoursBefore.length);
  const daysBefore = await byDay(desk);
  await markDocument(desk);

  const shopper = await newShopper(context);
  await page.goto(goods.path);
  await awake(page);
  const price = Number(await page.locator('#buy input[name=price_minor]').first().inputValue());
  await page.getByRole('button', { name: 'Buy now with one click' }).click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  // What the clock shows where the seller is.
  const there = new Intl.DateTimeFormat('en-GB', { timeZone: 'America/Los_Angeles', hour: '2-digit', hourCycle: 'h23' });
  const hour = `${there.format(new Date())}:00`;

  // At the desk, without a reload.
  await expect.poll(async () => (await partsOf(desk)).filter((part) => !before.has(part)).length).toBeGreaterThan(0);
  const row = desk.locator('#to-ship [data-part]', { hasText: goods.title }).first();
  await expect(row).toContainText('New');
  await expect.poll(async () => digits(await figure.locator(':scope > *').nth(1).innerText())).toBeGreaterThan(soldBefore);
  const inHour = (hours: Awaited<ReturnType<typeof byHour>>) => hours.find((row) => row.when === hour);
  const inHourBefore = cents(inHour(hoursBefore)?.sold ?? '');
  await expect.poll(async () => cents(inHour(await byHour(desk))?.sold ?? '')).toBeGreaterThanOrEqual(inHourBefore + price);
  expect((await byHour(desk)).filter((row) => !row.drawn), 'the drawing and its table say the same').toEqual([]);
  // So does the chart of days, whose last row is today.
  const today = async () => (await byDay(desk)).at(-1);
  await expect.poll(async () => cents((await today())?.sold ?? '')).toBeGreaterThanOrEqual(cents(daysBefore.at(-1)?.sold ?? '') + price);
  expect((await byDay(desk)).length).toBe(daysBefore.length);
  expect((await today())?.drawn, 'the drawing and its table say the same').toBe(true);
  await expectSameDocument(desk);

  // The shopper's order, open and live.
  let streams = 0;
  page.on('request', (request) => { if (request.url().includes('/live/order/')) streams += 1; });
  await page.locator('#ordered').getByRole('link', { name: 'View order' }).click();
  await expect(page.locator('main').getByText('Live', { exact: true })).toBeVisible();
  const step = page.locator('[data-part-state]');
  await expect(step).toHaveAttribute('data-part-state', 'placed');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await markDocument(page);

  await row.getByRole('link').click();
  await expect(desk.locator('#address')).toContainText(shopper.name);
  await awake(desk);
  const part = new URL(desk.url()).pathname;
  await markDocument(desk);
  await desk.getByRole('button', { name: 'Begin picking' }).click();
  await expect(desk.locator('#notices')).toContainText('Accepted: the shopper can no longer undo it.');
  await expect(step).toHaveAttribute('data-part-state', 'accepted');
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);

  const ship = desk.locator('#ship');
  await ship.getByLabel('Carrier').selectOption('ups');
  await ship.getByLabel('Tracking number').fill('1Z999AA10123456784');
  await ship.getByRole('button', { name: 'Ship and charge the card' }).click();
  await expect(desk.locator('#notices')).toContainText('The card was charged. Hand the parcel over.');
  await expect(desk.locator('[data-shipment]')).toHaveAttribute('data-shipment', 'shipped');
  await expect(desk.locator('#sale-state')).toHaveAttribute('data-state', 'shipped');
  await expectSameDocument(desk);

  // What was charged is what was ordered, and what the seller gets is that without tax and commission.
  const amount = async (term: string) => cents(await desk.locator('#amounts dt', { hasText: term }).locator('+ dd').innerText());
  expect(await amount('Charged')).toBe(await amount('Total'));
  const parcel = await desk.locator('[data-shipment]').innerText();
  const [charged, commission, payable] = [...parcel.matchAll(/\$[\d,]+\.\d\d/g)].map((m) => cents(m[0]));
  expect(charged).toBe(await amount('Total'));
  expect(commission).toBeGreaterThan(0);
  expect(payable).toBe((charged ?? 0) - (commission ?? 0) - (await amount('Tax')));

  await expect(step).toHaveAttribute('data-part-state', 'shipped');
  await expect(page.locator('[data-part-state]')).toContainText('1Z999AA10123456784');
  await expect(page.getByRole('list', { name: 'Where it is' }).locator('[aria-current=step]')).toContainText('On its way');
  await expectSameDocument(page);
  expect(streams, 'one connection, however often the page was refreshed').toBe(1);

  // Another seller sees nothing of it, in no way.
  watch.allow(/the server responded with a status of 40[34]/);
  const foreign = await visitor('otherSeller');
  expect((await foreign.goto(part))?.status()).toBe(404);
  await foreign.goto('/seller/orders?show=all');
  await expect(foreign.locator(`[data-part="${part.split('/').pop()}"]`)).toHaveCount(0);
  const sellerId = (await ship.count()) ? '' : await desk.locator('input[name=seller]').first().inputValue();
  expect((await foreign.request.get(`/live/seller/${sellerId}`, { maxRedirects: 0 })).status()).toBeGreaterThanOrEqual(403);
  for (const page of ['/seller', '/seller/orders', '/seller/products', '/seller/settings']) {
    expect([403, 404]).toContain((await foreign.request.get(`${page}?seller=${sellerId}`)).status());
  }
  const taken = await foreign.request.post('/api/seller/deliver', { form: { seller: sellerId, part: part.split('/').pop() ?? '' }, headers: { accept: 'application/json' } });
  expect([403, 404]).toContain(taken.status());

  await desk.getByRole('button', { name: 'Mark as delivered' }).click();
  await expect(step).toHaveAttribute('data-part-state', 'delivered');
});

test('several one-clicks to one address are one parcel', async ({ page, context, visitor }, info) => {
  const goods = GOODS[info.project.name === 'phone' ? 'desktop' : 'phone'];
  const shopper = await newShopper(context);
  for (const path of [goods.path, '/p/cast-iron-skillet-26-cm-seasoned']) {
    await page.goto(path);
    await awake(page);
    await page.getByRole('button', { name: 'Buy now with one click' }).click();
    await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  }
  const desk = await visitor('seller');
  await desk.goto('/seller/orders');
  // The newest rows are this shopper's or those of a journey that runs at the same time.
  const links = await desk.locator('[data-part] a').evaluateAll((all) => all.slice(0, 8).map((a) => a.getAttribute('href') ?? ''));
  for (const link of links) {
    await desk.goto(link);
    if ((await desk.locator('#address').innerText()).includes(shopper.name)) break;
  }
  await expect(desk.locator('#address')).toContainText(shopper.name);
  await expect(desk.locator('#ship')).toBeVisible();
  await expect(desk.locator('main')).toContainText('send it in one parcel');
  await expect(desk.locator('#ship input[type=number]')).toHaveCount(2);
  await desk.locator('#ship').getByLabel('Tracking number').fill('BUNDLE-0001');
  await awake(desk);
  await desk.getByRole('button', { name: 'Ship and charge the card' }).click();
  await expect(desk.locator('#notices')).toContainText('The card was charged.');
  await page.goto('/account/orders');
  for (const order of await page.locator('main a[href^="/orders/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''))) {
    await page.goto(order);
    await expect(page.locator('[data-part-state]')).toHaveAttribute('data-part-state', 'shipped');
  }
});

test('a shopper has no desk, and a seller no console of the operator', ONCE, async ({ visitor }) => {
  const ada = await visitor('buyer');
  for (const path of ['/seller', '/seller/orders', '/seller/products', '/seller/settings', '/operator', '/operator/jobs']) {
    expect([403, 404], path).toContain((await ada.request.get(path)).status());
  }
  const tomas = await visitor('otherSeller');
  for (const path of ['/operator', '/operator/jobs']) {
    expect([403, 404], path).toContain((await tomas.request.get(path)).status());
  }
});

test('what runs low is listed on the open desk, and no more once it is filled up', async ({ visitor }, info) => {
  // Whose goods few others buy, so that the list has room.
  const title = info.project.name === 'phone' ? 'Hiking socks, pair, medium cushion' : 'Gas stove, folding, 85 g';
  const desk = await visitor('otherSeller');
  await desk.goto('/seller');
  await expect(desk.locator('main').getByText('Live', { exact: true })).toBeVisible();
  const low = desk.locator('#low li', { hasText: title });
  await expect(low).toHaveCount(0);
  await markDocument(desk);
  const products = await desk.context().newPage();
  const list = `/seller/products?q=${encodeURIComponent(title)}`;
  await products.goto(list);
  const stock = products.locator('[data-offer]', { hasText: title }).getByLabel('In stock');
  const before = await stock.inputValue();
  for (const [units, said] of [['1', 'Only 1 left'], ['0', 'Sold out'], [before, '']] as const) {
    await products.goto(list);
    await awake(products);
    await stock.fill(units);
    await products.locator('[data-offer]', { hasText: title }).getByRole('button', { name: 'Save' }).click();
    await expect(products.locator('#notices')).not.toBeEmpty();
    if (said) await expect(low).toContainText(said);
    else await expect(low).toHaveCount(0);
  }
  await expectSameDocument(desk);
});

test('a seller who cannot send everything cancels the rest, and units sold meanwhile stay sold', async ({ page, visitor }, info) => {
  const goods = info.project.name === 'phone'
    ? { path: '/p/paring-knife-9-cm', title: 'Paring knife, 9 cm' }
    : { path: '/p/linen-duvet-cover-queen-size-river-stone', title: 'Linen duvet cover, queen size, river stone' };
  const desk = await visitor('seller');
  await desk.goto(`/seller/products?q=${encodeURIComponent(goods.title)}`);
  const row = desk.locator('[data-offer]', { hasText: goods.title });
  const seen = Number(await row.getByLabel('In stock').inputValue());

  // Two units are sold while the stock page stands open.
  await page.goto(goods.path);
  await page.locator('#add-to-cart').getByRole('button', { name: 'Add to cart' }).click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  await page.goto('/cart');
  await page.getByRole('button', { name: 'One more' }).click();
  await expect(page.locator('output')).toHaveText('2');
  await page.goto('/checkout');
  const guest = await fillCheckout(page);
  await placeOrder(page);
  await expect(page).toHaveURL(/new=1/);

  await awake(desk);
  await row.getByLabel('In stock').fill('many');
  await row.getByRole('button', { name: 'Save' }).click();
  await expect(row.getByLabel('In stock')).toHaveAttribute('aria-invalid', 'true');
  await expect(row.getByLabel('In stock')).toHaveValue('many');
  await row.getByLabel('In stock').fill(String(seen + 5));
  await row.getByRole('button', { name: 'Save' }).click();
  await expect(row.getByLabel('In stock')).not.toHaveAttribute('aria-invalid', 'true');
  // Five were added to what the sale of two left.
  expect(Number(await row.getByLabel('In stock').inputValue())).toBe(seen + 3);

  // One unit leaves, the other will not.
  await desk.goto('/seller/orders');
  const links = await desk.locator('[data-part] a').evaluateAll((all) => all.slice(0, 8).map((a) => a.getAttribute('href') ?? ''));
  for (const link of links) {
    await desk.goto(link);
    if ((await desk.locator('#address').innerText()).includes(guest.name)) break;
  }
  await expect(desk.locator('#address')).toContainText(guest.name);
  await awake(desk);
  await desk.locator('#ship input[type=number]').fill('1');
  await desk.locator('#ship').getByLabel('Tracking number').fill('?');
  await desk.getByRole('button', { name: 'Ship and charge the card' }).click();
  await expect(desk.locator('#ship').getByLabel('Tracking number')).toHaveAttribute('aria-invalid', 'true');
  await expect(desk.locator('#ship input[type=number]'), 'what was typed stays').toHaveValue('1');
  await desk.locator('#ship').getByLabel('Tracking number').fill('HALF-0001');
  await desk.getByRole('button', { name: 'Ship and charge the card' }).click();
  await expect(desk.locator('#notices')).toContainText('The card was charged.');
  await desk.getByText('Cancel what was not sent').first().click();
  await desk.getByRole('button', { name: 'Cancel what was not sent' }).click();
  await expect(desk.locator('#notices')).toContainText('Cancelled. The shopper is told and not charged.');
  await expect(desk.locator('#ship')).toHaveCount(0);
  await page.reload();
  await expect(page.locator('[data-part-state]')).toHaveAttribute('data-part-state', 'shipped');
  await expect(page.locator('[data-part-state]')).toContainText('1 unit was not sent');
});
