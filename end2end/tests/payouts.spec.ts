// Money is never a riddle: what is owed, what is kept back until when, where it goes, and every figure down to the postings.
import { ONCE, type Page, awake, cents, expect, expectAccessible, expectNoSideways, newShopper, test, unique } from './fixtures.ts';
import { bought, delivered, sent } from './sold.ts';

// Each screen has a seller of its own, so that both may run at once.
const DESKS = {
  desktop: { role: 'seller', name: 'Casa Guayabo', path: '/p/single-origin-coffee-from-huila-whole-bean-500-g' },
  phone: { role: 'otherSeller', name: 'Páramo Outdoor', path: '/p/cloud-forest-rain-shell-orange-m' },
} as const;

const signed = (text: string) => (/[-−]/.test(text) ? -cents(text) : cents(text));
const figure = async (desk: Page, at: number) => signed(await desk.locator('#standing > *').nth(at).locator(':scope > *').nth(1).innerText());

test('a shipped order is kept back, and its line opens the postings behind it', async ({ page, context, visitor }, info) => {
  const ours = DESKS[info.project.name as keyof typeof DESKS];
  await newShopper(context);
  await page.goto(ours.path);
  await awake(page);
  await page.getByRole('button', { name: 'Buy now with one click' }).click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');

  const desk = await visitor(ours.role);
  await desk.goto('/seller/orders');
  await desk.locator('[data-part] a').first().click();
  await awake(desk);
  await desk.locator('#ship').getByLabel('Tracking number').fill('PAY-0001');
  await desk.getByRole('button', { name: 'Ship and charge the card' }).click();
  await expect(desk.locator('#notices')).toContainText('The card was charged.');

  await desk.goto('/seller');
  await desk.locator('#owed').getByRole('link').click();
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Payouts');
  await expect(desk.locator('[data-reserved]').first()).toContainText('not delivered yet');
  expect(await figure(desk, 1)).toBeGreaterThan(0);
  // What banks took back may leave less than is kept of other orders: then nothing can be paid out.
  expect(await figure(desk, 2)).toBe(Math.max(0, await figure(desk, 0) - await figure(desk, 1)));
  await expectAccessible(desk);
  await expectNoSideways(desk);

  // Opening and every line are the closing.
  const balance = await figure(desk, 0);
  await desk.getByRole('link', { name: 'Your balance' }).click();
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Since the last payout');
  const amounts = await desk.locator('#lines tbody td:nth-child(3)').allInnerTexts();
  const sum = amounts.reduce((all, text) => all + signed(text), 0);
  const opening = signed(await desk.locator('[data-sum=opening]').innerText());
  expect(opening + sum).toBe(signed(await desk.locator('[data-sum=closing]').innerText()));
  expect(opening + sum).toBe(balance);
  await expectAccessible(desk);
  await expectNoSideways(desk);

  await desk.locator('[data-line=sales] a').first().click();
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Postings');
  await expect(desk.locator('#others')).toContainText('What the buyer paid');
  expect(cents(await desk.locator('#all').innerText())).toBe(0);
  await expectAccessible(desk);
  await expectNoSideways(desk);
});

test('a wrong account number is named, and the right one is kept as a sketch', async ({ visitor }, info) => {
  const ours = DESKS[info.project.name as keyof typeof DESKS];
  const desk = await visitor(ours.role);
  await desk.goto('/seller/payouts');
  const form = desk.locator('#bank-form');
  if (!(await form.isVisible())) await desk.getByText('Change the bank account').click();
  await form.getByLabel('Account holder').fill('River Goods LLC');
  await form.getByLabel('Kind of account').selectOption('iban');
  await form.locator('[name=iban]').fill('DE89 3704 0044 0532 0130 01');
  await form.getByRole('button', { name: 'Save the bank account' }).click();
  await expect(desk.locator('#bank')).toContainText('A letter or digit is wrong, or two are swapped.');
  await expect(form.getByLabel('Account holder'), 'what was typed stays').toHaveValue('River Goods LLC');
  await form.locator('[name=iban]').fill('DE89 3704 0044 0532 0130 00');
  await form.getByLabel('Your password').fill('not the password');
  await form.getByRole('button', { name: 'Save the bank account' }).click();
  await expect(desk.locator('#bank')).toContainText('This is not your current password.');
  await form.locator('[name=iban]').fill('DE89 3704 0044 0532 0130 00');
  await form.getByLabel('Your password').fill(process.env.E2E_PASSWORD ?? '');
  await form.getByRole('button', { name: 'Save the bank account' }).click();
  await expect(desk.locator('#notices')).toContainText('Payouts go to this account from now on.');
  await expect(desk.locator('#bank-now')).toContainText('DE 3704 •••• 3000');
});

