// The controls at the right end of the header: each opens a panel. Where there is little room they stand behind one button.

import { LitElement, html, nothing } from 'lit';
import { LIVE } from '../state/view.js';
import './columns-panel.js';
import './export-panel.js';
import './notify-panel.js';
import './settings-panel.js';
import './views-panel.js';
import { Notifier } from './notifier.js';
import { tell } from '../state/tell.js';

const NARROW = matchMedia('(max-width: 56rem)');

class ViewMenu extends LitElement {
  static properties = {
    view: { attribute: false },
    settings: { attribute: false },
    isNarrow: { state: true },
    isNotifying: { state: true },
  };

  #notifier = new Notifier((entry, filter) => this.#show(entry, filter));

  constructor() {
    super();
    this.isNarrow = NARROW.matches;
    this.isNotifying = false;
    NARROW.addEventListener('change', () => (this.isNarrow = NARROW.matches));
    this.#notifier.addEventListener('change', () => (this.isNotifying = this.#notifier.filter !== null));
  }

  createRenderRoot() {
    return this;
  }

  firstUpdated() {
    this.#notifier.goOn();
  }

  render() {
    if (this.view === undefined || this.settings === undefined) {
      return nothing;
    }
    return html`
      ${this.isNarrow ? opener('menu-controls', 'Menu', this.isNotifying) : nothing}
      <div id="menu-controls" class="menu-controls" role="toolbar" aria-label="Menu" popover=${this.isNarrow ? 'auto' : nothing}>
        ${opener('columns-panel', 'Columns')} ${opener('views-panel', 'Views')} ${opener('export-panel', 'Export')}
        ${opener('settings-panel', 'Settings')} ${opener('notify-panel', 'Notify', this.isNotifying)}
        <button type="button" class="quiet" @click=${this.#help} title="Help (?)">Help</button>
      </div>
      <columns-panel id="columns-panel" popover role="dialog" aria-label="Columns" .view=${this.view}></columns-panel>
      <views-panel id="views-panel" popover role="dialog" aria-label="Views" .view=${this.view}></views-panel>
      <export-panel id="export-panel" popover role="dialog" aria-label="Export" .view=${this.view}></export-panel>
      <settings-panel id="settings-panel" popover role="dialog" aria-label="Settings"
        .settings=${this.settings}></settings-panel>
      <notify-panel id="notify-panel" popover role="dialog" aria-label="Notifications"
        .view=${this.view} .notifier=${this.#notifier}></notify-panel>
    `;
  }

  #help() {
    if (this.isNarrow) {
      this.querySelector('#menu-controls').hidePopover();
    }
    tell(this, 'command', { name: 'help' });
  }

  /** An entry that a notification told of: it is opened among those of the filter that it was told for. */
  #show(entry, filter) {
    const range = this.view.range.kind === 'fixed' ? LIVE : this.view.range;
    tell(this, 'view-change', { filter, range, entry });
  }
}

/** A button that opens a panel. One that stands for something that is going on says so. */
function opener(panel, text, isOn = false) {
  return html`<button type="button" class="quiet" popovertarget=${panel}>${text}${
    isOn ? html`<span class="on"> on</span>` : nothing
  }</button>`;
}

customElements.define('view-menu', ViewMenu);
