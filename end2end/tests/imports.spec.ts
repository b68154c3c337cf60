// A seller's or the operator's catalogue from the file to the shop and back: preview, import, undo; broken rows; without
// JavaScript.
import { AS_PAGE, ONCE, type Page, awake, expect, expectAccessible, expectNoSideways, test, unique } from './fixtures.ts';

const HEADER = 'Handle,Title,Vendor,Variant SKU,Variant Inventory Qty,Variant Price';

interface Goods {
  sku: string;
  title: string;
}

const goods = (): Goods => {
  const word = unique();
  return { sku: `JAR-${word}`, title: `Clay jar ${word}` };
};

const row = ({ sku, title }: Goods, price: string) => `${sku.toLowerCase()},${title},Casa,${sku},7,${price}`;

async function upload(page: Page, name: string, lines: string[], console: 'seller' | 'operator' = 'seller') {
  await page.goto(`/${console}/imports`);
  await page.getByLabel('File', { exact: true }).setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(`${lines.join('\n')}\n`) });
  await page.getByRole('button', { name: 'Upload and preview' }).click();
  await expect(page).toHaveURL(new RegExp(`/${console}/imports/upl_`));
}

/** Whether a search of the shop shows it; the index follows within a second. */
async function isFound(page: Page, { title }: Goods, found: boolean) {
  await expect(async () => {
    await page.goto(`/search?q=${encodeURIComponent(title)}`);
    const link = page.locator('main').getByRole('link', { name: title });
    if (found) await expect(link.first()).toBeVisible({ timeout: 500 });
    else await expect(link).toHaveCount(0, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
}

/** Waits for the job behind an upload; without script the page is asked again. */
async function becomes(page: Page, state: string, script = true) {
  const place = page.locator('#upload');
  if (script) return expect(place).toHaveAttribute('data-state', state, { timeout: 20_000 });
  await expect(async () => {
    await page.reload();
    await expect(place).toHaveAttribute('data-state', state, { timeout: 500 });
  }).toPass({ timeout: 20_000 });
}

test('a file is previewed, imported, found among the products, and taken back', async ({ visitor }) => {
  const page = await visitor('seller');
  const jar = goods();
  await upload(page, 'jars.csv', [HEADER, row(jar, '15.00')]);
  await becomes(page, 'ready');
  await awake(page);
  const sample = page.getByRole('row', { name: new RegExp(jar.title) });
  await expect(sample).toContainText('$15.00');
  await expect(sample).toContainText('7');
  await expectAccessible(page);
  await expectNoSideways(page);

  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await becomes(page, 'done');
  const address = page.url();
  await page.goto(`/seller/products?q=${jar.sku}`);
  await expect(page.locator('[data-offer]')).toContainText(jar.title);
  await expect(page.locator('[data-offer]').getByLabel('Price')).toHaveValue('15.00');

  // The same row with another price is a change, with the price that it had.
  await upload(page, 'jars.csv', [HEADER, row(jar, '12.50')]);
  await becomes(page, 'ready');
  const changed = page.getByRole('row', { name: new RegExp(jar.title) });
  await expect(changed).toContainText('$12.50');
  await expect(changed.locator('s')).toHaveText('$15.00');
  await page.getByRole('button', { name: 'Give up' }).click();
  await expect(page.locator('#notices')).toContainText('Given up. The file is gone');

  await page.goto(address);
  await awake(page);
  await page.getByRole('button', { name: 'Take this import back' }).click();
  await becomes(page, 'undone');
  await page.goto(`/seller/products?q=${jar.sku}`);
  await expect(page.locator('[data-offer]').getByLabel('On sale')).not.toBeChecked();
});

test('broken rows are counted, named in a file, and left out when that is said', async ({ visitor }) => {
  const page = await visitor('seller');
  const [jar, bad] = [goods(), goods()];
  await upload(page, 'broken.csv', [HEADER, row(jar, '15.00'), row(bad, 'free'), `${bad.sku},=1+1,Casa,=2+2,1,3`]);
  await becomes(page, 'ready');
  await awake(page);
  await expect(page.locator('#upload')).toContainText('Some rows are bad.');
  await expectAccessible(page);
  await expectNoSideways(page);
  const link = await page.getByRole('link', { name: /Download what was found/ }).getAttribute('href');
  const findings = await (await page.request.get(link ?? '')).text();
  expect(findings).toContain('3,Variant Price,error,');
  expect(findings.split('\n').slice(1).filter((line) => /(^|,)"?[=+@]/.test(line)), 'no cell is a formula').toEqual([]);

  await page.getByLabel('Leave out the bad rows').check();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await becomes(page, 'done');
  await page.goto(`/seller/products?q=${jar.sku}`);
  await expect(page.locator('[data-offer]')).toHaveCount(1);
  await page.goto(`/seller/products?q=${bad.sku}`);
  await expect(page.locator('[data-offer]')).toHaveCount(0);
});

test('the operator previews a catalogue, takes what was found along, imports it and takes it back', async ({ visitor }) => {
  const page = await visitor('operator');
  const [jar, bad] = [goods(), goods()];
  await upload(page, 'jars.csv', [HEADER, row(jar, '15.00'), row(bad, 'free')], 'operator');
  await becomes(page, 'ready');
  await awake(page);
  await expect(page.getByRole('row', { name: new RegExp(jar.title) })).toContainText('$15.00');
  await expect(page.locator('#upload')).toContainText('Some rows are bad.');
  await expectAccessible(page);
  await expectNoSideways(page);
  const link = await page.getByRole('link', { name: /Download what was found/ }).getAttribute('href');
  expect(await (await page.request.get(link ?? '')).text()).toContain('3,Variant Price,error,');
  await page.getByLabel('Leave out the bad rows').check();
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await becomes(page, 'done');
  const address = page.url();
  await isFound(page, jar, true);

  await upload(page, 'jars.csv', [HEADER, row(jar, '12.50')], 'operator');
  await becomes(page, 'ready');
  await awake(page);
  const changed = page.getByRole('row', { name: new RegExp(jar.title) });
  await expect(changed).toContainText('$12.50');
  await expect(changed.locator('s')).toHaveText('$15.00');
  await page.getByRole('button', { name: 'Give up' }).click();
  await expect(page.locator('#notices')).toContainText('Given up. The file is gone');

  await page.goto(address);
  await awake(page);
  await page.getByRole('button', { name: 'Take this import back' }).click();
  await becomes(page, 'undone');
  await isFound(page, jar, false);
});

test('what is no catalogue is refused with the reason, and nobody else sees it', async ({ visitor, watch }) => {
  const page = await visitor('seller');
  await page.goto('/seller/imports');
  await page.getByLabel('File', { exact: true }).setInputFiles({ name: 'a.xlsx', mimeType: 'application/zip', buffer: Buffer.from('PK\u0003\u0004') });
  await page.getByRole('button', { name: 'Upload and preview' }).click();
  await expect(page.locator('#notices')).toContainText('The ZIP is damaged or not whole.');

  await upload(page, 'notes.csv', ['nothing', 'of use']);
  await becomes(page, 'refused');
  await expect(page.locator('#upload')).toContainText('no catalogue of a known format');
  watch.allow(/the server responded with a status of 40[34]/);
  const foreign = await visitor('otherSeller');
  expect([403, 404]).toContain((await foreign.goto(page.url()))?.status());
  await page.getByRole('button', { name: 'Give up' }).click();
  await expect(page).toHaveURL(/\/seller\/imports\?/);
});

test('without JavaScript', ONCE, async ({ visitor }) => {
  const page = await visitor('seller', { javaScriptEnabled: false });
  const jar = goods();
  await upload(page, 'plain.csv', [HEADER, row(jar, '9.90')]);
  await becomes(page, 'ready', false);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.locator('#notices')).toContainText('The import has begun.');
  await becomes(page, 'done', false);
  await page.getByRole('button', { name: 'Take this import back' }).click();
  await becomes(page, 'undone', false);
});

test('what is exported comes back in without a change', ONCE, async ({ visitor }) => {
  const page = await visitor('seller');
  await page.goto('/seller/imports');
  const href = await page.getByRole('link', { name: 'Download as Icecat' }).getAttribute('href');
  const action = await page.locator('#upload-form form').getAttribute('action');
  const file = await (await page.request.get(href ?? '')).body();
  const answer = await page.request.post(action ?? '', {
    headers: AS_PAGE, multipart: { file: { name: 'out.jsonl', mimeType: 'application/json', buffer: file } },
  });
  await page.goto(answer.url());
  await becomes(page, 'ready');
  // Journeys that run beside this one sell and import; what they do not touch is unchanged.
  const unchanged = page.locator('#upload').getByText('Unchanged', { exact: true }).locator('xpath=..');
  await expect(unchanged).toContainText(/[1-9]/);
  await expect(page.locator('#upload').getByText('Bad rows', { exact: true }).locator('xpath=..')).toContainText('0');
  await page.getByRole('button', { name: 'Give up' }).click();
});
