/**
 * The connectivity checks in words.
 *
 * @typedef {{name: string, passed: boolean, explanation: string}} AnsweredCheck what was found, and what to do where it failed
 * @typedef {{address: string, checks: AnsweredCheck[]}} HostTest
 * @typedef {{name: string, passed: boolean, text: string}} Check
 */

/** @type {Record<string, string>} */
const CHECKS = {
  resolve: 'The name resolves',
  ping: 'It answers a ping',
  agent: 'SSH works and the agent answers',
  auth: 'The manager may log in',
  reverse_resolve: 'The server resolves the manager',
  reverse_ping: 'The server reaches the manager',
  hostname: 'Its host name is set',
};

/** @param {HostTest} test @returns {Check[]} */
export const readChecks = (test) =>
  test.checks.map(({ name, passed, explanation }) => {
    const label = CHECKS[name] ?? name.replaceAll('_', ' ');
    return { name: passed ? label : `${label}: no.`, passed, text: passed ? '' : explanation };
  });
