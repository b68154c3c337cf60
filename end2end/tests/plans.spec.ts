// What selling costs: an operator says a rule after seeing its effect, a seller reads it; a seller chooses a plan and takes it back.
import { CARDS, ONCE, awake, expect, expectAccessible, expectNoSideways, test } from './fixtures.ts';

// Each screen has goods and a seller of its own, so that both may run at once. The demo sells neither kind.
const OWN = { desktop: { path: 'jewelry', name: 'Jewellery' }, phone: { path: 'industrial', name: 'Industrial' } };

test('a rule for one seller is looked at, said, and read by that seller', async ({ visitor }, info) => {
  const goods = OWN[info.project.name as keyof typeof OWN];
  const operator = await visitor('operator');
  await operator.goto('/operator/fees');
  await operator.getByRole('link', { name: `Commission: ${goods.name}` }).click();
  await expect(operator).toHaveURL(new RegExp(`/operator/fees/${goods.path}$`));
  await operator.getByLabel('For whom').selectOption({ label: 'Páramo Outdoor' });
  await operator.getByLabel('How the bands apply').selectOption('whole');
  await operator.getByLabel('Band 1: percent').fill('6,5 %');
  await operator.getByLabel('Band 1: up to (USD)').fill('100');
  await operator.getByLabel('Band 2: percent').fill('4.25');
  await operator.getByLabel('Band 2: up to (USD)').fill('');
  await operator.getByLabel('Reason').fill('They bring their own buyers');
  await operator.getByRole('button', { name: 'See the effect' }).click();
  // What is wrong is said at its field, and what was typed stays.
  await expect(operator.getByLabel('Band 1: percent')).toHaveAttribute('aria-invalid', 'true');
  await expect(operator.getByLabel('Reason')).toHaveValue('They bring their own buyers');
  await operator.getByLabel('Band 1: percent').fill('6.5');
  await operator.getByRole('button', { name: 'See the effect' }).click();
  const effect = operator.locator('#effect');
  await expect(effect).toContainText('6.5% up to $100.00');
  await expect(effect).toContainText('4.25% of what costs more');
  await expect(effect).toContainText('Nothing of this was sold in the last 30 days.');
  await expectAccessible(operator);
  await expectNoSideways(operator);
  await effect.getByRole('button', { name: 'Put it into force' }).click();
  await expect(operator).toHaveURL(/\/operator\/fees$/);
  await expect(operator.locator('#notices')).toContainText(`Commission changed: ${goods.name}.`);
  await expect(operator.locator(`[data-own=${goods.path}]`)).toContainText('6.5% up to $100.00');
  await expect(operator.locator('main')).toContainText('They bring their own buyers');

  const desk = await visitor('otherSeller');
  await desk.goto('/seller/fees');
  await expect(desk.locator(`[data-class=${goods.path}]`)).toContainText('yours');
  await awake(desk);
  await desk.getByLabel('Kind of goods').selectOption(goods.path);
  await desk.getByLabel('Price of one').fill('90');
  await desk.getByLabel('Delivery that the buyer pays').fill('0');
  await expect(desk.locator('#proceeds')).toContainText('6.5% of $90.00');
  const other = await visitor('seller');
  await other.goto('/seller/fees');
  await expect(other.locator(`[data-class=${goods.path}]`)).not.toContainText('yours');
});

