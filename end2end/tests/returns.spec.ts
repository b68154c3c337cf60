// From a delivered order to the money back: asking with the amounts in sight, the slip, the seller's answer, grading,
// refund. On both screens, and once without JavaScript.
import { ONCE, type Page, awake, cents, expect, expectAccessible, expectNoSideways, newShopper, test } from './fixtures.ts';

// Each screen returns another product, so that both may run at once. Both are of Casa Guayabo, who answers by hand.
const GOODS = {
  desktop: '/p/smoked-paprika-tin-75-g',
  phone: '/p/beeswax-lip-balm-tin',
};

/** Buys one unit, and has its seller send and deliver it. Gives the order's address. */
async function delivered(page: Page, desk: Page, path: string, name: string): Promise<string> {
  await page.goto(path);
  await awake(page);
  await page.getByRole('button', { name: 'Buy now with one click' }).click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  const order = await page.locator('#ordered').getByRole('link', { name: 'View order' }).getAttribute('href') ?? '';
  await desk.goto('/seller/orders');
  const links = await desk.locator('[data-part] a').evaluateAll((all) => all.slice(0, 8).map((a) => a.getAttribute('href') ?? ''));
  for (const link of links) {
    await desk.goto(link);
    if ((await desk.locator('#address').innerText()).includes(name)) break;
  }
  await expect(desk.locator('#address')).toContainText(name);
  await desk.locator('#ship').getByLabel('Tracking number').fill('RETURN-0001');
  await awake(desk);
  await desk.getByRole('button', { name: 'Ship and charge the card' }).click();
  await expect(desk.locator('#notices')).toContainText('The card was charged.');
  await desk.getByRole('button', { name: 'Mark as delivered' }).click();
  await expect(desk.locator('#sale-state')).toHaveAttribute('data-state', 'delivered');
  return order;
}

