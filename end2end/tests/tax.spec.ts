// Tax on sales: an operator looks at the effect of another rate of a place, says it for later, and takes it back before it
// begins. Without JavaScript, too.
import { ONCE, type Page, expect, expectAccessible, expectNoSideways, test, unique } from './fixtures.ts';

/** The rate is each journey's own: what is said already is refused. */
async function sayAndTakeBack(operator: Page, percent: string, withScript: boolean) {
  const why = `A law was passed ${unique()}`;
  await operator.goto('/operator/tax?q=Portugal');
  await operator.getByRole('link', { name: 'Tax: Portugal', exact: true }).click();
  const rate = operator.getByLabel('Rate in percent');
  await rate.fill('a lot');
  await operator.getByLabel('From the day').fill('2099-01-01');
  await operator.getByLabel('Reason').fill(why);
  await operator.getByRole('button', { name: 'See the effect' }).click();
  await expect(rate).toHaveAttribute('aria-invalid', 'true');
  await expect(operator.getByLabel('Reason'), 'what was typed stays').toHaveValue(why);
  await rate.fill(percent);
  await operator.getByRole('button', { name: 'See the effect' }).click();
  const effect = operator.locator('#effect');
  await expect(effect).toContainText(`${percent}%`);
  if (withScript) {
    await expectAccessible(operator);
    await expectNoSideways(operator);
  }
  await effect.getByRole('button', { name: 'Put it into force' }).click();
  const row = operator.locator('[data-said]', { hasText: why });
  await expect(row).toContainText('Coming');
  await expect(operator.locator('#holds'), 'it counts until then').toContainText('23%');
  await row.getByRole('link', { name: 'Take back' }).click();
  await operator.getByLabel('Why it is taken back').fill(`${why}, no more`);
  await operator.locator('main').getByRole('button', { name: 'Take back' }).click();
  await expect(operator.locator('#notices')).toContainText('It was taken back and will not begin.');
  await expect(row).toContainText('Taken back');
}

test('a rate of tax is looked at, said for later and taken back', async ({ visitor, isMobile }) => {
  await sayAndTakeBack(await visitor('operator'), isMobile ? '19' : '18', true);
});

test.describe('without script', ONCE, () => {
  test.use({ javaScriptEnabled: false });

  test('the same forms do the same', async ({ visitor }) => {
    await sayAndTakeBack(await visitor('operator', { javaScriptEnabled: false }), '17', false);
  });
});
