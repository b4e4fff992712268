import { html, nothing } from 'lit';
import { Element, css } from '../../components/element.js';
import { store, Watch } from '../../store/store.js';
import { post } from '../../api/client.js';
import { readPlan } from '../../api/plan.js';
import { card, empty, failure, fieldError, heading, loading } from '../../components/pieces.js';
import { isSilent, status } from '../../components/states.js';
import { href, router } from '../../router.js';
import { bytes, byName, count, plural } from '../../format/units.js';
import {
  FORMAT_FIELDS,
  MDT_BYTES_PER_INODE,
  MDT_INODE_SIZE,
  errorsByVolume,
  formatErrors,
  formatField,
  problemsOf,
  propose,
  requestOf,
  resultOf,
  volumesOf,
} from './design.js';
import { isUsable, serving, targetsByVolume, volumeServers } from '../volumes/volume-facts.js';
import '../../components/data-table.js';
import '../../components/plan-view.js';

const PARTS = [
  ['', '–'],
  ['mgt', 'MGT'],
  ['mdt', 'MDT'],
  ['ost', 'OST'],
];

class FilesystemCreatePage extends Element {
  static properties = {
    design: { state: true },
    touched: { state: true },
    tried: { state: true },
    selection: { state: true },
    plan: { state: true },
    fields: { state: true },
    error: { state: true },
    busy: { state: true },
    planning: { state: true },
  };

  static css = css`
    filesystem-create-page .halves {
      display: grid;
      grid-template-columns: minmax(0, 1fr) minmax(280px, 340px);
      gap: var(--s-4);
      align-items: start;
    }
    filesystem-create-page .outcome {
      position: sticky;
      top: calc(var(--bar) + 16px);
      max-height: calc(100vh - var(--bar) - 32px);
      overflow: auto;
    }
    @media (max-width: 1100px) {
      filesystem-create-page .halves { grid-template-columns: minmax(0, 1fr); }
      filesystem-create-page .outcome { position: static; max-height: none; }
    }
    filesystem-create-page .top {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 220px), 1fr));
      gap: var(--s-3);
    }
    .part { padding: 2px 26px 2px 8px; min-height: 26px; width: 78px; }
    .part.mgt, .part.mdt, .part.ost {
      border-color: var(--accent);
      color: var(--accent-strong);
      font-weight: 560;
      background-color: var(--accent-soft);
    }
    .row-error {
      display: block;
      color: var(--bad);
      font-size: var(--small);
      line-height: 16px;
      white-space: normal;
    }
    .row-server { display: flex; flex-wrap: wrap; gap: 0 8px; line-height: 18px; }
    .figures { display: grid; grid-template-columns: 2fr 3fr; gap: var(--s-3); }
    .figures b { display: block; font-size: var(--large); line-height: 26px; font-weight: 600; }
    .figures span { color: var(--ink-3); font-size: var(--small); }
    .servers-of {
      display: grid;
      grid-template-columns: minmax(0, auto) 1fr auto;
      gap: 4px 12px;
      align-items: center;
    }
    .servers-of i {
      display: block;
      height: 8px;
      border-radius: 4px;
      background: var(--accent);
      min-width: 2px;
    }
    filesystem-create-page .part-line { display: flex; margin-top: 8px; gap: 8px 16px; flex-wrap: wrap; }
    filesystem-create-page details summary { cursor: pointer; font-weight: 500; }
    filesystem-create-page details[open] summary { margin-bottom: 12px; }
    filesystem-create-page .outcome > .card + .card { margin-top: var(--s-3); }
  `;

