// JSON whose numbers stay as they were sent: an integer that a number cannot hold is read as a BigInt, and one that would be
// written otherwise, such as 2.0, 0.10 or 1e3, as a SentNumber. In a browser that cannot do that yet they are rounded, as
// everywhere on the web.

const MAY_DIFFER = /\d{16}|[:,[\s](?:-0(?=[\s,}\]])|-?\d+(?:\.\d*0|(?:\.\d+)?[eE][+-]?\d+)(?=[\s,}\]]))|^-?\d[\d.eE+-]*$/;
const WHOLE = /^-?\d+$/;

/** A number in the words of its sender. */
export class SentNumber {
  #text;

  constructor(text) {
    this.#text = text;
  }

  toString() {
    return this.#text;
  }

  valueOf() {
    return Number(this.#text);
  }

  toJSON() {
    return JSON.rawJSON === undefined ? Number(this.#text) : JSON.rawJSON(this.#text);
  }
}

export function readExactly(text) {
  return MAY_DIFFER.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
}

export function writeExactly(value, indent = undefined) {
  return JSON.stringify(value, raw, indent);
}

export function isNumber(value) {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof SentNumber;
}

/** Whether it is an object, or with `orArray` an array, and so has values of its own. */
export function isBranch(value, orArray = false) {
  return value !== null && typeof value === 'object' && !(value instanceof SentNumber) && (orArray || !Array.isArray(value));
}

function exact(key, value, context) {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined || source === String(value)) {
    return value;
  }
  return WHOLE.test(source) && source !== '-0' ? BigInt(source) : new SentNumber(source);
}

function raw(key, value) {
  if (typeof value !== 'bigint') {
    return value;
  }
  return JSON.rawJSON === undefined ? Number(value) : JSON.rawJSON(String(value));
}
