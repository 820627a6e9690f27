// Colours and weights in a message, as terminals have them: the escape sequences `ESC [ … m` (SGR). Only these are obeyed;
// any other sequence, and one that is not valid, stays in the text, where it is made visible.

const OPEN = '\x1b[';
const LONGEST = 64; // characters between `ESC [` and `m`

const NONE = Object.freeze({});
const FLAGS = ['bold', 'dim', 'italic', 'underline', 'inverse', 'struck'];
const ON = new Map(
  Object.entries({ 1: 'bold', 2: 'dim', 3: 'italic', 4: 'underline', 7: 'inverse', 9: 'struck', 21: 'underline' }),
);
const OFF = new Map(
  Object.entries({
    22: ['bold', 'dim'],
    23: ['italic'],
    24: ['underline'],
    27: ['inverse'],
    29: ['struck'],
    39: ['ink'],
    49: ['ground'],
  }),
);
// What would blink or be hidden neither blinks nor hides.
const WITHOUT_EFFECT = [5, 6, 8, 25, 28];

/**
 * The text in runs of one style: `[{text, style}]`. A style is a plain object with `bold`, `dim`, `italic`, `underline`,
 * `inverse`, `struck`, and the colours `ink` and `ground`: 0 to 15 for the named ones, or `[red, green, blue]`.
 */
export function runsOf(text) {
  const runs = [];
  let style = NONE;
  let from = 0;
  let at = text.indexOf(OPEN);
  while (at >= 0) {
    const end = endOf(text, at + OPEN.length);
    const next = end < 0 ? null : changed(style, text.slice(at + OPEN.length, end));
    if (next !== null) {
      addRun(runs, text.slice(from, at), style);
      style = next;
      from = end + 1;
    }
    at = text.indexOf(OPEN, at + OPEN.length);
  }
  addRun(runs, text.slice(from), style);
  return runs;
}

/** The text without its colours. */
export function plainText(text) {
  return text.includes(OPEN) ? runsOf(text).map((run) => run.text).join('') : text;
}

export function isPlain(style) {
  return style.ink === undefined && style.ground === undefined && FLAGS.every((flag) => !style[flag]);
}

function addRun(runs, text, style) {
  if (text !== '') {
    runs.push({ text, style });
  }
}

/** Where the `m` of a sequence is whose parameters begin at `from`; -1 if it is none. */
function endOf(text, from) {
  for (let at = from; at <= from + LONGEST; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x6d) {
      return at;
    }
    if (!(code >= 0x30 && code <= 0x3b)) { // digits, colon, semicolon
      return -1;
    }
  }
  return -1;
}

/** The style after these parameters; null if one of them is not known. */
function changed(style, parameters) {
  const parts = parameters.split(';');
  let next = { ...style };
  for (let i = 0; i < parts.length; i += 1) {
    const codes = parts[i].split(':').map(Number);
    const [code] = codes;
    if (code === 0 && codes.length === 1) {
      next = {};
    } else if (code === 38 || code === 48) {
      const taken = codes.length > 1 ? [colourIn(withoutSpace(codes.slice(1))), 0] : colourAhead(parts, i + 1);
      if (taken === null || taken[0] === null) {
        return null;
      }
      next[code === 38 ? 'ink' : 'ground'] = taken[0];
      i += taken[1];
    } else if (code === 4 && codes.length === 2) {
      next.underline = codes[1] !== 0;
    } else if (codes.length > 1 || !apply(next, code)) {
      return null;
    }
  }
  return next;
}

function apply(style, code) {
  const name = String(code);
  if (ON.has(name)) {
    style[ON.get(name)] = true;
  } else if (OFF.has(name)) {
    OFF.get(name).forEach((flag) => delete style[flag]);
  } else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
    style.ink = code < 40 ? code - 30 : code - 82;
  } else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) {
    style.ground = code < 50 ? code - 40 : code - 92;
  } else {
    return WITHOUT_EFFECT.includes(code);
  }
  return true;
}

/** The colour in `5;n` or `2;r;g;b` from here on, and how many parameters it takes; null if there is none. */
function colourAhead(parts, from) {
  const count = { 5: 2, 2: 4 }[parts[from]];
  return count === undefined || parts.length < from + count
    ? null
    : [colourIn(parts.slice(from, from + count).map(Number)), count];
}

/** `2:space:r:g:b` without the colour space, which nobody gives. */
function withoutSpace(codes) {
  return codes[0] === 2 && codes.length === 5 ? [2, ...codes.slice(2)] : codes;
}

function colourIn([kind, ...numbers]) {
  if (!numbers.every((number) => number >= 0 && number <= 255)) {
    return null;
  }
  if (kind === 5 && numbers.length === 1) {
    return indexed(numbers[0]);
  }
  return kind === 2 && numbers.length === 3 ? numbers : null;
}

/** One of the 256: 16 named ones, a cube of 6 × 6 × 6, and 24 greys. */
function indexed(index) {
  if (index < 16) {
    return index;
  }
  if (index >= 232) {
    const grey = 8 + 10 * (index - 232);
    return [grey, grey, grey];
  }
  const place = index - 16;
  return [Math.floor(place / 36), Math.floor(place / 6) % 6, place % 6].map((step) => (step === 0 ? 0 : 55 + 40 * step));
}
