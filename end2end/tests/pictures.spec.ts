// Pictures of every page for people to look at, kept in `pictures/`. Made by `PICTURES=1 scripts/journeys pictures`.
import { fileURLToPath } from 'node:url';
import { awake, test } from './fixtures.ts';
import { VISITS, pathOf, title } from './routes.ts';

const LOOKS = [
  { name: 'light', colorScheme: 'light', locale: 'en-US' },
  { name: 'dark', colorScheme: 'dark', locale: 'en-US' },
  { name: 'es', colorScheme: 'light', locale: 'es' },
  { name: 'ar', colorScheme: 'light', locale: 'ar' },
] as const;

for (const { name, colorScheme, locale } of LOOKS) {
  for (const visit of VISITS) {
    test(`${title(visit)}, ${name}`, async ({ visitor, watch, viewport, isMobile, userAgent, hasTouch }) => {
      watch.allow(/status of 40\d/);
      const role = visit.reader === 'guest' ? undefined : visit.reader;
      const page = await visitor(role, { colorScheme, locale, isMobile, userAgent, hasTouch });
      await page.goto(await pathOf(visit, page));
      await awake(page);
      const file = title(visit).replace(/[^a-z]+/gi, '-').replace(/^-|-$/g, '');
      const path = fileURLToPath(new URL(`../pictures/${file}-${viewport?.width}-${name}.png`, import.meta.url));
      await page.screenshot({ path, fullPage: true, animations: 'disabled' });
    });
  }
}
