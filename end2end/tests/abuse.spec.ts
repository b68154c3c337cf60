// What shoppers find wrong with a product reaches the operator, who looks at it and decides with a reason.
import { expect, expectAccessible, expectNoSideways, newShopper, test } from './fixtures.ts';

// Each screen reports another product; both are found to be right, so that nothing disappears from the shop.
const GOODS = {
  desktop: { path: '/p/usb-c-hub-seven-ports-100-w', title: 'USB-C hub, seven ports, 100 W' },
  phone: { path: '/p/laptop-stand-folding-aluminium', title: 'Laptop stand, folding aluminium' },
} as const;

test('a shopper reports a product, and an operator decides', async ({ page, context, visitor }, info) => {
  const goods = GOODS[info.project.name as keyof typeof GOODS];
  const shopper = await newShopper(context);
  await page.goto(goods.path);
  await page.getByRole('link', { name: 'Report this product' }).click();
  await expect(page).toHaveURL(/\/report\/prd_[^/]+$/);
  const thing = new URL(page.url()).pathname.split('/').pop() ?? '';
  await expect(page.locator('main')).toContainText(goods.title);
  await expectAccessible(page);
  await expectNoSideways(page);
  const form = page.locator('#report');
  await form.getByLabel('What is wrong?').selectOption('wrong_information');
  await form.getByLabel('Tell us more').fill('x');
  await form.getByRole('button', { name: 'Send the report' }).click();
  await expect(form.getByLabel('Tell us more')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByLabel('What is wrong?'), 'what was chosen stays').toHaveValue('wrong_information');
  await form.getByLabel('Tell us more').fill(`The picture shows another one, says ${shopper.name}.`);
  await form.getByRole('button', { name: 'Send the report' }).click();
  await expect(page).toHaveURL(new RegExp(`${goods.path}$`));
  await expect(page.locator('#notices')).toContainText('Thank you. Somebody looks at it.');

  // Once more while it waits: nothing is kept twice.
  await page.goto(`/report/${thing}`);
  await form.getByLabel('What is wrong?').selectOption('wrong_information');
  await form.getByLabel('Tell us more').fill('The picture shows another one.');
  await form.getByRole('button', { name: 'Send the report' }).click();
  await expect(page.locator('#notices')).toContainText('You have reported this already; somebody looks at it.');

  const office = await visitor('operator');
  await office.goto('/operator/reports/things');
  const row = office.locator(`[data-thing="${thing}"]`);
  await expect(row).toContainText(goods.title);
  await expectAccessible(office);
  await expectNoSideways(office);
  await row.getByRole('link').click();
  await expect(office.locator('#reports')).toContainText(`says ${shopper.name}.`);
  await expectAccessible(office);
  const judge = office.locator('#judge');
  await judge.getByRole('textbox').fill('x');
  await judge.getByRole('button', { name: 'Nothing is wrong' }).click();
  await expect(judge.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
  await judge.getByRole('textbox').fill('The picture is right.');
  await judge.getByRole('button', { name: 'Nothing is wrong' }).click();
  await expect(office.locator('#notices')).toContainText('Nothing was wrong');
  await expect(office.locator('[data-verdict=dismiss]').first()).toContainText('The picture is right.');
  await expect(office.locator('#judge'), 'nothing waits any more').toHaveCount(0);
  await expectAccessible(office);
  await expectNoSideways(office);
  await office.goto('/operator/reports/things');
  await expect(row).toHaveCount(0);
  await office.goto('/operator/reports/things?show=decided');
  await expect(row).toContainText(goods.title);
  await page.goto(goods.path);
  await expect(page.locator('#buy')).toBeVisible();
});
