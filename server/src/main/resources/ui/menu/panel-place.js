// Where a panel of the menu stands: below the button that leads to it, unless the page is as narrow as a phone. A panel
// is a popover, so the browser closes it on Escape and on a click elsewhere, and gives the focus back to the button.

import { html } from 'lit';

const GAP = 4;

export class PanelPlace {
  #panel;
  #opened;
  #place = () => this.#standBelowButton();

  /** Sets `panel.isOpen`, and calls `opened` each time the panel is about to be shown. */
  constructor(panel, opened = () => {}) {
    this.#panel = panel;
    this.#opened = opened;
    panel.addController(this);
    panel.addEventListener('beforetoggle', ({ newState }) => newState === 'open' && this.#opens());
    panel.addEventListener('toggle', ({ newState }) => (newState === 'open' ? this.#takesFocus() : this.#closed()));
    panel.addEventListener('keydown', (event) => event.stopPropagation()); // the page's own keys rest meanwhile
  }

  hostConnected() {
    this.#panel.tabIndex = -1;
  }

  hostDisconnected() {
    this.#closed();
  }

  #opens() {
    this.#panel.isOpen = true;
    this.#standBelowButton();
    addEventListener('resize', this.#place);
    this.#opened();
  }

  /** The browser tells some time after the panel is shown: whoever is in it by then stays where they are. */
  #takesFocus() {
    if (!this.#panel.matches(':focus-within')) {
      this.#panel.focus();
    }
  }

  /** Empties the panel only now: the browser gives the focus back if it was still inside. */
  #closed() {
    this.#panel.isOpen = false;
    removeEventListener('resize', this.#place);
  }

  #standBelowButton() {
    const ways = ['menu-controls', this.#panel.id].map((id) => document.querySelector(`[popovertarget='${id}']`));
    const button = ways.find((way) => way !== null)?.getBoundingClientRect();
    if (button !== undefined) {
      this.#panel.style.setProperty('--panel-top', `${Math.round(button.bottom) + GAP}px`);
      this.#panel.style.setProperty('--panel-end', `${Math.round(document.documentElement.clientWidth - button.right)}px`);
    }
  }
}

/** A panel's heading, and a button that closes it for those who have no Escape key. */
export function heading(panel, text) {
  return html`
    <div class="heading">
      <h2>${text}</h2>
      <button type="button" class="quiet" aria-label="Close" @click=${() => panel.hidePopover()}>✕</button>
    </div>
  `;
}
