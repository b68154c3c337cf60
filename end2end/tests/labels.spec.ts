// What holds for returns of the whole shop, as the operator says it: what a label for the way back costs, and how long goods of a
// category can be returned. And a parcel with a label that is fetched on a day which its seller confirms.
import { ONCE, expect, expectAccessible, expectNoSideways, newShopper, test } from './fixtures.ts';
import { bought, delivered, sent } from './sold.ts';

test('the operator says what a label costs, and what is wrong stays as it was typed', async ({ visitor }) => {
  const console = await visitor('operator');
  await console.goto('/operator/return-terms');
  await expectAccessible(console);
  await expectNoSideways(console);
  const form = console.locator('form[action$="/operator/return-label-price"]');
  await form.locator('#f-price').fill('7.20');
  await form.locator('#f-currency').fill('francs');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.locator('#f-currency')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.locator('#f-currency')).toHaveValue('francs');
  await expectAccessible(console);
  await form.locator('#f-currency').fill('CHF');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(console.locator('[data-label="CHF"]').first()).toContainText('7.20');
  await expectAccessible(console);
  await expectNoSideways(console);
});

test('a shopper takes a label and has the parcel fetched on a day that the seller confirms', ONCE, async ({ page, context, visitor }) => {
  test.slow();
  const console = await visitor('operator');
  await console.goto('/operator/return-terms');
  const price = console.locator('form[action$="/operator/return-label-price"]');
  await price.locator('#f-price').fill('4.50');
  await price.locator('#f-currency').fill('USD');
  await price.getByRole('button', { name: 'Save' }).click();
  await expect(console.locator('[data-label="USD"]').first()).toContainText('4.50');

  // Páramo Outdoor alone hands labels out; what other journeys return is of Casa Guayabo.
  const desk = await visitor('otherSeller');
  await desk.goto('/seller/settings');
  const card = desk.locator('#return-labels');
  await expect(card).toContainText('which costs $4.50');
  await card.getByLabel('Shoppers may take the shop\'s label').check();
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(desk.locator('#notices')).toContainText('Saved.');
  await expectAccessible(desk);
  await expectNoSideways(desk);

  const shopper = await newShopper(context);
  const order = await bought(page, '/p/insulated-sleeping-pad-r-4-2');
  await sent(desk, shopper.name, 'LABEL-0001');
  await delivered(desk);
  await page.goto(order);
  await page.getByRole('link', { name: 'Return items' }).click();
  await page.getByLabel('Reason').selectOption('no_longer_wanted');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.locator('#way')).toContainText('Or take our label for $4.50: it is taken from what you get back.');
  await page.getByRole('button', { name: 'Ask for the return' }).click();
  await expect(page).toHaveURL(/\/returns\/rtn_[^/?]+\?new=1$/);
  const here = new URL(page.url()).pathname;
  await desk.goto(`/seller/returns/${here.split('/').pop()}`);
  await desk.getByRole('button', { name: 'Approve' }).click();
  await expect(desk.locator('#notices')).toContainText('The shopper is told.');

  await page.goto(here);
  await page.getByRole('button', { name: 'Get the label' }).click();
  await expect(page.locator('#notices')).toContainText('The label is yours.');
  await expect(page.locator('#send')).toContainText('Label number');
  await expect(page.locator('main')).toContainText('You have our label: $4.50 of what is given back pay for it.');
  await expectAccessible(page);
  await expectNoSideways(page);
  await page.getByRole('button', { name: 'Have it picked up' }).click();
  await expect(page.locator('#notices')).toContainText('We have told the seller when you want it picked up.');
  await expect(page.locator('#pickup')).toContainText('The seller has not confirmed yet.');
  await expect(page.getByRole('button', { name: 'Drop it off instead' })).toBeVisible();

  await desk.reload();
  await expect(desk.locator('#pickup')).toContainText('The shopper wants it picked up on');
  await expect(desk.locator('#pickup')).toContainText(shopper.name);
  await expect(desk.locator('main')).toContainText('for which the shopper pays $4.50 of the refund.');
  await expectAccessible(desk);
  await expectNoSideways(desk);
  await desk.getByRole('button', { name: 'Confirm the pick-up' }).click();
  await expect(desk.locator('#notices')).toContainText('Confirmed. We have written to the shopper.');
  await page.reload();
  await expect(page.locator('#pickup')).toContainText('at the address of the order.');
  await expect(page.getByRole('button', { name: 'Drop it off instead' })).toHaveCount(0);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Print the label' }).click();
  await expect(page.locator('#slip')).toContainText('Label number');
  await expect(page.locator('#slip')).toContainText('9 Summit Road');
  await expectAccessible(page);
});

test('a category says how long its goods can be returned, and the product page promises it', ONCE, async ({ page, visitor }) => {
  await page.goto('/p/turntable-with-built-in-preamplifier');
  const before = await page.locator('#returns').innerText();
  expect(before).not.toContain('within 61 days');
  const console = await visitor('operator');
  await console.goto('/operator/return-terms');
  const form = console.locator('form[action$="/operator/return-window"]');
  await form.getByLabel('Category').selectOption({ label: 'Electronics › Audio' });
  await form.getByLabel('Days after delivery').fill('400');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form.getByLabel('Days after delivery')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByLabel('Days after delivery'), 'what was typed stays').toHaveValue('400');
  await expectAccessible(console);
  await form.getByLabel('Category').selectOption({ label: 'Electronics › Audio' });
  await form.getByLabel('Days after delivery').fill('61');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(console.locator('#notices')).toContainText('Saved.');
  await expect(console.locator('[data-window="Electronics › Audio"]').first()).toContainText('61');
  await expectAccessible(console);
  await expectNoSideways(console);
  await page.reload();
  await expect(page.locator('#returns')).toContainText('within 61 days after it arrives.');

  // As the category above again, which says what the whole shop says.
  await form.getByLabel('Category').selectOption({ label: 'Electronics › Audio' });
  await form.getByLabel('Days after delivery').fill('');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(console.locator('[data-window="Electronics › Audio"]').first()).toContainText('As above');
  await page.reload();
  await expect(page.locator('#returns')).toHaveText(before);
});
