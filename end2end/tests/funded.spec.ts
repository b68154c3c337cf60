// The marketplace takes something off and pays for it: said by an operator, read beside the offer, explained on the line of
// the cart, read by the seller. Without JavaScript, too.
import { type Page, awake, expect, expectAccessible, expectNoSideways, newShopper, test } from './fixtures.ts';

/** Each screen and way has goods of its own: a shopper's cart must not meet another test's promotion. */
const GOODS: Record<string, Record<'script' | 'plain', { slug: string; title: string }>> = {
  desktop: {
    script: { slug: 'stock-pot-8-litres-with-steamer-basket', title: 'Stock pot, 8 litres, with steamer basket' },
    plain: { slug: 'turntable-with-built-in-preamplifier', title: 'Turntable with built-in preamplifier' },
  },
  phone: {
    script: { slug: 'enamel-mug-350-ml', title: 'Enamel mug, 350 ml' },
    plain: { slug: 'safety-razor-weighted-brass', title: 'Safety razor, weighted brass' },
  },
};

/** Starts "1.50 off each" for one product, as an operator does. */
async function start(desk: Page, slug: string, name: string) {
  await desk.goto('/operator/promotions');
  const form = desk.locator('#make-promotion');
  await form.getByLabel('Name, for yourself').fill(name);
  await form.getByLabel('What is given').selectOption('less');
  await form.getByLabel('How much').fill('1.50');
  await form.getByLabel('Only for these products').fill(`/p/${slug}`);
  await form.getByRole('button', { name: 'Start the promotion' }).click();
  await expect(form).toContainText('Say the most that one order gets');
  await expect(form.getByLabel('Name, for yourself'), 'what was typed stays').toHaveValue(name);
  await form.getByLabel('At the most off an order').fill('20');
  await form.getByRole('button', { name: 'Start the promotion' }).click();
  await expect(desk.locator('#notices')).toContainText('The promotion is made.');
  const row = desk.locator('[data-promotion]', { hasText: name });
  await expect(row).toContainText('$1.50 off each');
  await expect(row).toContainText('Running');
  return row;
}

for (const way of ['script', 'plain'] as const) {
  test.describe(way === 'script' ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: way === 'script' });

    test('what the marketplace pays for is off from the product page to the order, and it stops it', async ({ page, context, visitor, isMobile }) => {
      test.setTimeout(90_000);
      const goods = GOODS[isMobile ? 'phone' : 'desktop']?.[way] ?? { slug: '', title: '' };
      const name = `Of ours ${goods.slug.slice(0, 5)} ${Date.now() % 100_000}`;
      const desk = await visitor('operator', { javaScriptEnabled: way === 'script' });
      const row = await start(desk, goods.slug, name);
      if (way === 'script') {
        await expectAccessible(desk);
        await expectNoSideways(desk);
      }

      await newShopper(context);
      // Pages read what holds with a second's delay; what is charged is asked each time.
      await expect(async () => {
        await page.goto(`/p/${goods.slug}`);
        await expect(page.locator('#buy')).toContainText('$1.50 off each', { timeout: 500 });
      }).toPass();
      await page.locator('#add-to-cart').getByRole('button').click();
      await expect(page.locator('#notices')).toContainText('Added to your cart.');
      await page.goto('/cart');
      if (way === 'script') await awake(page);
      const line = page.locator(`[data-line="${goods.title}"]`);
      await expect(line.locator('[data-promoted]')).toContainText('$1.50 off each');
      await expect(line.locator('[data-funded]')).toHaveText('Paid by the marketplace');
      await expect(page.locator('#summary dd[data-promoted]')).toContainText('1.50');
      if (way === 'script') await expectAccessible(page);
      await page.goto('/checkout');
      await expect(page.locator('#totals dd[data-promoted]')).toContainText('1.50');
      await page.getByRole('button', { name: 'Place order' }).click();
      await expect(page).toHaveURL(/\/orders\/ord_/);
      await expect(page.locator('main [data-promoted]').first()).toContainText('Paid by the marketplace');

      await desk.reload();
      await expect(row.locator('td.num').first()).toHaveText('1');
      await row.getByRole('button').click();
      await expect(desk.locator('#notices')).toContainText('Stopped: nothing is taken off for it any more.');
      await expect(async () => {
        await page.goto(`/p/${goods.slug}`);
        await expect(page.locator('#buy')).not.toContainText('$1.50 off each', { timeout: 500 });
      }).toPass();
    });
  });
}

test('a seller reads what the marketplace gives on its goods, and has no button for it', async ({ visitor }) => {
  const desk = await visitor('operator');
  const name = `For all ${Date.now() % 100_000}`;
  await desk.goto('/operator/promotions');
  const form = desk.locator('#make-promotion');
  await form.getByLabel('Name, for yourself').fill(name);
  await form.getByLabel('How much').fill('7.5');
  await form.getByLabel('At the most off an order').fill('1');
  // Later: nobody's cart here meets it.
  await form.getByLabel('First day').fill('2099-05-03');
  await form.getByRole('button', { name: 'Start the promotion' }).click();
  await expect(desk.locator('#notices')).toContainText('The promotion is made.');

  const seller = await visitor('seller');
  await seller.goto('/seller/promotions');
  const row = seller.locator('#funded tr[data-funded]', { hasText: '7.5% off each' }).first();
  await expect(row).toContainText('Paid by the marketplace');
  await expect(row).toContainText('Begins later');
  await expect(row.getByRole('button')).toHaveCount(0);
  await expectAccessible(seller);
  await expectNoSideways(seller);

  await desk.getByRole('button', { name: `Stop ${name}` }).click();
  await expect(desk.locator('#notices')).toContainText('Stopped: nothing is taken off for it any more.');
});
