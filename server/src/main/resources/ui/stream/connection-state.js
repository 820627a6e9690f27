// <connection-state>: how the page stands to the stream in one word, always in sight, with what can be done about it: pause,
// go on from here, jump to live, try again. Property `state`: what Connection tells; `isPast`: a fixed range is shown;
// `pace`: {perSecond, isThinned}; `unseen`: how many came since the reader left the end of the list, null while they are
// there. Tells by `command` {name}: pause, resume, live, retry.

import { html, LitElement, nothing } from 'lit';
import { counted } from '../state/counted.js';
import { sentence } from '../state/sentence.js';
import { tell } from '../state/tell.js';
import { visibleText } from '../entry/visible-text.js';

class ConnectionState extends LitElement {
  static properties = { state: {}, isPast: {}, pace: {}, unseen: {} };

  constructor() {
    super();
    this.state = { name: 'connecting' };
    this.isPast = false;
    this.pace = { perSecond: 0, isThinned: false };
    this.unseen = null;
  }

  createRenderRoot() {
    return this;
  }

  render() {
    const { name } = this.state;
    return html`
      <span class="state" id="state" data-state=${name} title=${this.#explanation()}>${visibleText(this.#text())}</span>
      <span class="pace">${this.#pace()}</span>
      ${this.#buttons(name)}
    `;
  }

  #buttons(name) {
    if (name === 'paused') {
      return [this.#button('resume', 'Go on', 'Go on from where it was paused (Space)'), this.#button('live', 'Jump to live', 'Leave out what came meanwhile (f)')];
    }
    if (name === 'refused' || name === 'reconnecting') {
      return this.#button('retry', 'Try again', 'Connect now');
    }
    return this.isPast ? nothing : this.#button('pause', 'Pause', 'Stand still (Space)');
  }

  #button(command, label, title) {
    return html`<button type="button" id=${command} title=${title} @click=${() => tell(this, 'command', { name: command })}>${label}</button>`;
  }

  #pace() {
    const { perSecond, isThinned } = this.pace;
    return perSecond > 0 && this.state.name === 'live' ? `${perSecond.toLocaleString('en')}/s${isThinned ? ', thinned' : ''}` : '';
  }

  #text() {
    const { name, lag, reason } = this.state;
    const behind = lag > 0 ? `, ${counted(lag)} behind` : '';
    switch (name) {
      case 'live':
        return this.isPast ? 'Past' : this.#following();
      case 'catching-up':
        return `Catching up${behind}`;
      case 'paused':
        return reason ? `Paused. ${reason}` : `Paused${behind}`;
      case 'reconnecting':
        return `Reconnecting… ${sentence(reason)}`;
      case 'refused':
        // What is wrong with a filter its field says.
        return this.state.refusal?.status === 400 ? 'Not connected' : `Not connected. ${sentence(reason)}`;
      default:
        return 'Connecting…';
    }
  }

  #following() {
    if (this.unseen === null) {
      return 'Following';
    }
    return this.unseen === 0 ? 'Reading' : `Reading, ${this.unseen.toLocaleString('en')} new`;
  }

  #explanation() {
    return this.pace.isThinned
      ? 'More comes than a person can read: thirty a second are shown, and rows in between say how many are not. All are in the log.'
      : '';
  }
}

customElements.define('connection-state', ConnectionState);
