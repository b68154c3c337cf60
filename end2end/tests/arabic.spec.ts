// Arabic: the pages say so, run from right to left, fit the screen, and speak Arabic.
import { type Page, awake, expect, expectAccessible, expectNoSideways, newShopper, test } from './fixtures.ts';

const ARABIC = /[\u0600-\u06ff]/;

async function speakArabic(page: Page) {
  await page.getByRole('button', { name: 'العربية' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
}

async function expectArabic(page: Page) {
  await awake(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  expect(await page.locator('body').evaluate((body) => getComputedStyle(body).direction)).toBe('rtl');
  await expectNoSideways(page);
  await expectAccessible(page);
}

const PATHS = {
  guest: ['/', '/search?q=steel', '/c/kitchen', '/p/gooseneck-kettle-1-litre-with-temperature-hold', '/cart', '/sign-in', '/sign-up', '/help', '/help/delivery', '/cookies', '/styleguide'],
  buyer: ['/account', '/account/orders', '/account/addresses', '/account/addresses/new', '/account/cards', '/account/security', '/account/security/codes', '/account/data'],
  seller: ['/seller', '/seller/orders', '/seller/products', '/seller/settings'],
  operator: ['/operator', '/operator/rates', '/operator/jobs', '/operator/content'],
} as const;

for (const [reader, paths] of Object.entries(PATHS)) {
  test(`pages of the ${reader} run from right to left`, async ({ visitor, isMobile, userAgent, hasTouch }, info) => {
    test.slow();
    const role = reader === 'guest' ? undefined : (reader as 'buyer' | 'seller' | 'operator');
    const page = await visitor(role, { isMobile, userAgent, hasTouch });
    await page.goto(paths[0]);
    await speakArabic(page);
    for (const path of paths) {
      await page.goto(path);
      await expectArabic(page);
      // Words of ours in the page's frame are Arabic; names of goods, people and categories are data.
      const words = await page.locator('nav a:not([href^="/c/"]), button, label, h2').evaluateAll((all) =>
        (all as HTMLElement[]).map((e) => e.innerText.trim()).filter((text) => /[a-z]{3}/i.test(text)),
      );
      const ours = words.filter((text) => /\b(search|cart|orders?|sign|save|remove|add|buy|home|account|price|brand|filters?|today|settings)\b/i.test(text) && !ARABIC.test(text));
      expect(ours, `${path} still speaks English`).toEqual([]);
      const name = `arabic-${reader}-${path.replace(/[^a-z]+/g, '-')}-${info.project.name}.png`;
      await info.attach(name, { body: await page.screenshot({ fullPage: true }), contentType: 'image/png' });
    }
  });
}

test('the browser asks for Arabic and gets it; one click in Arabic', async ({ visitor }) => {
  const page = await visitor(undefined, { locale: 'ar' });
  await newShopper(page.context());
  await page.goto('/p/cast-iron-skillet-26-cm-seasoned');
  await expectArabic(page);
  await page.locator('#one-click').getByRole('button').click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  await expect(page.locator('#ordered')).toContainText('تم الطلب');
  await expect(page.locator('#ordered').getByRole('timer')).toContainText(ARABIC);
  await page.locator('#undo').getByRole('button').click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'cancelled');
});
