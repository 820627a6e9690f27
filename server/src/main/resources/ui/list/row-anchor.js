// The entry that stays where it is in sight while rows come and go around it. Only an entry can be one: the rows at the
// ends of the list, and those between entries, give way to what is loaded in their place.

const NONE = { key: null, index: 0, above: 0 };

export class RowAnchor {
  #kept = NONE;

  get isSet() {
    return this.#kept.key !== null;
  }

  clear() {
    this.#kept = NONE;
  }

  /**
   * Keeps the entry nearest to the row at `index` in its place while the list is scrolled to `top`; `offsets` are those of
   * the rows.
   */
  keep(rows, offsets, index, top) {
    const at = entryNear(rows, index);
    this.#kept = at < 0 ? NONE : { key: rows[at].key, index: at, above: top - offsets[at] };
  }

  /** Where the list is to be scrolled to for these rows, so that the entry is where it was; null if it is nowhere near. */
  top(rows, offsets) {
    const { key, index, above } = this.#kept;
    if (key === null) {
      return null;
    }
    const at = rows[index]?.key === key ? index : rows.findIndex((row) => row.key === key);
    const found = at >= 0 ? at : entryNear(rows, nextAfter(rows, key));
    return found < 0 ? null : offsets[found] + above;
  }
}

/** The index of the first entry from here on, or else of the last before; -1 if there is none. */
export function entryNear(rows, index) {
  for (let i = Math.max(0, index); i < rows.length; i += 1) {
    if (rows[i].kind === 'entry') {
      return i;
    }
  }
  for (let i = Math.min(index, rows.length) - 1; i >= 0; i -= 1) {
    if (rows[i].kind === 'entry') {
      return i;
    }
  }
  return -1;
}

/** Where an entry would be that is not among the rows any more. */
function nextAfter(rows, id) {
  const next = rows.findIndex((row) => row.kind === 'entry' && row.key > id);
  return next < 0 ? rows.length : next;
}
