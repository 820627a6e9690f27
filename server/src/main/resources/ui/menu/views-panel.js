// Saved views: saved under a name, opened, renamed, deleted (and brought back), linked to, exported and imported.

import { LitElement, html, nothing } from 'lit';
import { copyText } from '../entry/copy.js';
import { visibleText } from '../entry/visible-text.js';
import { heading, PanelPlace } from './panel-place.js';
import * as saved from './saved-views.js';
import { follow, pathOf } from '../state/link.js';
import { tell } from '../state/tell.js';
import { addressOf } from '../state/view.js';
import { frozen } from '../time/range.js';
import './views-transfer.js';

class ViewsPanel extends LitElement {
  static properties = {
    view: { attribute: false },
    isOpen: { state: true },
    views: { state: true },
    deleted: { state: true }, // views that can be brought back while the panel is open
    renaming: { state: true }, // the name of the view that is being renamed, or null
    name: { state: true },
    said: { state: true },
  };

  #refresh = (event) => event.key === saved.STORAGE_KEY && (this.views = saved.readViews());

  constructor() {
    super();
    this.views = [];
    this.#forget();
    new PanelPlace(this, () => this.#opens());
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('storage', this.#refresh);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('storage', this.#refresh);
  }

  render() {
    return this.isOpen ? this.#content() : nothing;
  }

  #content() {
    const name = this.name.trim();
    const isTaken = this.views.some((view) => view.name === name);
    return html`
      ${heading(this, 'Views')}
      <p class="hint">A view is a filter, a time range and columns.</p>
      <form class="row" @submit=${this.#save}>
        <input type="text" class="new-view" aria-label="Name of this view" placeholder="Name of this view" autocomplete="off"
          maxlength=${saved.MOST_NAME_CHARACTERS} .value=${this.name} @input=${(event) => (this.name = event.target.value)}>
        <button>${isTaken ? 'Replace' : 'Save'}</button>
      </form>
      ${isTaken ? html`<p class="hint">A view of this name is saved; Replace overwrites it.</p>` : nothing}
      <p>
        <button type="button" @click=${() => this.#copy(this.#linkAsItStands(), 'this view')}>Copy link to this view</button>
        ${this.view.range.kind === 'fixed'
          ? nothing
          : html`<button type="button" title="The link shows what is new when it is opened"
              @click=${() => this.#copy(location.href, 'this view as it moves on')}>Copy link that moves on</button>`}
      </p>
      <p class="said" role="status">${visibleText(this.said)}</p>
      ${this.#list()}
      <views-transfer .views=${this.views} @change=${() => (this.said = '')}
        @views-import=${({ detail }) => this.#import(detail.views)}></views-transfer>
    `;
  }

  /** What it shows now is what it shows whenever it is opened. */
  #linkAsItStands() {
    const range = frozen(this.view.range, Date.now());
    return `${location.origin}${pathOf(addressOf({ ...this.view, range }))}`;
  }

  #list() {
    const deleted = new Set(this.deleted);
    const rows = saved.byName([...this.views, ...this.deleted]);
    return rows.length === 0
      ? html`<p class="hint">No view is saved in this browser yet.</p>`
      : html`
          <ul class="views" aria-label="Saved views">
            ${rows.map((view) => (deleted.has(view) ? this.#deletedRow(view) : this.#row(view)))}
          </ul>
        `;
  }

  #row(view) {
    const name = visibleText(view.name);
    if (this.renaming === view.name) {
      return html`
        <li>
          <form class="row" @submit=${(event) => this.#rename(event, view)}>
            <input type="text" class="rename" aria-label="New name of ${name}" autocomplete="off"
              maxlength=${saved.MOST_NAME_CHARACTERS} .value=${view.name} @keydown=${this.#leaveRenaming}>
            <button>Rename</button>
          </form>
        </li>
      `;
    }
    return html`
      <li>
        <a class="open" href=${saved.linkTo(view)} title=${visibleText(view.query === '' ? 'All entries, live' : view.query)}
          @click=${follow(() => this.#open(view))}><bdi>${name}</bdi></a>
        ${action('Link', `Copy link to ${name}`, () => this.#copy(saved.linkTo(view), view.name))}
        ${action('Rename', `Rename ${name}`, () => this.#beginRenaming(view))}
        ${action('Delete', `Delete ${name}`, () => this.#delete(view))}
      </li>
    `;
  }

  #deletedRow(view) {
    const name = visibleText(view.name);
    return html`
      <li class="deleted">
        <span><bdi>${name}</bdi> is deleted.</span>
        <button type="button" aria-label="Undo: bring ${name} back" @click=${() => this.#bringBack(view)}>Undo</button>
      </li>
    `;
  }

  #opens() {
    this.views = saved.readViews();
    this.#forget();
  }

  #forget() {
    this.deleted = [];
    this.renaming = null;
    this.name = '';
    this.said = '';
  }

  #save(event) {
    event.preventDefault();
    const name = this.name.trim();
    const wrong = saved.nameProblem(name);
    if (wrong !== '') {
      this.said = `The name ${wrong}.`;
      return;
    }
    if (this.#keep(saved.joined(saved.readViews(), [saved.savedView(name, this.view)]), `${name} is saved.`)) {
      this.name = '';
    }
  }

  #open(view) {
    tell(this, 'view-change', saved.opened(view));
    const outermost = document.querySelector('#menu-controls:popover-open') ?? this; // on a phone it stands behind the panel
    outermost.hidePopover();
  }

  async #delete(view) {
    this.#keep(saved.readViews().filter(({ name }) => name !== view.name), '');
    this.deleted = [...this.deleted.filter(({ name }) => name !== view.name), view];
    tell(this, 'announce', { text: `${visibleText(view.name)} is deleted.` });
    await this.updateComplete;
    this.querySelector(`[aria-label='Undo: bring ${CSS.escape(visibleText(view.name))} back']`)?.focus();
  }

  #bringBack(view) {
    if (saved.readViews().some(({ name }) => name === view.name)) {
      this.said = `There is another view named ${view.name} now; rename that one first.`;
    } else if (this.#keep(saved.joined(saved.readViews(), [view]), `${view.name} is back.`)) {
      this.deleted = this.deleted.filter((other) => other !== view);
    }
  }

  async #beginRenaming(view) {
    this.renaming = view.name;
    await this.updateComplete;
    this.querySelector('input.rename').select();
  }

  #leaveRenaming(event) {
    if (event.key === 'Escape') {
      event.preventDefault(); // which would close the panel
      this.renaming = null;
      this.focus();
    }
  }

  #rename(event, view) {
    event.preventDefault();
    const name = event.target.querySelector('input').value.trim();
    const views = saved.readViews();
    const wrong = saved.nameProblem(name);
    if (wrong !== '') {
      this.said = `The name ${wrong}.`;
      return;
    }
    if (name !== view.name && views.some((other) => other.name === name)) {
      this.said = `There is a view named ${name} already.`;
      return;
    }
    const others = views.filter((other) => other.name !== view.name);
    if (this.#keep(saved.joined(others, [{ ...view, name }]), `It is ${name} now.`)) {
      this.renaming = null;
      this.focus();
    }
  }

  #import(views) {
    const joined = saved.joined(saved.readViews(), views);
    this.#keep(joined, views.length === 1 ? '1 view is imported.' : `${views.length} views are imported.`);
  }

  /** Keeps all the views, or says why not. */
  #keep(views, done) {
    if (views.length > saved.MOST_VIEWS && views.length > this.views.length) {
      this.said = `That would be ${views.length} views, and at most ${saved.MOST_VIEWS} are kept. Delete some first.`;
      return false;
    }
    if (!saved.keepViews(views)) {
      this.said = 'This browser does not let the page keep anything: its storage is barred or full.';
      return false;
    }
    this.views = views;
    this.said = done;
    return true;
  }

  async #copy(link, name) {
    this.said = (await copyText(link)) ? `The link to ${name} is copied.` : `The browser bars copying. The link: ${link}`;
  }
}

function action(text, label, act) {
  return html`<button type="button" class="quiet" aria-label=${label} @click=${act}>${text}</button>`;
}

customElements.define('views-panel', ViewsPanel);
