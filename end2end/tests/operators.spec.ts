// The platform's own people: an invitation from the letter to a console that shows one's own work alone, and rights that are gone with
// the next page.
import { type Page, awake, expect, expectAccessible, expectNoSideways, invitationFor, test, unique } from './fixtures.ts';

async function menu(console: Page): Promise<string[]> {
  return console.getByRole('navigation', { name: 'Operator console' }).getByRole('link').allInnerTexts();
}

test('somebody is invited to the console, signs up, accepts, and sees what their role is for', async ({ visitor, watch }) => {
  test.slow();
  // What a role does not open is asked for on purpose.
  watch.allow(/status of 403/);
  const word = unique();
  const email = `h${word}@journey.example`;
  const admin = await visitor('operator');
  await admin.goto('/operator/staff');
  await awake(admin);
  await expect(admin.locator('#people')).toContainText('The last administrator stays');
  const invite = admin.locator('#invite');
  await invite.getByLabel('E-mail').fill('nobody@nowhere');
  await invite.getByLabel('Role').selectOption('finance');
  await invite.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(invite.getByLabel('E-mail'), 'what was typed stays').toHaveValue('nobody@nowhere');
  await invite.getByLabel('E-mail').fill(email);
  await invite.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(admin.locator('#notices')).toContainText(`A letter is on its way to ${email}.`);
  await expect(admin.locator('#invited')).toContainText(email);
  await expect.poll(() => invitationFor(email)).toBeTruthy();

  const page = await visitor();
  await page.goto(`/join?token=${invitationFor(email)}`);
  await expect(page).toHaveURL(/\/join$/);
  await expect(page.locator('#join')).toContainText('invites you to its console. Your role: Finance.');
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('Full name').fill(`Hana ${word}`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(process.env.E2E_PASSWORD ?? '');
  await page.getByRole('button', { name: 'Create an account' }).click();
  await expect(page).toHaveURL(/\/join$/);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.locator('#notices')).toContainText('Welcome to the console.');
  const books = await menu(page);
  expect(books).toContain('Payouts');
  expect(books).not.toContain('Staff');
  expect((await page.goto('/operator/profit'))?.status()).toBe(200);
  expect((await page.goto('/operator/staff'))?.status()).toBe(403);

  // Another role holds at once, and so does none.
  await admin.reload();
  const member = admin.locator('[data-member]', { hasText: email });
  await member.getByRole('combobox').selectOption('support');
  await member.getByRole('button', { name: `Change the role of Hana ${word}` }).click();
  await expect(admin.locator('#notices')).toContainText('The role was changed.');
  expect((await page.goto('/operator/profit'))?.status()).toBe(403);
  expect((await page.goto('/operator'))?.status()).toBe(200);
  expect(await menu(page)).not.toContain('Payouts');
  await expect(page.locator('#ways')).toContainText('Disputes');
  await expectAccessible(page);
  await expectNoSideways(page);
  expect((await page.goto('/operator/sellers'))?.status()).toBe(200);
  await expect(page.locator('#suspend'), 'who may sell is not for support to say').toHaveCount(0);
  await admin.locator('[data-member]', { hasText: email }).getByRole('button', { name: `Remove Hana ${word}` }).click();
  await expect(admin.locator('#notices')).toContainText('They work here no more.');
  expect((await page.goto('/operator'))?.status()).toBe(403);
});
