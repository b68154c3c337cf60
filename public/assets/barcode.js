// Reads EAN-13 (a UPC-A is one that begins with 0) and EAN-8 from a line of brightness across their bars, as in the
// GS1 General Specifications. Called by scan.js where the browser has no reader of its own.

// Widths of a digit's four runs, in modules of which it has seven: left half, odd parity. Even parity is the mirror.
const DIGITS = ['3211', '2221', '2122', '1411', '1132', '1231', '1114', '1312', '1213', '3112']
  .map((widths) => [...widths].map(Number));
const MIRRORED = DIGITS.map((widths) => [...widths].reverse());
// Which of the six left digits have even parity tells the thirteenth.
const FIRST = ['000000', '001011', '001101', '001110', '010011', '011001', '011100', '010101', '010110', '011010'];
const KINDS = [{ half: 6, modules: 95 }, { half: 4, modules: 67 }];
// A run may differ from its width by this much of a module, all four of a digit by twice as much.
const SLACK = 0.65;
const QUIET_MODULES = 4;
const LEAST_CONTRAST = 40;

/** The least and the most around each place of a line, in blocks: exact enough for a threshold, and quick. */
function around(line) {
  const block = Math.max(6, line.length >> 6);
  const blocks = Array.from({ length: Math.ceil(line.length / block) }, (_, at) => {
    const part = line.subarray(at * block, (at + 1) * block);
    return [Math.min(...part), Math.max(...part)];
  });
  return (at) => {
    const here = Math.floor(at / block);
    let [least, most] = [255, 0];
    for (let near = Math.max(0, here - 2); near <= Math.min(blocks.length - 1, here + 2); near += 1) {
      least = Math.min(least, blocks[near][0]);
      most = Math.max(most, blocks[near][1]);
    }
    return [least, most];
  };
}

/** Lengths of the runs in turn, light first, to a part of a pixel: where brightness crosses the middle around it. */
function runsOf(line) {
  const extremes = around(line);
  const runs = [];
  let [dark, began, before] = [false, 0, 1];
  for (let at = 0; at < line.length; at += 1) {
    const [least, most] = extremes(at);
    // Noise on a plain surface makes no bars.
    const off = most - least < LEAST_CONTRAST ? 1 : line[at] - (least + most) / 2;
    if ((off < 0) !== dark) {
      const edge = at - off / (off - before);
      runs.push(edge - began);
      [dark, began] = [!dark, edge];
    }
    before = off;
  }
  runs.push(line.length - began);
  return runs;
}

const sum = (runs, from, count) => {
  let all = 0;
  for (let at = from; at < from + count; at += 1) all += runs[at];
  return all;
};

const alike = (runs, from, count, module) => {
  for (let at = from; at < from + count; at += 1) if (Math.abs(runs[at] / module - 1) > SLACK) return false;
  return true;
};

/** The digit of four runs, with its parity; none where nothing comes near. */
function digitAt(runs, from) {
  const module = sum(runs, from, 4) / 7;
  let best = null;
  let least = 2 * SLACK;
  [DIGITS, MIRRORED].forEach((table, even) => table.forEach((widths, digit) => {
    let off = 0;
    for (let at = 0; at < 4; at += 1) off += Math.abs(runs[from + at] / module - widths[at]);
    if (off < least) [least, best] = [off, { digit, even }];
  }));
  return best;
}

/** Whether the last digit is what the others ask for: weights 1 and 3 from the right, a multiple of ten. */
export function valid(digits) {
  const total = [...digits].reverse().reduce((all, digit, at) => all + Number(digit) * (at % 2 ? 3 : 1), 0);
  return /^(\d{8}|\d{12,14})$/.test(digits) && total % 10 === 0;
}

function codeAt(runs, start, { half, modules }) {
  const count = 11 + 8 * half;
  if (start + count > runs.length) return null;
  const module = sum(runs, start, count) / modules;
  const [middle, right] = [start + 3 + 4 * half, start + 8 + 4 * half];
  if (runs[start - 1] < QUIET_MODULES * module || (runs[start + count] ?? Infinity) < QUIET_MODULES * module) return null;
  if (!alike(runs, start, 3, module) || !alike(runs, middle, 5, module) || !alike(runs, right + 4 * half, 3, module)) return null;
  const digits = [];
  for (let at = 0; at < 2 * half; at += 1) {
    const found = digitAt(runs, at < half ? start + 3 + 4 * at : right + 4 * (at - half));
    // The right half has odd widths only, and so has an EAN-8.
    if (!found || (found.even && (at >= half || half === 4))) return null;
    digits.push(found);
  }
  const first = half === 6 ? FIRST.indexOf(digits.slice(0, 6).map(({ even }) => even).join('')) : '';
  if (first === -1) return null;
  const text = first + digits.map(({ digit }) => digit).join('');
  return valid(text) ? text : null;
}

/** The number under the bars that a line of brightness (0 to 255) crosses, from either side; null where there is none. */
export function read(line) {
  const forth = runsOf(line);
  // Light stands at even places; seen from behind it must, too.
  const back = [...forth].reverse();
  if (forth.length % 2 === 0) back.unshift(0);
  for (const runs of [forth, back]) {
    for (let start = 1; start + 43 <= runs.length; start += 2) {
      for (const kind of KINDS) {
        const found = codeAt(runs, start, kind);
        if (found) return found;
      }
    }
  }
  return null;
}
