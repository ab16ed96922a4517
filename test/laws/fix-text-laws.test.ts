import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import { readConfig } from '../../server/src/syntax/readconfig/reader.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { readXml } from '../../server/src/syntax/xml/reader.ts';
import { applyEdits, editsOverlap } from '../../server/src/text/edit.ts';
import { mainFile } from '../oracle/fixed/document.ts';
import { configs, domains } from '../oracle/fixed/texts.ts';
import { inString, launchScript, mutated } from '../support/arbitraries.ts';
import { analyzeText, type CheckOptions, fixesOf } from '../support/check.ts';
import { spellIn } from '../support/encodings.ts';

const OPTIONS = { seed: 20261125, numRuns: 400 };

/** How many problems a reader has with a text. */
type Problems = (text: string) => number;

/** Every fix of every finding, the preferred ones and all others, alone and not one after the other. */
function checkFixes(text: string, problems: Problems, options: CheckOptions = {}): void {
  const analysis = analyzeText(text, options);
  for (const finding of analysis.findings) {
    for (const { title, edits } of fixesOf(analysis, finding, options)) {
      assert.notEqual(edits.length, 0, title);
      assert.ok(!editsOverlap(edits), `${title} changes a character twice`);
      for (const { at } of edits) {
        assert.ok(0 <= at.start && at.start <= at.end && at.end <= text.length, title);
      }
      const fixed = applyEdits(text, edits);
      assert.ok(fixed !== undefined && fixed !== text, title);
      assert.ok(problems(fixed) <= problems(text), `${title} breaks\n${text}\n${fixed}`);
    }
  }
}

describe('laws of fixes', () => {
  it('edits stay inside a script and apart, and what they leave can be read', () => {
    const script = fc.oneof(
      launchScript,
      inString(launchScript),
      mutated(launchScript),
      mutated(inString(launchScript)),
    );
    fc.assert(
      fc.property(script, (text) => checkFixes(text, (of) => readShell(of).problems.length)),
      OPTIONS,
    );
  });

  it('and so in config files and domains, also in those that are broken', () => {
    const kinds = [
      ['qemu-config', configs(), (of: string) => readConfig(of).problems.length],
      ['xml', domains(), (of: string) => readXml(of).problems.length],
    ] as const;
    for (const [languageId, documents, problems] of kinds) {
      const texts = documents.map((document) => document.files[mainFile(document)] ?? '');
      const text = fc.constantFrom(...texts);
      fc.assert(
        fc.property(fc.oneof(text, mutated(text)), (source) =>
          checkFixes(source, problems, { languageId }),
        ),
        OPTIONS,
      );
    }
  });
});

/** Quotes of a shell inside a string of another one, as they are written there. */
const OUTER: Readonly<Record<string, readonly [before: string, after: string, quote: string]>> = {
  single: ["'", "'", `'"'"'`],
  double: ['"', '"', "'"],
  'ansi-c': ["$'", "'", "\\'"],
};
const INNER = ['bare', 'single', 'double'] as const;

describe('what is spelled in a string for a shell', () => {
  const text = fc
    .string({ unit: 'binary', maxLength: 20 })
    .filter((value) => !/[\0\r]/.test(value));
  const words = (source: string) => lowerShell(readShell(source))[0]?.words ?? [];

  it('is read back by that shell', () => {
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(...Object.keys(OUTER)),
        fc.constantFrom(...INNER),
        (value, outer, inner) => {
          const context = `${outer}>${inner}`;
          const spelled = spellIn([{ kind: 'text', text: value }], context, context);
          assert.ok(spelled !== undefined);
          const [before, after, single] = OUTER[outer] ?? assert.fail();
          const double = outer === 'double' ? '\\"' : '"';
          const quote = { bare: '', single, double }[inner];
          const source = `bash -c ${before}kvm x${quote}${spelled}${quote}${after}\n`;
          assert.equal(words(source)[0]?.value.decoded, `x${value}`, source);
        },
      ),
      OPTIONS,
    );
  });

  it('is read back between backticks with escapes', () => {
    fc.assert(
      fc.property(
        text,
        fc.constantFrom('backtick', 'backtick-double'),
        fc.constantFrom(...INNER),
        (value, outer, inner) => {
          const context = `${outer}>${inner}`;
          const spelled = spellIn([{ kind: 'text', text: value }], context, context);
          assert.ok(spelled !== undefined);
          const around = outer === 'backtick' ? '' : '"';
          const double = outer === 'backtick' ? '"' : '\\"';
          const quote = { bare: '', single: "'", double }[inner];
          const source = `a=${around}\`kvm x${quote}${spelled}${quote} \\$b\`${around}\n`;
          assert.equal(words(source)[0]?.value.decoded, `x${value}`, source);
        },
      ),
      OPTIONS,
    );
  });

  it('is read back where it is the default of a variable', () => {
    fc.assert(
      fc.property(text, (value) => {
        const template = [{ kind: 'text', text: value }] as const;
        const spelled = spellIn(template, 'double-operand', 'double-operand');
        assert.ok(spelled !== undefined);
        const source = `kvm "\${X:-x${spelled}}"\n`;
        assert.equal(words(source)[0]?.value.decoded, `x${value}`, source);
      }),
      OPTIONS,
    );
  });
});
