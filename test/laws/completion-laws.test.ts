/**
 * Laws of completion: it never fails at any place of any text, what it replaces holds the cursor and lies on
 * one line, and what is accepted is what QEMU reads.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { CompletionItem } from '../../server/src/service/completion/completion-item.ts';
import { applyEdits, editsOverlap } from '../../server/src/text/edit.ts';
import { launchScript, mutated } from '../support/arbitraries.ts';
import { analyzeText, type CheckOptions } from '../support/check.ts';
import { type Completed, completeAt } from '../support/complete.ts';
import { EXAMPLE_LANGUAGES, readExamples } from '../support/repository.ts';

const EXAMPLES = readExamples();

/** Asserts what holds of every item at every place. */
function assertSound({ text, offset, items }: Completed): void {
  for (const { label, edit, also, cursor, stops, documentation } of items) {
    assert.equal(cursor, offset, label);
    assert.ok(
      edit.at.start <= offset && offset <= edit.at.end,
      `${label} does not hold the cursor`,
    );
    assert.ok(!/[\r\n]/.test(text.slice(edit.at.start, edit.at.end)), `${label} replaces lines`);
    assert.ok(!editsOverlap([edit, ...also]), label);
    assert.notEqual(label, '');
    let end = 0;
    for (const stop of stops) {
      assert.ok(end <= stop.start && stop.start <= stop.end && stop.end <= edit.text.length, label);
      end = stop.end;
    }
    for (const { parts } of documentation())
      assert.ok(parts.every(({ text: said }) => said !== ''));
  }
  const labels = items.map(({ label }) => label);
  assert.deepEqual(labels, [...new Set(labels)], 'an item is offered twice');
}

/** The texts of all words and sections that QEMU gets of a document. */
function readBy(text: string, options: CheckOptions): readonly string[] {
  return analyzeText(text, options).connections.machines.flatMap(({ options: all, sections }) => [
    ...all.flatMap(({ words }) => words.map((word) => word.value.decoded)),
    ...sections.flatMap(({ group, entries }) => [
      group.decoded,
      ...entries.flatMap(({ key, value }) => [key.decoded, value.decoded]),
    ]),
  ]);
}

/** Whether what an item is called stands in what QEMU reads once it is accepted. */
function isReadBack(text: string, item: CompletionItem, options: CheckOptions): boolean {
  const accepted = applyEdits(text, [item.edit, ...item.also]) ?? assert.fail(item.label);
  const doubled = item.label.replaceAll(',', ',,');
  return readBy(accepted, options).some((word) => {
    // What a run decides is an unknown piece of the word.
    const known =
      item.label.split(/\$\{XDG_RUNTIME_DIR:-(?:\$HOME|\$\{HOME:-\/run\})\}/).at(-1) ?? '';
    return word.includes(known) || word.includes(doubled);
  });
}

describe('completion', () => {
  for (const { path, languageId, text } of EXAMPLES) {
    it(`is sound at every place of ${path}`, () => {
      // Each place of a short file, and every so many of a long one.
      const step = Math.max(1, Math.floor(text.length / 80));
      for (let offset = 0; offset <= text.length; offset += step) {
        const options = { languageId, path: `/w/${path}` };
        assertSound(completeAt(text, offset, options));
        if (text[offset - 1] === ' ')
          assertSound(completeAt(text, offset, { ...options, trigger: ' ' }));
      }
    });

    it(`is sound at the end of ${path}, wherever that is cut off`, () => {
      const step = Math.max(1, Math.floor(text.length / 40));
      for (let end = 0; end <= text.length; end += step) {
        assertSound(completeAt(text.slice(0, end), end, { languageId, path: `/w/${path}` }));
      }
    });
  }

  it('is sound in arbitrary scripts, and in broken ones', () => {
    const options = { seed: 20261125, numRuns: 100 };
    fc.assert(
      fc.property(fc.oneof(launchScript, mutated(launchScript)), fc.nat(), (script, place) => {
        assertSound(completeAt(script, place % (script.length + 1)));
      }),
      options,
    );
  });

  it('is sound in any text of any language', () => {
    const pieces = fc.constantFrom(
      ...['kvm ', '-monitor ', '-chardev ', 'socket,', 'path=', '"', "'", '$', '{', '}', '(', ')'],
      ...['<domain>', '<qemu:arg value=', '/>', '[chardev', ']', '=', ' ', '\n', '\\', '\u{1F427}'],
      ...['<<EOF', '`', '#', '\r\n', '\ue000', '\0', ',', ':', '<!--', '-object '],
      ...['{"qom-type":"tls-creds-x509",', '"endpoint":', 'verify-peer', 'true', '[', ']'],
    );
    const text = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        text,
        fc.nat(),
        fc.constantFrom(...Object.values(EXAMPLE_LANGUAGES)),
        (source, place, languageId) => {
          assertSound(completeAt(source, place % (source.length + 1), { languageId }));
        },
      ),
      { seed: 20261125, numRuns: 500 },
    );
  });

  it('writes what QEMU then reads', () => {
    for (const { path, languageId, text } of EXAMPLES) {
      const options = { languageId, path: `/w/${path}` };
      const step = Math.max(1, Math.floor(text.length / 25));
      for (let offset = 0; offset <= text.length; offset += step) {
        const { items } = completeAt(text, offset, options);
        // One of each kind is enough of them.
        const kinds = new Map(items.map((item) => [item.kind, item]));
        kinds.delete('snippet');
        for (const item of kinds.values()) {
          assert.ok(isReadBack(text, item, options), `${item.label} at ${offset} of ${path}`);
        }
      }
    }
  });
});
