// Addresses of every country: its fields, in its order, by its names; with and without JavaScript.
import {
  ONCE, type Page, awake, expect, expectAccessible, expectNoSideways, expectSameDocument, markDocument, newShopper, test,
} from './fixtures.ts';

const HAT = '/p/alpaca-hat';

async function toCheckout(page: Page) {
  await page.goto(HAT);
  await page.locator('#add-to-cart').getByRole('button').first().click();
  await expect(page.locator('#notices')).not.toBeEmpty();
  await page.goto('/checkout');
}

/** The names of the address's fields in view, in the order of the page. */
async function fieldsOf(page: Page, within = '#address-fields'): Promise<string[]> {
  const fields = page.locator(within).locator('input:visible, select:visible');
  return fields.evaluateAll((all) => all.map((f) => (f as HTMLInputElement).name));
}

async function chooseCountry(page: Page, code: string) {
  const country = page.locator('#f-country');
  if (!(await country.isVisible())) await page.locator('#address-fields summary').click();
  await country.selectOption(code);
}

test('the address book asks for what each country’s post needs, in place', async ({ page, context }) => {
  await newShopper(context);
  await page.goto('/account/addresses/new');
  await awake(page);
  expect(await fieldsOf(page)).toEqual(['country', 'name', 'line1', 'line2', 'city', 'region', 'postcode']);
  await page.getByLabel('Full name').fill('Hana Sato');
  await markDocument(page);

  await chooseCountry(page, 'HU');
  await expect(page.locator('#notices')).toContainText('The address form is now that of: Hungary.');
  expect(await fieldsOf(page)).toEqual(['country', 'name', 'city', 'line1', 'line2', 'postcode']);
  await expect(page.getByLabel('Full name'), 'what was typed stays').toHaveValue('Hana Sato');

  await chooseCountry(page, 'JP');
  await expect(page.getByLabel('Prefecture')).toBeVisible();
  await expectSameDocument(page);
  await page.getByLabel('Street and number').fill('1-1 Chiyoda');
  await page.getByLabel('Postcode').fill('1');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByLabel('Postcode')).toHaveAccessibleDescription(/Write it like 154-0023/);
  await expect(page.getByLabel('Street and number')).toHaveValue('1-1 Chiyoda');

  await page.getByLabel('Postcode').fill('1000001');
  await page.getByRole('button', { name: 'Save' }).click();
  const card = page.locator('main li', { hasText: 'Hana Sato' });
  await expect(card, 'the prefecture follows from the postcode').toContainText('1-1 Chiyoda, Tokyo');
  await expect(card).toContainText('100-0001');
  await card.getByRole('link', { name: 'Edit' }).click();
  await expect(page.getByLabel('Prefecture')).toHaveValue('Tokyo');
  await expectAccessible(page);
  await expectNoSideways(page);
});

test('what is typed or filled in while another country’s fields are on their way stays', ONCE, async ({ page, context }) => {
  await newShopper(context);
  await page.goto('/account/addresses/new');
  await awake(page);
  let answer = () => {};
  const typed = new Promise<void>((resolve) => { answer = resolve; });
  await page.route('**/account/addresses/new*', async (route) => {
    await typed;
    await route.continue();
  });
  await page.getByLabel('Full name').fill('Hanna');
  await chooseCountry(page, 'DE');
  // As a browser does that fills a whole address in.
  await page.getByLabel('Full name').fill('Hanna Weser');
  await page.getByLabel('Street and number').fill('Am Wall 1');
  await page.getByLabel('City').fill('Bremen');
  answer();
  await expect(page.getByLabel('Postcode')).toBeVisible();
  await expect(page.getByLabel('Full name')).toHaveValue('Hanna Weser');
  await expect(page.getByLabel('Street and number')).toHaveValue('Am Wall 1');
  await expect(page.getByLabel('City')).toHaveValue('Bremen');

  // Who has second thoughts meanwhile has the fields of the second country.
  const second = page.waitForRequest((request) => request.method() === 'POST' && !!request.postData()?.includes('country=HU'));
  await page.locator('#f-country').evaluate((country: HTMLSelectElement) => {
    for (const code of ['JP', 'HU']) {
      country.value = code;
      country.dispatchEvent(new Event('change', { bubbles: true }));
    }
  });
  await second;
  await expect(page.locator('#notices')).toContainText('Hungary');
  await expect(page.getByLabel('Full name')).toHaveValue('Hanna Weser');
});

test('a guest never sees more than eight fields, in whichever country', async ({ page }) => {
  test.slow();
  await toCheckout(page);
  for (const [code, label] of [['DE', 'Postcode'], ['AE', 'Emirate'], ['CO', 'Department'], ['IN', 'PIN code'], ['HK', 'Area'], ['US', 'ZIP code']] as const) {
    await awake(page);
    await chooseCountry(page, code);
    await expect(page.locator('#address-fields').getByLabel(label)).toBeVisible();
    // The choice is kept, and so its fields come by themselves.
    await page.reload();
    await expect(page.locator('#address-fields').getByLabel(label)).toBeVisible();
    const more = page.locator('#address-fields details');
    if (await more.evaluate((details: HTMLDetailsElement) => details.open)) await more.locator('summary').click();
    const all = await fieldsOf(page, '#checkout');
    expect(all.length, `${code}: ${all.join(', ')}`).toBeLessThanOrEqual(8);
  }
  await expectAccessible(page);
  await expectNoSideways(page);
});

