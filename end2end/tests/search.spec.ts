// Search finds; facets are links that keep the rest and whose counts are what one then sees; sorting, paging, no dead end.
import { ONCE, type Page, cents, digits, expect, expectAccessible, shownTotal, test } from './fixtures.ts';

const tiles = (page: Page) => page.locator('main article');

interface Facet {
  group: string;
  words: string;
  href: string;
  count: number;
}

/** The facets that are in view, opened on a phone. */
async function facets(page: Page, isMobile: boolean): Promise<Facet[]> {
  const aside = page.getByRole('complementary', { name: 'Filters' });
  if (isMobile) await aside.locator('summary').first().click();
  const found = await aside.locator('section:visible').evaluateAll((sections) =>
    sections.flatMap((s) =>
      [...s.querySelectorAll('a')].map((a) => ({
        group: s.querySelector('h2')?.textContent ?? '',
        words: a.children[0]?.textContent ?? '',
        href: a.getAttribute('href') ?? '',
        count: a.children[1]?.textContent ?? '',
      })),
    ),
  );
  return found.map((f) => ({ ...f, count: digits(f.count) }));
}

/** The number of products that the page at `href` speaks of, as it is sent: there are hundreds of facets. */
async function sentTotal(page: Page, href: string): Promise<number> {
  const answer = await page.request.get(href);
  expect(answer.status(), href).toBe(200);
  return await page.evaluate((html) => {
    const sent = new DOMParser().parseFromString(html, 'text/html');
    const says = [...sent.querySelectorAll('main [role=status]')].find((e) => /product/.test(e.textContent ?? ''));
    const found = says?.textContent?.replace(/[^\d]/g, '');
    return found ? Number(found) : Number.NaN;
  }, await answer.text());
}

test('the search box finds a product and leads to it', async ({ page }) => {
  await page.goto('/');
  const box = page.getByRole('searchbox');
  await box.fill('gooseneck kettle');
  await box.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=gooseneck/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('gooseneck kettle');
  await expect(page.getByRole('searchbox'), 'what was searched stays in the box').toHaveValue('gooseneck kettle');
  await expect(tiles(page).first()).toContainText('Gooseneck kettle');
  await tiles(page).first().getByRole('link').click();
  await expect(page).toHaveURL(/\/p\/gooseneck-kettle/);
});

for (const start of ['/search?q=steel', '/search', '/search?q=steel&sort=price_asc&stock=1']) {
  test(`each facet of ${start} keeps the rest and counts what one then sees`, ONCE, async ({ page, isMobile }) => {
    await page.goto(start);
    const total = await shownTotal(page);
    expect(total).toBeGreaterThan(1);
    const all = await facets(page, isMobile);
    expect(new Set(all.map((f) => f.group)).size).toBeGreaterThanOrEqual(3);
    const wanted = new URL(start, 'http://shop').searchParams;
    const counted = all.filter((f) => !Number.isNaN(f.count));
    for (const facet of counted) {
      expect(await sentTotal(page, facet.href), `${facet.group}: ${facet.words}`).toBe(facet.count);
      const has = new URL(facet.href, 'http://shop').searchParams;
      for (const [key, value] of wanted) expect(has.get(key), `${facet.words} keeps ${key}`).toBe(value);
    }
    // Following one of each kind shows that a page says what was sent.
    for (const group of new Set(counted.map((f) => f.group))) {
      const facet = counted.find((f) => f.group === group);
      if (!facet) continue;
      await page.goto(facet.href);
      expect(await shownTotal(page), `${group}: ${facet.words}`).toBe(facet.count);
      const has = new URL(page.url()).searchParams;
      for (const [key, value] of wanted) expect(has.get(key), `${facet.words} keeps ${key}`).toBe(value);
    }
    // Price ranges do not overlap, so together they are everything.
    const prices = all.filter((f) => f.group === 'Price');
    expect(prices.reduce((sum, f) => sum + f.count, 0)).toBe(total);
  });
}

