// A market in one step: an operator looks at a kit, adds it, and sellers meet what it asks for.
import { expect, expectAccessible, expectNoSideways, test } from './fixtures.ts';

// The demo has nothing of it, and no other journey sells clothes by size.
const KIT = '/operator/kits/fashion?language=en';

test('an operator looks at a kit, adds it, and a seller is asked for what it asks for', async ({ visitor, page }) => {
  test.setTimeout(60_000);
  const operator = await visitor('operator');
  await operator.goto('/operator/kits');
  await expect(operator.locator('[data-kit]')).toHaveCount(4);
  await operator.getByRole('link', { name: 'See what it adds: Fashion' }).click();
  await expect(operator.getByRole('heading', { level: 1 })).toHaveText('Fashion');
  await operator.goto(KIT);
  // The form around it is called the same.
  await expect(operator.getByRole('combobox', { name: 'Language of the categories' })).toHaveValue('en');
  await expect(operator.locator('[data-category="Dresses"]')).toBeVisible();
  await expect(operator.locator('[data-category="Fashion"]')).toContainText('Asks for: Material, Colour');
  await expectAccessible(operator);
  await expectNoSideways(operator);
  // Both screens press it on one shop: whoever comes second is told that all of it is there.
  const add = operator.getByRole('button', { name: 'Add this kit' });
  if (await add.count()) {
    await add.click();
    await expect(operator.locator('#notices')).toContainText(/Added: \d+\.|Nothing was changed\./);
  }
  await expect(operator.locator('[data-new="true"]')).toHaveCount(0);
  await expect(add).toHaveCount(0);
  await expectAccessible(operator);
  await expectNoSideways(operator);

  await page.goto('/help/sizes');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Finding your size');
  await page.goto('/c/dresses');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Dresses');

  const desk = await visitor('otherSeller');
  await desk.goto('/seller/products/new');
  await desk.getByLabel('Category').selectOption({ label: 'Fashion › Women › Dresses' });
  const form = desk.locator('#propose');
  await form.getByLabel('Title').fill('A long dress');
  await form.getByLabel('Your number for it (SKU)').fill('DRESS-1');
  await form.getByLabel('Price (USD)').fill('49');
  await form.getByLabel('In stock').fill('2');
  await form.getByLabel('Attributes').fill('Material: Linen');
  await form.getByRole('button', { name: 'Propose it with this offer' }).click();
  await expect(form).toContainText('This category also asks for: Colour, Size');
});
