/**
 * Laws of every fix, whatever it is for: its edits never overlap, what it leaves is still a document of its
 * language, it is offered less often afterwards, and of a command line nothing goes but what it is about.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { lowerDomainXml } from '../../server/src/invocation/from-domain-xml.ts';
import { lowerShell } from '../../server/src/invocation/from-shell.ts';
import type { FixId } from '../../server/src/rules/fix-ids.ts';
import { readConfig } from '../../server/src/syntax/readconfig/reader.ts';
import { readShell } from '../../server/src/syntax/shell/reader.ts';
import { readXml } from '../../server/src/syntax/xml/reader.ts';
import { applyEdits, editsOverlap } from '../../server/src/text/edit.ts';
import { inString, launchScript, mutated } from '../support/arbitraries.ts';
import { analyzeText, type CheckOptions, fixesOf, fixIds } from '../support/check.ts';

const OPTIONS = { seed: 20261125, numRuns: 300 };

/** A document after one of its fixes. */
interface Fixed {
  readonly id: FixId;
  readonly text: string;
  /** Whether there is less to do: fewer findings, or the same fix fewer times. */
  readonly isProgress: boolean;
}

/** The document after each of its fixes, one at a time. */
function* everyFix(text: string, options: CheckOptions = {}): Iterable<Fixed> {
  const analysis = analyzeText(text, options);
  const ids = fixIds(text, options).flat();
  for (const finding of analysis.findings) {
    for (const { id, edits } of fixesOf(analysis, finding, options)) {
      assert.ok(!editsOverlap(edits), id);
      const fixed = applyEdits(text, edits) ?? assert.fail(id);
      assert.notEqual(fixed, text, id);
      const count = (all: readonly string[]) => all.filter((one) => one === id).length;
      const isProgress =
        analyzeText(fixed, options).findings.length < analysis.findings.length ||
        count(fixIds(fixed, options).flat()) < count(ids);
      yield { id, text: fixed, isProgress };
    }
  }
}

/** The arguments of each command of a script. */
function commandsOf(script: string): readonly (readonly string[])[] {
  return lowerShell(readShell(script)).map(({ words }) => words.map(({ value }) => value.decoded));
}

/** Whether one list is the other without some of its items. */
function isPartOf(part: readonly string[], whole: readonly string[]): boolean {
  let position = 0;
  for (const item of whole) if (part[position] === item) position++;
  return position === part.length;
}

/** Arguments without those that removals and sandboxes bring. */
function withoutAdded(words: readonly string[]): readonly string[] {
  return words.filter((_, index) => {
    const pair = words.slice(index - 1, index + 1).join(' ');
    const next = words.slice(index, index + 2).join(' ');
    return ![pair, next].some((two) => two === '-monitor none' || two.startsWith('-sandbox on'));
  });
}

describe('every fix of a script', () => {
  it('leaves a script, takes something away for good, and touches no other command', () => {
    fc.assert(
      fc.property(fc.oneof(launchScript, inString(launchScript)), (source) => {
        const before = commandsOf(source);
        for (const { id, text, isProgress } of everyFix(source)) {
          assert.deepEqual(readShell(text).problems, [], `${id}:\n${source}\n${text}`);
          assert.ok(isProgress, `${id}:\n${source}\n${text}`);
          const after = commandsOf(text);
          assert.equal(after.length, before.length, text);
          if (!id.startsWith('remove-') && id !== 'deny-spawn') continue;
          for (const [index, words] of after.entries()) {
            const left = withoutAdded(words);
            assert.ok(isPartOf(left, before[index] ?? []), `${id}:\n${source}\n${text}`);
          }
        }
      }),
      OPTIONS,
    );
  });

  it('breaks nothing more, however broken the script is', () => {
    const problems = (text: string) => readShell(text).problems.length;
    fc.assert(
      fc.property(fc.oneof(mutated(launchScript), mutated(inString(launchScript))), (source) => {
        for (const { id, text } of everyFix(source)) {
          assert.ok(problems(text) <= problems(source), `${id}:\n${source}\n${text}`);
        }
      }),
      OPTIONS,
    );
  });

  it('takes all of a removed monitor, and nothing of what is around it', () => {
    const around = fc.constantFrom(
      '-S',
      '-m 1G',
      '-name "a b"',
      "-append 'x y'",
      '"$@"',
      '-vga none',
    );
    const monitor = fc.constantFrom(
      '-nodefaults -qmp tcp::1,server',
      '-nodefaults -monitor "telnet:0.0.0.0:$P,server"',
      "-nodefaults -chardev 'socket,id=m,host=,port=1,server=on' -mon m",
    );
    const gap = fc.constantFrom(' ', '  ', ' \\\n  ', '\t');
    fc.assert(
      fc.property(
        fc.array(around),
        monitor,
        fc.array(around),
        gap,
        (left, middle, right, between) => {
          const [nodefaults = '', ...words] = middle.split(' ');
          const parts = [nodefaults, ...left, ...words, ...right];
          const script = `kvm ${parts.join(between)}\necho done\n`;
          const removed = [...everyFix(script)].find(({ id }) => id === 'remove-monitor');
          const kept = [nodefaults, ...left, ...right].join(between);
          assert.equal(removed?.text, `kvm ${kept}\necho done\n`);
        },
      ),
      OPTIONS,
    );
  });
});

