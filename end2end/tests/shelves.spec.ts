// What a category is charged as: an operator says it after seeing the effect, from a day to come, and a seller finds what holds.
import { expect, expectAccessible, expectNoSideways, test } from './fixtures.ts';

// Each screen has a category of its own, so that both may run at once.
const OWN = {
  desktop: { name: 'Building and games', path: 'Toys › Building and games' },
  phone: { name: 'Bedding and bath', path: 'Home › Bedding and bath' },
};

test('a category is looked at, charged as other goods from a day on, and stays as it is until then', async ({ visitor }, info) => {
  const shelf = OWN[info.project.name as keyof typeof OWN];
  const reason = `Rings are sold there, says the ${info.project.name}`;
  const operator = await visitor('operator');
  await operator.goto('/operator/fees');
  await operator.getByRole('link', { name: 'Commission by category' }).click();
  await operator.getByRole('searchbox', { name: /^Category/ }).fill(shelf.name);
  await operator.getByRole('button', { name: 'Search' }).click();
  await expect(operator.locator('[data-shelf]')).toHaveCount(1);
  await expectAccessible(operator);
  await expectNoSideways(operator);
  await operator.getByRole('link', { name: `Commission: ${shelf.path}` }).click();
  await operator.getByLabel('Charged as').selectOption('jewelry');
  await operator.getByLabel('From the day').fill('2999-01-01');
  await operator.getByLabel('Reason').fill('x');
  await operator.getByRole('button', { name: 'See the effect' }).click();
  const effect = operator.locator('#effect');
  await expect(effect).toContainText('Jewellery');
  await expect(effect).toContainText('For 1 category.');
  await expectAccessible(operator);
  await expectNoSideways(operator);
  await effect.getByRole('button', { name: 'Put it into force' }).click();
  // What is wrong is said at its field, and what was typed stays.
  await expect(operator.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true');
  await expect(operator.getByLabel('Charged as')).toHaveValue('jewelry');
  await operator.getByLabel('Reason').fill(reason);
  await operator.getByRole('button', { name: 'See the effect' }).click();
  await effect.getByRole('button', { name: 'Put it into force' }).click();
  await expect(operator.locator('#notices')).toContainText('was changed');
  await expect(operator.locator('main')).toContainText(reason);
  await expect(operator.locator('#holds')).not.toContainText('Jewellery');

  const desk = await visitor('seller');
  await desk.goto(`/seller/fees?shelf=${encodeURIComponent(shelf.name)}`);
  await expect(desk.locator('#kinds [data-kind]')).toHaveAttribute('data-kind', 'standard');
});
