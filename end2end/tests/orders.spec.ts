// From the cart to the order and its way: guests, returning shoppers, wrong input, cancelling.
import {
  BANK_CODE, CARDS, ONCE, type Page, awake, cents, expect, expectSameDocument, fillCheckout, markDocument, newShopper, placeOrder, test,
} from './fixtures.ts';

const HAT = '/p/alpaca-hat';
const GRINDER = '/p/hand-grinder-with-steel-conical-burrs';
const TEAPOT = '/p/cast-iron-teapot-with-infuser-0-8-litre';

async function add(page: Page, product: string) {
  await page.goto(product);
  await page.locator('#add-to-cart').getByRole('button', { name: 'Add to cart' }).click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
}

test('a guest fills at most eight fields, is thanked, follows the order and cancels it', async ({ page }) => {
  await add(page, TEAPOT);
  await page.goto('/cart');
  await expect(page.locator('#basket')).toContainText('Cast-iron teapot');
  await page.getByRole('link', { name: 'Go to checkout' }).click();

  const fields = page.locator('#checkout').locator('input:visible, select:visible, textarea:visible');
  const names = await fields.evaluateAll((all) => all.map((f) => (f as HTMLInputElement).name));
  expect(names.length, names.join(', ')).toBeLessThanOrEqual(8);
  expect(names.length).toBeGreaterThan(4);

  const guest = await fillCheckout(page);
  await page.getByRole('button', { name: 'Review your order' }).click();
  await expect(page.locator('#notices')).toContainText('This is the final total, with tax.');
  await expect(page.locator('#checkout')).toContainText('Visa, card ending in 4242');
  const promised = cents(await page.locator('#totals dd').last().innerText());
  await page.getByRole('button', { name: 'Place order' }).click();
  await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
  await expect(page.locator('main')).toContainText('Ordered. Thank you!');
  await expect(page.locator('main')).toContainText(guest.email);

  const steps = page.getByRole('list', { name: 'Where it is' });
  await expect(steps.getByRole('listitem')).not.toHaveCount(0);
  await expect(steps.locator('[aria-current=step]')).toContainText('Ordered');
  const sums = await page.locator('#totals dd').allInnerTexts();
  const [items, shipping, tax, total] = sums.map((text) => (text === 'Free' ? 0 : cents(text)));
  expect((items ?? 0) + (shipping ?? 0) + (tax ?? 0)).toBe(total);
  expect(tax, 'Texas taxes it').toBeGreaterThan(0);
  expect(total, 'what was shown before is what is charged').toBe(promised);

  await page.goto('/account/orders');
  await page.locator('main a[href^="/orders/"]').first().click();
  await expect(page.locator('[data-part-state]')).toHaveAttribute('data-part-state', 'placed');
  await awake(page);
  await markDocument(page);
  await page.getByRole('button', { name: 'Cancel this part' }).click();
  await expect(page.locator('[data-part-state]')).toHaveAttribute('data-part-state', 'cancelled');
  await expect(page.getByRole('list', { name: 'Where it is' })).toContainText('Cancelled');
  await expect(page.locator('#notices')).toContainText('Cancelled. You are not charged for it.');
  await expectSameDocument(page);
  await expect(page.getByRole('button', { name: 'Cancel this part' })).toHaveCount(0);
});

test('a returning shopper needs two clicks from the cart', async ({ page, context }) => {
  const shopper = await newShopper(context);
  await add(page, GRINDER);
  await page.goto('/cart');
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await expect(page.locator('#checkout')).toContainText(shopper.last4);
  await placeOrder(page);
  await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
  await expect(page.locator('#to')).toContainText(shopper.name);
  await page.goto('/cart');
  await expect(page.locator('#basket'), 'what was ordered left the cart').toContainText('Your cart is empty');
});

test('goods of several sellers become one order with a part for each', async ({ page, context }) => {
  await newShopper(context);
  await add(page, TEAPOT);
  await add(page, '/p/single-origin-coffee-from-huila-whole-bean-500-g');
  await page.goto('/checkout');
  const parcels = page.locator('[data-parcel]');
  await expect(parcels).toHaveCount(2);
  // Each says who sends it and when it is there, and the order keeps what each has said.
  const said = await parcels.evaluateAll((all) => all.map((parcel) => ({
    title: parcel.querySelector('li bdi')?.textContent ?? '', arrives: parcel.querySelector('strong')?.textContent ?? '',
  })));
  await placeOrder(page);
  await expect(page.locator('[data-part-state]')).toHaveCount(2);
  expect(new Set(said.map(({ title }) => title)).size).toBe(2);
  for (const { title, arrives } of said) {
    expect(arrives, title).toMatch(/\w{3}, \w{3} \d{1,2}/);
    await expect(page.locator('[data-part-state]', { hasText: title }).locator('p', { hasText: /^Arrives/ })).toContainText(arrives);
  }
});

