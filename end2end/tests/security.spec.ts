// How an account is entered and what its owner may do about it: devices, the second step, passkeys.
import { createHmac } from 'node:crypto';
import {
  ONCE, type Page, type Shopper, expect, expectAccessible, expectNoSideways, newShopper, test,
} from './fixtures.ts';

const PASSWORD = process.env.E2E_PASSWORD ?? '';

/** What an authenticator app shows (RFC 6238), `ahead` half minutes from now. */
function appCode(secret: string, ahead = 0): string {
  const bits = [...secret.replaceAll(' ', '')].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const tag = createHmac('sha1', key).update(step).digest();
  const number = tag.readUInt32BE((tag[19] ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

async function signIn(page: Page, shopper: Shopper) {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(shopper.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function signOut(page: Page) {
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
}

async function looksRight(page: Page) {
  await expectAccessible(page);
  await expectNoSideways(page);
}

/** Turns the second step on; the app's key and the recovery codes. */
async function turnOn(page: Page, look: (page: Page) => Promise<void>): Promise<{ secret: string; codes: string[] }> {
  await page.goto('/account/security');
  await page.getByRole('link', { name: 'Set it up' }).click();
  await page.getByLabel('Your password').fill('not the password');
  await page.getByRole('button', { name: 'Set it up' }).click();
  await expect(page.locator('main')).toContainText('This is not your current password.');
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set it up' }).click();
  await expect(page.getByRole('img', { name: 'QR code' })).toBeVisible();
  await look(page);
  const secret = await page.locator('#secret').innerText();
  await page.getByLabel('Code from the app').fill('12');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.getByLabel('Code from the app')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Code from the app').fill(appCode(secret));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await expect(page.locator('#notices')).toContainText('Two-step sign-in is on.');
  const codes = await page.locator('#recovery code').allInnerTexts();
  expect(new Set(codes).size).toBe(10);
  await look(page);
  await page.goto('/account/security/codes');
  await expect(page.locator('#recovery'), 'they are shown once').toHaveCount(0);
  return { secret, codes };
}

async function secondStep(page: Page, shopper: Shopper, look: (page: Page) => Promise<void>) {
  const { secret, codes } = await turnOn(page, look);
  await signOut(page);
  await signIn(page, shopper);
  await expect(page).toHaveURL(/\/sign-in\/code/);
  await look(page);
  // The password alone opens nothing.
  const half = await page.context().newPage();
  await half.goto('/account');
  await expect(half).toHaveURL(/\/sign-in\?next=/);
  await half.close();
  const code = page.getByLabel('Code from the app, or a recovery code');
  await code.fill('000000');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.locator('main')).toContainText('This code is not right, or it was used already.');
  // The code that turned it on is used up; the next one passes already.
  await code.fill(appCode(secret, 1));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.goto('/account/security');
  await expect(page.locator('#codes')).toContainText('You have 10 recovery codes left.');
  await signOut(page);
  await signIn(page, shopper);
  await code.fill((codes[0] ?? '').toLowerCase().replaceAll('-', ' '));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.goto('/account/security/codes');
  await expect(page.locator('main')).toContainText('You have 9 recovery codes left.');
  await page.getByLabel('Your password').fill(PASSWORD);
  await code.fill(codes[1] ?? '');
  await page.getByRole('button', { name: 'Turn off' }).click();
  await expect(page.locator('#notices')).toContainText('Two-step sign-in is off.');
  await signOut(page);
  await signIn(page, shopper);
  await page.goto('/account');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Hello');
}

test('the second step: set up, asked for, recovered from, turned off', async ({ page, context }) => {
  const shopper = await newShopper(context);
  await secondStep(page, shopper, looksRight);
});

test.describe('without JavaScript', ONCE, () => {
  test.use({ javaScriptEnabled: false });

  test('the second step works, and passkeys say why they do not', async ({ page, context }) => {
    const shopper = await newShopper(context);
    await secondStep(page, shopper, async () => {});
    await page.goto('/account/security');
    await expect(page.locator('#passkeys')).toContainText('your browser must run JavaScript');
    await expect(page.locator('form#passkey')).toBeHidden();
    await page.goto('/sign-in');
    await expect(page.locator('form#passkey')).toBeHidden();
  });
});

test('devices are named, and one signs out the others', async ({ page, context, visitor }) => {
  const shopper = await newShopper(context);
  const elsewhere = await visitor(undefined, {
    userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
  });
  await signIn(elsewhere, shopper);
  await page.goto('/account/security');
  await expect(page.locator('#devices li')).toHaveCount(2);
  await expect(page.locator('[data-session=here]')).toContainText('This device');
  await expect(page.locator('[data-session=other]')).toContainText('Safari on iPhone');
  await looksRight(page);
  await page.getByRole('button', { name: 'Sign out: Safari on iPhone' }).click();
  await expect(page.locator('#notices')).toContainText('The device is signed out.');
  await elsewhere.goto('/account');
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  await signIn(elsewhere, shopper);
  await page.goto('/account/security');
  await page.getByRole('button', { name: 'Sign out all other devices' }).click();
  await expect(page.locator('#notices')).toContainText('1 other device is signed out.');
  await expect(page.locator('#devices li')).toHaveCount(1);
});

test('a new password needs the old one', async ({ page, context }) => {
  const shopper = await newShopper(context);
  await page.goto('/account/security');
  await page.getByLabel('Current password').fill('not it at all');
  await page.getByLabel('New password').fill('eleven herons at the ford');
  await page.locator('#password').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Current password')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByLabel('New password').fill('eleven herons at the ford');
  await page.locator('#password').getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('#notices')).toContainText('Your password is changed.');
  await signOut(page);
  await signIn(page, shopper);
  await expect(page.locator('main')).toContainText('The e-mail or the password is not right.');
});

test('a passkey is added, named, signs in alone, and is removed', async ({ visitor, watch, baseURL, isMobile, userAgent, hasTouch }) => {
  // The browser reports what the page refuses on purpose.
  watch.allow(/passkey-begin.*|status of 4(09|22)/);
  // Browsers allow passkeys under a name only; on one's own machine that is localhost.
  const named = (baseURL ?? '').replace('127.0.0.1', 'localhost');
  const page = await visitor(undefined, { baseURL: named, isMobile, userAgent, hasTouch });
  const devices = await page.context().newCDPSession(page);
  await devices.send('WebAuthn.enable');
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true,
    },
  });
  const shopper = await newShopper(page.context());
  await page.goto('/account/security');
  await expect(page.locator('#passkeys')).toContainText('You have no passkey yet.');
  await looksRight(page);
  const add = page.getByRole('button', { name: 'Add a passkey' });
  await page.locator('form#passkey').getByLabel('Name').fill('Journey key');
  await page.locator('form#passkey').getByLabel('Your password').fill('not the password');
  await add.click();
  await expect(page.locator('[data-passkey-says]')).toContainText('This is not your current password.');
  await page.locator('form#passkey').getByLabel('Your password').fill(PASSWORD);
  await add.click();
  await expect(page.locator('#notices')).toContainText('The passkey is added.');
  await expect(page.locator('#passkeys li')).toContainText('Journey key');
  // The device has one of this account already.
  await page.locator('form#passkey').getByLabel('Your password').fill(PASSWORD);
  await add.click();
  await expect(page.locator('[data-passkey-says]')).toContainText('This passkey is there already.');
  await page.getByRole('link', { name: 'Edit Journey key' }).click();
  await looksRight(page);
  await page.getByLabel('Name').fill('River key');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('#passkeys li')).toContainText('River key');

  // It is both steps.
  const { codes } = await turnOn(page, async () => {});
  expect(codes).toHaveLength(10);
  await signOut(page);
  await page.goto('/sign-in?next=/account/security');
  await looksRight(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page).toHaveURL(/\/account\/security$/);
  await expect(page.locator('#passkeys li')).toContainText('Last used');

  await page.getByRole('link', { name: 'Edit River key' }).click();
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Remove this passkey' }).click();
  await expect(page.locator('#passkeys')).toContainText('You have no passkey yet.');
  await signOut(page);
  await page.goto('/sign-in');
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.locator('#notices')).toContainText('This passkey is not known here.');
  expect(shopper.email).toContain('@');
});

