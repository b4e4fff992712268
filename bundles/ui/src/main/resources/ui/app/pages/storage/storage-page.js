import { html } from 'lit';
import { Element } from '../../components/element.js';
import { get, idOf } from '../../api/client.js';
import { Changes, Watch, store } from '../../store/store.js';
import { empty, failure, heading, loading } from '../../components/pieces.js';
import { status } from '../../components/states.js';
import { href, router, Route } from '../../router.js';
import { byName, plural } from '../../format/units.js';
import { attributeText, attributesOf, nameOf } from './resource-facts.js';
import '../../components/data-table.js';

/** Names of the servers that see a resource, of which many are called the same on each. */
const serversOf = (resource) =>
  (resource.hosts ?? [])
    .map((uri) => store.host.get(idOf(uri))?.label ?? '')
    .filter(Boolean)
    .sort(byName)
    .join(', ');

/** What plugins found: disks, paths, pools, controllers. Columns are those of the class that is shown. */
class StoragePage extends Element {
  static properties = { resources: { state: true }, error: { state: true }, absent: { state: true } };

  constructor() {
    super();
    this.resources = null;
    this.error = null;
    this.absent = false;
    this.route = new Route(this);
    new Watch(this, store.host);
    new Changes(
      this,
      (names) =>
        (names === null ||
          names.some(
            (name) =>
              name.startsWith('storage_resource') || name.startsWith('resource') || name.startsWith('plugin'),
          )) &&
        this.#soon(),
    );
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  #soon() {
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      this.#load();
    }, 500);
  }

  async #load() {
    try {
      this.resources = (await get('storage_resource/', { limit: 0 })).objects;
      this.error = null;
    } catch (error) {
      if (error.status === 404) this.absent = true;
      else this.error = error;
    }
  }

  render() {
    if (this.absent)
      return html`${heading('Storage')}<div class="card">${empty('This manager does not show storage resources', 'Volumes show the disks that targets can be put on.', html`<a class="button" href=${href('/volumes')}>Volumes</a>`)}</div>`;
    if (this.error && !this.resources) return failure(this.error);
    if (!this.resources || !(store.host.ready || store.host.error)) return loading();
    const classes = new Map();
    for (const resource of this.resources) {
      const key = `${resource.plugin_name}/${resource.class_name}`;
      classes.set(key, (classes.get(key) ?? 0) + 1);
    }
    const show = classes.has(router.query.get('class')) ? router.query.get('class') : '';
    const rows = show
      ? this.resources.filter((resource) => `${resource.plugin_name}/${resource.class_name}` === show)
      : this.resources;
    return html`${heading('Storage')}
      <data-table name="storage" noun="resource" sort="name" .columns=${this.#columns(show, rows)} .rows=${rows}
        .filters=${html`<label><span class="unheard">Class</span><select class="input" @change=${(event) => router.set({ class: event.target.value })}><option value="">All classes</option>${[...classes].sort((a, b) => byName(a[0], b[0])).map(([key, number]) => html`<option value=${key} ?selected=${key === show}>${key.replace('/', ': ')} (${number})</option>`)}</select></label>`}
        .empty=${empty('Nothing found yet', 'Plugins report disks, paths, pools and controllers of your servers here. A plugin that is added while Chroma runs shows its resources at once.')}></data-table>`;
  }

  #columns(show, rows) {
    const key =
      show +
      (rows[0]
        ? attributesOf(rows[0])
            .map((attribute) => attribute.name)
            .join()
        : '');
    if (this.columnsFor === key) return this.columns;
    this.columnsFor = key;
    const own =
      show && rows[0]
        ? attributesOf(rows[0])
            .slice(0, 5)
            .map((attribute, index) => ({
              key: `a-${attribute.name}`,
              label: attribute.label,
              rank: index < 2 ? 2 : 4,
              number: attribute.number,
              value: (resource) => attributesOf(resource).find((other) => other.name === attribute.name)?.raw,
              cell: (resource) =>
                attributeText(attributesOf(resource).find((other) => other.name === attribute.name)),
            }))
        : [];
    this.columns = [
      {
        key: 'name',
        label: 'Resource',
        value: nameOf,
        cell: (resource) =>
          html`<a class="name" href=${href(`/storage/${resource.id}`)} title=${nameOf(resource)}>${nameOf(resource)}</a>`,
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
      ...own,
      {
        key: 'alerts',
        label: 'Alerts',
        value: (resource) => (resource.alerts ?? []).length + (resource.propagated_alerts ?? []).length,
        cell: (resource) => {
          const number = (resource.alerts ?? []).length + (resource.propagated_alerts ?? []).length;
          return number ? status('warn', plural(number, 'alert')) : html`<span class="quiet">–</span>`;
        },
      },
    ];
    return this.columns;
  }
}
customElements.define('storage-page', StoragePage);
