// The page's controls, which are loaded once the log itself is on its way.

import './entry/entry-details.js';
import './entry/value-menu.js';
import './filter/filter-bar.js';
import './menu/help-dialog.js';
import './menu/view-menu.js';
import './start/first-entry.js';
import './stream/connection-state.js';
import './time/range-picker.js';
import './time/time-histogram.js';
