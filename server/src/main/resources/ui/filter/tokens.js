// A query taken apart as the query language reads it: `{kind, start, end, value, field, negated, depth, clause}` for each
// part but the spaces. It accepts everything and judges nothing: whether a query is right, the server says.
//
//   kind      word · phrase · field · sign · value · quoted · regex · operator · dash · open · close · stray
//   value     what it says: without quotes, slashes and escapes
//   field     of a field, its sign and its values: the field's name as it stands there
//   negated   whether NOT and dashes before it turn it around, those before its parentheses too
//   depth     in how many parentheses it stands
//   clause    which condition of the whole query it belongs to, from 0; -1 for AND and OR between them
//   isOpen    whether its closing quote or slash is missing

const WORD_ENDS = '()":<>';
const VALUE_ENDS = '()"';
const SPACE = /[\t-\r\u001c-\u0020\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const OPERATORS = ['AND', 'OR', 'NOT'];

export function tokensOf(query) {
  return new Tokens(query).all();
}

/** Whether alternatives stand outside of all parentheses, so that the query is no plain list of conditions. */
export function isAlternatives(tokens) {
  return tokens.some((token) => token.kind === 'operator' && token.depth === 0 && token.value === 'OR');
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
    } else if (this.#peek() === '-' && !this.#isSpaceOrEnd(this.#at + 1)) {
      this.#add('dash', this.#at + 1);
      this.#isTurned = !this.#isTurned;
    } else if (this.#peek() === '(') {
      this.#open(field);
    } else if (this.#peek() === ')') {
      this.#close();
    } else if (field !== null) {
      this.#value(field, ':');
    } else if (this.#peek() === '"') {
      this.#quoted('phrase');
      this.#complete();
    } else {
      this.#term();
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
    const pathEnd = this.#metadataPathEnd(start);
    const nameEnd = pathEnd ?? this.#runEnd(start, WORD_ENDS);
    this.#at = nameEnd;
    this.#skipSpace();
    const isField = ':<>'.includes(this.#peek()) && this.#peek() !== '' && nameEnd > start;
    this.#at = start;
    if (isField) {
      const field = this.#text.slice(start, nameEnd);
      this.#add('field', nameEnd, { field });
      this.#skipSpace();
      this.#sign(field);
    } else {
      const end = this.#runEnd(start, WORD_ENDS);
      this.#add(end > start ? 'word' : 'stray', Math.max(end, start + 1));
      this.#complete();
    }
  }

  #sign(field) {
    const sign = /^([<>]=?|:)/.exec(this.#text.slice(this.#at, this.#at + 2))[0];
    this.#add('sign', this.#at + sign.length, { field });
    this.#skipSpace();
    if (sign === ':' && this.#peek() === '(') {
      this.#open(field);
    } else {
      this.#value(field, sign);
    }
  }

  /** Reads a value, if there is one: the end, an operator or a parenthesis may come instead. */
  #value(field, sign) {
    if (this.#peek() === '"') {
      this.#quoted('quoted', field);
    } else if (field === 'message' && sign === ':' && this.#peek() === '/') {
      this.#regex(field);
    } else if (!OPERATORS.some((name) => this.#isAtOperator(name))) {
      const end = this.#runEnd(this.#at, VALUE_ENDS);
      if (end > this.#at) {
        this.#add('value', end, { field });
      }
    }
    this.#complete();
  }

  #quoted(kind, field) {
    const { end, isOpen } = this.#quotedEnd(this.#at);
    const inside = this.#text.slice(this.#at + 1, isOpen ? end : end - 1);
    this.#add(kind, end, { field, isOpen, value: inside.replace(/\\(["\\])/g, '$1') });
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
    let end = this.#runEnd(start, `${WORD_ENDS}.`);
    if (this.#text.slice(start, end) !== 'metadata' || this.#text[end] !== '.') {
      return null;
    }
    while (this.#text[end] === '.') {
      end = this.#text[end + 1] === '"' ? this.#quotedEnd(end + 1).end : this.#runEnd(end + 1, `${WORD_ENDS}.`);
    }
    return end;
  }

  #add(kind, end, more = {}) {
    const start = this.#at;
    const value = this.#text.slice(start, end);
    const depth = this.#groups.length - 1;
    const isBetween = kind === 'operator' && value !== 'NOT' && depth === 0;
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

  #isAtOperator(name) {
    const end = this.#at + name.length;
    return this.#text.startsWith(name, this.#at) && (this.#isSpaceOrEnd(end) || '()"'.includes(this.#text[end]));
  }

  #runEnd(start, ends) {
    let end = start;
    while (!this.#isSpaceOrEnd(end) && !ends.includes(this.#text[end])) {
      end++;
    }
    return end;
  }
}
