// What a page's program weighs on the way to the browser, compressed as it is sent: WebAssembly and scripts together.
import { awake, expect, test } from './fixtures.ts';
import { VISITS, pathOf, title } from './routes.ts';

const KB = 1000;
/** A page without islands; any page of the shop. */
const BASE_KB = 60;
const PAGE_KB = 150;

test.skip(({ isMobile }) => isMobile, 'the same bytes on every screen');

test('no page sends more program than a slow phone bears', async ({ visitor }, info) => {
  test.setTimeout(VISITS.length * 8_000);
  const sizes: Record<string, number> = {};
  let bases = 0;
  for (const reader of new Set(VISITS.map((visit) => visit.reader))) {
    const page = await visitor(reader === 'guest' ? undefined : reader, { serviceWorkers: 'block' });
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    const underWay = new Set<string>();
    let bytes = 0;
    session.on('Network.requestWillBeSent', ({ requestId, request }) => {
      if (/\.(js|wasm)$/.test(new URL(request.url).pathname)) underWay.add(requestId);
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (underWay.delete(requestId)) bytes += encodedDataLength;
    });
    session.on('Network.loadingFailed', ({ requestId }) => underWay.delete(requestId));
    for (const visit of VISITS.filter((one) => one.reader === reader && one.status === 200)) {
      const path = await pathOf(visit, page);
      await page.goto('about:blank');
      underWay.clear();
      bytes = 0;
      await page.goto(path);
      await awake(page);
      // An island's program is asked for as soon as its page is there; what comes later was asked for by a person.
      // The browser counts a file a moment after the page has it. A live page is never idle, its programs are.
      await expect.poll(() => underWay.size, `${path} waits for programs`).toBe(0);
      sizes[title(visit)] = Math.round(bytes / KB);
      expect(bytes, `${path} loads a program at all`).toBeGreaterThan(0);
      const isBase = (await page.locator('leptos-island').count()) === 0;
      if (isBase) bases += 1;
      expect.soft(bytes / KB, path).toBeLessThanOrEqual(isBase ? BASE_KB : PAGE_KB);
    }
  }
  await info.attach('sizes', { body: JSON.stringify(sizes, null, 2), contentType: 'application/json' });
  console.log(`largest: ${Math.max(...Object.values(sizes))} KB; smallest: ${Math.min(...Object.values(sizes))} KB`);
  expect(bases, 'pages without islands').toBeGreaterThan(0);
});
