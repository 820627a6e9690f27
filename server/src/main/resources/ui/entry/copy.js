// Copying a text for a person.

/** True once it is copied; false if the browser bars it. Never rejects. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text); // an address without TLS has no clipboard, but may copy what is selected
  }
}

function copySelection(text) {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.className = 'unseen';
  area.readOnly = true;
  area.value = text;
  (document.querySelector('dialog[open]') ?? document.body).append(area); // beside an open dialog nothing can be selected
  area.select();
  try {
    return document.execCommand('copy');
  } catch {
    return false;
  } finally {
    area.remove();
    focused?.focus({ preventScroll: true });
  }
}
