// A shopper asks, the desk hears of it without reloading, answers, and each reads what the other may tell. On both
// screens, and once without JavaScript.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ONCE, type Page, awake, expect, expectAccessible, expectNoSideways, newShopper, test } from './fixtures.ts';

const PICTURE = fileURLToPath(new URL('../../public/icons/icon-192.png', import.meta.url));
// Each screen buys another product, so that both may run at once. All are of Casa Guayabo.
const GOODS = {
  desktop: '/p/smoked-paprika-tin-75-g',
  phone: '/p/beeswax-lip-balm-tin',
};

/** Buys one unit and gives the order's address. */
async function ordered(page: Page, path: string): Promise<string> {
  await page.goto(path);
  await awake(page);
  await page.getByRole('button', { name: 'Buy now with one click' }).click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  return await page.locator('#ordered').getByRole('link', { name: 'View order' }).getAttribute('href') ?? '';
}

test('a question arrives live at the desk, its answer at the shopper, and neither sees an address', async ({ page, context, visitor, watch }, info) => {
  test.slow();
  const shopper = await newShopper(context);
  const order = await ordered(page, GOODS[info.project.name as keyof typeof GOODS]);
  const desk = await visitor('seller');
  await desk.goto('/seller/messages');
  await expect(desk.getByText('Live', { exact: true })).toBeVisible();
  await expectAccessible(desk);
  await expectNoSideways(desk);

  await page.goto(order);
  await page.getByRole('link', { name: 'Message the seller' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Messages with');
  await expectAccessible(page);
  await expectNoSideways(page);
  const here = new URL(page.url()).pathname;
  const part = here.split('/').pop() ?? '';

  // What is wrong is said, and what was typed stays.
  const long = 'ي'.repeat(2001);
  await page.getByLabel('Your message to the seller').fill(long);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByLabel('Your message to the seller')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Your message to the seller')).toHaveValue(long);
  await expectAccessible(page);
  await page.getByLabel('Your message to the seller').fill(`Which size is it? Write to ${shopper.email}`);
  await page.getByLabel('Pictures').setInputFiles(PICTURE);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.locator('#notices')).toContainText('are hidden from the other side');
  await expect(page.locator('#thread')).toContainText('The seller does not see what is struck through.');
  await expectAccessible(page);
  await expectNoSideways(page);

  // It is in the desk's inbox without a reload, and waits there.
  const row = desk.locator(`[data-thread="${part}"]`);
  await expect(row).toContainText('Which size is it?');
  await expect(row).toContainText('[hidden]');
  await expect(row).toContainText('Waits for an answer');
  await row.getByRole('link').click();
  await expect(desk.locator('#thread')).toContainText('Which size is it?');
  await expect(desk.locator('main')).not.toContainText(shopper.email);
  await expect(desk.locator('#thread li img')).toHaveCount(1);
  // Whoever looks has read it: the form sends itself.
  await expect(desk.getByRole('button', { name: 'Mark as read' })).toHaveCount(0);
  await expectAccessible(desk);
  await expectNoSideways(desk);

  // Typing is not disturbed by what arrives.
  await page.goto(here);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await page.getByLabel('Your message to the seller').fill('Never mind, ');
  await desk.getByLabel('Your message to the shopper').fill('Size M. See www.lamps.example');
  await desk.getByRole('button', { name: 'Send' }).click();
  await expect(desk.locator('#notices')).toContainText('are hidden from the other side');
  await expect(page.locator('#thread')).toContainText('Size M. See [hidden]');
  await expect(page.getByLabel('Your message to the seller')).toHaveValue('Never mind, ');
  await expect(page.getByRole('button', { name: 'Mark as read' })).toHaveCount(0);
  await page.goto('/account/messages');
  await expect(page.locator(`[data-thread="${part}"]`)).toContainText('Size M.');
  await expect(page.locator(`[data-thread="${part}"]`)).not.toContainText('new');
  await expectAccessible(page);
  await expectNoSideways(page);

  // "No answer needed" takes it off what waits.
  await page.goto(here);
  await page.getByLabel('Your message to the seller').fill('Thank you!');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(desk.locator('#thread')).toContainText('Thank you!');
  await desk.getByRole('button', { name: 'No answer needed' }).click();
  await expect(desk.locator('#notices')).toContainText('It no longer waits for an answer.');
  await expect(desk.getByRole('button', { name: 'No answer needed' })).toHaveCount(0);

  // One side reports, the operator hides, both read that there was something.
  const answer = page.locator('#thread li', { hasText: 'Size M.' });
  await page.reload();
  await answer.getByText('Report', { exact: true }).click();
  await answer.getByRole('button', { name: 'Wants to trade outside of the shop' }).click();
  await expect(page.locator('#notices')).toContainText('Somebody will look at it.');
  const message = await answer.getAttribute('data-message') ?? '';
  const operator = await visitor('operator');
  await operator.goto('/operator/reports/messages');
  await expectAccessible(operator);
  await operator.locator(`[data-case="${message}"] a`).click();
  await expect(operator.locator('#case')).toContainText('www.lamps.example');
  await expectAccessible(operator);
  await expectNoSideways(operator);
  await operator.getByLabel('Reason').fill('It leads away from the shop.');
  await operator.getByRole('button', { name: 'Hide' }).click();
  await expect(operator.locator('[data-verdict=hide]')).toContainText('It leads away from the shop.');
  await expect(page.locator(`[data-message="${message}"]`)).toContainText('This message was removed.');
  await expect(desk.locator(`[data-message="${message}"]`)).toContainText('This message was removed.');

  // Nobody else reads it.
  watch.allow(/the server responded with a status of 4(0[134]|22)/);
  const other = await visitor('buyer');
  expect((await other.goto(here))?.status()).toBe(404);
  const foreign = await visitor('otherSeller');
  expect((await foreign.goto(`/seller/messages/${part}`))?.status()).toBe(404);
});

test('without JavaScript both write, mark as read and see what they typed', ONCE, async ({ page, context, visitor, watch }) => {
  // What is refused is answered with its page and this status.
  watch.allow(/status of 422/);
  await newShopper(context);
  const order = await ordered(page, '/p/olive-oil-soap-three-bars');
  const plain = await visitor(undefined, { javaScriptEnabled: false, storageState: await context.storageState() });
  await plain.goto(order);
  await plain.getByRole('link', { name: 'Message the seller' }).click();
  const here = new URL(plain.url()).pathname;
  await plain.getByLabel('Your message to the seller').fill('Too long. '.repeat(250));
  await plain.getByRole('button', { name: 'Send' }).click();
  await expect(plain.locator('#write')).toContainText('Write at most 2,000 characters.');
  await expect(plain.getByLabel('Your message to the seller')).toHaveValue('Too long. '.repeat(250));
  await plain.getByLabel('Your message to the seller').fill('Is it scented?');
  const picture = { name: 'soap.png', mimeType: 'image/png', buffer: readFileSync(PICTURE) };
  await plain.getByLabel('Pictures').setInputFiles(picture);
  await plain.getByRole('button', { name: 'Send' }).click();
  await expect(plain.locator('#notices')).toContainText('Your message was sent.');
  await expect(plain.locator('#thread')).toContainText('Is it scented?');

  const desk = await visitor('seller', { javaScriptEnabled: false });
  await desk.goto('/seller/messages?show=waiting');
  await desk.locator(`[data-thread="${here.split('/').pop()}"] a`).click();
  await desk.getByRole('button', { name: 'Mark as read' }).click();
  await expect(desk.getByRole('button', { name: 'Mark as read' })).toHaveCount(0);
  await desk.getByLabel('Your message to the shopper').fill('No, it is not.');
  await desk.getByRole('button', { name: 'Send' }).click();
  await plain.goto('/account/messages');
  await expect(plain.locator('[data-thread]').first()).toContainText('1 new');
  await plain.locator('[data-thread] a').first().click();
  await expect(plain.locator('#thread')).toContainText('No, it is not.');
  await plain.getByRole('button', { name: 'Mark as read' }).click();
  await expect(plain.getByRole('button', { name: 'Mark as read' })).toHaveCount(0);
});
