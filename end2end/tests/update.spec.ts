// The server was updated while a page was open: no page ever works with the files of two builds.
import { awake, expect, expectSameDocument, markDocument, test } from './fixtures.ts';

const KETTLE = '/p/gooseneck-kettle-1-litre-with-temperature-hold';
const OLDER = '/pkg/0123456789ab/';

// Requests of a worker cannot be answered here; what the worker does about builds is tested in offline.spec.ts.
test.use({ serviceWorkers: 'block' });

test('a page of an older build loads the new one by itself, once, and then works', async ({ page, watch }) => {
  // The browser itself reports what is gone.
  watch.allow(/404|Failed to fetch dynamically imported module/);
  let documents = 0;
  const asked: string[] = [];
  await page.route(`**${KETTLE}`, async (route) => {
    const answer = await route.fetch();
    const html = await answer.text();
    documents += 1;
    // The first came from the older build.
    await route.fulfill({ response: answer, body: documents === 1 ? html.replaceAll(/\/pkg\/\w+\//g, OLDER) : html });
  });
  await page.route('**/pkg/**', async (route) => {
    const request = route.request();
    const address = new URL(request.url());
    if (!address.pathname.startsWith(OLDER)) {
      asked.push(address.pathname.split('/')[2] ?? '');
      return route.continue();
    }
    // Style and first script had come with the page; what it asks for later is gone.
    const name = address.pathname.slice(OLDER.length);
    const came = request.method() === 'GET' && ['boot.js', 'orinoco.css'].includes(name);
    if (!came) return route.fulfill({ status: 404 });
    address.pathname = `/pkg/${await build()}/${name}`;
    return route.fulfill({ response: await route.fetch({ url: address.href }) });
  });
  const build = async () => {
    const home = await (await page.request.get('/')).text();
    return /\/pkg\/(\w+)\//.exec(home)?.[1] ?? '';
  };

  await page.goto(KETTLE);
  await expect(page.locator('link[rel=stylesheet]'), 'the newer build').toHaveAttribute('href', `/pkg/${await build()}/orinoco.css`);
  const island = page.locator('leptos-island').first();
  await expect.poll(() => island.evaluate((node) => 'hydrated' in node), 'its islands are alive').toBe(true);
  expect(documents).toBe(2);
  expect(new Set(asked)).toEqual(new Set([await build()]));
});

test('nothing of another build’s page is taken into this one', async ({ page }) => {
  const ofAnother = async (html: string) => html.replaceAll(/\/pkg\/\w+\//g, OLDER);
  await page.goto(KETTLE);
  await awake(page);
  await markDocument(page);
  let answers = 0;
  await page.route('**/suggest?*', async (route) => {
    const answer = await route.fetch();
    answers += 1;
    await route.fulfill({ response: answer, body: await ofAnother(await answer.text()) });
  });
  await page.getByRole('searchbox').fill('kettle');
  await expect.poll(() => answers).toBeGreaterThan(0);
  await expect(page.locator('#suggest')).toBeHidden();
  await page.unroute('**/suggest?*');
  await page.getByRole('searchbox').fill('kettl');
  await expect(page.locator('#suggest a').first(), 'those of this build are').toBeVisible();
  await page.keyboard.press('Escape');
  await expectSameDocument(page);

  // A form’s answer of another build is loaded as a page of its own.
  await page.route(`**${KETTLE}`, async (route) => {
    if (route.request().isNavigationRequest()) return route.continue();
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: await ofAnother(await answer.text()) });
  });
  await page.locator('#add-to-cart').getByRole('button').click();
  await expect(page.locator('html'), 'it is another document').not.toHaveAttribute('data-journey', 'same');
  await expect(page.locator('[data-count]').first()).toHaveAttribute('data-count', '1');
});
