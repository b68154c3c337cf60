// A product with several pictures, as fingers use it: swiped, by its dots, enlarged; and the bar that keeps price and
// buttons at hand.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Locator, type Page, awake, expect, expectAccessible, expectSameDocument, markDocument, newShopper, test, unique } from './fixtures.ts';

const icons = fileURLToPath(new URL('../../public/icons/', import.meta.url));
const PICTURES = ['screen-wide.webp', 'screen-narrow.webp', 'share.png'];

/** A product with these pictures, imported by the program beside the server that is running. Gives its page. */
function withPictures(): string {
  const { ORINOCO_BIN = '', E2E_DATA = '', HOME = '', PATH = '' } = process.env;
  const folder = mkdtempSync(join(tmpdir(), 'orinoco-gallery-'));
  const word = unique();
  const handle = `glazed-bowl-${word}`;
  const head = 'Handle,Title,Vendor,Variant SKU,Variant Inventory Qty,Variant Price,Image Src,Image Position,Status';
  const rows = PICTURES.map((picture, at) => (at === 0
    ? `${handle},Glazed bowl ${word},Casa,BOWL-${word},9,24.00,${picture},1,active`
    : `${handle},,,,,,${picture},${at + 1},`));
  try {
    for (const picture of PICTURES) cpSync(join(icons, picture), join(folder, picture));
    writeFileSync(join(folder, 'products.csv'), `${[head, ...rows].join('\n')}\n`);
    execFileSync(ORINOCO_BIN, ['import', folder, '--format', 'shopify', '--data-dir', `${E2E_DATA}/data`], { env: { HOME, PATH }, stdio: 'pipe' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return `/p/${handle}`;
}

let address = '';
test.beforeAll(() => { address = withPictures(); });

const dots = (page: Page) => page.locator('[data-dots] a');

/** A finger across the middle of something; negative is towards its start. */
async function swipe(page: Page, what: Locator, distance: number) {
  const box = await what.boundingBox();
  if (!box) throw new Error('nothing to swipe');
  const session = await page.context().newCDPSession(page);
  const at = (part: number) => [{ x: Math.round(box.x + box.width / 2 + distance * (part - 0.5)), y: Math.round(box.y + box.height / 2) }];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) });
  for (let step = 1; step <= 10; step += 1) {
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(step / 10) });
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** Which picture is in view, from the left edge of its row. */
const inView = (row: Locator) => row.evaluate((list) => {
  const left = list.getBoundingClientRect().left;
  return [...list.children].findIndex((slide) => Math.abs(slide.getBoundingClientRect().left - left) < 2);
});

test('pictures are swiped through, the dots follow and lead, and each is enlarged', async ({ page, isMobile }) => {
  await page.goto(address);
  await awake(page);
  const row = page.locator('main ul[data-slides]').first();
  await expect(row.locator('li')).toHaveCount(PICTURES.length);
  await expect(dots(page)).toHaveCount(PICTURES.length);
  if (isMobile) {
    await swipe(page, row, -300);
    await expect.poll(() => inView(row), 'one swipe is one picture').toBe(1);
    await expect(dots(page).nth(1)).toHaveAttribute('aria-current', 'true');
    await swipe(page, row, 300);
    await expect.poll(() => inView(row)).toBe(0);
  }
  await dots(page).nth(2).click();
  await expect.poll(() => inView(row)).toBe(2);
  await expect(dots(page).nth(2)).toHaveAttribute('aria-current', 'true');
  await expect(dots(page).nth(0)).not.toHaveAttribute('aria-current');
  const picture = row.locator('img').nth(2);
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth), 'it is the picture itself').toBeGreaterThan(1);

  await row.locator('a[data-zoom]').nth(2).click();
  const dialog = page.locator('#zoom');
  await expect(dialog).toBeVisible();
  const largest = dialog.locator('[data-slides]');
  await expect.poll(() => inView(largest), 'the picture that was pressed').toBe(2);
  await dialog.getByRole('button', { name: 'Previous' }).click();
  await expect.poll(() => inView(largest)).toBe(1);
  if (isMobile) {
    await swipe(page, largest, 300);
    await expect.poll(() => inView(largest)).toBe(0);
  }
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(dialog).toBeHidden();
});

