// One catalogue: a seller finds a product and offers it, proposes one that is not there, an operator decides, and of two that
// are one the other address leads to the kept one. Without JavaScript, too.
import { fileURLToPath } from 'node:url';
import { ONCE, type Page, expect, expectAccessible, expectNoSideways, test } from './fixtures.ts';

/** Each screen and way has goods of its own that Páramo Outdoor does not sell: one offer for each product and condition. */
const GOODS: Record<string, Partial<Record<'script' | 'plain', { slug: string; title: string }>>> = {
  desktop: {
    script: { slug: 'smoked-paprika-tin-75-g', title: 'Smoked paprika, tin, 75 g' },
    plain: { slug: 'olive-oil-soap-three-bars', title: 'Olive-oil soap, three bars' },
  },
  phone: { script: { slug: 'paring-knife-9-cm', title: 'Paring knife, 9 cm' } },
};

/** One picture in two sizes, as two shops have it. */
const picture = (size: number) => fileURLToPath(new URL(`../../public/icons/icon-${size}.png`, import.meta.url));

/** Proposes a product in a category that asks for nothing, and returns its title. */
async function propose(desk: Page, title: string, sku: string) {
  await desk.goto('/seller/products/new');
  // Choosing sends the form.
  await desk.getByLabel('Category', { exact: true }).selectOption({ label: 'Outdoor › Camping' });
  const form = desk.locator('#propose');
  await expect(form).toBeVisible();
  await form.getByLabel('Title').fill(title);
  await form.getByLabel('Attributes').fill('Material: Steel\nweight');
  await form.getByLabel('Your number for it (SKU)').fill(sku);
  await form.getByLabel('Price (USD)').fill('18.50');
  await form.getByLabel('In stock').fill('6');
  await form.getByRole('button', { name: 'Propose it with this offer' }).click();
  await expect(form).toContainText('Write a line for each, like “Material: Wool”');
  await expect(form.getByLabel('Title'), 'what was typed stays').toHaveValue(title);
  await form.getByLabel('Attributes').fill('Material: Steel');
  await form.getByRole('button', { name: 'Propose it with this offer' }).click();
}

for (const way of ['script', 'plain'] as const) {
  test.describe(way === 'script' ? 'with script' : 'without script', way === 'script' ? {} : ONCE, () => {
    test.use({ javaScriptEnabled: way === 'script' });

    test('a seller finds a product, offers it once, and reads what to fix', async ({ visitor, isMobile }) => {
      const goods = GOODS[isMobile ? 'phone' : 'desktop']?.[way] ?? { slug: '', title: '' };
      const sku = `ADD-${way}-${Date.now() % 100_000}`;
      const desk = await visitor('otherSeller', { javaScriptEnabled: way === 'script' });
      await desk.goto('/seller/products');
      await desk.getByRole('link', { name: 'Add a product' }).click();
      await desk.getByLabel('Code or title').fill('4006381333932');
      await desk.getByRole('button', { name: 'Search' }).click();
      await expect(desk.locator('main')).toContainText('The last digit does not fit the others');
      await desk.getByLabel('Code or title').fill(goods.title);
      await desk.getByRole('button', { name: 'Search' }).click();
      if (way === 'script') {
        await expectAccessible(desk);
        await expectNoSideways(desk);
      }
      await desk.getByRole('link', { name: `Offer ${goods.title}`, exact: true }).click();
      const form = desk.locator('#add-offer');
      await form.getByLabel('Your number for it (SKU)').fill(sku);
      await form.getByLabel('Price (USD)').fill('nothing');
      await form.getByLabel('In stock').fill('3');
      await form.getByRole('button', { name: 'Put it on sale' }).click();
      await expect(form.getByLabel('Price (USD)')).toHaveAttribute('aria-invalid', 'true');
      await expect(form.getByLabel('Your number for it (SKU)'), 'what was typed stays').toHaveValue(sku);
      if (way === 'script') {
        await expectAccessible(desk);
        await expectNoSideways(desk);
      }
      await form.getByLabel('Price (USD)').fill('999');
      await form.getByRole('button', { name: 'Put it on sale' }).click();
      await expect(desk.locator('#notices')).toContainText('Your offer is on sale.');
      await desk.goto(`/seller/products?q=${sku}`);
      const row = desk.locator('[data-offer]');
      await expect(row).toHaveCount(1);
      await row.locator('[data-quality] summary').click();
      await expect(row.locator('[data-fix=pictures]')).toContainText('3 pictures or more');
      if (way === 'script') {
        await expectAccessible(desk);
        await expectNoSideways(desk);
      }
      // The product's page says that it is offered, and leads to the offer.
      await desk.goto(`/seller/products/add?q=${encodeURIComponent(goods.title)}`);
      await expect(desk.locator('#found')).toContainText('You offer it: New');
      await desk.getByRole('link', { name: `Offer ${goods.title}`, exact: true }).click();
      await desk.locator('[data-own] a').click();
      await expect(desk).toHaveURL(new RegExp(`q=${sku}`));
    });
  });
}

