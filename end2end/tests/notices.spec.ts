// The bell: it counts what the shop told somebody new after the seller sent their parcel, and what was read counts no more.
import { ONCE, type Page, awake, expect, expectAccessible, expectNoSideways, newShopper, test } from './fixtures.ts';

// Each screen buys another product, so that both may run at once. Both are of Casa Guayabo.
const GOODS: Record<string, { slug: string; title: string }> = {
  desktop: { slug: 'smoked-paprika-tin-75-g', title: 'Smoked paprika, tin, 75 g' },
  phone: { slug: 'beeswax-lip-balm-tin', title: 'Beeswax lip balm, tin' },
};

/** Orders with one click; the seller sends it. Gives what was bought. */
async function sent(page: Page, desk: Page, project: string, name: string): Promise<string> {
  const goods = GOODS[project] ?? { slug: '', title: '' };
  await page.goto(`/p/${goods.slug}`);
  await awake(page);
  await page.getByRole('button', { name: 'Buy now with one click' }).click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  await desk.goto('/seller/orders');
  const parts = desk.locator('[data-part]', { hasText: goods.title }).getByRole('link');
  const links = await parts.evaluateAll((all) => all.slice(0, 8).map((a) => a.getAttribute('href') ?? ''));
  for (const link of links) {
    await desk.goto(link);
    if ((await desk.locator('#address').innerText()).includes(name)) break;
  }
  await expect(desk.locator('#address')).toContainText(name);
  await desk.locator('#ship').getByLabel('Tracking number').fill('BELL-0001');
  await awake(desk);
  await desk.getByRole('button', { name: 'Ship and charge the card' }).click();
  await expect(desk.locator('#notices')).toContainText('The card was charged.');
  return goods.title;
}

test('the bell counts a parcel that left, leads to its order, and counts it no more', async ({ page, context, visitor }, info) => {
  test.slow();
  const shopper = await newShopper(context);
  await page.goto('/');
  const bell = page.locator('#bell');
  await expect(bell).toHaveAttribute('data-notices', '0');
  const title = await sent(page, await visitor('seller'), info.project.name, shopper.name);
  // A consumer of the log tells it.
  await expect(async () => {
    await page.goto('/');
    await expect(bell).toHaveAttribute('data-notices', '1', { timeout: 500 });
  }).toPass();
  await expect(bell).toHaveAccessibleName('Notices, 1 unread');
  await expectAccessible(page);
  await expectNoSideways(page);

  await bell.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Notices');
  const notice = page.locator('[data-notice]');
  await expect(notice).toHaveCount(1);
  await expect(notice).toContainText(title);
  await expect(notice).toContainText('New');
  await expectAccessible(page);
  await expectNoSideways(page);
  await awake(page);
  await notice.getByRole('button').click();
  await expect(page).toHaveURL(/\/orders\/ord_/);
  await expect(bell).toHaveAttribute('data-notices', '0');

  await bell.click();
  await expect(notice).toContainText(title);
  await expect(notice).not.toContainText('New');
  await expect(page.getByRole('button', { name: 'Mark all as read' })).toHaveCount(0);
  await expect(notice.getByRole('link')).toHaveAttribute('href', /^\/orders\/ord_/);
});

test('what stands beside the bell is chosen with the messages and mails', ONCE, async ({ page, context }) => {
  await newShopper(context);
  await page.goto('/account/notices');
  await expect(page.locator('main')).toContainText('Nothing to read');
  await page.getByRole('link', { name: 'Choose what you are told' }).click();
  const leaves = page.getByRole('group', { name: 'When a parcel leaves' });
  await expect(leaves.getByLabel('Beside the bell')).toBeChecked();
  await leaves.getByLabel('Beside the bell').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('#notices')).toContainText('Saved.');
  await expect(leaves.getByLabel('Beside the bell')).not.toBeChecked();
  // A decision about an appeal is always mailed.
  await expect(page.getByRole('group', { name: 'When we decide about an appeal' })).toContainText('An e-mail is always sent.');
});
