/** The connectivity checks in words, with what to do where one fails. */
const CHECKS = {
  resolve: [
    'The name resolves',
    'The manager cannot resolve this name. Add it to DNS or to the manager’s /etc/hosts.',
  ],
  ping: [
    'It answers a ping',
    'No answer to a ping. Is the server on, is the address right, does a firewall drop ICMP?',
  ],
  agent: [
    'SSH works and the agent answers',
    'The manager cannot log in or the agent does not answer. Is sshd running, is the key in authorized_keys, is the agent installed?',
  ],
  auth: [
    'The manager may log in',
    'The server refused the log-in. Put the manager’s public key into authorized_keys, or give a password or another key.',
  ],
  reverse_resolve: [
    'The server resolves the manager',
    'The server cannot resolve the manager’s name. Add the manager to its DNS or /etc/hosts.',
  ],
  reverse_ping: [
    'The server reaches the manager',
    'The server gets no answer from the manager. Look at routes and firewalls between them.',
  ],
  hostname_valid: ['Its host name is set', 'The server calls itself localhost. Give it a proper host name.'],
  fqdn_resolves: [
    'Its full name resolves',
    'The manager cannot resolve the full name that the server has for itself.',
  ],
  fqdn_matches: [
    'Its full name leads back to it',
    'The server’s full name resolves to an address other than the one given.',
  ],
};

/**
 * @param {string} address
 * @param {any} answer flags by name, or a list of {name, value, message}
 * @returns {{name: string, passed: boolean, text: string}[]}
 */
export function readChecks(address, answer) {
  const list = Array.isArray(answer?.checks ?? answer?.status) ? (answer.checks ?? answer.status) : null;
  if (list)
    return list.map((check) =>
      describe(check.name, Boolean(check.passed ?? check.value), check.message ?? check.explanation),
    );
  return Object.entries(answer ?? {})
    .filter(([name, value]) => typeof value === 'boolean' && name in CHECKS)
    .map(([name, value]) =>
      describe(name, /** @type {boolean} */ (value), answer.explanations?.[name] ?? answer.messages?.[name]),
    );
}

function describe(name, passed, message) {
  const [label, advice] = CHECKS[name] ?? [name.replaceAll('_', ' '), ''];
  return { name: passed ? label : `${label}: no.`, passed, text: passed ? '' : message || advice };
}
