/**
 * The event stream: tells what changed, never how. Listeners fetch again what they show.
 *
 * The manager sends `change` with the names of objects, `reset` where it no longer knows what was missed, and `heartbeat` when
 * nothing else is to be told. Dispatches `changed` (detail: array of `kind/id`) and `resync` (after a gap: anything may have changed).
 */
import { connection } from './connection.js';

const SILENCE = 60_000;

class Stream extends EventTarget {
  /** @type {EventSource|null} */
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
    source.addEventListener('open', () => {
      this.#delay = 1000;
      this.#heard();
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
    source.addEventListener('change', (event) => {
      this.#heard();
      this.dispatchEvent(new CustomEvent('changed', { detail: JSON.parse(event.data).changed }));
    });
    source.addEventListener('reset', () => {
      this.#heard();
      this.dispatchEvent(new Event('resync'));
    });
    source.addEventListener('heartbeat', () => this.#heard());
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

  #heard() {
    this.#lastHeard = Date.now();
    connection.heard();
  }

  #retry(delay = this.#delay) {
    this.#source?.close();
    this.#source = null;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.start(), delay);
    this.#delay = Math.min(this.#delay * 2, 15_000);
  }
}

export const stream = new Stream();
