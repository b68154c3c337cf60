// What the platform charges and how the operator looks after it: a seller's invoices of fees and its year as papers; the
// operator's cohorts of buyers and all sellers' webhooks.
import { readFileSync } from 'node:fs';
import { type Page, expect, expectAccessible, expectNoSideways, test } from './fixtures.ts';

/** Takes the file behind a link, and its name. */
async function taken(page: Page, name: string | RegExp): Promise<{ name: string; begins: string }> {
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name }).click();
  const file = await coming;
  return { name: file.suggestedFilename(), begins: readFileSync(await file.path()).subarray(0, 5).toString() };
}

test('a seller finds its invoices of fees and takes the year as a paper', async ({ visitor }) => {
  const desk = await visitor('seller');
  await desk.goto('/seller/payouts');
  await desk.getByRole('link', { name: 'Invoices of fees' }).click();
  await expect(desk.getByRole('heading', { name: 'Invoices of fees', level: 1 })).toBeVisible();
  await expect(desk.locator('#not-invoiced')).toContainText('Not invoiced yet');

  await desk.goto('/seller/year');
  const year = await taken(desk, 'Download as PDF');
  expect(year.name).toMatch(/^year-20\d\d\.pdf$/);
  expect(year.begins).toBe('%PDF-');
});

test('the operator reads who came back and how webhooks fare', async ({ visitor }) => {
  const desk = await visitor('operator');
  await desk.goto('/operator/profit');
  await desk.getByRole('link', { name: 'Cohorts of buyers' }).click();
  await expect(desk.locator('#cohorts tbody tr').first()).toBeVisible();
  await expect(desk.locator('#brought tbody tr').first()).toBeVisible();
  await expect(desk.locator('#rest')).toContainText('in the ledger');
  const file = await taken(desk, /csv/i);
  expect(file.name).toBe('cohorts.csv');
  expect(file.begins).toBe('month');

  await desk.goto('/operator/webhooks');
  await desk.locator('#again').getByLabel('Given up since').fill('yesterday');
  await desk.locator('#again').getByLabel('Reason').fill('An outage of ours');
  await desk.locator('#again').getByRole('button', { name: 'Send again' }).click();
  await expect(desk.locator('#again').getByLabel('Given up since')).toHaveAttribute('aria-invalid', 'true');
  await expect(desk.locator('#again').getByLabel('Reason')).toHaveValue('An outage of ours');
  await expectAccessible(desk);
  await expectNoSideways(desk);
});
