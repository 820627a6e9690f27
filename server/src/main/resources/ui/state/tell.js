// How a part of the page tells the others what a person asked for: by an event that bubbles up to the page.

export function tell(element, name, detail) {
  element.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
}
