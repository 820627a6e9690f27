// The colours that a log chose, brought to where they can be read (WCAG AA) on the page's light and dark ground.

const LEAST_CONTRAST = 4.5;
const STEPS = 20;
const LIGHT_GROUND = [233, 233, 228]; // the darkest ground a row has in the light theme
const DARK_GROUND = [49, 34, 34]; // the lightest one in the dark theme
const BLACK = [0, 0, 0];
const WHITE = [255, 255, 255];
const MOST_KEPT = 4096;

// The 16 named colours as a ground; as an ink they are the theme's.
const NAMED = [
  [0, 0, 0], [200, 45, 45], [15, 155, 85], [200, 175, 25], [40, 110, 200], [185, 60, 185], [20, 165, 200], [215, 215, 215],
  [100, 100, 100], [240, 80, 80], [40, 205, 135], [245, 240, 70], [60, 140, 235], [215, 110, 215], [45, 185, 220],
  [255, 255, 255],
];

const kept = new Map(); // pairs by ink

/** An ink of `[red, green, blue]` for the page's own ground: `{light, dark}` as CSS has colours. */
export function inkPair(rgb) {
  const key = rgb.join();
  if (!kept.has(key)) {
    if (kept.size >= MOST_KEPT) {
      kept.clear();
    }
    kept.set(key, { light: css(towards(rgb, BLACK, LIGHT_GROUND)), dark: css(towards(rgb, WHITE, DARK_GROUND)) });
  }
  return kept.get(key);
}

/** A ground that the log chose and an ink that can be read on it: the log's own if it can be. Both as in a style. */
export function inkOnGround(ink, ground) {
  const below = rgbOf(ground);
  const wanted = ink === undefined ? null : rgbOf(ink);
  const best = contrast(BLACK, below) >= contrast(WHITE, below) ? BLACK : WHITE;
  const isReadable = wanted !== null && contrast(wanted, below) >= LEAST_CONTRAST;
  return { ink: css(isReadable ? wanted : best), ground: css(below) };
}

/** The WCAG contrast of two colours, from 1 to 21. */
export function contrast(one, other) {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function rgbOf(colour) {
  return typeof colour === 'number' ? NAMED[colour] : colour;
}

/** As little of `pole` mixed in as it takes. */
function towards(rgb, pole, ground) {
  for (let step = 0; step < STEPS; step += 1) {
    const mixed = rgb.map((part, i) => Math.round(part + ((pole[i] - part) * step) / STEPS));
    if (contrast(mixed, ground) >= LEAST_CONTRAST) {
      return mixed;
    }
  }
  return pole;
}

function luminance(rgb) {
  const [red, green, blue] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function css(rgb) {
  return `rgb(${rgb.join(' ')})`;
}
