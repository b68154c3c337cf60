// Every page in Arabic and in Spanish: it says so, runs the right way, fits the screen, and speaks no English. What shoppers
// read is looked at on both screens and in both appearances, as `pages.spec.ts` does in English; the consoles of those who work
// here on a phone, in both widths. What is bought in each language is in `purchases.spec.ts`.
import {
  ON_PHONE, appearances, awake, expect, expectAccessible, expectInLanguage, expectNoSideways, expectReadable, test,
} from './fixtures.ts';
import { type Reader, VISITS, pathOf, title } from './routes.ts';

const LANGUAGES = [
  { lang: 'ar', dir: 'rtl' },
  // The longest words of the three: both screens show whether they fit.
  { lang: 'es', dir: 'ltr' },
] as const;

const SHOPPERS: Reader[] = ['guest', 'buyer'];
const WORKERS: Reader[] = ['seller', 'otherSeller', 'operator'];

/** Words of ours that would betray an untranslated text. Names of goods, people and categories are data. */
const ENGLISH = /\b(search|cart|orders?|sign (in|up|out)|save|remove|delete|add|buy|home|your|accounts?|price|brand|filters?|today|settings|delivery|reviews?|questions?|back|next|show|choose)\b/i;
const OURS = 'nav a:not([href^="/c/"]):not([href^="/p/"]), button, label, legend, th, summary, h2, h3';
/** Its pages show the kit to those who build with it. */
const IN_ENGLISH_ON_PURPOSE = /^\/styleguide/;

test('every reader reads every language', ON_PHONE, () => {
  const known = new Set([...SHOPPERS, ...WORKERS]);
  expect(VISITS.map(({ reader }) => reader).filter((reader) => !known.has(reader))).toEqual([]);
});

for (const { lang, dir } of LANGUAGES) {
  for (const reader of [...SHOPPERS, ...WORKERS]) {
    const shops = SHOPPERS.includes(reader);
    test(`${lang}: every page of the ${reader}`, shops ? {} : ON_PHONE, async ({ visitor, watch, isMobile, userAgent, hasTouch, baseURL, viewport }, info) => {
      const visits = VISITS.filter((visit) => visit.reader === reader);
      test.setTimeout(visits.length * 12_000);
      const [first, second] = appearances(isMobile);
      const page = await visitor(reader === 'guest' ? undefined : reader, { isMobile, userAgent, hasTouch, colorScheme: first });
      await page.context().addCookies([{ name: 'lang', value: lang, url: baseURL ?? '' }]);
      watch.allow(/status of 40[34]/);
      for (const visit of visits) {
        await test.step(title(visit), async () => {
          const path = await pathOf(visit, page);
          const answer = await page.goto(path);
          expect(answer?.status(), path).toBe(visit.status);
          await awake(page);
          await expectInLanguage(page, { lang, dir });
          await expectNoSideways(page);
          await expectAccessible(page);
          if (shops) {
            await page.emulateMedia({ colorScheme: second });
            await expectReadable(page);
            await page.emulateMedia({ colorScheme: first });
          } else {
            await page.setViewportSize({ width: 1440, height: 900 });
            await expectNoSideways(page);
            if (viewport) await page.setViewportSize(viewport);
          }
          if (!IN_ENGLISH_ON_PURPOSE.test(path)) {
            const words = await page.locator(OURS).evaluateAll((all) => (all as HTMLElement[]).filter((e) => !e.querySelector('a[href*="/p/"]')).map((e) => {
              const own = e.cloneNode(true) as HTMLElement;
              // What is marked as somebody's own words is data.
              for (const data of own.querySelectorAll('bdi, [lang], input, select, textarea')) data.remove();
              return (own.textContent ?? '').replace(/\s+/g, ' ').trim();
            }));
            const english = [...new Set(words.filter((text) => ENGLISH.test(text)))];
            expect.soft(english, `${path} still speaks English`).toEqual([]);
          }
        });
      }
      await info.attach('last', { body: await page.screenshot(), contentType: 'image/png' });
    });
  }
}

test('a language is chosen in the footer and stays', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'العربية' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar');
  await page.goto('/search?q=steel');
  await expectInLanguage(page, { lang: 'ar', dir: 'rtl' });
});
