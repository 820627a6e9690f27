// What an empty log shows: how to send its first entry. The page hides it the moment that entry has come.

import { LitElement, html } from 'lit';
import { copyText } from '../entry/copy.js';
import { tell } from '../state/tell.js';
import { snippets } from './snippets.js';

const SAID_MS = 3000;
const BARRED = 'The browser bars copying. The text is selected: copy it with your keyboard.';

class FirstEntry extends LitElement {
  static properties = { said: { state: true } }; // {id, text}: what a button says after it was pressed

  #timer = null;

  constructor() {
    super();
    this.said = { id: null, text: '' };
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const server = new URL('.', document.baseURI).href.replace(/\/$/, '');
    return html`
      <h2>This log is empty</h2>
      <p class="waiting">
        <span class="pulse" aria-hidden="true"></span>
        <span>Waiting for the first entry… Send it in one of these ways, or look around first:</span>
        <button type="button" class="demo" title="This page sends made-up entries of a small web shop for a minute"
          @click=${() => tell(this, 'command', { name: 'demo' })}>Try with demo traffic</button>
      </p>
      <div class="snippets">${snippets(server).map((snippet) => this.#snippet(snippet))}</div>
    `;
  }

  #snippet({ id, title, about, text }) {
    return html`
      <section aria-labelledby="${id}-title">
        <h3 id="${id}-title">${title}</h3>
        <p class="hint">${about}</p>
        <button type="button" aria-label="Copy ${title}" aria-describedby="${id}-said" @click=${() => this.#copy(id, text)}>
          ${this.said.id === id ? this.said.text : 'Copy'}</button>
        <pre id=${id} tabindex="0" role="group" aria-label="${title} snippet"><code>${text}</code></pre>
      </section>
    `;
  }

  async #copy(id, text) {
    const isCopied = await copyText(text);
    if (!isCopied) {
      getSelection().selectAllChildren(this.querySelector(`#${id}`));
    }
    this.said = { id, text: isCopied ? 'Copied' : 'Selected' };
    tell(this, 'announce', { text: isCopied ? 'Copied.' : BARRED });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.said = { id: null, text: '' }), SAID_MS);
  }
}

customElements.define('first-entry', FirstEntry);
