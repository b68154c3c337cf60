// What all of it is for, on published goods with their photographs: a catalogue is imported, somebody finds one of its
// products and buys it with one click, the seller sees it come in and sends it, and the card is charged.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { awake, expect, newShopper, test } from './fixtures.ts';

const CATALOGUE = fileURLToPath(new URL('../../../shared/data/catalog/fashion/', import.meta.url));
const FILE = `${CATALOGUE}shopify_products.csv`;

test.skip(({ isMobile }) => isMobile, 'once is enough');
test.skip(!existsSync(FILE), `there is no catalogue in ${CATALOGUE}`);

test('a product of an imported catalogue is found, bought with one click, seen by its seller, sent and charged', async ({ page, context, visitor }) => {
  test.setTimeout(240_000);
  const { ORINOCO_BIN = '', E2E_DATA = '', HOME = '', PATH = '' } = process.env;
  execFileSync(
    ORINOCO_BIN,
    ['import', CATALOGUE, '--format', 'shopify', '--seller', 'guayabo', '--skip-bad-rows', '--data-dir', `${E2E_DATA}/data`],
    { env: { HOME, PATH }, stdio: 'pipe', timeout: 180_000 },
  );
  const [, first = ''] = readFileSync(FILE, 'utf8').split('\n');
  const [handle = '', title = ''] = first.split(',');

  const desk = await visitor('seller');
  await desk.goto('/seller');
  await awake(desk);
  const shopper = await newShopper(context);
  await page.goto('/');
  await awake(page);
  await page.getByRole('searchbox').fill(title);
  await page.getByRole('searchbox').press('Enter');
  await page.locator(`main a[href^="/p/${handle}"]`).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  const photo = page.locator('main ul[data-slides] img').first();
  await expect.poll(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth), 'its photograph').toBeGreaterThan(1);
  await awake(page);
  await page.getByRole('button', { name: 'Buy now with one click' }).first().click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');

  // The desk was open all the time.
  const sale = desk.locator('#to-ship [data-part]', { hasText: title }).first();
  await expect(sale).toBeVisible();
  await sale.getByRole('link').first().click();
  await expect(desk.locator('#address')).toContainText(shopper.name);
  await desk.locator('#ship').getByLabel('Tracking number').fill('MAIN-0001');
  await awake(desk);
  await desk.getByRole('button', { name: 'Ship and charge the card' }).click();
  await expect(desk.locator('#notices')).toContainText('The card was charged.');
  await expect(desk.locator('#sale-state')).toHaveAttribute('data-state', 'shipped');
  await page.goto('/account/orders');
  await expect(page.locator('main')).toContainText(title);
  // That every account adds up afterwards is proved when all journeys are over, from the raw rows.
});
