// A seller takes something off for buying together: chosen and said in the console, read beside the offer, explained on
// each line of the cart, kept on the order. Without JavaScript, too.
import { ONCE, type Page, awake, expect, expectAccessible, expectNoSideways, newShopper, test } from './fixtures.ts';

/** Each screen and way has goods of its own: a shopper's cart must not meet another test's promotion. */
const GOODS: Record<string, Partial<Record<'script' | 'plain', { slug: string; title: string }>>> = {
  desktop: {
    script: { slug: 'olive-oil-soap-three-bars', title: 'Olive-oil soap, three bars' },
    plain: { slug: 'set-of-24-watercolours-with-brush', title: 'Set of 24 watercolours with brush' },
  },
  phone: { script: { slug: 'paring-knife-9-cm', title: 'Paring knife, 9 cm' } },
};

/** Starts "from four units on, a quarter off" for one product, as a seller does. */
async function start(desk: Page, title: string, name: string) {
  await desk.goto('/seller/promotions');
  await desk.getByRole('searchbox', { name: 'Find your products' }).fill(title);
  await desk.locator('#goods').getByRole('button').click();
  await desk.getByRole('link', { name: `Add ${title}` }).click();
  await expect(desk.locator('[data-chosen]')).toContainText(title);
  const form = desk.locator('#make-promotion');
  await form.getByLabel('Name, for yourself').fill(name);
  await form.getByLabel('What is given').selectOption('from_units');
  await form.getByLabel('Share off').fill('95');
  await form.getByLabel('Units to buy').fill('4');
  await form.getByRole('button', { name: 'Start the promotion' }).click();
  await expect(form).toContainText('at most 90 where it is off all that is bought');
  await expect(form.getByLabel('Name, for yourself'), 'what was typed stays').toHaveValue(name);
  await expect(desk.locator('[data-chosen]'), 'what was chosen stays').toContainText(title);
  await form.getByLabel('Share off').fill('25');
  await form.getByRole('button', { name: 'Start the promotion' }).click();
  await expect(desk.locator('#notices')).toContainText('The promotion is made.');
  const row = desk.locator('[data-promotion]', { hasText: name });
  await expect(row).toContainText('25% off from 4 on');
  await expect(row).toContainText('Running');
  return row;
}

for (const way of ['script', 'plain'] as const) {
  test.describe(way === 'script' ? 'with script' : 'without script', way === 'script' ? {} : ONCE, () => {
    test.use({ javaScriptEnabled: way === 'script' });

    test('four of a thing cost less from the product page to the order, and the seller stops it', async ({ page, context, visitor, isMobile }) => {
      test.setTimeout(90_000);
      const goods = GOODS[isMobile ? 'phone' : 'desktop']?.[way] ?? { slug: '', title: '' };
      const name = `Four of ${goods.slug.slice(0, 5)} ${Date.now() % 100_000}`;
      const desk = await visitor('seller', { javaScriptEnabled: way === 'script' });
      const row = await start(desk, goods.title, name);
      if (way === 'script') {
        await expectAccessible(desk);
        await expectNoSideways(desk);
      }

      await newShopper(context);
      // Pages read what holds with a second's delay; what is charged is asked each time.
      await expect(async () => {
        await page.goto(`/p/${goods.slug}`);
        await expect(page.locator('#buy')).toContainText('25% off from 4 on', { timeout: 500 });
      }).toPass();
      await page.locator('#add-to-cart').getByRole('button').click();
      await expect(page.locator('#notices')).toContainText('Added to your cart.');
      await page.goto('/cart');
      if (way === 'script') await awake(page);
      const line = page.locator(`[data-line="${goods.title}"]`);
      await expect(page.locator('[data-near]')).toContainText('3 more for “25% off from 4 on”');
      for (const units of ['2', '3', '4']) {
        await line.getByRole('button', { name: 'One more' }).click();
        await expect(line.locator('output')).toHaveText(units);
      }
      await expect(line.locator('[data-promoted]')).toContainText('25% off from 4 on');
      await expect(page.locator('[data-near]')).toHaveCount(0);
      const off = await line.locator('[data-promoted] bdi').textContent() ?? '';
      await expect(page.locator('#summary dd[data-promoted]')).toContainText(off);
      if (way === 'script') await expectAccessible(page);

      await page.goto('/checkout');
      await expect(page.locator('#totals dd[data-promoted]')).toContainText(off);
      await page.getByRole('button', { name: 'Place order' }).click();
      await expect(page).toHaveURL(/\/orders\/ord_/);
      await expect(page.locator('#totals dd[data-promoted]')).toContainText(off);
      await expect(page.locator('main [data-promoted]').first()).toContainText('25% off from 4 on');

      await desk.reload();
      await expect(row.locator('td.num').first()).toHaveText('1');
      await row.getByRole('button').click();
      await expect(desk.locator('#notices')).toContainText('Stopped: nothing is taken off for it any more.');
      await expect(async () => {
        await page.goto(`/p/${goods.slug}`);
        await expect(page.locator('#buy')).not.toContainText('25% off from 4 on', { timeout: 500 });
      }).toPass();
    });
  });
}

