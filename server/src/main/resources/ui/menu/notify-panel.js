// Browser notifications: whether there are any, and of what.

import { LitElement, html, nothing } from 'lit';
import { visibleText } from '../entry/visible-text.js';
import { describe, sameFilter } from '../filter/filter.js';
import { counted } from '../state/counted.js';
import { permission } from './notifier.js';
import { heading, PanelPlace } from './panel-place.js';

const IMPOSSIBLE = {
  insecure:
    'Browsers show notifications only for pages that come over HTTPS or from this computer (localhost). ' +
    'This one does not.',
  unknown: 'This browser cannot show notifications.',
  denied:
    'This browser blocks notifications of this page. To change that, click the symbol before the address, open its ' +
    'permissions or site settings, set Notifications to Allow, and come back here.',
};

const QUESTIONS = {
  asked: 'The browser asks whether this page may: answer it there.',
  unanswered: 'Still off: the question of the browser was not answered.',
};

class NotifyPanel extends LitElement {
  static properties = {
    view: { attribute: false },
    notifier: { attribute: false },
    isOpen: { state: true },
    permission: { state: true },
    question: { state: true }, // the browser's: '', 'asked', 'unanswered'
  };

  #permissionAsked = null;
  #redraw = () => this.requestUpdate();

  constructor() {
    super();
    this.question = '';
    new PanelPlace(this, () => this.#opens());
  }

  createRenderRoot() {
    return this;
  }

  willUpdate(changed) {
    if (changed.has('notifier')) {
      changed.get('notifier')?.removeEventListener('change', this.#redraw);
      this.notifier.addEventListener('change', this.#redraw);
    }
  }

  render() {
    return this.isOpen
      ? html`
          ${heading(this, 'Notifications')}
          ${this.permission in IMPOSSIBLE ? html`<p class="problem">${IMPOSSIBLE[this.permission]}</p>` : nothing}
          ${this.notifier.filter === null ? this.#offer() : this.#watching()}
        `
      : nothing;
  }

  #offer() {
    const { elsewhere } = this.notifier;
    return html`
      ${elsewhere === null
        ? nothing
        : html`<p>Another tab of this page tells of new entries that match: <b>${this.#text(elsewhere)}</b></p>`}
      <p>Off${elsewhere === null ? '' : ' here'}. The browser can tell you of new entries while you look elsewhere: at most once in 10 seconds.</p>
      <p>Now shown: <b>${this.#text(this.view.filter)}</b></p>
      <p>
        <button type="button" ?disabled=${this.permission in IMPOSSIBLE} @click=${this.#turnOn}>
          Notify me of new entries that match this filter</button>
      </p>
      <p role="status">${QUESTIONS[this.question] ?? ''}</p>
      <p class="hint">It goes on when you change the filter of the page, and ends with this tab.</p>
    `;
  }

  #watching() {
    const { filter, isKept, trouble } = this.notifier;
    return html`
      <p>On, for new entries that match: <b>${this.#text(filter)}</b></p>
      <p class="matched">${this.#matched()}</p>
      <p class="problem" role="status">${visibleText(trouble)}</p>
      <div class="row">
        <button type="button" class="off" @click=${() => this.notifier.off()}>Turn off</button>
        ${sameFilter(filter, this.view.filter)
          ? nothing
          : html`
              <button type="button" @click=${() => this.notifier.watch(this.view.filter)}>Watch what is shown now</button>
            `}
      </div>
      <label class="check">
        <input type="checkbox" .checked=${isKept} @change=${({ target }) => this.notifier.keep(target.checked)}>
        Also after this tab is closed, whenever the page is open again in this browser
      </label>
    `;
  }

  #matched() {
    const { matched, hasBegun } = this.notifier;
    if (matched > 0) {
      return `${counted(matched)} so far.`;
    }
    return hasBegun ? 'None came so far.' : 'Connecting…';
  }

  #text(filter) {
    return visibleText(describe(filter));
  }

  async #opens() {
    this.permission = permission();
    this.question = '';
    if (this.#permissionAsked === null && this.permission !== 'insecure') {
      try {
        this.#permissionAsked = await navigator.permissions.query({ name: 'notifications' });
        this.#permissionAsked.onchange = () => (this.permission = permission());
      } catch {
        // Not every browser tells; the next opening asks again.
      }
    }
  }

  async #turnOn() {
    const { filter } = this.view;
    if (Notification.permission === 'default') {
      this.question = 'asked';
      const answer = await Notification.requestPermission();
      this.question = answer === 'default' ? 'unanswered' : '';
    }
    this.permission = permission();
    if (this.permission === 'granted') {
      this.notifier.watch(filter);
    }
  }
}

customElements.define('notify-panel', NotifyPanel);
