// A key for programs: made with the password, shown once, used, revoked.
import { awake, expect, expectAccessible, expectNoSideways, test } from './fixtures.ts';

// Each screen has a seller of its own, so that both may run at once.
const DESKS = { desktop: 'seller', phone: 'otherSeller' } as const;

test('an owner makes a key, a program uses it, and revoked it opens nothing', async ({ visitor, request }, info) => {
  const desk = await visitor(DESKS[info.project.name as keyof typeof DESKS]);
  await desk.goto('/seller/api');
  await awake(desk);
  const form = desk.locator('#key-form');
  if (!(await form.isVisible())) await desk.locator('#make summary').click();
  await form.getByLabel('What it is for').fill('Label printer');
  await form.getByLabel('Your password').fill(process.env.E2E_PASSWORD ?? '');
  await form.getByRole('button', { name: 'Make a key' }).click();
  await expect(desk.locator('#scopes-error')).toContainText('Choose at least one thing');
  await expect(form.getByLabel('What it is for'), 'what was typed stays').toHaveValue('Label printer');
  await form.getByLabel('Read orders with their addresses').check();
  await form.getByLabel('Your password').fill(process.env.E2E_PASSWORD ?? '');
  await form.getByRole('button', { name: 'Make a key' }).click();
  const key = await desk.locator('#new-key code').innerText();
  expect(key).toMatch(/^orn_[0-9a-f]{64}$/);
  await expectAccessible(desk);
  await expectNoSideways(desk);

  const headers = { authorization: `Bearer ${key}` };
  const orders = await request.get('/api/v1/orders?limit=1', { headers });
  expect(orders.status()).toBe(200);
  expect((await request.get('/api/v1/balance', { headers })).status()).toBe(403);

  await desk.goto('/seller/api');
  await expect(desk.locator('#new-key'), 'it is shown once').toHaveCount(0);
  const row = desk.locator('#keys li').filter({ hasText: key.slice(0, 12) });
  await expect(row).toContainText('last used');
  await row.getByRole('button', { name: 'Revoke “Label printer”' }).click();
  await expect(desk.locator('#notices')).toContainText('The key is revoked');
  expect((await request.get('/api/v1/orders?limit=1', { headers })).status()).toBe(401);
});
