// Every page in Arabic and in Spanish: it says so, runs the right way, fits the screen, and speaks no English.
import { awake, expect, expectAccessible, expectNoSideways, test } from './fixtures.ts';
import { VISITS, pathOf, title } from './routes.ts';

const LANGUAGES = [
  { lang: 'ar', dir: 'rtl', screens: ['phone', 'desktop'], axe: 'phone' },
  // The longest words of the three: both screens show whether they fit.
  { lang: 'es', dir: 'ltr', screens: ['phone', 'desktop'], axe: 'phone' },
] as const;

/** Words of ours that would betray an untranslated text. Names of goods, people and categories are data. */
const ENGLISH = /\b(search|cart|orders?|sign (in|up|out)|save|remove|delete|add|buy|home|your|accounts?|price|brand|filters?|today|settings|delivery|reviews?|questions?|back|next|show|choose)\b/i;
const OURS = 'nav a:not([href^="/c/"]):not([href^="/p/"]), button, label, legend, th, summary, h2, h3';
/** Its pages show the kit to those who build with it. */
const IN_ENGLISH_ON_PURPOSE = /^\/styleguide/;

const readers = [...new Set(VISITS.map((visit) => visit.reader))];

for (const { lang, dir, screens, axe } of LANGUAGES) {
  for (const reader of readers) {
    test(`${lang}: every page of the ${reader}`, async ({ visitor, watch, isMobile, userAgent, hasTouch, baseURL }, info) => {
      const screen = isMobile ? 'phone' : 'desktop';
      test.skip(!screens.some((one) => one === screen), 'its own screen');
      const visits = VISITS.filter((visit) => visit.reader === reader);
      test.setTimeout(visits.length * 12_000);
      const page = await visitor(reader === 'guest' ? undefined : reader, { isMobile, userAgent, hasTouch });
      await page.context().addCookies([{ name: 'lang', value: lang, url: baseURL ?? '' }]);
      watch.allow(/status of 40[34]/);
      for (const visit of visits) {
        await test.step(title(visit), async () => {
          const path = await pathOf(visit, page);
          const answer = await page.goto(path);
          expect(answer?.status(), path).toBe(visit.status);
          await awake(page);
          const html = page.locator('html');
          await expect(html).toHaveAttribute('lang', lang);
          await expect(html).toHaveAttribute('dir', dir);
          await expectNoSideways(page);
          if (axe === screen) await expectAccessible(page);
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
