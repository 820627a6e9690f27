// Where a panel of the menu stands: below the button that opened it, on wide pages. A panel is a popover, so the browser
// closes it on Escape and on a click elsewhere, and gives the focus back to the button.

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
    panel.addEventListener('beforetoggle', (event) => event.target === panel && this.#turns(event.newState === 'open'));
    panel.addEventListener('toggle', (event) => event.target === panel && event.newState === 'open' && panel.focus());
    panel.addEventListener('keydown', (event) => event.stopPropagation()); // the page's own keys rest meanwhile
  }

  hostConnected() {
    this.#panel.tabIndex = -1;
  }

  hostDisconnected() {
    removeEventListener('resize', this.#place);
  }

  #turns(isOpen) {
    this.#panel.isOpen = isOpen;
    if (isOpen) {
      this.#standBelowButton();
      addEventListener('resize', this.#place);
      this.#opened();
    } else {
      removeEventListener('resize', this.#place);
    }
  }

  #standBelowButton() {
    const button = document.querySelector(`[popovertarget='${this.#panel.id}']`)?.getBoundingClientRect();
    if (button !== undefined) {
      this.#panel.style.setProperty('--panel-top', `${Math.round(button.bottom) + GAP}px`);
      this.#panel.style.setProperty('--panel-end', `${Math.round(document.documentElement.clientWidth - button.right)}px`);
    }
  }
}
