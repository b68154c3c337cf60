// The operator helps with any order: finds it, gives something back, tries again what the card's processor refused, and calls off
// what was not sent.
import { CARDS, type Page, expect, expectAccessible, expectNoSideways, newShopper, test } from './fixtures.ts';
import { bought, sent } from './sold.ts';

// Each screen has another seller's goods than the journeys that take the newest order of a desk, so that all may run at once.
const GOODS = {
  desktop: {
    role: 'otherSeller', seller: 'Páramo Outdoor', given: '/p/water-filter-bottle-700-ml', cancelled: '/p/hiking-socks-pair-medium-cushion',
  },
  phone: {
    role: 'seller', seller: 'Casa Guayabo', given: '/p/chefs-knife-20-cm-carbon-steel', cancelled: '/p/chefs-knife-20-cm-carbon-steel',
  },
} as const;

/** Finds the order by its shopper's address and opens it. */
async function find(office: Page, email: string, order: string) {
  await office.goto('/operator/orders');
  const form = office.locator('#find');
  await form.getByLabel('Shopper\'s email').fill(email);
  await form.getByRole('button', { name: 'Search' }).click();
  const row = office.locator(`#orders [data-order="${order}"]`);
  await expect(office.locator('#orders [data-order]')).toHaveCount(1);
  await expectAccessible(office);
  await expectNoSideways(office);
  await row.getByRole('link').click();
  await expect(office.locator('#who')).toContainText(email);
}

test('something is given back, what the processor refused is listed and tried again', async ({ page, context, visitor }, info) => {
  test.slow();
  const goods = GOODS[info.project.name as keyof typeof GOODS];
  const shopper = await newShopper(context, CARDS.refundRefusedOnce);
  const path = await bought(page, goods.given);
  const order = path.split('/').pop() ?? '';
  await sent(await visitor(goods.role), shopper.name, 'GIVE-0001');

  const office = await visitor('operator');
  await find(office, shopper.email, order);
  const form = office.locator('#give');
  await form.getByLabel('Amount').fill('99999');
  await form.getByLabel('Why').selectOption('goodwill');
  await form.getByLabel('For your colleagues').fill('It came a day late.');
  await form.getByRole('button', { name: 'Give it back' }).click();
  await expect(form.getByLabel('Amount')).toHaveAttribute('aria-invalid', 'true');
  await expect(form).toContainText('of this charge can be given back.');
  await expect(form.getByLabel('For your colleagues'), 'what was typed stays').toHaveValue('It came a day late.');
  await expectAccessible(office);
  await form.getByLabel('Amount').fill('1.50');
  await form.getByRole('button', { name: 'Give it back' }).click();
  await expect(office.locator('#notices')).toContainText('Nothing was given back; it can be tried again.');
  await expect(office.locator('[data-courtesy]')).toHaveAttribute('data-state', 'failed');

  // It stands among the refused ones, and leads back to its order.
  await office.goto('/operator/refunds');
  const row = office.locator('#refunds [data-refund]', { has: office.locator(`a[href="/operator/orders/${order}"]`) });
  await expect(row).toContainText('Goodwill');
  await expect(row).toContainText('Refused by the processor');
  await expectAccessible(office);
  await expectNoSideways(office);
  await row.getByRole('link').click();
  await office.locator('[data-courtesy]').getByRole('button', { name: 'Try again' }).click();
  await expect(office.locator('#notices')).toContainText('It was given back to the card.');
  await expect(office.locator('[data-courtesy]')).toHaveAttribute('data-state', 'refunded');
  await expect(office.locator('[data-courtesy]')).toContainText('$1.50');
  await expect(office.locator('#courtesies').getByRole('button')).toHaveCount(0);
  await expectAccessible(office);
  await expectNoSideways(office);
  // It cost what the order earned, and its line opens the posting.
  const cost = office.locator('#earned-lines tr', { hasText: 'Given back as a courtesy' });
  await expect(cost).toContainText('-$1.50');
  await cost.getByRole('link').click();
  await expect(office.locator('#postings')).toContainText('$1.50');
  await office.goto('/operator/refunds');
  await expect(row).toContainText('Tried again since');
  await office.goto('/operator/refunds?show=done');
  await expect(row).toContainText('$1.50');
});

test('an order that was not sent is called off for a shopper who asked', async ({ page, context, visitor }, info) => {
  const goods = GOODS[info.project.name as keyof typeof GOODS];
  const shopper = await newShopper(context);
  const path = await bought(page, goods.cancelled);
  const office = await visitor('operator');
  await find(office, shopper.email, path.split('/').pop() ?? '');
  const part = office.locator('#order [data-part]');
  await expect(part).toHaveAttribute('data-state', 'placed');
  await expect(office.locator('#give'), 'nothing was charged that could be given back').toHaveCount(0);
  const form = office.locator('#cancel');
  await form.getByLabel('Seller').selectOption({ label: goods.seller });
  await form.getByLabel('Reason').selectOption('buyer_asked');
  await form.getByRole('button', { name: 'Cancel it' }).click();
  await expect(office.locator('#notices')).toContainText('Cancelled. The shopper is told and not charged.');
  await expect(part).toHaveAttribute('data-state', 'cancelled');
  await expect(office.locator('#cancel')).toHaveCount(0);
  await expectAccessible(office);
  await expectNoSideways(office);
  await page.goto(path);
  await expect(page.locator('[data-part-state]')).toHaveAttribute('data-part-state', 'cancelled');
});
