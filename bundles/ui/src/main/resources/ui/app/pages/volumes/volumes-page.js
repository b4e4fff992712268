import { html, nothing } from 'lit';
import { Element, css } from '../../components/element.js';
import { store, Watch } from '../../store/store.js';
import { session } from '../../api/session.js';
import { onSelection, onValue } from '../../components/events.js';
import { problemOf, put } from '../../api/client.js';
import { empty, failure, heading, loading, segments } from '../../components/pieces.js';
import { isSilent, serverName, status } from '../../components/states.js';
import { tell } from '../../components/toasts.js';
import { each } from '../../components/bulk.js';
import { href, router, Route } from '../../router.js';
import { bytes, plural } from '../../format/units.js';
import { failoverNodes, primaryNode, targetsByVolume } from './volume-facts.js';
import { balance } from './balance.js';
import '../../components/data-table.js';

/** @type {Record<string, ['good'|'warn'|'calm', string]>} */
const HA = {
  'configured-ha': ['good', 'can fail over'],
  'configured-noha': ['calm', 'one server only'],
  unconfigured: ['warn', 'no primary chosen'],
};

/** @typedef {import('./balance.js').Choice} Choice */

class VolumesPage extends Element {
  static properties = {
    edits: { state: true },
    selection: { state: true },
    busy: { state: true },
    failed: { state: true },
  };

  static css = css`
    .server-choice {
      width: auto;
      min-width: 100%;
      max-width: 206px;
      min-height: 26px;
      padding: 1px 24px 1px 6px;
      text-overflow: ellipsis;
    }
    .server-choice.edited { border-color: var(--accent); background-color: var(--accent-soft); }
    .apply {
      position: sticky;
      bottom: 12px;
      z-index: 5;
      display: flex;
      gap: var(--s-2);
      align-items: center;
      justify-content: flex-end;
      padding: 10px var(--s-3);
      background: var(--raised);
      border: 1px solid var(--accent);
      border-radius: var(--radius);
      box-shadow: var(--shadow);
    }
  `;

  constructor() {
    super();
    /** What was chosen but not applied yet, by volume. @type {Map<string, Choice>} */
    this.edits = new Map();
    /** @type {Set<string>} */
    this.selection = new Set();
    this.busy = false;
    /** Why changes were refused, by volume. @type {Map<string, string>} */
    this.failed = new Map();
    /** @type {Map<string, Api.Target>} */
    this.carried = new Map();
    this.watch = new Watch(this, store.volume, store.target, store.host, store.alert);
    this.route = new Route(this);
    /** @type {import('../../components/data-table.js').ColumnOf<Api.Volume>[]} */
    this.columns = [
      { key: 'label', label: 'Volume', cell: (volume) => this.#label(volume) },
      { key: 'size', label: 'Size', number: true, cell: (volume) => bytes(volume.size) },
      { key: 'kind', label: 'Kind', rank: 4 },
      {
        key: 'primary',
        label: 'Primary',
        rank: 1,
        value: (volume) => primaryNode(volume)?.host_label,
        cell: (volume) => this.#primary(volume),
      },
      {
        key: 'failover',
        label: 'Failover',
        rank: 2,
        value: (volume) => failoverNodes(volume)[0]?.host_label,
        cell: (volume) => this.#failover(volume),
      },
      {
        key: 'status',
        label: 'Failover state',
        rank: 3,
        cell: (volume) => {
          const [tone, text] = HA[volume.status] ?? ['calm', volume.status];
          return status(tone, text);
        },
      },
      {
        key: 'use',
        label: 'Used by',
        rank: 2,
        value: (volume) => this.#user(volume)?.label,
        cell: (volume) => {
          const target = this.#user(volume);
          return target
            ? html`<a href=${href(`/targets/${target.id}`)}>${target.label}</a>`
            : html`<span class="quiet">free</span>`;
        },
      },
    ];
  }

  /** @param {Api.Volume} volume */
  #label({ id, label }) {
    const problem = this.failed.get(id);
    return html`<span class="mono" title=${label}>${label}</span>${
      problem === undefined ? nothing : html`<br><span class="field-error">${problem}</span>`
    }`;
  }

