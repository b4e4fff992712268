/**
 * Host lists as administrators write them: `oss[01-16].cluster`, `mds[1,3-5]`, several of them separated by blanks, commas or
 * lines, each with an optional user before and port behind.
 */
const MOST = 1000;

/** @param {string} text @returns {{addresses: string[], errors: string[]}} */
export function expand(text) {
  /** @type {string[]} */
  const addresses = [];
  /** @type {string[]} */
  const errors = [];
  for (const word of split(text)) {
    try {
      for (const address of expandOne(word)) {
        if (!addresses.includes(address)) addresses.push(address);
      }
    } catch (error) {
      errors.push(error instanceof Error ? error.message : String(error));
    }
    if (addresses.length > MOST) {
      errors.push(`These are more than ${MOST} addresses.`);
      return { addresses: addresses.slice(0, MOST), errors };
    }
  }
  return { addresses, errors };
}

/** Splits at blanks and at commas that stand outside brackets. @param {string} text */
function split(text) {
  const words = [];
  let depth = 0;
  let word = '';
  for (const character of text) {
    if (character === '[') depth++;
    if (character === ']') depth--;
    if (depth <= 0 && /[\s,;]/.test(character)) {
      if (word) words.push(word);
      word = '';
    } else word += character;
  }
  if (word) words.push(word);
  return words;
}

/** @param {string} word @returns {string[]} */
function expandOne(word) {
  const open = word.indexOf('[');
  if (open < 0) {
    if (word.includes(']')) throw new Error(`${word}: a bracket is closed that was not opened.`);
    return [word];
  }
  const close = word.indexOf(']', open);
  if (close < 0) throw new Error(`${word}: the bracket is not closed.`);
  const before = word.slice(0, open);
  const rests = expandOne(word.slice(close + 1) || '\u0000').map((rest) => (rest === '\u0000' ? '' : rest));
  return word
    .slice(open + 1, close)
    .split(',')
    .flatMap((part) => numbers(part.trim(), word))
    .flatMap((number) => rests.map((rest) => before + number + rest));
}

/** @param {string} part of what stands in brackets @param {string} word around them */
function numbers(part, word) {
  const range = /^(\d+)-(\d+)$/.exec(part);
  if (!range) {
    if (/^[\w-]+$/.test(part)) return [part];
    throw new Error(`${word}: “${part}” is neither a number nor a range such as 01-16.`);
  }
  const [first, last] = [Number(range[1]), Number(range[2])];
  if (last < first) throw new Error(`${word}: the range ${part} runs backwards.`);
  if (last - first >= MOST) throw new Error(`${word}: the range ${part} is longer than ${MOST}.`);
  // A leading zero says how wide all of them are.
  const width = range[1].startsWith('0') ? range[1].length : 0;
  return Array.from({ length: last - first + 1 }, (_, index) => String(first + index).padStart(width, '0'));
}
