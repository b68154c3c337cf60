// Buying in each language of the shop: as a guest from the search to the order, and by one click and back. What only a purchase
// leads to is looked at in both appearances, and every price is written as that language writes it. All other pages are read by
// `pages.spec.ts` in English and by `languages.spec.ts` in the other two.
import {
  CARDS, type Page, appearances, awake, expect, expectAccessible, expectInLanguage, expectNoSideways, expectReadable, newShopper,
  test, unique,
} from './fixtures.ts';

const SKILLET = '/p/cast-iron-skillet-26-cm-seasoned';

/** Cents as two numbers: whole dollars, and what is left. All prices here are below a thousand dollars. */
const parts = (minor: number) => [Math.floor(minor / 100), String(minor % 100).padStart(2, '0')] as const;

interface Language {
  lang: 'en' | 'es' | 'ar';
  dir: 'ltr' | 'rtl';
  /** What the browser asks for. */
  locale: string;
  /** Cents as CLDR writes US dollars, with the marks that keep a dollar sign in its place between Arabic words. */
  writes: (minor: number) => string;
  fields: Record<'email' | 'name' | 'line1' | 'postcode' | 'city' | 'card_number', string>;
  add: string;
  added: string;
  checkout: string;
  review: string;
  final: string;
  place: string;
  oneClick: string;
  ordered: string;
  undone: string;
  /** The time that is left to undo it. */
  left: RegExp;
}

const LANGUAGES: Language[] = [
  {
    lang: 'en', dir: 'ltr', locale: 'en-US', writes: (minor) => `$${parts(minor).join('.')}`,
    fields: {
      email: 'E-mail', name: 'Full name', line1: 'Street and number', postcode: 'ZIP code', city: 'City', card_number: 'Card number',
    },
    add: 'Add to cart', added: 'Added to your cart.', checkout: 'Go to checkout', review: 'Review your order',
    final: 'This is the final total, with tax.', place: 'Place order',
    oneClick: 'Buy now with one click', ordered: 'Ordered. Thank you!', undone: 'Undone. You are not charged.', left: /\d+\smin/,
  },
  {
    lang: 'es', dir: 'ltr', locale: 'es', writes: (minor) => `${parts(minor).join(',')}\u00a0US$`,
    fields: {
      email: 'Correo electrónico', name: 'Nombre completo', line1: 'Calle y número', postcode: 'Código ZIP', city: 'Ciudad',
      card_number: 'Número de tarjeta',
    },
    add: 'Añadir al carrito', added: 'Añadido a tu carrito.', checkout: 'Ir a pagar', review: 'Revisar el pedido',
    final: 'Este es el total final, con impuestos.', place: 'Hacer el pedido',
    oneClick: 'Comprar ahora con un clic', ordered: 'Pedido. ¡Gracias!', undone: 'Deshecho. No se te cobra.', left: /\d+\smin/,
  },
  {
    lang: 'ar', dir: 'rtl', locale: 'ar', writes: (minor) => `\u200f${parts(minor).join('.')}\u00a0US$\u200e`,
    fields: {
      email: 'البريد الإلكتروني', name: 'الاسم الكامل', line1: 'الشارع والرقم', postcode: 'الرمز البريدي (ZIP)', city: 'المدينة',
      card_number: 'رقم البطاقة',
    },
    add: 'أضف إلى السلة', added: 'أُضيف إلى سلتك.', checkout: 'إتمام الشراء', review: 'مراجعة الطلب',
    final: 'هذا هو الإجمالي النهائي مع الضريبة.', place: 'تأكيد الطلب',
    oneClick: 'اشترِ الآن بنقرة واحدة', ordered: 'تم الطلب. شكرًا لك!', undone: 'تم التراجع. لن يُخصم منك شيء.',
    left: /[\u0600-\u06ff]/,
  },
];

/** The price of the page's product in cents, as search engines read it: the same in every language. */
async function priceOf(page: Page): Promise<number> {
  const facts = await page.locator('script[type="application/ld+json"]').first().textContent();
  const [, whole, rest] = /"price":"(\d+)\.(\d\d)"/.exec(facts ?? '') ?? [];
  return Number(whole) * 100 + Number(rest);
}

async function expectAppearance(page: Page, appearance: 'light' | 'dark') {
  // Together: black is 0, white is 765.
  const light = await page.locator('body').evaluate((body) => {
    const [red = 255, green = 255, blue = 255] = (getComputedStyle(body).backgroundColor.match(/[\d.]+/g) ?? []).map(Number);
    return red + green + blue;
  });
  if (appearance === 'dark') expect(light, 'the background is dark').toBeLessThan(200);
  else expect(light, 'the background is light').toBeGreaterThan(565);
}

