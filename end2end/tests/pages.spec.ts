// Every page for everybody who may read it, on both screens, light and dark: accessible, silent in the console, true to
// its content policy, and never wider than the screen.
import { readFileSync } from 'node:fs';
import { ONCE, appearances, awake, expect, expectAccessible, expectNoSideways, expectReadable, test } from './fixtures.ts';
import { VISITS, pathOf, title } from './routes.ts';

test('every route of the program is visited here', ONCE, () => {
  const source = readFileSync(new URL('../../app/src/routes.rs', import.meta.url), 'utf8');
  const routes = [...source.matchAll(/\bat\("([^"]+)"/g)].map((m) => m[1]?.replace(/\{(\w+)\}/g, ':$1'));
  expect(routes.length).toBeGreaterThan(20);
  const visited = new Set(VISITS.map((v) => v.route));
  expect(routes.filter((route) => !visited.has(route ?? ''))).toEqual([]);
});

/** What WCAG's reflow asks for, and a large phone held upright. */
const NARROW = [[320, 640], [430, 932]] as const;
/** A tablet held upright, a small laptop, a large screen. */
const WIDE = [[768, 1024], [1024, 768], [1280, 800], [1600, 1000]] as const;

// Each screen reads every page in one appearance with every rule, and in the other with the one that colours can break.
for (const visit of VISITS) {
  test(title(visit), async ({ regular, watch, isMobile }) => {
    const [first, second] = appearances(isMobile);
    const page = await regular(visit.reader === 'guest' ? undefined : visit.reader);
    await page.emulateMedia({ colorScheme: first });
    const path = await pathOf(visit, page);
    if (visit.status !== 200) watch.allow(new RegExp(`status of ${visit.status}`));
    const answer = await page.goto(path);
    expect(answer?.status()).toBe(visit.status);
    await awake(page);
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
    await expect(page).toHaveTitle(/Orinoco/);
    await expectAccessible(page);
    await expectNoSideways(page);
    const unlabelled = await page.locator('img:not([alt])').count();
    expect(unlabelled).toBe(0);
    // Two fields of one id share a label and an error, and a press on the second label leads to the first field.
    const twice = await page.locator('[id]').evaluateAll((all) => {
      const ids = all.map((e) => e.id);
      return ids.filter((id, at) => ids.indexOf(id) !== at);
    });
    expect(twice, 'ids that stand twice').toEqual([]);
    const broken = await page.locator('img').evaluateAll((all) =>
      (all as HTMLImageElement[]).filter((i) => i.complete && i.naturalWidth === 0 && i.loading !== 'lazy').map((i) => i.src),
    );
    expect(broken, 'pictures that do not load').toEqual([]);
    await page.emulateMedia({ colorScheme: second });
    await expectReadable(page);
    for (const [width, height] of isMobile ? NARROW : WIDE) {
      await page.setViewportSize({ width, height });
      await expectNoSideways(page);
    }
  });
}

test('appearance is chosen in the footer, stays, and beats the system', async ({ page }) => {
  await page.goto('/search?q=steel');
  const background = () => page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Dark' }).click();
  await expect(page).toHaveURL(/\/search\?q=steel/);
  await expect.poll(background).not.toBe(light);
  await page.goto('/');
  expect(await background()).not.toBe(light);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: 'Light', exact: true }).click();
  await expect.poll(background).toBe(light);
});

test('what can be pressed on a phone is large enough', async ({ page, isMobile }) => {
  test.skip(!isMobile, 'fingers');
  for (const path of ['/', '/search?q=steel', '/p/gooseneck-kettle-1-litre-with-temperature-hold', '/cart', '/sign-in']) {
    await page.goto(path);
    const small = await page.locator('a:visible, button:visible, summary:visible').evaluateAll((all) =>
      all
        .filter((e) => {
          const inText = e.closest('p') && e.localName === 'a';
          // A card's link is stretched over the whole card.
          const stretched = e.matches('.cover') || e.matches('.skip-link');
          const box = e.getBoundingClientRect();
          return !inText && !stretched && (box.height < 44 || box.width < 44) && box.height > 1;
        })
        .map((e) => {
          const box = e.getBoundingClientRect();
          return `${(e.textContent ?? '').trim() || e.getAttribute('aria-label')}: ${Math.round(box.width)} x ${Math.round(box.height)} px`;
        }),
    );
    expect([...new Set(small)], path).toEqual([]);
  }
});

test('whoever asks for less motion gets none', async ({ visitor }) => {
  const page = await visitor(undefined, { reducedMotion: 'reduce' });
  for (const path of ['/', '/search?q=steel', '/p/gooseneck-kettle-1-litre-with-temperature-hold', '/sign-in']) {
    await page.goto(path);
    await awake(page);
    const moving = await page.evaluate(() => {
      const ms = (span: string) => Math.max(...span.split(',').map((s) => Number.parseFloat(s) * (s.trim().endsWith('ms') ? 1 : 1000)));
      return [...document.querySelectorAll('*')].filter((e) => {
        const style = getComputedStyle(e);
        const animated = style.animationName !== 'none' && ms(style.animationDuration) > 1;
        return animated || ms(style.transitionDuration) > 1 || style.scrollBehavior === 'smooth';
      }).map((e) => `${e.localName}.${e.className}`);
    });
    expect([...new Set(moving)].slice(0, 5), path).toEqual([]);
  }
});
