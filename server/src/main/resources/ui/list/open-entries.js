// Which entries are open in the list, and the <entry-details> below each, which keep what was unfolded in them while
// they are out of sight.

const MOST = 50; // whose details are kept; the oldest begin anew

export class OpenEntries {
  #open = new Set(); // ids
  #details = new Map(); // by id
  #close;

  /** `close(id)` is called when the details of an entry ask to be closed. */
  constructor(close) {
    this.#close = close;
  }

  has(id) {
    return this.#open.has(id);
  }

  /** Opens an entry or closes it; says whether it is open now. */
  toggle(id) {
    if (this.#open.delete(id)) {
      this.#details.delete(id);
      return false;
    }
    this.#open.add(id);
    return true;
  }

  clear() {
    this.#open.clear();
    this.#details.clear();
  }

  /** All details look like this from now on. */
  show(look, view) {
    for (const details of this.#details.values()) {
      Object.assign(details, { look, view });
    }
  }

  detailsOf(entry, look, view) {
    const kept = this.#details.get(entry.id);
    if (kept !== undefined) {
      return kept;
    }
    const details = Object.assign(document.createElement('entry-details'), { entry, look, view });
    details.addEventListener('command', (event) => {
      if (event.detail.name === 'close-entry') {
        event.stopPropagation();
        this.#close(entry.id);
      }
    });
    if (this.#details.size >= MOST) {
      this.#details.delete(this.#details.keys().next().value);
    }
    this.#details.set(entry.id, details);
    return details;
  }
}
