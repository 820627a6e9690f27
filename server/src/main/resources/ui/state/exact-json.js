// JSON whose integers keep all their digits: one that a number cannot hold is read as a BigInt, and written as it was. In a
// browser that cannot do that yet it is rounded, as everywhere on the web.

const LONG_NUMBER = /\d{16}/;
const WHOLE = /^-?\d+$/;

export function readExactly(text) {
  return LONG_NUMBER.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
}

export function writeExactly(value, indent = undefined) {
  return JSON.stringify(value, raw, indent);
}

function exact(key, value, context) {
  const isRounded = typeof value === 'number' && !Number.isSafeInteger(value) && WHOLE.test(context?.source ?? '');
  return isRounded ? BigInt(context.source) : value;
}

function raw(key, value) {
  if (typeof value !== 'bigint') {
    return value;
  }
  return JSON.rawJSON === undefined ? Number(value) : JSON.rawJSON(String(value));
}
