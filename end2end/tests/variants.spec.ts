// One article in several variants: each value is a link, what cannot be had says so, and lists show the article once.
import { ONCE, type Page, expect, expectAccessible, expectReadable, shownTotal, test } from './fixtures.ts';

const SHELL = '/p/cloud-forest-rain-shell';
const option = (page: Page, name: string) => page.locator(`#variants [data-option="${name}"]`);
const value = (page: Page, name: string, words: RegExp) => option(page, name).getByRole('listitem').filter({ hasText: words });

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', javaScriptEnabled ? {} : ONCE, () => {
    test.use({ javaScriptEnabled });

    test('a colour and a size are chosen by links, and that variant goes into the cart', async ({ page }) => {
      await page.goto(`${SHELL}-blue-m`);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cloud forest rain shell, Blue, M');
      await expect(option(page, 'Colour').locator('[aria-current=true]')).toContainText('Blue');
      await expect(option(page, 'Size').locator('[aria-current=true]')).toContainText('M');
      await value(page, 'Colour', /Green/).getByRole('link').click();
      await expect(page, 'the size stays').toHaveURL(new RegExp(`${SHELL}-green-m$`));
      await value(page, 'Size', /^L/).getByRole('link').click();
      await expect(page).toHaveURL(new RegExp(`${SHELL}-green-l$`));
      await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
      await expect(page.locator('#notices')).toContainText('Added to your cart.');
      await page.goto('/cart');
      await expect(page.locator('main')).toContainText('Cloud forest rain shell, Green, L');
    });

    test('a sold-out variant is shown as such and can be looked at', async ({ page }) => {
      await page.goto(`${SHELL}-blue-m`);
      const large = value(page, 'Size', /^L/);
      await expect(large).toContainText('currently not available');
      await large.getByRole('link').click();
      await expect(page).toHaveURL(new RegExp(`${SHELL}-blue-l$`));
      await expect(page.locator('#buy')).toContainText('Sold out');
      await expect(page.locator('#buy').getByRole('button', { name: 'Add to cart' })).toHaveCount(0);
    });

    test('a combination that does not exist leads nowhere, and its colour to the nearest', async ({ page }) => {
      await page.goto(`${SHELL}-orange-m`);
      const small = value(page, 'Size', /^S/);
      await expect(small).toContainText('does not exist in this combination');
      await expect(small.locator('[aria-disabled=true]')).toHaveCount(1);
      await expect(small.locator('a')).toHaveCount(0);
      await page.goto(`${SHELL}-blue-s`);
      const orange = value(page, 'Colour', /Orange/);
      await expect(orange).toContainText('leads to the nearest');
      await orange.getByRole('link').click();
      await expect(page).toHaveURL(new RegExp(`${SHELL}-orange-m$`));
    });
  });
}

test('lists and searches show the article once, and the variant that was asked for', async ({ page }) => {
  await page.goto('/search?q=cloud+forest+rain+shell');
  const tiles = page.locator('main article').filter({ hasText: 'Cloud forest rain shell' });
  await expect(tiles).toHaveCount(1);
  await expect(tiles).toContainText('8 variants');
  await page.goto('/search?q=cloud+forest+rain+shell&a=Colour~Green');
  await expect(tiles).toHaveCount(1);
  await expect(tiles.getByRole('link').first()).toHaveAttribute('href', new RegExp(`${SHELL}-green-`));
  const found = await shownTotal(page);
  await page.goto('/search?q=cloud+forest+rain+shell&a=Colour~Green&a=Colour~Blue');
  expect(await shownTotal(page), 'both colours are one article').toBeGreaterThanOrEqual(found);
  await expect(tiles).toHaveCount(1);
});

test('the choice is accessible, on every screen and with the keyboard alone', async ({ page }) => {
  for (const slug of ['blue-l', 'orange-m']) {
    await page.goto(`${SHELL}-${slug}`);
    await expectAccessible(page);
    await expectReadable(page);
  }
  const green = value(page, 'Colour', /Green/).getByRole('link');
  await green.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${SHELL}-green-m$`));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
  expect(wide, 'nothing is wider than the screen').toBe(true);
});
