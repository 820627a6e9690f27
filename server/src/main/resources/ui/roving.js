// One Tab stop for a group of controls: the arrow keys go from one to the next within it. For groups whose controls come and go.

const ALONG = Object.freeze({ ArrowLeft: -1, ArrowRight: 1 });

/**
 * `selector` names the group's controls within `group`. `steps` says which keys go how far; Home and End go to its ends. Controls
 * that the browser does not show are passed over.
 */
export function rove(group, selector, steps = ALONG) {
  let present = null; // the control that has the group's Tab stop

  function controls() {
    return [...group.querySelectorAll(selector)].filter((control) => control.getClientRects().length > 0);
  }

  function stopAt(control) {
    present = control;
    for (const each of group.querySelectorAll(selector)) {
      const tabIndex = each === control ? 0 : -1;
      if (each.tabIndex !== tabIndex) {
        each.tabIndex = tabIndex;
      }
    }
  }

  function settle() {
    const all = controls();
    stopAt(all.includes(present) ? present : (all[0] ?? group.querySelector(selector)));
  }

  group.addEventListener('focusin', ({ target }) => target.matches(selector) && stopAt(target));
  group.addEventListener('keydown', (event) => {
    const all = controls();
    const at = all.indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) {
      return;
    }
    const to = { Home: 0, End: all.length - 1 }[event.key] ?? at + (steps[event.key] ?? NaN);
    if (Number.isNaN(to)) {
      return;
    }
    event.preventDefault();
    all[Math.max(0, Math.min(to, all.length - 1))].focus();
  });
  new MutationObserver(settle).observe(group, { childList: true, subtree: true });
  settle();
}
