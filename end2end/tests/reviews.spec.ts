// A buyer reviews what was sent, others find it helpful or report it, the seller replies, the operator hides it and shows
// it again. Questions reach the desk and come back answered. All of it without JavaScript, too.
import { fileURLToPath } from 'node:url';
import { ONCE, type Page, awake, expect, expectAccessible, expectNoSideways, newShopper, test } from './fixtures.ts';

interface Goods { slug: string; title: string }
type Visitor = (role?: 'seller' | 'operator') => Promise<Page>;

// Each screen writes about another product, so that both may run at once.
const GOODS: Record<string, { script: Goods; plain?: Goods }> = {
  desktop: {
    script: { slug: 'end-grain-cutting-board-acacia', title: 'End-grain cutting board, acacia' },
    plain: { slug: 'linen-duvet-cover-queen-size-river-stone', title: 'Linen duvet cover, queen size, river stone' },
  },
  phone: { script: { slug: 'wall-shelf-oiled-walnut-90-cm', title: 'Wall shelf, oiled walnut, 90 cm' } },
};
const PHOTO = fileURLToPath(new URL('../../public/icons/icon-192.png', import.meta.url));
const KETTLE = '/p/gooseneck-kettle-1-litre-with-temperature-hold';

/** Orders with one click; the seller sends it. Returns the address of the order. */
async function buyAndSend(page: Page, visitor: Visitor, goods: Goods): Promise<string> {
  await page.goto(`/p/${goods.slug}`);
  await page.getByRole('button', { name: 'Buy now with one click' }).click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  const order = await page.locator('#ordered').getByRole('link', { name: 'View order' }).getAttribute('href') ?? '';
  const desk = await visitor('seller');
  await desk.goto('/seller/orders');
  await desk.locator('[data-part]', { hasText: goods.title }).first().getByRole('link').first().click();
  await desk.getByRole('button', { name: 'Begin picking' }).click();
  await expect(desk.locator('#notices')).toContainText('Accepted: the shopper can no longer undo it.');
  const ship = desk.locator('#ship');
  await ship.getByLabel('Carrier').selectOption('ups');
  await ship.getByLabel('Tracking number').fill('1Z999AA10123456784');
  await ship.getByRole('button', { name: 'Ship and charge the card' }).click();
  await expect(desk.locator('[data-shipment]')).toHaveAttribute('data-shipment', 'shipped');
  await desk.context().close();
  return order;
}

/** From the order to the published review, by way of a form that was not right at first. */
async function review(page: Page, order: string, stars: string, title: string) {
  await page.goto(order);
  await page.getByRole('link', { name: 'Write a review' }).click();
  await expect(page).toHaveURL(/\/account\/reviews\/prd_/);
  await page.getByLabel('In one line').fill(title);
  await page.getByLabel('Your experience').fill('Too short');
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.locator('main')).toContainText('Choose one to five stars.');
  await expect(page.locator('main')).toContainText('Write at least 10 characters.');
  await expect(page.getByLabel('In one line'), 'what was typed stays').toHaveValue(title);
  await page.getByRole('radio', { name: new RegExp(`^${stars} star`) }).check();
  await page.getByLabel('Your experience').fill('It is heavier than I thought, which is what I wanted.');
  await page.getByRole('button', { name: 'Publish' }).click();
  await expect(page.locator('#notices')).toContainText('Your review is on the product\'s page.');
}

async function signUp(page: Page) {
  return newShopper(page.context());
}

test('a review from the order to the page, helpful, replied to, reported, hidden and shown again', async ({ page, context, visitor }, info) => {
  test.setTimeout(120_000);
  const goods = GOODS[info.project.name]?.script ?? { slug: '', title: '' };
  const shopper = await newShopper(context);
  const order = await buyAndSend(page, visitor as Visitor, goods);
  const title = `Worth its weight ${shopper.email.slice(1, 9)}`;
  await review(page, order, '4', title);
  await page.getByLabel('Choose photos').setInputFiles(PHOTO);
  await page.getByRole('button', { name: 'Add photos' }).click();
  await expect(page.locator('#notices')).toContainText('The photo is with your review.');
  await page.getByLabel('Choose photos').setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('no picture') });
  await page.getByRole('button', { name: 'Add photos' }).click();
  await expect(page.locator('#notices')).toContainText('is not a JPEG, PNG or WebP picture');
  await expect(page.locator('#photos img')).toHaveCount(1);
  await expectAccessible(page);

  // On the page at once, with the first name alone.
  await page.goto(`/p/${goods.slug}`);
  const mine = page.locator('[data-review]', { hasText: title });
  await expect(mine).toContainText('Nadia');
  await expect(mine).toContainText('Verified purchase');
  await expect(mine).not.toContainText(shopper.name);
  await expect(mine.getByRole('img', { name: 'Photo by Nadia' })).toBeVisible();
  await expect(mine.getByRole('button', { name: 'Helpful' }), 'nobody votes for their own').toHaveCount(0);
  await expectNoSideways(page);

  // Somebody else finds it helpful, changes their mind, and reports it.
  const other = await visitor();
  await signUp(other);
  await other.goto(`/p/${goods.slug}`);
  await awake(other);
  const seen = other.locator('[data-review]', { hasText: title });
  await seen.getByRole('button', { name: 'Helpful' }).click();
  await expect(seen).toContainText('1 person found it helpful');
  await seen.getByRole('button', { name: 'Take my vote back' }).click();
  await expect(seen).not.toContainText('found it helpful');
  await seen.getByText('Report', { exact: true }).click();
  await seen.getByRole('button', { name: 'Advertising' }).click();
  await expect(other.locator('#notices')).toContainText('Somebody will look at it.');
  await expect(seen, 'a report hides nothing').toBeVisible();

  // The seller replies at the desk.
  const desk = await visitor('seller');
  await desk.goto('/seller/reviews');
  await expectAccessible(desk);
  await desk.locator('[data-review]', { hasText: title }).getByRole('link', { name: 'Reply' }).click();
  await desk.getByLabel('Reply').fill('Thank you, we oil each one by hand.');
  await desk.getByRole('button', { name: 'Publish the reply' }).click();
  await expect(desk.locator('[data-review]', { hasText: title })).toContainText('we oil each one by hand');
  await page.reload();
  await expect(mine).toContainText('Reply by Casa Guayabo');

  // The operator hides it with a reason, and takes that back.
  const operator = await visitor('operator');
  await operator.goto('/operator/reports');
  await operator.locator('[data-case]', { hasText: title }).getByRole('link').click();
  await expect(operator.locator('main')).toContainText('Advertising (1)');
  await expectAccessible(operator);
  await operator.getByLabel('Reason').fill('It advertises another shop.');
  await operator.getByRole('button', { name: 'Hide', exact: true }).click();
  await expect(operator.locator('[data-verdict=hide]')).toContainText('It advertises another shop.');
  await other.reload();
  await expect(seen).toHaveCount(0);
  await page.goto('/account/reviews');
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page.locator('main')).toContainText('The shop has hidden this');
  await expect(page.locator('main')).toContainText('It advertises another shop.');
  await operator.getByLabel('Reason').fill('It only names a brand.');
  await operator.getByRole('button', { name: 'Show again' }).click();
  await expect(operator.locator('[data-verdict]')).toHaveCount(2);
  await other.reload();
  await expect(seen).toBeVisible();

  // Its author takes it back.
  await page.reload();
  await page.getByRole('button', { name: 'Take this review back' }).click();
  await expect(page.locator('main')).toContainText('Waiting for your review');
  await other.reload();
  await expect(seen).toHaveCount(0);
});

