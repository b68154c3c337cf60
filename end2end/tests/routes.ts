// Every page of the shop, by who reads it. `pages.spec.ts` proves that no route of the program is missing here.
import { type BrowserContext, type Page, expect } from '@playwright/test';
import { type Role } from './people.ts';

export type Reader = 'guest' | Role;

/** Things that only the running shop knows. */
export interface Known {
  order: string;
  part: string;
  address: string;
}

export interface Visit {
  reader: Reader;
  /** The route of `app/src/routes.rs`, with `:slug` for `{slug}`. */
  route: string;
  /** What is special about this visit, for the test's name. */
  about?: string;
  path: (known: Known) => string;
  status?: number;
}

const PRODUCT = '/p/gooseneck-kettle-1-litre-with-temperature-hold';

const visit = (reader: Reader, route: string, path: string | ((known: Known) => string) = route, about?: string, status = 200): Visit => ({
  reader, route, about, status, path: typeof path === 'string' ? () => path : path,
});

export const VISITS: Visit[] = [
  visit('guest', '/'),
  visit('guest', '/search', '/search?q=steel'),
  visit('guest', '/search', '/search?q=steel&stock=1&min=1000&max=9000&sort=price_asc', 'filtered'),
  visit('guest', '/search', '/search?q=zzqxv', 'nothing found'),
  visit('guest', '/search', '/search?page=2', 'second page'),
  visit('guest', '/suggest', '/suggest?q=ke'),
  visit('guest', '/suggest', '/suggest?q=zzqxv', 'nothing found'),
  visit('guest', '/c/:slug', '/c/kitchen'),
  visit('guest', '/p/:slug', PRODUCT),
  visit('guest', '/cart', '/cart', 'empty'),
  visit('guest', '/checkout', '/checkout', 'empty'),
  visit('guest', '/sign-in'),
  visit('guest', '/sign-in/code', '/sign-in/code', 'nothing to complete'),
  visit('guest', '/sign-up'),
  visit('guest', '/confirm', '/confirm?token=abc'),
  visit('guest', '/styleguide'),
  visit('guest', '/styleguide/:layout', '/styleguide/console', 'console'),
  visit('guest', '/styleguide/:layout', '/styleguide/narrow', 'narrow'),
  visit('guest', '/styleguide/:layout', '/styleguide/message', 'message'),
  visit('guest', 'not found', '/there-is-nothing-here', undefined, 404),
  visit('buyer', '/'),
  visit('buyer', '/p/:slug', PRODUCT),
  visit('buyer', '/cart', '/cart', 'filled'),
  visit('buyer', '/checkout', '/checkout', 'filled'),
  visit('buyer', '/account'),
  visit('buyer', '/account/orders'),
  visit('buyer', '/account/addresses'),
  visit('buyer', '/account/addresses/:id', '/account/addresses/new', 'new'),
  visit('buyer', '/account/addresses/:id', (known) => known.address, 'saved'),
  visit('buyer', '/account/cards'),
  visit('buyer', '/account/data'),
  visit('buyer', '/account/security'),
  visit('buyer', '/account/security/codes'),
  visit('buyer', '/account/security/passkeys/:id', '/account/security/passkeys/pky_01jz0000000000000000000000', 'removed', 404),
  visit('buyer', '/orders/:order', (known) => known.order),
  visit('buyer', '/orders/:order', (known) => `${known.order}?new=1`, 'just placed'),
  visit('buyer', '/orders/:order/confirm', (known) => `${known.order}/confirm`),
  visit('buyer', 'forbidden', '/operator', undefined, 403),
  visit('seller', '/'),
  visit('seller', '/account'),
  visit('seller', '/seller'),
  visit('seller', '/seller/orders'),
  visit('seller', '/seller/orders', '/seller/orders?show=cancelled', 'cancelled'),
  visit('seller', '/seller/orders/:part', (known) => known.part),
  visit('seller', '/seller/products'),
  visit('seller', '/seller/products', '/seller/products?q=zzqxv', 'nothing found'),
  visit('seller', '/seller/settings'),
  visit('operator', '/'),
  visit('operator', '/account'),
  visit('operator', '/seller'),
  visit('operator', '/operator'),
  visit('operator', '/operator', '/operator?days=7', 'a week'),
  visit('operator', '/operator/jobs'),
];

export const title = (v: Visit) => `${v.reader}: ${v.route}${v.about ? ` (${v.about})` : ''}`;

/** Finds what a path needs, with the reader's own eyes; fills the cart where the visit is about a filled one. */
export async function pathOf(visit: Visit, page: Page): Promise<string> {
  const known: Known = { order: '', part: '', address: '' };
  const first = async (list: string, link: string) => {
    await page.goto(list);
    return await page.locator(link).first().getAttribute('href') ?? '';
  };
  if (visit.route.startsWith('/orders/')) known.order = await first('/account/orders', 'main a[href^="/orders/"]');
  if (visit.route === '/seller/orders/:part') known.part = await first('/seller/orders?show=all', '[data-part] a');
  if (visit.about === 'saved') known.address = await first('/account/addresses', 'main li a[href^="/account/addresses/"]');
  if (visit.about === 'filled') await fillCart(page.context());
  return visit.path(known);
}

async function fillCart(context: BrowserContext) {
  const product = await (await context.request.get(PRODUCT)).text();
  const offer = /id="add-to-cart".*?name="offer" value="([^"]+)"/s.exec(product)?.[1] ?? '';
  // Setting, not adding: the account is shared by all visits.
  const answer = await context.request.post('/api/cart/add', { form: { offer, quantity: '1' }, headers: { accept: 'text/html' } });
  expect(answer.status()).toBe(200);
}
