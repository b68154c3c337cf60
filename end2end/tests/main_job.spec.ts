// What all of it is for: a catalogue is imported, somebody finds one of its products and buys it with one click, the seller sees
// it come in and sends it, and the card is charged. Always on two small catalogues of our own, which are written here as
// Shopify and Icecat write theirs; where the published ones are, on those, too.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ONCE, awake, expect, newShopper, test, unique } from './fixtures.ts';

const PUBLISHED = fileURLToPath(new URL('../../../shared/data/catalog/', import.meta.url));
const ICONS = fileURLToPath(new URL('../../public/icons/', import.meta.url));

interface Catalogue {
  format: 'shopify' | 'icecat';
  /** Where it is published; our own has no such place. */
  at?: string;
  /** Fills an empty folder with it, unless it is imported from where it is. */
  write?: (folder: string) => void;
  /** The title of the product that is bought: the first of the catalogue, which is in this folder. */
  first: (folder: string) => string;
  /** Icecat names pictures on its own server, and the shop fetches none. */
  photographed: boolean;
}

const SHOPIFY = 'shopify_products.csv';
const ICECAT = 'products.jsonl.gz';

const firstOfShopify = (folder: string) => readFileSync(join(folder, SHOPIFY), 'utf8').split('\n')[1]?.split(',')[1] ?? '';

const linesOfIcecat = (file: string) => gunzipSync(readFileSync(file)).toString().split('\n').filter(Boolean);
const firstOfIcecat = (folder: string) => (JSON.parse(linesOfIcecat(join(folder, ICECAT))[0] ?? '{}') as { title?: string }).title ?? '';

/** A product CSV, and beside it an archive with its pictures: one article alone, and one in two sizes. */
function writeShopify(folder: string) {
  const word = unique();
  const head = 'Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Image Position,Status';
  const rows = [
    `river-lantern-${word},River lantern ${word},"Paper and willow, folded by hand.",Ribera,,,"light, paper",TRUE,Title,Default Title,LANTERN-${word},25,28.99,,thumbnails/lantern.png,1,active`,
    `willow-tray-${word},Willow tray ${word},"Carries four cups.",Ribera,,,tray,TRUE,Size,Small,TRAY-S-${word},9,19.50,,thumbnails/tray.webp,1,active`,
    `willow-tray-${word},,,,,,,,,Large,TRAY-L-${word},4,24.50,,,,`,
  ];
  writeFileSync(join(folder, SHOPIFY), `${[head, ...rows].join('\n')}\n`);
  const pictures = join(folder, 'thumbnails');
  mkdirSync(pictures);
  // Not the icon: another journey looks for its product by that.
  cpSync(join(ICONS, 'share.png'), join(pictures, 'lantern.png'));
  cpSync(join(ICONS, 'screen-narrow.webp'), join(pictures, 'tray.webp'));
  execFileSync('tar', ['-cf', join(folder, 'thumbnails.tar'), '-C', folder, 'thumbnails']);
  rmSync(pictures, { recursive: true });
}

/** A JSON object a line, compressed, with prices in cents and sparse attributes. */
function writeIcecat(folder: string) {
  const word = unique();
  const products = [
    {
      id: `9${word}1`, name: `EST-${word}`, title: `Estuary EST-${word} toner cartridge Original Black`, ean: [],
      short_description: 'Toner for 2,600 pages', img_high: 'https://images.example/est_high.jpg', date_released: '2019-12-10T00:00:00Z',
      supplier: 'Estuary', price: 4_995, attr_t_type: 'Original', attr_t_printing_colours: 'Black',
      attr_t_print_technology: 'Laser printing', attr_n_black_toner_page_yield: 2_600,
    },
    {
      id: `9${word}2`, name: `DEL-${word}`, title: `Delta DEL-${word} USB flash drive 64 GB`, ean: [],
      short_description: '64 GB, USB 3.2', supplier: 'Delta', price: 1_290, attr_n_weight: 12, attr_b_password_protection: false,
    },
  ];
  writeFileSync(join(folder, ICECAT), gzipSync(`${products.map((product) => JSON.stringify(product)).join('\n')}\n`));
}

