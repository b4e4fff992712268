/** Whether the manager answers, since when it does not, and how far its clock is from ours. */
class Connection extends EventTarget {
  constructor() {
    super();
    /** Milliseconds since the epoch when contact was lost; null while there is contact. @type {number|null} */
    this.lostSince = null;
    /** Manager's clock minus ours, in milliseconds. */
    this.offset = 0;
  }

  /** @param {string|null} [date] the answer's Date header */
  heard(date) {
    if (date) {
      const offset = Date.parse(date) - Date.now();
      // The header has whole seconds, so smaller differences mean nothing.
      if (!Number.isNaN(offset)) this.offset = Math.abs(offset) < 2000 ? 0 : offset;
    }
    if (this.lostSince !== null) {
      this.lostSince = null;
      this.dispatchEvent(new Event('change'));
    }
  }

  lost() {
    if (this.lostSince === null) {
      this.lostSince = Date.now();
      this.dispatchEvent(new Event('change'));
    }
  }

  /** Now, by the manager's clock. */
  now() {
    return Date.now() + this.offset;
  }
}

export const connection = new Connection();
