// Somebody opens a shop: the checklist says what is missing, an operator gives it back once and then lets it sell.
import { awake, expect, expectAccessible, expectNoSideways, newShopper, test, unique } from './fixtures.ts';

const PDF = { name: 'passport.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nNadia') };
const LETTER = { name: 'letter.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nElectricity') };

test('a shop is opened, handed in, given back, approved', async ({ page, context, visitor }) => {
  await newShopper(context);
  const name = `Delta Lamps ${unique()}`;
  await page.goto('/');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Sell here' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sell here');
  await page.getByLabel('Name of the shop').fill(name);
  await page.getByLabel('E-mail for buyers').fill('help@delta.example');
  await page.getByRole('button', { name: 'Open the shop' }).click();

  await expect(page).toHaveURL(/\/seller\/opening\?seller=/);
  const seller = new URL(page.url()).searchParams.get('seller') ?? '';
  const line = (which: string) => page.locator(`[data-requirement=${which}]`);
  await expect(line('contact')).toHaveAttribute('data-there', 'true');
  await expect(line('bank')).toHaveAttribute('data-there', 'false');
  await awake(page);
  await page.getByRole('button', { name: 'Hand it all in' }).click();
  await expect(page.locator('#notices')).toContainText('Still missing: Legal name and address');
  await expectAccessible(page);
  await expectNoSideways(page);

  await line('legal').getByRole('link').click();
  const legal = page.locator('#legal');
  await legal.getByLabel('Name').fill('Nadia Rivers');
  await legal.getByLabel('Address').fill('5 River Road\nAustin');
  await legal.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('#notices')).toContainText('Saved');

  await page.goto(`/seller/opening?seller=${seller}`);
  await line('bank').getByRole('link').click();
  const bank = page.locator('#bank-form');
  await bank.getByLabel('Account holder').fill('Nadia Rivers');
  await bank.getByLabel('Kind of account').selectOption('us');
  await bank.getByLabel('Routing number').fill('110000000');
  await bank.getByLabel('Account number').fill('000123456789');
  await bank.getByLabel('Password').fill(process.env.E2E_PASSWORD ?? '');
  await bank.getByRole('button').click();
  await expect(page.locator('#bank-now')).toBeVisible();

  const handIn = async (what: string, file: typeof PDF) => {
    await page.goto(`/seller/opening?seller=${seller}`);
    await page.getByLabel('What it is').selectOption({ label: what });
    await page.locator('#f-file').setInputFiles(file);
    await page.getByRole('button', { name: 'Hand in', exact: true }).click();
    await expect(page.locator('#notices')).toContainText('The document is there.');
  };
  await handIn('Passport or identity card', PDF);
  await handIn('Proof of address', LETTER);
  await awake(page);
  await page.getByRole('button', { name: 'Hand it all in' }).click();
  await expect(page.locator('[data-step]').first()).toHaveAttribute('data-step', 'submitted');
  await expect(page.getByRole('button', { name: 'Hand it all in' })).toHaveCount(0);

  const operator = await visitor('operator');
  await operator.goto('/operator/sellers');
  const waiting = operator.locator(`[data-opening="${seller}"]`);
  await waiting.getByRole('link', { name: 'Look at it' }).click();
  await expect(operator.locator('#who')).toContainText('Nadia Rivers');
  const coming = operator.waitForEvent('download');
  await operator.getByRole('link', { name: 'passport.pdf' }).click();
  expect((await coming).suggestedFilename()).toMatch(/^identity-opd_.*\.pdf$/);
  await awake(operator);
  await operator.getByLabel('Passport or identity card').check();
  await operator.getByRole('button', { name: 'Give it back' }).click();
  await expect(operator.locator('#decide'), 'a word is needed').toContainText('Write 3 to 1,000 characters.');
  await operator.getByLabel('Words for the seller').fill('The page is cut off.');
  await operator.getByRole('button', { name: 'Give it back' }).click();
  await expect(operator.locator('[data-step]').first()).toHaveAttribute('data-step', 'returned');
  await expectAccessible(operator);
  await expectNoSideways(operator);

  await page.reload();
  await expect(page.locator('#opening')).toContainText('The page is cut off.');
  await expect(line('identity')).toContainText('Again, please');
  await handIn('Passport or identity card', { ...PDF, buffer: Buffer.from('%PDF-1.7\nNadia, the whole page') });
  await awake(page);
  await page.getByRole('button', { name: 'Hand it all in' }).click();
  await expect(page.locator('[data-step]').first()).toHaveAttribute('data-step', 'submitted');
  await operator.reload();
  await awake(operator);
  await operator.getByRole('button', { name: 'Approve' }).click();
  await expect(operator.locator('[data-step]').first()).toHaveAttribute('data-step', 'approved');

  await page.goto(`/seller?seller=${seller}`);
  await expect(page.locator('main')).not.toContainText('This shop does not sell yet.');
});

test('what is no document is refused in words, and a shop can be given up', async ({ page, context }) => {
  await newShopper(context);
  await page.goto('/sell');
  await page.getByLabel('Name of the shop').fill('x');
  await page.getByLabel('E-mail for buyers').fill('nobody');
  await page.getByRole('button', { name: 'Open the shop' }).click();
  await expect(page.locator('#begin')).toContainText('Write an e-mail address like name@example.com.');
  await page.getByLabel('Name of the shop').fill(`Short lived ${unique()}`);
  await page.getByLabel('E-mail for buyers').fill('help@short.example');
  await page.getByRole('button', { name: 'Open the shop' }).click();
  await page.locator('#f-file').setInputFiles({ name: 'page.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>') });
  await page.getByRole('button', { name: 'Hand in', exact: true }).click();
  await expect(page.locator('#notices')).toContainText('This is no PDF, PNG or JPEG file.');
  await page.getByText('Give the shop up').first().click();
  await page.getByRole('button', { name: 'Give the shop up' }).click();
  await expect(page).toHaveURL(/\/sell$/);
  await expect(page.locator('#begun')).toHaveCount(0);
});
