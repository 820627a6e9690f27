// Saved views as a file, for another browser or another person:
//
//   {"tailrace": "views", "version": 1, "views": [{"name": "Errors of today", "query": "?level=error&range=24h"}]}

import { OPEN_FILTER } from '../filter/filter.js';
import { viewFrom } from '../state/view.js';
import { MOST_VIEWS, nameProblem } from './saved-views.js';

const KIND = 'views';
const VERSION = 1;
const MOST_CHARACTERS = 4_000_000;
const MOST_QUERY_CHARACTERS = 16_000;
const PARAMETERS = [...Object.keys(OPEN_FILTER), 'tag', 'range', 'from', 'to', 'columns', 'entry'];

/** What makes a file no file of views: `message` names the field and its rule. */
export class BadViewsFile extends Error {}

export function fileText(views) {
  const file = { tailrace: KIND, version: VERSION, views: views.map(({ name, query }) => ({ name, query })) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** The views in the text of a file: all of them, or a BadViewsFile. */
export function viewsIn(text) {
  const file = parsed(text);
  demand(isObject(file), 'The file', 'must hold a JSON object');
  demand(file.tailrace === KIND, 'tailrace', `must be "${KIND}": this is another kind of file`);
  demand(file.version === VERSION, 'version', `must be ${VERSION}: another version of Tailrace wrote this file`);
  demand(Array.isArray(file.views), 'views', 'must be a list');
  demand(file.views.length <= MOST_VIEWS, 'views', `must hold at most ${MOST_VIEWS} views, not ${file.views.length}`);
  const names = new Set();
  return file.views.map((view, at) => {
    const place = `views[${at}]`;
    demand(isObject(view), place, 'must be an object');
    demand(nameProblem(view.name) === '', `${place}.name`, nameProblem(view.name));
    demand(!names.has(view.name), `${place}.name`, `must not be that of another view in the file, "${view.name}"`);
    names.add(view.name);
    const wrong = queryProblem(view.query);
    demand(wrong === '', `${place}.query`, wrong);
    return { name: view.name, query: view.query };
  });
}

function parsed(text) {
  demand(text.length <= MOST_CHARACTERS, 'The file', `must have at most ${MOST_CHARACTERS.toLocaleString('en')} characters`);
  try {
    return JSON.parse(text);
  } catch (broken) {
    throw new BadViewsFile(`The file must be JSON: ${broken.message}`);
  }
}

function queryProblem(query) {
  if (typeof query !== 'string') {
    return 'must be a text';
  }
  if (query !== '' && !query.startsWith('?')) {
    return 'must be empty or begin with a question mark';
  }
  if (query.length > MOST_QUERY_CHARACTERS) {
    return `must have at most ${MOST_QUERY_CHARACTERS.toLocaleString('en')} characters`;
  }
  const parameters = new URLSearchParams(query);
  const unknown = [...parameters.keys()].find((name) => !PARAMETERS.includes(name));
  if (unknown !== undefined) {
    return `must not have "${unknown}", which is no part of a view`;
  }
  const { range, entry } = viewFrom(query);
  if (['range', 'from', 'to'].some((name) => parameters.has(name)) && range.kind === 'live') {
    return 'must have a range like range=15m, or from and to as times, from before to';
  }
  return parameters.has('entry') && entry === null ? 'must have the id of an entry as entry' : '';
}

function isObject(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function demand(holds, field, rule) {
  if (!holds) {
    throw new BadViewsFile(`${field} ${rule}.`);
  }
}
