// Every page of the shop, by who reads it. `pages.spec.ts` proves that no route of the program is missing here.
import { type BrowserContext, type Page, expect } from '@playwright/test';
import { type Role } from './people.ts';

export type Reader = 'guest' | Role;

/** Things that only the running shop knows. */
export interface Known {
  order: string;
  part: string;
  address: string;
  list: string;
  shared: string;
  compare: string;
  /** The first of a list: a product to review, a question, a case. */
  first: string;
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
  visit('guest', '/p/:slug', '/p/cloud-forest-rain-shell-orange-m', 'with variants'),
  visit('guest', '/search', '/search?q=steel&view=rows', 'as rows'),
  visit('guest', '/report/:thing', (known) => known.first),
  visit('guest', '/p/:slug/offers', `${PRODUCT}/offers`),
  visit('guest', '/s/:slug', '/s/guayabo'),
  visit('guest', '/s/:slug', '/s/guayabo?page=99', 'past the end'),
  visit('guest', '/s/:slug', '/s/paramo', 'rated by a buyer'),
  visit('guest', '/quick/:slug', PRODUCT.replace('/p/', '/quick/')),
  visit('guest', '/deals'),
  visit('guest', '/deals', '/deals?page=9', 'past the end'),
  visit('guest', '/promotions/:promotion', (known) => known.first),
  visit('guest', '/compare', '/compare', 'nothing'),
  visit('guest', '/compare', (known) => known.compare, 'two'),
  visit('guest', '/deliver-to', `/deliver-to?next=${PRODUCT}`),
  visit('guest', '/cart', '/cart', 'empty'),
  visit('guest', '/scan'),
  visit('guest', '/developers'),
  visit('guest', '/sell'),
  visit('guest', '/offline'),
  visit('guest', '/help'),
  visit('guest', '/help/:slug', '/help/delivery'),
  visit('guest', '/imprint'),
  visit('guest', '/privacy'),
  visit('guest', '/cookies'),
  visit('guest', '/checkout', '/checkout', 'empty'),
  visit('guest', '/sign-in'),
  visit('guest', '/sign-in/code', '/sign-in/code', 'nothing to complete'),
  visit('guest', '/sign-up'),
  visit('guest', '/confirm', '/confirm?token=abc'),
  visit('guest', '/join', '/join?token=abc'),
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
  visit('buyer', '/sell', '/sell', 'signed in'),
  visit('buyer', '/account/orders'),
  visit('buyer', '/account/addresses'),
  visit('buyer', '/account/addresses/:id', '/account/addresses/new', 'new'),
  visit('buyer', '/account/addresses/:id', (known) => known.address, 'saved'),
  visit('buyer', '/account/cards'),
  visit('buyer', '/account/lists'),
  visit('buyer', '/account/lists/:id', (known) => known.list),
  visit('buyer', '/l/:code', (known) => known.shared, 'own'),
  visit('buyer', '/account/reviews'),
  visit('buyer', '/account/feedback/:part', '/account/feedback/prt_01j9zq3v5n8e7kx2m4t6w0ys1b', 'not delivered'),
  visit('buyer', '/account/reviews/:product', (known) => known.first, 'not bought'),
  visit('guest', '/questions/:question', (known) => known.first),
  visit('buyer', '/account/notices'),
  visit('buyer', '/account/notifications'),
  visit('buyer', '/account/data'),
  visit('buyer', '/account/security'),
  visit('buyer', '/account/security/codes'),
  visit('buyer', '/account/security/passkeys/:id', '/account/security/passkeys/pky_01jz0000000000000000000000', 'removed', 404),
  visit('buyer', '/orders/:order', (known) => known.order),
  visit('buyer', '/orders/:order', (known) => `${known.order}?new=1`, 'just placed'),
  visit('buyer', '/account/returns'),
  visit('buyer', '/account/messages'),
  visit('buyer', '/orders/:order/messages/:part', (known) => known.first),
  visit('buyer', '/orders/:order/return', (known) => `${known.order}/return`),
  visit('buyer', '/orders/:order/returns/:return_id', (known) => known.first),
  visit('buyer', '/orders/:order/returns/:return_id/slip', (known) => `${known.first}/slip`),
  visit('buyer', '/orders/:order/confirm', (known) => `${known.order}/confirm`),
  visit('buyer', 'forbidden', '/operator', undefined, 403),
  visit('seller', '/'),
  visit('seller', '/account'),
  visit('seller', '/seller'),
  visit('seller', '/seller/analysis'),
  visit('seller', '/seller/analysis', '/seller/analysis?days=365', 'a year'),
  visit('seller', '/seller/analysis', '/seller/analysis?from=2026-03-02&until=2026-03-01', 'no range'),
  visit('seller', '/seller/profit'),
  visit('seller', '/seller/profit', '/seller/profit?days=365', 'a year'),
  visit('seller', '/seller/profit', '/seller/profit?from=2026-02-10&until=2026-02-20', 'nothing'),
  visit('seller', '/seller/orders'),
  visit('seller', '/seller/orders', '/seller/orders?show=all&product=prd_01jz0000000000000000000000', 'of a product that was not sold'),
  visit('seller', '/seller/orders', '/seller/orders?show=cancelled', 'cancelled'),
  visit('seller', '/seller/orders', '/seller/orders?show=kept&country=US&device=phone&from=2026-01-01&until=2026-12-31', 'of a country, a device and some days'),
  visit('seller', '/seller/orders/:part', (known) => known.part),
  visit('seller', '/seller/orders/:part/slip', (known) => known.part.replace(/\?|$/, '/slip$&')),
  visit('seller', '/seller/orders/pick-list'),
  visit('seller', '/seller/messages'),
  visit('seller', '/seller/messages', '/seller/messages?show=unread', 'unread'),
  visit('seller', '/seller/messages/:part', (known) => known.first),
  visit('seller', '/seller/returns'),
  visit('seller', '/seller/returns', '/seller/returns?show=done', 'done'),
  visit('seller', '/seller/returns/rules'),
  visit('seller', '/seller/returns/:return_id', (known) => known.first),
  visit('seller', '/seller/disputes'),
  visit('seller', '/seller/disputes', '/seller/disputes?show=done', 'decided'),
  visit('seller', '/seller/disputes/:dispute', (known) => known.first),
  visit('seller', '/seller/products'),
  visit('seller', '/seller/products', '/seller/products?q=zzqxv', 'nothing found'),
  visit('seller', '/seller/products', '/seller/products?show=to_fix', 'to fix'),
  visit('seller', '/seller/products/add'),
  visit('seller', '/seller/products/add', '/seller/products/add?q=steel', 'found'),
  visit('seller', '/seller/products/add', '/seller/products/add?q=4006381333932', 'no code'),
  visit('seller', '/seller/products/add', `/seller/products/add?like=${'1'.repeat(48)}`, 'nothing alike'),
  visit('seller', '/seller/products/add/:product', (known) => known.first),
  visit('seller', '/seller/products/new'),
  visit('seller', '/seller/products/sheet'),
  visit('seller', '/seller/products/sheet', '/seller/products/sheet?q=zzqxv', 'nothing found'),
  visit('seller', '/seller/fees', '/seller/fees?class=electronics&price=45&quantity=2&shipping=4.99&cost=20'),
  visit('seller', '/seller/prices'),
  visit('seller', '/seller/prices', '/seller/prices?q=coffee', 'offers to choose from'),
  visit('seller', '/seller/plan'),
  visit('seller', '/seller/promotions'),
  visit('seller', '/seller/promotions', '/seller/promotions?q=coffee', 'goods to choose from'),
  visit('seller', '/seller/coupons'),
  visit('seller', '/seller/notices'),
  visit('seller', '/seller/reviews'),
  visit('otherSeller', '/seller/reviews', '/seller/reviews', 'rated by a buyer'),
  visit('seller', '/questions/:question', (known) => known.first, 'to answer'),
  visit('seller', '/seller/opening'),
  visit('seller', '/seller/changes'),
  visit('seller', '/seller/imports'),
  visit('seller', '/seller/imports/:upload', (known) => known.first),
  visit('seller', '/seller/health'),
  visit('seller', '/seller/payouts'),
  visit('seller', '/seller/year'),
  visit('seller', '/seller/lines'),
  visit('seller', '/seller/lines', '/seller/lines?of=tax&days=365', 'of tax'),
  visit('seller', '/seller/invoices'),
  visit('seller', '/seller/payouts/:payout', '/seller/payouts/open', 'since the last'),
  visit('seller', '/seller/postings/:transaction', '/seller/postings/ltx_01jz0000000000000000000000', 'not theirs', 404),
  visit('seller', '/seller/api'),
  visit('seller', '/seller/webhooks'),
  visit('seller', '/seller/webhooks/:endpoint', '/seller/webhooks/whe_01jz0000000000000000000000', 'removed', 404),
  visit('seller', '/seller/store'),
  visit('seller', '/seller/staff'),
  visit('seller', '/seller/settings'),
  visit('seller', '/seller/shipping'),
  visit('operator', '/'),
  visit('operator', '/account'),
  visit('operator', '/seller'),
  visit('operator', '/operator'),
  visit('operator', '/operator', '/operator?days=7', 'a week'),
  visit('operator', '/operator/profit'),
  visit('operator', '/operator/profit', '/operator/profit?days=365', 'a year'),
  visit('operator', '/operator/profit/cohorts'),
  visit('operator', '/operator/profit/accounts/:account', (known) => known.first),
  visit('operator', '/operator/profit/postings/:transaction', (known) => known.first),
  visit('operator', '/operator/imports'),
  visit('operator', '/operator/imports/:upload', (known) => known.first),
  visit('operator', '/operator/products'),
  visit('operator', '/operator/listing'),
  visit('operator', '/operator/search'),
  visit('operator', '/operator/rates'),
  visit('operator', '/operator/return-terms'),
  visit('operator', '/operator/fees'),
  visit('operator', '/operator/fees/categories'),
  visit('operator', '/operator/fees/:class', '/operator/fees/clothing'),
  visit('operator', '/operator/fees/:class', '/operator/fees/standard?see=effect&banding=whole&rate_1=12.5&minimum=0.30', 'with its effect'),
  visit('operator', '/operator/gift-wrap'),
  visit('operator', '/operator/gift-wrap', '/operator/gift-wrap?see=effect&price=4.50', 'with its effect'),
  visit('operator', '/operator/take-back'),
  visit('operator', '/operator/tax'),
  visit('operator', '/operator/tax', '/operator/tax?country=US', 'a country with regions'),
  visit('operator', '/operator/tax', '/operator/tax?country=ES&region=&see=effect&rate=18&shipping=on', 'with its effect'),
  visit('operator', '/operator/terms'),
  visit('operator', '/operator/terms/:terms', '/operator/terms/refund_fee?see=effect&share=25&most=4.00', 'refunds with their effect'),
  visit('operator', '/operator/terms/:terms', '/operator/terms/payouts?see=effect&cycle=7&reserve=3&hours=24', 'payouts with their effect'),
  visit('operator', '/operator/terms/:terms', '/operator/terms/payouts'),
  visit('operator', '/operator/terms/:terms', '/operator/terms/gates?see=effect&defects=2&late=5&cancelled=3&tracked=90&answered=80&replied=80&near=60', 'limits with their effect'),
  visit('operator', '/operator/changes'),
  visit('operator', '/operator/changes', '/operator/changes?from=2026-03-01&until=2026-03-02', 'nothing'),
  visit('operator', '/operator/kits'),
  visit('operator', '/operator/kits/:kit', '/operator/kits/bookshop'),
  visit('operator', '/operator/kits/:kit', '/operator/kits/grocer?language=ar', 'in Arabic'),
  visit('operator', '/operator/switches'),
  visit('operator', '/operator/staff'),
  visit('operator', '/operator/sellers'),
  visit('operator', '/operator/sellers/:seller', (known) => known.first),
  visit('operator', '/operator/webhooks'),
  visit('operator', '/operator/webhooks', '/operator/webhooks?show=failing', 'failing'),
  visit('operator', '/operator/webhooks/:endpoint', '/operator/webhooks/whe_01jz0000000000000000000000', 'removed', 404),
  visit('operator', '/operator/payouts'),
  visit('operator', '/operator/coupons'),
  visit('operator', '/operator/coupons', '/operator/coupons?q=ZZQXV', 'nothing found'),
  visit('operator', '/operator/promotions'),
  visit('operator', '/operator/disputes'),
  visit('operator', '/operator/returns'),
  visit('operator', '/operator/returns', '/operator/returns?show=done', 'decided'),
  visit('operator', '/operator/refunds'),
  visit('operator', '/operator/refunds', '/operator/refunds?show=done', 'done'),
  visit('operator', '/operator/orders'),
  visit('operator', '/operator/orders', '/operator/orders?state=completed&seller=guayabo', 'found'),
  visit('operator', '/operator/orders', '/operator/orders?number=nothing-like-it', 'nothing'),
  visit('operator', '/operator/orders/:order', (known) => known.first),
  visit('operator', '/operator/jobs'),
  visit('operator', '/operator/content'),
  visit('operator', '/operator/content/edit', '/operator/content/edit?page=help/delivery&language=ar'),
  visit('operator', '/operator/reports'),
  visit('operator', '/operator/reports', '/operator/reports?show=decided', 'decided'),
  visit('operator', '/operator/reports/messages'),
  visit('operator', '/operator/reports/messages', '/operator/reports/messages?show=decided', 'decided'),
  visit('operator', '/operator/reports/messages/:message', (known) => known.first),
  visit('operator', '/operator/reports/things'),
  visit('operator', '/operator/reports/things', '/operator/reports/things?show=decided', 'decided'),
  visit('operator', '/operator/reports/things/:thing', (known) => known.first),
  visit('operator', '/operator/reports/:subject', (known) => known.first),
];

