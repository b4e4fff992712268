import { html, nothing } from 'lit';
import { Element, css } from '../../components/element.js';
import { store, Watch } from '../../store/store.js';
import { session } from '../../api/session.js';
import { put, idOf } from '../../api/client.js';
import { empty, failure, heading, loading } from '../../components/pieces.js';
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
    /** @type {Map<string, {primary: string, failover: string}>} node ids chosen but not applied yet */
    this.edits = new Map();
    this.selection = new Set();
    this.busy = false;
    this.failed = new Map();
    this.watch = new Watch(this, store.volume, store.target, store.host, store.alert);
    this.route = new Route(this);
    this.columns = [
      {
        key: 'label',
        label: 'Volume',
        cell: (volume) =>
          html`<span class="mono" title=${volume.label}>${volume.label}</span>${this.failed.has(String(volume.id)) ? html`<br><span class="field-error">${this.failed.get(String(volume.id))}</span>` : nothing}`,
      },
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
            ? html`<a href=${href(`/targets/${target.id}`)}>${target.label ?? target.name}</a>`
            : html`<span class="quiet">free</span>`;
        },
      },
    ];
  }

  #user(volume) {
    return this.carried.get(String(volume.id));
  }

  #editable(volume) {
    return session.mayConfigure && !this.#user(volume) && (volume.volume_nodes ?? []).length > 1;
  }

  #chosen(volume) {
    return (
      this.edits.get(String(volume.id)) ?? {
        primary: primaryNode(volume)?.id ?? '',
        failover: failoverNodes(volume)[0]?.id ?? '',
      }
    );
  }

  #edit(volume, change) {
    const before = this.#chosen(volume);
    const after = { ...before, ...change };
    if (change.primary && after.failover === change.primary) after.failover = before.primary;
    if (change.failover && after.primary === change.failover) after.primary = before.failover;
    this.#keep([[volume, after]]);
  }

  /** @param {[any, {primary: string, failover: string}][]} choices */
  #keep(choices) {
    const edits = new Map(this.edits);
    for (const [volume, after] of choices) {
      const same =
        String(after.primary) === String(primaryNode(volume)?.id ?? '') &&
        String(after.failover) === String(failoverNodes(volume)[0]?.id ?? '');
      if (same) edits.delete(String(volume.id));
      else edits.set(String(volume.id), after);
    }
    this.edits = edits;
  }

  #select(volume, part, nodes, none) {
    const chosen = String(this.#chosen(volume)[part] ?? '');
    const edited = this.edits.has(String(volume.id));
    return html`<select class="input server-choice ${edited ? 'edited' : ''}" aria-label="${part} server of ${volume.label}" @change=${(event) => this.#edit(volume, { [part]: event.target.value })}><option value="" ?selected=${!chosen}>${none}</option>${nodes.map((node) => html`<option value=${node.id} ?selected=${String(node.id) === chosen}>${node.host_label}${isSilent(node.host_id) ? ' (no contact)' : ''}</option>`)}</select>`;
  }

  #primary(volume) {
    if (this.#editable(volume)) return this.#select(volume, 'primary', volume.volume_nodes, 'choose…');
    const node = primaryNode(volume) ?? volume.volume_nodes?.[0];
    return node
      ? serverName(node.host_id ?? idOf(node.host), node.host_label, node.path)
      : html`<span class="quiet">–</span>`;
  }

  #failover(volume) {
    if (this.#editable(volume)) return this.#select(volume, 'failover', volume.volume_nodes, 'none');
    const nodes = failoverNodes(volume);
    return nodes.length
      ? nodes.map((node) => html`${serverName(node.host_id ?? idOf(node.host), node.host_label, node.path)} `)
      : html`<span class="quiet">none</span>`;
  }

  async #apply() {
    this.busy = true;
    const failed = new Map();
    const edits = [...this.edits];
    await each(edits, async ([id, choice]) => {
      const volume = store.volume.get(id);
      const nodes = (volume?.volume_nodes ?? []).map((node) => ({
        id: node.id,
        primary: String(node.id) === String(choice.primary),
        use: [choice.primary, choice.failover].map(String).includes(String(node.id)),
      }));
      try {
        await put(`volume/${id}/`, { id, nodes });
        store.volume.invalidate(id);
      } catch (error) {
        failed.set(id, error.message);
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
    const rows = show === 'free' ? free : show === 'used' ? all.filter((volume) => this.#user(volume)) : all;
    const chosen = [...this.selection]
      .map((id) => store.volume.get(id))
      .filter((volume) => volume && this.#editable(volume));
    return html`${heading('Volumes')}
      <data-table name="volumes" noun="volume" sort="label" .columns=${[...this.columns]} .rows=${rows} ?selectable=${session.mayConfigure} .selection=${this.selection} @selection=${(event) => (this.selection = event.detail)}
        .filters=${html`<span class="segments">${[
          ['', `All ${all.length}`],
          ['free', `Free ${free.length}`],
          ['used', `Used ${all.length - free.length}`],
        ].map(
          ([value, label]) =>
            html`<button aria-pressed=${show === value} @click=${() => router.set({ show: value })}>${label}</button>`,
        )}</span>`}
        .bulk=${
          chosen.length
            ? html`<button class="button tiny" @click=${() =>
                this.#keep(
                  chosen.map((volume) => {
                    const { primary, failover } = this.#chosen(volume);
                    return [
                      volume,
                      failover ? { primary: failover, failover: primary } : { primary, failover },
                    ];
                  }),
                )}>Swap primary and failover</button><button class="button tiny" @click=${() => this.#keep(balance(chosen))}>Balance over servers</button>`
            : html`<span class="quiet small">used by targets</span>`
        }
        .empty=${empty('No volumes yet', store.host.items.size || !store.host.ready ? 'Disks that your servers report appear here. Disks that are mounted or used otherwise are left out.' : 'Add servers first: their disks become volumes.', html`<a class="button primary" href=${href('/servers')}>Servers</a>`)}></data-table>
      ${
        this.edits.size
          ? html`<div class="apply"><span class="grow soft">${plural(this.edits.size, 'volume')} changed, not applied yet</span><button class="button" @click=${() => {
              this.edits = new Map();
              this.failed = new Map();
            }}>Discard</button><button class="button primary" ?disabled=${this.busy} @click=${() => this.#apply()}>Apply ${plural(this.edits.size, 'change')}</button></div>`
          : nothing
      }`;
  }
}
customElements.define('volumes-page', VolumesPage);
