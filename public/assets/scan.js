// Looks for a barcode through the camera and searches for its number. The camera is asked for when its button is
// pressed, and let go as soon as a number is found or the page is left. Without one, the number is typed.
import { read, valid } from './barcode.js';

const WIDTH_PX = 800;
const LINES = 15;
const EACH_MS = 120;
const KINDS = ['ean_13', 'ean_8', 'upc_a'];

const place = document.getElementById('scan');
const video = place.querySelector('video');
const button = place.querySelector('[data-do=camera]');
const said = place.querySelector('[data-said]');
const form = place.querySelector('form');

async function reader() {
  const kinds = await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => []) ?? [];
  const formats = KINDS.filter((kind) => kinds.includes(kind));
  if (formats.includes('ean_13')) {
    const detector = new BarcodeDetector({ formats });
    return async () => (await detector.detect(video)).map(({ rawValue }) => rawValue).find(valid);
  }
  const canvas = new OffscreenCanvas(1, 1);
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  return async () => {
    canvas.width = Math.min(WIDTH_PX, video.videoWidth);
    canvas.height = Math.round(canvas.width * video.videoHeight / video.videoWidth);
    pen.drawImage(video, 0, 0, canvas.width, canvas.height);
    for (let at = 1; at <= LINES; at += 1) {
      const { data } = pen.getImageData(0, Math.floor(canvas.height * at / (LINES + 1)), canvas.width, 1);
      const line = Uint8Array.from({ length: canvas.width }, (_, x) => (data[4 * x] * 2 + data[4 * x + 1] * 5 + data[4 * x + 2]) >> 3);
      const found = read(line);
      if (found) return found;
    }
    return undefined;
  };
}

function stop() {
  for (const track of video.srcObject?.getTracks() ?? []) track.stop();
  video.srcObject = null;
  place.querySelector('[data-camera]').hidden = true;
  button.hidden = false;
}

async function look() {
  const find = await reader();
  let before;
  while (video.srcObject) {
    const found = video.videoWidth > 0 ? await find() : undefined;
    // Two looks must agree: one may have caught a smear.
    if (found && found === before) return found;
    before = found ?? before;
    await new Promise((done) => { setTimeout(done, EACH_MS); });
  }
  return null;
}

button.addEventListener('click', async () => {
  // A second press while the browser asks would open a second camera, which nobody closes.
  if (button.disabled) return;
  button.disabled = true;
  try {
    await scan();
  } finally {
    button.disabled = false;
  }
});

async function scan() {
  said.textContent = '';
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
    });
  } catch (error) {
    said.textContent = error.name === 'NotAllowedError' ? place.dataset.textDenied : place.dataset.textNone;
    return;
  }
  place.querySelector('[data-camera]').hidden = false;
  button.hidden = true;
  said.textContent = place.dataset.textLooking;
  let found;
  try {
    await video.play();
    found = await look();
  } finally {
    stop();
    said.textContent = '';
  }
  if (!found) return;
  navigator.vibrate?.(60);
  form.elements.q.value = found;
  form.requestSubmit();
}
place.querySelector('[data-do=stop]').addEventListener('click', () => {
  stop();
  said.textContent = '';
});
addEventListener('pagehide', stop);

// Where there may be a camera.
button.classList.toggle('invisible', !navigator.mediaDevices?.getUserMedia);
