// A reduction is what the shop saw, not what a seller says: a price of today is no earlier price, and pages say so.
import { ONCE, type Page, awake, expect, expectAccessible, expectNoSideways, expectReadable, test } from './fixtures.ts';

// Each screen changes another product, so that both may run at once.
const GOODS = {
  desktop: { path: '/p/mending-in-plain-sight-visible-repairs-for-clothes-you-love', title: 'Mending in Plain Sight' },
  phone: { path: '/p/wall-shelf-oiled-walnut-90-cm', title: 'Wall shelf, oiled walnut, 90 cm' },
};

const rowOf = (desk: Page, title: string) => desk.locator('[data-offer]', { hasText: title });

async function setPrice(desk: Page, title: string, price: string) {
  const row = rowOf(desk, title);
  const version = row.locator('input[name=version]');
  const before = await version.inputValue();
  await row.getByLabel(/^Price/).fill(price);
  await row.getByRole('button', { name: 'Save' }).click();
  await expect(desk.locator('#notices')).toContainText('Saved.');
  await expect(version, 'it was written').not.toHaveValue(before);
  await expect(row.getByLabel(/^Price/)).toHaveValue(price);
}

test('a price that is raised and lowered again is no deal, and the seller knows why', async ({ page, visitor }, info) => {
  const goods = GOODS[info.project.name as keyof typeof GOODS];
  const desk = await visitor('seller');
  await desk.goto(`/seller/products?q=${encodeURIComponent(goods.title)}`);
  await awake(desk);
  const row = rowOf(desk, goods.title);
  await expect(row.locator('[data-reduction]')).toContainText('once there are prices of 30 days to compare it with');
  await expectAccessible(desk);
  await expectNoSideways(desk);
  const price = await row.getByLabel(/^Price/).inputValue();
  await setPrice(desk, goods.title, '990.00');
  await setPrice(desk, goods.title, price);

  await page.goto(goods.path);
  await expect(page.locator('#buy')).toContainText(`$${price}`);
  await expect(page.locator('#buy [data-before]')).toHaveCount(0);
  await expect(page.locator('#buy s')).toHaveCount(0);
  expect(await page.locator('script[type="application/ld+json"]').first().textContent()).not.toContain('StrikethroughPrice');
  await page.goto('/deals');
  await expect(page.locator('main')).not.toContainText(goods.title);
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with script' : 'without script', javaScriptEnabled ? {} : ONCE, () => {
    test.use({ javaScriptEnabled });

    test('without deals the page says what one is and leads on, and the home page has no row', async ({ page }) => {
      await page.goto('/');
      await expect(page.locator('#deals')).toHaveCount(0);
      await page.getByRole('contentinfo').getByRole('link', { name: 'Deals' }).click();
      await expect(page).toHaveURL(/\/deals$/);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Deals');
      await expect(page.locator('main')).toContainText('At least 5% below the lowest price of the 30 days before.');
      await expect(page.locator('main')).toContainText('No deals right now');
      await page.locator('main').getByRole('link', { name: 'Go to the home page' }).click();
      await expect(page).toHaveURL(/\/$/);
    });
  });
}

test('a reduced price is read as well as seen', async ({ page }) => {
  await page.goto('/styleguide');
  await awake(page);
  const before = page.locator('[data-before]').first();
  await expect(before).toContainText('Lowest price of the 30 days before:');
  await expect(before.locator('s')).toHaveText('$159.00');
  await expectReadable(page);
});
