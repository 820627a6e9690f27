// How long to wait before trying again: longer after each failure, and never the same for two pages, so that a thousand of
// them do not come back in the same instant.

export function backoffMs(failures, first, longest) {
  return Math.min(longest, first * 2 ** failures) * (0.5 + Math.random() / 2);
}
