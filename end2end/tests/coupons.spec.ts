// A coupon never leaves anybody guessing: what it takes off, why not, and what it has cost.
import {
  ONCE, type Page, awake, cents, expect, expectAccessible, expectNoSideways, fillCheckout, placeOrder, test, unique,
} from './fixtures.ts';

const KETTLE = '/p/gooseneck-kettle-1-litre-with-temperature-hold';

/** Makes a coupon as the operator does; the others of the form stay as they are. */
async function coupon(desk: Page, fields: Record<string, string>, choices: Record<string, string> = {}): Promise<string> {
  const code = `J${unique().slice(-12)}`.toUpperCase();
  await desk.goto('/operator/coupons');
  const form = desk.locator('#make-coupon');
  await form.getByLabel('Coupon code').fill(code);
  for (const [label, value] of Object.entries(fields)) await form.getByLabel(label).fill(value);
  for (const [label, value] of Object.entries(choices)) await form.getByLabel(label).selectOption(value);
  await form.getByRole('button', { name: 'Make the coupon' }).click();
  await expect(desk.locator('#notices')).toContainText(`${code} can be used now.`);
  return code;
}

async function fillCart(page: Page) {
  await page.goto(KETTLE);
  await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
}

async function use(page: Page, code: string) {
  const field = page.getByRole('textbox', { name: 'Coupon code' });
  if (!(await field.isVisible())) await page.locator('#coupon summary').click();
  await field.fill(code);
  await page.getByRole('button', { name: 'Use it' }).click();
}

const discount = (page: Page) => page.locator('[data-discount]');

test('ten percent from the cart to the order, and its use is counted', async ({ page, visitor }) => {
  const desk = await visitor('operator');
  const code = await coupon(desk, { 'How much': '10', 'At the most off an order': '1000' });
  await fillCart(page);
  await page.goto('/cart');
  await awake(page);
  await use(page, code.toLowerCase());
  await expect(page.locator('#notices')).toContainText(new RegExp(`${code} takes \\$\\d+\\.\\d\\d off\\.`));
  const items = cents(await page.locator('dt', { hasText: 'Items' }).locator('+ dd').innerText());
  const off = cents(await discount(page).innerText());
  expect(off).toBe(Math.floor((items + 5) / 10));
  await expectAccessible(page);
  await expectNoSideways(page);

  await page.goto('/checkout');
  await awake(page);
  await expect(page.locator('#totals')).toContainText(code);
  await fillCheckout(page);
  await placeOrder(page);
  await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
  await expect(page.locator('#totals')).toContainText(code);
  expect(cents(await discount(page).innerText())).toBe(off);

  await desk.goto('/operator/coupons');
  const row = desk.locator(`[data-coupon="${code}"]`);
  await expect(row.locator('td.num').first()).toHaveText('1');
  await expect(row).toContainText('10% off');

  // Cancelled whole, the use comes back.
  await page.getByRole('button', { name: 'Cancel this part' }).click();
  await expect(page.locator('[data-part-state]')).toHaveAttribute('data-part-state', 'cancelled');
  await desk.reload();
  await expect(row.locator('td.num').first()).toHaveText('0');
});

test('each refusal says why, and what would make it work', async ({ page, visitor }) => {
  const desk = await visitor('operator');
  const much = await coupon(desk, { 'How much': '5', 'From so much of goods on': '5000' }, { 'It gives': 'amount' });
  const over = await coupon(desk, { 'How much': '5', 'First day': '2020-05-01', 'Last day': '2020-05-03' }, { 'It gives': 'amount' });
  const later = await coupon(desk, { 'How much': '5', 'First day': '2099-05-03' }, { 'It gives': 'amount' });
  await fillCart(page);
  await page.goto('/cart');
  await awake(page);

  const told = page.locator('#coupon');
  await use(page, 'NO-SUCH-COUPON');
  await expect(told).toContainText('There is no coupon NO-SUCH-COUPON. Check how it is written.');
  await expect(page.getByRole('textbox', { name: 'Coupon code' }), 'what was typed stays').toHaveValue('NO-SUCH-COUPON');
  await use(page, '?');
  await expect(told).toContainText('A coupon has 3 to 32 letters, digits and hyphens.');
  await use(page, over);
  await expect(told).toContainText(`${over} ended on May 3, 2020.`);
  await use(page, later);
  await expect(told).toContainText(`${later} begins on May 3, 2099.`);
  await use(page, much);
  await expect(told).toContainText(new RegExp(`Add \\$[\\d,]+\\.\\d\\d more to use ${much}\\.`));
  await expect(discount(page)).toHaveCount(0);
  await page.getByRole('button', { name: `Do not use ${much}` }).click();
  await expect(page.locator('#notices')).toContainText('The coupon is not used any more.');
  await expect(told).not.toContainText(much);

  await desk.goto('/operator/coupons');
  await desk.getByRole('button', { name: `Stop ${much}` }).click();
  await expect(desk.locator(`[data-coupon="${much}"]`)).toContainText('Stopped');
  await use(page, much);
  await expect(told).toContainText(`${much} cannot be used at the moment.`);
});

test('a coupon that one account may use once asks a guest to sign in', async ({ page, visitor }) => {
  const desk = await visitor('operator');
  const code = await coupon(desk, { 'How much': '1', 'Uses per account': '1' }, { 'It gives': 'amount' });
  await fillCart(page);
  await page.goto('/cart');
  await awake(page);
  await use(page, code);
  await expect(page.locator('#coupon')).toContainText(`${code} is counted by account: sign in to use it.`);
  await expect(discount(page)).toHaveCount(0);
});

