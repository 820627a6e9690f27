// What an empty log shows: the commands that send its first entry, ready to copy.

export class FirstEntry {
  #section = document.getElementById('empty');

  constructor() {
    const server = new URL('.', document.baseURI).href.replace(/\/$/, '');
    const entry = JSON.stringify({ service: 'hello', level: 'info', message: 'My first entry' });
    setText('curl', `curl ${server}/api/logs -H 'Content-Type: application/json' -d '${entry}'`);
    setText('send', `echo 'My first entry' | ./tailrace send --url ${server} --service hello`);
    for (const button of this.#section.querySelectorAll('button[data-copies]')) {
      button.addEventListener('click', () => copy(document.getElementById(button.dataset.copies), button));
    }
  }

  show(isShown) {
    this.#section.hidden = !isShown;
  }
}

function setText(id, text) {
  document.getElementById(id).textContent = text;
}

async function copy(code, button) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = 'Copied';
  } catch {
    // Without HTTPS a browser has no clipboard for a page.
    getSelection().selectAllChildren(code);
    button.textContent = 'Selected';
  }
}