  constructor() {
    super();
    /** @type {import('./design.js').Design} */
    this.design = {
      name: '',
      mgt: '',
      parts: new Map(),
      inodeSize: '',
      bytesPerInode: '',
      reformat: false,
      confParams: {},
    };
    this.touched = false;
    /** Whether Create was pressed on what is not complete: from then on what lacks is an error. */
    this.tried = false;
    this.selection = new Set();
    this.plan = null;
    this.fields = {};
    this.error = null;
    this.busy = false;
    this.planning = false;
    this.watch = new Watch(this, store.volume, store.target, store.host, store.alert);
    this.columns = [
      {
        key: 'label',
        label: 'Volume',
        cell: (volume) => {
          const found = this.byVolume?.get(String(volume.id));
          return html`<span class="mono" title=${volume.label}>${volume.label}</span>${found ? html`<span class="row-error" role="alert" title=${found.join(' ')}>${found.join(' ')}</span>` : nothing}`;
        },
      },
      {
        key: 'part',
        label: 'Use as',
        value: (volume) => this.design.parts.get(String(volume.id)) ?? '',
        cell: (volume) => this.#choice(volume),
      },
      { key: 'size', label: 'Size', number: true, cell: (volume) => bytes(volume.size) },
      { key: 'kind', label: 'Kind', rank: 3, off: true },
      {
        key: 'servers',
        label: 'Primary, failover',
        rank: 2,
        value: (volume) => volumeServers(volume),
        cell: (volume) => this.#servers(volume),
      },
    ];
  }

