// What a sale would leave: reckoned in the browser as one types, and the same by the server where nothing can be.
import { awake, expect, expectAccessible, expectNoSideways, test } from './fixtures.ts';

test('what a sale leaves follows each key, and is what the server says', async ({ visitor }) => {
  const desk = await visitor('seller');
  await desk.goto('/seller/fees');
  await awake(desk);
  const proceeds = desk.locator('#proceeds');
  await desk.getByLabel('Kind of goods').selectOption('electronics');
  await desk.getByLabel('Price of one').fill('45');
  await desk.getByLabel('How many').fill('2');
  await desk.getByLabel('Delivery that the buyer pays').fill('4.99');
  await desk.getByLabel('What one costs you').fill('20');
  await expect(proceeds).toContainText('8% of $94.99');
  await expect(proceeds).toContainText('$87.39');
  await desk.getByLabel('Price of one').press('End');
  await desk.getByLabel('Price of one').press('0');
  await expect(proceeds).toContainText('8% of $904.99');
  await desk.getByLabel('How many').fill('0');
  await expect(proceeds).toContainText('a whole number of units from 1 to 999');
  await desk.getByLabel('How many').fill('2');
  const reckoned = await proceeds.innerText();
  await expectAccessible(desk);
  await expectNoSideways(desk);
  await desk.getByRole('button', { name: 'Reckon' }).click();
  await expect(desk).toHaveURL(/price=450/);
  expect(await proceeds.innerText()).toBe(reckoned);

  const plain = await visitor('seller', { javaScriptEnabled: false });
  await plain.goto(desk.url());
  expect(await plain.locator('#proceeds').innerText()).toBe(reckoned);
});
