/** What holds for every comment that silences something, in every host language. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { FileFinding } from '../../server/src/service/analysis/file-findings.ts';
import { applyEdits, type Edit } from '../../server/src/text/edit.ts';
import { inString, launchScript, mutated } from '../support/arbitraries.ts';
import { type CheckOptions, ignoresOf, shownFixes, shownIn, withReason } from '../support/check.ts';

const OPTIONS = { seed: 20261125, numRuns: 150 };
const MARKER = 'qemu-monitor-guard:';

/** Valid and invalid text behind the marker. */
const directive = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['ignore', 'ignore-file', 'ingore', '[', ']', ',', ' ', 'monitor-on-network', 'nothing'],
        ...['monitor-on-loopback', 'lab', 'say why', '\t', '#', '\r', '--', '-', '\\', MARKER],
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 9 },
  )
  .map((parts) => `${MARKER} ${parts.join('')}`);

interface Sample extends CheckOptions {
  readonly languageId: string;
  readonly text: string;
}

const address = fc.constantFrom('tcp:0.0.0.0:1', 'tcp::2', 'tcp:localhost:3', 'telnet:10.1.1.1:4');
const margin = fc.constantFrom('', '  ', '\t');
const ending = fc.constantFrom('\n', '\r\n');

/** Scripts whose commands stand in blocks, lists, strings and on one line. */
const script: fc.Arbitrary<Sample> = fc
  .record({
    launches: fc.array(fc.oneof(launchScript, inString(launchScript)), {
      minLength: 1,
      maxLength: 3,
    }),
    frame: fc.constantFrom(
      (text: string) => text,
      (text: string) => `#!/bin/sh\n# About it.\n${text}`,
      (text: string) => `if true; then\n${text}fi\n`,
      (text: string) => `start() {\n\t:\n${text}}\nstart\n`,
      (text: string) => `cd /vm &&\n${text}`,
      (text: string) => `:; ${text}`,
      (text: string) => `case $1 in\na) ${text};;\nesac\n`,
    ),
    end: ending,
  })
  .map(({ launches, frame, end }) => ({
    languageId: 'shellscript',
    text: frame(launches.join('')).replaceAll('\n', end),
  }));

const domain: fc.Arbitrary<Sample> = fc
  .record({ addresses: fc.array(address, { minLength: 1, maxLength: 3 }), margin, ending })
  .map(({ addresses, margin: indent, ending: end }) => {
    const separator = indent === '' ? '' : end + indent;
    const argument = (value: string) => `${separator}<q:arg value='${value}'/>`;
    const values = addresses.map((one) => argument('-qmp') + argument(`${one},server=on`));
    return {
      languageId: 'xml',
      text: `<domain xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>${end}<q:commandline>${values.join('')}</q:commandline></domain>${end}`,
    };
  });

const config: fc.Arbitrary<Sample> = fc
  .record({ addresses: fc.array(address, { minLength: 1, maxLength: 3 }), ending })
  .map(({ addresses, ending: end }) => {
    const sections = addresses.map((one, index) => {
      const [, host, port] = one.split(':');
      const lines = [
        `[chardev "c${index}"]`,
        '  backend = "socket"',
        `  host = "${host}"`,
        `  port = "${port}"`,
        '  server = "on"',
        '[mon]',
        `  chardev = "c${index}"`,
      ];
      return lines.join(end) + end;
    });
    return { languageId: 'qemu-config', text: sections.join('') };
  });

function apply(text: string, edits: readonly Edit[]): string {
  return applyEdits(text, edits) ?? assert.fail('the edits overlap');
}

/** A place as it is after edits in front of it. */
function moved(at: FileFinding['at'], edits: readonly Edit[]): string {
  let by = 0;
  for (const edit of edits) {
    if (edit.at.end <= at.start) by += edit.text.length - (edit.at.end - edit.at.start);
  }
  return `${at.start + by}-${at.end + by}`;
}

