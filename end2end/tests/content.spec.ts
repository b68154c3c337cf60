// What the shop says of itself is read in three languages, and what the operator writes is read by shoppers; without
// JavaScript, too. Categories begin with what is in them, and pages tell search engines where they are.
import { ONCE, type Page, expect, expectAccessible, expectNoSideways, test, unique } from './fixtures.ts';

test('help is found from the footer and read in three languages', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('contentinfo').getByRole('link', { name: 'Help' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Help');
  await page.getByRole('link', { name: 'Delivery' }).click();
  await expect(page).toHaveURL(/\/help\/delivery$/);
  for (const [language, title] of [['English', 'Delivery'], ['Español', 'Envío'], ['العربية', 'التوصيل']] as const) {
    await page.getByRole('contentinfo').getByRole('button', { name: language }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  }
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
});

test('an address asks for a language, and the footer asks for another one', async ({ page }) => {
  await page.goto('/privacy?lang=es');
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', /\/privacy\?lang=es$/);
  await expect(page.locator('link[hreflang]')).toHaveCount(4);
  await page.getByRole('contentinfo').getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page).toHaveURL(/\/privacy$/);
});

test('a category begins with what is in it, and a narrowed one does not', async ({ page }) => {
  await page.goto('/c/kitchen');
  const inside = page.getByRole('region', { name: 'Inside Kitchen' });
  await expect(inside.getByRole('link', { name: /Coffee and tea/ })).toBeVisible();
  await expect(page.locator('link[rel=canonical]')).toHaveAttribute('href', /\/c\/kitchen$/);
  await expectNoSideways(page);
  await page.goto('/c/kitchen?stock=1');
  await expect(inside).toHaveCount(0);
  await expect(page.locator('meta[name=robots]')).toHaveAttribute('content', 'noindex');
});

/** A page of the help from nothing to published, changed, brought back and taken down. */
async function write(operator: Page, reader: Page, withScript: boolean) {
  const name = `gifts-${unique()}`;
  const status = async (path: string) => (await reader.context().request.get(path)).status();
  const path = `/help/${name}`;
  await operator.goto('/operator/content');
  await expect(operator.locator('main'), 'what is missing in the imprint is said').toContainText('Name of the company or person');
  await operator.getByLabel('Address').fill(name);
  await operator.getByRole('region', { name: 'A new page of the help' }).getByRole('button', { name: 'Write' }).click();
  await operator.getByLabel('Title').fill(`Presents ${name}`);
  await operator.getByLabel('Text', { exact: true }).fill('We **wrap** it. <script>alert(1)</script>\n\n[x](javascript:alert(1))');
  await operator.getByRole('button', { name: 'Save draft and preview' }).click();
  await expect(operator.locator('#notices')).toContainText('The draft is saved.');
  await expect(operator.locator('#content-preview strong')).toHaveText('wrap');
  await expect(operator.locator('#content-preview')).toContainText('<script>alert(1)</script>');
  await expect(operator.locator('#content-preview .written a')).toHaveCount(0);
  if (withScript) {
    await expectAccessible(operator);
    await expectNoSideways(operator);
  }
  expect(await status(path), 'a draft is nobody\'s to read').toBe(404);

  await operator.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(operator.locator('#notices')).toContainText('Published.');
  await reader.goto('/help');
  await reader.getByRole('link', { name: `Presents ${name}` }).click();
  await expect(reader.locator('.written strong')).toHaveText('wrap');
  await reader.goto(`${path}?lang=ar`);
  await expect(reader.locator('.written')).toHaveAttribute('lang', 'en');

  await operator.getByLabel('Text', { exact: true }).fill('Nobody wraps any more.');
  await operator.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(operator.locator('[data-version]')).toHaveCount(3);
  await reader.goto(path);
  await expect(reader.locator('.written')).toHaveText('Nobody wraps any more.');

  await operator.getByRole('link', { name: 'Version 2' }).click();
  await expect(operator.locator('#content-preview strong')).toHaveText('wrap');
  await operator.getByRole('button', { name: 'Publish this version again' }).click();
  await expect(operator.locator('[data-version]').first()).toContainText('from version 2');
  await reader.reload();
  await expect(reader.locator('.written strong')).toHaveText('wrap');

  await operator.getByRole('button', { name: 'Take this page down' }).click();
  await expect(operator.locator('#notices')).toContainText('The page is taken down');
  expect(await status(path)).toBe(404);
}

test('what the operator writes is read by shoppers', async ({ page, visitor }) => {
  test.setTimeout(90_000);
  const operator = await visitor('operator');
  await write(operator, page, true);
});

test.describe('without JavaScript', ONCE, () => {
  test.use({ javaScriptEnabled: false });

  test('what the operator writes is read by shoppers', async ({ page, visitor }) => {
    test.setTimeout(90_000);
    const operator = await visitor('operator', { javaScriptEnabled: false });
    await write(operator, page, false);
  });
});

test('a text that begins later is listed as coming, people read the one before, and it is taken back', ONCE, async ({ page, visitor }) => {
  const name = `later-${unique()}`;
  const operator = await visitor('operator');
  await operator.goto('/operator/content');
  await operator.getByLabel('Address').fill(name);
  await operator.getByRole('region', { name: 'A new page of the help' }).getByRole('button', { name: 'Write' }).click();
  await operator.getByLabel('Title').fill(`Opening hours ${name}`);
  await operator.getByLabel('Text', { exact: true }).fill('Nine to five.');
  await operator.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(operator.locator('#notices')).toContainText('Published.');

  const from = operator.locator('#content-form').getByLabel('From');
  await operator.getByLabel('Text', { exact: true }).fill('Ten to six.');
  await from.fill('2099-01-01 08:00');
  await operator.getByRole('button', { name: 'Publish', exact: true }).click();
  await expect(operator.locator('#notices')).toContainText('People read it from');
  await expect(operator.locator('main')).toContainText('Until then people read the one before.');
  await expect(from, 'it is gone on with').toHaveValue('2099-01-01 08:00');
  await expect(operator.locator('[data-version]').first()).toContainText('2099');
  await expectAccessible(operator);
  await expectNoSideways(operator);
  await page.goto(`/help/${name}`);
  await expect(page.locator('.written')).toHaveText('Nine to five.');

  await operator.getByRole('link', { name: 'Version 2' }).click();
  await expect(operator.locator('#content-preview')).toContainText('Ten to six.');
  await operator.getByRole('button', { name: 'Take it back before it begins' }).click();
  await expect(operator.locator('#notices')).toContainText('It was taken back and will not begin.');
  await expect(operator.locator('[data-version]').first()).toContainText('taken back before');
  await expect(operator.locator('main')).not.toContainText('Until then people read the one before.');
  await page.reload();
  await expect(page.locator('.written')).toHaveText('Nine to five.');
  await operator.getByRole('button', { name: 'Take this page down' }).click();
  await expect(operator.locator('#notices')).toContainText('The page is taken down');
});
