import * as client from './client.js';

/** Who is logged in. */
class Session extends EventTarget {
  /** @type {Api.User|null} */
  user = null;
  ready = false;
  #checking = false;

  constructor() {
    super();
    client.onUnauthenticated(() => this.#check());
  }

  /** Asks the manager who we are; also makes it set the cookies. */
  async load() {
    this.#set((await client.get('session/')).user);
  }

  /** @param {string} username @param {string} password */
  async logIn(username, password) {
    // The first answer of the manager carries the CSRF cookie that the log-in needs.
    await client.get('session/');
    await client.post('session/', { username, password });
    await this.load();
  }

  async logOut() {
    await client.remove('session/');
    this.#set(null);
  }

  /** Whether the user is in one of the groups. Superusers may do everything. @param {string[]} groups */
  isIn(...groups) {
    const names = (this.user?.groups ?? []).map((group) => group.name);
    return names.includes('superusers') || groups.some((group) => names.includes(group));
  }

  get mayConfigure() {
    return this.isIn('filesystem_administrators');
  }

  get maySeeUsers() {
    return this.isIn('superusers');
  }

  async #check() {
    // A 401 also means "not permitted": only the session itself tells whether it has ended.
    if (!this.user || this.#checking) return;
    this.#checking = true;
    try {
      await this.load();
    } catch {
      // No contact: the banner says so.
    } finally {
      this.#checking = false;
    }
  }

  /** @param {Api.User|null} user */
  #set(user) {
    const before = this.user?.id;
    this.user = user;
    this.ready = true;
    if (before !== user?.id || !user) this.dispatchEvent(new Event('change'));
  }
}

export const session = new Session();
