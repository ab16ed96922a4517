// Prints what the language server finds in a folder or a file: per finding its place, its message
// and rule, and the line with the exposed text underlined.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, extname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startLanguageServer } from './language-client.mjs';

/** As many and as large as a person would want to read through; the server has its own bounds. */
const MOST_FILES = 2000;
const MOST_BYTES = 8 * 1024 * 1024;

const LONG_LINE = 160;

const SKIPPED_FOLDERS = new Set(['node_modules', '.git', '.vscode-test', 'dist']);

const SEVERITIES = ['', 'error', 'warning', 'information', 'hint'];
const COLOURS = ['', '31', '33', '34', '36'];

const coloured = process.stdout.isTTY === true && !process.env.NO_COLOR;

/**
 * Reviews a folder or a file and prints the findings.
 * @param {string} path
 * @returns {Promise<number>} how many there are
 */
export async function printReview(path) {
  const isFolder = statSync(path).isDirectory();
  const folder = isFolder ? path : dirname(path);
  const files = isFolder ? candidateFiles(path) : [path];
  const server = await startLanguageServer(folder);
  /** @type {number[]} */
  const bySeverity = [0, 0, 0, 0, 0];
  let filesWithFindings = 0;
  let reviewed = 0;
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const languageId = languageOf(file, text);
    if (!languageId) continue;
    reviewed += 1;
    const found = await server.diagnose({ uri: pathToFileURL(file).href, languageId, text });
    if (found.length === 0) continue;
    filesWithFindings += 1;
    const name = relative(folder, file);
    console.log(paint('1', `\n${printable(name)}`));
    const lines = text.split(/\r\n|\r|\n/);
    for (const diagnostic of found.toSorted(byPlace)) {
      bySeverity[diagnostic.severity] = (bySeverity[diagnostic.severity] ?? 0) + 1;
      printFinding(name, lines, diagnostic);
    }
  }
  await server.stop();
  const total = bySeverity.reduce((sum, count) => sum + count, 0);
  const detail = countsOf(bySeverity);
  console.log(
    `\n${plural(total, 'finding')}${detail} in ${filesWithFindings} of ${reviewed} files`,
  );
  return total;
}

/**
 * For example " (2 errors, 1 warning)".
 * @param {readonly number[]} bySeverity
 */
function countsOf(bySeverity) {
  const parts = bySeverity.flatMap((count, severity) =>
    count > 0 ? [plural(count, SEVERITIES[severity] ?? '')] : [],
  );
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

/**
 * The language an editor would give the file; undefined if it is none of ours. Whether a file with
 * a common ending is QEMU's is for the server to decide, as it is in an editor.
 * @param {string} file
 * @param {string} text
 */
function languageOf(file, text) {
  switch (extname(file).toLowerCase()) {
    case '.sh':
    case '.bash':
      return 'shellscript';
    case '.xml':
      return 'xml';
    case '.qemu':
    case '.qemucfg':
      return 'qemu-config';
    case '.args':
      return 'qemu-args';
    case '.cfg':
    case '.conf':
    case '.ini':
      return 'ini';
    case '.log':
      return 'log';
    default:
      if (text.startsWith('# qemu config file')) return 'qemu-config';
      return /^#!.*\b(ba|da|k|a)?sh\b/.test(text) ? 'shellscript' : undefined;
  }
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function candidateFiles(folder) {
  /** @type {string[]} */
  const files = [];
  const folders = [folder];
  for (let next = folders.shift(); next !== undefined; next = folders.shift()) {
    for (const entry of readdirSync(next, { withFileTypes: true })) {
      const path = join(next, entry.name);
      if (entry.isDirectory() && !SKIPPED_FOLDERS.has(basename(path))) folders.push(path);
      if (entry.isFile() && statSync(path).size <= MOST_BYTES) files.push(path);
      if (files.length >= MOST_FILES) {
        console.log(`Only the first ${MOST_FILES} files are reviewed`);
        return files.sort();
      }
    }
  }
  return files.sort();
}

/**
 * @param {string} name
 * @param {readonly string[]} lines
 * @param {import('./language-client.mjs').Diagnostic} diagnostic
 */
function printFinding(name, lines, { range, severity, message, code }) {
  const { line, character } = range.start;
  const colour = COLOURS[severity] ?? '';
  const place = `${name}:${line + 1}:${character + 1}`;
  console.log(
    `${printable(place)} ${paint(colour, SEVERITIES[severity] ?? '')} ${printable(message)} [${code}]`,
  );
  const whole = lines[line] ?? '';
  // Of a line that fills the screen only the surroundings of the finding are shown.
  const from = whole.length > LONG_LINE ? Math.max(0, character - LONG_LINE / 2) : 0;
  const source = printable(whole.slice(from, from + LONG_LINE));
  const start = character - from;
  const end = range.end.line === line ? range.end.character - from : source.length;
  // A tab stays a tab, so that the carets stand below the text whatever the terminal's tab width.
  const indent = source.slice(0, start).replace(/[^\t]/g, ' ');
  const carets = '^'.repeat(Math.max(1, Math.min(end, source.length) - start));
  console.log(`    ${source}`);
  console.log(`    ${indent}${paint(colour, carets)}`);
}

/**
 * What a stranger's file holds may not command the terminal.
 * @param {string} text
 */
function printable(text) {
  return text.replace(/[^\P{Cc}\t]/gu, '\ufffd');
}

/**
 * @param {import('./language-client.mjs').Diagnostic} a
 * @param {import('./language-client.mjs').Diagnostic} b
 */
function byPlace(a, b) {
  return (
    a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character
  );
}

/**
 * @param {number} count
 * @param {string} noun
 */
function plural(count, noun) {
  return count === 1 || noun === 'information' ? `${count} ${noun}` : `${count} ${noun}s`;
}

/**
 * @param {string} colour
 * @param {string} text
 */
function paint(colour, text) {
  return coloured ? `\u001b[${colour}m${text}\u001b[0m` : text;
}
