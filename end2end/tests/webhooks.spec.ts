// From an order to a seller's own program: an endpoint with its secret, a signed message when something happens, the log, and
// sending again. The program of this journey listens on this machine, which the journeys' shop is allowed to reach.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { awake, expect, expectAccessible, expectNoSideways, newShopper, test } from './fixtures.ts';

interface Received { headers: IncomingHttpHeaders; body: string }

/** A seller's program: keeps what it is sent, and answers as it is told. */
class Program {
  received: Received[] = [];
  status = 204;
  private server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => { body += part; });
    request.on('end', () => {
      this.received.push({ headers: request.headers, body });
      response.writeHead(this.status).end(this.status === 204 ? undefined : 'not today');
    });
  });

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/orinoco`;
  }

  of(kind: string) {
    return this.received.filter(({ body }) => JSON.parse(body).type === kind);
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** Checks a message as the standard says a receiver should. */
function isSigned({ headers, body }: Received, secret: string): boolean {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = createHmac('sha256', key).update(`${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`).digest('base64');
  return String(headers['webhook-signature']).split(' ').includes(`v1,${signed}`);
}

// Each screen orders from another seller, so that both may run at once.
const SHOPS = {
  desktop: { role: 'seller', path: '/p/end-grain-cutting-board-acacia' },
  phone: { role: 'otherSeller', path: '/p/insulated-sleeping-pad-r-4-2' },
} as const;

test('a program is told of an order, signed, and again when that is asked for', async ({ page, context, visitor }, info) => {
  test.slow();
  const shop = SHOPS[info.project.name as keyof typeof SHOPS];
  const program = new Program();
  const url = await program.listen();
  try {
    const desk = await visitor(shop.role);
    await desk.goto('/seller/webhooks');
    await desk.getByLabel('Address').fill('ftp://nowhere');
    await desk.getByRole('button', { name: 'Add an endpoint' }).click();
    await expect(desk.getByLabel('Address')).toHaveAttribute('aria-invalid', 'true');
    await desk.getByLabel('Address').fill(url);
    await desk.getByRole('button', { name: 'Add an endpoint' }).click();
    await expect(desk.locator('#notices')).toContainText('The endpoint was added.');
    const secret = await desk.locator('#new-secret code').innerText();
    const endpoint = desk.url();
    await expectAccessible(desk);
    await desk.reload();
    await expect(desk.locator('#new-secret')).toHaveCount(0);

    await desk.getByRole('button', { name: 'Send a test' }).click();
    await expect.poll(() => program.of('webhook.test').length).toBe(1);
    expect(isSigned(program.received[0]!, secret)).toBe(true);

    await newShopper(context);
    await page.goto(shop.path);
    await awake(page);
    await page.getByRole('button', { name: 'Buy now with one click' }).click();
    await expect(page.locator('#ordered')).toHaveAttribute('data-state', 'placed');
    const order = (await page.locator('#ordered').getByRole('link', { name: 'View order' }).getAttribute('href') ?? '').split('/').pop();
    const told = () => program.of('order.placed').filter(({ body }) => JSON.parse(body).data.order_id === order);
    await expect.poll(() => told().length).toBe(1);
    expect(isSigned(told()[0]!, secret)).toBe(true);
    expect(isSigned(told()[0]!, 'whsec_AAAA')).toBe(false);

    // It refuses for a while: the log says so, and the message comes again by hand.
    program.status = 503;
    await desk.goto(endpoint);
    await desk.getByRole('button', { name: 'Send a test' }).click();
    await expect.poll(() => program.of('webhook.test').length).toBeGreaterThan(1);
    await expect(async () => {
      await desk.goto(endpoint);
      await expect(desk.locator('[data-delivery=pending]').first()).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await desk.locator('[data-delivery=pending] summary').first().click();
    await expect(desk.locator('[data-delivery=pending]').first()).toContainText('not today');
    await expectAccessible(desk);
    await expectNoSideways(desk);
    program.status = 204;
    const before = program.of('order.placed').length;
    const first = desk.locator('[data-delivery=delivered]', { hasText: 'order.placed' }).first();
    await first.locator('summary').click();
    await first.getByRole('button', { name: 'Send again' }).click();
    await expect(desk.locator('#notices')).toContainText('The message is on its way again.');
    await expect.poll(() => program.of('order.placed').length).toBeGreaterThan(before);
    expect(new Set(told().map(({ headers }) => headers['webhook-id'])).size).toBe(1);

    await desk.getByRole('button', { name: 'Remove' }).click();
    await expect(desk).toHaveURL(/\/seller\/webhooks\?/);
    await expect(desk.locator('#webhooks')).not.toContainText(url);
  } finally {
    program.close();
  }
});