function key({ rule, at }: FileFinding): string {
  return `${rule} ${at.start}-${at.end}`;
}

/** Takes every action of every finding of a document in turn. */
function checkActions(sample: Sample): void {
  const { text } = sample;
  const before = shownIn(text, sample);
  for (const finding of before) {
    const actions = ignoresOf(text, finding, sample);
    assert.notEqual(actions.length, 0, `nothing silences ${finding.rule} in:\n${text}`);
    for (const action of actions) {
      const edits = withReason(action, 'no way out');
      const after = shownIn(apply(text, edits), sample);
      const shown = new Set(after.map(key));
      const places = new Set(before.map(({ at }) => moved(at, edits)));
      const what = `after ${action.title}:\n${apply(text, edits)}`;
      assert.ok(!shown.has(`${finding.rule} ${moved(finding.at, edits)}`), `still there ${what}`);
      for (const other of before) {
        if (other.rule === finding.rule) continue;
        const place = `${other.rule} ${moved(other.at, edits)}`;
        assert.ok(shown.has(place), `${place} is gone ${what}`);
      }
      // What is new is what else there was to say at a place.
      for (const { rule, at } of after) {
        assert.ok(places.has(`${at.start}-${at.end}`), `${rule} is new ${what}`);
      }
    }
  }
}

describe('laws of comments', () => {
  for (const [name, sample] of Object.entries({ script, domain, config })) {
    it(`silence in a ${name} what they were written for, and nothing of another rule`, () => {
      fc.assert(fc.property(sample, checkActions), OPTIONS);
    });
  }

  it('whatever stands in them, nothing fails, and every fix can be applied', () => {
    const place = fc.record({
      comment: directive,
      at: fc.nat(),
      sample: fc.oneof(script, domain, config),
    });
    fc.assert(
      fc.property(place, ({ comment, at, sample }) => {
        const [before, behind] = sample.languageId === 'xml' ? ['<!--', '-->'] : ['# ', ''];
        const lines = sample.text.split('\n');
        lines.splice(at % lines.length, 0, before + comment + behind);
        const text = lines.join('\n');
        for (const finding of shownIn(text, sample)) {
          const fixes = [...shownFixes(finding, sample), ...ignoresOf(text, finding, sample)];
          for (const { edits } of fixes) shownIn(apply(text, edits), sample);
        }
      }),
      { ...OPTIONS, numRuns: 300 },
    );
  });

  it('a fix of a comment takes its finding away', () => {
    const line = fc.record({ comment: directive, sample: fc.oneof(script, config) });
    fc.assert(
      fc.property(line, ({ comment, sample }) => {
        const text = `# ${comment.replace(/[\r\n\0\u2028\u2029]/g, '')}\n${sample.text}`;
        for (const finding of shownIn(text, sample)) {
          if (!finding.rule.startsWith('suppression-')) continue;
          for (const { edits, asksReason, title } of shownFixes(finding, sample)) {
            const fixed = apply(
              text,
              asksReason ? withReason({ edits, asksReason } as never, 'lab') : edits,
            );
            const left = shownIn(fixed, sample);
            // What is said next may stand at the same place.
            const same = left.find((one) => key(one) === key(finding))?.message;
            assert.notEqual(same, finding.message, `${title}: ${text}`);
          }
        }
      }),
      { ...OPTIONS, numRuns: 300 },
    );
  });

  it('broken scripts with comments are read like any other', () => {
    const commented = fc
      .record({ comment: directive, sample: script, twice: fc.boolean() })
      .map(({ comment, sample, twice }) =>
        sample.text.replaceAll('\n', (end, at: number) =>
          at % 3 === 0 || twice ? `\n# ${comment}\n` : end,
        ),
      );
    fc.assert(
      fc.property(mutated(commented), (text) => {
        for (const finding of shownIn(text)) {
          for (const action of ignoresOf(text, finding))
            shownIn(apply(text, withReason(action, 'x')));
        }
      }),
      OPTIONS,
    );
  });
});
