// Text from a log, made safe to look at: nothing in it can hide, reorder or erase what stands beside it.
// Line breaks and tabs stay as they are.

const CONTROLS = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f';
const DIRECTION = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069';
// Zero width joiners are left alone: emoji and several scripts need them.
const INVISIBLE = '\\u00ad\\u180e\\u200b\\u2028\\u2029\\u2060-\\u2065\\u206a-\\u206f\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}';
const UNSAFE = new RegExp(`[${CONTROLS}${DIRECTION}${INVISIBLE}]`, 'gu');

export function visibleText(text) {
  return text.replaceAll('\r\n', '\n').replace(UNSAFE, nameOf);
}

/** `^[` for escape, as a terminal prints it, and `‹U+202E›` for what has no such name. */
function nameOf(character) {
  const code = character.codePointAt(0);
  return code <= 0x7f
    ? `^${String.fromCharCode(code ^ 0x40)}`
    : `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
}
