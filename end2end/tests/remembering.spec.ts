// What somebody looked at is there again once they agreed, and what nobody finds can be mended by the operator.
import { expect, expectAccessible, test, unique } from './fixtures.ts';

const KETTLE = '/p/gooseneck-kettle-1-litre-with-temperature-hold';

test('who agrees finds what they looked at, and who objects does not', async ({ page }) => {
  await page.goto(KETTLE);
  await expect(page.getByRole('heading', { name: 'Recently seen' })).toHaveCount(0);
  await page.goto('/');
  await page.getByRole('button', { name: 'Yes, remember' }).click();
  await expect(page.getByRole('heading', { name: 'May we remember' })).toHaveCount(0);
  await page.goto(KETTLE);
  const seen = page.getByRole('list', { name: 'Recently seen' });
  await expect(async () => {
    await page.goto('/');
    await expect(seen).toContainText('Gooseneck kettle', { timeout: 500 });
  }, 'it is written a moment later').toPass();
  await expectAccessible(page);
  await page.getByRole('contentinfo').getByRole('button', { name: 'Do not remember' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(seen).toHaveCount(0);
});

test('one’s own searches come first while one types, and one can be removed', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Yes, remember' }).click();
  await expect(page.getByRole('heading', { name: 'May we remember' })).toHaveCount(0);
  await page.goto('/search?q=gooseneck+kettle');
  const own = page.locator('#suggest [data-own]');
  const type = async () => {
    await page.goto('/');
    await page.getByRole('searchbox').pressSequentially('goosen', { delay: 30 });
    await expect(page.locator('#suggest')).toContainText('Gooseneck kettle, 1 litre');
  };
  await expect(async () => {
    await type();
    await expect(own.getByRole('link')).toContainText('gooseneck kettle', { timeout: 500 });
  }, 'it is written a moment later').toPass();
  await expectAccessible(page);
  await own.getByRole('button', { name: 'Remove the search “gooseneck kettle”' }).click();
  await expect(page.locator('#notices')).toContainText('The search “gooseneck kettle” is removed.');
  await type();
  await expect(own).toHaveCount(0);
});

test('the operator sees what was searched for in vain, and a synonym mends it at once', async ({ page, visitor }) => {
  const word = `zq${unique().replace(/\d/g, 'x')}`;
  await page.goto(`/search?q=${word}`);
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  const console = await visitor('operator');
  await console.goto('/operator/search');
  const row = console.getByRole('listitem').filter({ hasText: word });
  await row.getByRole('textbox').fill('kettle');
  await row.getByRole('button').click();
  await expect(console.getByRole('status').filter({ hasText: 'finds more now' })).toBeVisible();
  await expect(console.locator('#synonyms')).toContainText(`${word} also finds kettle`);
  await expectAccessible(console);
  await page.goto(`/search?q=${word}`);
  await expect(page.locator('main article').first()).toContainText(/kettle/i);
  await console.getByRole('button', { name: `Remove “${word}”` }).click();
  await expect(console.locator('#synonyms')).not.toContainText(word);
});

test('words that are no words are refused beside the field', async ({ visitor }) => {
  const console = await visitor('operator');
  await console.goto('/operator/search');
  await console.getByLabel('People type').fill('lamp');
  await console.locator('#f-meant').fill('!!');
  await console.locator('#synonyms').getByRole('button', { name: 'Add' }).click();
  await expect(console.locator('#synonyms')).toContainText('Write at least one word.');
  await expect(console.getByLabel('People type'), 'what was typed stays').toHaveValue('lamp');
});
