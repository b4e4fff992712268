import { html, nothing } from 'lit';
import { age, exact } from '../format/time.js';
import { percent } from '../format/units.js';
import { ref } from 'lit/directives/ref.js';
import { icon } from './icons.js';

/** Says what is missing and what to do next. @param {string} title @param {unknown} text @param {unknown} [action] */
export const empty = (title, text, action = nothing) =>
  html`<div class="empty"><strong>${title}</strong><p>${text}</p>${action}</div>`;

/** @param {Error} error */
export const failure = (error) =>
  html`<div class="banner bad" role="alert"><span>${error.message}</span></div>`;

export const loading = () =>
  html`<div class="empty" aria-busy="true"><span class="spinner"></span><span class="unheard">Loading</span></div>`;

/** @param {unknown} title @param {unknown} body @param {unknown} [aside] */
export const card = (title, body, aside = nothing) =>
  html`<section class="card"><header><h2>${title}</h2>${aside}</header><div class="body">${body}</div></section>`;

/**
 * Heading of a page: what it shows, what is known about it at a glance, what can be done.
 *
 * @param {unknown} title
 * @param {unknown} [detail]
 * @param {unknown} [actions]
 */
export const heading = (title, detail = nothing, actions = nothing) =>
  html`<header class="page-heading spread">
    <div class="line"><h1>${title}</h1>${detail}</div>
    <div class="line">${actions}</div>
  </header>`;

/** @param {string|null} value */
export const ago = (value) =>
  html`<time datetime=${value ?? nothing} title=${exact(value)}>${age(value)}</time>`;

/** Sets the width of an element to a share of its place; the policy for content allows no `style` in templates. @param {number} share */
export const wide = (share) =>
  ref((node) => {
    if (node instanceof HTMLElement) node.style.width = `${share * 100}%`;
  });

/** A bar of how full something is; the number stands beside it. @param {number|null} share 0 to 1 */
export const meter = (share, label = 'used') => {
  const width = share === null ? 0 : Math.min(1, Math.max(0, share));
  const tone = width >= 0.95 ? 'bad' : width >= 0.85 ? 'warn' : '';
  return html`<span class="meter ${tone}" role="img" aria-label="${percent(share)} ${label}"
    ><i ${wide(width)}></i
  ></span>`;
};

/** Names and what is known of them; what is null or nothing is left out. @param {Array<[string, unknown]>} pairs */
export const facts = (...pairs) =>
  html`<dl class="facts">${pairs
    .filter(([, value]) => value !== nothing && value !== null && value !== undefined)
    .map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;

/** @param {import('../api/client.js').Fields} errors @param {string} name */
export const fieldError = (errors, name) =>
  errors[name]?.length
    ? html`<span class="error" id="error-${name}" role="alert">${errors[name].join(' ')}</span>`
    : nothing;

/**
 * One of a few, as buttons side by side.
 *
 * @param {Array<[value: string, label: unknown]>} choices
 * @param {string} chosen
 * @param {(value: string) => unknown} choose
 */
export const segments = (choices, chosen, choose) =>
  html`<span class="segments">${segmentButtons(choices, chosen, choose)}</span>`;

/**
 * The buttons of `segments` alone.
 *
 * @param {Array<[value: string, label: unknown]>} choices
 * @param {string} chosen
 * @param {(value: string) => unknown} choose
 */
export const segmentButtons = (choices, chosen, choose) =>
  choices.map(
    ([value, label]) =>
      html`<button type="button" aria-pressed=${chosen === value} @click=${() => choose(value)}>${label}</button>`,
  );

/** The spinner of a button whose request is on its way. @param {boolean} busy */
export const turning = (busy) => (busy ? html`<span class="spinner"></span>` : nothing);

/** @param {string} text */
export const copyButton = (text) =>
  html`<button
    class="button tiny"
    type="button"
    @click=${async (/** @type {Event} */ event) => {
      // After the pause for the clipboard the event has no current target any more.
      const button = /** @type {HTMLElement} */ (event.currentTarget).querySelector('span');
      await navigator.clipboard.writeText(text);
      if (!button) return;
      button.textContent = 'Copied';
      setTimeout(() => (button.textContent = 'Copy'), 1500);
    }}
  >${icon('copy')}<span>Copy</span></button>`;