/** Arguments of a domain, a monitor among them. */
const domainArguments = fc
  .record({
    before: fc.array(fc.constantFrom('-S', '-name'), { maxLength: 2 }),
    monitor: fc.constantFrom(
      ['-monitor', 'tcp::1,server'],
      ['-chardev', 'socket,id=m,host=0.0.0.0,port=1,server=on', '-mon', 'm'],
      ['-serial', 'mon:telnet:10.0.0.1:1,server'],
    ),
    after: fc.array(fc.constantFrom('-S', '-no-reboot'), { maxLength: 2 }),
  })
  .map(({ before, monitor, after }) => [...before, ...monitor, ...after]);

const domain = fc
  .record({
    args: domainArguments,
    quote: fc.constantFrom("'", '"'),
    gap: fc.constantFrom('\n    ', '\r\n\t', '', ' '),
    comment: fc.constantFrom('', '<!-- why -->'),
  })
  .map(({ args, quote, gap, comment }) => {
    const elements = args.map((arg) => `${gap}<q:arg value=${quote}${arg}${quote}/>`).join('');
    return `<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>${gap}<name>x</name>${gap}<q:commandline>${gap}${comment}${elements}${gap}</q:commandline>\n</domain>\n`;
  });

describe('every fix of a domain', () => {
  it('leaves a document, takes something away for good, and keeps all other arguments', () => {
    const options = { languageId: 'xml' };
    const argsOf = (text: string) =>
      lowerDomainXml(readXml(text)).flatMap(({ words }) => words.map((word) => word.value.decoded));
    fc.assert(
      fc.property(domain, (source) => {
        for (const { id, text, isProgress } of everyFix(source, options)) {
          assert.deepEqual(readXml(text).problems, [], text);
          assert.ok(isProgress, `${id}:\n${source}\n${text}`);
          if (id.startsWith('remove-')) assert.ok(isPartOf(argsOf(text), argsOf(source)), text);
        }
      }),
      OPTIONS,
    );
  });
});

const config = fc
  .record({
    sections: fc.shuffledSubarray(
      [
        ['[chardev "m"]', 'backend = "socket"', 'host = ""', 'port = "1"', 'server = "on"'],
        ['[mon "m"]', 'chardev = "m"'],
        ['# why', '[name]', 'guest = "x"'],
        ['[machine]', '  type = "q35"   # the board'],
      ],
      { minLength: 2 },
    ),
    ending: fc.constantFrom('\n', '\r\n'),
    blank: fc.boolean(),
  })
  .map(({ sections, ending, blank }) =>
    sections.map((lines) => `${lines.join(ending)}${ending}`).join(blank ? '\n' : ''),
  );

describe('every fix of a config file', () => {
  it('leaves a file that reads as well, and keeps all other sections', () => {
    const options = { languageId: 'qemu-config' };
    // What a fix adds or changes: the monitor and, for TLS, objects of which there are none before.
    const touched = ['chardev', 'mon', 'object'];
    const others = (text: string) =>
      readConfig(text)
        .sections.map(({ group, entries }) => [
          group.decoded,
          ...entries.map(({ value }) => value.decoded),
        ])
        .filter(([group = '']) => !touched.includes(group));
    fc.assert(
      fc.property(config, (source) => {
        for (const { id, text, isProgress } of everyFix(source, options)) {
          assert.equal(readConfig(text).problems.length, readConfig(source).problems.length, text);
          assert.ok(isProgress, `${id}:\n${source}\n${text}`);
          assert.deepEqual(others(text), others(source));
        }
      }),
      OPTIONS,
    );
  });
});