test('under another name than the shop’s, passkeys say where they work', ONCE, async ({ page, context }) => {
  await newShopper(context);
  await page.goto('/account/security');
  await expect(page.locator('#passkeys')).toContainText('work only at http://localhost:');
  await expect(page.locator('form#passkey')).toBeHidden();
});

test('the language follows the account to another device', ONCE, async ({ page, context, visitor }) => {
  const shopper = await newShopper(context);
  await page.goto('/account');
  await page.getByRole('button', { name: 'Español' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  const elsewhere = await visitor();
  await signIn(elsewhere, shopper);
  await elsewhere.goto('/account');
  await expect(elsewhere.locator('html')).toHaveAttribute('lang', 'es');
});

test('orders are found again and bought again', async ({ page, context }) => {
  await newShopper(context);
  await page.goto('/p/alpaca-hat');
  await page.getByRole('button', { name: 'Buy now with one click' }).click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  await page.goto('/account/orders');
  await page.locator('form#find').getByLabel('Product, seller or order number').fill('ALPACA');
  await page.locator('form#find').getByRole('button', { name: 'Search' }).click();
  await expect(page.locator('main a[href^="/orders/"]')).toHaveCount(1);
  await looksRight(page);
  await page.goto('/account/orders?state=cancelled');
  await expect(page.locator('main')).toContainText('No order fits');
  await looksRight(page);
  await page.locator('form#find').getByRole('link', { name: 'All orders' }).click();
  await page.getByRole('button', { name: 'Buy it again' }).click();
  await expect(page).toHaveURL(/\/cart$/);
  await expect(page.locator('main')).toContainText('lpaca hat');
  await page.goto('/account');
  await expect(page.locator('section', { hasText: 'Bought before' }).getByRole('link')).toHaveCount(1);
  await looksRight(page);
});

test('a copy of one’s data is downloaded, and the account is deleted', async ({ page, context }) => {
  const shopper = await newShopper(context);
  await page.goto('/account/data');
  await page.locator('#export').getByLabel('Your password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Make a copy' }).click();
  await expect(page.locator('#notices')).toContainText('The copy is being made.');
  await expect(async () => {
    await page.goto('/account/data');
    await expect(page.getByRole('link', { name: 'Download the file' })).toBeVisible({ timeout: 500 });
  }).toPass();
  await looksRight(page);
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the file' }).click();
  expect((await coming).suggestedFilename()).toBe('my-data.json');
  const remove = page.locator('#delete');
  await remove.getByLabel('Your password').fill(PASSWORD);
  await remove.getByRole('button', { name: 'Delete my account' }).click();
  await expect(page.locator('main')).toContainText('Tick this to go on.');
  await remove.getByLabel('Your password').fill(PASSWORD);
  await remove.getByLabel('I want to delete my account for ever').check();
  await remove.getByRole('button', { name: 'Delete my account' }).click();
  await expect(page.locator('#notices')).toContainText('Your account is deleted.');
  await signIn(page, shopper);
  await expect(page.locator('main')).toContainText('The e-mail or the password is not right.');
});

test('whoever signs out on every device is signed in on none', ONCE, async ({ page, visitor }) => {
  const shopper = await newShopper(page.context());
  const elsewhere = await visitor();
  await signIn(elsewhere, shopper);
  await expect(elsewhere).not.toHaveURL(/sign-in/);
  await page.goto('/account/security');
  await page.getByRole('button', { name: 'Sign out on every device' }).click();
  await expect(page.locator('#notices')).toContainText('You are signed out everywhere.');
  for (const one of [page, elsewhere]) {
    await one.goto('/account/orders');
    await expect(one).toHaveURL(/\/sign-in\?next=/);
  }
  await signIn(elsewhere, shopper);
  await elsewhere.goto('/account/orders');
  await expect(elsewhere).toHaveURL(/\/account\/orders/);
});
