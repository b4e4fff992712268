/**
 * What the pages show, kept fresh from the event stream. A collection loads when something first watches it; from then
 * on a named change fetches the objects concerned, many in one request, and nothing is polled.
 */
import { get } from '../api/client.js';
import { stream } from '../api/stream.js';
import { connection } from '../api/connection.js';

const GATHER = 120;
const MANY = 150;

export class Collection extends EventTarget {
  #watchers = 0;
  #stale = new Set();
  #timer = 0;
  #loading = null;
  #again = false;

  /**
   * @param {string} kind resource name, such as `target`
   * @param {import('../api/client.js').Query} [query] what of it is kept
   * @param {(item: any) => boolean} [keeps] whether a changed object still belongs here
   */
  constructor(kind, query = {}, keeps = () => true) {
    super();
    this.kind = kind;
    this.query = query;
    this.keeps = keeps;
    /** @type {Map<string, any>} */
    this.items = new Map();
    this.ready = false;
    this.total = 0;
    /** @type {Error|null} */
    this.error = null;
    /** Ids of objects that changed since they were first shown, with the time; for the brief mark. */
    this.touched = new Map();
  }

  get list() {
    return [...this.items.values()];
  }

  /** @param {string|number|null|undefined} id */
  get(id) {
    return id === null || id === undefined ? undefined : this.items.get(String(id));
  }

  watch(listener) {
    this.addEventListener('change', listener);
    this.#watchers++;
    if (this.#watchers === 1 && (!this.ready || this.stale)) this.load();
    return () => {
      this.removeEventListener('change', listener);
      this.#watchers--;
    };
  }

  /** Loads everything; calls at the same time share one request. */
  load() {
    if (this.#loading) {
      this.#again = true;
      return this.#loading;
    }
    this.stale = false;
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
      const answer = await get(`${this.kind}/`, { limit: 0, ...this.query });
      this.items = new Map(answer.objects.map((item) => [String(item.id), item]));
      this.total = answer.meta?.total_count ?? answer.objects.length;
      this.ready = true;
      this.error = null;
    } catch (failure) {
      if (failure.status === 404) {
        // A manager without this resource has none of it.
        this.items = new Map();
        this.ready = true;
      } else {
        this.error = failure;
        this.stale = true;
      }
    }
    this.dispatchEvent(new Event('change'));
  }

  /** @param {string} id of an object that changed, came or went */
  invalidate(id) {
    if (!this.#watchers) {
      // Nobody looks: reload when somebody does.
      this.stale = true;
      return;
    }
    this.#stale.add(id);
    if (!this.#timer) this.#timer = window.setTimeout(() => this.#refresh(), GATHER);
  }

  invalidateAll() {
    this.stale = true;
    if (this.#watchers) this.load();
  }

  async #refresh() {
    this.#timer = 0;
    const ids = [...this.#stale];
    this.#stale.clear();
    if (!this.ready || this.#loading || ids.length > MANY) {
      this.load();
      return;
    }
    try {
      const answer = await get(`${this.kind}/`, { id__in: ids, limit: 0 });
      const found = new Map(answer.objects.map((item) => [String(item.id), item]));
      const now = Date.now();
      for (const id of ids) {
        const item = found.get(id);
        if (item && this.keeps(item)) {
          this.items.set(id, item);
          this.touched.set(id, now);
        } else this.items.delete(id);
      }
      this.error = null;
    } catch (failure) {
      this.error = failure;
      this.stale = true;
    }
    this.dispatchEvent(new Event('change'));
  }

  /** Puts an object that an answer carried, without waiting for the stream. */
  put(item) {
    if (!item?.id) return;
    this.items.set(String(item.id), item);
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

stream.addEventListener('changed', (event) => {
  for (const name of /** @type {CustomEvent} */ (event).detail) {
    const slash = name.indexOf('/');
    const kind = slash < 0 ? name : name.slice(0, slash);
    const id = slash < 0 ? '' : name.slice(slash + 1).replace(/\/$/, '');
    const collection = store[kind];
    if (collection) {
      if (id && id !== '*') collection.invalidate(id);
      else collection.invalidateAll();
    }
  }
});
stream.addEventListener('resync', () =>
  Object.values(store).forEach((collection) => collection.invalidateAll()),
);
connection.addEventListener('change', () => {
  if (connection.lostSince === null)
    Object.values(store)
      .filter((collection) => collection.error)
      .forEach((collection) => collection.invalidateAll());
});

/** Redraws its element when one of the collections changes. */
export class Watch {
  #host;
  #collections;
  #ends = [];

  /** @param {import('lit').ReactiveControllerHost} host @param {...Collection} collections */
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
  /** @param {import('lit').ReactiveControllerHost} host @param {(names: string[]|null) => void} tell null: anything may have changed */
  constructor(host, tell) {
    this.tell = tell;
    this.changed = (event) => tell(event.detail);
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
