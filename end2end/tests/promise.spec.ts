// When it arrives: for the shopper's postcode, with the time left, the same from the product to the order.
import {
  AS_PAGE, ONCE, type Page, awake, expect, expectAccessible, expectNoSideways, fillCheckout, newShopper, placeOrder, test,
} from './fixtures.ts';

const KETTLE = '/p/gooseneck-kettle-1-litre-with-temperature-hold';
const DAYS = /(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \w{3} \d{1,2}/;

/** "Arrives Thu, Jun 4 – Mon, Jun 8" of a product's page. */
async function arrives(page: Page): Promise<string> {
  const text = page.locator('#buy p', { hasText: /^Arrives/ }).locator('strong');
  await expect(text).toHaveText(DAYS);
  return text.innerText();
}

async function deliverTo(page: Page, postcode: string) {
  const form = page.locator('#place');
  if (!(await form.isVisible())) await page.locator('#deliver summary').click();
  await form.getByLabel('ZIP code').fill(postcode);
  await form.getByRole('button', { name: 'Show delivery dates' }).click();
}

test('a postcode changes the days, a wrong one is told how it should look', async ({ page }) => {
  await page.goto(KETTLE);
  await awake(page);
  const somewhere = await arrives(page);
  await expect(page.locator('#buy').getByRole('timer')).toHaveText(/^Order within .*\d/);
  await expect(page.locator('#buy')).toContainText(/until \w{3}, \w{3} \d{1,2} \d\d:\d\d \(UTC-0[678]:00\)/);
  await expect(page.locator('#deliver')).toContainText('United States');

  await deliverTo(page, '9810');
  const field = page.locator('#place').getByLabel('ZIP code');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveValue('9810');
  await expect(page.locator('#place')).toContainText('This does not fit the country. Write it like');

  await deliverTo(page, '98101');
  await expect(page.locator('#deliver')).toContainText('98101, United States');
  await expect(page.locator('#notices')).toContainText('Delivery dates are for 98101, United States now.');
  await expectAccessible(page);
  await expectNoSideways(page);
  const near = await arrives(page);
  await deliverTo(page, '10001');
  await expect(page.locator('#deliver')).toContainText('10001, United States');
  expect(await arrives(page)).toBe(somewhere);
  expect(near).toMatch(DAYS);

  // Abroad it takes longer, and the choice stays in this browser.
  await page.goto(`/deliver-to?next=${KETTLE}`);
  await expectAccessible(page);
  await page.getByLabel('Country').selectOption('ES');
  await page.getByLabel('Postcode').fill('28013');
  await page.getByRole('button', { name: 'Show delivery dates' }).click();
  await expect(page).toHaveURL(KETTLE);
  await expect(page.locator('#deliver')).toContainText('28013, Spain');
  expect(await arrives(page)).not.toBe(somewhere);
});

test('the cart, the checkout and the order say the same days', async ({ page }) => {
  await page.goto(KETTLE);
  await awake(page);
  await deliverTo(page, '78701');
  await expect(page.locator('#deliver')).toContainText('78701');
  const shown = await arrives(page);
  await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  await page.goto('/cart');
  await expect(page.locator('#deliver')).toContainText('78701, United States');
  await expect(page.locator('#basket')).toContainText(shown);
  await page.goto('/checkout');
  await awake(page);
  await expect(page.locator('[data-parcel="1"]')).toContainText(shown);
  await fillCheckout(page);
  await placeOrder(page);
  await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
  await expect(page.locator('[data-part-state]')).toContainText(shown);
});

test('who is signed in sees the days for their address', async ({ page, context }) => {
  await newShopper(context);
  await page.goto(KETTLE);
  await awake(page);
  await expect(page.locator('#buy')).toContainText('78701, United States');
  await expect(page.locator('#place'), 'the address is changed in the address book').toHaveCount(0);
  const shown = await arrives(page);
  await expect(page.locator('#one-click dt', { hasText: 'Arrives' }).locator('+ dd')).toHaveText(shown);
});

test('a seller says when they work, and a wrong date is told by its line', async ({ visitor }) => {
  const desk = await visitor('otherSeller');
  await desk.goto('/seller/settings');
  const form = desk.locator('#calendar form');
  const before = await form.getByLabel('Your time zone').inputValue();
  await form.getByLabel('Days on which you are closed').fill('2099-12-25\nChristmas');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toContainText('“Christmas” is no date. Write it like 2026-12-25.');
  await form.getByLabel('Days on which you are closed').fill('2099-12-25');
  await form.getByLabel('Your time zone').selectOption('America/Denver');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(desk.locator('#notices')).toContainText('Saved');
  await expect(form.getByLabel('Days on which you are closed')).toHaveValue('2099-12-25');
  await expect(form.getByLabel('Your time zone')).toHaveValue('America/Denver');
  await expectAccessible(desk);
  await expectNoSideways(desk);
  await form.getByLabel('Days on which you are closed').fill('');
  await form.getByLabel('Your time zone').selectOption(before);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(desk.locator('#notices')).toContainText('Saved');
});

test.describe('without JavaScript', ONCE, () => {
  test.use({ javaScriptEnabled: false });

  test('the postcode is a form, and the time to order is a moment', async ({ page, request }) => {
    await page.goto(KETTLE);
    await deliverTo(page, '98101');
    await expect(page.locator('#deliver')).toContainText('98101, United States');
    await expect(page.locator('#buy')).toContainText(/Order within .*until \w{3}, /s);
    await deliverTo(page, 'nowhere');
    await expect(page.locator('#place').getByLabel('ZIP code')).toHaveAttribute('aria-invalid', 'true');
    const odd = await request.post('/api/prefs/place', { form: { country: 'XX', postcode: '1' }, headers: AS_PAGE });
    expect(odd.status()).toBe(200);
  });
});
