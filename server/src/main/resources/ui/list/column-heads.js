// The names of the columns above the list, with handles that set their widths.

// Where there is little room, columns give way to the message as far as they can still be told apart; from there on heads
// and rows are wider than the list, which scrolls sideways. A width that somebody chose stays as it is.

const WIDTHS = { time: 12, level: 5, service: 14, tags: 16, trace_id: 18, span_id: 18, id: 9, user_id: 9, created_at: 18 };
const LEAST_WIDTHS = { level: 5, id: 5, user_id: 6, created_at: 12 };
const OTHER_WIDTH = 14;
const OTHER_LEAST = 8;
const MESSAGE_LEAST = 42;
const GAP = 1.5;
const LEAST = 3;
const MOST = 120;

/**
 * The list's measures for these columns: `grid` is its `grid-template-columns` for time, one for each, message, and `least`
 * how wide that is at least. The time is as wide as its longest text, of so many characters.
 */
export function measuresOf(columns, widths, timeCharacters) {
  const tracks = [track('time', widths, timeCharacters), ...columns.map((name) => track(name, widths))];
  const least = tracks.reduce((sum, [smallest]) => sum + smallest + GAP, MESSAGE_LEAST);
  const grid = tracks.map(([smallest, width]) => (smallest < width ? `minmax(${smallest}ch, ${width}ch)` : `${width}ch`));
  return { grid: [...grid, `minmax(${MESSAGE_LEAST}ch, 1fr)`].join(' '), least: `${least}ch` };
}

function track(name, widths, characters = 0) {
  if (Number.isFinite(Number(widths[name] ?? NaN))) {
    return [widthOf(name, widths), widthOf(name, widths)];
  }
  const width = Math.max(characters, name === 'time' ? 8 : widthOf(name, widths));
  return [name === 'time' ? width : Math.min(width, LEAST_WIDTHS[name] ?? OTHER_LEAST), width];
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
  handle.addEventListener('pointerdown', (event) => drag(event, cell, (to, isDone) => resized(name, to, isDone)));
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

function drag(event, cell, resized) {
  event.preventDefault();
  const handle = event.currentTarget;
  const character = characterIn(cell);
  const begin = cell.getBoundingClientRect().width / character; // it may have given way to the message
  const from = event.clientX;
  const at = ({ clientX }) => clamped(begin + (clientX - from) / character);
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

/** How wide a character is there, in pixels. */
function characterIn(cell) {
  const probe = document.createElement('span');
  probe.className = 'probe';
  cell.append(probe);
  const { width } = probe.getBoundingClientRect();
  probe.remove();
  return width / 100;
}