test('a lightning deal says how much is taken and when it ends, and is on the page of deals', async ({ page, visitor, isMobile }) => {
  test.setTimeout(60_000);
  const goods = isMobile
    ? { slug: 'wool-throw-andean-stripe', title: 'Wool throw, Andean stripe' }
    : { slug: 'wooden-marble-run-64-pieces', title: 'Wooden marble run, 64 pieces' };
  const name = `Tonight ${Date.now() % 100_000}`;
  const desk = await visitor('seller');
  await desk.goto('/seller/promotions');
  await desk.getByRole('searchbox', { name: 'Find your products' }).fill(goods.title);
  await desk.locator('#goods').getByRole('button').click();
  await desk.getByRole('link', { name: `Add ${goods.title}` }).click();
  const form = desk.locator('#make-promotion');
  await form.getByLabel('Name, for yourself').fill(name);
  await form.getByLabel('What is given').selectOption('deal');
  await form.getByLabel('Share off').fill('15');
  await form.getByLabel('Pieces in the deal').fill('5');
  await form.getByLabel('At most in one order').fill('9');
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  await form.getByLabel('Last day').fill(`${tomorrow} 18:00`);
  await form.getByRole('button', { name: 'Start the promotion' }).click();
  await expect(form).toContainText('A deal has 1 to 5,000 pieces');
  await form.getByLabel('At most in one order').fill('2');
  await form.getByRole('button', { name: 'Start the promotion' }).click();
  await expect(desk.locator('#notices')).toContainText('The promotion is made.');
  const row = desk.locator('[data-promotion]', { hasText: name });
  await expect(row).toContainText('0 of 5 taken');
  await expectAccessible(desk);
  await expectNoSideways(desk);

  await expect(async () => {
    await page.goto(`/p/${goods.slug}`);
    await expect(page.locator('#buy')).toContainText('Lightning deal: 15% off each', { timeout: 500 });
  }).toPass();
  const left = page.locator('#buy [data-deal]');
  await expect(left).toContainText('0% taken');
  await expect(left).toContainText('up to 2 an order');
  await awake(page);
  await expect(left.getByRole('timer')).toHaveText(/^Ends in .*\d/);
  await expectAccessible(page);
  await expectNoSideways(page);
  await page.goto('/deals');
  await expect(page.locator('#lightning')).toContainText(goods.title);
  await expect(page.locator('#lightning')).toContainText('15% off');
  await expectAccessible(page);
  await expectNoSideways(page);

  await row.getByRole('button').click();
  await expect(desk.locator('#notices')).toContainText('Stopped: nothing is taken off for it any more.');
});

test('the demo’s promotion has a page with what it is for', async ({ page }) => {
  await page.goto('/p/smoked-paprika-tin-75-g');
  await page.locator('#buy').getByRole('link', { name: 'Buy 2, get 1 free' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Buy 2, get 1 free');
  await expect(page.locator('main')).toContainText('Dark chocolate, 72 %, four bars');
  await expectNoSideways(page);
});
