// What several journeys begin with: a shopper buys one unit with one click, and its seller sends and delivers it.
import { type Page, awake, expect } from './fixtures.ts';

/** Buys one unit with one click and gives the order's address; the browser is a new shopper's. */
export async function bought(page: Page, path: string): Promise<string> {
  await page.goto(path);
  await awake(page);
  await page.getByRole('button', { name: 'Buy now with one click' }).click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  const order = await page.locator('#ordered').getByRole('link', { name: 'View order' }).getAttribute('href');
  expect(order).toBeTruthy();
  return order ?? '';
}

/** Sends the part of that shopper's order from the seller's desk; the card is charged. */
export async function sent(desk: Page, shopper: string, tracking: string) {
  await desk.goto('/seller/orders');
  const links = await desk.locator('[data-part] a').evaluateAll((all) => all.slice(0, 8).map((a) => a.getAttribute('href') ?? ''));
  for (const link of links) {
    await desk.goto(link);
    if ((await desk.locator('#address').innerText()).includes(shopper)) break;
  }
  await expect(desk.locator('#address')).toContainText(shopper);
  await desk.locator('#ship').getByLabel('Tracking number').fill(tracking);
  await awake(desk);
  await desk.getByRole('button', { name: 'Ship and charge the card' }).click();
  await expect(desk.locator('#notices')).toContainText('The card was charged.');
}

/** Says that what was just sent has arrived. */
export async function delivered(desk: Page) {
  await desk.getByRole('button', { name: 'Mark as delivered' }).click();
  await expect(desk.locator('#sale-state')).toHaveAttribute('data-state', 'delivered');
}
