import { html } from 'lit';
import { Element } from '../../components/element.js';
import { onValue } from '../../components/events.js';
import { idOf, list, problemOf } from '../../api/client.js';
import { Changes, Watch, store } from '../../store/store.js';
import { empty, failure, heading, loading } from '../../components/pieces.js';
import { status } from '../../components/states.js';
import { href, router, Route } from '../../router.js';
import { byName, plural } from '../../format/units.js';
import { attributeText, attributesOf, isNumber } from './resource-facts.js';
import '../../components/data-table.js';

/** @typedef {import('../../components/data-table.js').ColumnOf<Api.StorageResource>} Column */

/** How many columns show attributes. */
const OWN = 5;

/** Names of the servers that see a resource, of which many are called the same on each. @param {Api.StorageResource} resource */
const serversOf = (resource) =>
  store.host
    .some(resource.hosts.flatMap((uri) => idOf(uri) ?? []))
    .map((host) => host.label)
    .sort(byName)
    .join(', ');

/** The class of a resource, as in the address. @param {Api.StorageResource} resource */
const classOf = (resource) => `${resource.plugin_name}/${resource.class_name}`;

/** @param {Api.StorageResource} resource */
const alertNumber = (resource) => resource.alerts.length + resource.propagated_alerts.length;

/** What plugins found: disks, paths, pools, controllers. Columns are those of the class that is shown. */
class StoragePage extends Element {
  static properties = { resources: { state: true }, error: { state: true } };

  constructor() {
    super();
    /** @type {Api.StorageResource[]|null} */
    this.resources = null;
    /** @type {Error|null} */
    this.error = null;
    this.timer = 0;
    /** @type {Column[]} */
    this.columns = [];
    /** What the columns are for, to notice that others are wanted. */
    this.columnsFor = '';
    this.route = new Route(this);
    new Watch(this, store.host);
    new Changes(this, (names) => {
      if (names?.some((name) => name.startsWith('storage_resource/')) ?? true) this.#soon();
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  #soon() {
    if (this.timer) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.#load();
    }, 500);
  }

  async #load() {
    try {
      this.resources = (await list('storage_resource', { limit: 0 })).objects;
      this.error = null;
    } catch (thrown) {
      this.error = problemOf(thrown);
    }
  }

  render() {
    if (this.error && !this.resources) return failure(this.error);
    if (!this.resources || !(store.host.ready || store.host.error)) return loading();
    /** @type {Map<string, number>} */
    const classes = new Map();
    for (const resource of this.resources)
      classes.set(classOf(resource), (classes.get(classOf(resource)) ?? 0) + 1);
    const wanted = router.query.get('class') ?? '';
    const show = classes.has(wanted) ? wanted : '';
    const rows = show ? this.resources.filter((resource) => classOf(resource) === show) : this.resources;
    return html`${heading('Storage')}
      <data-table name="storage" noun="resource" sort="name" .columns=${this.#columns(show, rows.at(0))} .rows=${rows}
        .filters=${filter(classes, show)} .empty=${empty('Nothing found yet', WHAT)}></data-table>`;
  }

  /** @param {string} show the class that is shown @param {Api.StorageResource|undefined} first one of those that are shown */
  #columns(show, first) {
    const own = show && first ? attributesOf(first) : [];
    const key = `${show}:${own.map(([name]) => name).join()}`;
    if (this.columnsFor !== key) {
      this.columnsFor = key;
      this.columns = [...COLUMNS, ...own.slice(0, OWN).map(attributeColumn), ALERTS];
    }
    return this.columns;
  }
}

const WHAT =
  'Plugins report disks, paths, pools and controllers of your servers here. A plugin that is added while Chroma runs ' +
  'shows its resources at once.';

/** @type {Column[]} */
const COLUMNS = [
  {
    key: 'name',
    label: 'Resource',
    value: (resource) => resource.label,
    cell: ({ id, label }) => html`<a class="name" href=${href(`/storage/${id}`)} title=${label}>${label}</a>`,
  },
  {
    key: 'servers',
    label: 'Servers',
    rank: 1,
    value: serversOf,
    cell: (resource) => html`<span title=${serversOf(resource)}>${serversOf(resource) || '–'}</span>`,
  },
  { key: 'class', label: 'Class', rank: 2, value: (resource) => resource.class_name },
  { key: 'plugin', label: 'Plugin', rank: 3, value: (resource) => resource.plugin_name },
];

/** @type {Column} */
const ALERTS = {
  key: 'alerts',
  label: 'Alerts',
  value: alertNumber,
  cell: (resource) => {
    const number = alertNumber(resource);
    return number ? status('warn', plural(number, 'alert')) : html`<span class="quiet">–</span>`;
  },
};

/** @param {import('./resource-facts.js').Named} attribute @param {number} index @returns {Column} */
function attributeColumn([name, example], index) {
  return {
    key: `a-${name}`,
    label: example.label,
    rank: index < 2 ? 2 : 4,
    number: isNumber(example),
    value: (resource) => resource.attributes[name]?.raw,
    cell: (resource) => attributeText(name, resource.attributes[name]),
  };
}

/** @param {Map<string, number>} classes with how many resources there are of each @param {string} show */
function filter(classes, show) {
  const sorted = [...classes].sort((a, b) => byName(a[0], b[0]));
  return html`<label>
    <span class="unheard">Class</span>
    <select class="input" @change=${onValue((value) => router.set({ class: value }))}>
      <option value="">All classes</option>
      ${sorted.map(
        ([key, number]) =>
          html`<option value=${key} ?selected=${key === show}>${key.replace('/', ': ')} (${number})</option>`,
      )}
    </select>
  </label>`;
}
customElements.define('storage-page', StoragePage);