test('what was typed stays when something is wrong, and each wrong field says how to correct it', async ({ page }) => {
  await add(page, GRINDER);
  await page.goto('/checkout');
  await fillCheckout(page);
  await page.getByLabel('E-mail').fill('nobody');
  await page.getByLabel('ZIP code').fill('x');
  await page.getByRole('button', { name: 'Review your order' }).click();

  await expect(page).toHaveURL(/\/checkout/);
  for (const label of ['E-mail', 'ZIP code']) {
    const field = page.locator('#checkout').getByLabel(label);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(/Write an e-mail address|Write it like 95014/);
  }
  await expect(page.getByLabel('E-mail')).toHaveValue('nobody');
  await expect(page.getByLabel('Street and number')).toHaveValue('12 Confluence Street');
  await expect(page.getByLabel('Card number'), 'a card never comes back').toHaveValue('');
});

test('a declined card at checkout orders nothing and leaves the cart', async ({ page }) => {
  await add(page, GRINDER);
  await page.goto('/checkout');
  await fillCheckout(page, CARDS.declined);
  await placeOrder(page);
  await expect(page.getByLabel('Card number')).toHaveAccessibleDescription(/declined the card. Nothing was charged/);
  await expect(page.getByLabel('City')).toHaveValue('Austin');
  await page.goto('/cart');
  await expect(page.locator('#basket')).toContainText('Hand grinder');
});

for (const [words, code] of [['the right code for the bank orders', BANK_CODE], ['a wrong code for the bank leaves the order unpaid, and says so', '000000']] as const) {
  test(words, async ({ page }) => {
    await add(page, GRINDER);
    await page.goto('/checkout');
    await fillCheckout(page, CARDS.asksTheBank);
    await placeOrder(page);
    await expect(page).toHaveURL(/\/confirm$/);
    await page.getByLabel('Code from your bank').fill(code);
    await page.getByRole('button', { name: 'Confirm' }).click();
    if (code === BANK_CODE) {
      await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
      await expect(page.locator('main')).toContainText('Ordered. Thank you!');
    } else {
      await expect(page.locator('#notices')).toContainText('Your bank did not confirm the payment. Nothing was charged.');
      await expect(page.locator('#order-state')).toContainText('Not paid');
    }
  });
}

test('the cart counts, changes in place, and is there again later', async ({ page, isMobile }) => {
  await add(page, HAT);
  const link = page.locator(isMobile ? '#cart-bar' : '#cart-link');
  await expect(link).toHaveAccessibleName('Cart, 1 item');
  await page.goto('/cart');
  await awake(page);
  await markDocument(page);
  const group = page.getByRole('group', { name: /Alpaca hat/ });
  await group.getByRole('button', { name: 'One more' }).click();
  await expect(group.locator('output')).toHaveText('2');
  await expect(link).toHaveAccessibleName('Cart, 2 items');
  await group.getByRole('button', { name: 'One less' }).click();
  await expect(group.locator('output')).toHaveText('1');
  await expectSameDocument(page);
  await page.reload();
  await expect(group.locator('output')).toHaveText('1');
  await page.locator('#basket').getByRole('button', { name: 'Remove' }).last().click();
  await expect(page.locator('#basket')).toContainText('Your cart is empty');
});

test('nobody else reads an order', ONCE, async ({ page, context, visitor, watch }) => {
  await newShopper(context);
  await add(page, TEAPOT);
  await page.goto('/checkout');
  await placeOrder(page);
  await expect(page).toHaveURL(/\/orders\//);
  const path = new URL(page.url()).pathname;
  watch.allow(/the server responded with a status of 40[134]/);
  for (const role of [undefined, 'buyer', 'seller'] as const) {
    const other = await visitor(role);
    const answer = await other.goto(path);
    expect([401, 403, 404].includes(answer?.status() ?? 0) || other.url().includes('/sign-in'), `${role}: ${answer?.status()}`).toBe(true);
    await expect(other.locator('#totals')).toHaveCount(0);
  }
});

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without JavaScript', script ? {} : ONCE, () => {
    test.use({ javaScriptEnabled: script });

    test('an address and a card that were removed are put back by their notice, as the default they were', async ({ page, context }) => {
      const shopper = await newShopper(context);
      for (const [path, words] of [['/account/addresses', 'Delta Road'], ['/account/cards', shopper.last4]] as const) {
        const entry = page.locator(`#${path.split('/').pop()} li`);
        await page.goto(path);
        if (script) await awake(page);
        await expect(entry).toContainText(words);
        await entry.getByRole('button', { name: 'Remove' }).click();
        await expect(entry).toHaveCount(0);
        await page.locator('#notices').getByRole('button', { name: 'Undo' }).click();
        await expect(page.locator('#notices')).toContainText('It is as it was.');
        await expect(entry).toContainText(words);
        await expect(entry).toContainText('Default');
      }
    });
  });
}