export const title = (v: Visit) => `${v.reader}: ${v.route}${v.about ? ` (${v.about})` : ''}`;

/** What was found already: it stays where it is, whoever looks. */
const found = new Map<string, string>();

/** The path of a visit; what it needs is looked for once. The cart is filled each time where the visit is about a filled one. */
export async function pathOf(visit: Visit, page: Page): Promise<string> {
  if (visit.about === 'filled') await fillCart(page.context());
  const path = found.get(title(visit)) ?? await look(visit, page);
  found.set(title(visit), path);
  return path;
}

/** Finds what a path needs, with the reader's own eyes. */
async function look(visit: Visit, page: Page): Promise<string> {
  const known: Known = { order: '', part: '', address: '', list: '', shared: '', compare: '', first: '' };
  const first = async (list: string, link: string) => {
    await page.goto(list);
    return await page.locator(link).first().getAttribute('href') ?? '';
  };
  if (visit.route.startsWith('/orders/')) known.order = await first('/account/orders', 'main a[href^="/orders/"]');
  if (visit.route === '/promotions/:promotion') known.first = await first('/p/smoked-paprika-tin-75-g', '#buy a[href^="/promotions/"]');
  if (visit.route.startsWith('/seller/orders/:part')) known.part = await first('/seller/orders?show=all', '[data-part] a');
  // The newest of Ada's: own retail has approved it at once, so that it has a slip.
  if (visit.route.startsWith('/orders/:order/returns/')) known.first = await first('/account/returns', '[data-return] a');
  if (visit.route === '/seller/returns/:return_id') known.first = await first('/seller/returns?show=all', '[data-return] a');
  if (visit.route === '/seller/disputes/:dispute') known.first = await first('/seller/disputes?show=all', '[data-dispute] a');
  if (visit.route === '/orders/:order/messages/:part') known.first = await first('/account/messages', '[data-thread] a');
  if (visit.route === '/seller/messages/:part') known.first = await first('/seller/messages', '[data-thread] a');
  if (visit.route === '/operator/reports/messages/:message') known.first = await first('/operator/reports/messages', '[data-case] a');
  if (visit.route === '/report/:thing') known.first = await first(PRODUCT, 'a[href^="/report/"]');
  if (visit.route === '/operator/reports/things/:thing') known.first = (await first(PRODUCT, 'a[href^="/report/"]')).replace('/report/', '/operator/reports/things/');
  if (visit.route === '/operator/orders/:order') known.first = await first('/operator/orders?state=completed', '[data-order] a');
  if (visit.route === '/operator/sellers/:seller') known.first = await first('/operator/sellers', '#sellers a');
  if (visit.route === '/operator/profit/accounts/:account') known.first = await first('/operator/profit?days=365', '[data-account] a');
  if (visit.route === '/operator/profit/postings/:transaction') {
    known.first = await first(await first('/operator/profit?days=365', '[data-account] a'), '#lines a');
  }
  if (visit.route === '/seller/products/add/:product') known.first = await first('/seller/products/add?q=steel', '#found a[href^="/seller/products/add/"]');
  if (visit.about === 'saved') known.address = await first('/account/addresses', 'main li a[href^="/account/addresses/"]');
  if (visit.route === '/account/lists/:id' || visit.route === '/l/:code') Object.assign(known, await sharedList(page));
  if (visit.about === 'two') {
    await page.goto('/search?q=steel');
    const ids = await page.locator('[id^=pick-] [name=product]').evaluateAll((all) => all.map((e) => (e as HTMLInputElement).value));
    known.compare = `/compare?p=${ids[0]}&p=${ids[1]}`;
  }
  if (visit.route === '/questions/:question') known.first = await first(PRODUCT, '[data-question] a[href^="/questions/"]');
  if (visit.route === '/operator/reports/:subject') known.first = await first(PRODUCT, '[data-review] a[href^="/operator/reports/"]');
  if (visit.route === '/account/reviews/:product') {
    await page.goto(PRODUCT);
    known.first = `/account/reviews/${await page.locator('#questions [name=product]').inputValue()}`;
  }
  if (visit.route.endsWith('/imports/:upload')) known.first = await uploaded(page, visit.route.replace('/:upload', ''));
  return visit.path(known);
}

