import { html, nothing } from 'lit';
import { Dialog } from '../../components/dialogs.js';
import { post } from '../../api/client.js';
import { store, Watch } from '../../store/store.js';
import { empty, failure } from '../../components/pieces.js';
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
    this.filesystem = null;
    this.kind = 'OST';
    this.selection = new Set();
    this.busy = false;
    this.error = null;
    this.reformat = false;
    this.watch = new Watch(this, store.volume, store.target);
    this.columns = [
      { key: 'label', label: 'Volume', cell: (volume) => html`<span class="mono">${volume.label}</span>` },
      { key: 'size', label: 'Size', number: true, cell: (volume) => bytes(volume.size) },
      { key: 'servers', label: 'Primary, failover', rank: 2, value: volumeServers },
    ];
  }

  async #add(event) {
    event.preventDefault();
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
    } catch (error) {
      this.error = error;
      this.selection = left;
    }
    this.busy = false;
  }

  render() {
    const carried = targetsByVolume(store.target.list);
    const usable = store.volume.list.filter((volume) => isUsable(volume, carried));
    const size = [...this.selection].reduce((sum, id) => sum + (store.volume.get(id)?.size ?? 0), 0);
    return html`<dialog class="wide" aria-labelledby="add-title"><header><h1 id="add-title">Add targets to ${this.filesystem.name}</h1></header>
      <form class="body stack" id="add-form" @submit=${(event) => this.#add(event)}>
        ${this.error ? failure(this.error) : nothing}
        <span class="segments">${['OST', 'MDT'].map((kind) => html`<button type="button" aria-pressed=${this.kind === kind} @click=${() => (this.kind = kind)}>${kind}</button>`)}</span>
        <data-table plain noun="volume" selectable sort="label" .columns=${this.columns} .rows=${usable} .selection=${this.selection} .empty=${empty('No volume is free', 'Volumes that no target uses and that have a primary server appear here.')} @selection=${(event) => (this.selection = event.detail)}></data-table>
        ${usable.length ? html`<label class="choice"><input type="checkbox" .checked=${this.reformat} @change=${(event) => (this.reformat = event.target.checked)}><span>Overwrite volumes that carry data already</span></label>` : nothing}
      </form>
      <footer>${size && this.kind === 'OST' ? html`<span class="soft grow">${bytes(size)} more for data</span>` : nothing}<button class="button" type="button" @click=${() => this.close()}>Cancel</button><button class="button primary" form="add-form" ?disabled=${!this.selection.size || this.busy}>${this.busy ? html`<span class="spinner"></span>` : nothing}Add ${this.selection.size ? plural(this.selection.size, this.kind) : `${this.kind}s`}</button></footer></dialog>`;
  }
}
customElements.define('target-add-dialog', TargetAddDialog);
