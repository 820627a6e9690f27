// The page's controls, which are loaded once the log itself is on its way.

import './entry/entry-details.js';
import './entry/value-menu.js';
import './filter/filter-bar.js';
import './menu/help-dialog.js';
import './menu/view-menu.js';
import './start/demo-traffic.js';
import './start/first-entry.js';
import './stream/connection-state.js';
import './time/range-picker.js';
import './time/time-histogram.js';
import { rove } from './roving.js';

/** Toolbars are one Tab stop each, once they have their buttons. */
async function roveWithin(name, toolbar, controls, steps) {
  const element = document.querySelector(name);
  await element.updateComplete;
  rove(element.querySelector(toolbar), controls, steps);
}

roveWithin('filter-bar', '.chips', '.chip');
roveWithin('view-menu', '.menu-controls', 'button');
rove(document.querySelector('log-list .heads'), '.handle', { ArrowUp: -1, ArrowDown: 1 });
