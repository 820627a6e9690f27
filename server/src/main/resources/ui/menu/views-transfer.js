// Saved views out to a file and in from one. What is imported is told as `views-import` once a person has agreed to what
// it replaces.

import { LitElement, html, nothing } from 'lit';
import { visibleText } from '../entry/visible-text.js';
import { tell } from '../state/tell.js';
import { BadViewsFile, fileText, viewsIn } from './views-file.js';

const MOST_NAMED = 5;

class ViewsTransfer extends LitElement {
  static properties = {
    views: { attribute: false },
    waiting: { state: true }, // views from a file, some of which would replace others
    problem: { state: true },
  };

  constructor() {
    super();
    this.views = [];
    this.waiting = null;
    this.problem = '';
  }

  createRenderRoot() {
    return this;
  }

  render() {
    return html`
      <div class="row">
        <button type="button" ?disabled=${this.views.length === 0} @click=${this.#export}>Export all</button>
        <button type="button" @click=${() => this.querySelector('input[type=file]').click()}>Import…</button>
        <input type="file" class="unseen" tabindex="-1" aria-label="File of views to import"
          accept=".json,application/json" @change=${this.#read}>
      </div>
      <p class="problem" role="alert">${visibleText(this.problem)}</p>
      ${this.waiting === null ? nothing : this.#question()}
    `;
  }

  #question() {
    const names = this.#replaced().map(({ name }) => name);
    const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : '';
    return html`
      <div class="question" role="group" aria-label="Import">
        <p>Replaces what is saved as ${visibleText(names.slice(0, MOST_NAMED).join(', '))}${more}.</p>
        <div class="row">
          <button type="button" @click=${() => this.#import(this.waiting)}>Replace</button>
          <button type="button" ?disabled=${this.#unreplaced().length === 0}
            @click=${() => this.#import(this.#unreplaced())}>Import only the others</button>
          <button type="button" @click=${() => (this.waiting = null)}>Cancel</button>
        </div>
      </div>
    `;
  }

  /** Those in the file whose names are taken by views that differ from them. */
  #replaced() {
    return this.waiting.filter(({ name, query }) => this.views.some((view) => view.name === name && view.query !== query));
  }

  #unreplaced() {
    const replaced = this.#replaced();
    return this.waiting.filter((view) => !replaced.includes(view));
  }

  #export() {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([fileText(this.views)], { type: 'application/json' }));
    link.download = 'tailrace-views.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // a browser may read it only after a person has agreed
  }

  async #read({ target }) {
    const file = target.files[0];
    this.problem = '';
    this.waiting = null;
    if (file === undefined) {
      return;
    }
    try {
      const views = viewsIn(await file.text());
      this.waiting = views;
      if (this.#replaced().length === 0) {
        this.#import(views);
      }
    } catch (failure) {
      const why = failure instanceof BadViewsFile ? failure.message : 'It cannot be read.';
      this.problem = `${file.name} is not imported. ${why}`;
    } finally {
      target.value = ''; // so that choosing the same file again is a change
    }
  }

  #import(views) {
    this.waiting = null;
    tell(this, 'views-import', { views });
  }
}

customElements.define('views-transfer', ViewsTransfer);
