// <demo-traffic>: sends made-up entries from this page for a minute, and says so for as long as it does, with a button that stops
// it. The page sends them as any program would, so it may do no more than whoever looks at it, and they end with the tab.

import { LitElement, html, nothing } from 'lit';
import { visibleText } from '../entry/visible-text.js';
import { sentence } from '../state/sentence.js';
import { tell } from '../state/tell.js';
import { story } from './demo-stories.js';

const SECONDS = 60;
const TURN_MS = 250;
const PER_SECOND = 8;
const MOST_AT_ONCE = 40; // after a tab was hidden, whose timers rest

class DemoTraffic extends LitElement {
  static properties = { endsAt: { state: true }, left: { state: true }, trouble: { state: true } };

  #timer = null;
  #due = [];
  #sentAt = 0;

  constructor() {
    super();
    this.endsAt = null;
    this.left = 0;
    this.trouble = '';
  }

  createRenderRoot() {
    return this;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#end('');
  }

  begin() {
    if (this.endsAt === null) {
      this.trouble = '';
      this.left = SECONDS;
      this.endsAt = performance.now() + SECONDS * 1000;
      this.#sentAt = performance.now() - 1000; // so that there is something at once
      tell(this, 'announce', { text: `Made-up entries are being sent for ${SECONDS} seconds.` });
      this.#turn();
    }
  }

  render() {
    if (this.endsAt === null && this.trouble === '') {
      return nothing;
    }
    return html`<p>
      <span>${this.trouble === '' ? `Made-up entries, tagged demo, are being sent by this page: ${this.left} s left.` : this.trouble}</span>
      <button type="button" @click=${() => this.#end('')}>${this.trouble === '' ? 'Stop' : 'Close'}</button>
    </p>`;
  }

  async #turn() {
    const now = performance.now();
    this.left = Math.max(0, Math.ceil((this.endsAt - now) / 1000));
    if (now >= this.endsAt) {
      this.#end('');
      return;
    }
    const trouble = await this.#send(now);
    if (trouble !== '') {
      this.#end(trouble);
    } else if (this.endsAt !== null) {
      this.#timer = setTimeout(() => this.#turn(), TURN_MS);
    }
  }

  /** Sends what has become due; answers why it cannot. */
  async #send(now) {
    const count = Math.min(MOST_AT_ONCE, Math.floor(((now - this.#sentAt) * PER_SECOND) / 1000));
    if (count === 0) {
      return '';
    }
    this.#sentAt = now;
    while (this.#due.length < count) {
      this.#due.push(...story());
    }
    try {
      const answer = await fetch(new URL('api/logs', document.baseURI), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(this.#due.splice(0, count)),
      });
      return answer.ok ? '' : `The server took no made-up entries. ${visibleText(sentence((await answer.json()).error))}`;
    } catch {
      return 'The server cannot be reached, so no more made-up entries are sent.';
    }
  }

  #end(trouble) {
    clearTimeout(this.#timer);
    this.#due = [];
    this.endsAt = null;
    this.trouble = trouble;
  }
}

customElements.define('demo-traffic', DemoTraffic);