/** A list with something on it, and its link. */
async function sharedList(page: Page): Promise<Pick<Known, 'list' | 'shared'>> {
  const { request } = page.context();
  const post = async (path: string, form: Record<string, string>) => {
    const answer = await request.post(path, { form, headers: { accept: 'text/html' } });
    expect(answer.status(), path).toBe(200);
    return new URL(answer.url()).pathname;
  };
  const list = await post('/api/lists/create', { name: 'For the kitchen' });
  const id = list.split('/').pop() ?? '';
  await page.goto(PRODUCT);
  const product = await page.locator('#wish [name=product]').inputValue();
  await post('/api/lists/add', { product, id });
  await post('/api/lists/share', { id });
  await page.goto(list);
  return { list, shared: await page.locator('#list a[href^="/l/"]').getAttribute('href') ?? '' };
}

/** An upload that waits for a decision: one that is there, or a new one. */
async function uploaded(page: Page, list: string): Promise<string> {
  await page.goto(list);
  const known = page.locator('[data-upload] a', { hasText: 'visited.csv' });
  if (await known.count()) return await known.first().getAttribute('href') ?? '';
  const to = await page.locator('#upload-form form').getAttribute('action') ?? '';
  const lines = ['Handle,Title,Variant SKU,Variant Price', 'visited,Visited jar,VISITED-1,5.00', 'broken,Broken jar,VISITED-2,free'];
  const file = { name: 'visited.csv', mimeType: 'text/csv', buffer: Buffer.from(lines.join('\n')) };
  const answer = await page.context().request.post(to, { multipart: { file }, headers: { accept: 'text/html' } });
  expect(answer.status(), to).toBe(200);
  const { pathname, search } = new URL(answer.url());
  return pathname + search;
}

async function fillCart(context: BrowserContext) {
  const product = await (await context.request.get(PRODUCT)).text();
  const offer = /id="add-to-cart".*?name="offer" value="([^"]+)"/s.exec(product)?.[1] ?? '';
  const key = /id="add-to-cart".*?name="key" value="([^"]+)"/s.exec(product)?.[1] ?? '';
  // Setting, not adding: the account is shared by all visits.
  const answer = await context.request.post('/api/cart/add', { form: { key, offer, quantity: '1' }, headers: { accept: 'text/html' } });
  expect(answer.status()).toBe(200);
}
