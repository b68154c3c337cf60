// The page of the API: read by everybody, and each operation tried against this shop with a key.
import { ONCE, awake, expect, expectAccessible, expectNoSideways, test } from './fixtures.ts';

const DESKS = { desktop: 'seller', phone: 'otherSeller' } as const;

test('an operation is tried with a key, says what it answered and how a program asks the same', async ({ page, visitor, watch }, info) => {
  // A refusal is part of what is tried.
  watch.allow(/status of 40[13]/);
  const desk = await visitor(DESKS[info.project.name as keyof typeof DESKS]);
  await desk.goto('/seller/api');
  await awake(desk);
  const make = desk.locator('#key-form');
  if (!(await make.isVisible())) await desk.locator('#make summary').click();
  await make.getByLabel('What it is for').fill('Trying out');
  await make.getByLabel('Read orders with their addresses').check();
  await make.getByLabel('Your password').fill(process.env.E2E_PASSWORD ?? '');
  await make.getByRole('button', { name: 'Make a key' }).click();
  const key = await desk.locator('#new-key code').innerText();

  await page.goto('/developers#list_orders');
  const orders = page.locator('#list_orders');
  await expect(orders, 'a link to an operation opens it').toHaveAttribute('open', '');
  await expectAccessible(page);
  await expectNoSideways(page);
  const trial = orders.locator('form');
  await trial.getByRole('button', { name: 'Send' }).click();
  await expect(trial).toContainText('Enter a key above first.');
  await expect(page.getByLabel('Key to try with')).toBeFocused();

  await page.getByLabel('Key to try with').fill(key);
  await trial.getByLabel('limit').fill('1');
  await trial.getByRole('button', { name: 'Send' }).click();
  await expect(trial.locator('[data-status]')).toContainText('200');
  const answer = JSON.parse(await trial.locator('[data-text]').innerText());
  expect(answer.data.length).toBeLessThanOrEqual(1);
  await expect(trial.locator('[data-curl]')).toContainText('/api/v1/orders?limit=1');
  expect(await trial.locator('[data-curl]').innerText(), 'the key is not part of what may be copied').not.toContain(key);
  await expectNoSideways(page);
  await expectAccessible(page);

  // What the key may not do is refused, in the API's own words.
  await page.locator('#get_balance summary').click();
  const balance = page.locator('#get_balance form');
  await balance.getByRole('button', { name: 'Send' }).click();
  await expect(balance.locator('[data-status]')).toContainText('403');
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain(key);
});

test('without a script the API can be read whole', ONCE, async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const page = await context.newPage();
  await page.goto('/developers');
  await expect(page.locator('details')).not.toHaveCount(0);
  await page.locator('#ship_order summary').click();
  await expect(page.locator('#ship_order')).toContainText('"carrier"');
  await expect(page.locator('#ship_order form'), 'what could not answer is not offered').toBeHidden();
  await context.close();
});