  /** The target that a volume carries. @param {Api.Volume} volume */
  #user(volume) {
    return this.carried.get(volume.id);
  }

  /** @param {Api.Volume} volume */
  #editable(volume) {
    return session.mayConfigure && !this.#user(volume) && volume.volume_nodes.length > 1;
  }

  /** @param {Api.Volume} volume @returns {Choice} */
  #chosen(volume) {
    return this.edits.get(volume.id) ?? applied(volume);
  }

  /** @param {Api.Volume} volume @param {Partial<Choice>} change */
  #edit(volume, change) {
    const before = this.#chosen(volume);
    const after = { ...before, ...change };
    if (change.primary && after.failover === change.primary) after.failover = before.primary;
    if (change.failover && after.primary === change.failover) after.primary = before.failover;
    this.#keep([[volume, after]]);
  }

  /** @param {[Api.Volume, Choice][]} choices */
  #keep(choices) {
    const edits = new Map(this.edits);
    for (const [volume, after] of choices) {
      const { primary, failover } = applied(volume);
      if (after.primary === primary && after.failover === failover) edits.delete(volume.id);
      else edits.set(volume.id, after);
    }
    this.edits = edits;
  }

  #discard() {
    this.edits = new Map();
    this.failed = new Map();
  }

  /** @param {Api.Volume} volume @param {keyof Choice} part @param {string} none what stands for no server */
  #select(volume, part, none) {
    const chosen = this.#chosen(volume)[part];
    const edited = this.edits.has(volume.id);
    return html`<select class="input server-choice ${edited ? 'edited' : ''}"
      aria-label="${part} server of ${volume.label}"
      @change=${onValue((id) => this.#edit(volume, { [part]: id }))}>
      <option value="" ?selected=${!chosen}>${none}</option>
      ${volume.volume_nodes.map(
        (node) =>
          html`<option value=${node.id} ?selected=${node.id === chosen}
            >${node.host_label}${isSilent(node.host_id) ? ' (no contact)' : ''}</option>`,
      )}
    </select>`;
  }

  /** @param {Api.Volume} volume */
  #primary(volume) {
    if (this.#editable(volume)) return this.#select(volume, 'primary', 'choose…');
    const node = primaryNode(volume) ?? volume.volume_nodes.at(0);
    return node ? serverOf(node) : html`<span class="quiet">–</span>`;
  }

  /** @param {Api.Volume} volume */
  #failover(volume) {
    if (this.#editable(volume)) return this.#select(volume, 'failover', 'none');
    const nodes = failoverNodes(volume);
    if (!nodes.length) return html`<span class="quiet">none</span>`;
    return nodes.map((node) => html`${serverOf(node)} `);
  }

  async #apply() {
    this.busy = true;
    /** @type {Map<string, string>} */
    const failed = new Map();
    const edits = [...this.edits];
    await each(edits, async ([id, choice]) => {
      const nodes = (store.volume.get(id)?.volume_nodes ?? []).map((node) => ({
        id: node.id,
        primary: node.id === choice.primary,
        use: [choice.primary, choice.failover].includes(node.id),
      }));
      try {
        await put(`volume/${id}/`, { id, nodes });
        store.volume.invalidate(id);
      } catch (thrown) {
        failed.set(id, problemOf(thrown).message);
      }
    });
    this.edits = new Map(edits.filter(([id]) => failed.has(id)));
    this.failed = failed;
    this.busy = false;
    if (failed.size) tell(`${plural(failed.size, 'volume')} could not be changed.`, 'bad');
    else tell(`${plural(edits.length, 'volume')} changed.`, 'good');
  }

  render() {
    if (this.watch.error) return failure(this.watch.error);
    if (!this.watch.ready) return loading();
    this.carried = targetsByVolume(store.target.list);
    const show = router.query.get('show') ?? '';
    const all = store.volume.list;
    const free = all.filter((volume) => !this.#user(volume));
    const used = all.filter((volume) => this.#user(volume));
    const rows = show === 'free' ? free : show === 'used' ? used : all;
    const filters = segments(
      [
        ['', `All ${all.length}`],
        ['free', `Free ${free.length}`],
        ['used', `Used ${used.length}`],
      ],
      show,
      (value) => router.set({ show: value }),
    );
    return html`${heading('Volumes')}
      <data-table name="volumes" noun="volume" sort="label" .columns=${[...this.columns]} .rows=${rows}
        ?selectable=${session.mayConfigure} .selection=${this.selection}
        @selection=${onSelection((selection) => (this.selection = selection))}
        .filters=${filters} .bulk=${this.#bulk()} .empty=${noVolumes()}></data-table>
      ${this.edits.size ? this.#pending() : nothing}`;
  }

  #bulk() {
    const chosen = store.volume.some(this.selection).filter((volume) => this.#editable(volume));
    if (!chosen.length) return html`<span class="quiet small">used by targets</span>`;
    const swap = () => this.#keep(chosen.map((volume) => [volume, swapped(this.#chosen(volume))]));
    const spread = () => this.#keep(balance(chosen));
    return html`<button class="button tiny" @click=${swap}>Swap primary and failover</button>
      <button class="button tiny" @click=${spread}>Balance over servers</button>`;
  }

  #pending() {
    const number = this.edits.size;
    return html`<div class="apply">
      <span class="grow soft">${plural(number, 'volume')} changed, not applied yet</span>
      <button class="button" @click=${() => this.#discard()}>Discard</button>
      <button class="button primary" ?disabled=${this.busy} @click=${() => this.#apply()}
        >Apply ${plural(number, 'change')}</button>
    </div>`;
  }
}

/** What holds at the manager. @param {Api.Volume} volume @returns {Choice} */
const applied = (volume) => ({
  primary: primaryNode(volume)?.id ?? '',
  failover: failoverNodes(volume)[0]?.id ?? '',
});

/** @param {Choice} choice @returns {Choice} */
const swapped = ({ primary, failover }) =>
  failover ? { primary: failover, failover: primary } : { primary, failover };

/** @param {Api.VolumeNode} node */
const serverOf = (node) => serverName(node.host_id, node.host_label, node.path);

function noVolumes() {
  const none = store.host.ready && !store.host.items.size;
  const text = none
    ? 'Add servers first: their disks become volumes.'
    : 'Disks that your servers report appear here. Disks that are mounted or used otherwise are left out.';
  return empty('No volumes yet', text, html`<a class="button primary" href=${href('/servers')}>Servers</a>`);
}
customElements.define('volumes-page', VolumesPage);
