// The names of the columns above the list, with handles that set their widths.

const WIDTHS = { time: 18, level: 5, service: 14, tags: 16, trace_id: 18, span_id: 18, id: 9, user_id: 9, created_at: 18 };
const OTHER_WIDTH = 14;
const LEAST = 3;
const MOST = 120;

/** The list's `grid-template-columns` for these columns: time, one for each, message. */
export function gridOf(columns, widths) {
  return [...['time', ...columns].map((name) => `${widthOf(name, widths)}ch`), 'minmax(0, 1fr)'].join(' ');
}

function widthOf(name, widths) {
  const chosen = Number(widths[name]);
  return Number.isFinite(chosen) ? clamped(chosen) : (WIDTHS[name] ?? OTHER_WIDTH);
}

function clamped(width) {
  return Math.min(MOST, Math.max(LEAST, Math.round(width)));
}

/**
 * Fills `row` with the heads. `resized(name, width, isDone)` is called with a width in characters while a handle moves,
 * and when it is let go.
 */
export function drawHeads(row, columns, widths, resized) {
  row.replaceChildren(
    ...['time', ...columns].map((name) => resizable(head(labelOf(name)), name, widthOf(name, widths), resized)),
    head('message'),
  );
}

function labelOf(name) {
  return name.replace(/^metadata\./, '');
}

function head(text) {
  const cell = document.createElement('span');
  cell.className = 'head';
  const label = document.createElement('span');
  label.textContent = text;
  label.title = text;
  cell.append(label);
  return cell;
}

function resizable(cell, name, width, resized) {
  const handle = document.createElement('span');
  handle.className = 'handle';
  handle.tabIndex = 0;
  handle.role = 'separator';
  handle.ariaOrientation = 'vertical';
  handle.ariaLabel = `Width of ${name}`;
  handle.ariaValueNow = width;
  handle.ariaValueMin = LEAST;
  handle.ariaValueMax = MOST;
  handle.title = 'Drag, or use the arrow keys, to set the width; double click for the usual one';
  handle.addEventListener('pointerdown', (event) => drag(event, cell, width, (to, isDone) => resized(name, to, isDone)));
  handle.addEventListener('dblclick', () => resized(name, undefined, true));
  handle.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      resized(name, clamped(width + step), true);
    }
  });
  cell.append(handle);
  return cell;
}

function drag(event, cell, width, resized) {
  event.preventDefault();
  const handle = event.currentTarget;
  const character = cell.getBoundingClientRect().width / width;
  const from = event.clientX;
  const at = ({ clientX }) => clamped(width + (clientX - from) / character);
  const move = (moved) => resized(at(moved), false);
  const end = (ended) => {
    handle.removeEventListener('pointermove', move);
    handle.removeEventListener('pointerup', end);
    handle.removeEventListener('pointercancel', end);
    resized(at(ended), true);
  };
  handle.setPointerCapture(event.pointerId);
  handle.addEventListener('pointermove', move);
  handle.addEventListener('pointerup', end);
  handle.addEventListener('pointercancel', end);
}