test('an enlarged picture is looked around in at its own size', async ({ page, isMobile, viewport }) => {
  await page.goto(address);
  await awake(page);
  const width = viewport?.width ?? 0;
  const open = page.locator('main ul[data-slides]').first().locator('a[data-zoom]').first();
  await open.click();
  const dialog = page.locator('#zoom');
  const slide = dialog.locator('[data-slides] > li').first();
  const picture = slide.locator('img');
  const shown = () => picture.evaluate((image) => image.getBoundingClientRect().width);
  const at = () => slide.evaluate((list) => list.scrollLeft);
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(390);
  expect(await shown()).toBeLessThanOrEqual(width);

  await (isMobile ? picture.tap() : picture.dblclick());
  await expect.poll(shown, 'it is larger than the screen').toBeGreaterThan(width);
  const before = await at();
  expect(before, 'its middle was pressed').toBeGreaterThan(0);
  if (isMobile) {
    await swipe(page, slide, -120);
  } else {
    await slide.hover();
    await page.mouse.wheel(120, 0);
  }
  await expect.poll(at, 'one looks around in it').toBeGreaterThan(before);
  await expect.poll(() => inView(dialog.locator('[data-slides]')), 'the others keep away').toBe(0);
  await expectAccessible(page);
  const button = dialog.getByRole('button', { name: 'Full size' });
  await expect(button).toHaveAttribute('aria-pressed', 'true');
  await button.click();
  await expect(button).toHaveAttribute('aria-pressed', 'false');
  await expect.poll(shown).toBeLessThanOrEqual(width);

  await dialog.locator('[data-slides]').focus();
  await page.keyboard.press('Enter');
  await expect.poll(shown).toBeGreaterThan(width);
  const start = await at();
  await page.keyboard.press('ArrowRight');
  await expect.poll(at).toBeGreaterThan(start);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await open.click();
  expect(await shown(), 'it begins as large as the screen').toBeLessThanOrEqual(width);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the dots lead to the pictures, and a picture to its largest', async ({ page }) => {
    await page.goto(address);
    await expect(dots(page).nth(1)).toHaveAttribute('href', '#picture-2');
    await dots(page).nth(1).click();
    await expect(page.locator('#picture-2')).toBeInViewport({ ratio: 0.5 });
    const largest = await page.locator('a[data-zoom]').nth(1).getAttribute('href') ?? '';
    const answer = await page.request.get(largest);
    expect(answer.headers()['content-type']).toBe('image/jpeg');
  });
});

test('on a phone price and the button itself stay at hand while the facts are read', async ({ page, isMobile }) => {
  await page.goto(address);
  await awake(page);
  const bar = page.locator('#buy-bar');
  if (!isMobile) return expect(bar).toBeHidden();
  await expect(bar).toBeInViewport();
  await expect(bar).toContainText('$24.00');
  // At the end of the page, far below the box, it buys all the same, and what came of it is in view.
  await page.locator('#questions').evaluate((end) => end.scrollIntoView({ block: 'start', behavior: 'instant' }));
  await expect(bar).toBeInViewport({ ratio: 1 });
  await expect(page.locator('#buy')).not.toBeInViewport();
  await markDocument(page);
  await bar.getByRole('button', { name: /^Add to cart: Glazed bowl/ }).click();
  await expect(page.locator('#notices')).toContainText('Added to your cart.');
  await expect(page.locator('#notices')).toBeInViewport();
  await expect(page.locator('#notices')).toBeFocused();
  await expect(page.locator('[data-count]').first()).toHaveAttribute('data-count', '1');
  await expectSameDocument(page);
  await expectAccessible(page);
});

test('on a phone the bar orders with one click, tells before what that does, and shows what came of it', async ({ page, context, isMobile }) => {
  test.skip(!isMobile, 'there is room for the box itself');
  const { last4 } = await newShopper(context);
  await page.goto(address);
  await awake(page);
  const bar = page.locator('#buy-bar');
  const total = page.locator('#one-click dt', { hasText: 'Total' }).locator('+ dd');
  await expect(bar).toContainText((await total.innerText()).trim());
  await expect(bar).toContainText(`•••• ${last4}`);
  await page.locator('#questions').scrollIntoViewIfNeeded();
  await bar.getByRole('button', { name: 'Buy now' }).click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  await expect(page.locator('#ordered')).toBeInViewport();
  await expect(bar.getByRole('button', { name: 'Buy again' }), 'the next press would be another order').toBeVisible();
});
