// Buying with the keyboard alone; where one is can always be seen.
import { type Locator, type Page, awake, expect, newShopper, test } from './fixtures.ts';

/** Goes forward until this has the focus, as a person would; every stop must be in view and marked. */
async function tabTo(page: Page, target: Locator, most = 120) {
  for (let stops = 0; stops < most; stops += 1) {
    await page.keyboard.press('Tab');
    const unmarked = await page.evaluate(() => {
      const e = document.activeElement;
      if (!e || e === document.body) return '';
      const outlined = (x: Element) => {
        const style = getComputedStyle(x);
        return style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
      };
      // A link that covers a card marks what it stands in; the search box the pill around its input.
      const around = [e, e.parentElement, e.parentElement?.parentElement].some((x) => x && outlined(x));
      const pill = e.closest('form')?.matches('[role=search]:focus-within') ?? false;
      return around || pill ? '' : e.outerHTML.slice(0, 160);
    });
    expect(unmarked, 'the focus cannot be seen').toBe('');
    if (await target.evaluate((e) => e === document.activeElement)) return;
  }
  throw new Error(`not reached with ${most} presses of Tab: ${target}`);
}

test('the first stop skips to the content', async ({ page }) => {
  await page.goto('/');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
});

test('searching, one click and undo', async ({ page, context }) => {
  await newShopper(context);
  await page.goto('/');
  await tabTo(page, page.getByRole('searchbox'));
  await page.keyboard.type('skillet');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=skillet/);
  await tabTo(page, page.locator('main article').first().getByRole('link'));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/p\//);
  await awake(page);
  await tabTo(page, page.getByRole('button', { name: 'Buy now with one click' }));
  await page.keyboard.press('Enter');
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  const lost = await page.evaluate(() => document.activeElement === document.body);
  expect(lost, 'the focus is lost after the click').toBe(false);
  await page.locator('#main').focus();
  await tabTo(page, page.getByRole('button', { name: 'Undo' }));
  await page.keyboard.press('Enter');
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'cancelled');
});

test('cart and guest checkout', async ({ page }) => {
  await page.goto('/p/alpaca-hat');
  await awake(page);
  await tabTo(page, page.getByRole('button', { name: 'Add to cart', exact: true }));
  await page.keyboard.press('Space');
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  await page.goto('/cart');
  await awake(page);
  const more = page.getByRole('button', { name: 'One more' });
  await tabTo(page, more);
  await page.keyboard.press('Space');
  await expect(page.locator('output')).toHaveText('2');
  await expect(more, 'the focus stays on the button').toBeFocused();
  await tabTo(page, page.getByRole('link', { name: 'Go to checkout' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/checkout/);
  for (const [name, text] of [
    ['email', 'keys@journey.example'], ['name', 'Kim Keys'], ['line1', '5 Tab Street'], ['city', 'Austin'], ['postcode', '78701'],
    ['card_number', '4242424242424242'], ['card_expiry', '09/35'], ['card_cvc', '123'],
  ] as const) {
    await tabTo(page, page.locator(`#checkout [name=${name}]`));
    await page.keyboard.type(text);
  }
  await tabTo(page, page.getByRole('button', { name: 'Review your order' }));
  await page.keyboard.press('Enter');
  await expect(page.locator('#notices')).toContainText('This is the final total, with tax.');
  await tabTo(page, page.getByRole('button', { name: 'Place order' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
});
