// Sellers know where they stand: each rate with its limit, why an offer is in the buy box or not, and what would win.
import { awake, expect, expectAccessible, expectNoSideways, test } from './fixtures.ts';

const ROLES = { desktop: 'seller', phone: 'otherSeller' } as const;

test('a seller reads its health and, for each product, why it is in the buy box or not', async ({ visitor }, info) => {
  const desk = await visitor(ROLES[info.project.name as keyof typeof ROLES]);
  await desk.goto('/seller/health');
  await awake(desk);
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Health');
  await expect(desk.locator('#measures')).toBeVisible();

  await desk.goto('/seller/products');
  await awake(desk);
  const box = desk.locator('[data-box]').first();
  await box.locator('summary').click();
  await expect(box.getByRole('listitem').first()).toBeVisible();
  await expectAccessible(desk);
  await expectNoSideways(desk);
});

test('an operator sees every seller with its health and must say why one is suspended', async ({ visitor }) => {
  const console = await visitor('operator');
  await console.goto('/operator/sellers');
  await awake(console);
  await expect(console.locator('#sellers [data-seller]').first()).toBeVisible();
  await console.locator('#suspend').getByRole('button', { name: 'Suspend' }).click();
  await expect(console.locator('#suspend')).toContainText('Write 3 to 1,000 characters.');
  await expectAccessible(console);
  await expectNoSideways(console);
});