test('brands add up, and chips take each filter off by itself', async ({ page, isMobile }) => {
  await page.goto('/search');
  const [first, second] = (await facets(page, isMobile)).filter((f) => f.group === 'Brand');
  if (!first || !second) throw new Error('fewer than two brands');
  await page.goto(first.href);
  const again = (await facets(page, isMobile)).find((f) => f.group === 'Brand' && f.words === second.words);
  expect(again, 'the other brands stay in view').toBeDefined();
  await page.goto(again?.href ?? '');
  expect(await shownTotal(page)).toBe(first.count + second.count);
  await page.getByRole('link', { name: `Remove filter ${first.words}` }).click();
  await expect(page.getByRole('link', { name: `Remove filter ${second.words}` })).toBeVisible();
  expect(await shownTotal(page)).toBe(second.count);
  await page.getByRole('link', { name: `Remove filter ${second.words}` }).click();
  await expect(page).toHaveURL(/\/search$/);
});

test('sorting by price sorts what is shown, both ways, and keeps the filters', async ({ page }) => {
  await page.goto('/search?q=steel&stock=1');
  for (const [name, value, direction] of [['Price: low to high', 'price_asc', 1], ['Price: high to low', 'price_desc', -1]] as const) {
    await page.getByRole('combobox', { name: 'Sort by' }).selectOption({ label: name });
    await expect(page).toHaveURL(new RegExp(`sort=${value}`));
    await expect(page).toHaveURL(/q=steel.*stock=1|stock=1.*q=steel/);
    await expect(page.getByRole('combobox', { name: 'Sort by' })).toHaveValue(value);
    const shown = (await tiles(page).allInnerTexts()).filter((text) => /\$\d/.test(text)).map(cents);
    expect(shown.length).toBeGreaterThan(1);
    expect(shown).toEqual([...shown].sort((a, b) => (a - b) * direction));
  }
});

test('a price that no range has is typed, whichever end comes first, and is taken off again', async ({ page, isMobile }) => {
  await page.goto('/search?sort=price_asc');
  const total = await shownTotal(page);
  if (isMobile) await page.locator('summary', { hasText: 'Filters' }).click();
  const form = page.getByRole('form', { name: 'Price of your own' });
  await form.getByLabel('From (USD)').fill('60,00');
  await form.getByLabel('To (USD)').fill('20');
  await form.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/sort=price_asc.*from=60%2C00&to=20/);
  const chip = page.getByRole('link', { name: 'Remove filter $20.00 to $60.00' });
  await expect(chip).toBeVisible();
  const found = await shownTotal(page);
  expect(found).toBeGreaterThan(0);
  expect(found).toBeLessThan(total);
  const shown = (await tiles(page).allInnerTexts()).filter((text) => /\$\d/.test(text)).map(cents);
  expect(shown.every((price) => price >= 2_000 && price <= 6_000), shown.join()).toBe(true);
  await chip.click();
  expect(await shownTotal(page)).toBe(total);
});

test('pages hold every product once', ONCE, async ({ page }) => {
  await page.goto('/search');
  const total = await shownTotal(page);
  const next = page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Next' });
  const second = await next.getAttribute('href');
  const seen = await tiles(page).locator('h3 a').evaluateAll((all) => all.map((a) => a.getAttribute('href') ?? ''));
  await next.click();
  await expect(page).toHaveURL(new RegExp(`${second?.replace(/[?]/g, '[?]')}$`));
  // All others as they are sent: other journeys may have brought in a whole catalogue.
  for (let href = second; href; ) {
    const answer = await page.request.get(href);
    expect(answer.status(), href).toBe(200);
    const sent = await page.evaluate((html) => {
      const there = new DOMParser().parseFromString(html, 'text/html');
      return {
        products: [...there.querySelectorAll('main article h3 a')].map((a) => a.getAttribute('href') ?? ''),
        next: there.querySelector('nav[aria-label="Pages"] a[rel="next"]')?.getAttribute('href') ?? null,
      };
    }, await answer.text());
    expect(sent.products.length, href).toBeGreaterThan(0);
    seen.push(...sent.products);
    href = sent.next;
  }
  expect(seen).toHaveLength(total);
  expect(new Set(seen).size).toBe(total);
});