test('an owner ends a plan with its month, and keeps it after all', async ({ visitor }, info) => {
  const desk = await visitor(info.project.name === 'phone' ? 'otherSeller' : 'seller');
  await desk.goto('/seller/fees');
  await desk.getByRole('link', { name: 'Your plan' }).click();
  const yours = desk.locator('#yours');
  // Who sells by the item begins to pay by the month; the first one is free.
  if (await yours.locator('[data-plan=individual]').count()) {
    await desk.getByRole('button', { name: 'Choose “Professional”' }).click();
    await expect(desk.locator('#notices')).toContainText('Your plan: Professional.');
  }
  await expect(yours).toContainText('The next month begins on');
  await expectAccessible(desk);
  await expectNoSideways(desk);
  await desk.getByRole('button', { name: 'Choose “Individual”' }).click();
  await expect(yours).toContainText('The plan ends on');
  await expect(desk.getByRole('button', { name: 'Choose “Individual”' })).toHaveCount(0);
  await desk.getByRole('button', { name: 'Keep this plan' }).click();
  await expect(yours).toContainText('The next month begins on');

  // A card for the months that the balance does not cover: kept, and let go of.
  const card = desk.locator('#fee-card');
  await card.getByLabel('Name on the card').fill('Olga Owner');
  await card.getByLabel('Card number').fill(CARDS.approved);
  await card.locator('[name=card_expiry]').fill('09/35');
  await card.locator('[name=card_cvc]').fill('123');
  await card.getByRole('button', { name: 'Save this card for fees' }).click();
  await expect(card).toContainText(`Visa •••• ${CARDS.approved.slice(-4)}`);
  await expectAccessible(desk);
  await expectNoSideways(desk);
  await card.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(card).toContainText('No card is saved.');
});

test.describe('without JavaScript', ONCE, () => {
  test.use({ javaScriptEnabled: false });

  test('the prices of plans are said by a plain form, for a day to come', async ({ visitor }, info) => {
    const operator = await visitor('operator', { javaScriptEnabled: false });
    await operator.goto('/operator/fees');
    const form = operator.getByRole('form', { name: 'Plans' });
    const reason = `As agreed with the ${info.project.name}`;
    await form.getByLabel('Professional, a month (USD)').fill('49.00');
    await form.getByLabel('From the day').fill('2000-01-01');
    await form.getByLabel('Reason').fill(reason);
    await form.getByRole('button', { name: 'Change the plans' }).click();
    await expect(form.getByLabel('From the day')).toHaveAttribute('aria-invalid', 'true');
    await expect(form.getByLabel('Professional, a month (USD)')).toHaveValue('49.00');
    await form.getByLabel('From the day').fill('2999-01-01');
    await form.getByRole('button', { name: 'Change the plans' }).click();
    await expect(operator.locator('#notices')).toContainText('prices were changed');
    await expect(operator.locator('main')).toContainText(reason);
    // Until that day nothing changes.
    await expect(form.getByLabel('Professional, a month (USD)')).toHaveValue('39.99');
  });

  test('where the platform is, is said by a plain form, and a label leads to its own field', async ({ visitor }, info) => {
    const operator = await visitor('operator', { javaScriptEnabled: false });
    await operator.goto('/operator/fees');
    const form = operator.getByRole('form', { name: 'Tax on fees' });
    const reason = `A new law, says the ${info.project.name}`;
    await form.getByText('Reason', { exact: true }).click();
    await expect(form.getByLabel('Reason')).toBeFocused();
    await form.getByLabel('Country of the platform').selectOption('US');
    await form.getByLabel('Legal name').fill('River Inc.');
    await form.getByLabel('Address').fill('1 Bank Street');
    await form.getByLabel('Tax number').fill('12-345');
    await form.getByLabel('From the day').fill('2999-01-01');
    await form.getByLabel('Reason').fill(reason);
    await form.getByRole('button', { name: 'Change how fees are taxed' }).click();
    await expect(form.getByLabel('Tax number')).toHaveAttribute('aria-invalid', 'true');
    await expect(form.getByLabel('Legal name')).toHaveValue('River Inc.');
    await form.getByLabel('Tax number').fill('12-3456789');
    await form.getByRole('button', { name: 'Change how fees are taxed' }).click();
    await expect(operator.locator('#notices')).toContainText('How fees are taxed was changed');
    await expect(operator.locator('main')).toContainText(reason);
    // Until that day nothing changes.
    await expect(operator.locator('#seat-now')).toHaveText('Fees are not taxed.');
  });
});
