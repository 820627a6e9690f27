// Finds the next or the previous entry of some kind: among the rows that the page holds, and where those end, in the log.

const PAGE = 1000; // the most that the server answers at once

export class Seeker {
  #window;
  #ask;

  /** In a LogWindow; `ask(parameters)` answers `{entries}` of the view. */
  constructor(window, ask) {
    this.#window = window;
    this.#ask = ask;
  }

  /**
   * The id of the next entry (`step` 1) or the previous one (-1), seen from the row at `index`, that `isWanted`; of what is
   * not held, the server finds it by these parameters. Null if there is none. Throws what asking throws.
   */
  async find(step, index, isWanted, parameters) {
    const { rows } = this.#window;
    for (let i = index + step; i >= 0 && i < rows.length; i += step) {
      if (rows[i].kind === 'entry' && isWanted(rows[i].entry)) {
        return rows[i].key;
      }
    }
    const isDown = step > 0;
    if (rows.length === 0 || (isDown ? this.#window.newer : this.#window.older) !== 'more') {
      return null;
    }
    const { entries } = await this.#ask({ ...parameters, ...this.#window.beyond(isDown), limit: 1 });
    return entries[0]?.id ?? null;
  }

  /** All entries of the view from one id to another, both included, but at most so many. Throws as `find`. */
  async between(from, to, most) {
    const all = [];
    let next = from - 1;
    while (next !== null && all.length < most) {
      const limit = Math.min(PAGE, most - all.length);
      const page = await this.#ask({ order: 'asc', after: next, before: to + 1, limit });
      all.push(...page.entries);
      next = page.next;
    }
    return all;
  }
}
