// Prices in one's own currency: chosen in the footer or the account, marked as about right, with what is charged always
// said; an order keeps the rate of its day.
import {
  AS_PAGE, ONCE, type Page, awake, expect, expectAccessible, expectNoSideways, fillCheckout, newShopper, placeOrder, test,
} from './fixtures.ts';

const HAT = '/p/alpaca-hat';

// The operator says the same rates before each journey; what is known already changes nothing.
test.beforeEach(async ({ visitor }) => {
  const operator = await visitor('operator');
  const lines = 'USD,EUR,0.9213\nUSD,JPY,150.25';
  const answer = await operator.request.post('/api/operator/rates', { form: { lines }, headers: AS_PAGE });
  expect(new URL(answer.url()).pathname).toBe('/operator/rates');
  expect(answer.status()).toBe(200);
});

async function choose(page: Page, code: string, button = 'Set currency') {
  const footer = page.getByRole('contentinfo');
  await footer.locator('#choose-currency').selectOption(code);
  await footer.getByRole('button', { name: button }).click();
  await expect(page.locator('#choose-currency')).toHaveValue(code);
}

/** From the product to the placed order, as a guest who reads euro. */
async function buyInEuro(page: Page) {
  await page.goto(HAT);
  await expect(page.locator('main')).not.toContainText('≈');
  await choose(page, 'EUR');
  await expect(page, 'one stays where one was').toHaveURL(HAT);
  const buy = page.locator('#buy');
  await expect(buy).toContainText('≈ €');
  await expect(buy.locator('[data-charged]').first()).toContainText(/You pay \$\d+\.\d\d · exchange rate of/);
  await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  await page.goto('/cart');
  await expect(page.locator('#basket')).toContainText('≈ €');
  await expect(page.locator('#basket [data-charged]')).toContainText('You pay in USD.');
}

test('a guest reads euro, is told what is charged, and the order shows both and keeps its rate', async ({ page }) => {
  test.slow();
  await buyInEuro(page);
  await awake(page);
  await expectAccessible(page);
  await expectNoSideways(page);
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await fillCheckout(page);
  await expect(page.locator('#totals')).toContainText(/\$\d+\.\d\d\s*≈ €\d+\.\d\d/);
  await expect(page.locator('#checkout [data-charged]')).toContainText(/You pay \$\d+\.\d\d, about €\d+\.\d\d/);
  await expectAccessible(page);
  await placeOrder(page);
  await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
  const note = page.locator('main [data-charged]');
  await expect(note).toContainText(/\$\d+\.\d\d was about €\d+\.\d\d at the exchange rate of/);
  const said = (await note.innerText()).trim();
  await choose(page, 'USD');
  await expect(note, 'whatever is read since').toHaveText(said);
  await expectAccessible(page);
  await page.goto(HAT);
  await expect(page.locator('main')).not.toContainText('≈');
});

test('lists, filters and sorting stay the same ones in another currency', async ({ page }) => {
  const titles = () => page.locator('main article h3').allInnerTexts();
  const filters = () => page.locator('aside a[href*="min="]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  await page.goto('/search?q=steel&sort=price_asc&stock=1');
  const [products, links] = [await titles(), await filters()];
  expect(products.length).toBeGreaterThan(1);
  await choose(page, 'JPY');
  await expect(page.locator('main article').first()).toContainText('≈ ¥');
  expect(await titles()).toEqual(products);
  expect(await filters()).toEqual(links);
  await expectAccessible(page);
  await expectNoSideways(page);
});

test('an account chooses language and currency in its settings', async ({ page, context }) => {
  await newShopper(context);
  await page.goto('/account');
  await page.getByLabel('Prices in').selectOption('EUR');
  await page.locator('#f-language').selectOption('es');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expectAccessible(page);
  await page.goto(HAT);
  await expect(page.locator('#buy')).toContainText('≈');
  await expect(page.locator('#one-click [data-charged]'), 'beside the button').toContainText(/Pagas .*unos .*al cambio del/);
});

test('a rate that is none is refused beside the field, and a right one is in force at once', async ({ visitor }) => {
  const console = await visitor('operator');
  await console.goto('/operator/rates');
  await console.locator('#f-quote').fill('CHF');
  await console.locator('#f-value').fill('much');
  await console.getByRole('button', { name: 'Add a rate' }).click();
  await expect(console.locator('#f-value')).toHaveAttribute('aria-invalid', 'true');
  await expect(console.locator('#f-quote'), 'what was typed stays').toHaveValue('CHF');
  await console.locator('#f-value').fill('0.8811');
  await console.getByRole('button', { name: 'Add a rate' }).click();
  await expect(console.locator('[data-rate=CHF]')).toContainText('0.8811 CHF');
  await expectAccessible(console);
  await expectNoSideways(console);
});

test('in Arabic, too', async ({ visitor }) => {
  const page = await visitor(undefined, { locale: 'ar' });
  await page.goto(HAT);
  await choose(page, 'EUR', 'تغيير العملة');
  await expect(page.locator('#buy')).toContainText('≈');
  await expect(page.locator('#buy [data-charged]').first()).toContainText('المبلغ المدفوع');
  await awake(page);
  await expectAccessible(page);
  await expectNoSideways(page);
});

test.describe('without JavaScript', ONCE, () => {
  test.use({ javaScriptEnabled: false });

  test('the currency is chosen, the hat is bought, and the order shows both', async ({ page }) => {
    await buyInEuro(page);
    await page.getByRole('link', { name: 'Go to checkout' }).click();
    await fillCheckout(page);
    await placeOrder(page);
    await expect(page.locator('main [data-charged]')).toContainText(/was about €\d+\.\d\d at the exchange rate of/);
  });
});