test('a listing that says too little is a to-do of its seller\'s first page, with what to fix', ONCE, async ({ visitor }) => {
  const stamp = String(Date.now() % 100_000);
  const desk = await visitor('otherSeller');
  await propose(desk, `Tin ${stamp}`, `TIN-${stamp}`);
  await expect(desk.locator('#notices')).toContainText('The product is in the catalogue, and your offer is on sale.');
  await desk.goto('/seller');
  await expectAccessible(desk);
  await desk.getByRole('link', { name: 'Fix them' }).click();
  await expect(desk.locator('[data-show=to_fix]')).toContainText('Listings to fix');
  const row = desk.locator('#offers [data-offer]', { hasText: `Tin ${stamp}` });
  await expect(row).toHaveCount(1);
  await row.locator('[data-quality] summary').click();
  await expect(row.locator('[data-fix=pictures]')).toBeVisible();
  await expect(row.locator('[data-fix=description]')).toBeVisible();
  await expectAccessible(desk);
  await expectNoSideways(desk);
  await desk.getByRole('link', { name: 'Show all products' }).click();
  await expect(desk.locator('[data-show=to_fix]')).toHaveCount(0);
});

test('what is proposed is for sale at once, and of two that are one the address leads to the kept one', async ({ page, visitor }, info) => {
  test.setTimeout(60_000);
  const stamp = `${info.project.name} ${Date.now() % 100_000}`;
  const title = `Camp mug of ${stamp}`;
  const desk = await visitor('otherSeller');
  await propose(desk, title, `MUG-1-${stamp}`);
  await expect(desk.locator('#notices')).toContainText('The product is in the catalogue, and your offer is on sale.');
  await propose(desk, `${title} again`, `MUG-2-${stamp}`);
  await expect(desk.locator('#notices')).toContainText('The product is in the catalogue, and your offer is on sale.');
  await desk.goto('/seller/products/new');
  await expect(desk.locator('#proposals')).toContainText(title);
  await expectAccessible(desk);
  await expectNoSideways(desk);

  const slug = title.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  await page.goto(`/p/${slug}`);
  await expect(page.locator('#buy')).toContainText('$18.50');
  const operator = await visitor('operator');
  await operator.goto('/operator/products');
  await expectAccessible(operator);
  await expectNoSideways(operator);
  const form = operator.locator('#merge');
  await form.getByLabel('The one that goes').fill(`/p/${slug}-again`);
  await form.getByLabel('The one that is kept').fill('/p/nothing-of-that-name');
  await form.getByRole('button', { name: 'Merge' }).click();
  await expect(form).toContainText('There is no product with this address.');
  await form.getByLabel('The one that is kept').fill(`/p/${slug}`);
  await form.getByRole('button', { name: 'Merge' }).click();
  await expect(operator.locator('#merged')).toContainText(`/p/${slug}-again`);
  await page.goto(`/p/${slug}-again`);
  await expect(page).toHaveURL(new RegExp(`/p/${slug}$`));
  // Its seller offered both: the other offer is off sale, with its stock.
  await desk.goto(`/seller/products?q=${encodeURIComponent(`MUG-2-${stamp}`)}`);
  await expect(desk.getByLabel('On sale')).not.toBeChecked();
  await expect(desk.getByLabel('In stock')).toHaveValue('6');
});

