// What somebody keeps, gives and weighs: wish lists, things saved for later, presents, products side by side, pictures.
import {
  ONCE, type Page, awake, cents, expect, expectAccessible, expectNoSideways, expectSameDocument, fillCheckout, markDocument, newShopper, placeOrder, test,
} from './fixtures.ts';

const HAT = '/p/alpaca-hat';
const GRINDER = '/p/hand-grinder-with-steel-conical-burrs';
const TEAPOT = '/p/cast-iron-teapot-with-infuser-0-8-litre';

async function addToCart(page: Page, product: string) {
  await page.goto(product);
  await page.locator('#add-to-cart').getByRole('button', { name: 'Add to cart' }).click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
}

async function addToList(page: Page, product: string) {
  await page.goto(product);
  await page.locator('#wish').getByRole('button', { name: 'Add to list' }).click();
  await expect(page.locator('#notices')).toContainText('Added to “');
}

test('a list is filled in place, changed, moved and shared, and its link is taken back', async ({ page, context, visitor, watch }) => {
  test.setTimeout(60_000);
  await newShopper(context);
  await page.goto(TEAPOT);
  await awake(page);
  await markDocument(page);
  await page.locator('#wish').getByRole('button', { name: 'Add to list' }).click();
  await expect(page.locator('#notices')).toContainText('Added to “Wish list”.');
  await expectSameDocument(page);
  await page.locator('#wish').getByRole('link', { name: 'Wish list' }).click();
  await expect(page.locator('#list [data-item]')).toHaveCount(1);
  const here = page.url();

  await page.locator('[data-item] summary').click();
  await page.getByLabel('Quantity', { exact: true }).fill('2');
  await page.getByLabel('Note').fill('the black one');
  await page.locator('[data-item]').getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('[data-item]')).toContainText('Wanted: 2');
  await expect(page.locator('[data-item]')).toContainText('the black one');
  await page.getByRole('button', { name: /^Remove:/ }).click();
  await expect(page.locator('#notices')).toContainText('Taken off the list.');
  await expect(page.locator('[data-item]')).toHaveCount(0);
  await expectAccessible(page);
  await expectNoSideways(page);
  await page.locator('#notices').getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('#notices')).toContainText('It is on the list again.');
  await expect(page.locator('[data-item]')).toContainText('Wanted: 2');
  await expect(page.locator('[data-item]')).toContainText('the black one');
  await page.locator('[data-item]').getByRole('button', { name: /^Add to cart/ }).click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  await expectAccessible(page);

  await page.goto('/account/lists');
  await page.getByLabel('Name of the list').fill('Birthday');
  await page.getByRole('button', { name: 'Make list' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Birthday');
  await page.goto(here);
  await page.locator('[data-item] summary').click();
  await page.getByLabel('Other list').selectOption({ label: 'Birthday' });
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await expect(page.locator('#notices')).toContainText('Moved to “Birthday”.');
  await expect(page.locator('[data-item]')).toHaveCount(0);
  await page.goto('/account/lists');
  await page.getByRole('link', { name: /Birthday/ }).click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.locator('#list a[href^="/l/"]').getAttribute('href') ?? '';
  const list = new URL(page.url()).pathname;

  const giver = await visitor();
  await giver.goto(link);
  await expect(giver.getByRole('heading', { level: 1 })).toHaveText('Birthday');
  await expect(giver.locator('[data-item]')).toContainText('the black one');
  await expectAccessible(giver);
  await expectNoSideways(giver);
  await giver.getByLabel(/^How many you bought/).fill('2');
  await giver.getByRole('button', { name: /^I bought this/ }).click();
  await expect(giver.locator('[data-item]')).toContainText('You bought 2');
  const second = await visitor();
  await second.goto(link);
  await expect(second.locator('[data-item]')).toContainText('Bought already');
  await expect(second.getByRole('button', { name: /^I bought this/ })).toHaveCount(0);

  await page.goto(list);
  await expect(page.locator('[data-item]'), 'a present stays one').not.toContainText('Bought');
  await page.goto(link);
  await expect(page.locator('[data-item]')).not.toContainText('ought');
  await page.goto(list);
  await page.getByRole('link', { name: 'Show it' }).click();
  await expect(page.locator('[data-item]')).toContainText('Bought: 2');
  await page.getByRole('button', { name: 'Make private' }).click();
  await expect(page.locator('#notices')).toContainText('private again');
  watch.allow(/status of 404/);
  expect((await second.goto(link))?.status()).toBe(404);
});

