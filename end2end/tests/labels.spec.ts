// What holds for returns of the whole shop, as the operator says it: what a label for the way back costs.
import { expect, expectAccessible, expectNoSideways, test } from './fixtures.ts';

test('the operator says what a label costs, and what is wrong stays as it was typed', async ({ visitor }) => {
  const console = await visitor('operator');
  await console.goto('/operator/return-terms');
  await expectAccessible(console);
  await expectNoSideways(console);
  const form = console.locator('form[action$="/operator/return-label-price"]');
  await form.locator('#f-price').fill('7.20');
  await form.locator('#f-currency').fill('francs');
  await form.getByRole('button').click();
  await expect(form.locator('#f-currency')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.locator('#f-currency')).toHaveValue('francs');
  await expectAccessible(console);
  await form.locator('#f-currency').fill('CHF');
  await form.getByRole('button').click();
  await expect(console.locator('[data-label="CHF"]').first()).toContainText('7.20');
  await expectAccessible(console);
  await expectNoSideways(console);
});
