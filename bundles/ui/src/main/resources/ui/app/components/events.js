/** Listeners that hand on what happened, so that templates need not look into events. */

/** @param {Event} event @returns {HTMLInputElement} */
const field = (event) => /** @type {HTMLInputElement} */ (event.currentTarget);

/** Hands on what a field holds. @param {(value: string) => unknown} use */
export const onValue = (use) => (/** @type {Event} */ event) => use(field(event).value);

/** Hands on whether a box is ticked. @param {(ticked: boolean) => unknown} use */
export const onTick = (use) => (/** @type {Event} */ event) => use(field(event).checked);

/** Hands on what is selected in a table. @param {(selection: Set<string>) => unknown} use */
export const onSelection = (use) => (/** @type {Event} */ event) =>
  use(/** @type {CustomEvent<Set<string>>} */ (event).detail);

/** Hands on what was filled in; the page stays where it is. @param {(form: HTMLFormElement) => unknown} use */
export const onSubmit = (use) => (/** @type {Event} */ event) => {
  event.preventDefault();
  use(/** @type {HTMLFormElement} */ (event.currentTarget));
};
