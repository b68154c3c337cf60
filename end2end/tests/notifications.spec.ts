// What one is told of parcels, and on which devices.
import { WHOLE } from './browser.ts';
import { AS_PAGE, ONCE, expect, expectAccessible, newShopper, test } from './fixtures.ts';

test.use({ launchOptions: WHOLE });

const PAGE = '/account/notifications';
const KEYS = {
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};

test('what is turned off stays off', async ({ page, context }) => {
  await newShopper(context);
  await page.goto('/account');
  await page.getByRole('link', { name: 'Notifications' }).click();
  const leaves = page.getByRole('group', { name: 'When a parcel leaves' });
  const arrives = page.getByRole('group', { name: 'When a parcel arrives' });
  await expect(leaves.getByLabel('E-mail')).toBeChecked();
  await leaves.getByLabel('E-mail').uncheck();
  await arrives.getByLabel('Message on my devices').uncheck();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('#notices')).toContainText('Saved.');
  await expect(leaves.getByLabel('E-mail')).not.toBeChecked();
  await expect(leaves.getByLabel('Message on my devices')).toBeChecked();
  await expect(arrives.getByLabel('Message on my devices')).not.toBeChecked();
});

test('a device is added with what its browser says, is known again, and removed', async ({ page, context }) => {
  await newShopper(context);
  await context.grantPermissions(['notifications']);
  // A browser under test has no push service: this is what one would say.
  await page.addInitScript((keys) => {
    const made = { endpoint: `https://push.example/${navigator.userAgent.length}-${location.port}`, keys };
    const subscription = { endpoint: made.endpoint, toJSON: () => made, unsubscribe: async () => true };
    PushManager.prototype.subscribe = async () => {
      localStorage.setItem('subscribed', '1');
      return subscription as unknown as PushSubscription;
    };
    PushManager.prototype.getSubscription = async () =>
      (localStorage.getItem('subscribed') ? subscription : null) as unknown as PushSubscription;
  }, KEYS);
  await page.goto(PAGE);
  await expect(page.locator('#devices')).toContainText('No device gets messages yet.');
  await page.getByRole('button', { name: 'Get messages on this device' }).click();
  await expect(page.locator('#notices')).toContainText('This device gets messages now.');
  const device = page.locator('[data-endpoint]');
  await expect(device).toContainText('push.example');
  await expect(device).toContainText('This device');
  await expect(page.getByRole('button', { name: 'Get messages on this device' })).toBeHidden();
  await expectAccessible(page);
  await device.getByRole('button', { name: 'Remove' }).click();
  await expect(page.locator('#devices')).toContainText('No device gets messages yet.');
});

test('the server is not made to write to addresses of its own network', ONCE, async ({ context }) => {
  await newShopper(context);
  for (const endpoint of ['http://127.0.0.1:80/x', 'https://127.0.0.1/x', 'https://localhost/x', 'https://[::1]/x', 'https://push.example:8443/x']) {
    await context.request.post('/api/account/device', { form: { endpoint, ...KEYS }, headers: AS_PAGE });
    const answer = await (await context.request.get(PAGE)).text();
    expect(answer, endpoint).not.toContain('data-endpoint');
  }
});

/** In the worker: hands it an event as the browser would, and waits until it is done. */
const HAND = `(kind, name, init) => {
  const event = new self[kind](name, init);
  const work = [];
  // Only the browser's own events may be prolonged.
  event.waitUntil = (promise) => work.push(promise);
  self.dispatchEvent(event);
  return Promise.all(work);
}`;

test('a message is shown, counted on the icon, and a tap leads to its page', ONCE, async ({ page, context }) => {
  await context.grantPermissions(['notifications']);
  await page.goto('/');
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const [worker] = context.serviceWorkers();
  if (!worker) throw new Error('no service worker');
  const message = { title: 'Your parcel is on its way', body: 'Clay jar', tag: 'part-1', lang: 'en', dir: 'ltr', url: '/help' };
  // What the push service would hand over, deciphered by the browser.
  const push = (what: object) => worker.evaluate(`(async () => {
    const counts = [];
    navigator.setAppBadge = async (count) => void counts.push(count);
    navigator.clearAppBadge = async () => void counts.push(0);
    await (${HAND})('PushEvent', 'push', { data: ${JSON.stringify(JSON.stringify(what))} });
    return counts;
  })()`);
  expect(await push(message)).toEqual([1]);
  const shown = () => page.evaluate(async () => {
    const all = await (await navigator.serviceWorker.ready).getNotifications();
    return all.map(({ title, body, tag, lang, data }) => ({ title, body, tag, lang, url: data.url }));
  });
  const { dir: _, ...seen } = message;
  expect(await shown()).toEqual([seen]);

  // A second one of the same parcel takes the place of the first.
  expect(await push({ ...message, title: 'Your parcel has arrived' })).toEqual([1]);
  expect(await shown()).toEqual([{ ...seen, title: 'Your parcel has arrived' }]);

  await worker.evaluate(`(async () => {
    const [notification] = await self.registration.getNotifications();
    await (${HAND})('NotificationEvent', 'notificationclick', { notification });
  })()`);
  await expect(page).toHaveURL('/help');
  expect(await shown()).toEqual([]);
});
