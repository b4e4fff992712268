import { html, nothing } from 'lit';
import { Element, css } from '../../components/element.js';
import { onSelection, onTick, onValue } from '../../components/events.js';
import { store, Watch } from '../../store/store.js';
import { post, problemOf } from '../../api/client.js';
import { readPlan } from '../../api/plan.js';
import {
  card,
  empty,
  failure,
  fieldError,
  heading,
  loading,
  turning,
  wide,
} from '../../components/pieces.js';
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

/**
 * @typedef {import('./design.js').Design} Design
 * @typedef {import('./design.js').Part} Part
 * @typedef {import('../../api/client.js').Fields} Fields
 */

/** @type {Array<[part: Part, label: string]>} */
const PARTS = [
  ['mgt', 'MGT'],
  ['mdt', 'MDT'],
  ['ost', 'OST'],
];

/** @param {string} value @returns {Part|null} */
const partOf = (value) => PARTS.find(([part]) => part === value)?.[0] ?? null;

/** @param {string} text */
const digits = (text) => text.replace(/\D/g, '');

class FilesystemCreatePage extends Element {
  static properties = {
    design: { state: true },
    touched: { state: true },
    tried: { state: true },
    nameLeft: { state: true },
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
    /** @type {Design} */
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
    /** Whether the field of the name was left. */
    this.nameLeft = false;
    /** @type {Set<string>} */
    this.selection = new Set();
    /** @type {import('../../api/plan.js').Plan|null} */
    this.plan = null;
    /** Errors of the manager. @type {Fields} */
    this.fields = {};
    /** @type {import('../../api/client.js').ApiError|null} */
    this.error = null;
    this.busy = false;
    this.planning = false;
    this.timer = 0;
    this.turn = 0;
    /** Errors of the manager by volume. @type {Map<string, string[]>} */
    this.byVolume = new Map();
    this.watch = new Watch(this, store.volume, store.target, store.host, store.alert);
    /** @type {import('../../components/data-table.js').ColumnOf<Api.Volume>[]} */
    this.columns = [
      { key: 'label', label: 'Volume', cell: (volume) => this.#label(volume) },
      {
        key: 'part',
        label: 'Use as',
        value: (volume) => this.design.parts.get(volume.id) ?? '',
        cell: (volume) => this.#choice(volume),
      },
      { key: 'size', label: 'Size', number: true, cell: (volume) => bytes(volume.size) },
      { key: 'kind', label: 'Kind', rank: 3, off: true },
      { key: 'servers', label: 'Primary, failover', rank: 2, value: volumeServers, cell: serversCell },
    ];
  }

  /** @param {Partial<Design>} change */
  #set(change) {
    this.design = { ...this.design, ...change };
    this.touched = true;
    this.plan = null;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.#ask(), 350);
  }

