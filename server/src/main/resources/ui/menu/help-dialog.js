// What a person can press and write on this page.

import { LitElement, html } from 'lit';

const KEYS = [
  ['/', 'to the filter'],
  ['j', '↓', 'next entry'],
  ['k', '↑', 'previous entry'],
  ['Enter', 'open or close the entry'],
  ['Space', 'pause, go on'],
  ['g', 'Home', 'first entry'],
  ['G', 'End', 'newest entry'],
  ['f', 'follow the newest'],
  ['e', 'E', 'next error, previous error'],
  ['n', 'N', 'next match, previous match'],
  ['[', ']', 'earlier and later, by the width of the range'],
  ['x', 'exclude the value that is pointed at'],
  ['c', 'copy the entry, or the rows that are chosen'],
  ['Shift ↑', 'Shift ↓', 'choose rows to copy; so does Shift and a click'],
  ['y', 'copy a link to the entry, or to this view'],
  ['t', 'theme: as the system, light, dark'],
  ['?', 'this help'],
  ['Escape', 'close, or leave the filter'],
];

const QUERIES = [
  ['timeout', 'in the message, a tag, the service, an id or the metadata, in any case'],
  ['"connection lost"', 'these words as they stand there'],
  ['message:timeout', 'the message alone contains it'],
  ['service=portal', 'the field has this value; so does service:portal'],
  ['service:(portal OR mail)', 'one of several values'],
  ['service:por*', '* stands for any characters'],
  ['level>=warn', 'this level or above'],
  ['#auth', 'has this tag'],
  ['http.status>=500', 'in the metadata; dots go deeper; numbers compare'],
  ['trace_id:*', 'there is one'],
  ['/took \\d{4,} ms/', 'a regular expression (RE2) in the message'],
  ['pattern:"took <n> ms"', 'messages of this form, whatever the number'],
  ['timestamp>=2026-11-22T10:00:00Z', 'happened then or later'],
  ['-service:portal', 'not this; NOT is the same'],
  ['(timeout OR lost) level:error', 'a space is AND; parentheses group'],
];

const DOCUMENTS = [
  ['PAGE', 'This page'],
  ['QUERY', 'the query language'],
  ['CLI', 'the commands'],
  ['PROTOCOL', 'every route and message'],
  ['OPERATIONS', 'running it'],
];

class HelpDialog extends LitElement {
  createRenderRoot() {
    return this;
  }

  open() {
    const dialog = this.querySelector('dialog');
    if (!dialog.open) {
      dialog.showModal();
      dialog.scrollTop = 0;
    }
  }

  render() {
    return html`
      <dialog aria-labelledby="help-title" @click=${this.#closeOutside} @keydown=${(event) => event.stopPropagation()}>
        <div class="help">
          <form method="dialog"><button aria-label="Close help">Close</button></form>
          <h2 id="help-title">Help</h2>
          <h3>Keys</h3>
          <dl class="keys">
            ${KEYS.map((row) => html`<div><dt>${row.slice(0, -1).map(keyCap)}</dt><dd>${row.at(-1)}</dd></div>`)}
          </dl>
          <h3>Queries</h3>
          <dl class="queries">
            ${QUERIES.map(([query, finds]) => html`<div><dt><code>${query}</code></dt><dd>${finds}</dd></div>`)}
          </dl>
          <p>
            Fields: <code>service</code> <code>level</code> <code>message</code> <code>tags</code> <code>user_id</code>
            <code>trace_id</code> <code>span_id</code> <code>timestamp</code> <code>id</code> <code>metadata.…</code>
          </p>
          <h3>Read on</h3>
          <p>
            ${DOCUMENTS.map(([name, title]) => html`<a href="docs/${name}" target="_blank">${title}</a>, `)}
            <a href="docs" target="_blank">all documents</a>. <code>./tailrace --help</code> lists the commands.
          </p>
        </div>
      </dialog>
    `;
  }

  #closeOutside(event) {
    if (event.target === event.currentTarget) {
      event.currentTarget.close(); // the dialog's own box is filled, so this is its backdrop
    }
  }
}

function keyCap(key) {
  return html`<kbd>${key}</kbd> `;
}

customElements.define('help-dialog', HelpDialog);
