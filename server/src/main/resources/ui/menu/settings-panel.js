// How the page looks, chosen by the person who looks at it.

import { LitElement, html, nothing } from 'lit';
import { heading, PanelPlace } from './panel-place.js';
import { tell } from '../state/tell.js';

const CHOICES = [
  { name: 'theme', title: 'Theme', values: [['system', 'System'], ['light', 'Light'], ['dark', 'Dark']] },
  { name: 'density', title: 'Density', values: [['dense', 'Dense'], ['roomy', 'Roomy']] },
  { name: 'lines', title: 'Long lines', values: [['wrap', 'Wrap'], ['cut', 'Cut']] },
  { name: 'details', title: 'Tags and metadata', values: [[true, 'Shown'], [false, 'Hidden']] },
  { name: 'zone', title: 'Time zone', values: [['local', 'Local'], ['utc', 'UTC']] },
  { name: 'times', title: 'Times', values: [['absolute', 'Absolute'], ['relative', 'Relative']] },
  { name: 'histogram', title: 'Histogram', values: [[true, 'Shown'], [false, 'Hidden']] },
];

class SettingsPanel extends LitElement {
  static properties = { settings: { attribute: false }, isOpen: { state: true } };

  constructor() {
    super();
    new PanelPlace(this);
  }

  createRenderRoot() {
    return this;
  }

  render() {
    return this.isOpen
      ? html`
          ${heading(this, 'Settings')}
          ${CHOICES.map((choice) => this.#choice(choice))}
          <p class="hint">They are kept in this browser.</p>
        `
      : nothing;
  }

  #choice({ name, title, values }) {
    return html`
      <fieldset class="choice">
        <legend>${title}</legend>
        <div class="segments">
          ${values.map(
            ([value, text]) => html`
              <label>
                <input type="radio" name="setting-${name}" value=${String(value)}
                  .checked=${this.settings[name] === value}
                  @change=${() => tell(this, 'settings-change', { [name]: value })}>
                <span>${text}</span>
              </label>
            `,
          )}
        </div>
      </fieldset>
    `;
  }
}

customElements.define('settings-panel', SettingsPanel);
