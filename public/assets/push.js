// The page of notifications: subscribes this device and sends what the browser says of it with the page's form.
const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));

export async function start() {
  const place = document.getElementById('push-device');
  const form = place.querySelector('form');
  const show = (state) => {
    for (const part of place.querySelectorAll('[data-state]')) part.hidden = part.dataset.state !== state;
  };
  if (!navigator.serviceWorker || !globalThis.PushManager || !globalThis.Notification) return;
  if (Notification.permission === 'denied') return show('denied');
  const worker = await navigator.serviceWorker.ready;
  const own = await worker.pushManager.getSubscription();
  const known = own && [...document.querySelectorAll('[data-endpoint]')].find((e) => e.dataset.endpoint === own.endpoint);
  if (known) {
    known.querySelector('[data-this]').hidden = false;
    return show('none');
  }
  show('offer');
  form.querySelector('button').addEventListener('click', async () => {
    try {
      if (await Notification.requestPermission() !== 'granted') return show('denied');
      const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(place.dataset.key) });
      const { endpoint, keys } = made.toJSON();
      for (const [name, value] of Object.entries({ endpoint, ...keys })) form.elements[name].value = value;
      form.requestSubmit();
    } catch (error) {
      console.warn(error);
      show('failed');
    }
  });
}