test('a ZIP code fills the city in, and changes none that is typed', async ({ page }) => {
  await toCheckout(page);
  await awake(page);
  const [code, city] = ['ZIP code', 'City'].map((label) => page.locator('#address-fields').getByLabel(label));
  if (!code || !city) throw new Error('no fields');
  await code.fill('98101');
  await code.blur();
  await expect(city).toHaveValue('Seattle');
  await city.fill('Bellevue');
  const asked: string[] = [];
  page.on('request', (request) => { if (request.url().includes('/address/city')) asked.push(request.url()); });
  await code.fill('10001');
  await code.blur();
  await expect(city).toHaveValue('Bellevue');
  expect(asked, 'nothing is asked for').toEqual([]);
  // Who goes on to the city before the answer is there replaces it by typing.
  await city.fill('');
  await code.fill('98402');
  await city.focus();
  await expect(city).toHaveValue('Tacoma');
  await page.keyboard.type('Fircrest');
  await expect(city).toHaveValue('Fircrest');
});

test('elsewhere a code fills in the city that the own address book has with it', ONCE, async ({ page, context, visitor }) => {
  await newShopper(context);
  await page.goto('/account/addresses/new');
  await awake(page);
  await chooseCountry(page, 'DE');
  await page.getByLabel('Full name').fill('Hanna Weser');
  await page.getByLabel('Street and number').fill('Am Wall 1');
  await page.getByLabel('Postcode').fill('28195');
  await page.getByLabel('City').fill('Bremen');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('main li', { hasText: 'Hanna Weser' })).toContainText('28195 Bremen');
  await page.goto('/account/addresses/new');
  await awake(page);
  await chooseCountry(page, 'DE');
  await expect(page.getByLabel('Postcode')).toBeVisible();
  await page.getByLabel('Postcode').fill('28195');
  await page.getByLabel('Postcode').blur();
  await expect(page.getByLabel('City')).toHaveValue('Bremen');

  // Nobody else learns of it.
  const guest = await visitor();
  const answer = await guest.request.get('/address/city?country=DE&postcode=28195');
  expect([answer.status(), await answer.text()]).toEqual([200, '']);
});

test('the Enter key in a field sends the form and leaves the country alone', async ({ page, context }) => {
  await newShopper(context);
  await page.goto('/account/addresses/new');
  await page.getByLabel('Full name').fill('Enter Key');
  await page.getByLabel('Street and number').fill('1 Return Road');
  await page.getByLabel('City').fill('Austin');
  await page.getByLabel('ZIP code').fill('78701');
  await page.getByLabel('ZIP code').press('Enter');
  await expect(page).toHaveURL(/\/account\/addresses$/);
  await expect(page.locator('main')).toContainText('Austin, TX 78701');
});

test('an order goes to another country with its postcode and region', async ({ page, context }) => {
  await newShopper(context);
  await toCheckout(page);
  await awake(page);
  await page.getByText('Another address').last().click();
  await chooseCountry(page, 'ES');
  await expect(page.locator('#notices')).toContainText('Spain');
  await page.getByLabel('Full name').fill('Inés Gil');
  await page.getByLabel('Street and number').fill('Calle del Río 1');
  await page.locator('#address-fields').getByLabel('Postcode').fill('28013');
  await page.locator('#address-fields').getByLabel('City').fill('Madrid');
  await page.locator('#checkout [name=address][value=new]').check();
  const next = page.getByRole('button', { name: /Place order|Review your order/ });
  // An address that changes the total is shown once more before it is ordered.
  const looksAgain = (await next.textContent())?.includes('Review');
  await next.click();
  if (looksAgain) await page.getByRole('button', { name: 'Place order' }).click();
  await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
  await expect(page.locator('#to')).toContainText('28013 Madrid Madrid');
});

test('in Arabic the fields have Arabic names and the country too', async ({ visitor }) => {
  const page = await visitor(undefined, { locale: 'ar' });
  await toCheckout(page);
  await awake(page);
  await chooseCountry(page, 'AE');
  await expect(page.locator('#notices')).toContainText('الإمارات العربية المتحدة');
  await expect(page.locator('#address-fields').getByLabel('الإمارة')).toBeVisible();
  await expect(page.locator('#f-region option', { hasText: 'دبي' })).toHaveCount(1);
  await expectAccessible(page);
  await expectNoSideways(page);
});

test.describe('without JavaScript', ONCE, () => {
  test.use({ javaScriptEnabled: false });

  test('another country is one button away, and nothing typed is lost', async ({ page }) => {
    await toCheckout(page);
    await page.getByLabel('E-mail').fill('paper@journey.example');
    await page.getByLabel('Full name').fill('Pia Papier');
    await page.getByLabel('Street and number').fill('Seeweg 1');
    await chooseCountry(page, 'CH');
    await page.getByRole('button', { name: 'Change country' }).click();
    await expect(page).toHaveURL(/\/checkout$/);
    await expect(page.locator('#notices')).toContainText('The address form is now that of: Switzerland.');
    expect((await fieldsOf(page)).slice(0, 4)).toEqual(['name', 'line1', 'postcode', 'city']);
    await expect(page.getByLabel('E-mail')).toHaveValue('paper@journey.example');
    await expect(page.getByLabel('Street and number')).toHaveValue('Seeweg 1');
    await page.getByLabel('Postcode').fill('CH-8001');
    await page.getByLabel('City').fill('Zürich');
    await page.getByLabel('Card number').fill('4242424242424242');
    await page.locator('[name=card_expiry]').fill('09/35');
    await page.locator('[name=card_cvc]').fill('123');
    await page.getByRole('button', { name: 'Review your order' }).click();
    await page.getByRole('button', { name: 'Place order' }).click();
    await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
    await expect(page.locator('#to')).toContainText('CH-8001 Zürich');
  });
});
