// What delivery costs by place, weight and worth: a table is made and chosen for a product as a seller does, and a shopper
// reads its fee before anything is ordered. Without JavaScript, too.
import { ONCE, awake, expect, expectAccessible, expectNoSideways, test } from './fixtures.ts';

/** Used ones that do not speak for their product, so that no other test's shopper meets the table. */
const GOODS = {
  desktop: { slug: 'set-of-five-mixing-bowls-with-lids', title: 'Set of five mixing bowls with lids' },
  phone: { slug: 'jigsaw-puzzle-1-000-pieces-night-market', title: 'Jigsaw puzzle, 1,000 pieces, night market' },
};

// One after the other: both use the same offer.
test.describe.configure({ mode: 'serial' });

for (const way of ['script', 'plain'] as const) {
  test.describe(way === 'script' ? 'with script' : 'without script', way === 'script' ? {} : ONCE, () => {
    test.use({ javaScriptEnabled: way === 'script' });

    test('a table is made, holds for a product, and tells who cannot have it', async ({ page, context, visitor, isMobile }) => {
      test.setTimeout(90_000);
      const { slug, title } = isMobile ? GOODS.phone : GOODS.desktop;
      const name = `Bulky ${isMobile ? 'phone' : 'desktop'} ${way} ${Date.now() % 100_000}`;
      const desk = await visitor('seller', { javaScriptEnabled: way === 'script' });
      await desk.goto('/seller/shipping');
      const form = desk.locator('form#table');
      await form.locator('[name="name"]').fill(name);
      const rate = (number: number) => form.getByRole('group', { name: `Rate ${number}` });
      await rate(1).locator('[name^="to-"]').fill('US-TX, Atlantis');
      await rate(1).locator('[name^="fee-"]').fill('5');
      await rate(2).locator('[name^="to-"]').fill('United States');
      await rate(2).locator('[name^="weight-"]').fill('20');
      await rate(2).locator('[name^="fee-"]').fill('29');
      await form.getByRole('button', { name: 'Save' }).click();
      await expect(form).toContainText('“Atlantis” is no country');
      await expect(rate(2).locator('[name^="fee-"]'), 'what was typed stays').toHaveValue('29');
      await rate(1).locator('[name^="to-"]').fill('US-TX');
      await form.getByRole('button', { name: 'Save' }).click();
      await expect(desk.locator('#notices')).toContainText('The table is saved.');
      const card = desk.locator('[data-table]', { hasText: name });
      await expect(card).toContainText('20 kg');
      if (way === 'script') {
        await expectAccessible(desk);
        await expectNoSideways(desk);
      }

      await desk.goto(`/seller/products?q=${encodeURIComponent(title)}`);
      const offer = desk.locator('[data-offer]');
      const id = await offer.getAttribute('data-offer');
      await offer.getByLabel('Delivery').selectOption({ label: name });
      await offer.getByLabel('Weight packed (kg)').fill('18');
      await offer.getByRole('button', { name: 'Save' }).click();
      await expect(desk.locator('#notices')).toContainText('Saved.');
      await expect(offer.getByLabel('Weight packed (kg)')).toHaveValue('18');
      if (way === 'script') {
        await expectAccessible(desk);
        await expectNoSideways(desk);
      }

      const buys = page.locator('#buy');
      for (const [place, words] of [['US:78701', 'plus $5.00 delivery'], ['US:10001', 'plus $29.00 delivery']] as const) {
        await context.addCookies([{ name: 'place', value: place, url: new URL('/', desk.url()).href }]);
        await page.goto(`/p/${slug}?offer=${id}`);
        await expect(buys).toContainText(words);
      }
      await context.addCookies([{ name: 'place', value: 'ES:28013', url: new URL('/', desk.url()).href }]);
      await page.goto(`/p/${slug}?offer=${id}`);
      if (way === 'script') await awake(page);
      await expect(buys).toContainText('The seller does not deliver there.');
      await expect(buys.getByRole('button', { name: 'Add to cart' })).toHaveCount(0);
      await expect(buys.locator('#deliver'), 'another place can be chosen').toContainText('Spain');
      if (way === 'script') {
        await expectAccessible(page);
        await expectNoSideways(page);
      }

      await desk.goto('/seller/shipping');
      await desk.locator('[data-table]', { hasText: name }).getByRole('button', { name: `Remove “${name}”` }).click();
      await expect(desk.locator('#notices')).toContainText('The table is gone.');
      await page.goto(`/p/${slug}?offer=${id}`);
      await expect(buys, 'without its table the simple fee holds again').not.toContainText('does not deliver');
    });
  });
}