  /** @param {Iterable<string>} ids of volumes @param {Part|null} part */
  #assign(ids, part) {
    const parts = new Map(this.design.parts);
    for (const id of ids) {
      if (part === 'mgt') for (const [other, value] of parts) if (value === 'mgt') parts.delete(other);
      if (part) parts.set(id, part);
      else parts.delete(id);
    }
    this.#set(part === 'mgt' ? { parts, mgt: '' } : { parts });
  }

  /** Asks the manager what it thinks of the design as it is: errors at their fields, or the plan. */
  async #ask() {
    const volumes = store.volume.items;
    this.fields = {};
    this.error = null;
    if (Object.keys(problemsOf(this.design, volumes)).length) return;
    const turn = ++this.turn;
    this.planning = true;
    try {
      const plan = readPlan(await post('filesystem/', { ...requestOf(this.design, volumes), dry_run: true }));
      if (turn === this.turn) this.plan = plan;
    } catch (thrown) {
      if (turn === this.turn) this.#refused(thrown);
    }
    if (turn === this.turn) this.planning = false;
  }

  /** @param {unknown} thrown */
  #refused(thrown) {
    this.error = problemOf(thrown);
    this.fields = this.error.fields;
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
    } catch (thrown) {
      this.#refused(thrown);
      this.plan = null;
    }
    this.busy = false;
  }

  /** @param {Api.Volume} volume */
  #label(volume) {
    const errors = this.byVolume.get(volume.id)?.join(' ');
    return html`<span class="mono" title=${volume.label}>${volume.label}</span>${
      errors ? html`<span class="row-error" role="alert" title=${errors}>${errors}</span>` : nothing
    }`;
  }

  /** @param {Api.Volume} volume */
  #choice(volume) {
    const part = this.design.parts.get(volume.id) ?? '';
    return html`<select class="input part ${part}" aria-label="Use ${volume.label} as" .value=${part}
      @change=${onValue((value) => this.#assign([volume.id], partOf(value)))}>
      <option value="" ?selected=${part === ''}>–</option>
      ${PARTS.map(([value, label]) => html`<option value=${value} ?selected=${value === part}>${label}</option>`)}
    </select>`;
  }

  render() {
    if (this.watch.error) return failure(this.watch.error);
    if (!this.watch.ready) return loading();
    const volumes = store.volume.items;
    const carried = targetsByVolume(store.target.list);
    const usable = store.volume.list.filter((volume) => isUsable(volume, carried));
    if (!usable.length) return html`${heading('Create a filesystem')}<div class="card">${noVolume()}</div>`;
    const local = problemsOf(this.design, volumes);
    const shown = this.touched ? { ...local, ...this.fields } : {};
    if (!this.design.name && !this.nameLeft && !this.tried) delete shown.name;
    this.byVolume = errorsByVolume(this.fields, this.design, volumes);
    return html`${heading('Create a filesystem')}
      <div class="halves">
        <div class="stack">
          ${card('What', html`<div class="top">${this.#name(shown)}${this.#mgt(shown)}</div>`)}
          ${card('Volumes', this.#volumes(usable, shown), this.#tally())}
          ${card('More', this.#more(formatErrors(this.fields)))}
        </div>
        <div class="outcome">${this.#outcome(shown, Object.keys(local).length > 0)}</div>
      </div>`;
  }

  /** @param {Fields} shown */
  #name(shown) {
    return html`<div class="field">
      <label for="fs-name">Name</label>
      <input class="input" id="fs-name" maxlength="24" autocomplete="off" spellcheck="false"
        placeholder="for example lfs" .value=${this.design.name} aria-invalid=${shown.name ? 'true' : nothing}
        aria-describedby="error-name" @blur=${() => (this.nameLeft = true)}
        @input=${onValue((text) => this.#set({ name: text.trim() }))}>
      ${
        shown.name
          ? fieldError(shown, 'name')
          : html`<span class="hint">1 to 8 characters; clients mount it by this name.</span>`
      }
      ${fieldError(shown, 'mgt.name')}
    </div>`;
  }

  /** @param {Fields} shown */
  #mgt(shown) {
    const mgts = store.target.list.filter((target) => target.kind === 'MGT' && !target.immutable_state);
    return html`<div class="field">
      <label for="fs-mgt">Management target</label>
      <select class="input" id="fs-mgt" @change=${onValue((id) => this.#useMgt(id))}>
        <option value="">New, on a volume below</option>
        ${mgts.map(
          (target) =>
            html`<option value=${target.id} ?selected=${this.design.mgt === target.id}
              >${target.label} on ${target.active_host ? target.active_host_name : target.primary_server_name}</option>`,
        )}
      </select>
      ${this.#lacking(shown, 'mgt')}${fieldError(shown, 'mgt.id')}
    </div>`;
  }

  /** @param {string} id of an MGT that is there; empty for a new one */
  #useMgt(id) {
    const parts = new Map([...this.design.parts].filter(([, part]) => !id || part !== 'mgt'));
    this.#set({ mgt: id, parts });
  }

  /** @param {Api.Volume[]} usable @param {Fields} shown */
  #volumes(usable, shown) {
    const fill = () => this.#set({ parts: propose(usable, !this.design.mgt) });
    return html`<data-table name="usable" noun="volume" sort="label" selectable .columns=${this.columns} .rows=${usable}
        .selection=${this.selection} @selection=${onSelection((selection) => (this.selection = selection))}
        .filters=${html`<button class="button" @click=${fill}>Propose</button>`}
        .bulk=${this.#bulk()}></data-table>
      <div class="part-line">${['mdts', 'osts'].map((name) => this.#lacking(shown, name))}</div>`;
  }

  #bulk() {
    const button = (/** @type {Part|null} */ part, /** @type {string} */ label) =>
      html`<button class="button tiny" @click=${() => this.#assign(this.selection, part)}>${label}</button>`;
    return html`<span class="soft">use as</span>${PARTS.map(([part, label]) => button(part, label))}${button(null, 'none')}`;
  }

  /** How many volumes have which part. */
  #tally() {
    const counts = PARTS.map(
      ([part, label]) => `${volumesOf(this.design, part, store.volume.items).length} ${label}`,
    );
    return html`<span class="quiet small">${counts.join(', ')}</span>`;
  }

  /** @param {Fields} errors of the format */
  #more(errors) {
    const { inodeSize, bytesPerInode, reformat } = this.design;
    return html`<details ?open=${Object.keys(errors).length > 0}>
      <summary>Format and overwriting</summary>
      <div class="stack">
        <div class="top">
          ${formatInput('inode_size', inodeSize, MDT_INODE_SIZE, errors, (text) => this.#set({ inodeSize: text }))}
          ${formatInput(
            'bytes_per_inode',
            bytesPerInode,
            MDT_BYTES_PER_INODE,
            errors,
            (text) => this.#set({ bytesPerInode: text }),
            html`<span class="hint">Fewer bytes make room for more files.</span>`,
          )}
        </div>
        <label class="choice">
          <input type="checkbox" .checked=${reformat} @change=${onTick((on) => this.#set({ reformat: on }))}>
          <span>Overwrite volumes that already hold data<br>
            <span class="small quiet">Otherwise, formatting refuses volumes that hold data.</span></span>
        </label>
      </div>
    </details>`;
  }

  /** What is still to be chosen: a hint while one is at it. @param {Fields} shown @param {string} name */
  #lacking(shown, name) {
    const text = shown[name]?.join(' ');
    if (!text) return nothing;
    return this.tried
      ? html`<span class="field-error" id="error-${name}" role="alert">${text}</span>`
      : html`<span class="quiet small" id="error-${name}">${text}</span>`;
  }

  /** @param {Fields} shown @param {boolean} incomplete */
  #outcome(shown, incomplete) {
    const result = resultOf(this.design, store.volume.items, isSilent);
    const ready = !incomplete && this.plan && !this.planning;
    return html`${card(
      'What results',
      html`<div class="stack">
        <div class="figures">
          <div><b>${result.bytes ? bytes(result.bytes) : '–'}</b><span>for data</span></div>
          <div><b>${result.files ? `about ${count(result.files)}` : '–'}</b><span>files at most</span></div>
        </div>
        ${
          result.targets
            ? placement(result)
            : html`<p class="quiet">Assign a role to volumes, or let Chroma propose one for each.</p>`
        }
        ${result.warnings.map((warning) => html`<div class="banner warn small">${warning}</div>`)}
        ${this.#refusal()}
        <button class="button primary" ?disabled=${this.busy || !(ready || incomplete)} @click=${() => this.#create()}
          >${turning(this.busy)}Create ${this.design.name || 'filesystem'}</button>
        ${ready || !this.touched ? nothing : this.#obstacle(shown)}
      </div>`,
    )}
    ${
      this.plan
        ? card(
            `The plan: ${plural(this.plan.jobs.length, 'job')}`,
            html`<plan-view .plan=${this.plan}></plan-view>`,
          )
        : nothing
    }`;
  }

  /** What the manager refuses and what stands at no field. */
  #refusal() {
    if (!this.error) return nothing;
    const placed = Object.keys(this.fields).filter((field) =>
      /^(name$|mgt$|mgt\.|mdts\.|osts\.)/.test(field),
    );
    const others = this.error.others(placed);
    const text = Object.keys(this.fields).length ? others.join(' ') : this.error.message;
    return text ? html`<div class="banner bad" role="alert">${text}</div>` : nothing;
  }

  /** Why it cannot be created yet. @param {Fields} shown */
  #obstacle(shown) {
    const loud = this.tried && !this.planning;
    const text = this.planning ? 'Planning…' : firstProblem(shown);
    return html`<span class="small ${loud ? 'bad-text' : 'quiet'}">${text}</span>`;
  }
}

/** The first thing that is in the way, with the name of its field where the sentence does not tell. @param {Fields} shown */
function firstProblem(shown) {
  const [field, messages] = Object.entries(shown)[0] ?? ['', []];
  const format = formatField(field);
  return `${format ? `${FORMAT_FIELDS[format]}: ` : ''}${messages[0] ?? ''}`;
}

/**
 * A number of the format of MDTs.
 *
 * @param {'inode_size'|'bytes_per_inode'} name
 * @param {string} value
 * @param {number} usual what it is where nothing is given
 * @param {Fields} errors
 * @param {(text: string) => unknown} set
 * @param {unknown} hint
 */
function formatInput(name, value, usual, errors, set, hint = nothing) {
  const id = name.replaceAll('_', '-');
  return html`<div class="field">
    <label for=${id}>${FORMAT_FIELDS[name]}</label>
    <input class="input" id=${id} inputmode="numeric" placeholder=${usual} .value=${value}
      @input=${onValue((text) => set(digits(text)))} aria-invalid=${errors[name] ? 'true' : nothing}
      aria-describedby="error-${name}">
    ${fieldError(errors, name)}${hint}
  </div>`;
}

/** Which servers run what of it, and what can fail over. @param {import('./design.js').Result} result */
function placement(result) {
  const servers = [...result.servers.values()].sort((a, b) => byName(a.label, b.label));
  const most = Math.max(1, ...servers.map((server) => server.targets));
  const shown = 16;
  const safe = `${count(result.protected)} of ${plural(result.targets, 'new target')} can fail over`;
  return html`<div class="stack-tight">${status(result.protected === result.targets ? 'good' : 'warn', safe)}</div>
    <div class="servers-of">${servers.slice(0, shown).map(
      (server) =>
        html`<span class="clip" title=${server.label}>${server.label}</span><i ${wide(server.targets / most)}></i
          ><span class="small soft number">${server.targets}, ${bytes(server.bytes)}</span>`,
    )}</div>
    ${
      servers.length > shown
        ? html`<span class="small quiet">and ${plural(servers.length - shown, 'other server')}</span>`
        : nothing
    }`;
}

/** The servers that reach a volume. @param {Api.Volume} volume */
function serversCell(volume) {
  const names = serving(volume).map(
    (node) =>
      html`<span class="row-server">${
        isSilent(node.host_id)
          ? html`${status('bad', node.host_label)}<span class="small bad-text">no contact</span>`
          : node.host_label
      }</span>`,
  );
  const alone = html`<span class="row-server warn-text">no failover</span>`;
  return html`<span title=${volumeServers(volume)}
    >${names.length ? names : 'no primary yet'}${volume.status === 'configured-ha' ? nothing : alone}</span>`;
}

function noVolume() {
  if (!store.host.items.size)
    return empty(
      'There are no usable volumes',
      'Add servers first: their shared disks become volumes.',
      html`<a class="button primary" href=${href('/servers/add')}>Add servers</a>`,
    );
  return empty(
    'There are no usable volumes',
    'Every volume is in use, or has no primary server yet. Volumes of servers appear once LNet and the agent report.',
    html`<a class="button primary" href=${href('/volumes')}>Volumes</a>`,
  );
}
customElements.define('filesystem-create-page', FilesystemCreatePage);
