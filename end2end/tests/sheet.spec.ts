// Many offers in one table: typed cell by cell with the keyboard, pasted from a spreadsheet, saved together, taken back together.
// Without JavaScript, too.
import { ONCE, type Page, expect, expectAccessible, expectNoSideways, test } from './fixtures.ts';

/** Each screen and way has goods of its own: what one journey changes, another must not find changed. */
const GOODS: Record<string, Partial<Record<'script' | 'plain', string>>> = {
  desktop: { script: 'Moka pot for six cups, polished aluminium', plain: 'Chef\'s knife, 20 cm, carbon steel' },
  phone: { script: 'Enamel mug, 350 ml' },
};

/** The table with this product's rows alone. */
async function open(desk: Page, title: string) {
  await desk.goto('/seller/products');
  await desk.getByRole('link', { name: 'Edit as a table' }).click();
  await desk.getByRole('searchbox', { name: 'Title or SKU' }).fill(title);
  await desk.locator('main').getByRole('button', { name: 'Search' }).click();
  await expect(desk.locator('[data-sheet] tr')).toHaveCount(1);
}

const cell = (desk: Page, column: string, title: string) => desk.getByRole('textbox', { name: `${column}: ${title}` });

for (const way of ['script', 'plain'] as const) {
  test.describe(way === 'script' ? 'with script' : 'without script', way === 'script' ? {} : ONCE, () => {
    test.use({ javaScriptEnabled: way === 'script' });

    test('rows are typed, refused, corrected, saved and taken back', async ({ visitor, isMobile }) => {
      const title = GOODS[isMobile ? 'phone' : 'desktop']?.[way] ?? '';
      const desk = await visitor('seller', { javaScriptEnabled: way === 'script' });
      await open(desk, title);
      const [days, cost] = [cell(desk, 'Days until hand-over', title), cell(desk, 'Cost', title)];
      const before = [await days.inputValue(), await cost.inputValue()];
      await days.fill('99');
      await cost.fill('1.25');
      await desk.getByRole('button', { name: 'Save all changes' }).click();
      await expect(desk.locator('#notices')).toContainText('Nothing is saved: 1 row needs another look.');
      await expect(desk.locator('[data-sheet]')).toContainText('Write 0 to 30 days');
      await expect(cost, 'what was typed stays').toHaveValue('1.25');
      await days.fill('3');
      await desk.getByRole('button', { name: 'Save all changes' }).click();
      await expect(desk.locator('#notices')).toContainText('1 offer is changed.');
      await expect(days).toHaveValue('3');
      if (way === 'script') {
        await expectAccessible(desk);
        await expectNoSideways(desk);
      }
      const past = desk.locator('[data-sheet-past]', { hasText: title }).first();
      await past.getByRole('button', { name: 'Undo' }).click();
      await expect(desk.locator('#notices')).toContainText('The changes are taken back.');
      await expect(days).toHaveValue(before[0] ?? '');
      await expect(cost).toHaveValue(before[1] ?? '');
    });
  });
}

test('the arrow keys go from cell to cell, and what a spreadsheet holds is pasted over them', async ({ visitor, isMobile }) => {
  test.skip(isMobile, 'a phone has neither');
  const desk = await visitor('seller');
  await desk.goto('/seller/products/sheet');
  const column = (name: string) => desk.locator(`[data-sheet] input[name^="${name}-"]`);
  await column('days').nth(0).focus();
  await desk.keyboard.press('ArrowDown');
  await expect(column('days').nth(1)).toBeFocused();
  await desk.keyboard.press('Enter');
  await expect(column('days').nth(2), 'and nothing is sent').toBeFocused();
  await desk.keyboard.press('Shift+Enter');
  await desk.keyboard.press('ArrowRight');
  await expect(column('cost').nth(1)).toBeFocused();
  await column('days').nth(0).focus();
  await desk.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', '2\t7.50\n4\t8.25\n');
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  });
  await expect(column('days').nth(0)).toHaveValue('2');
  await expect(column('cost').nth(0)).toHaveValue('7.50');
  await expect(column('days').nth(1)).toHaveValue('4');
  await expect(column('cost').nth(1)).toHaveValue('8.25');
});
