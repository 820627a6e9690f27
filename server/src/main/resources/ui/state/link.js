// Links that the page follows by itself: a plain click does, any other is the browser's, which opens a tab or copies it.

/** A listener for clicks on a link that does this instead of leaving the page. */
export function follow(does) {
  return (event) => {
    if (event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      does(event);
    }
  };
}

/** Where a view is, as a link from this page. */
export function pathOf(address) {
  return `${location.pathname}${address}`;
}
