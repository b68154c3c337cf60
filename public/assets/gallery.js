// The pictures of a product: the dots follow what is in view, a press on a picture shows its largest, and another press its
// own size. Without it the dots are links to the pictures, and a picture leads to its largest.
const zoom = document.getElementById('zoom');
const slidesOf = (root) => [...(root?.querySelector('[data-slides]')?.children ?? [])];
const shownOf = (slides) => {
  const row = slides[0].parentElement.getBoundingClientRect();
  return slides.findIndex((e) => Math.abs(e.getBoundingClientRect().left - row.left) < row.width / 2);
};
const row = zoom.parentElement.querySelector('[data-slides]');
const dots = [...zoom.parentElement.querySelectorAll('[data-dots] a')];
row.addEventListener('scroll', () => {
  const at = shownOf([...row.children]);
  dots.forEach((dot, n) => (n === at ? dot.setAttribute('aria-current', 'true') : dot.removeAttribute('aria-current')));
}, { passive: true });
dots.forEach((dot, n) => dot.addEventListener('click', (event) => {
  event.preventDefault();
  row.children[n].scrollIntoView({ behavior: 'smooth', block: 'nearest', inline: 'center' });
}));
const go = (at, behavior) => slidesOf(zoom)[at]?.scrollIntoView({ behavior, block: 'nearest', inline: 'center' });
row.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-zoom]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  zoom.showModal();
  go(Number(link.dataset.zoom), 'instant');
  zoom.querySelector('[data-slides]').focus();
});
const [largest, sized] = ['[data-slides]', '[data-size]'].map((what) => zoom.querySelector(what));
const isLarge = () => zoom.hasAttribute('data-large');
// While a picture is looked around in, the row of them keeps still. `at` is the point of it that was pressed.
const size = (large, at = { x: 0.5, y: 0.5 }) => {
  const slides = slidesOf(zoom);
  const slide = slides[Math.max(shownOf(slides), 0)];
  const focused = largest.contains(document.activeElement);
  zoom.toggleAttribute('data-large', large);
  sized.setAttribute('aria-pressed', String(large));
  for (const one of slides) one.removeAttribute('tabindex');
  if (large) {
    slide.tabIndex = 0;
    const { offsetWidth, offsetHeight } = slide.firstElementChild;
    slide.scrollTo(offsetWidth * at.x - slide.clientWidth / 2, offsetHeight * at.y - slide.clientHeight / 2);
  }
  if (focused && zoom.open) (large ? slide : largest).focus({ preventScroll: true });
};
zoom.addEventListener('close', () => size(false));
const step = (by) => {
  if (isLarge()) size(false);
  go(shownOf(slidesOf(zoom)) + by, 'smooth');
};
zoom.addEventListener('click', (event) => {
  const button = event.target.closest('[data-step]');
  if (button) step(Number(button.dataset.step));
  if (event.target.closest('[data-size]')) size(!isLarge());
  // The second click of two is none of its own.
  if (event.target.localName !== 'img' || event.detail > 1) return;
  const box = event.target.getBoundingClientRect();
  size(!isLarge(), { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
});
zoom.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.target.closest('button')) {
    event.preventDefault();
    size(!isLarge());
  }
  // The arrows look around in it.
  if (isLarge()) return;
  const forward = document.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const back = document.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
  const by = { [forward]: 1, [back]: -1 }[event.key];
  if (!by) return;
  event.preventDefault();
  step(by);
});
