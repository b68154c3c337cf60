// One click: what it will do is told before, it happens in place, it can be undone, and it never happens twice.
import {
  AS_PAGE, CARDS, ONCE, type Locator, type Page, awake, cents, expect, expectSameDocument, fillCheckout, markDocument, newShopper, placeOrder, test,
} from './fixtures.ts';

const COFFEE = '/p/single-origin-coffee-from-huila-whole-bean-500-g';
const DRIPPER = '/p/pour-over-dripper-with-reusable-steel-filter';
const SKILLET = '/p/cast-iron-skillet-26-cm-seasoned';

const buyButton = (page: Page): Locator => page.locator('#one-click').getByRole('button', { name: 'Buy now with one click' });

/** How many orders stand in the shopper's list. */
async function orders(page: Page): Promise<number> {
  await page.goto('/account/orders');
  return page.locator('main li a[href^="/orders/"]').count();
}

test('signing in leads back to the product, whose panel tells address, card, day and total before the click', async ({ page, context }) => {
  const shopper = await newShopper(context);
  await context.clearCookies();
  await page.goto(COFFEE);
  await page.locator('#buy').getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail').fill(shopper.email);
  await page.getByLabel('Password').fill(process.env.E2E_PASSWORD ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(COFFEE);

  const panel = page.locator('#one-click');
  const says = (term: string) => panel.locator('dt', { hasText: term }).locator('+ dd');
  await expect(says('Goes to')).toContainText(shopper.name);
  await expect(says('Goes to')).toContainText('Austin');
  await expect(says('Paid with')).toHaveText(`Visa •••• ${shopper.last4}`);
  await expect(says('Arrives')).toHaveText(/(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \w+ \d/);
  const price = cents(await page.locator('#buy').getByText(/\$\d/).first().innerText());
  expect(cents(await says('Total').innerText())).toBeGreaterThanOrEqual(price);
});

test('one click orders in place, tells so with a countdown, and undo takes it back', async ({ page, context }) => {
  await newShopper(context);
  await page.goto(DRIPPER);
  await awake(page);
  const total = cents(await page.locator('#one-click dt', { hasText: 'Total' }).locator('+ dd').innerText());
  await markDocument(page);
  await buyButton(page).click();

  const ordered = page.locator('#ordered');
  await expect(ordered).toHaveAttribute('data-state', 'placed');
  await expect(ordered).toContainText('Ordered. Thank you!');
  await expectSameDocument(page);
  expect(cents(await ordered.innerText())).toBe(total);

  const timer = ordered.getByRole('timer');
  const before = await timer.innerText();
  expect(before).toMatch(/\d/);
  await expect(timer, 'the countdown runs').not.toHaveText(before);

  await ordered.getByRole('button', { name: 'Undo' }).click();
  await expect(ordered).toHaveAttribute('data-state', 'cancelled');
  await expect(ordered).toContainText('Undone. You are not charged.');
  await expect(ordered.getByRole('button', { name: 'Undo' })).toHaveCount(0);
  await expectSameDocument(page);

  await ordered.getByRole('link', { name: 'View order' }).click();
  await expect(page.locator('[data-part-state]')).toHaveAttribute('data-part-state', 'cancelled');
});

test('a double click orders once', async ({ page, context }) => {
  await newShopper(context);
  await page.goto(DRIPPER);
  await awake(page);
  await buyButton(page).dblclick();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  expect(await orders(page)).toBe(1);
});

test('the same form sent again, from another tab or after a lost answer, is the same order', ONCE, async ({ page, context }) => {
  await newShopper(context);
  await page.goto(SKILLET);
  const form = await page.locator('#one-click').evaluate((f) => Object.fromEntries(new FormData(f as HTMLFormElement)) as Record<string, string>);
  const path = await page.locator('#one-click').getAttribute('action') ?? '';
  const answers = await Promise.all(Array.from({ length: 8 }, () => context.request.post(path, { form, headers: AS_PAGE })));
  const landed = new Set(answers.map((answer) => answer.url()));
  expect(answers.map((answer) => answer.status())).toEqual(Array(8).fill(200));
  expect([...landed]).toHaveLength(1);
  expect([...landed][0]).toContain('ordered=');
  expect(await orders(page)).toBe(1);
});

test('two tabs that were opened before the click are one order, and a third that comes after buys again', ONCE, async ({ page, context }) => {
  await newShopper(context);
  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto(SKILLET);
    await awake(tab);
  }
  await buyButton(page).click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  await buyButton(other).click();
  await expect(other.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  expect(await orders(page), 'the second tab shows the first tab’s order').toBe(1);

  // The answer got lost and the page was opened anew: it tells what was ordered, and offers to undo or buy again.
  await page.goto(SKILLET);
  await awake(page);
  await expect(page.locator('#ordered')).toContainText('You have ordered this. You can still undo it.');
  await page.locator('#one-click').getByRole('button', { name: 'Buy again with one click' }).click();
  await expect(page.locator('#ordered')).toContainText('Ordered. Thank you!');
  expect(await orders(page)).toBe(2);
});

test('a countdown counts from the click, however old the page is, and asks once when it is over', ONCE, async ({ page, context }) => {
  await newShopper(context);
  await page.clock.install();
  await page.goto(DRIPPER);
  await awake(page);
  await page.clock.fastForward('45:00');
  await buyButton(page).click();
  const timer = page.locator('#ordered').getByRole('timer');
  await expect(timer).toHaveText(/^(30|29)\smin/);

  // The delivery promise counts down too, to an hour that may be near: it would ask as well.
  await page.getByRole('timer').evaluateAll((all) => {
    for (const other of all) if (!other.closest('#ordered')) other.remove();
  });
  let asked = 0;
  page.on('request', (request) => { if (new URL(request.url()).pathname === DRIPPER) asked += 1; });
  await page.clock.fastForward('31:00');
  await expect.poll(() => asked).toBe(1);
  await page.clock.runFor(5_000);
  expect(asked).toBe(1);
});

test('going back or loading again after a click does not order again', ONCE, async ({ page, context }) => {
  await newShopper(context);
  await page.goto('/');
  await page.goto(SKILLET);
  await awake(page);
  await buyButton(page).click();
  await expect(page.locator('#ordered')).toBeVisible();
  await page.reload();
  await expect(page.locator('#ordered'), 'the answer is still there').toHaveAttribute('data-state', 'placed');
  await page.goBack();
  await page.goForward();
  expect(await orders(page)).toBe(1);
});

test('a declined card orders nothing and says what to do', async ({ page, context }) => {
  await newShopper(context, CARDS.declined);
  await page.goto(SKILLET);
  await awake(page);
  await buyButton(page).click();
  await expect(page.locator('#notices')).toContainText('Your card was declined. Nothing was ordered; choose another card and try again.');
  await expect(page.locator('#ordered')).toHaveCount(0);
  await expect(buyButton(page), 'with another card one can try again').toBeEnabled();
  await page.goto('/account/orders');
  const listed = page.locator('main li').filter({ has: page.locator('a[href^="/orders/"]') });
  await expect(listed.getByText('In progress')).toHaveCount(0);
});

test('a card that asks the bank is confirmed on a page of its own', async ({ page, context }) => {
  await newShopper(context, CARDS.asksTheBank);
  await page.goto(SKILLET);
  await awake(page);
  await buyButton(page).click();
  await expect(page).toHaveURL(/\/orders\/[^/]+\/confirm$/);
  await page.getByLabel('Code from your bank').fill('123456');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
  await expect(page.locator('main')).toContainText('Ordered. Thank you!');
});

test('a price that rose since the page was made is told and agreed to before anything is ordered', async ({ page, context, visitor }, info) => {
  // Each screen has a product that no other journey buys, so that both may change prices at once.
  const product = info.project.name === 'phone'
    ? { path: '/p/end-grain-cutting-board-acacia', title: 'End-grain cutting board, acacia' }
    : { path: '/p/set-of-24-watercolours-with-brush', title: 'Set of 24 watercolours with brush' };
  await newShopper(context);
  await page.goto(product.path);
  await awake(page);
  const seen = await page.locator('#one-click [name=price_minor]').inputValue();

  const desk = await visitor('seller');
  const setPrice = async (minor: number) => {
    await desk.goto(`/seller/products?q=${encodeURIComponent(product.title)}`);
    const row = desk.locator('[data-offer]', { hasText: product.title });
    await row.getByLabel('Price').fill((minor / 100).toFixed(2));
    await row.getByRole('button', { name: 'Save' }).click();
    await expect(desk.locator('#notices')).not.toBeEmpty();
    await expect(row.getByLabel('Price')).toHaveValue((minor / 100).toFixed(2));
  };
  const raised = Number(seen) + 150;
  await setPrice(raised);
  try {
    await buyButton(page).click();
    await expect(page.locator('#notices')).toContainText(`The price has risen from $${(Number(seen) / 100).toFixed(2)} to $${(raised / 100).toFixed(2)}.`);
    await expect(page.locator('#ordered')).toHaveCount(0);
    await expect(page.locator('#one-click [name=price_minor]')).toHaveValue(String(raised));
    await buyButton(page).click();
    await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  } finally {
    await setPrice(Number(seen));
  }
  expect(await orders(page)).toBe(1);
});

test('who switches one click off has no such button, and has it again once it is on', async ({ page, context }) => {
  await newShopper(context);
  const set = async (on: boolean) => {
    await page.goto('/account');
    const settings = page.locator('#settings');
    await settings.getByLabel('Buy with one click').setChecked(on);
    await settings.getByRole('button', { name: 'Save' }).click();
    await expect(page.locator('#notices')).toContainText('Saved.');
  };
  await page.goto(DRIPPER);
  await expect(buyButton(page)).toBeVisible();
  await set(false);
  await page.goto(DRIPPER);
  await expect(page.locator('#add-to-cart').getByRole('button')).toBeVisible();
  await expect(page.locator('#one-click')).toHaveCount(0);
  await expect(page.locator('#buy')).not.toContainText('one click');
  await set(true);
  await page.goto(DRIPPER);
  await expect(buyButton(page)).toBeVisible();
});

test('who has no address or card is told what is missing, and can buy through the cart', async ({ page }) => {
  await page.goto(COFFEE);
  await expect(page.locator('#one-click')).toHaveCount(0);
  await expect(page.locator('#buy')).toContainText('to buy with one click');
  await page.locator('#add-to-cart').getByRole('button').click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  await page.goto('/checkout');
  await fillCheckout(page);
  await placeOrder(page);
  await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
});