test('a guest who wants to remember something signs in, and it is on the list', async ({ page, visitor }) => {
  const first = await visitor();
  const shopper = await newShopper(first.context());
  await page.goto(HAT);
  await page.locator('#wish').getByRole('button', { name: 'Add to list' }).click();
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel('E-mail').fill(shopper.email);
  await page.getByLabel('Password').fill(process.env.E2E_PASSWORD ?? '');
  await page.locator('#sign-in').getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(new RegExp(HAT));
  await expect(page.locator('#notices')).toContainText('Added to “Wish list”.');
  await expect(page.locator('#wish')).toContainText('On your list:');
});

test('a line is saved for later and comes back, also after signing in', async ({ page, context, isMobile }) => {
  await addToCart(page, TEAPOT);
  await page.goto('/cart');
  await awake(page);
  await markDocument(page);
  await page.getByRole('button', { name: /^Save for later/ }).click();
  await expect(page.locator('#saved [data-saved]')).toHaveCount(1);
  await expect(page.locator('#basket')).toContainText('Your cart is empty');
  await expect(page.locator(isMobile ? '#cart-bar' : '#cart-link')).toHaveAccessibleName('Cart, empty');
  await expectSameDocument(page);
  await expectAccessible(page);
  await newShopper(context);
  await page.goto('/cart');
  await expect(page.locator('#saved')).toContainText('Cast-iron teapot');
  await page.getByRole('button', { name: /^Move to cart/ }).click();
  await expect(page.locator('#basket')).toContainText('Cast-iron teapot');
  await expect(page.locator('#saved [data-saved]')).toHaveCount(0);
});

test('a wrapped present shows its final total first, and its packer reads the message', async ({ page }) => {
  await addToCart(page, GRINDER);
  await page.goto('/checkout');
  await fillCheckout(page);
  await page.getByText('Is it a present?').click();
  await page.getByLabel('This is a gift').check();
  await page.getByLabel('Message').fill('Happy birthday!\nYours, Gil');
  await page.getByLabel(/^Gift wrap for/).check();
  await page.getByRole('button', { name: 'Review your order' }).click();
  await expect(page.locator('#notices')).toContainText('This is the final total, with tax.');
  await expect(page.locator('#totals')).toContainText('Gift wrap');
  await expect(page.getByLabel('Message')).toHaveValue('Happy birthday!\nYours, Gil');
  await expectAccessible(page);
  const promised = cents(await page.locator('#totals dd').last().innerText());
  await page.getByRole('button', { name: 'Place order' }).click();
  await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
  await expect(page.locator('#gift')).toContainText('Happy birthday!');
  const sums = (await page.locator('#totals dd').allInnerTexts()).map((text) => (text === 'Free' ? 0 : cents(text)));
  expect(sums).toHaveLength(5);
  expect(sums[2], 'the wrapping').toBe(399);
  expect(sums.slice(0, 4).reduce((a, b) => a + b, 0)).toBe(sums[4]);
  expect(sums[4], 'what was shown before is what is charged').toBe(promised);
});

test('a list is shown as rows and remembered, and a quick look puts it into the cart', async ({ page, isMobile }) => {
  await page.goto('/search?q=steel&sort=price_asc');
  await page.getByRole('link', { name: 'As a list' }).click();
  await expect(page).toHaveURL(/q=steel&sort=price_asc&view=rows/);
  await expect(page.locator('[data-way=rows]')).toBeVisible();
  await expectAccessible(page);
  await expectNoSideways(page);
  await page.goto('/c/kitchen');
  await expect(page.locator('[data-way=rows]'), 'it is remembered').toBeVisible();
  await page.getByRole('link', { name: 'As a grid' }).click();
  await expect(page.locator('[data-way=grid]')).toBeVisible();
  await awake(page);
  await markDocument(page);
  await page.getByRole('link', { name: /^Quick view/ }).first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByRole('link', { name: /^Quick view/ }).first().click();
  await dialog.getByRole('button', { name: 'Add to cart' }).click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  await expect(dialog).toBeHidden();
  await expect(page.locator(isMobile ? '#cart-bar' : '#cart-link')).toHaveAccessibleName('Cart, 1 item');
  await expectSameDocument(page);
});

