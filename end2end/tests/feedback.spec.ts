// A buyer rates the seller of what arrived, once; everybody reads it on the seller's own page, the seller answers it at the desk, and
// the operator hides what was reported. The form works without JavaScript, too.
import { ONCE, type Page, awake, expect, expectAccessible, expectNoSideways, newShopper, test, unique } from './fixtures.ts';

// Each screen buys another product, so that both may run at once. Both are of Casa Guayabo, whose page shows the newest ten: what is
// looked for is told by its words, never by its place.
const GOODS: Record<string, { slug: string; title: string }> = {
  desktop: { slug: 'smoked-paprika-tin-75-g', title: 'Smoked paprika, tin, 75 g' },
  phone: { slug: 'beeswax-lip-balm-tin', title: 'Beeswax lip balm, tin' },
};
const STORE = '/s/guayabo';

/** Orders with one click; the seller sends it and marks it as delivered. Gives the order's address. */
async function delivered(page: Page, desk: Page, project: string, name: string): Promise<string> {
  const goods = GOODS[project] ?? { slug: '', title: '' };
  await page.goto(`/p/${goods.slug}`);
  await page.getByRole('button', { name: 'Buy now with one click' }).click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  const order = await page.locator('#ordered').getByRole('link', { name: 'View order' }).getAttribute('href') ?? '';
  await desk.goto('/seller/orders');
  const parts = desk.locator('[data-part]', { hasText: goods.title }).getByRole('link');
  const links = await parts.evaluateAll((all) => all.slice(0, 8).map((a) => a.getAttribute('href') ?? ''));
  for (const link of links) {
    await desk.goto(link);
    if ((await desk.locator('#address').innerText()).includes(name)) break;
  }
  await expect(desk.locator('#address')).toContainText(name);
  await desk.locator('#ship').getByLabel('Tracking number').fill('FEEDBACK-0001');
  await awake(desk);
  await desk.getByRole('button', { name: 'Ship and charge the card' }).click();
  await expect(desk.locator('#notices')).toContainText('The card was charged.');
  await desk.getByRole('button', { name: 'Mark as delivered' }).click();
  await expect(desk.locator('#sale-state')).toHaveAttribute('data-state', 'delivered');
  return order;
}

/** From the order to what was said, by way of a form that was not right at first. */
async function rate(page: Page, order: string, stars: string, words: string) {
  await page.goto(order);
  await page.getByRole('link', { name: 'Rate the seller' }).click();
  await expect(page).toHaveURL(/\/account\/feedback\/prt_/);
  await expect(page.locator('main')).toContainText('Casa Guayabo');
  await page.getByLabel('What others should know').fill(words);
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.locator('main')).toContainText('Choose one to five stars.');
  await expect(page.getByLabel('What others should know'), 'what was typed stays').toHaveValue(words);
  await page.getByRole('radio', { name: new RegExp(`^${stars} star`) }).check();
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.locator('#notices')).toContainText('It stands on the seller\'s page.');
}

test('a seller is rated for what arrived, answers, and what was reported is hidden', async ({ page, context, visitor }, info) => {
  test.setTimeout(120_000);
  const shopper = await newShopper(context);
  const desk = await visitor('seller');
  const order = await delivered(page, desk, info.project.name, shopper.name);
  const words = `Packed with care, a day late ${unique()}.`;
  await rate(page, order, '4', words);
  await expect(page.locator('main'), 'it is said once').toContainText('It was said already');
  await expect(page.getByRole('button', { name: 'Publish' })).toHaveCount(0);
  await expectAccessible(page);
  await expectNoSideways(page);

  // On the seller's page at once, with the first name alone.
  await page.goto(STORE);
  const mine = page.locator('#feedback [data-feedback]', { hasText: words });
  await expect(mine).toContainText('Nadia');
  await expect(mine).not.toContainText(shopper.name);
  await expect(page.locator('#feedback [data-feedback-rating]')).toHaveAttribute('data-feedback-rating', /^[1-5]\d$/);
  await expectAccessible(page);
  await expectNoSideways(page);

  // The seller answers at the desk, once.
  await desk.goto('/seller/reviews');
  const row = desk.locator('#feedback li', { hasText: words });
  await row.getByRole('link', { name: 'Answer' }).click();
  await row.getByRole('textbox', { name: 'Answer' }).fill('The carrier was late, we are sorry.');
  await expectAccessible(desk);
  await expectNoSideways(desk);
  await row.getByRole('button', { name: 'Publish the reply' }).click();
  await expect(desk.locator('#notices')).toContainText('The answer is on your page.');
  await expect(row).toContainText('The carrier was late, we are sorry.');
  await expect(row.getByRole('link', { name: 'Answer' })).toHaveCount(0);
  await page.reload();
  await expect(mine).toContainText('Reply by Casa Guayabo');
  await expect(mine).toContainText('The carrier was late, we are sorry.');

  // Somebody else reports it; the operator hides it with a reason, and its author reads why.
  const other = await visitor();
  await newShopper(other.context());
  await other.goto(STORE);
  await awake(other);
  const seen = other.locator('#feedback [data-feedback]', { hasText: words });
  await seen.getByText('Report', { exact: true }).click();
  await seen.getByRole('button', { name: 'Untrue' }).click();
  await expect(other.locator('#notices')).toContainText('Somebody will look at it.');
  await expect(seen, 'a report hides nothing').toBeVisible();
  const operator = await visitor('operator');
  await operator.goto('/operator/reports');
  await operator.locator('[data-case]', { hasText: words }).getByRole('link').click();
  await expect(operator.locator('main')).toContainText('Untrue (1)');
  await expect(operator.locator('main').getByRole('link', { name: 'Casa Guayabo' }), 'it says of whom').toBeVisible();
  await expectAccessible(operator);
  await operator.getByLabel('Reason').fill('The carrier was on time.');
  await operator.getByRole('button', { name: 'Hide', exact: true }).click();
  await expect(operator.locator('[data-verdict=hide]')).toContainText('The carrier was on time.');
  await other.reload();
  await expect(seen).toHaveCount(0);
  await page.goto(order);
  await page.getByRole('link', { name: 'Rate the seller' }).click();
  await expect(page.locator('main')).toContainText('The shop has hidden this');
  await expect(page.locator('main')).toContainText('The carrier was on time.');
});

test.describe('without JavaScript', ONCE, () => {
  test.use({ javaScriptEnabled: false });

  test('a seller is rated', async ({ page, context, visitor }, info) => {
    test.setTimeout(120_000);
    const shopper = await newShopper(context);
    const desk = await visitor('seller', { javaScriptEnabled: true });
    const order = await delivered(page, desk, info.project.name, shopper.name);
    const words = `All in one piece ${unique()}.`;
    await rate(page, order, '5', words);
    await page.goto(STORE);
    await expect(page.locator('#feedback [data-feedback]', { hasText: words })).toContainText('Nadia');
  });
});