test('what the platform pays needs a ceiling, and the form keeps what was typed', async ({ visitor }) => {
  const desk = await visitor('operator');
  await desk.goto('/operator/coupons');
  const form = desk.locator('#make-coupon');
  await form.getByLabel('Coupon code').fill('WITHOUT-CEILING');
  await form.getByLabel('How much').fill('10');
  await form.getByRole('button', { name: 'Make the coupon' }).click();
  await expect(desk.locator('main')).toContainText('Say the most that one order gets');
  await expect(form.getByLabel('Coupon code')).toHaveValue('WITHOUT-CEILING');
});

test('a seller hands out a coupon of its own, the cart says whose it is, and it is ended', async ({ page, visitor }) => {
  const desk = await visitor('seller');
  const code = `S${unique().slice(-12)}`.toUpperCase();
  await desk.goto('/seller/coupons');
  const form = desk.locator('#make-coupon');
  await form.getByLabel('Coupon code').fill(code);
  await form.getByLabel('How much').fill('95');
  await form.getByRole('button', { name: 'Make the coupon' }).click();
  await expect(desk.locator('main')).toContainText('Leave something to pay');
  await expect(form.getByLabel('Coupon code')).toHaveValue(code);
  await form.getByLabel('How much').fill('12.5');
  await form.getByRole('button', { name: 'Make the coupon' }).click();
  await expect(desk.locator('#notices')).toContainText(`The coupon ${code} is made.`);
  await expectAccessible(desk);
  await expectNoSideways(desk);

  await page.goto('/p/smoked-paprika-tin-75-g');
  await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  await page.goto('/cart');
  await awake(page);
  await use(page, code);
  await expect(page.locator('[data-by-coupon]')).toContainText(`Coupon ${code}, from Casa Guayabo`);
  await expectAccessible(page);
  await expectNoSideways(page);

  const row = desk.locator(`[data-coupon="${code}"]`);
  await row.getByRole('button', { name: `End ${code} for good` }).click();
  await expect(desk.locator('#notices')).toContainText('Ended: nobody can use it any more.');
  await expect(row).toContainText('Over');
  await page.reload();
  await expect(page.locator('#coupon')).toContainText(`${code} ended on`);
});

test('a seller\'s coupon goes from the desk to an order, and its use is counted', ONCE, async ({ page, visitor }) => {
  const desk = await visitor('otherSeller');
  const code = `P${unique().slice(-12)}`.toUpperCase();
  await desk.goto('/seller/coupons');
  const form = desk.locator('#make-coupon');
  await form.getByLabel('Coupon code').fill(code);
  await form.getByLabel('How much').fill('10');
  await form.getByRole('button', { name: 'Make the coupon' }).click();
  await expect(desk.locator('#notices')).toContainText(`The coupon ${code} is made.`);

  await page.goto('/p/hiking-pack-38-litres');
  await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  await page.goto('/cart');
  await awake(page);
  await use(page, code);
  await expect(page.locator('[data-by-coupon]')).toContainText(`Coupon ${code}, from Páramo Outdoor`);
  const items = cents(await page.locator('dt', { hasText: 'Items' }).locator('+ dd').innerText());
  const off = cents(await discount(page).innerText());
  expect(off).toBe(Math.floor((items + 5) / 10));
  await page.goto('/checkout');
  await awake(page);
  await expect(page.locator('#totals')).toContainText(code);
  await fillCheckout(page);
  await placeOrder(page);
  await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
  await expect(page.locator('#totals')).toContainText(code);
  expect(cents(await discount(page).innerText())).toBe(off);
  await desk.reload();
  const row = desk.locator(`[data-coupon="${code}"]`);
  await expect(row.locator('td.num').first()).toHaveText('1');
  await expectAccessible(desk);
  await expectNoSideways(desk);

  // Cancelled whole, the use comes back; then nobody can use it any more.
  await page.getByRole('button', { name: 'Cancel this part' }).click();
  await expect(page.locator('[data-part-state]')).toHaveAttribute('data-part-state', 'cancelled');
  await desk.reload();
  await expect(row.locator('td.num').first()).toHaveText('0');
  await row.getByRole('button', { name: `End ${code} for good` }).click();
  await expect(desk.locator('#notices')).toContainText('Ended: nobody can use it any more.');
});

test.describe('without JavaScript', ONCE, () => {
  test.use({ javaScriptEnabled: false });

  test('a coupon is a form in the cart and a button in the checkout', async ({ page, visitor }) => {
    const desk = await visitor('operator');
    const code = await coupon(desk, { 'At the most off an order': '20' }, { 'It gives': 'free_shipping' });
    await fillCart(page);
    await page.goto('/cart');
    await use(page, 'nothing-like-it');
    await expect(page.locator('#coupon')).toContainText('There is no coupon NOTHING-LIKE-IT.');
    await page.goto('/checkout');
    await use(page, code);
    await expect(page).toHaveURL(/\/checkout$/);
    // Free delivery anyway above the seller's threshold: then it says that it would take nothing off.
    await expect(page.locator('main')).toContainText(new RegExp(`${code} (takes \\$|would take nothing off)`));
  });
});
