// <entry-details>: all there is to an entry, below its line in the list.

import { LitElement, html } from 'lit';

class EntryDetails extends LitElement {
  static properties = { entry: { attribute: false }, look: { attribute: false }, view: { attribute: false } };

  createRenderRoot() {
    return this;
  }

  render() {
    return html``;
  }
}

customElements.define('entry-details', EntryDetails);
