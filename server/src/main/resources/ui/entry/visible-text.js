// Text from a log, made safe to look at: nothing in it can hide, reorder or erase what stands beside it.
// Line breaks and tabs stay as they are.

const CONTROLS = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f';
const DIRECTION = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069';
const INVISIBLE =
  '\\u00ad\\u180e\\u200b\\u2028\\u2029\\u2060-\\u2065\\u206a-\\u206f' +
  '\\u3164\\ufeff\\uffa0\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}';
const LONE_SURROGATES = '\\ud800-\\udfff';
// Zero width joiners are left alone where emoji and several scripts need them: not beside ASCII.
const JOINERS = '(?<![^\\u0000-\\u007f])[\\u200c\\u200d]|[\\u200c\\u200d](?![^\\u0000-\\u007f])';
const UNSAFE = new RegExp(`[${CONTROLS}${DIRECTION}${INVISIBLE}${LONE_SURROGATES}]|${JOINERS}`, 'gu');
const NOT_PLAIN = /[^\n\t\x20-\x7e]/;

export function visibleText(text) {
  return NOT_PLAIN.test(text) ? text.replaceAll('\r\n', '\n').replace(UNSAFE, nameOf) : text;
}

/** `^[` for escape, as a terminal prints it, and `‹U+202E›` for what has no such name. */
function nameOf(character) {
  const code = character.codePointAt(0);
  return code <= 0x7f
    ? `^${String.fromCharCode(code ^ 0x40)}`
    : `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
}

/** At most so many characters of a text, with an ellipsis for the rest; no character is cut in two. */
export function cut(text, most) {
  return text.length <= most ? text : `${start(text, most)}…`;
}

/** The first characters of a text; one that would be cut in two is left out. */
export function start(text, most) {
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
}