test('a seller finds a product by a smaller copy of its picture', async ({ visitor }, info) => {
  const title = `Lantern of ${info.project.name} ${Date.now() % 100_000}`;
  const desk = await visitor('otherSeller');
  await propose(desk, title, `LAN-${title}`);
  await expect(desk.locator('#notices')).toContainText('The product is in the catalogue, and your offer is on sale.');
  await desk.goto('/seller/products/new');
  const proposal = desk.locator('#proposals [data-proposal]', { hasText: title });
  await proposal.locator('input[type=file]').setInputFiles(picture(512));
  await proposal.getByRole('button', { name: 'Add photos' }).click();
  await expect(proposal.locator('picture')).toHaveCount(1);

  await desk.goto('/seller/products/add');
  await desk.getByLabel('A picture of it').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
  await desk.getByRole('button', { name: 'Find by picture' }).click();
  await expect(desk.locator('#notices')).toContainText('is not a JPEG, PNG or WebP picture');
  for (const page of [desk, await visitor('otherSeller', { javaScriptEnabled: false })]) {
    await page.goto('/seller/products/add');
    await page.getByLabel('A picture of it').setInputFiles(picture(192));
    await page.getByRole('button', { name: 'Find by picture' }).click();
    const row = page.locator('#found [data-product]', { hasText: title });
    await expect(row).toContainText('% alike');
    await expect(row).toContainText('You offer it: New');
  }
  await expectAccessible(desk);
  await expectNoSideways(desk);
  await desk.getByRole('link', { name: `Offer ${title}`, exact: true }).click();
  await expect(desk.locator('[data-own]')).toBeVisible();
});

test('a category asks for an attribute and for approval, and the seller reads what was decided', async ({ visitor, page }, info) => {
  test.setTimeout(60_000);
  // Each screen has a category of its own.
  const phone = info.project.name === 'phone';
  const category = phone ? 'Beauty › Care' : 'Books › Making and mending';
  const stamp = `${info.project.name} ${Date.now() % 100_000}`;
  const operator = await visitor('operator');
  await operator.goto('/operator/listing');
  await operator.getByLabel('Category', { exact: true }).selectOption({ label: category });
  const rule = operator.locator('#say-rule');
  await rule.getByLabel('Attributes that a product must have').fill('Age');
  await rule.getByLabel('New products need approval').check();
  await rule.getByRole('button', { name: 'Put it into force' }).click();
  await expect(operator.locator('#rules')).toContainText('Asks for: Age');
  await expectAccessible(operator);
  await expectNoSideways(operator);

  const desk = await visitor('otherSeller');
  for (const thing of ['Kite', 'Catapult']) {
    await desk.goto('/seller/products/new');
    await desk.getByLabel('Category', { exact: true }).selectOption({ label: category });
    const form = desk.locator('#propose');
    await expect(form).toBeVisible();
    await form.getByLabel('Title').fill(`${thing} of ${stamp}`);
    await form.getByLabel('Your number for it (SKU)').fill(`${thing}-${stamp}`);
    await form.getByLabel('Price (USD)').fill('12');
    await form.getByLabel('In stock').fill('2');
    await form.getByRole('button', { name: 'Propose it with this offer' }).click();
    await expect(form).toContainText('This category also asks for: Age');
    await form.getByLabel('Attributes').fill('Age: 8 and older');
    await form.getByRole('button', { name: 'Propose it with this offer' }).click();
    await expect(desk.locator('#notices')).toContainText('Proposed. It is looked at');
  }
  await operator.goto('/operator/products');
  const kite = operator.locator('[data-proposal]', { hasText: `Kite of ${stamp}` });
  const catapult = operator.locator('[data-proposal]', { hasText: `Catapult of ${stamp}` });
  await expectAccessible(operator);
  await kite.getByRole('button', { name: 'Approve' }).click();
  await expect(operator.locator('#notices')).toContainText(`Approved: Kite of ${stamp}`);
  await catapult.getByLabel('Reason').fill('Too dangerous');
  await catapult.getByRole('button', { name: 'Refuse' }).click();
  await expect(operator.locator('#notices')).toContainText(`Refused: Catapult of ${stamp}`);
  await desk.goto('/seller/products/new');
  await expect(desk.locator('#proposals')).toContainText('Too dangerous');
  await page.goto(`/p/${`kite of ${stamp}`.replace(/[^a-z0-9]+/g, '-')}`);
  await expect(page.locator('#buy')).toContainText('$12.00');
});