  #set(change) {
    this.design = { ...this.design, ...change };
    this.touched = true;
    this.plan = null;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#ask(), 350);
  }

  #assign(ids, part) {
    const parts = new Map(this.design.parts);
    for (const id of ids) {
      if (part === 'mgt') for (const [other, value] of parts) if (value === 'mgt') parts.delete(other);
      if (part) parts.set(String(id), part);
      else parts.delete(String(id));
    }
    this.#set(part === 'mgt' ? { parts, mgt: '' } : { parts });
  }

  /** Asks the manager what it thinks of the design as it is: errors at their fields, or the plan. */
  async #ask() {
    const volumes = store.volume.items;
    this.fields = {};
    this.error = null;
    if (Object.keys(problemsOf(this.design, volumes)).length) return;
    const turn = (this.turn = (this.turn ?? 0) + 1);
    this.planning = true;
    try {
      const plan = readPlan(await post('filesystem/', { ...requestOf(this.design, volumes), dry_run: true }));
      if (turn === this.turn) this.plan = plan;
    } catch (error) {
      if (turn === this.turn) {
        this.fields = error.fields ?? {};
        this.error = error;
      }
    }
    if (turn === this.turn) this.planning = false;
  }

  async #create() {
    if (Object.keys(problemsOf(this.design, store.volume.items)).length) {
      this.tried = true;
      this.touched = true;
      return;
    }
    this.busy = true;
    try {
      const answer = await post('filesystem/', requestOf(this.design, store.volume.items));
      store.filesystem.put(answer.filesystem);
      router.go(answer.command ? `/commands/${answer.command.id}` : `/filesystems/${answer.filesystem.id}`);
    } catch (error) {
      this.fields = error.fields ?? {};
      this.error = error;
      this.plan = null;
    }
    this.busy = false;
  }

  #servers(volume) {
    const names = serving(volume).map(
      (node, index) =>
        html`<span class="row-server">${isSilent(node.host_id) ? html`${status('bad', node.host_label)}<span class="small bad-text">no contact</span>` : node.host_label}</span>`,
    );
    return html`<span title=${volumeServers(volume)}>${names.length ? names : 'no primary yet'}${volume.status === 'configured-ha' ? nothing : html`<span class="row-server warn-text">no failover</span>`}</span>`;
  }

  #choice(volume) {
    const part = this.design.parts.get(String(volume.id)) ?? '';
    return html`<select class="input part ${part}" aria-label="Use ${volume.label} as" .value=${part} @change=${(event) => this.#assign([volume.id], event.target.value)}>${PARTS.map(([value, label]) => html`<option value=${value} ?selected=${value === part}>${label}</option>`)}</select>`;
  }

  render() {
    if (this.watch.error) return failure(this.watch.error);
    if (!this.watch.ready) return loading();
    const volumes = store.volume.items;
    const carried = targetsByVolume(store.target.list);
    const usable = store.volume.list.filter((volume) => isUsable(volume, carried));
    const mgts = store.target.list.filter((target) => target.kind === 'MGT' && !target.immutable_state);
    const local = problemsOf(this.design, volumes);
    const shown = this.touched ? { ...local, ...this.fields } : {};
    if (!this.design.name && !this.nameLeft && !this.tried) delete shown.name;
    const format = formatErrors(this.fields);
    this.byVolume = errorsByVolume(this.fields, this.design, volumes);
    if (!usable.length)
      return html`${heading('Create a filesystem')}<div class="card">${empty('There is no volume to build on', store.host.items.size ? 'Every volume is in use, or has no primary server yet. Volumes of servers appear once LNet and the agent report.' : 'Add servers first: their shared disks become volumes.', html`<a class="button primary" href=${href(store.host.items.size ? '/volumes' : '/servers/add')}>${store.host.items.size ? 'Volumes' : 'Add servers'}</a>`)}</div>`;
    const ready = !Object.keys(local).length && this.plan && !this.planning;
    return html`${heading('Create a filesystem')}
      <div class="halves">
        <div class="stack">
          ${card(
            'What',
            html`<div class="top">
            <div class="field"><label for="fs-name">Name</label><input class="input" id="fs-name" maxlength="24" autocomplete="off" spellcheck="false" placeholder="for example lfs" .value=${this.design.name} aria-invalid=${shown.name ? 'true' : nothing} aria-describedby="error-name" @blur=${() => {
              this.nameLeft = true;
              this.requestUpdate();
            }} @input=${(event) => this.#set({ name: event.target.value.trim() })}>${fieldError(shown, 'name') === nothing ? html`<span class="hint">1 to 8 characters; clients mount it by this name.</span>` : fieldError(shown, 'name')}${fieldError(shown, 'mgt.name')}</div>
            <div class="field"><label for="fs-mgt">Management target</label><select class="input" id="fs-mgt" @change=${(event) => this.#set({ mgt: event.target.value, parts: new Map([...this.design.parts].filter(([, part]) => !event.target.value || part !== 'mgt')) })}><option value="">New, on a volume below</option>${mgts.map((target) => html`<option value=${target.id} ?selected=${this.design.mgt === String(target.id)}>${target.label ?? target.name} on ${target.active_host_name !== '---' ? target.active_host_name : target.primary_server_name}</option>`)}</select>${this.#lacking(shown, 'mgt')}${fieldError(shown, 'mgt.id')}</div>
          </div>`,
          )}
          ${card(
            'Volumes',
            html`<data-table name="usable" noun="volume" sort="label" selectable .columns=${this.columns} .rows=${usable} .selection=${this.selection} @selection=${(event) => (this.selection = event.detail)}
              .filters=${html`<button class="button" @click=${() => this.#set({ parts: propose(usable, !this.design.mgt) })}>Propose</button>`}
              .bulk=${html`<span class="soft">use as</span>${PARTS.slice(1).map(([value, label]) => html`<button class="button tiny" @click=${() => this.#assign([...this.selection], value)}>${label}</button>`)}<button class="button tiny" @click=${() => this.#assign([...this.selection], '')}>none</button>`}></data-table>
            <div class="part-line">${['mdts', 'osts'].map((name) => this.#lacking(shown, name))}</div>`,
            html`<span class="quiet small">${['mgt', 'mdt', 'ost'].map((part) => `${volumesOf(this.design, /** @type {any} */ (part), volumes).length} ${part.toUpperCase()}`).join(', ')}</span>`,
          )}
          ${card(
            'More',
            html`<details ?open=${Object.keys(format).length > 0}><summary>Format and overwriting</summary><div class="stack">
              <div class="top"><div class="field"><label for="inode-size">${FORMAT_FIELDS.inode_size}</label><input class="input" id="inode-size" inputmode="numeric" placeholder=${MDT_INODE_SIZE} .value=${this.design.inodeSize} @input=${(event) => this.#set({ inodeSize: event.target.value.replace(/\D/g, '') })} aria-invalid=${format.inode_size ? 'true' : nothing} aria-describedby="error-inode_size">${fieldError(format, 'inode_size')}</div>
              <div class="field"><label for="bytes-per-inode">${FORMAT_FIELDS.bytes_per_inode}</label><input class="input" id="bytes-per-inode" inputmode="numeric" placeholder=${MDT_BYTES_PER_INODE} .value=${this.design.bytesPerInode} @input=${(event) => this.#set({ bytesPerInode: event.target.value.replace(/\D/g, '') })} aria-invalid=${format.bytes_per_inode ? 'true' : nothing} aria-describedby="error-bytes_per_inode">${fieldError(format, 'bytes_per_inode')}<span class="hint">Fewer bytes make room for more files.</span></div></div>
              <label class="choice"><input type="checkbox" .checked=${this.design.reformat} @change=${(event) => this.#set({ reformat: event.target.checked })}><span>Overwrite volumes that carry data already<br><span class="small quiet">Without this, formatting stops where it finds any.</span></span></label>
            </div></details>`,
          )}
        </div>
        <div class="outcome">${this.#outcome(ready, shown, Object.keys(local).length > 0)}</div>
      </div>`;
  }

  /** What is still to be chosen: a hint while one is at it. */
  #lacking(shown, name) {
    if (!shown[name]?.length) return nothing;
    return this.tried
      ? html`<span class="field-error" id="error-${name}" role="alert">${shown[name].join(' ')}</span>`
      : html`<span class="quiet small" id="error-${name}">${shown[name].join(' ')}</span>`;
  }

  /** The first thing that is in the way, with the name of its field where the sentence does not tell. */
  #firstProblem(shown) {
    const [field, messages] = Object.entries(shown)[0] ?? ['', []];
    const format = formatField(field);
    return `${format ? `${FORMAT_FIELDS[format]}: ` : ''}${messages[0] ?? ''}`;
  }

  #outcome(ready, shown, incomplete) {
    const result = resultOf(this.design, store.volume.items, isSilent);
    const most = Math.max(1, ...[...result.servers.values()].map((server) => server.targets));
    const others = this.error
      ? (this.error.others?.([
          'name',
          'mgt',
          'mgt.id',
          'mgt.name',
          ...Object.keys(this.fields).filter((field) => /^(mdts?|osts|mgt)\./.test(field)),
        ]) ?? [])
      : [];
    return html`${card(
      'What results',
      html`<div class="stack">
        <div class="figures"><div><b>${result.bytes ? bytes(result.bytes) : '–'}</b><span>for data</span></div><div><b>${result.files ? `about ${count(result.files)}` : '–'}</b><span>files at most</span></div></div>
        ${
          result.targets
            ? html`<div class="stack-tight">${status(result.protected === result.targets ? 'good' : 'warn', `${count(result.protected)} of ${plural(result.targets, 'new target')} can fail over`)}</div>
          <div class="servers-of">${[...result.servers.values()]
            .sort((a, b) => byName(a.label, b.label))
            .slice(0, 16)
            .map(
              (server) =>
                html`<span class="clip" title=${server.label}>${server.label}</span><i .share=${server.targets / most}></i><span class="small soft number">${server.targets}, ${bytes(server.bytes)}</span>`,
            )}</div>
          ${result.servers.size > 16 ? html`<span class="small quiet">and ${plural(result.servers.size - 16, 'other server')}</span>` : nothing}`
            : html`<p class="quiet">Give volumes a part, or let Chroma propose one for each.</p>`
        }
        ${result.warnings.map((warning) => html`<div class="banner warn small">${warning}</div>`)}
        ${others.length || (this.error && !Object.keys(this.fields).length) ? html`<div class="banner bad" role="alert">${others.length ? others.join(' ') : this.error.message}</div>` : nothing}
        <button class="button primary" ?disabled=${this.busy || !(ready || incomplete)} @click=${() => this.#create()}>${this.busy ? html`<span class="spinner"></span>` : nothing}Create ${this.design.name || 'filesystem'}</button>
        ${ready || !this.touched ? nothing : html`<span class="small ${this.tried && !this.planning ? 'bad-text' : 'quiet'}">${this.planning ? 'Planning…' : this.#firstProblem(shown)}</span>`}
      </div>`,
    )}
      ${this.plan ? card(`The plan: ${plural(this.plan.jobs.length, 'job')}`, html`<plan-view .plan=${this.plan}></plan-view>`) : nothing}`;
  }

  updated() {
    for (const bar of this.querySelectorAll('.servers-of i'))
      /** @type {any} */ (bar).style.width = `${/** @type {any} */ (bar).share * 100}%`;
  }
}
customElements.define('filesystem-create-page', FilesystemCreatePage);
