/**
 * What holds for every command line that we know, with each fix that keeps TCP: its finding goes, none comes,
 * the others stay, and the same in every language that has a place for arguments.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../server/src/text/edit.ts';
import { argvOf, loadVectors } from '../oracle/data/vectors.ts';
import { analyzeText, type CheckOptions, fixesOf } from '../support/check.ts';
import { inSingleQuotes } from '../support/quoting.ts';

/** The fixes that lead elsewhere, or correct a word. */
const OTHERS =
  /UNIX socket|mux|^Change |two arguments|double quotes|127\.0\.0\.1|^Remove |^Add -sandbox /;

function asScript(argv: readonly string[]): string {
  return `${argv.map(inSingleQuotes).join(' ')}\n`;
}

function asLines(argv: readonly string[]): string {
  const words = argv.map((word) =>
    /^[\w@%+=:,./-]+$/.test(word) ? word : asScript([word]).trim(),
  );
  return `${words.join(' ').replaceAll(/ (?=-)/g, ' \\\n')}\n`;
}

function asDomain([, ...words]: readonly string[]): string {
  const elements = words.map((word) => {
    return `    <qemu:arg value='${word.replaceAll('&', '&amp;').replaceAll("'", '&apos;')}'/>\n`;
  });
  return `<domain xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>\n  <qemu:commandline>\n${elements.join('')}  </qemu:commandline>\n</domain>\n`;
}

const LANGUAGES: Readonly<Record<string, (argv: readonly string[]) => string>> = {
  shellscript: asScript,
  'qemu-args': asLines,
  xml: asDomain,
};

/** Applies each such fix of a text by itself, and says how many there were. */
function tryFixes(text: string, options: CheckOptions): number {
  const analysis = analyzeText(text, options);
  let tried = 0;
  for (const finding of analysis.findings) {
    for (const { title, edits, safety } of fixesOf(analysis, finding, options)) {
      if (OTHERS.test(title)) continue;
      tried++;
      assert.equal(safety, 'review');
      const fixed = applyEdits(text, edits);
      assert.ok(fixed !== undefined, `the edits overlap in\n${text}`);
      const rules = (findings: typeof analysis.findings) => findings.map(({ rule }) => rule).sort();
      const others = analysis.findings.filter((other) => other !== finding);
      assert.deepEqual(rules(analyzeText(fixed, options).findings), rules(others), fixed);
    }
  }
  return tried;
}

describe('each fix that keeps TCP takes one finding away and brings none', () => {
  for (const [languageId, spell] of Object.entries(LANGUAGES)) {
    it(`in ${languageId}`, () => {
      let tried = 0;
      for (const vector of loadVectors()) {
        // A domain has no place for another program.
        if (languageId === 'xml' && vector.base === 'storage-daemon') continue;
        tried += tryFixes(spell(argvOf(vector)), { languageId });
      }
      assert.ok(tried > 60, `only ${tried} fixes were offered`);
    });
  }
});
