// What every journey shares: a page that is watched for errors, new shoppers, and checks that hold everywhere.
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type axe from 'axe-core';
import {
  type APIRequestContext, type Browser, type BrowserContext, type BrowserContextOptions, type ConsoleMessage, type Locator,
  type Page, type WebError,
  expect, test as base,
} from '@playwright/test';
import { type Role, authFile } from './people.ts';

export { expect };
export type { Locator, Page };

/** Everything a browser complained about: errors of the console, exceptions, and broken content policies. */
export class Watch {
  readonly complaints: string[] = [];
  private readonly allowed: RegExp[] = [];

  async follow(context: BrowserContext): Promise<BrowserContext> {
    await this.complainOfPolicies(context);
    this.listen(context);
    return context;
  }

  /** Makes the pages of a browser say what their policy forbids. */
  async complainOfPolicies(context: BrowserContext) {
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        console.error(`securitypolicyviolation: ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
  }

  /** Hears what a browser says from now on, until the answer is called. */
  listen(context: BrowserContext): () => void {
    const said = (message: ConsoleMessage) => {
      const says = `${message.text()} (${message.location().url})`;
      if (message.type() === 'error' || /content security policy/i.test(says)) this.complaints.push(says);
    };
    const failed = (error: WebError) => {
      this.complaints.push(`uncaught: ${error.error().stack ?? error.error()}`);
    };
    context.on('console', said).on('weberror', failed);
    return () => context.off('console', said).off('weberror', failed);
  }

  /** For journeys that visit what is not there on purpose: the browser itself reports such answers. */
  allow(pattern: RegExp) {
    this.allowed.push(pattern);
  }

  unexpected(): string[] {
    return this.complaints.filter((says) => !this.allowed.some((pattern) => pattern.test(says)));
  }
}

interface Fixtures {
  watch: Watch;
  /** A page in the browser of somebody who has been here before, which all tests of a worker share: for reading only. */
  regular: (role?: Role) => Promise<Page>;
  /** Another visitor with a browser of their own, watched like the first. */
  visitor: (role?: Role, options?: BrowserContextOptions) => Promise<Page>;
}

interface OfWorker {
  regulars: Map<string, BrowserContext>;
}

export const test = base.extend<Fixtures, OfWorker>({
  regulars: [
    async ({}, use) => {
      const regulars = new Map<string, BrowserContext>();
      await use(regulars);
      for (const context of regulars.values()) await context.close();
    },
    { scope: 'worker' },
  ],
  regular: async ({ browser, watch, regulars, baseURL, viewport, locale, isMobile, userAgent, hasTouch }, use) => {
    const leave: (() => unknown)[] = [];
    await use(async (role) => {
      const who = role ?? 'guest';
      const known = regulars.get(who);
      const context = known ?? await browser.newContext({
        baseURL, viewport, locale, isMobile, userAgent, hasTouch, storageState: role ? authFile(role) : undefined,
      });
      regulars.set(who, context);
      if (!known) await watch.complainOfPolicies(context);
      leave.push(watch.listen(context));
      const page = await context.newPage();
      leave.push(() => page.close());
      return page;
    });
    for (const one of leave) await one();
  },
  // Many tests need nobody but their visitors: a browser of one's own is made for whoever asks for it.
  context: async ({ context, watch }, use) => {
    await use(await watch.follow(context));
  },
  watch: [
    async ({}, use) => {
      const watch = new Watch();
      await use(watch);
      expect(watch.unexpected(), 'the browser complained').toEqual([]);
    },
    { auto: true },
  ],
  visitor: async ({ browser, watch, baseURL, viewport, locale }, use) => {
    const made: BrowserContext[] = [];
    await use(async (role, options = {}) => {
      const storageState = role ? authFile(role) : undefined;
      const context = await browser.newContext({ baseURL, viewport, locale, storageState, ...options });
      made.push(await watch.follow(context));
      return context.newPage();
    });
    for (const context of made) await context.close();
  },
});

/** What no screen changes runs on one: a program that is asked, a form without a script, what a browser keeps. */
export const ONCE = { tag: '@once' } as const;
/** What a phone shows harder than a desktop does, and is looked at in a desktop's width besides. */
export const ON_PHONE = { tag: '@phone' } as const;

/** Test cards of the embedded processor. */
export const CARDS = {
  approved: '4242424242424242',
  declined: '4000000000000002',
  asksTheBank: '4000002500003155',
  /** Its owner tells the bank that nothing arrived. */
  takenBack: '4000000000002685',
  // Its owner says that it was somebody else: no defect of the seller's, whatever the bank decides.
  disowned: '4000000000001976',
  /** The first refund of a charge is refused, and the next one made. */
  refundRefusedOnce: '4000000000007726',
} as const;
export const BANK_CODE = '123456';

export interface Shopper {
  email: string;
  name: string;
  last4: string;
}

let counter = 0;
/** A word that no other shopper of this run has. */
export function unique(): string {
  counter += 1;
  return `${process.pid.toString(36)}${Date.now().toString(36)}${counter}`;
}

/** Forms answer programs with JSON, and pages with the page to go on to: this asks as a page. */
export const AS_PAGE = { accept: 'text/html' };

async function post(request: APIRequestContext, path: string, form: Record<string, string>, lands: string) {
  const answer = await request.post(path, { form, headers: AS_PAGE });
  expect(answer.status(), `${path}: ${answer.url()}`).toBe(200);
  expect(new URL(answer.url()).pathname, path).toBe(lands);
}

/** Signs this browser in as somebody new, with a default address and card, through the forms of the account. */
export async function newShopper(context: BrowserContext, card: string = CARDS.approved): Promise<Shopper> {
  const word = unique();
  const shopper = { email: `s${word}@journey.example`, name: `Nadia ${word}`, last4: card.slice(-4) };
  const { request } = context;
  const password = process.env.E2E_PASSWORD ?? '';
  await post(request, '/api/identity/sign-up', { name: shopper.name, email: shopper.email, password, next: '/account' }, '/account');
  await post(request, '/api/account/address', {
    id: '', name: shopper.name, line1: `${word} Delta Road`, line2: '', city: 'Austin', region: '', postcode: '78701', country: 'US', default: 'on',
  }, '/account/addresses');
  await post(request, '/api/account/card', {
    name: shopper.name, card_number: card, card_expiry: '09/35', card_cvc: '123',
  }, '/account/cards');
  return shopper;
}

/** Fills the checkout as a guest; the page must be open. */
export async function fillCheckout(page: Page, card: string = CARDS.approved): Promise<{ email: string; name: string }> {
  const word = unique();
  const guest = { email: `g${word}@journey.example`, name: `Gil ${word}` };
  const form = page.locator('#checkout');
  await form.getByLabel('E-mail').fill(guest.email);
  await form.getByLabel('Full name').fill(guest.name);
  await form.getByLabel('Street and number').fill('12 Confluence Street');
  await form.getByLabel('ZIP code').fill('78701');
  await form.getByLabel('City').fill('Austin');
  await form.getByLabel('Card number').fill(card);
  await form.locator('[name=card_expiry]').fill('09/35');
  await form.locator('[name=card_cvc]').fill('123');
  return guest;
}

/** Sends the checkout: who typed an address sees the final total, with its tax, before the order is placed. */
export async function placeOrder(page: Page) {
  const review = page.getByRole('button', { name: 'Review your order' });
  if (await review.isVisible()) {
    await review.click();
    await expect(page.locator('#notices')).toContainText('This is the final total, with tax.');
  }
  await page.getByRole('button', { name: 'Place order' }).click();
}

/** Waits until the page's islands are alive, so that what is checked is what a visitor has. */
export async function awake(page: Page) {
  await page.waitForFunction(() => {
    const islands = [...document.querySelectorAll<HTMLElement & { hydrated?: boolean }>('leptos-island')];
    return document.readyState === 'complete' && islands.every((island) => island.hydrated === true);
  });
}

/** In which appearance a screen reads a page with every rule, and in which with the one that colours can break. */
export const appearances = (isMobile: boolean) => (isMobile ? (['dark', 'light'] as const) : (['light', 'dark'] as const));

/** The page says its language and runs its way. */
export async function expectInLanguage(page: Page, { lang, dir }: { lang: string; dir: 'ltr' | 'rtl' }) {
  const html = page.locator('html');
  await expect(html).toHaveAttribute('lang', lang);
  await expect(html).toHaveAttribute('dir', dir);
  expect(await page.locator('body').evaluate((body) => getComputedStyle(body).direction)).toBe(dir);
}

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** No page has anything that keeps people out. */
export async function expectAccessible(page: Page) {
  await expectNothingFound(page, { type: 'tag', values: RULES });
}

/** Every text stands out from what is behind it. */
export async function expectReadable(page: Page) {
  await expectNothingFound(page, { type: 'rule', values: ['color-contrast'] });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

// In the page itself, once for each document, and only what is wrong comes back: axe is half of what all journeys take.
async function expectNothingFound(page: Page, runOnly: axe.RunOnly) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const found = await page.evaluate(async (rules) => {
    // A colour on its way from one appearance to the other is nobody's colour.
    for (const way of document.getAnimations()) if (way instanceof CSSTransition) way.finish();
    const { axe: here } = window as unknown as { axe: typeof axe };
    const { violations } = await here.run(document, { runOnly: rules, resultTypes: ['violations'] });
    return violations.map((v) => ({
      rule: v.id,
      help: v.help,
      where: v.nodes.slice(0, 5).map((n) => `${n.target.join(' ')} ${n.failureSummary?.split('\n').slice(1).join(' ') ?? ''}`.trim()),
    }));
  }, runOnly);
  expect(found, `axe on ${page.url()}`).toEqual([]);
}

/** Nothing sticks out to the side. The widest offenders are named. */
export async function expectNoSideways(page: Page) {
  const wide = await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const inside = (e: Element) => {
      for (let up = e.parentElement; up && up !== document.body; up = up.parentElement) {
        if (getComputedStyle(up).overflowX !== 'visible') return true;
      }
      return false;
    };
    const out = (e: Element) => {
      const box = e.getBoundingClientRect();
      return box.width > 0 && (box.right > root.clientWidth + 1 || box.left < -1);
    };
    const offenders = [...document.body.querySelectorAll('*')].filter((e) => out(e) && !inside(e)).slice(0, 5);
    return [`${root.scrollWidth} > ${root.clientWidth}`, ...offenders.map((e) => `${e.localName}.${e.className}`)];
  });
  expect(wide, `${page.url()} scrolls sideways`).toEqual([]);
}

/** The number in "1,234 products". */
export async function shownTotal(page: Page): Promise<number> {
  return digits(await page.locator('main [role=status]', { hasText: /product/ }).innerText());
}

export function digits(text: string): number {
  const found = text.replace(/[^\d]/g, '');
  return found === '' ? Number.NaN : Number(found);
}

/** "$1,234.50" in cents. */
export function cents(text: string): number {
  const found = /([\d,]+)\.(\d\d)/.exec(text);
  if (!found) throw new Error(`no amount in “${text}”`);
  return Number(found[1]?.replaceAll(',', '')) * 100 + Number(found[2]);
}

/** Marks this document; a page that was loaded anew has lost the mark. */
export async function markDocument(page: Page) {
  await page.evaluate(() => { document.documentElement.dataset.journey = 'same'; });
}

export async function expectSameDocument(page: Page) {
  await expect(page.locator('html'), 'the page was loaded again').toHaveAttribute('data-journey', 'same');
}

export type { Browser };

/** The code of the letter that invited somebody: letters are files here. */
export function invitationFor(email: string): string | undefined {
  const folder = join(process.env.E2E_DATA ?? '', 'data', 'mail');
  const letters = readdirSync(folder).filter((name) => name.endsWith('.eml')).map((name) => readFileSync(join(folder, name), 'utf8'));
  // Lines are folded, and an equals sign is spelled out.
  const plain = letters.filter((letter) => letter.includes(email)).map((letter) => letter.replace(/=\r?\n/g, '').replaceAll('=3D', '='));
  return plain.map((letter) => /\/join\?token=([0-9a-f]{32})/.exec(letter)?.[1]).find(Boolean);
}