test('from the second page of a list to a product and back: the same page, where one was', async ({ page }) => {
  await page.goto('/search');
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('link', { name: 'Next' }).click();
  await expect(page).toHaveURL(/page=2/);
  const last = tiles(page).last().locator('h3 a');
  await last.evaluate((link) => link.scrollIntoView({ block: 'center', behavior: 'instant' }));
  const name = await last.innerText();
  const before = await page.evaluate(() => scrollY);
  await last.click();
  await expect(page).toHaveURL(/\/p\//);
  await page.goBack();
  await expect(page).toHaveURL(/page=2/);
  await expect(tiles(page).last().locator('h3 a')).toHaveText(name);
  await expect.poll(async () => Math.abs(await page.evaluate(() => scrollY) - before)).toBeLessThan(200);
  await expect(pages.locator('[aria-current]')).toHaveText('2');
});

test('a category shows its own products, and the way there', async ({ page }) => {
  await page.goto('/');
  const link = page.locator('section[aria-labelledby=categories] a').first();
  const count = digits(await link.innerText());
  await link.click();
  await expect(page).toHaveURL(/\/c\//);
  expect(await shownTotal(page)).toBe(count);
  await expect(page.getByRole('navigation', { name: 'You are here' })).toBeVisible();
});

test('nothing found is not a dead end', async ({ page }) => {
  await page.goto('/search?q=zzqxv');
  await expect(page.locator('main')).toContainText('Nothing found');
  await expect(page.locator('main').getByRole('link', { name: 'Go to the home page' })).toBeVisible();

  await page.goto('/search?q=kettle&min=99999900');
  await expect(page.locator('main')).toContainText('Nothing found');
  await page.getByRole('link', { name: 'Remove all filters' }).click();
  await expect(tiles(page)).not.toHaveCount(0);
});

test('a typing error finds what was meant and says so', async ({ page }) => {
  await page.goto('/search?q=gooseneck+ketle');
  await expect(tiles(page).first()).toContainText('Gooseneck kettle');
  await page.getByRole('link', { name: 'gooseneck kettle', exact: true }).click();
  await expect(page).toHaveURL(/q=gooseneck(%20|\+)kettle/);
  await expect(tiles(page).first()).toContainText('Gooseneck kettle');
});

test('behind the few with every word come others, and the page says where they begin', async ({ page, isMobile }) => {
  await page.goto('/search?q=cast-iron+teapot+infuser');
  await expect(page.locator('main')).toContainText(/all of these words; those behind (it|them) have some of them/);
  await expect(tiles(page).first()).toContainText('Cast-iron teapot');
  const total = await shownTotal(page);
  expect(total).toBeGreaterThan(1);
  for (const facet of (await facets(page, isMobile)).filter((f) => f.group === 'Category')) {
    await page.goto(facet.href);
    expect(await shownTotal(page), facet.words).toBe(facet.count);
  }
});

test('suggestions come while one types, and lead on by keyboard', async ({ page }) => {
  await page.goto('/');
  const box = page.getByRole('searchbox');
  const list = page.locator('#suggest');
  await box.pressSequentially('goosen', { delay: 30 });
  // What others searched for comes first, once several have.
  await expect(list.getByRole('link').first()).toHaveText(/^gooseneck/);
  await expect(list).toContainText('Gooseneck kettle, 1 litre');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(box).toBeFocused();

  await box.pressSequentially('eck ke');
  await expect(list.getByRole('link').first()).toHaveText('gooseneck kettle');
  await page.keyboard.press('ArrowDown');
  await expect(list.getByRole('link').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=gooseneck(%20|\+)kettle/);

  await page.getByRole('searchbox').fill('zzqxv');
  await expect(list).toBeHidden();
});

test('strange addresses are answered calmly', ONCE, async ({ page }) => {
  for (const query of ['q=%00%ff', 'q="(+%2Ba:b', 'page=0', 'page=999999999', 'min=-5&max=abc', 'sort=sideways', `q=${'x'.repeat(2000)}`, 'brand=%27%3B--']) {
    expect((await page.request.get(`/search?${query}`)).status(), query).toBe(200);
  }
});
