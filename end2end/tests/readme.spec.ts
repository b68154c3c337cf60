// The pictures in the README, of the demo shop as it is. Made by `README=1 scripts/journeys readme`.
import { fileURLToPath } from 'node:url';
import { awake, newShopper, test } from './fixtures.ts';

test.skip(({ isMobile }) => isMobile, 'its own sizes');

const path = (name: string) => fileURLToPath(new URL(`../readme/${name}.jpg`, import.meta.url));
const jpeg = { type: 'jpeg', quality: 82, animations: 'disabled' } as const;
const desktop = { viewport: { width: 1280, height: 860 } };
const KETTLE = '/p/gooseneck-kettle-1-litre-with-temperature-hold';

test('the shop', async ({ visitor }) => {
  const page = await visitor(undefined, desktop);
  await page.goto('/search?q=steel');
  await awake(page);
  await page.screenshot({ path: path('search'), ...jpeg });
});

test('one click, and the seller sees it', async ({ visitor }) => {
  const page = await visitor(undefined, desktop);
  await newShopper(page.context());
  await page.goto(KETTLE);
  await awake(page);
  await page.screenshot({ path: path('one-click'), ...jpeg });
  await page.locator('#one-click').getByRole('button').click();
  await page.locator('#ordered').waitFor();

  const desk = await visitor('seller', desktop);
  await desk.goto('/seller');
  await awake(desk);
  await desk.screenshot({ path: path('seller'), ...jpeg });
});

test('in Arabic, on a phone, in the dark', async ({ visitor }) => {
  const page = await visitor(undefined, {
    viewport: { width: 390, height: 844 }, colorScheme: 'dark', locale: 'ar', deviceScaleFactor: 2, isMobile: true, hasTouch: true,
  });
  await page.goto('/');
  await awake(page);
  await page.screenshot({ path: path('arabic-dark'), ...jpeg });
});
