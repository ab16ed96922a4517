/**
 * Applies preferred fixes to a document, one after the other, as a user would who presses the key each
 * time, and holds each of them to what every fix must keep.
 */
import { spawnSync } from 'node:child_process';
import { PYTHON } from '../../../server/src/languages/python/index.ts';
import type { FixId } from '../../../server/src/rules/fix-ids.ts';
import { analyze } from '../../../server/src/service/analysis/analyze.ts';
import {
  type FileFinding,
  findingsOf,
  fixesOf,
} from '../../../server/src/service/analysis/file-findings.ts';
import { renderFixes } from '../../../server/src/service/fixes/render-fix.ts';
import { DEFAULT_SETTINGS } from '../../../server/src/service/settings/settings.ts';
import { readMakefile } from '../../../server/src/syntax/make/reader.ts';
import { readPython } from '../../../server/src/syntax/python/reader.ts';
import { readConfig } from '../../../server/src/syntax/readconfig/reader.ts';
import { readXml } from '../../../server/src/syntax/xml/reader.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { wordSet } from '../../../server/src/text/split-words.ts';
import { type Document, languageOf, mainFile } from './document.ts';

// The one language here that is loaded when the first file of it comes.
await PYTHON.loading?.load();

const FOLDER = '/w/';

/** The rules about monitors that the network stack, or a directory of everybody, leads to. */
const OPEN_RULES = wordSet(`
  monitor-on-network monitor-on-loopback monitor-connects-out monitor-over-udp
  monitor-tls-unauthenticated monitor-tls-without-authorization monitor-socket-in-shared-directory
`);

const SWITCHES: ReadonlySet<FixId> = new Set(['switch-to-unix', 'connect-to-unix']);

/** More fixes than a document has monitors. */
const MAX_FIXES = 12;

export interface Fixed {
  readonly files: Document['files'];
  /** How many fixes it took. */
  readonly fixes: number;
}

/** The document after all its preferred fixes. Throws with what a fix has broken, in a sentence. */
export function fixDocument(document: Document): Fixed {
  let { files } = document;
  let findings = findingsIn(document, files);
  for (let fixes = 0; fixes <= MAX_FIXES; fixes++) {
    const next = findings.find(({ rule }) => OPEN_RULES.has(rule));
    if (next === undefined) {
      if (fixes === 0) throw new Error('nothing was found');
      return { files, fixes };
    }
    files = applyPreferred(files, next);
    const left = findingsIn(document, files);
    const news = newOnes(findings, left);
    if (news.length > 0) throw new Error(`the fix brought ${news.join(', ')}\n${shown(files)}`);
    if (!isProgress(findings, left)) throw new Error(`the finding stayed\n${shown(files)}`);
    const broken = syntaxTrouble(document, files);
    if (broken !== '') throw new Error(`after the fix: ${broken}\n${shown(files)}`);
    findings = left;
  }
  throw new Error(`fixing does not end\n${shown(files)}`);
}

/** The findings of all files of a document. */
function findingsIn(document: Document, files: Document['files']): readonly FileFinding[] {
  const name = mainFile(document);
  const texts = new Map(Object.entries(files).map(([of, text]) => [FOLDER + of, text]));
  const analysis = analyze(
    { text: files[name] ?? '', languageId: languageOf(document), path: FOLDER + name },
    DEFAULT_SETTINGS,
    { get: (path) => texts.get(path) ?? null },
  );
  if (analysis.failures.length > 0) throw new Error(`failed inside: ${analysis.failures}`);
  return [...texts.keys()].flatMap((path) => {
    const own = path === FOLDER + name ? analysis : undefined;
    return findingsOf(path, own, own ? [] : [analysis]);
  });
}

function applyPreferred(files: Document['files'], finding: FileFinding): Document['files'] {
  const fixes = fixesOf(finding, (of) => renderFixes(of, DEFAULT_SETTINGS));
  // Where taking a hidden monitor away is preferred, switching is what is to be proven here.
  const fix = fixes.find(({ id }) => SWITCHES.has(id)) ?? fixes.find(({ preferred }) => preferred);
  if (fix === undefined) throw new Error(`no preferred fix for ${finding.rule}\n${shown(files)}`);
  const fixed = Object.entries(files).map(([name, text]) => {
    const edits = fix.edits.filter(({ path }) => path === FOLDER + name);
    const changed = applyEdits(text, edits);
    if (changed === undefined) throw new Error(`the edits overlap or leave ${name}`);
    return [name, changed] as const;
  });
  return Object.fromEntries(fixed);
}

/**
 * The rules that say more than before. That a monitor is hidden was behind what is worse: each monitor has
 * one finding.
 */
function newOnes(before: readonly FileFinding[], after: readonly FileFinding[]): readonly string[] {
  const rules = [...new Set(after.map(({ rule }) => rule))];
  const count = (of: readonly FileFinding[], wanted: string) =>
    of.filter(({ rule }) => rule === wanted).length;
  return rules.filter(
    (rule) => rule !== 'monitor-hidden-by-mux' && count(after, rule) > count(before, rule),
  );
}

/** A host that two monitors share is one finding, and one less only when both have moved. */
function isProgress(before: readonly FileFinding[], after: readonly FileFinding[]): boolean {
  const open = (of: readonly FileFinding[]) => of.filter(({ rule }) => OPEN_RULES.has(rule));
  return open(after).length <= open(before).length;
}

/** What the shell, or our reader where there is no other, says about the syntax of the files. */
function syntaxTrouble(document: Document, files: Document['files']): string {
  for (const [name, text] of Object.entries(files)) {
    switch (document.host) {
      case 'bash script':
      case 'sh script':
      case '.args file': {
        if (name.endsWith('.qemu')) continue;
        const shell = document.host === 'bash script' ? 'bash' : 'dash';
        const { status, stderr } = spawnSync(shell, ['-n'], { input: text, encoding: 'utf8' });
        if (status !== 0 || stderr !== '') return stderr;
        break;
      }
      case 'config file': {
        const { problems } = readConfig(text);
        if (problems.length > 0) return JSON.stringify(problems);
        break;
      }
      case 'domain XML': {
        const { problems } = readXml(text);
        if (problems.length > 0) return JSON.stringify(problems);
        break;
      }
      case 'Makefile':
        // Make itself says it when the document is run.
        if (!readMakefile(text).isWhole) return `${name} is left open`;
        break;
      case 'Python':
        if (!readPython(text).isWhole) return `${name} is left open`;
        break;
    }
  }
  return '';
}

/** The files as a failure shows them. */
function shown(files: Document['files']): string {
  return Object.entries(files)
    .map(([name, text]) => `--- ${name}\n${text}`)
    .join('');
}
