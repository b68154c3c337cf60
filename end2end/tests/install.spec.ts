// The shop as an app: what the browser asks of one that it installs, in each language.
import { awake, expect, test } from './fixtures.ts';

test.skip(({ isMobile }) => isMobile, 'the same on every screen');

for (const lang of ['en', 'es', 'ar']) {
  test(`the browser would install it: ${lang}`, async ({ page, context, baseURL, request }) => {
    await context.addCookies([{ name: 'lang', value: lang, url: baseURL ?? '' }]);
    await page.goto('/');
    await awake(page);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const session = await context.newCDPSession(page);
    const { data, errors } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // These browsers keep nothing, and so install nothing; that is all they may object to.
    expect(installabilityErrors.map((one) => one.errorId).filter((id) => id !== 'in-incognito')).toEqual([]);

    const manifest = JSON.parse(data ?? '{}');
    expect(manifest).toMatchObject({ display: 'standalone', lang, dir: lang === 'ar' ? 'rtl' : 'ltr' });
    expect(manifest.shortcuts.length).toBeGreaterThan(0);
    for (const { url } of manifest.shortcuts) {
      const answer = await request.get(url);
      expect(answer.ok(), url).toBe(true);
    }
    const pictures = [...manifest.icons, ...manifest.shortcuts.flatMap((one: { icons?: object[] }) => one.icons ?? [])];
    for (const { src, sizes, type } of pictures as { src: string; sizes: string; type: string }[]) {
      const answer = await request.get(src);
      expect(answer.headers()['content-type'], src).toContain(type);
      if (sizes === 'any') continue;
      const shown = await page.evaluate(async (address) => {
        const picture = new Image();
        picture.src = address;
        await picture.decode();
        return `${picture.naturalWidth}x${picture.naturalHeight}`;
      }, src);
      expect(sizes.split(' '), src).toContain(shown);
    }
    const purposes = manifest.icons.map((icon: { purpose?: string }) => icon.purpose ?? 'any').join(' ');
    expect(purposes).toContain('maskable');
  });
}

test('the icon of the installed shop says how much is in the cart', async ({ page }) => {
  await page.addInitScript(() => {
    const counts: number[] = [];
    const set = (name: string, value: unknown) => Object.defineProperty(navigator, name, { configurable: true, value });
    set('setAppBadge', async (count: number) => void counts.push(count));
    set('clearAppBadge', async () => void counts.push(0));
    Object.assign(globalThis, { counts });
  });
  const last = () => page.evaluate(() => (globalThis as unknown as { counts: number[] }).counts.at(-1));
  await page.goto('/p/alpaca-hat');
  await expect.poll(last).toBe(0);
  await page.locator('#add-to-cart').getByRole('button').click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  await expect.poll(last).toBe(1);
  await page.goto('/help');
  await expect.poll(last).toBe(1);
});
