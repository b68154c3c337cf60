// A price follows the cheapest competing offer: begun once it is known what a unit costs, explained, stopped.
import { expect, expectAccessible, expectNoSideways, test } from './fixtures.ts';

/** Each screen has goods of its own, which another seller offers, too. The price is never more than it was. */
const GOODS = {
  desktop: { title: 'Extra virgin olive oil, first harvest, 1 litre', price: '23.90' },
  phone: { title: 'The Patient Loaf: bread without a mixer', price: '27.00' },
};

test('a seller lets a price follow and sees why it is what it is', async ({ visitor, isMobile }) => {
  const { title, price } = GOODS[isMobile ? 'phone' : 'desktop'];
  const desk = await visitor('seller');
  await desk.goto('/seller/products');
  await desk.getByRole('link', { name: 'Prices that follow' }).click();
  await desk.getByRole('searchbox', { name: 'Title or SKU' }).fill(title);
  await desk.locator('main').getByRole('button', { name: 'Search' }).click();
  const row = desk.locator('#prices [data-offer]', { hasText: title });
  await row.getByLabel('Lowest price').fill('9.00');
  await row.getByRole('button', { name: 'Follow' }).click();
  await expect(row, 'nobody can say yet what is a loss').toContainText('Write first what a unit costs you');
  await expect(row.getByLabel('Lowest price'), 'what was typed stays').toHaveValue('9.00');

  await row.getByRole('link', { name: 'Write first what a unit costs you' }).click();
  await desk.getByRole('searchbox', { name: 'Title or SKU' }).fill(title);
  await desk.locator('main').getByRole('button', { name: 'Search' }).click();
  await desk.getByRole('textbox', { name: `Cost: ${title}` }).fill('5.00');
  await desk.getByRole('button', { name: 'Save all changes' }).click();
  await expect(desk.locator('#notices')).toContainText('1 offer is changed.');

  await desk.goto(`/seller/prices?q=${encodeURIComponent(title)}`);
  await row.getByLabel('Lowest price').fill('9.00');
  await row.getByLabel('Highest price').fill(price);
  await row.getByRole('button', { name: 'Follow' }).click();
  await expect(desk.locator('#notices')).toContainText('The price follows from now on.');
  await expect(row.locator('[data-reason]')).toContainText('Since');
  await expectAccessible(desk);
  await expectNoSideways(desk);
  await desk.goto('/seller/prices');
  await row.getByRole('button', { name: 'Stop following' }).click();
  await expect(desk.locator('#notices')).toContainText('The price stays where it is.');
  await expect(row).toHaveCount(0);
});
