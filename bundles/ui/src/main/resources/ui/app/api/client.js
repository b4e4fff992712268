/**
 * The REST client: one place that knows of cookies, CSRF, error bodies and lost contact.
 *
 * @typedef {Record<string, string|number|boolean|Array<string|number>|null|undefined>} Query
 * @typedef {Record<string, string[]>} Fields messages by the dotted path of a field, such as `osts.0.volume_id`
 */

import { connection } from './connection.js';

/**
 * A part of a list.
 *
 * @template T
 * @typedef {{meta: {limit: number, offset: number, total_count: number}, objects: T[]}} Page
 */

/**
 * The answer to a request that changes something; null where there was nothing to do.
 *
 * @typedef {object} Accepted
 * @property {Api.Command|null} command null where nothing has to run
 * @property {Api.Host} [host]
 * @property {Api.Target} [target]
 * @property {Api.Filesystem} [filesystem]
 */

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** An answer that was not a success. */
export class ApiError extends Error {
  /**
   * @param {number} status HTTP status; 0 where there was no answer
   * @param {string} message one sentence for the user
   * @param {Fields} fields
   */
  constructor(status, message, fields = {}) {
    super(message);
    this.status = status;
    this.fields = fields;
  }

  /** Messages of the fields that are not in `shown`, for the top of a form. @param {string[]} shown */
  others(shown = []) {
    return Object.entries(this.fields)
      .filter(([field]) => !shown.includes(field))
      .flatMap(([field, messages]) =>
        messages.map((text) => (field === '__all__' ? text : `${field}: ${text}`)),
      );
  }
}

/** What was thrown, as pages show it; what is no answer of the manager has no status and no fields. @param {unknown} thrown */
export function problemOf(thrown) {
  if (thrown instanceof ApiError) return thrown;
  return new ApiError(-1, thrown instanceof Error ? thrown.message : String(thrown));
}

/** @param {Query} [query] */
export function queryString(query) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (Array.isArray(value)) value.forEach((item) => params.append(name, String(item)));
    else if (value !== undefined && value !== null) params.append(name, String(value));
  }
  const text = params.toString();
  return text ? `?${text}` : '';
}

/** @param {string} name */
function cookie(name) {
  const found = document.cookie.split('; ').find((part) => part.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
}

/**
 * `{a: {b: ["x"]}, c: [{}, {d: ["y"]}]}` as `{"a.b": ["x"], "c.1.d": ["y"]}`.
 *
 * @param {unknown} body
 * @param {string} path
 * @param {Fields} into
 */
export function flatten(body, path = '', into = {}) {
  if (typeof body === 'string') (into[path || '__all__'] ??= []).push(body);
  else if (Array.isArray(body)) {
    body.forEach((item, index) =>
      typeof item === 'string'
        ? flatten(item, path, into)
        : flatten(item, path ? `${path}.${index}` : String(index), into),
    );
  } else if (body && typeof body === 'object') {
    for (const [key, value] of Object.entries(body)) flatten(value, path ? `${path}.${key}` : key, into);
  }
  return into;
}

/** @param {number} status @param {any} body as parsed; null where it was not JSON */
function sentence(status, body) {
  if (typeof body?.error_message === 'string') return body.error_message;
  const fields = flatten(body);
  if (fields.__all__) return fields.__all__.join(' ');
  const first = Object.entries(fields)[0];
  if (status === 400 && first) return `${first[0].replaceAll('_', ' ')}: ${first[1].join(' ')}`;
  if (status === 401) return 'You are not allowed to do that, or your session has ended.';
  if (status === 403) return 'You are not allowed to do that.';
  if (status === 404) return 'It does not exist, or no longer exists.';
  if (status === 409) return 'It was changed in the meantime. Check it and try again.';
  if (status >= 500) return 'The manager failed while answering. Its log says why.';
  return `The manager answered with status ${status}.`;
}

/** @type {Set<() => void>} */
const listeners = new Set();
/** Called when an answer says that nobody is logged in. @param {() => void} listener */
export function onUnauthenticated(listener) {
  listeners.add(listener);
}

/** @param {string} text */
function parsed(text) {
  if (!text) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * @param {string} method
 * @param {string} path below `/api/`, such as `target/4/`
 * @param {{query?: Query, body?: unknown, signal?: AbortSignal}} [options]
 * @returns {Promise<{status: number, body: any}>} the body is null where the answer has none
 */
export async function request(method, path, { query, body, signal } = {}) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (UNSAFE.has(method)) headers['X-CSRFToken'] = cookie('csrftoken');
  let response;
  try {
    response = await fetch(`/api/${path}${queryString(query)}`, {
      method,
      headers,
      signal,
      credentials: 'same-origin',
      cache: 'no-store',
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    connection.lost();
    throw new ApiError(0, 'The manager does not answer.');
  }
  connection.heard(response.headers.get('Date'));
  const answer = parsed(await response.text());
  if (response.ok) return { status: response.status, body: answer };
  if (response.status === 401) listeners.forEach((listener) => listener());
  throw new ApiError(response.status, sentence(response.status, answer), flatten(answer));
}

/** @param {string} path @param {Query} [query] @param {AbortSignal} [signal] */
export const get = async (path, query, signal) => (await request('GET', path, { query, signal })).body;
/** @param {string} path @param {unknown} body */
export const post = async (path, body) => (await request('POST', path, { body })).body;
/** @param {string} path @param {unknown} body */
export const put = async (path, body) => (await request('PUT', path, { body })).body;
/** @param {string} path */
export const remove = async (path) => (await request('DELETE', path)).body;

/**
 * The objects of a resource.
 *
 * @template {keyof Api.Resources} K
 * @param {K} kind
 * @param {Query} [query] `limit: 0` for all of them
 * @returns {Promise<Page<Api.Resources[K]>>}
 */
export const list = (kind, query) => get(`${kind}/`, query);

/**
 * One object of a resource.
 *
 * @template {keyof Api.Resources} K
 * @param {K} kind
 * @param {string} id
 * @returns {Promise<Api.Resources[K]>}
 */
export const detail = (kind, id) => get(`${kind}/${id}/`);

/** The number at the end of a resource address: `/api/host/12/` → `12`. @param {string|null|undefined} uri */
export function idOf(uri) {
  return /([^/]+)\/?$/.exec(uri ?? '')?.[1] ?? null;
}

/** `/api/host/12/` → `host`. @param {string|null|undefined} uri */
export function kindOf(uri) {
  return /\/api\/([^/]+)\//.exec(uri ?? '')?.[1] ?? null;
}
