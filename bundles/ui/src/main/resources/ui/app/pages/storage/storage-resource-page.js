import { html } from 'lit';
import { Element } from '../../components/element.js';
import { detail, list, problemOf } from '../../api/client.js';
import { Changes, Watch, store } from '../../store/store.js';
import { card, empty, facts, failure, heading, loading } from '../../components/pieces.js';
import { status } from '../../components/states.js';
import { href } from '../../router.js';
import { crumb } from '../../shell/crumb.js';
import { attributeText, attributesOf, isNumber } from './resource-facts.js';

class StorageResourcePage extends Element {
  static properties = {
    id: {},
    resource: { state: true },
    ancestors: { state: true },
    error: { state: true },
  };

  constructor() {
    super();
    this.id = '';
    /** @type {Api.StorageResource|null} */
    this.resource = null;
    /** What it is made of. @type {Api.StorageResource[]} */
    this.ancestors = [];
    /** @type {import('../../api/client.js').ApiError|null} */
    this.error = null;
    this.watch = new Watch(this, store.alert);
    new Changes(this, (names) => {
      if (names?.includes(`storage_resource/${this.id}`) ?? true) this.#load();
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      this.resource = await detail('storage_resource', this.id);
      crumb.set(this.resource.label);
    } catch (thrown) {
      this.error = problemOf(thrown);
      return;
    }
    try {
      const related = await list('storage_resource', { ancestor_of: this.id, limit: 0 });
      this.ancestors = related.objects.filter((other) => other.id !== this.id);
    } catch {
      // Its own facts are worth showing without what it is made of.
    }
  }

  render() {
    if (this.error) return this.#missing(this.error);
    if (!this.resource) return loading();
    const { resource } = this;
    const alerts = store.alert.list.filter((alert) =>
      [...resource.alerts, ...resource.propagated_alerts].includes(alert.resource_uri),
    );
    const kind = html`<span class="tag">${resource.plugin_name}: ${resource.class_name}</span>`;
    const attributes = attributesOf(resource).map(attributeFact);
    return html`${heading(resource.label, kind)}
      ${alerts.map((alert) => html`<div class="banner warn">${status('warn', alert.message)}</div>`)}
      <div class="overview">
        <div class="stack">${card('Attributes', facts(...attributes))}</div>
        ${card('Made of', this.#parts())}
      </div>`;
  }

  /** @param {import('../../api/client.js').ApiError} error */
  #missing(error) {
    if (error.status !== 404) return failure(error);
    return empty(
      'There is no such resource',
      'No plugin reports it any more.',
      html`<a class="button" href=${href('/storage')}>Storage</a>`,
    );
  }

  #parts() {
    if (!this.ancestors.length) return html`<p class="quiet">Nothing that a plugin reports.</p>`;
    return html`<ul class="stack-tight">${this.ancestors.map(
      (other) =>
        html`<li class="line"><a href=${href(`/storage/${other.id}`)}>${other.label}</a
          ><span class="tag">${other.class_name}</span></li>`,
    )}</ul>`;
  }
}

/** @param {import('./resource-facts.js').Named} attribute @returns {[string, unknown]} */
function attributeFact([name, attribute]) {
  const text = attributeText(name, attribute);
  return [attribute.label, html`<span class=${isNumber(attribute) ? '' : 'mono'}>${text}</span>`];
}
customElements.define('storage-resource-page', StorageResourcePage);
