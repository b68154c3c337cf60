// A seller's rules about returns: said, put into another order and taken out again, with JavaScript and without. What they
// decide for a shopper is tried over HTTP: here other journeys return things at the same time.
import { ONCE, expect, expectAccessible, expectNoSideways, test } from './fixtures.ts';

// One after the other: all change the rules of one seller.
test.describe.configure({ mode: 'serial' });

for (const way of ['script', 'plain'] as const) {
  test(`rules are added, moved and removed, ${way}`, ONCE, async ({ visitor }) => {
    const desk = await visitor('otherSeller', { javaScriptEnabled: way === 'script' });
    await desk.goto('/seller/returns');
    await desk.getByRole('link', { name: 'Rules for returns' }).click();
    await expect(desk.locator('#rules')).toContainText('No rules yet');
    const form = desk.locator('#new');
    const add = form.getByRole('button', { name: 'Add the rule' });

    // Money without goods wants an amount, and what was chosen stays.
    await form.getByLabel('It arrived damaged').check();
    await form.getByLabel('Then').selectOption('give_back');
    await add.click();
    await expect(form).toContainText('Say up to which amount money is given back without goods.');
    await expect(form.getByLabel('It arrived damaged')).toBeChecked();
    await form.getByLabel('Gives back at most').fill('0.01');
    await add.click();
    await expect(desk.locator('#notices')).toContainText('Saved.');
    await form.getByLabel('I bought it by mistake').check();
    await form.getByLabel('Days since delivery at most').fill('1');
    await form.getByLabel('Then').selectOption('ask_person');
    await add.click();
    const rules = desk.locator('[data-rule]');
    await expect(rules).toHaveCount(2);
    await expect(rules.nth(1)).toContainText('within 1 day of delivery');
    if (way === 'script') {
      await expectAccessible(desk);
      await expectNoSideways(desk);
    }

    await desk.getByRole('button', { name: 'Move rule 2 up' }).click();
    await expect(rules.nth(0)).toContainText('Leave it to a person');
    await expect(rules.nth(1)).toContainText('up to $0.01');
    for (const left of [1, 0]) {
      await desk.getByRole('button', { name: 'Remove rule 1' }).click();
      await expect(rules).toHaveCount(left);
    }
    await expect(desk.locator('#rules')).toContainText('No rules yet');
  });
}
