/**
 * What the pages show, kept fresh from the event stream. A collection loads when something first watches it; from then
 * on a named change fetches the objects concerned, many in one request, and nothing is polled.
 */
import { list, problemOf } from '../api/client.js';
import { stream } from '../api/stream.js';
import { connection } from '../api/connection.js';

const GATHER = 120;
const MANY = 150;

/**
 * The objects of a resource, or a part of them, by id.
 *
 * @template {keyof Api.Resources} K
 */
export class Collection extends EventTarget {
  #watchers = 0;
  /** @type {Set<string>} */
  #changed = new Set();
  #timer = 0;
  /** @type {Promise<void>|null} */
  #loading = null;
  #again = false;
  #stale = true;

  /**
   * @param {K} kind resource name, such as `target`
   * @param {import('../api/client.js').Query} [query] what of it is kept
   * @param {(item: Api.Resources[K]) => boolean} [keeps] whether a changed object still belongs here
   */
  constructor(kind, query = {}, keeps = () => true) {
    super();
    this.kind = kind;
    this.query = query;
    this.keeps = keeps;
    /** @type {Map<string, Api.Resources[K]>} */
    this.items = new Map();
    this.ready = false;
    /** How many there are at the manager, also of those that are not kept here. */
    this.total = 0;
    /** @type {Error|null} */
    this.error = null;
    /** Ids of objects that changed since they were first shown, with the time; for the brief mark. @type {Map<string, number>} */
    this.touched = new Map();
  }

  get list() {
    return [...this.items.values()];
  }

  /** @param {string|null|undefined} id */
  get(id) {
    return this.items.get(id ?? '');
  }

  /** The objects with the ids, without those that are gone. @param {Iterable<string>} ids */
  some(ids) {
    return [...ids].flatMap((id) => this.items.get(id) ?? []);
  }

  /** Calls at each change, until the function that is returned is called. @param {() => void} listener */
  watch(listener) {
    this.addEventListener('change', listener);
    this.#watchers++;
    if (this.#watchers === 1 && this.#stale) this.load();
    return () => {
      this.removeEventListener('change', listener);
      this.#watchers--;
    };
  }

  /** Loads everything; calls at the same time share one request. @returns {Promise<void>} */
  load() {
    if (this.#loading) {
      this.#again = true;
      return this.#loading;
    }
    this.#stale = false;
    this.#loading = this.#fetchAll().finally(() => {
      this.#loading = null;
      if (this.#again) {
        this.#again = false;
        this.load();
      }
    });
    return this.#loading;
  }

  async #fetchAll() {
    try {
      const answer = await list(this.kind, { limit: 0, ...this.query });
      this.items = new Map(answer.objects.map((item) => [item.id, item]));
      this.total = answer.meta.total_count;
      this.ready = true;
      this.error = null;
    } catch (thrown) {
      this.#failed(thrown);
    }
    this.dispatchEvent(new Event('change'));
  }

  /** @param {unknown} thrown */
  #failed(thrown) {
    this.error = problemOf(thrown);
    this.#stale = true;
  }

  /** @param {string} id of an object that changed, came or went */
  invalidate(id) {
    if (!this.#watchers) {
      // Nobody looks: reload when somebody does.
      this.#stale = true;
      return;
    }
    this.#changed.add(id);
    if (!this.#timer) this.#timer = window.setTimeout(() => this.#refresh(), GATHER);
  }

  invalidateAll() {
    this.#stale = true;
    if (this.#watchers) this.load();
  }

  async #refresh() {
    this.#timer = 0;
    const ids = [...this.#changed];
    this.#changed.clear();
    if (!this.ready || this.#loading || ids.length > MANY) {
      this.load();
      return;
    }
    try {
      const answer = await list(this.kind, { id__in: ids, limit: 0 });
      this.#take(ids, new Map(answer.objects.map((item) => [item.id, item])));
      this.error = null;
    } catch (thrown) {
      this.#failed(thrown);
    }
    this.dispatchEvent(new Event('change'));
  }

  /** @param {string[]} ids that were asked for @param {Map<string, Api.Resources[K]>} found */
  #take(ids, found) {
    const now = Date.now();
    for (const id of ids) {
      const item = found.get(id);
      if (item && this.keeps(item)) {
        this.items.set(id, item);
        this.touched.set(id, now);
      } else this.items.delete(id);
    }
  }

  /** Puts an object that an answer carried, without waiting for the stream. @param {Api.Resources[K]|null|undefined} item */
  put(item) {
    if (!item) return;
    this.items.set(item.id, item);
    this.dispatchEvent(new Event('change'));
  }
}

export const store = {
  host: new Collection('host'),
  target: new Collection('target'),
  filesystem: new Collection('filesystem'),
  volume: new Collection('volume'),
  alert: new Collection('alert', { active: true }, (alert) => alert.active),
  command: new Collection('command', { order_by: '-created_at', limit: 200 }),
  /** Unfinished jobs only: they say what is busy and who waits. */
  job: new Collection('job', { complete: false }, (job) => !job.complete),
  user: new Collection('user'),
};

/**
 * What can be watched, of whatever kind.
 *
 * @typedef {{watch: (listener: () => void) => () => void, ready: boolean, error: Error|null}} Watched
 */

/** @param {string} kind @returns {kind is keyof typeof store} */
const isKept = (kind) => Object.hasOwn(store, kind);

stream.addEventListener('changed', (event) => {
  for (const name of namesOf(event)) {
    const [kind, id] = name.split('/');
    if (isKept(kind)) store[kind].invalidate(id);
  }
});
stream.addEventListener('resync', () =>
  Object.values(store).forEach((collection) => collection.invalidateAll()),
);
connection.addEventListener('change', () => {
  if (connection.lostSince === null) reloadFailed();
});

/** Loads again what could not be loaded. */
export function reloadFailed() {
  for (const collection of Object.values(store)) if (collection.error) collection.invalidateAll();
}

/** The names of the changed objects, such as `target/4`. @param {Event} event @returns {string[]} */
const namesOf = (event) => /** @type {CustomEvent<string[]>} */ (event).detail;

/** Redraws its element when one of the collections changes. */
export class Watch {
  #host;
  #collections;
  /** @type {Array<() => void>} */
  #ends = [];

  /** @param {import('lit').ReactiveControllerHost} host @param {...Watched} collections */
  constructor(host, ...collections) {
    this.#host = host;
    this.#collections = collections;
    host.addController(this);
  }

  hostConnected() {
    this.#ends = this.#collections.map((collection) => collection.watch(() => this.#host.requestUpdate()));
  }

  hostDisconnected() {
    this.#ends.forEach((end) => end());
    this.#ends = [];
  }

  get ready() {
    return this.#collections.every((collection) => collection.ready);
  }

  get error() {
    return this.#collections.find((collection) => !collection.ready && collection.error)?.error ?? null;
  }
}

/** Tells an element about changed objects by name; for pages that keep details of their own. */
export class Changes {
  /**
   * @param {import('lit').ReactiveControllerHost} host
   * @param {(names: string[]|null) => void} tell null: anything may have changed
   */
  constructor(host, tell) {
    this.changed = (/** @type {Event} */ event) => tell(namesOf(event));
    this.resync = () => tell(null);
    host.addController(this);
  }

  hostConnected() {
    stream.addEventListener('changed', this.changed);
    stream.addEventListener('resync', this.resync);
  }

  hostDisconnected() {
    stream.removeEventListener('changed', this.changed);
    stream.removeEventListener('resync', this.resync);
  }
}
