// A purchase in Spanish, in the dark, from the search to the confirmation; `languages.spec.ts` reads every page in it.
import { CARDS, type Page, awake, expect, expectAccessible, expectNoSideways, test, unique } from './fixtures.ts';

test.skip(({ isMobile }) => isMobile, 'Arabic is bought in on a phone, too');

/** In Spanish, dark, and nothing in the way of anybody. */
async function expectSpanish(page: Page) {
  await awake(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  const light = await page.locator('body').evaluate((body) => {
    const [red = 255, green = 255, blue = 255] = (getComputedStyle(body).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
    return red + green + blue;
  });
  expect(light, 'the background is dark').toBeLessThan(200);
  await expectNoSideways(page);
  await expectAccessible(page);
}

test('a guest buys in Spanish', async ({ visitor }) => {
  test.slow();
  const page = await visitor(undefined, { locale: 'es', colorScheme: 'dark' });
  await page.goto('/');
  await expectSpanish(page);
  const box = page.getByRole('searchbox');
  await box.fill('gooseneck kettle');
  await box.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=gooseneck/);
  await expectSpanish(page);
  await page.locator('main article h3 a').first().click();
  await expect(page).toHaveURL(/\/p\/gooseneck-kettle/);
  await expectSpanish(page);
  await page.locator('#add-to-cart').getByRole('button', { name: 'Añadir al carrito' }).click();
  await expect(page.locator('#notices')).toContainText('Añadido a tu carrito.');
  await page.goto('/cart');
  await expectSpanish(page);
  await page.getByRole('link', { name: 'Ir a pagar' }).click();
  await expect(page).toHaveURL(/\/checkout/);
  await expectSpanish(page);
  const form = page.locator('#checkout');
  const name = `Gil ${unique()}`;
  await form.getByLabel('Correo electrónico').fill(`g${unique()}@journey.example`);
  await form.getByLabel('Nombre completo').fill(name);
  await form.getByLabel('Calle y número').fill('12 Confluence Street');
  await form.getByLabel('Código ZIP').fill('78701');
  await form.getByLabel('Ciudad').fill('Austin');
  await form.getByLabel('Número de tarjeta').fill(CARDS.approved);
  await form.locator('[name=card_expiry]').fill('09/35');
  await form.locator('[name=card_cvc]').fill('123');
  await page.getByRole('button', { name: 'Revisar el pedido' }).click();
  await expect(page.locator('#notices')).toContainText('Este es el total final, con impuestos.');
  await expectSpanish(page);
  await page.getByRole('button', { name: 'Hacer el pedido' }).click();
  await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
  await expect(page.locator('main')).toContainText('Pedido. ¡Gracias!');
  await expect(page.locator('#to')).toContainText(name);
  await expectSpanish(page);
});
