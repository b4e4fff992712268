/**
 * The event stream: tells what changed, never how. Whoever listens fetches anew what it shows.
 *
 * Dispatches `changed` (detail: array of `kind/id`) and `resync` (after a gap: anything may have changed).
 */
import { connection } from './connection.js';

const SILENCE = 60_000;

class Stream extends EventTarget {
  #source = null;
  #timer = 0;
  #watch = 0;
  #delay = 1000;
  #gap = false;
  #lastHeard = 0;

  start() {
    if (this.#source) return;
    const source = new EventSource('/api/stream');
    this.#source = source;
    const heard = () => {
      this.#lastHeard = Date.now();
      connection.heard();
    };
    source.addEventListener('open', () => {
      this.#delay = 1000;
      heard();
      if (this.#gap) {
        this.#gap = false;
        this.dispatchEvent(new Event('resync'));
      }
    });
    source.addEventListener('error', () => {
      this.#gap = true;
      connection.lost();
      if (source.readyState === EventSource.CLOSED) this.#retry();
    });
    for (const name of ['message', 'change', 'changed']) {
      source.addEventListener(name, (event) => {
        heard();
        this.#read(/** @type {MessageEvent} */ (event).data);
      });
    }
    for (const name of ['heartbeat', 'ping']) source.addEventListener(name, heard);
    source.addEventListener('reset', () => this.dispatchEvent(new Event('resync')));
    this.#lastHeard = Date.now();
    clearInterval(this.#watch);
    this.#watch = window.setInterval(() => {
      // A dead peer sends no error: silence longer than several heartbeats is one.
      if (Date.now() - this.#lastHeard > SILENCE) {
        this.#gap = true;
        this.#lastHeard = Date.now();
        this.#retry(0);
      }
    }, 5000);
  }

  stop() {
    clearTimeout(this.#timer);
    clearInterval(this.#watch);
    this.#source?.close();
    this.#source = null;
    this.#gap = false;
  }

  #retry(delay = this.#delay) {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.start(), delay);
    this.#delay = Math.min(this.#delay * 2, 15_000);
  }

  #read(data) {
    if (!data) return;
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      return;
    }
    if (message.reset) this.dispatchEvent(new Event('resync'));
    else if (Array.isArray(message.changed) && message.changed.length) {
      this.dispatchEvent(new CustomEvent('changed', { detail: message.changed }));
    }
  }
}

export const stream = new Stream();
