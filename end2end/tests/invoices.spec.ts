// What is sent is billed: the buyer finds the invoice in the order, the seller the same one in the sale, each as a PDF.
import { readFileSync } from 'node:fs';
import { type Page, awake, expect, expectAccessible, expectNoSideways, newShopper, test } from './fixtures.ts';

// Each screen has a seller of its own, so that both may run at once.
const DESKS = {
  desktop: { role: 'seller', path: '/p/single-origin-coffee-from-huila-whole-bean-500-g' },
  phone: { role: 'otherSeller', path: '/p/cloud-forest-rain-shell-orange-m' },
} as const;

/** Takes the paper behind the link, and its name. */
async function taken(page: Page): Promise<string> {
  const link = page.locator('a[data-paper=invoice]');
  await expect(link).toContainText('Invoice (PDF)');
  const coming = page.waitForEvent('download');
  await link.click();
  const file = await coming;
  expect(readFileSync(await file.path()).subarray(0, 5).toString()).toBe('%PDF-');
  return file.suggestedFilename();
}

test('a parcel that was charged has an invoice for both sides', async ({ page, context, visitor }, info) => {
  const ours = DESKS[info.project.name as keyof typeof DESKS];
  await newShopper(context);
  await page.goto(ours.path);
  await awake(page);
  await page.getByRole('button', { name: 'Buy now with one click' }).click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  await page.locator('#ordered').getByRole('link', { name: 'View order' }).click();
  await expect(page.locator('[data-part-state]')).toHaveAttribute('data-part-state', 'placed');
  await expect(page.locator('a[data-paper]'), 'nothing is charged yet').toHaveCount(0);

  const desk = await visitor(ours.role);
  await desk.goto('/seller/orders');
  await desk.locator('[data-part] a').first().click();
  await awake(desk);
  await desk.locator('#ship').getByLabel('Tracking number').fill('BILL-0001');
  await desk.getByRole('button', { name: 'Ship and charge the card' }).click();
  await expect(desk.locator('#notices')).toContainText('The card was charged.');

  const name = await taken(desk);
  expect(name).toMatch(/^[A-Z0-9-]+-\d{4}-\d{6}\.pdf$/);
  await page.reload();
  expect(await taken(page), 'the same paper').toBe(name);
  for (const side of [page, desk]) {
    await expectAccessible(side);
    await expectNoSideways(side);
  }
});