test('a question reaches the desk and comes back answered', async ({ page, context, visitor }, info) => {
  const goods = GOODS[info.project.name]?.script ?? { slug: '', title: '' };
  await newShopper(context);
  await page.goto(`/p/${goods.slug}`);
  await awake(page);
  const text = `How heavy is it, ${Date.now().toString(36)}?`;
  await page.getByLabel('Ask sellers and buyers').fill('?');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(page.locator('#questions')).toContainText('Write it in words.');
  await page.getByLabel('Ask sellers and buyers').fill(text);
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await expect(page.locator('#questions')).toContainText(text);

  const desk = await visitor('seller');
  await desk.goto('/seller');
  const waits = desk.locator('#asked > *', { hasText: /question/ });
  await waits.getByRole('link', { name: 'Answer' }).click();
  await desk.locator('[data-question]', { hasText: text }).getByRole('link', { name: 'Answer' }).click();
  await expectAccessible(desk);
  await desk.getByLabel('Your answer').fill('A little over two kilograms.');
  await desk.getByRole('button', { name: 'Send answer' }).click();
  await expect(desk.locator('#question')).toContainText('A little over two kilograms.');
  await page.reload();
  const asked = page.locator('[data-question]', { hasText: text });
  await expect(asked).toContainText('A little over two kilograms.');
  await expect(asked).toContainText('Casa Guayabo');
});

test('the histogram and the order are links', async ({ page }) => {
  await page.goto(KETTLE);
  await page.locator('#reviews').getByRole('link', { name: /^2 stars 1 review$/ }).click();
  await expect(page).toHaveURL(/stars=2/);
  await expect(page.locator('[data-review]')).toHaveCount(1);
  await page.locator('#reviews').getByRole('link', { name: 'Remove filter 2 stars' }).click();
  await expect(page.locator('[data-review]')).toHaveCount(4);
  await page.locator('#reviews').getByRole('link', { name: 'Lowest' }).click();
  await expect(page.locator('[data-review]').first()).toContainText('The handle gets warm');
  await page.goto('/search?q=gooseneck');
  await expect(page.locator('main article').first()).toContainText('4.0 of 5 stars, 4 reviews');
});

test.describe('without JavaScript', ONCE, () => {
  test.use({ javaScriptEnabled: false });

  test('a review is written and changed, and somebody else votes', async ({ page, context, visitor }, info) => {
    test.setTimeout(120_000);
    const goods = GOODS[info.project.name]?.plain ?? { slug: '', title: '' };
    const shopper = await newShopper(context);
    const order = await buyAndSend(page, visitor as Visitor, goods);
    const title = `Just right ${shopper.email.slice(1, 9)}`;
    await review(page, order, '5', title);
    await page.getByRole('radio', { name: /^3 star/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.locator('#notices')).toContainText('Your review is saved.');
    await page.goto(`/p/${goods.slug}?stars=3`);
    await expect(page.locator('[data-review]', { hasText: title })).toContainText('edited');

    // Signed out, the button asks to sign in first.
    await context.clearCookies();
    await page.goto(`/p/${goods.slug}`);
    await page.locator('[data-review]', { hasText: title }).getByRole('button', { name: 'Helpful' }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await newShopper(context);
    await page.goto(`/p/${goods.slug}`);
    const seen = page.locator('[data-review]', { hasText: title });
    await seen.getByRole('button', { name: 'Helpful' }).click();
    await expect(seen).toContainText('1 person found it helpful');
    await seen.getByText('Report', { exact: true }).click();
    await seen.getByRole('button', { name: 'Untrue' }).click();
    await expect(page.locator('#notices')).toContainText('Somebody will look at it.');
    await page.getByLabel('Ask sellers and buyers').fill('Is it made in Europe?');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await expect(page.locator('#questions')).toContainText('Is it made in Europe?');
  });
});