for (const language of LANGUAGES) {
  test.describe(language.lang, () => {
    test.use({ locale: language.locale });

    /** On the way, where `pages.spec.ts` and `languages.spec.ts` look closer. */
    async function pass(page: Page) {
      await awake(page);
      await expectInLanguage(page, language);
      await expectNoSideways(page);
    }

    /** What only a purchase leads to: in its language, in both appearances, and nothing in the way of anybody. */
    async function look(page: Page, isMobile: boolean) {
      const [first, second] = appearances(isMobile);
      await pass(page);
      await expectAccessible(page);
      await expectAppearance(page, first);
      await page.emulateMedia({ colorScheme: second });
      await expectReadable(page);
      await expectAppearance(page, second);
      await page.emulateMedia({ colorScheme: first });
    }

    test('a guest finds it, puts it into the cart and buys it', async ({ page, isMobile }) => {
      test.slow();
      await page.emulateMedia({ colorScheme: appearances(isMobile)[0] });
      await page.goto('/');
      await pass(page);
      const box = page.getByRole('searchbox');
      await box.fill('gooseneck kettle');
      await box.press('Enter');
      await expect(page).toHaveURL(/\/search\?q=gooseneck/);
      await pass(page);
      await page.locator('main article h3 a').first().click();
      await expect(page).toHaveURL(/\/p\/gooseneck-kettle/);
      await pass(page);
      const price = language.writes(await priceOf(page));
      await expect(page.locator('#buy')).toContainText(price);
      await page.locator('#add-to-cart').getByRole('button', { name: language.add }).click();
      await expect(page.locator('#notices')).toContainText(language.added);
      await page.goto('/cart');
      await expect(page.locator('#basket')).toContainText(price);
      await look(page, isMobile);
      await page.getByRole('link', { name: language.checkout }).click();
      await expect(page).toHaveURL(/\/checkout/);
      await look(page, isMobile);

      const form = page.locator('#checkout');
      const name = `Gil ${unique()}`;
      const typed = {
        email: `g${unique()}@journey.example`, name, line1: '12 Confluence Street', postcode: '78701', city: 'Austin',
        card_number: CARDS.approved,
      };
      for (const field of Object.keys(typed) as (keyof typeof typed)[]) {
        await form.getByLabel(language.fields[field]).and(form.locator(`[name=${field}]`)).fill(typed[field]);
      }
      await form.locator('[name=card_expiry]').fill('09/35');
      await form.locator('[name=card_cvc]').fill('123');
      await page.getByRole('button', { name: language.review }).click();
      await expect(page.locator('#notices')).toContainText(language.final);
      await look(page, isMobile);
      const total = language.writes(Number(await form.locator('[name=total_minor]').inputValue()));
      await expect(page.locator('#totals dd').last()).toHaveText(total);
      await page.getByRole('button', { name: language.place }).click();
      await expect(page).toHaveURL(/\/orders\/[^/?]+\?new=1$/);
      await expect(page.locator('main')).toContainText(language.ordered);
      await expect(page.locator('#to')).toContainText(name);
      await expect(page.locator('#totals dd').last(), 'what was shown before is what is charged').toHaveText(total);
      await look(page, isMobile);
    });

    test('one click buys it, and undo takes it back', async ({ page, context, isMobile }) => {
      test.slow();
      await newShopper(context);
      await page.emulateMedia({ colorScheme: appearances(isMobile)[0] });
      await page.goto(SKILLET);
      await pass(page);
      const form = page.locator('#one-click');
      const amount = async (field: string) => language.writes(Number(await form.locator(`[name=${field}]`).inputValue()));
      const [price, total] = [await amount('price_minor'), await amount('total_minor')];
      await expect(page.locator('#buy')).toContainText(price);
      await expect(form.locator('dl dd').last()).toHaveText(total);
      await form.getByRole('button', { name: language.oneClick }).click();
      const ordered = page.locator('#ordered');
      await expect(ordered).toHaveAttribute('data-state', 'placed');
      await expect(ordered).toContainText(language.ordered);
      await expect(ordered).toContainText(total);
      await expect(ordered.getByRole('timer')).toContainText(language.left);
      await look(page, isMobile);
      await page.locator('#undo').getByRole('button').click();
      await expect(ordered).toHaveAttribute('data-state', 'cancelled');
      await expect(ordered).toContainText(language.undone);
    });
  });
}
