// A seller's people and pauses: an invitation from the letter to a desk that shows one's own work alone, and a holiday in which
// nothing of the seller can be bought.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Page, awake, expect, expectAccessible, expectNoSideways, invitationFor, newShopper, test, unique,
} from './fixtures.ts';

interface OwnShop {
  owner: Page;
  name: string;
  /** The page of its one product. */
  product: string;
}

/** A seller of this journey alone, with an owner and a product: what happens to it happens to no other journey. */
async function ownShop(owner: Page): Promise<OwnShop> {
  const { ORINOCO_BIN = '', E2E_DATA = '', HOME = '', PATH = '' } = process.env;
  const run = (...args: string[]) => {
    execFileSync(ORINOCO_BIN, [...args, '--data-dir', `${E2E_DATA}/data`], { env: { HOME, PATH }, stdio: 'pipe' });
  };
  const { email } = await newShopper(owner.context());
  const word = unique();
  const name = `Brook ${word}`;
  run('admin', 'create-seller', name, '--owner', email, '--country', 'US');
  const folder = mkdtempSync(join(tmpdir(), 'orinoco-brook-'));
  try {
    const head = 'Handle,Title,Vendor,Variant SKU,Variant Inventory Qty,Variant Price,Status';
    writeFileSync(join(folder, 'products.csv'), `${head}\nbrook-mug-${word},Brook mug ${word},Brook,MUG-${word},9,24.00,active\n`);
    run('import', folder, '--format', 'shopify', '--seller', `brook-${word}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return { owner, name, product: `/p/brook-mug-${word}` };
}

async function menu(desk: Page): Promise<string[]> {
  return desk.getByRole('navigation', { name: 'Seller console' }).getByRole('link').allInnerTexts();
}

test('somebody is invited, signs up, accepts, and sees what their role is for', async ({ visitor, watch }) => {
  test.slow();
  // What a role does not open is asked for on purpose.
  watch.allow(/status of 403/);
  const email = `j${unique()}@journey.example`;
  const { owner, name } = await ownShop(await visitor());
  await owner.goto('/seller/staff');
  await awake(owner);
  await expectAccessible(owner);
  await expectNoSideways(owner);
  const invite = owner.locator('#invite');
  await invite.getByLabel('E-mail').fill('nobody@nowhere');
  await invite.getByLabel('Role').selectOption('shipping');
  await invite.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(invite.getByLabel('E-mail'), 'what was typed stays').toHaveValue('nobody@nowhere');
  await invite.getByLabel('E-mail').fill(email);
  await invite.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(owner.locator('#notices')).toContainText(`A letter is on its way to ${email}.`);
  await expect(owner.locator('#invited')).toContainText(email);
  await expect.poll(() => invitationFor(email)).toBeTruthy();

  const page = await visitor();
  await page.goto(`/join?token=${invitationFor(email)}`);
  await expect(page).toHaveURL(/\/join$/);
  await expect(page.locator('#join')).toContainText(`${name} invites you to its desk. Your role: Shipping.`);
  await expectAccessible(page);
  await expectNoSideways(page);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('Full name').fill('Jo Packer');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(process.env.E2E_PASSWORD ?? '');
  await page.getByRole('button', { name: 'Create an account' }).click();
  await expect(page).toHaveURL(/\/join$/);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.locator('#notices')).toContainText(`Welcome to ${name}.`);
  expect(await menu(page)).toEqual(['Today', 'Orders', 'Messages', 'Returns', 'Disputes', 'Health']);
  await expect(page.locator('#to-ship')).toBeVisible();
  await expect(page.locator('#owed')).toHaveCount(0);
  await expectAccessible(page);
  expect((await page.goto('/seller/orders'))?.status()).toBe(200);
  expect((await page.goto('/seller/payouts'))?.status()).toBe(403);

  // Another role holds at once, and so does none.
  await owner.reload();
  const member = owner.locator('[data-member]', { hasText: email });
  await member.getByRole('combobox').selectOption('catalogue');
  await member.getByRole('button', { name: 'Change the role of Jo Packer' }).click();
  await expect(owner.locator('#notices')).toContainText('The role was changed.');
  expect((await page.goto('/seller/orders'))?.status()).toBe(403);
  expect((await page.goto('/seller/products'))?.status()).toBe(200);
  await owner.locator('[data-member]', { hasText: email }).getByRole('button', { name: 'Remove Jo Packer' }).click();
  await expect(owner.locator('#notices')).toContainText('They work here no more.');
  expect((await page.goto('/seller'))?.status()).toBe(403);
});

test('a seller on holiday sells nothing, and everything again afterwards', async ({ visitor, page }) => {
  test.slow();
  const { owner: desk, name, product } = await ownShop(await visitor());
  await page.goto(product);
  await page.locator('#buy').getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
  await expect(page.locator('main')).toContainText('Brook mug');
  await expect(page.locator('#policies')).toContainText('Returns: at least');
  await expectAccessible(page);
  await expectNoSideways(page);

  await desk.goto('/seller/settings');
  await awake(desk);
  const card = desk.locator('#holiday');
  await card.getByLabel('First day').fill('2020-01-01');
  await card.getByLabel('Last day').fill('2020-01-02');
  await card.getByRole('button', { name: 'Go on holiday' }).click();
  await expect(card.getByLabel('First day')).toHaveAttribute('aria-invalid', 'true');
  await card.getByLabel('First day').fill('');
  await card.getByLabel('Last day').fill('');
  await card.getByRole('button', { name: 'Go on holiday' }).click();
  await expect(desk.locator('#notices')).toContainText('Your shop is on holiday.');
  await page.goBack();
  await page.reload();
  await expect(page.locator('#buy')).toContainText(`${name} is on holiday`);
  await expect(page.getByRole('button', { name: 'Add to cart', exact: true })).toHaveCount(0);
  await expectAccessible(page);
  await page.goForward();
  await page.reload();
  await expect(page.locator('main')).toContainText('Nothing for sale now');

  await desk.locator('#holiday').getByRole('button', { name: 'Open the shop again' }).click();
  await expect(desk.locator('#notices')).toContainText('Your shop is open.');
  await page.goto(product);
  await expect(page.getByRole('button', { name: 'Add to cart', exact: true })).toBeVisible();
});
