import { html, nothing } from 'lit';
import { Element } from '../../components/element.js';
import { get, put, idOf } from '../../api/client.js';
import { session } from '../../api/session.js';
import { Changes } from '../../store/store.js';
import { card, empty, facts, failure, heading, loading } from '../../components/pieces.js';
import { status } from '../../components/states.js';
import { tell } from '../../components/toasts.js';
import { href } from '../../router.js';
import { crumb } from '../../shell/crumb.js';
import { attributeText, attributesOf, nameOf } from './resource-facts.js';

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
    this.resource = null;
    this.ancestors = [];
    this.error = null;
    new Changes(
      this,
      (names) =>
        (names === null || names.some((name) => name.endsWith(`resource/${this.id}`))) && this.#load(),
    );
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
  }

  async #load() {
    try {
      this.resource = await get(`storage_resource/${this.id}/`);
      crumb.set(nameOf(this.resource));
    } catch (error) {
      this.error = error;
      return;
    }
    try {
      this.ancestors = (await get('storage_resource/', { ancestor_of: this.id, limit: 0 })).objects.filter(
        (other) => String(other.id) !== String(this.id),
      );
    } catch {
      // Its own facts are worth showing without what it is made of.
    }
  }

  async #rename(event) {
    event.preventDefault();
    const alias = new FormData(event.target).get('alias').toString().trim();
    try {
      await put(`storage_resource/${this.id}/`, { alias: alias || null });
      tell(alias ? 'Renamed.' : 'It has its own name again.', 'good');
      this.#load();
    } catch (error) {
      tell(error.message, 'bad');
    }
  }

  render() {
    if (this.error)
      return this.error.status === 404
        ? empty(
            'There is no such resource',
            'No plugin reports it any more.',
            html`<a class="button" href=${href('/storage')}>Storage</a>`,
          )
        : failure(this.error);
    if (!this.resource) return loading();
    const { resource } = this;
    const alerts = [...(resource.alerts ?? []), ...(resource.propagated_alerts ?? [])];
    const above = this.ancestors.length
      ? this.ancestors
      : (resource.parents ?? []).map((uri) => ({ id: idOf(uri), label: String(uri) }));
    return html`${heading(nameOf(resource), html`<span class="tag">${resource.plugin_name}: ${resource.class_name}</span>`)}
      ${alerts.map((alert) => html`<div class="banner warn">${status('warn', alert.message ?? String(alert))}</div>`)}
      <div class="overview">
        <div class="stack">
          ${card('Attributes', facts(...attributesOf(resource).map((attribute) => [attribute.label, html`<span class=${attribute.number ? '' : 'mono'}>${attributeText(attribute)}</span>`])))}
          ${session.mayConfigure && 'alias' in resource ? card('Name', html`<form class="line" @submit=${(event) => this.#rename(event)}><input class="input grow" name="alias" aria-label="Name" .value=${resource.alias ?? ''} placeholder=${resource.default_alias ?? ''}><button class="button">Rename</button></form>`) : nothing}
        </div>
        ${card('Made of', above.length ? html`<ul class="stack-tight">${above.map((other) => html`<li class="line"><a href=${href(`/storage/${other.id}`)}>${nameOf(other)}</a>${other.class_name ? html`<span class="tag">${other.class_name}</span>` : nothing}</li>`)}</ul>` : html`<p class="quiet">Nothing that a plugin reports.</p>`)}
      </div>`;
  }
}
customElements.define('storage-resource-page', StorageResourcePage);
