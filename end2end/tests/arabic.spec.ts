// Arabic as it is chosen and bought in; `languages.spec.ts` reads every page in it.
import { type Page, awake, expect, expectAccessible, expectNoSideways, newShopper, test } from './fixtures.ts';

const ARABIC = /[\u0600-\u06ff]/;

async function expectArabic(page: Page) {
  await awake(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  expect(await page.locator('body').evaluate((body) => getComputedStyle(body).direction)).toBe('rtl');
  await expectNoSideways(page);
  await expectAccessible(page);
}

test('Arabic is chosen in the footer and stays', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'العربية' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  await page.goto('/search?q=steel');
  await expectArabic(page);
});

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
