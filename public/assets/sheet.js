// A table in which one types, as in a spreadsheet: arrow keys and Enter go from cell to cell, and what is pasted from a
// spreadsheet fills the cells from here to the right and down. Without it, it is a form like any other.
const cellOf = (target) => target.closest?.('[data-sheet] [data-cell]');
const rowsOf = (cell) => [...cell.closest('[data-sheet]').rows];
const cellsOf = (row) => [...row.querySelectorAll('[data-cell]')];

function at(cell) {
  const row = cell.closest('tr');
  return { rows: rowsOf(cell), row: rowsOf(cell).indexOf(row), column: cellsOf(row).indexOf(cell) };
}

function go(cell, down, right) {
  const { rows, row, column } = at(cell);
  const next = rows[row + down] && cellsOf(rows[row + down])[column + right];
  if (!next) return;
  next.focus();
  next.select?.();
}

// Within a text an arrow moves the caret; at its end, or when all of it is selected, it goes on to the next cell.
function mayLeave(cell, forward) {
  if (cell.type === 'checkbox') return true;
  const { selectionStart: start, selectionEnd: end, value } = cell;
  if (start !== end) return start === 0 && end === value.length;
  return forward ? end === value.length : start === 0;
}

addEventListener('keydown', (event) => {
  const cell = cellOf(event.target);
  if (!cell || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const down = { ArrowDown: 1, ArrowUp: -1, Enter: event.shiftKey ? -1 : 1 }[event.key];
  if (down) {
    // Enter would save: that is what the button is for.
    event.preventDefault();
    go(cell, down, 0);
    return;
  }
  const along = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  // Numbers are written from left to right in every language; columns are not.
  if (!along || event.shiftKey || !mayLeave(cell, along > 0)) return;
  event.preventDefault();
  go(cell, 0, getComputedStyle(cell.closest('table')).direction === 'rtl' ? -along : along);
});

function put(cell, text) {
  if (cell.disabled) return;
  if (cell.type === 'checkbox') cell.checked = !['', '0', '-', 'no', 'false', 'off', 'لا'].includes(text.toLowerCase());
  else cell.value = text;
  cell.dispatchEvent(new Event('input', { bubbles: true }));
}

addEventListener('paste', (event) => {
  const cell = cellOf(event.target);
  const text = event.clipboardData?.getData('text/plain') ?? '';
  // One value is pasted as everywhere.
  if (!cell || !/[\t\n]/.test(text.trimEnd())) return;
  event.preventDefault();
  const { rows, row, column } = at(cell);
  text.replace(/\r?\n$/, '').split(/\r?\n/).forEach((line, down) => {
    const cells = rows[row + down] ? cellsOf(rows[row + down]) : [];
    line.split('\t').forEach((value, right) => {
      if (cells[column + right]) put(cells[column + right], value.trim());
    });
  });
});
