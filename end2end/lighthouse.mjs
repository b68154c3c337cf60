// Lighthouse with its mobile profile against a running shop: a table of what it says, and an error for what is below
// the bar. `scripts/lighthouse` starts the shop and this.
//
//   node lighthouse.mjs ADDRESS [RUNS]
import { mkdirSync, writeFileSync } from 'node:fs';
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const [address, runs = '3'] = process.argv.slice(2);
const PRODUCT = '/p/gooseneck-kettle-1-litre-with-temperature-hold';
const BARS = {
  performance: { least: 95 }, accessibility: { least: 100 }, 'best-practices': { least: 100 }, seo: { least: 100 },
  LCP: { most: 1_500, unit: 'ms' }, TBT: { most: 100, unit: 'ms' }, CLS: { most: 0.02 },
};

/** A guest with something in the cart, as a `Cookie` header. */
async function filledCart() {
  const product = await (await fetch(address + PRODUCT)).text();
  const form = new URLSearchParams(['key', 'offer', 'quantity'].map((name) => [
    name, new RegExp(`id="add-to-cart".*?name="${name}" value="([^"]+)"`, 's').exec(product)?.[1] ?? '',
  ]));
  const answer = await fetch(`${address}/api/cart/add`, { method: 'POST', body: form, redirect: 'manual', headers: { accept: 'text/html' } });
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).filter((cookie) => !cookie.startsWith('flash='));
  if (cookies.length === 0) throw new Error(`the cart could not be filled: ${answer.status}`);
  return cookies.join('; ');
}

const pages = [
  { name: 'home', path: '/' },
  { name: 'listing', path: '/c/kitchen' },
  { name: 'product', path: PRODUCT },
  // Search engines are told to stay away from a checkout: the rest of what they look at counts.
  { name: 'checkout', path: '/checkout', cookie: await filledCart(), skipAudits: ['is-crawlable'] },
];

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

async function measure(chrome, page) {
  const seen = [];
  for (let run = 0; run < Number(runs); run += 1) {
    const { lhr, report } = await lighthouse(address + page.path, {
      port: chrome.port, logLevel: 'error', output: 'html', extraHeaders: page.cookie ? { cookie: page.cookie } : undefined,
      skipAudits: page.skipAudits, onlyCategories: ['performance', 'accessibility', 'best-practices', 'seo'],
    });
    if (lhr.runtimeError) throw new Error(`${page.path}: ${lhr.runtimeError.message}`);
    seen.push(lhr);
    writeFileSync(`lighthouse-reports/${page.name}.html`, report);
  }
  const of = (pick) => median(seen.map(pick));
  const score = (name) => Math.round(of((lhr) => lhr.categories[name].score) * 100);
  const metric = (name) => of((lhr) => lhr.audits[name].numericValue);
  const failed = Object.values(seen.at(-1).audits).filter((audit) => audit.score !== null && audit.score < 0.9);
  return {
    values: {
      performance: score('performance'), accessibility: score('accessibility'), 'best-practices': score('best-practices'),
      seo: score('seo'), LCP: Math.round(metric('largest-contentful-paint')), TBT: Math.round(metric('total-blocking-time')),
      CLS: Number(metric('cumulative-layout-shift').toFixed(3)),
    },
    failed: failed.map((audit) => `${audit.id}${audit.displayValue ? ` (${audit.displayValue})` : ''}`),
  };
}

mkdirSync('lighthouse-reports', { recursive: true });
const chrome = await launch({
  chromePath: process.env.ORINOCO_CHROMIUM, chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu'],
});
const misses = [];
const rows = [];
try {
  for (const page of pages) {
    const { values, failed } = await measure(chrome, page);
    for (const [name, { least, most, unit = '' }] of Object.entries(BARS)) {
      if (values[name] < (least ?? -Infinity)) misses.push(`${page.name}: ${name} is ${values[name]}, at least ${least}`);
      if (values[name] > (most ?? Infinity)) misses.push(`${page.name}: ${name} is ${values[name]} ${unit}, at most ${most}`);
    }
    rows.push({ page: page.name, ...values });
    if (failed.length > 0) console.error(`${page.name}: below 0.9: ${failed.join(', ')}`);
  }
} finally {
  chrome.kill();
}

const names = Object.keys(rows[0]);
const line = (cells) => `| ${cells.join(' | ')} |`;
console.log([line(names), line(names.map(() => '---')), ...rows.map((row) => line(Object.values(row)))].join('\n'));
if (misses.length > 0) {
  console.error(`\nBelow the bar:\n  ${misses.join('\n  ')}\nThe reports are in end2end/lighthouse-reports.`);
  process.exit(1);
}
