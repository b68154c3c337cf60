// What sold, in any range of days: a sale shows up, every table is a file, and all of it works without JavaScript.
import { readFile } from 'node:fs/promises';
import { ONCE, type Page, awake, digits, expect, expectAccessible, expectNoSideways, newShopper, test } from './fixtures.ts';

// Each screen has a seller of its own, so that both may run at once.
const DESKS = {
  desktop: { role: 'seller', path: '/p/single-origin-coffee-from-huila-whole-bean-500-g', title: 'Single-origin coffee from Huila, whole bean, 500 g' },
  phone: { role: 'otherSeller', path: '/p/cloud-forest-rain-shell-orange-m', title: 'Cloud forest rain shell' },
} as const;

const deskOf = (project: string) => DESKS[project as keyof typeof DESKS];
const figure = async (desk: Page, at: number) => digits(await desk.locator('#figures > *').nth(at).locator('bdi').first().innerText());
const units = async (desk: Page, title: string) => {
  const row = desk.locator('#products tbody tr', { hasText: title }).first();
  return (await row.count()) ? digits(await row.locator('td').first().innerText()) : 0;
};

test('a sale shows up in figures, tables and files, and leads to its order', async ({ page, context, visitor }, info) => {
  const ours = deskOf(info.project.name);
  const desk = await visitor(ours.role);
  await desk.goto('/seller');
  await desk.getByRole('navigation', { name: 'Seller console' }).getByRole('link', { name: 'Analysis' }).click();
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Analysis');
  const [orders, before] = [await figure(desk, 1), await units(desk, ours.title)];

  await newShopper(context);
  await page.goto(ours.path);
  await awake(page);
  await page.getByRole('button', { name: 'Buy now with one click' }).click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');

  await desk.reload();
  expect(await figure(desk, 1)).toBeGreaterThan(orders);
  expect(await units(desk, ours.title)).toBeGreaterThan(before);
  await expect(desk.locator('#countries')).toContainText('United States');
  await expect(desk.locator('#devices')).toContainText(info.project.name === 'phone' ? 'Phone' : 'Computer or tablet');
  await expect(desk.locator('#funnel [data-step=orders]')).toBeVisible();
  await expect(desk.locator('#figures')).toContainText('Buy box share');
  await expect(desk.locator('#buy-box-share')).toContainText('could be bought');
  await expect(desk.locator('#cohorts tbody tr').first()).toBeVisible();
  await expectAccessible(desk);
  await expectNoSideways(desk);

  // A file has what the page shows.
  const shown = await units(desk, ours.title);
  const coming = desk.waitForEvent('download');
  await desk.getByRole('link', { name: 'CSV : By product' }).or(desk.locator('a[href*="/products.csv"]')).first().click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^products-.*\.csv$/);
  const line = (await readFile(await file.path(), 'utf8')).split('\n').find((row) => row.includes(ours.title.split(',')[0] ?? ''));
  expect(line?.replace(/".*?"/, 'title').split(',')[4]).toBe(String(shown));

  // From a product to its orders.
  await desk.locator('#products tbody tr', { hasText: ours.title }).first().getByRole('link').click();
  await expect(desk.locator('#narrowed')).toContainText('Orders of');
  const rows = desk.locator('#sales [data-part]');
  await expect(rows.first()).toBeVisible();
  for (const row of await rows.all()) await expect(row).toContainText(ours.title);
  await expectAccessible(desk);

  // From a country to its orders, and one filter less.
  await desk.goto('/seller/analysis');
  await desk.locator('#countries tbody').getByRole('link', { name: 'United States' }).click();
  await expect(rows.first()).toBeVisible();
  await expect(desk.locator('#narrowed li')).toHaveCount(2);
  await expectAccessible(desk);
  await expectNoSideways(desk);
  await desk.locator('#narrowed').getByRole('link', { name: 'Remove filter United States' }).click();
  await expect(desk.locator('#narrowed li')).toHaveCount(1);
  await expect(rows.first()).toBeVisible();
});

test('any range can be asked for, and one that is none is told', async ({ visitor }, info) => {
  const desk = await visitor(deskOf(info.project.name).role);
  await desk.goto('/seller/analysis');
  await desk.getByRole('link', { name: 'Last 365 days' }).click();
  await expect(desk.locator('main')).toContainText('Sales by week');
  await expectNoSideways(desk);
  const form = desk.locator('#choose');
  await form.getByLabel('From').fill('2026-02-10');
  await form.getByLabel('Until').fill('2026-02-20');
  await form.getByRole('button', { name: 'Show' }).click();
  await expect(desk).toHaveURL(/from=2026-02-10&until=2026-02-20/);
  await expect(desk.locator('main')).toContainText('Nothing was sold in these days.');
  await form.getByLabel('From').fill('2026-02-10');
  await form.getByLabel('Until').fill('2026-02-01');
  await form.getByRole('button', { name: 'Show' }).click();
  await expect(form.getByLabel('Until')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByLabel('Until'), 'what was typed stays').toHaveValue('2026-02-01');
  await expectAccessible(desk);
});

test('without JavaScript', ONCE, async ({ visitor }, info) => {
  const desk = await visitor(deskOf(info.project.name).role, { javaScriptEnabled: false });
  await desk.goto('/seller/analysis');
  await expect(desk.locator('#figures > *')).toHaveCount(9);
  await desk.locator('#choose').getByLabel('From').fill('2026-02-10');
  await desk.locator('#choose').getByLabel('Until').fill('2026-02-20');
  await desk.locator('#choose').getByRole('button', { name: 'Show' }).click();
  await expect(desk.locator('#range')).toContainText('against');
  await expect(desk.locator('main')).toContainText('Nothing was sold in these days.');
  expect((await desk.request.get(await desk.locator('a[href*="/funnel.csv"]').getAttribute('href') ?? '')).status()).toBe(200);
});