test('an operator stops a seller with a reason and lets it go on', async ({ visitor }, info) => {
  const ours = DESKS[info.project.name as keyof typeof DESKS];
  const office = await visitor('operator');
  await office.goto('/operator/payouts');
  const form = office.locator('#hold');
  await form.getByLabel('Seller').selectOption({ label: ours.name });
  await form.getByRole('button', { name: 'Stop payouts' }).click();
  await expect(form.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true');
  await form.getByLabel('Seller').selectOption({ label: ours.name });
  await form.getByLabel('Reason').fill('Looking into chargebacks');
  await form.getByRole('button', { name: 'Stop payouts' }).click();
  await expect(office.locator('#notices')).toContainText('Payouts of this seller are stopped.');
  await expect(office.locator('#hold-log [data-held=true]').first()).toContainText('Olga Rivera');
  await expectAccessible(office);
  await expectNoSideways(office);

  const desk = await visitor(ours.role);
  await desk.goto('/seller/payouts');
  await expect(desk.locator('main')).toContainText('Payouts are stopped by the shop');
  await office.locator('#hold').getByLabel('Seller').selectOption({ label: ours.name });
  await office.locator('#hold').getByLabel('Reason').fill('Nothing was found');
  await office.locator('#hold').getByRole('button', { name: 'Let them go on' }).click();
  await expect(office.locator('#notices')).toContainText('Payouts of this seller go on.');
  await desk.reload();
  await expect(desk.locator('main')).not.toContainText('Payouts are stopped by the shop');
});

/** Says for how many days what was delivered is kept back, from now on. */
async function keepBack(office: Page, days: string) {
  const why = `Kept back for ${days} days ${unique()}`;
  await office.goto('/operator/terms/payouts');
  await office.getByLabel('Days kept back after delivery').fill(days);
  await office.getByLabel('Reason').fill(why);
  await office.getByRole('button', { name: 'See the effect' }).click();
  await office.locator('#effect').getByRole('button', { name: 'Put it into force' }).click();
  await expect(office).toHaveURL(/\/operator\/terms$/);
  await expect(office.locator('[data-said]', { hasText: why })).toContainText('Counts');
}

test('what was delivered and is kept back no longer is paid out when its seller asks', ONCE, async ({ page, context, visitor }) => {
  test.slow();
  const shopper = await newShopper(context);
  await bought(page, '/p/rain-jacket-three-layers-unisex');
  const desk = await visitor('otherSeller');
  await sent(desk, shopper.name, 'PAYOUT-0001');
  await delivered(desk);
  await desk.goto('/seller/payouts');
  const form = desk.locator('#bank-form');
  if (!(await form.isVisible())) await desk.getByText('Change the bank account').click();
  await form.getByLabel('Account holder').fill('Páramo Outdoor LLC');
  await form.getByLabel('Kind of account').selectOption('iban');
  await form.locator('[name=iban]').fill('DE89 3704 0044 0532 0130 00');
  await form.getByLabel('Your password').fill(process.env.E2E_PASSWORD ?? '');
  await form.getByRole('button', { name: 'Save the bank account' }).click();
  await expect(desk.locator('#notices')).toContainText('Payouts go to this account from now on.');

  const office = await visitor('operator');
  let given = 0;
  await keepBack(office, '0');
  try {
    await desk.reload();
    const available = await figure(desk, 2);
    expect(available).toBeGreaterThan(0);
    const button = desk.locator('#pay-out').getByRole('button', { name: /^Pay out \$/ });
    expect(cents(await button.innerText())).toBe(available);
    await expectAccessible(desk);
    await expectNoSideways(desk);
    await button.click();
    await expect(desk.locator('#notices')).toContainText('The bank has sent');
    // Something else may have been delivered since the page was read: then it is more.
    given = cents(await desk.locator('#notices').innerText());
    expect(given).toBeGreaterThanOrEqual(available);
  } finally {
    await keepBack(office, '7');
  }
  const paid = desk.locator('[data-payout]').first();
  await expect(paid).toHaveAttribute('data-state', 'paid');
  await expect(paid).toContainText('asked for');
  expect(cents(await paid.innerText())).toBe(given);
  await expect(desk.locator('#pay-out'), 'nothing is left to ask for').toHaveCount(0);
  await expect(desk.locator('#payouts')).toContainText('The smallest payout is');
  await expectAccessible(desk);
  await paid.getByRole('link').click();
  await expect(desk).toHaveURL(/\/seller\/payouts\/[^/?]+\?/);
  await expectAccessible(desk);
  await expectNoSideways(desk);
});

test('a figure of the year opens lines that add up to it, and a line opens its postings', async ({ page, context, visitor }, info) => {
  test.slow();
  const ours = DESKS[info.project.name as keyof typeof DESKS];
  const shopper = await newShopper(context);
  await bought(page, ours.path);
  const desk = await visitor(ours.role);
  await sent(desk, shopper.name, 'YEAR-0001');

  await desk.goto('/seller/year');
  await expectAccessible(desk);
  await expectNoSideways(desk);
  // Another order of theirs may be charged between the two pages.
  await expect(async () => {
    await desk.goto('/seller/year');
    const sold = desk.locator('#sums [data-figure=gross]');
    const said = signed(await sold.innerText());
    expect(said).toBeGreaterThan(0);
    await sold.click();
    await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Sold, with delivery and gift wrap');
    expect(signed(await desk.locator('#total bdi').innerText())).toBe(said);
  }).toPass();
  await expectAccessible(desk);
  await expectNoSideways(desk);

  // What is posted meanwhile is newer than every line that is still to come.
  const newest = desk.url();
  const total = signed(await desk.locator('#total bdi').innerText());
  const older = desk.getByRole('link', { name: 'Older lines' });
  let sum = 0;
  for (;;) {
    for (const amount of await desk.locator('#lines tbody td:nth-child(3)').allInnerTexts()) sum += signed(amount);
    if ((await older.count()) === 0) break;
    await desk.goto((await older.getAttribute('href')) ?? '');
  }
  expect(sum).toBe(total);

  await desk.goto(newest);
  await desk.locator('#lines tbody a').first().click();
  await expect(desk.getByRole('heading', { level: 1 })).toHaveText('Postings');
  await expect(desk.locator('#others')).toContainText('What the buyer paid');
  expect(cents(await desk.locator('#all').innerText())).toBe(0);
});

test('a seller says who it is to tax authorities, and its number is shown by its end alone', async ({ visitor }, info) => {
  const desk = await visitor(DESKS[info.project.name as keyof typeof DESKS].role);
  await desk.goto('/seller/settings');
  const card = desk.locator('#tax-person');
  const born = card.getByLabel('Day of birth');
  await card.getByLabel('Who sells').selectOption('person');
  await born.fill('2099-01-01');
  await card.getByLabel('State that gave the tax number').selectOption('US');
  await card.locator('[name=own_tax_id]').fill('98-7650123');
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(born).toHaveAttribute('aria-invalid', 'true');
  await expect(card.locator('[name=own_tax_id]'), 'what is never shown does not come back').toHaveValue('');
  await expect(card.getByLabel('Who sells'), 'what was typed stays').toHaveValue('person');
  await born.fill('1987-03-14');
  await card.locator('[name=own_tax_id]').fill('98-7650123');
  await card.getByRole('button', { name: 'Save' }).click();
  await expect(desk.locator('#notices')).toContainText('Saved');
  await expect(card.locator('#tax-known')).toContainText('••••0123');
  await expect(card).not.toContainText('98-7650123');
  await expect(born).toHaveValue('');
  await expectAccessible(desk);
  await expectNoSideways(desk);
});
