// How the page looks to this person, kept in this browser: one value that is never changed in place.

const KEY = 'tailrace.settings';

const USUAL = Object.freeze({
  theme: 'system', // or 'light', 'dark'
  density: 'dense', // or 'roomy'
  lines: 'wrap', // or 'cut'
  zone: 'local', // or 'utc'
  times: 'absolute', // or 'relative'
  details: true, // tags and metadata after the message
  histogram: true,
  scale: 'linear', // of its bars, or 'sqrt'
  widths: Object.freeze({}), // of columns, in characters
});

export function readSettings() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const known = Object.entries(kept).filter(([name, value]) => typeof value === typeof USUAL[name]);
    return { ...USUAL, ...Object.fromEntries(known) };
  } catch {
    return { ...USUAL }; // storage that is barred or broken costs no more than the choices kept in it
  }
}

export function keepSettings(settings) {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Then they last as long as the page.
  }
}

/** Shows what concerns the whole page: its colours and its measures. */
export function applySettings({ theme, density, lines, histogram }) {
  const root = document.documentElement;
  theme === 'system' ? delete root.dataset.theme : (root.dataset.theme = theme);
  root.dataset.density = density;
  root.dataset.lines = lines;
  root.dataset.histogram = histogram;
}
