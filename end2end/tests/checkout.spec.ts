// What is typed at the checkout is still there after a reload, for an hour and for nobody else; of a card that was sent only
// its last digits, of one that was not, nothing.
import { CARDS, ONCE, type Page, awake, expect, fillCheckout, newShopper, placeOrder, test, unique } from './fixtures.ts';

const TEAPOT = '/p/cast-iron-teapot-with-infuser-0-8-litre';

async function toCheckout(page: Page) {
  await page.goto(TEAPOT);
  await page.locator('#add-to-cart').getByRole('button').click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  await page.goto('/checkout');
  await awake(page);
}

const stored = (page: Page) => page.evaluate(() => sessionStorage.getItem('checkout') ?? '');

test('a half-filled checkout is there again after a reload, without the card', async ({ page }) => {
  await toCheckout(page);
  const form = page.locator('#checkout');
  const email = `g${unique()}@journey.example`;
  await form.getByLabel('E-mail').fill(email);
  await form.getByLabel('Full name').fill('Gil Rivera');
  await form.getByLabel('Street and number').fill('12 Confluence Street');
  await form.getByLabel('ZIP code').fill('78701');
  await form.getByText('Is it a present?').click();
  await form.locator('[name=gift]').check();
  await form.locator('[name=gift_message]').fill('For the two of you');
  await form.getByLabel('Card number').fill(CARDS.approved);
  await form.locator('[name=card_expiry]').fill('09/35');
  await form.locator('[name=card_cvc]').fill('123');
  for (const again of [() => page.reload(), () => page.goto('/checkout')]) {
    await again();
    await expect(form.getByLabel('E-mail')).toHaveValue(email);
    await expect(form.getByLabel('Full name')).toHaveValue('Gil Rivera');
    await expect(form.getByLabel('Street and number')).toHaveValue('12 Confluence Street');
    await expect(form.getByLabel('ZIP code')).toHaveValue('78701');
    await expect(form.locator('[name=gift]')).toBeChecked();
    await expect(form.locator('[name=gift_message]')).toBeVisible();
    await expect(form.locator('[name=gift_message]')).toHaveValue('For the two of you');
  }
  await expect(form.getByLabel('Card number')).toHaveValue('');
  await expect(form.locator('[name=card_cvc]')).toHaveValue('');
  // Nor is one that was typed into the wrong field.
  await form.getByLabel('Street and number').fill(CARDS.approved);
  expect(await stored(page)).toContain(email);
  expect(await stored(page)).not.toMatch(new RegExp(`${CARDS.approved}|09/35|"123"`));
});

test('another country’s fields come back with what was typed into them', async ({ page }) => {
  await toCheckout(page);
  await page.locator('#address-fields summary').click();
  await page.locator('#f-country').selectOption('ES');
  await expect(page.locator('#notices')).toContainText('The address form is now that of: Spain.');
  await page.locator('#address-fields').getByLabel('Postcode').fill('28013');
  await page.locator('#address-fields').getByLabel('City').fill('Madrid');
  await page.goto('/checkout');
  await expect(page.locator('#address-fields').getByLabel('Postcode')).toHaveValue('28013');
  await expect(page.locator('#address-fields').getByLabel('City')).toHaveValue('Madrid');
  await expect(page.locator('#f-country')).toHaveValue('ES');
});

test('it is gone once the order is placed, and after an hour', async ({ page }) => {
  await toCheckout(page);
  await fillCheckout(page);
  expect(await stored(page)).toContain('Confluence');
  await page.evaluate(() => {
    const kept = JSON.parse(sessionStorage.getItem('checkout') ?? '{}');
    sessionStorage.setItem('checkout', JSON.stringify({ ...kept, at: kept.at - 3_601_000 }));
  });
  await page.goto('/checkout');
  await expect(page.locator('#checkout').getByLabel('Full name')).toHaveValue('');
  expect(await stored(page)).toBe('');

  await fillCheckout(page);
  expect(await stored(page)).toContain('Confluence');
  await placeOrder(page);
  await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
  await expect.poll(() => stored(page)).toBe('');
});

test('it is gone once somebody signs out', async ({ page, context }) => {
  await newShopper(context);
  await toCheckout(page);
  await page.locator('#checkout [name=address][value=new]').check();
  await page.getByText('Another address').last().click();
  const street = page.locator('#checkout [name=line1]');
  await street.fill('7 Ebb Lane');
  await page.reload();
  await expect(page.locator('#checkout [name=address][value=new]')).toBeChecked();
  await expect(street).toHaveValue('7 Ebb Lane');
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/');
  expect(await stored(page)).toBe('');
});

const HELD = 'Visa, card ending in 4242';

test('a card is typed once, whatever else is wrong, and one that is declined is changed', async ({ page }) => {
  await toCheckout(page);
  await fillCheckout(page);
  const zip = page.locator('#checkout').getByLabel('ZIP code');
  await zip.fill('7870');
  await page.getByRole('button', { name: 'Review your order' }).click();
  await expect(zip).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#card-held')).toHaveText(HELD);
  await page.goto('/checkout');
  await expect(page.locator('#card-held')).toHaveText(HELD);
  await expect(page.locator('#checkout').getByLabel('City')).toHaveValue('Austin');

  // Another one takes its place, and is refused.
  await zip.fill('78701');
  await page.getByText('Pay with another card').click();
  await page.getByLabel('Card number').fill(CARDS.declined);
  await page.locator('[name=card_expiry]').fill('09/35');
  await page.locator('[name=card_cvc]').fill('123');
  await placeOrder(page);
  const number = page.getByLabel('Card number');
  await expect(number).toHaveAttribute('aria-invalid', 'true');
  await expect(number).toHaveValue('');
  await expect(page.locator('#card-held')).toHaveCount(0);
  await number.fill(CARDS.approved);
  await page.locator('[name=card_expiry]').fill('09/35');
  await page.locator('[name=card_cvc]').fill('123');
  await placeOrder(page);
  await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
});

test('nobody else has the card, and an emptied cart has none', ONCE, async ({ page, visitor }) => {
  await toCheckout(page);
  await fillCheckout(page);
  await page.getByRole('button', { name: 'Review your order' }).click();
  await expect(page.locator('#card-held')).toHaveText(HELD);
  const other = await visitor();
  await toCheckout(other);
  await expect(other.getByLabel('Card number')).toBeVisible();
  await page.goto('/cart');
  await page.getByRole('button', { name: 'Remove' }).first().click();
  await expect(page.locator('main')).toContainText('Your cart is empty');
  await toCheckout(page);
  await expect(page.locator('#card-held')).toHaveCount(0);
});

test.describe('without JavaScript', ONCE, () => {
  test.use({ javaScriptEnabled: false });

  test('the card comes back as its last digits and pays', async ({ page }) => {
    await page.goto(TEAPOT);
    await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
    await page.goto('/checkout');
    await fillCheckout(page);
    await page.getByLabel('E-mail').fill('nobody');
    await page.getByRole('button', { name: 'Review your order' }).click();
    await expect(page.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.locator('#card-held')).toHaveText(HELD);
    await page.getByLabel('E-mail').fill('gil@journey.example');
    await placeOrder(page);
    await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
  });
});
