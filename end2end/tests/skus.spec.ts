// What is left of each offer: from the menu to the table, to the orders of an offer and to a file, with and without JavaScript.
import { readFile } from 'node:fs/promises';
import { ONCE, expect, expectAccessible, test } from './fixtures.ts';

test('a seller sees what is left of each offer, opens its orders and takes the file along', async ({ visitor }) => {
  const desk = await visitor('seller');
  await desk.goto('/seller');
  await desk.getByRole('navigation', { name: 'Seller console' }).getByRole('link', { name: 'Profit' }).click();
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Profit');
  await desk.getByRole('link', { name: 'Last 365 days' }).click();
  await expect(desk.locator('#figures')).toContainText('Cost of goods');
  const rows = desk.locator('#offers tbody tr');
  await expect(rows.first()).toBeVisible();
  await expect(desk.locator('#all')).toContainText('All offers');

  // What is left is read without a swipe, on a phone, too; how long the stock lasts comes after it.
  const left = await rows.first().locator('[data-left]').boundingBox();
  const stock = await rows.first().locator('td').last().boundingBox();
  expect(left!.x + left!.width, 'in sight').toBeLessThanOrEqual(desk.viewportSize()!.width);
  expect(left!.x).toBeLessThan(stock!.x);

  const coming = desk.waitForEvent('download');
  await desk.locator('a[href*="/seller/profit/file.csv"]').click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^profit-.*\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n');
  expect(lines[0]).toContain('units_without_cost,left,left_percent');
  expect(lines.length, 'a head, the offers and their sum').toBeGreaterThanOrEqual((await rows.count()) + 2);

  const title = await rows.first().locator('th bdi').first().innerText();
  await rows.first().getByRole('link').first().click();
  await expect(desk.locator('#narrowed')).toContainText('Orders of');
  await expect(desk.locator('#sales [data-part]').first()).toContainText(title);
  await expectAccessible(desk);
});

test('what a unit cost is asked for where it is not known', async ({ visitor }) => {
  const desk = await visitor('seller');
  await desk.goto('/seller/profit?days=365');
  await desk.locator('#offers a[href*="/seller/products/sheet"]').first().click();
  await expect(desk.locator('#sheet')).toBeVisible();
});

test('without JavaScript', ONCE, async ({ visitor }) => {
  const desk = await visitor('seller', { javaScriptEnabled: false });
  await desk.goto('/seller/analysis');
  await desk.locator('main').getByRole('link', { name: 'Profit' }).click();
  await expect(desk.locator('#figures > *')).toHaveCount(7);
  await desk.locator('#choose').getByLabel('From').fill('2020-02-10');
  await desk.locator('#choose').getByLabel('Until').fill('2020-02-20');
  await desk.locator('#choose').getByRole('button', { name: 'Show' }).click();
  await expect(desk.locator('main')).toContainText('Nothing moved in these days');
});
