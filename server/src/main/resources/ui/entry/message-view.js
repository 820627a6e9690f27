// <message-view>: the message of an open entry, all of it: as text with its colours, as a tree if it is JSON, with folded
// library frames if it holds a stack trace.

import { LitElement, html, nothing } from 'lit';
import { jsonIn } from './json-message.js';
import { messageNodes } from './message-nodes.js';
import { traceOf } from './stack-trace.js';
import { stackView } from './stack-view.js';
import { copy } from './value-actions.js';
import { valueTree } from './value-tree.js';
import { start } from './visible-text.js';

const AT_FIRST = 10_000; // characters
const MORE = 50_000;
const MOST_TRACE = 300_000;

class MessageView extends LitElement {
  static properties = {
    message: { attribute: false },
    look: { attribute: false },
    isRaw: { state: true }, // shown as text although more could be made of it
    shown: { state: true }, // so many characters
  };

  #made = null; // {message, words, json, parts, tree}

  constructor() {
    super();
    this.isRaw = false;
    this.shown = AT_FIRST;
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const { json, parts } = this.#read();
    const name = json === null ? 'stack trace' : 'JSON';
    return html`
      <h2>Message</h2>
      ${json === null && parts === null
        ? nothing
        : html`<button type="button" class="quiet" aria-pressed=${String(this.isRaw)}
            title="Show the ${name} as it was sent" @click=${() => (this.isRaw = !this.isRaw)}>As text</button>`}
      <button type="button" class="quiet" @click=${(event) => copy(event.currentTarget, this.message)}>Copy message</button>
      ${this.#content(json, parts)}
    `;
  }

  #content(json, parts) {
    if (json !== null && !this.isRaw) {
      return this.#made.tree;
    }
    return parts !== null && !this.isRaw ? stackView(parts, this.look.words) : this.#text();
  }

  #text() {
    const left = this.message.length - this.shown;
    return html`
      <pre>${messageNodes(start(this.message, this.shown), this.look.words)}</pre>
      ${left <= 0
        ? nothing
        : html`<button type="button" class="more" @click=${() => (this.shown += MORE)}>
            Show ${Math.min(left, MORE).toLocaleString('en')} more of ${left.toLocaleString('en')} characters
          </button>`}
    `;
  }

  /** What is in the message, found out once; a tree keeps what is unfolded in it. */
  #read() {
    const { message } = this;
    if (this.#made?.message !== message) {
      const json = jsonIn(message);
      this.#made = {
        message,
        json,
        parts: json === null && message.length <= MOST_TRACE ? traceOf(message.replaceAll('\r\n', '\n')) : null,
        tree: json === null ? null : valueTree(json.value, null, { look: () => this.look, words: this.look.words }),
      };
    }
    return this.#made;
  }
}

customElements.define('message-view', MessageView);
