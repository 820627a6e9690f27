// A count in few characters: 950, 9.5k, 12.3k, 123k, 4.5M.

const STEPS = [['B', 1e9], ['M', 1e6], ['k', 1e3]];

export function compact(count) {
  const [letter, step] = STEPS.find(([, least]) => count >= least) ?? ['', 1];
  const shown = count / step;
  // Cut, not rounded: a thousand thousands would read 1000k.
  return `${letter === '' || shown >= 100 ? Math.floor(shown) : Math.floor(shown * 10) / 10}${letter}`;
}
