// The server was updated while a page was open: no page ever works with the files of two builds.
import { ONCE, awake, expect, expectSameDocument, markDocument, test } from './fixtures.ts';

const KETTLE = '/p/gooseneck-kettle-1-litre-with-temperature-hold';
const OLDER = '/pkg/0123456789ab/';

// Requests of a worker cannot be answered here; what the worker does about builds is tested in offline.spec.ts.
test.use({ serviceWorkers: 'block' });

/** What of the older build had come before the server was updated; the rest is asked of the new server as it is. */
const CAME: { [what: string]: string[] } = {
  nothing: [],
  'its style sheet': ['orinoco.css'],
  'its first script': ['boot.js'],
  'style sheet and first script': ['boot.js', 'orinoco.css'],
};

for (const [what, came] of Object.entries(CAME)) {
  test(`a page of an older build of which ${what} had come loads the new one by itself, once, and then works`, ONCE, async ({ page, watch }) => {
    // The browser itself reports what is gone.
    watch.allow(/404|Failed to fetch dynamically imported module|Refused to apply style/);
    const home = await (await page.request.get('/')).text();
    const build = /\/pkg\/(\w+)\//.exec(home)?.[1] ?? '';
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
      const name = address.pathname.slice(OLDER.length);
      if (request.method() !== 'GET' || !came.includes(name)) return route.continue();
      address.pathname = `/pkg/${build}/${name}`;
      return route.fulfill({ response: await route.fetch({ url: address.href }) });
    });

    await page.goto(KETTLE);
    await expect(page.locator('link[rel=stylesheet]'), 'the newer build').toHaveAttribute('href', `/pkg/${build}/orinoco.css`);
    const island = page.locator('leptos-island').first();
    await expect.poll(() => island.evaluate((node) => 'hydrated' in node), 'its islands are alive').toBe(true);
    expect(documents).toBe(2);
    expect(new Set(asked)).toEqual(new Set([build]));
  });
}

test('nothing of another build’s page is taken into this one', ONCE, async ({ page }) => {
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