test('what was delivered goes back in three steps, and its money to the card', async ({ page, context, visitor, watch }, info) => {
  test.slow();
  const shopper = await newShopper(context);
  const desk = await visitor('seller');
  const order = await delivered(page, desk, GOODS[info.project.name as keyof typeof GOODS], shopper.name);

  // Step 1: what and why. What is missing is said beside its field, and what was typed stays.
  await page.goto(order);
  await page.getByRole('link', { name: 'Return items' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('What comes back, and why?');
  await page.getByLabel('Units (up to 1)').fill('3');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByLabel('Units (up to 1)')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Units (up to 1)')).toHaveValue('3');
  await page.getByLabel('Units (up to 1)').fill('1');
  await page.getByLabel('Reason').selectOption('no_longer_wanted');
  await expectAccessible(page);
  await expectNoSideways(page);
  await page.getByRole('button', { name: 'Continue' }).click();

  // Step 2: the amounts before anything is asked for.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('How it goes back, and your money');
  await expect(page.locator('#way')).toContainText('You choose a carrier and pay for the way back.');
  await expect(page.locator('#money')).toContainText(`•••• ${shopper.last4}`);
  const promised = cents(await page.locator('#back dd').last().innerText());
  await expectAccessible(page);
  await expectNoSideways(page);
  await page.getByLabel('Tell the seller more').fill('It is not what I wanted.');
  await page.getByRole('button', { name: 'Ask for the return' }).click();

  // Step 3: it is asked for.
  await expect(page).toHaveURL(/\/returns\/rtn_[^/?]+\?new=1$/);
  await expect(page.locator('main')).toContainText('Your return is asked for.');
  const here = new URL(page.url()).pathname;
  const number = here.split('/').pop() ?? '';
  await expectAccessible(page);

  // The seller is told, and answers.
  await desk.goto('/seller');
  await expect(desk.locator('#asked')).toContainText('for you.');
  await desk.getByRole('link', { name: 'See returns' }).click();
  await desk.locator(`[data-return="${number}"] a`).click();
  await expect(desk.locator('main')).toContainText('It is not what I wanted.');
  await expectAccessible(desk);
  await desk.locator('#approve').getByLabel('Words to the shopper').fill('Of course.');
  await desk.getByRole('button', { name: 'Approve' }).click();
  await expect(desk.locator('#notices')).toContainText('The shopper is told.');

  // The slip has the number and where it goes.
  await page.goto(here);
  await expect(page.locator('main')).toContainText('Of course.');
  await page.getByRole('link', { name: 'Slip to print' }).click();
  await expect(page.locator('#slip')).toContainText(number);
  await expect(page.locator('#slip')).toContainText('12 Orchard Lane');
  await expectAccessible(page);
  await expectNoSideways(page);
  await page.goto(here);
  await page.getByLabel('Tracking number').fill('BACK-0001');
  await page.getByRole('button', { name: 'I have sent it' }).click();
  await expect(page.locator('[data-return-state]')).toHaveAttribute('data-return-state', 'sent');
  await expect(page.getByRole('button', { name: 'Cancel the return' })).toHaveCount(0);

  // Received, graded, seen to the cent, given back.
  await desk.reload();
  await desk.getByRole('button', { name: 'It has arrived' }).click();
  await expect(desk.locator('#notices')).toContainText('Received.');
  await desk.getByLabel('State').selectOption('as_new');
  await desk.getByRole('button', { name: 'Look at the refund' }).click();
  const line = async (term: string) => cents(await desk.locator('#preview dt', { hasText: term }).locator('+ dd').innerText());
  expect(await line('The card gets'), 'what the shopper was promised').toBe(promised);
  const [commission, fee, tax, costs] = [await line('Commission given back'), await line('Kept of it'), await line('Tax given back'), await line('Taken from')];
  expect(fee).toBeGreaterThan(0);
  expect(costs).toBe(promised - tax - commission + fee);
  await expectAccessible(desk);
  await expectNoSideways(desk);
  await desk.locator('#refund').getByRole('button').click();
  await expect(desk.locator('#notices')).toContainText('The card has it back.');
  await expect(desk.locator('[data-return-state]')).toHaveAttribute('data-return-state', 'refunded');
  await page.reload();
  expect(cents(await page.locator('#given').innerText())).toBe(promised);
  await page.goto('/account/returns');
  await expect(page.locator(`[data-return="${number}"]`)).toContainText('Refunded');
  await expectAccessible(page);
  await page.goto(order);
  await expect(page.getByRole('link', { name: 'Return items' })).toHaveCount(0);

  // Nobody else reads it.
  watch.allow(/the server responded with a status of 40[134]/);
  const other = await visitor('buyer');
  expect((await other.goto(here))?.status()).toBe(404);
  const foreign = await visitor('otherSeller');
  expect((await foreign.goto(`/seller/returns/${number}`))?.status()).toBe(404);
});

test('without JavaScript a return is asked for, kept when something is wrong, and cancelled', ONCE, async ({ context, visitor, page }) => {
  const shopper = await newShopper(context);
  const desk = await visitor('seller');
  const order = await delivered(page, desk, '/p/olive-oil-soap-three-bars', shopper.name);
  const plain = await visitor(undefined, { javaScriptEnabled: false, storageState: await context.storageState() });
  await plain.goto(order);
  await plain.getByRole('link', { name: 'Return items' }).click();
  await plain.getByLabel('Reason').selectOption('damaged');
  await plain.getByRole('button', { name: 'Continue' }).click();
  await expect(plain.locator('#way')).toContainText('You send it, and the seller owes you the postage');
  await plain.getByLabel('Tell the seller more').fill('x');
  await plain.getByRole('button', { name: 'Ask for the return' }).click();
  await expect(plain.locator('#ask')).toContainText('Write 3 to 500 characters of plain text.');
  await expect(plain.getByLabel('Tell the seller more')).toHaveValue('x');
  await plain.getByLabel('Tell the seller more').fill('It arrived broken.');
  await plain.getByRole('button', { name: 'Ask for the return' }).click();
  await expect(plain.locator('[data-return-state]')).toHaveAttribute('data-return-state', 'requested');
  await plain.getByRole('button', { name: 'Cancel the return' }).click();
  await expect(plain.locator('[data-return-state]')).toHaveAttribute('data-return-state', 'cancelled');
  await plain.goto(order);
  await expect(plain.getByRole('link', { name: 'Return items' })).toBeVisible();
});

/** Asks for a return of what was delivered; gives the address of its page. */
async function asks(page: Page, order: string, instead?: string): Promise<string> {
  await page.goto(order);
  await page.getByRole('link', { name: 'Return items' }).click();
  // The seller's fault, but no defect: a few of those, and nothing of this seller's stands in a buy box any more.
  await page.getByLabel('Reason').selectOption('arrived_late');
  await page.getByRole('button', { name: 'Continue' }).click();
  if (instead) {
    const wish = page.getByLabel('What do you want for it?');
    await wish.selectOption(await wish.locator('option', { hasText: instead }).getAttribute('value') ?? '');
    await expectAccessible(page);
    await expectNoSideways(page);
  }
  await page.getByRole('button', { name: 'Ask for the return' }).click();
  await expect(page).toHaveURL(/\/returns\/rtn_[^/?]+\?new=1$/);
  return new URL(page.url()).pathname;
}

test('the same again comes instead of the money', ONCE, async ({ page, context, visitor }) => {
  test.slow();
  const shopper = await newShopper(context);
  const desk = await visitor('seller');
  const order = await delivered(page, desk, '/p/olive-oil-soap-three-bars', shopper.name);
  const here = await asks(page, order, 'The same again');
  await expect(page.locator('#exchange')).toContainText('wished for');
  await expect(page.locator('#money')).toHaveCount(0);
  await expectAccessible(page);

  await desk.goto(`/seller/returns/${here.split('/').pop()}`);
  await desk.getByRole('button', { name: 'Approve' }).click();
  await expect(desk.locator('#exchange')).toContainText('set aside');
  await desk.getByRole('button', { name: 'It has arrived' }).click();
  await expect(desk.locator('#grading'), 'no money as long as it is an exchange').toHaveCount(0);
  await desk.locator('#accept').getByLabel('State').selectOption('damaged');
  await expectAccessible(desk);
  await expectNoSideways(desk);
  await desk.getByRole('button', { name: 'Keep to the exchange' }).click();
  await expect(desk.locator('#notices')).toContainText('Send the replacement now.');
  await desk.locator('#replacement').getByLabel('Tracking number').fill('AGAIN-0001');
  await desk.locator('#replacement').getByRole('button').click();
  await expect(desk.locator('[data-return-state]')).toHaveAttribute('data-return-state', 'exchanged');

  await page.goto(order);
  await expect(page.locator('main')).toContainText('AGAIN-0001');
  await page.goto(here);
  await page.getByRole('button', { name: 'The replacement has arrived' }).click();
  await expect(page.locator('[data-exchange-state]')).toHaveAttribute('data-exchange-state', 'delivered');
  await expectAccessible(page);
});

test('a refusal is appealed, and an operator decides for the shopper', ONCE, async ({ page, context, visitor }) => {
  test.slow();
  const shopper = await newShopper(context);
  const desk = await visitor('seller');
  const order = await delivered(page, desk, '/p/olive-oil-soap-three-bars', shopper.name);
  const here = await asks(page, order);
  const number = here.split('/').pop() ?? '';
  await desk.goto(`/seller/returns/${number}`);
  await desk.locator('summary', { hasText: 'Decline' }).click();
  await desk.locator('#decline').getByLabel('Words to the shopper').fill('Not this one.');
  await desk.locator('#decline').getByRole('button').click();
  await expect(desk.locator('[data-return-state]')).toHaveAttribute('data-return-state', 'declined');

  await page.goto(here);
  await page.locator('summary', { hasText: 'I do not agree' }).click();
  await page.locator('#appeal').getByLabel('What is wrong with it?').fill('All three bars were broken.');
  await expectAccessible(page);
  await page.locator('#appeal').getByRole('button').click();
  await expect(page.locator('#appealed')).toContainText('We are looking at it');

  const office = await visitor('operator');
  await office.goto('/operator/returns');
  const one = office.locator(`[data-appeal="${number}"]`);
  await expect(one).toContainText('All three bars were broken.');
  await expect(one).toContainText('Not this one.');
  await one.getByLabel('Our reason:').fill('Bars that break are for the seller to replace.');
  await one.getByRole('button', { name: 'Decide for the shopper' }).click();
  await expect(office.locator('#notices')).toContainText('Both parties are told.');
  await page.reload();
  await expect(page.locator('#appealed')).toContainText('Bars that break are for the seller to replace.');
  await page.getByRole('link', { name: 'What we ordered' }).click();
  await expect(page.locator('[data-return-state]')).toHaveAttribute('data-return-state', 'approved');
});
