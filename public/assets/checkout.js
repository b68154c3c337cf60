// What is typed at the checkout outlives a reload: kept in this tab for an hour, until something is ordered (phone.js) or
// somebody signs out (boot.js). Of a card nothing is kept. What the server sends back of a form that failed counts more.
const KEY = 'checkout';
const HOUR_MS = 3_600_000;
const place = document.getElementById('checkout-kept');
const owner = place.dataset.of;
const formOf = (control) => (control?.form?.id === 'checkout' ? control.form : null);

const CONTROLS = ['input', 'select', 'textarea'];
const mayKeep = ({ localName, name, type }) => CONTROLS.includes(localName) && name && type !== 'hidden' && !name.startsWith('card');
// A number typed into the wrong field may be a card's.
const isSecret = ({ value }) => /^[\d -]{13,}$/.test(value);
const isChoice = ({ type }) => type === 'checkbox' || type === 'radio';
const valueOf = (control) => (isChoice(control) ? control.checked : control.value);
const nameOf = (control) => (control.type === 'radio' ? `${control.name}=${control.value}` : control.name);

function given(control) {
  if (isChoice(control)) return control.defaultChecked;
  if (control.localName !== 'select') return control.defaultValue;
  return ([...control.options].find((option) => option.defaultSelected) ?? control.options[0])?.value;
}

function read() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY));
    // Who signs in takes along what they typed before, and nobody else.
    if (kept && Date.now() - kept.at < HOUR_MS && [owner, 'guest'].includes(kept.of)) return kept.fields;
    sessionStorage.removeItem(KEY);
  } catch { /* it may be forbidden */ }
  return null;
}

function keep(form) {
  const fields = { ...read() };
  for (const control of form.elements) {
    if (mayKeep(control)) fields[nameOf(control)] = isSecret(control) ? undefined : valueOf(control);
  }
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ at: Date.now(), of: owner, fields }));
  } catch { /* it may be forbidden */ }
}

// What somebody has changed by now, or their browser has brought back, stays.
function fill(form, fields) {
  for (const control of form.elements) {
    const value = fields[nameOf(control)];
    if (value === undefined || !mayKeep(control) || value === given(control) || valueOf(control) !== given(control)) continue;
    if (isChoice(control)) control.checked = value;
    else if (control.localName !== 'select' || [...control.options].some((option) => option.value === value)) control.value = value;
    for (let up = control.closest('details'); up; up = up.parentElement.closest('details')) up.open = true;
  }
}

for (const kind of ['input', 'change']) addEventListener(kind, ({ target }) => formOf(target) && keep(formOf(target)));

const form = document.getElementById('checkout');
const fields = form && place.dataset.sent === undefined ? read() : null;
if (fields) {
  const { country } = form.elements;
  const before = country?.value;
  fill(form, fields);
  if (country?.value !== before) {
    // Another country has other fields: they come as they do when it is chosen by hand, and are filled then.
    const parts = document.getElementById('address-fields');
    const came = new MutationObserver(() => {
      came.disconnect();
      fill(form, fields);
    });
    came.observe(parts.parentElement, { childList: true });
    form.requestSubmit(document.getElementById('country-change'));
  }
}
