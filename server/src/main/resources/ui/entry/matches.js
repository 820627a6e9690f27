// Where the words that a person looks for stand in a text.

/** `words` are in lower case; at most `most` places of each. Answers `[start, end]` pairs in order, which do not overlap. */
export function matchesIn(text, words, most) {
  if (words.length === 0) {
    return [];
  }
  const lower = lowered(text);
  const found = words.flatMap((word) => placesOf(word, lower, most)).sort(([one], [other]) => one - other);
  const matches = [];
  for (const [start, end] of found) {
    const last = matches.at(-1);
    if (last !== undefined && start <= last[1]) {
      last[1] = Math.max(last[1], end);
    } else {
      matches.push([start, end]);
    }
  }
  return matches;
}

function placesOf(word, text, most) {
  const places = [];
  let at = word === '' ? -1 : text.indexOf(word);
  while (at >= 0 && places.length < most) {
    places.push([at, at + word.length]);
    at = text.indexOf(word, at + word.length);
  }
  return places;
}

/** In lower case and of the same length, so that places in it are places in the text. */
function lowered(text) {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-Z]+|[^\0-\x7f]/gu, sameLength);
}

function sameLength(character) {
  const lower = character.toLowerCase();
  return lower.length === character.length ? lower : character;
}
