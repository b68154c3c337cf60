// What counts from a day on: an operator looks at the effect of another fee of refunds, says it for later, and takes it back
// before it begins. Without JavaScript, too.
import { ONCE, type Page, expect, expectAccessible, expectNoSideways, test, unique } from './fixtures.ts';

/** The share is each journey's own: what is said already is refused. */
async function sayAndTakeBack(operator: Page, share: string, withScript: boolean) {
  const why = `Returns cost more ${unique()}`;
  await operator.goto('/operator/terms');
  await operator.getByRole('link', { name: 'Change: Kept of refunds' }).click();
  const percent = operator.getByLabel('Percent of the commission that goes back');
  await percent.fill('a lot');
  await operator.getByLabel('At the most (USD)').fill('4.00');
  await operator.getByLabel('From the day').fill('2099-01-01');
  await operator.getByLabel('Reason').fill(why);
  await operator.getByRole('button', { name: 'See the effect' }).click();
  await expect(percent).toHaveAttribute('aria-invalid', 'true');
  await expect(operator.getByLabel('Reason'), 'what was typed stays').toHaveValue(why);
  await percent.fill(share);
  await operator.getByRole('button', { name: 'See the effect' }).click();
  const effect = operator.locator('#effect');
  await expect(effect).toContainText(`${share}% of the commission that goes back, $4.00 at the most`);
  if (withScript) {
    await expectAccessible(operator);
    await expectNoSideways(operator);
  }
  await effect.getByRole('button', { name: 'Put it into force' }).click();
  await expect(operator).toHaveURL(/\/operator\/terms$/);
  const row = operator.locator('[data-said]', { hasText: why });
  await expect(row).toContainText('Coming');
  await row.getByRole('link', { name: 'Take back' }).click();
  await operator.getByLabel('Why it is taken back').fill(`${why}, no more`);
  await operator.locator('main').getByRole('button', { name: 'Take back' }).click();
  await expect(operator.locator('#notices')).toContainText('It was taken back and will not begin.');
  await expect(row).toContainText('Taken back');
  await expect(operator.locator('[data-counts=refund_fee]')).toContainText('20% of the commission that goes back');
}

test('a fee of refunds is looked at, said for later and taken back', async ({ visitor, isMobile }) => {
  await sayAndTakeBack(await visitor('operator'), isMobile ? '26' : '25', true);
});

test.describe('without script', ONCE, () => {
  test.use({ javaScriptEnabled: false });

  test('the same forms do the same', async ({ visitor }) => {
    await sayAndTakeBack(await visitor('operator', { javaScriptEnabled: false }), '27', false);
  });
});