test('up to four products stand side by side, and only differences if wanted', async ({ page }) => {
  await page.goto('/search?q=steel');
  await awake(page);
  await markDocument(page);
  for (let n = 0; n < 4; n += 1) {
    await page.locator('[id^=pick-]').nth(n).getByRole('button').click();
    await expect(page.locator('#compare-bar li')).toHaveCount(n + 1);
    await expect(page.locator('[id^=pick-]').nth(n).getByRole('button')).toHaveAttribute('aria-pressed', 'true');
  }
  await page.locator('[id^=pick-]').nth(4).getByRole('button').click();
  await expect(page.locator('#notices')).toContainText('At most 4 products');
  await expect(page.locator('#compare-bar li')).toHaveCount(4);
  await expectSameDocument(page);
  await page.getByRole('link', { name: 'Compare (4)' }).click();
  await expect(page.locator('thead th')).toHaveCount(4);
  await expectAccessible(page);
  await expectNoSideways(page);
  const all = await page.locator('tbody tr').count();
  await page.getByRole('link', { name: 'Only differences' }).click();
  expect(await page.locator('tbody tr').count()).toBeLessThanOrEqual(all);
  for (const row of await page.locator('tbody tr').all()) {
    expect(new Set(await row.locator('td').allInnerTexts()).size, await row.innerText()).toBeGreaterThan(1);
  }
  await page.getByRole('link', { name: /^Remove/ }).first().click();
  await expect(page.locator('thead th')).toHaveCount(3);
  await page.locator('thead').getByRole('button', { name: /^Add to cart/ }).first().click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
});

test('pictures are enlarged in a dialog and left by the keyboard; the page says how long one may return it', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(TEAPOT);
  await awake(page);
  await page.locator('[data-zoom]').first().click();
  const dialog = page.locator('#zoom');
  await expect(dialog).toBeVisible();
  await expect(dialog.locator('[data-slides]')).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.locator('main')).toContainText('within 30 days after it arrives');
  const share = page.getByRole('button', { name: 'Share' });
  // What the device has for passing things on comes first; where it has nothing, the address is copied.
  await page.evaluate(() => Object.defineProperty(navigator, 'share', {
    configurable: true,
    value: async ({ title, url }: ShareData) => { document.body.dataset.shared = `${title} ${url}`; },
  }));
  await share.click();
  await expect(page.locator('body')).toHaveAttribute('data-shared', new RegExp(`^\\S.* http\\S+${TEAPOT}$`));
  await expect(page.locator('#notices')).not.toContainText('Copied.');
  await page.evaluate(() => Object.defineProperty(navigator, 'share', { configurable: true, value: undefined }));
  await share.click();
  await expect(page.locator('#notices')).toContainText('Copied.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(TEAPOT);
});

test.describe('without JavaScript', ONCE, () => {
  test.use({ javaScriptEnabled: false });

  test('lists, saving, presents, views and comparing work with plain forms and links', async ({ page, context }) => {
    await newShopper(context);
    await addToList(page, GRINDER);
    await page.goto('/account/lists');
    await page.getByRole('link', { name: /Wish list/ }).click();
    await page.getByRole('button', { name: /^Remove:/ }).click();
    await expect(page.locator('[data-item]')).toHaveCount(0);
    await page.locator('#notices').getByRole('button', { name: 'Undo' }).click();
    await expect(page.locator('#notices')).toContainText('It is on the list again.');
    await expect(page.locator('[data-item]')).toHaveCount(1);
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.locator('#list a[href^="/l/"]').click();
    await expect(page.locator('main')).toContainText('This is your own list');
    await addToCart(page, GRINDER);
    await page.goto('/cart');
    await page.getByRole('button', { name: /^Save for later/ }).click();
    await page.getByRole('button', { name: /^Move to cart/ }).click();
    await page.goto('/checkout');
    await page.getByText('Is it a present?').click();
    await page.getByLabel('This is a gift').check();
    await placeOrder(page);
    await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
    await expect(page.locator('#gift')).toContainText('Without a message.');
    await page.goto('/search?q=steel');
    await page.getByRole('link', { name: 'As a list' }).click();
    await expect(page.locator('[data-way=rows]')).toBeVisible();
    await page.locator('[id^=pick-]').first().getByRole('button').click();
    await page.getByRole('link', { name: 'Compare (1)' }).click();
    await expect(page.locator('thead th')).toHaveCount(1);
    await page.goto('/search?q=steel');
    await page.getByRole('link', { name: /^Quick view/ }).first().click();
    await expect(page).toHaveURL(/\/p\//);
    await expect(page.getByRole('button', { name: 'Share' })).toBeHidden();
  });
});
