// Everything that sells works without JavaScript, and every page is there.
import { ONCE, type Page, expect, expectNoSideways, fillCheckout, newShopper, placeOrder, test } from './fixtures.ts';
import { VISITS, pathOf, title } from './routes.ts';

test.use({ javaScriptEnabled: false });

async function findHat(page: Page) {
  await page.goto('/');
  await page.getByRole('searchbox').fill('alpaca hat');
  await page.getByRole('searchbox').press('Enter');
  await page.locator('main article').first().getByRole('link').click();
  await expect(page).toHaveURL(/\/p\/alpaca-hat/);
}

test('search, cart and guest checkout', async ({ page }) => {
  await findHat(page);
  await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  await page.goto('/cart');
  await page.getByRole('button', { name: 'One more' }).click();
  await expect(page.locator('output')).toHaveText('2');
  await page.getByRole('button', { name: 'One less' }).click();
  await expect(page.locator('output')).toHaveText('1');
  await page.getByRole('link', { name: 'Go to checkout' }).click();
  await fillCheckout(page);
  await placeOrder(page);
  await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
  await expect(page.locator('main')).toContainText('Ordered. Thank you!');
  await page.getByRole('button', { name: 'Cancel this part' }).click();
  await expect(page.locator('[data-part-state]')).toHaveAttribute('data-part-state', 'cancelled');
});

test('wrong input is told, and what was typed stays', ONCE, async ({ page }) => {
  await findHat(page);
  await page.getByRole('button', { name: 'Add to cart', exact: true }).click();
  await page.goto('/checkout');
  await fillCheckout(page);
  await page.getByLabel('E-mail').fill('nobody');
  await page.getByRole('button', { name: 'Review your order' }).click();
  await expect(page.getByLabel('E-mail')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('E-mail')).toHaveValue('nobody');
  await expect(page.getByLabel('City')).toHaveValue('Austin');
});

test('signing in, one click, undo', async ({ page, context }) => {
  const shopper = await newShopper(context);
  await context.clearCookies();
  await findHat(page);
  await page.locator('#buy').getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail').fill(shopper.email);
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.locator('main')).toContainText('The e-mail or the password is not right.');
  await expect(page.getByLabel('E-mail'), 'what was typed stays').toHaveValue(shopper.email);
  await page.getByLabel('Password').fill(process.env.E2E_PASSWORD ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/p\/alpaca-hat/);

  await expect(page.locator('#one-click')).toContainText(shopper.last4);
  await page.getByRole('button', { name: 'Buy now with one click' }).click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  await expect(page.locator('#ordered').getByRole('timer'), 'the time left is told').toContainText(/\d/);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.locator('#notices')).toContainText('The order was undone. You are not charged.');
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'cancelled');
});

test('going back and sending the one-click form again is the same order', ONCE, async ({ page, context }) => {
  await newShopper(context);
  await findHat(page);
  await page.getByRole('button', { name: 'Buy now with one click' }).click();
  await expect(page.locator('#ordered')).toBeVisible();
  const first = page.url();
  await page.goBack();
  const again = page.getByRole('button', { name: 'Buy now with one click' });
  // The browser kept the page with its key, or asked for a new one with a new key: only the first repeats a click.
  if (!(await page.locator('#ordered').count())) {
    const key = await page.locator('#one-click [name=key]').inputValue();
    expect(key).not.toBe('');
    await expect(again).toBeEnabled();
  }
  await page.goto(first);
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  await page.goto('/account/orders');
  await expect(page.locator('main a[href^="/orders/"]')).toHaveCount(1);
});

test('signing up, an address, a card, and signing out', ONCE, async ({ page }) => {
  const word = `n${Date.now().toString(36)}${process.pid}`;
  await page.goto('/sign-up');
  await page.getByLabel('Full name').fill('Noor Noscript');
  await page.getByLabel('E-mail').fill(`${word}@journey.example`);
  await page.getByLabel('Password').fill(process.env.E2E_PASSWORD ?? '');
  await page.getByRole('button', { name: 'Create an account' }).click();
  await page.goto('/account/addresses/new');
  await page.getByLabel('Full name').fill('Noor Noscript');
  await page.getByLabel('Street and number').fill('3 Estuary Lane');
  await page.getByLabel('ZIP code').fill('94607');
  await page.getByLabel('City').fill('Oakland');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('main')).toContainText('3 Estuary Lane');
  await page.goto('/account/cards');
  await page.getByLabel('Name on the card').fill('Noor Noscript');
  await page.getByLabel('Card number').fill('4242424242424242');
  await page.locator('[name=card_expiry]').fill('09/35');
  await page.locator('[name=card_cvc]').fill('123');
  await page.getByRole('button', { name: 'Add a card' }).click();
  await expect(page.locator('main')).toContainText('Visa •••• 4242');
  await page.goto('/account');
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.goto('/account');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('sorting and language have buttons', async ({ page }) => {
  await page.goto('/search?q=steel');
  await page.getByRole('combobox', { name: 'Sort by' }).selectOption('price_asc');
  await page.getByRole('button', { name: 'Choose' }).click();
  await expect(page).toHaveURL(/sort=price_asc/);
  await page.getByRole('button', { name: 'Español' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page, 'one stays where one was').toHaveURL(/\/search\?q=steel/);
});

/** Its pages show buttons alone to those who build with them. */
const IN_NO_FORM_ON_PURPOSE = /^\/styleguide/;

for (const reader of new Set(VISITS.map((visit) => visit.reader))) {
  test(`every page of the ${reader} is there, in both widths, with nothing to press that would do nothing`, ONCE, async ({ visitor, watch }) => {
    const visits = VISITS.filter((visit) => visit.reader === reader);
    test.setTimeout(visits.length * 8_000);
    watch.allow(/status of 40[34]/);
    const page = await visitor(reader === 'guest' ? undefined : reader, { javaScriptEnabled: false });
    for (const visit of visits) {
      await test.step(title(visit), async () => {
        const path = await pathOf(visit, page);
        const answer = await page.goto(path);
        expect(answer?.status(), path).toBe(visit.status);
        await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
        for (const [width, height] of [[390, 844], [1440, 900]] as const) {
          await page.setViewportSize({ width, height });
          await expectNoSideways(page);
        }
        if (IN_NO_FORM_ON_PURPOSE.test(path)) return;
        const dead = await page.locator('button:visible').evaluateAll((all) => (all as HTMLButtonElement[])
          .filter((button) => !button.disabled && !button.hasAttribute('popovertarget') && (button.type !== 'submit' || !button.form))
          .map((button) => button.outerHTML.slice(0, 160)));
        expect.soft(dead, `${path} has buttons that send nothing`).toEqual([]);
      });
    }
  });
}
