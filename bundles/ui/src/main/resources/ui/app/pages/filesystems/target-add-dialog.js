import { html, nothing } from 'lit';
import { Dialog } from '../../components/dialogs.js';
import { onSelection, onSubmit, onTick } from '../../components/events.js';
import { post, problemOf } from '../../api/client.js';
import { store, Watch } from '../../store/store.js';
import { empty, failure, segments, turning } from '../../components/pieces.js';
import { follow } from '../../components/toasts.js';
import { bytes, plural } from '../../format/units.js';
import { isUsable, targetsByVolume, volumeServers } from '../volumes/volume-facts.js';
import '../../components/data-table.js';

/** Adds OSTs or MDTs to a filesystem. One after another, so that they are numbered in the order of the list. */
class TargetAddDialog extends Dialog {
  static properties = {
    filesystem: { attribute: false },
    kind: { state: true },
    selection: { state: true },
    busy: { state: true },
    error: { state: true },
    reformat: { state: true },
  };

  constructor() {
    super();
    /** @type {Pick<Api.Filesystem, 'id'|'name'>} */
    this.filesystem = { id: '', name: '' };
    this.kind = 'OST';
    /** @type {Set<string>} */
    this.selection = new Set();
    this.busy = false;
    /** @type {Error|null} */
    this.error = null;
    this.reformat = false;
    this.watch = new Watch(this, store.volume, store.target);
    /** @type {import('../../components/data-table.js').ColumnOf<Api.Volume>[]} */
    this.columns = [
      { key: 'label', label: 'Volume', cell: (volume) => html`<span class="mono">${volume.label}</span>` },
      { key: 'size', label: 'Size', number: true, cell: (volume) => bytes(volume.size) },
      { key: 'servers', label: 'Primary, failover', rank: 2, value: volumeServers },
    ];
  }

  async #add() {
    this.busy = true;
    this.error = null;
    const left = new Set(this.selection);
    try {
      for (const id of this.selection) {
        const answer = await post('target/', {
          kind: this.kind,
          volume_id: Number(id),
          filesystem_id: Number(this.filesystem.id),
          ...(this.reformat ? { reformat: true } : {}),
        });
        left.delete(id);
        store.target.put(answer.target);
        if (answer.command) follow(answer.command);
      }
      this.close(true);
    } catch (thrown) {
      this.error = problemOf(thrown);
      this.selection = left;
    }
    this.busy = false;
  }

  render() {
    const carried = targetsByVolume(store.target.list);
    const usable = store.volume.list.filter((volume) => isUsable(volume, carried));
    return html`<dialog class="wide" aria-labelledby="add-title">
      <header><h1 id="add-title">Add targets to ${this.filesystem.name}</h1></header>
      <form class="body stack" id="add-form" @submit=${onSubmit(() => this.#add())}>
        ${this.error ? failure(this.error) : nothing}
        ${segments(
          [
            ['OST', 'OST'],
            ['MDT', 'MDT'],
          ],
          this.kind,
          (kind) => (this.kind = kind),
        )}
        <data-table plain noun="volume" selectable sort="label" .columns=${this.columns} .rows=${usable}
          .selection=${this.selection} @selection=${onSelection((selection) => (this.selection = selection))}
          .empty=${noneFree()}></data-table>
        ${usable.length ? this.#overwriting() : nothing}
      </form>
      <footer>${this.#sum()}
        <button class="button" type="button" @click=${() => this.close()}>Cancel</button>
        <button class="button primary" form="add-form" ?disabled=${!this.selection.size || this.busy}
          >${turning(this.busy)}Add ${this.#number()}</button>
      </footer>
    </dialog>`;
  }

  #overwriting() {
    return html`<label class="choice">
      <input type="checkbox" .checked=${this.reformat} @change=${onTick((on) => (this.reformat = on))}>
      <span>Overwrite volumes that already hold data</span>
    </label>`;
  }

  /** What it makes room for. */
  #sum() {
    const size = store.volume.some(this.selection).reduce((sum, volume) => sum + (volume.size ?? 0), 0);
    if (!size || this.kind !== 'OST') return nothing;
    return html`<span class="soft grow">${bytes(size)} more for data</span>`;
  }

  #number() {
    return this.selection.size ? plural(this.selection.size, this.kind) : `${this.kind}s`;
  }
}

const noneFree = () =>
  empty('No volume is free', 'Volumes that no target uses and that have a primary server appear here.');
customElements.define('target-add-dialog', TargetAddDialog);
