// A product is found by the bars on its package: the reader alone on bars that it is given, and the page with a camera
// that films a code of the demo shop.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
// @ts-expect-error It is served to browsers as it is, and has no types.
import { read, valid } from '../../public/assets/barcode.js';
import { ONCE, expect, test } from './fixtures.ts';

// Modules of a digit as the standard prints them, dark as 1: left odd; the others follow from it.
const ODD = ['0001101', '0011001', '0010011', '0111101', '0100011', '0110001', '0101111', '0111011', '0110111', '0001011'];
const RIGHT = ODD.map((bits) => bits.replace(/./g, (bit) => (bit === '1' ? '0' : '1')));
const EVEN = RIGHT.map((bits) => [...bits].reverse().join(''));
const PARITY = ['OOOOOO', 'OOEOEE', 'OOEEOE', 'OOEEEO', 'OEOOEE', 'OEEOOE', 'OEEEOO', 'OEOEOE', 'OEOEEO', 'OEEOEO'];

function withCheck(digits: string) {
  const sum = [...digits].reverse().reduce((all, digit, at) => all + Number(digit) * (at % 2 ? 1 : 3), 0);
  return digits + String((10 - (sum % 10)) % 10);
}

function bits(code: string) {
  const half = code.length === 13 ? 6 : 4;
  const digits = [...(code.length === 13 ? code.slice(1) : code)].map(Number);
  const parity = code.length === 13 ? PARITY[Number(code[0])] ?? '' : 'OOOO';
  const left = digits.slice(0, half).map((digit, at) => (parity[at] === 'O' ? ODD : EVEN)[digit]);
  return `101${left.join('')}01010${digits.slice(half).map((digit) => RIGHT[digit]).join('')}101`;
}

/** A line across the bars: `module` pixels each, blurred as a lens does, with noise and a shadow to one side. */
function line(code: string, { module = 3, blur = 1, noise = 0, shadow = 0, seed = 1 }) {
  const modules = `${'0'.repeat(12)}${bits(code)}${'0'.repeat(12)}`;
  const sharp = Array.from({ length: Math.round(modules.length * module) }, (_, x) => (modules[Math.floor(x / module)] === '1' ? 30 : 220));
  let state = seed;
  const random = () => { state = (state * 1_103_515_245 + 12_345) % 2_147_483_648; return state / 2_147_483_648 - 0.5; };
  return Uint8Array.from(sharp, (_, x) => {
    const near = sharp.slice(Math.max(0, x - blur), x + blur + 1);
    const mean = near.reduce((all, value) => all + value, 0) / near.length;
    return Math.max(0, Math.min(255, mean * (1 - shadow * x / sharp.length) + noise * random()));
  });
}

test.describe('the reader', ONCE, () => {
  test('reads every first digit, from either side', () => {
    for (let first = 0; first <= 9; first += 1) {
      const code = withCheck(`${first}74608195203`);
      expect(read(line(code, {}))).toBe(code);
      expect(read(line(code, {}).reverse())).toBe(code);
    }
    const short = withCheck('9638507');
    expect(read(line(short, {}))).toBe(short);
  });

  test('reads codes of many numbers, blurred, noisy, half in shadow, small and of odd sizes', () => {
    let unread = 0;
    for (let at = 0; at < 300; at += 1) {
      const code = withCheck(String(400_000_000_000 + at * 1_234_577));
      const module = 2.2 + (at % 17) / 7;
      // A blur as wide as a bar leaves nothing to read.
      const found = read(line(code, { module, blur: Math.floor(module / 2.1), noise: 30, shadow: (at % 5) / 10, seed: at + 1 }));
      if (found === null) unread += 1;
      else expect(found).toBe(code);
    }
    // A camera looks many times a second: a line that cannot be read costs nothing, one that is misread would.
    expect(unread).toBeLessThan(30);
  });

  test('finds nothing where there is no code, half a code, or a wrong check digit', () => {
    const code = withCheck('400638133393');
    expect(read(new Uint8Array(800).fill(200))).toBeNull();
    expect(read(line(code, {}).slice(0, 200))).toBeNull();
    const wrong = code.slice(0, 12) + String((Number(code[12]) + 1) % 10);
    expect(read(line(wrong, {}))).toBeNull();
    expect([valid(code), valid(wrong), valid('12'), valid('')]).toEqual([true, false, false, false]);
  });
});

/** A film of one picture, as the browser's camera for tests plays it: the code in the middle of a grey table. */
function film(code: string) {
  const [width, height, frames] = [640, 480, 5];
  const bars = line(code, { module: 4, blur: 1 });
  const from = Math.floor((width - bars.length) / 2);
  const luma = Buffer.alloc(width * height, 140);
  for (let y = 140; y < 340; y += 1) bars.forEach((value, x) => { luma[y * width + from + x] = value; });
  const chroma = Buffer.alloc(width * height / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`), ...Array.from({ length: frames }, () => frame)]);
}

for (const [refused, words] of [
  ['NotAllowedError', 'The camera is blocked. Allow it in the browser\'s settings for this site, or type the number.'],
  ['NotFoundError', 'No camera was found here. Type the number instead.'],
] as const) {
  test(`without a camera (${refused}) the number is typed`, async ({ page }) => {
    await page.goto('/p/gooseneck-kettle-1-litre-with-temperature-hold');
    const data = await page.locator('script[type="application/ld+json"]').first().textContent();
    const [code] = /\b20\d{11}\b/.exec(data ?? '') ?? [];
    await page.addInitScript((name) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name));
    }, refused);
    await page.goto('/scan');
    await page.getByRole('button', { name: 'Use the camera' }).click();
    await expect(page.locator('#scan [data-said]')).toHaveText(words);
    await expect(page.getByRole('button', { name: 'Use the camera' }), 'one can try again').toBeEnabled();
    await expect(page.locator('#scan video')).toBeHidden();
    await page.getByLabel('Number under the bars').fill(String(code));
    await page.getByRole('button', { name: 'Find' }).click();
    await expect(page).toHaveURL(new RegExp(`/search\\?q=${code}$`));
    await expect(page.getByRole('link', { name: /gooseneck kettle/i }).first()).toBeVisible();
  });
}

test('the camera reads a code and the shop finds its product', async ({ page, baseURL }, info) => {
  await page.goto('/p/gooseneck-kettle-1-litre-with-temperature-hold');
  const data = await page.locator('script[type="application/ld+json"]').first().textContent();
  const [code] = /\b20\d{11}\b/.exec(data ?? '') ?? [];
  expect(code, 'the product tells its number').toBeTruthy();
  const file = join(mkdtempSync(join(tmpdir(), 'orinoco-film-')), 'code.y4m');
  writeFileSync(file, film(String(code)));
  const browser = await chromium.launch({
    ...info.project.use.launchOptions,
    args: [...info.project.use.launchOptions?.args ?? [], '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`],
  });
  try {
    const context = await browser.newContext({ baseURL, permissions: ['camera'] });
    const camera = await context.newPage();
    await camera.goto('/scan');
    await camera.getByRole('button', { name: 'Use the camera' }).click();
    await camera.waitForURL((url) => url.pathname === '/search' && url.searchParams.get('q') === code);
    await expect(camera.getByRole('heading', { name: /gooseneck kettle/i }).or(camera.getByRole('link', { name: /gooseneck kettle/i })).first()).toBeVisible();
  } finally {
    await browser.close();
  }
});
