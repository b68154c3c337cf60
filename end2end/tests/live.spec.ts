// A line that breaks: what happens meanwhile is on the open page once the line is back, without a reload.
import { type Socket, connect, createServer } from 'node:net';
import { type Page, awake, expect, expectSameDocument, markDocument, newShopper, test } from './fixtures.ts';

// Each screen buys another product, which no other journey buys, so that all may run at once.
const GOODS = {
  desktop: { path: '/p/chefs-knife-20-cm-carbon-steel', title: 'Chef\'s knife, 20 cm, carbon steel' },
  phone: { path: '/p/reading-chair-with-woven-seat', title: 'Reading chair with woven seat' },
};

/** A line to the server that can be cut: open connections end, and new ones find nobody. */
async function lineTo(server: URL) {
  const sockets = new Set<Socket>();
  let whole = true;
  const near = createServer((one) => {
    if (!whole) return one.destroy();
    const other = connect(Number(server.port), server.hostname);
    for (const [from, to] of [[one, other], [other, one]] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => { sockets.delete(from); to.destroy(); });
      from.pipe(to);
    }
  });
  await new Promise<void>((open) => near.listen(0, '127.0.0.1', open));
  const address = near.address();
  if (!address || typeof address === 'string') throw new Error('the line has no port');
  const end = () => sockets.forEach((socket) => socket.destroy());
  return {
    baseURL: `http://127.0.0.1:${address.port}`,
    open: () => sockets.size > 0,
    cut: () => { whole = false; end(); },
    mend: () => { whole = true; },
    close: () => { near.close(); end(); },
  };
}

const rowsOf = (page: Page, title: string) =>
  page.locator('#to-ship [data-part]', { hasText: title }).evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.part ?? ''));

test('an order that is placed while the line is cut is at the desk when it is mended', async ({ page, context, visitor, watch, baseURL }, info) => {
  // The browser itself reports a connection that ends in the middle.
  watch.allow(/ERR_(EMPTY_RESPONSE|CONNECTION_\w+|SOCKET_NOT_CONNECTED|INCOMPLETE_CHUNKED_ENCODING|NETWORK_CHANGED)/);
  const goods = GOODS[info.project.name as keyof typeof GOODS];
  const line = await lineTo(new URL(baseURL ?? ''));
  const desk = await visitor('seller', { baseURL: line.baseURL });
  await desk.goto('/seller');
  const main = desk.locator('main');
  await expect(main.getByText('Live', { exact: true })).toBeVisible();
  await awake(desk);
  const before = await rowsOf(desk, goods.title);
  await markDocument(desk);

  line.cut();
  await expect(main.getByText('Reconnecting…', { exact: true })).toBeVisible();

  await newShopper(context);
  await page.goto(goods.path);
  await awake(page);
  await page.getByRole('button', { name: 'Buy now with one click' }).click();
  await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
  expect(line.open(), 'the desk hears nothing of it').toBe(false);
  expect(await rowsOf(desk, goods.title)).toEqual(before);

  line.mend();
  await expect(main.getByText('Live', { exact: true })).toBeVisible();
  await expect.poll(async () => (await rowsOf(desk, goods.title)).filter((part) => !before.includes(part)).length).toBe(1);
  await expectSameDocument(desk);
  await desk.close();
  line.close();
});
