// A query taken apart as the query language reads it: `{kind, start, end, value, field, negated, depth, clause}` for each
// part but the spaces. It accepts everything and judges nothing: whether a query is right, the server says.
//
//   kind      word · phrase · tag · field · sign · value · quoted · regex · operator · dash · open · close · stray
//   value     what it says: without quotes, slashes, escapes and the # of a tag
//   field     of a field, its sign and its values: the field as a query names it in full, `metadata.status` for `status`
//   negated   whether NOT and dashes before it turn it around, those before its parentheses too
//   depth     in how many parentheses it stands
//   clause    which condition of the whole query it belongs to, from 0; -1 for AND and OR between them
//   isOpen    whether its closing quote or slash is missing

import { metadataField } from './quoting.js';

const KEY_ENDS = '()":<>=.';
const SIGNS = ':=<>';
const SPACE = /[\t-\r\u001c-\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const OPERATORS = ['AND', 'OR', 'NOT'];
const COLUMNS = ['service', 'level', 'message', 'pattern', 'tags', 'user_id', 'trace_id', 'span_id', 'timestamp', 'id'];

// What reads as a name, or ends one; characters beyond the first 65,536 do not.
const NAME = /(?:(?![\u{10000}-\u{10ffff}])[\p{L}_])(?:(?![\u{10000}-\u{10ffff}])[\p{L}\p{Nd}_\-.@/])*/uy;
const KEY_END = /[\p{L}\p{Nd}_]$/u;
const TAG_START = /^(?![\u{10000}-\u{10ffff}])[\p{L}\p{Nd}_"]/u;
const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;
const NO_VALUE = /^(?:\/\/|[:=<>\\]|$)/;

export function tokensOf(query) {
  return new Tokens(query).all();
}

/** Whether alternatives stand outside of all parentheses, so that the query is no plain list of conditions. */
export function isAlternatives(tokens) {
  return tokens.some((token) => token.kind === 'operator' && token.depth === 0 && token.value.toUpperCase() === 'OR');
}

/** The conditions that a query without alternatives lists, as texts. */
export function clausesOf(query) {
  const spans = [];
  for (const { clause, start, end } of tokensOf(query)) {
    if (clause >= 0) {
      spans[clause] = [spans[clause]?.[0] ?? start, end];
    }
  }
  return spans.map(([start, end]) => query.slice(start, end));
}

class Tokens {
  #text;
  #at = 0;
  #tokens = [];
  #groups = [{ field: null, negated: false }];
  #isTurned = false; // by NOT and dashes, for what comes next
  #clause = 0;

  constructor(text) {
    this.#text = text;
  }

  all() {
    for (this.#skipSpace(); this.#at < this.#text.length; this.#skipSpace()) {
      this.#next();
    }
    return this.#tokens;
  }

  #next() {
    const { field } = this.#groups.at(-1);
    const operator = OPERATORS.find((name) => this.#isAtOperator(name));
    if (operator !== undefined) {
      this.#add('operator', this.#at + operator.length);
      this.#isTurned = operator === 'NOT' ? !this.#isTurned : this.#isTurned;
    } else if (this.#isAtExclusion()) {
      this.#add('dash', this.#at + 1);
      this.#isTurned = !this.#isTurned;
    } else if (this.#peek() === '(') {
      this.#open(field);
    } else if (this.#peek() === ')') {
      this.#close();
    } else if (field !== null) {
      this.#value(field, ':');
    } else {
      this.#term();
      this.#complete();
    }
  }

  #open(field) {
    this.#add('open', this.#at + 1, { field });
    this.#groups.push({ field, negated: this.#isNegated() });
    this.#isTurned = false;
  }

  #close() {
    if (this.#groups.length === 1) {
      this.#add('stray', this.#at + 1);
      return;
    }
    this.#groups.pop();
    this.#isTurned = false;
    this.#add('close', this.#at + 1);
    this.#complete();
  }

  #term() {
    const start = this.#at;
    if (this.#peek() === '"') {
      this.#phrase();
    } else if (this.#peek() === '#' && TAG_START.test(this.#text.slice(start + 1))) {
      this.#tag();
    } else if (this.#isAtSlashed()) {
      this.#regex('message');
    } else {
      const found = this.#fieldAt(start);
      if (found === null) {
        const end = this.#bareEnd(start);
        const word = this.#text.slice(start, end);
        const more = word.startsWith('\\/') ? { value: word.slice(1) } : {};
        this.#add(end > start ? 'word' : 'stray', Math.max(end, start + 1), more);
      } else {
        this.#add('field', found.end, { field: found.field });
        this.#skipSpace();
        this.#sign(found.field);
      }
    }
  }

  /** With something right behind its closing quote, all of it is meant as it stands there. */
  #phrase() {
    const { end, isOpen } = this.#quotedEnd(this.#at);
    const whole = isOpen ? end : this.#bareEnd(end);
    if (whole > end) {
      this.#add('phrase', whole);
    } else {
      this.#quoted('phrase');
    }
  }

  #tag() {
    const start = this.#at + 1;
    const isQuoted = this.#text[start] === '"';
    const { end, isOpen } = isQuoted ? this.#quotedEnd(start) : { end: this.#bareEnd(start), isOpen: false };
    const value = isQuoted ? unescaped(this.#text.slice(start + 1, isOpen ? end : end - 1)) : this.#text.slice(start, end);
    this.#add('tag', end, { field: 'tags', isOpen, value });
  }

  /** `{field, end}` of the field that begins here, or null. */
  #fieldAt(start) {
    const pathEnd = this.#metadataPathEnd(start);
    if (pathEnd !== null) {
      const path = this.#text.slice(start, pathEnd).replace(/^metadata/i, 'metadata');
      return this.#isAtSign(this.#spaceEnd(pathEnd)) ? { field: path, end: pathEnd } : null;
    }
    NAME.lastIndex = start;
    const name = NAME.exec(this.#text)?.[0] ?? '';
    const end = start + name.length;
    const lower = name.toLowerCase() === 'tag' ? 'tags' : name.toLowerCase();
    if (COLUMNS.includes(lower)) {
      return this.#isAtSign(this.#spaceEnd(end)) ? { field: lower, end } : null;
    }
    if (!this.#isAtSign(end)) {
      return null;
    }
    const isMeant = lower === 'metadata' || (KEY_END.test(name) && !name.includes('..') && this.#isValueMeant(end));
    return isMeant ? { field: lower === 'metadata' ? lower : metadataField(name.split('.')), end } : null;
  }

  /** Whether what comes behind a name, from the sign on, is a condition, and not the rest of a URL, a path, code or prose. */
  #isValueMeant(sign) {
    const isSize = '<>'.includes(this.#text[sign]);
    const start = sign + (isSize && this.#text[sign + 1] === '=' ? 2 : 1);
    if (!isSize && this.#text[start] === '(') {
      return true;
    }
    if (!isSize && this.#text[start] === '"') {
      const { end, isOpen } = this.#quotedEnd(start);
      return isOpen || this.#isBoundary(end);
    }
    const value = this.#text.slice(start, this.#bareEnd(start));
    return isSize ? NUMBER.test(value) : !NO_VALUE.test(value);
  }

  #sign(field) {
    const sign = /^([<>]=?|==?|:)/.exec(this.#text.slice(this.#at, this.#at + 2))[0];
    this.#add('sign', this.#at + sign.length, { field });
    this.#skipSpace();
    if (isEqual(sign) && this.#peek() === '(') {
      this.#open(field);
    } else {
      this.#value(field, sign);
    }
  }

  /** Reads a value, if there is one: the end, an operator or a parenthesis may come instead. */
  #value(field, sign) {
    if (this.#peek() === '"') {
      this.#quoted('quoted', field);
    } else if (field === 'message' && isEqual(sign) && this.#peek() === '/') {
      this.#regex(field);
    } else if (!/^(AND|OR|NOT)$/.test(this.#text.slice(this.#at, this.#bareEnd(this.#at)))) {
      const end = this.#bareEnd(this.#at);
      if (end > this.#at) {
        this.#add('value', end, { field });
      }
    }
    if (this.#groups.at(-1).field !== null) {
      this.#complete();
    }
  }

  #quoted(kind, field) {
    const { end, isOpen } = this.#quotedEnd(this.#at);
    const inside = this.#text.slice(this.#at + 1, isOpen ? end : end - 1);
    this.#add(kind, end, { field, isOpen, value: unescaped(inside) });
  }

  #quotedEnd(start) {
    let end = start + 1;
    while (end < this.#text.length && this.#text[end] !== '"') {
      end += this.#text[end] === '\\' && '"\\'.includes(this.#text[end + 1] ?? ' ') ? 2 : 1;
    }
    return { end: Math.min(end + 1, this.#text.length), isOpen: end >= this.#text.length };
  }

  #regex(field) {
    let end = this.#at + 1;
    while (end < this.#text.length && this.#text[end] !== '/') {
      end += this.#text[end] === '\\' ? 2 : 1;
    }
    const isOpen = end >= this.#text.length;
    end = Math.min(end, this.#text.length);
    this.#add('regex', isOpen ? end : end + 1, { field, isOpen, value: this.#text.slice(this.#at + 1, end) });
  }

  /** Where `metadata.` and the keys behind it end, or null if something else stands there. */
  #metadataPathEnd(start) {
    let end = this.#runEnd(start, KEY_ENDS);
    if (this.#text.slice(start, end).toLowerCase() !== 'metadata' || this.#text[end] !== '.') {
      return null;
    }
    while (this.#text[end] === '.') {
      end = this.#text[end + 1] === '"' ? this.#quotedEnd(end + 1).end : this.#runEnd(end + 1, KEY_ENDS);
    }
    return end;
  }

  #add(kind, end, more = {}) {
    const start = this.#at;
    const value = this.#text.slice(start, end);
    const depth = this.#groups.length - 1;
    const isBetween = kind === 'operator' && value.toUpperCase() !== 'NOT' && depth === 0;
    const clause = isBetween ? -1 : this.#clause;
    const negated = this.#isNegated();
    this.#tokens.push({ kind, start, end, value, field: null, negated, depth, clause, isOpen: false, ...more });
    this.#at = end;
  }

  #isNegated() {
    return this.#isTurned !== this.#groups.at(-1).negated;
  }

  /** A condition is read to its end: what comes next is another one. */
  #complete() {
    this.#isTurned = false;
    this.#clause += this.#groups.length === 1 ? 1 : 0;
  }

  #peek() {
    return this.#text[this.#at] ?? '';
  }

  #skipSpace() {
    while (this.#at < this.#text.length && SPACE.test(this.#peek())) {
      this.#at++;
    }
  }

  #isSpaceOrEnd(at) {
    return at >= this.#text.length || SPACE.test(this.#text[at]);
  }

  /** Where the spaces that begin here end. */
  #spaceEnd(start) {
    let end = start;
    while (end < this.#text.length && SPACE.test(this.#text[end])) {
      end++;
    }
    return end;
  }

  #isBoundary(at) {
    return this.#isSpaceOrEnd(at) || this.#text[at] === ')';
  }

  #isAtSign(at) {
    return at < this.#text.length && SIGNS.includes(this.#text[at]);
  }

  /** In any case, and as a whole word. */
  #isAtOperator(name) {
    const end = this.#at + name.length;
    const isName = this.#text.slice(this.#at, end).toUpperCase() === name;
    return isName && (this.#isSpaceOrEnd(end) || '()"'.includes(this.#text[end]));
  }

  /** Whether a dash comes next that excludes what follows: not one that stands alone, nor an arrow. */
  #isAtExclusion() {
    const dashes = /^-*/.exec(this.#text.slice(this.#at))[0].length;
    return dashes > 0 && !this.#isBoundary(this.#at + dashes) && this.#text[this.#at + 1] !== '>';
  }

  /** Whether the text between two slashes comes next that is all up to a space, a closing parenthesis or the end. */
  #isAtSlashed() {
    const found = /^\/(?:\\[^]|[^\\/])+\//.exec(this.#text.slice(this.#at));
    return found !== null && this.#isBoundary(this.#at + found[0].length);
  }

  /** Where a bare text ends: at a space, or at a parenthesis that has not its other one in the same text. */
  #bareEnd(start) {
    let end = start;
    while (!this.#isBoundary(end)) {
      const next = this.#text[end] === '(' ? this.#closing(end) : end + 1;
      if (next < 0 || (this.#text[end] === '(' && end === start)) {
        break;
      }
      end = next;
    }
    return end;
  }

  #closing(start) {
    let open = 0;
    for (let at = start; !this.#isSpaceOrEnd(at); at++) {
      open += this.#text[at] === '(' ? 1 : this.#text[at] === ')' ? -1 : 0;
      if (open === 0) {
        return at + 1;
      }
    }
    return -1;
  }

  #runEnd(start, ends) {
    let end = start;
    while (!this.#isSpaceOrEnd(end) && !ends.includes(this.#text[end])) {
      end++;
    }
    return end;
  }
}

function isEqual(sign) {
  return sign === ':' || sign.startsWith('=');
}

function unescaped(inside) {
  return inside.replace(/\\(["\\])/g, '$1');
}