const FASHION = join(PUBLISHED, 'fashion');
const ELECTRONICS = join(PUBLISHED, 'icecat');

const CATALOGUES: Record<string, Catalogue> = {
  'our own, as Shopify writes it': { format: 'shopify', write: writeShopify, first: firstOfShopify, photographed: true },
  'our own, as Icecat writes it': { format: 'icecat', write: writeIcecat, first: firstOfIcecat, photographed: false },
  'published fashion': { format: 'shopify', at: FASHION, first: firstOfShopify, photographed: true },
  'published electronics': {
    format: 'icecat', at: ELECTRONICS, first: firstOfIcecat, photographed: false,
    // Its beginning: other journeys look for goods in the same shop at the same time.
    write: (folder) => {
      const lines = linesOfIcecat(join(ELECTRONICS, ICECAT)).slice(0, 20);
      writeFileSync(join(folder, ICECAT), gzipSync(`${lines.join('\n')}\n`));
    },
  },
};

/** Imports it beside the server that is running, as an operator would. Gives the title of its first product. */
function imported({ format, at, write, first }: Catalogue): string {
  const { ORINOCO_BIN = '', E2E_DATA = '', HOME = '', PATH = '' } = process.env;
  const own = mkdtempSync(join(tmpdir(), 'orinoco-main-'));
  try {
    write?.(own);
    const folder = write ? own : at ?? own;
    execFileSync(
      ORINOCO_BIN,
      ['import', folder, '--format', format, '--seller', 'guayabo', '--skip-bad-rows', '--data-dir', `${E2E_DATA}/data`],
      { env: { HOME, PATH }, stdio: 'pipe', timeout: 180_000 },
    );
    return first(folder);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

for (const [name, catalogue] of Object.entries(CATALOGUES)) {
  test(`a product of an imported catalogue is found, bought with one click, seen by its seller, sent and charged: ${name}`, ONCE, async ({ page, context, visitor }) => {
    test.skip(Boolean(catalogue.at) && !existsSync(catalogue.at ?? ''), `there is no catalogue in ${catalogue.at}`);
    test.setTimeout(240_000);
    const title = imported(catalogue);
    expect(title).not.toBe('');

    const desk = await visitor('seller');
    await desk.goto('/seller');
    await awake(desk);
    const shopper = await newShopper(context);
    const link = page.locator('main article h3 a', { hasText: title }).first();
    // The index follows within a second.
    await expect(async () => {
      await page.goto('/');
      await awake(page);
      await page.getByRole('searchbox').fill(title);
      await page.getByRole('searchbox').press('Enter');
      await expect(link).toBeVisible({ timeout: 2_000 });
    }).toPass({ timeout: 20_000 });
    await link.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    if (catalogue.photographed) {
      const photo = page.locator('main ul[data-slides] img').first();
      await expect.poll(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth), 'its photograph').toBeGreaterThan(1);
    }
    await awake(page);
    await page.getByRole('button', { name: 'Buy now with one click' }).first().click();
    await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');

    // The desk was open all the time.
    const sale = desk.locator('#to-ship [data-part]', { hasText: title }).first();
    await expect(sale).toBeVisible();
    await sale.getByRole('link').first().click();
    await expect(desk.locator('#address')).toContainText(shopper.name);
    await desk.locator('#ship').getByLabel('Tracking number').fill('MAIN-0001');
    await awake(desk);
    await desk.getByRole('button', { name: 'Ship and charge the card' }).click();
    await expect(desk.locator('#notices')).toContainText('The card was charged.');
    await expect(desk.locator('#sale-state')).toHaveAttribute('data-state', 'shipped');
    await page.goto('/account/orders');
    await expect(page.locator('main')).toContainText(title);
    // That every account adds up afterwards is proved when all journeys are over, from the raw rows.
  });
}
