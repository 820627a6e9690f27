// Copying a text, or a table, for a person.

/** True once it is copied; false if the browser bars it. Never rejects. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelection(text); // an address without TLS has no clipboard, but may copy what is selected
  }
}

/** Copies `{text, html}`, of which whoever pastes takes what they can; as copyText. */
export async function copyTable({ text, html }) {
  try {
    const kinds = { 'text/plain': text, 'text/html': html };
    const blobs = Object.entries(kinds).map(([type, content]) => [type, new Blob([content], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    return true;
  } catch {
    return copySelection(text, html);
  }
}

function copySelection(text, html = undefined) {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.className = 'unseen';
  area.readOnly = true;
  area.value = text;
  area.addEventListener('copy', (event) => {
    event.stopPropagation();
    if (html !== undefined) {
      event.preventDefault();
      event.clipboardData.setData('text/plain', text);
      event.clipboardData.setData('text/html', html);
    }
  });
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
