// Passkeys: forms with data-passkey ask the shop what to ask for, then the device, and are then sent as any form is.
// Loaded by the pages that have such a form; where a browser cannot, the forms stay hidden.
const toBytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer ?? [])))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const forms = [...document.querySelectorAll('form[data-passkey]')];
const here = (site) => location.hostname === site || location.hostname.endsWith(`.${site}`);
const able = Boolean(window.PublicKeyCredential && navigator.credentials);
for (const form of forms) form.hidden = !able || !here(form.dataset.site);
for (const note of document.querySelectorAll('[data-passkey-elsewhere]')) {
  note.hidden = here(note.dataset.passkeyElsewhere);
}
// A page under another name than the shop's is told so, and nothing about scripts.
for (const note of document.querySelectorAll('[data-passkey-missing]')) {
  note.hidden = able || forms.some((form) => !here(form.dataset.site));
}

function create(asked) {
  const credential = (id) => ({ type: 'public-key', id: toBytes(id) });
  return navigator.credentials.create({
    publicKey: {
      challenge: toBytes(asked.challenge),
      rp: { id: asked.site, name: asked.shop },
      user: { id: toBytes(asked.user_id), name: asked.user_name, displayName: asked.user_label },
      pubKeyCredParams: asked.algorithms.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: asked.known.map(credential),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
    },
  });
}

const get = (asked) => navigator.credentials.get({
  publicKey: { challenge: toBytes(asked.challenge), rpId: asked.site, userVerification: 'required' },
});

async function ask(form) {
  const { options, passkey } = form.dataset;
  const { passkey_password: password, passkey_code: code } = form.elements;
  const body = new URLSearchParams({ password: password?.value ?? '', code: code?.value ?? '' });
  const answer = await fetch(options, { method: 'POST', body, headers: { accept: 'application/json' } });
  // Whoever is to type the password again is told so; everything else is one sentence.
  if (answer.status === 422) return form.dataset.textPassword;
  if (!answer.ok) return form.dataset.textRefused;
  const asked = await answer.json();
  const made = await (passkey === 'create' ? create(asked) : get(asked));
  const { response } = made;
  const parts = {
    credential: made.rawId,
    client_data: response.clientDataJSON,
    device_data: passkey === 'create' ? response.getAuthenticatorData() : response.authenticatorData,
    signature: response.signature,
    user: response.userHandle,
  };
  for (const [name, part] of Object.entries(parts)) form.elements[name].value = toText(part);
  // Asked for the options already; the shop must not need it again.
  for (const field of [password, code]) if (field) field.value = '';
  form.submit();
  return '';
}

addEventListener('submit', async (event) => {
  const form = event.target;
  if (!form.dataset.passkey) return;
  event.preventDefault();
  if (form.getAttribute('aria-busy') === 'true') return;
  form.setAttribute('aria-busy', 'true');
  let says;
  try {
    says = await ask(form);
  } catch (error) {
    // Whoever closes the device's window has decided so, and reads what they can do.
    says = error.name === 'InvalidStateError' ? form.dataset.textKnown : form.dataset.textRefused;
  }
  form.removeAttribute('aria-busy');
  form.querySelector('[data-passkey-says]').textContent = says;
}, true);
